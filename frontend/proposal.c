#include "frontend/proposal.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/workload.h"

void proposal_free(Proposal *proposal)
{
	if (proposal == NULL)
		return;
	g_free(proposal->tid);
	g_free(proposal->oid);
	g_free(proposal->eligibility_id);
	g_free(proposal->scope_id);
	g_free(proposal->reason);
	g_free(proposal->claim);
	g_free(proposal->program);
	g_free(proposal);
}

Proposal *proposal_copy(const Proposal *proposal)
{
	Proposal *copy = g_memdup2(proposal, sizeof *proposal);
	copy->tid = g_strdup(proposal->tid);
	copy->oid = g_strdup(proposal->oid);
	copy->eligibility_id = g_strdup(proposal->eligibility_id);
	copy->scope_id = g_strdup(proposal->scope_id);
	copy->reason = g_strdup(proposal->reason);
	copy->claim = g_strdup(proposal->claim);
	copy->program = g_strdup(proposal->program);
	return copy;
}

/* ---- States ----------------------------------------------------------------------------------- */

static const struct {
	const char *word;
	bool is_last;
} states[] = {
	[PROPOSAL_OPEN] = { "open", false },       [PROPOSAL_REFUSED] = { "refused", true },
	[PROPOSAL_LAPSED] = { "lapsed", true },    [PROPOSAL_SENT] = { "sent", false },
	[PROPOSAL_WAITING] = { "waiting", false }, [PROPOSAL_ACTIVE] = { "active", true },
	[PROPOSAL_FAILED] = { "failed", true },    [PROPOSAL_NOT_TAKEN] = { "not-taken", true },
};

const char *proposal_state_word(ProposalState state)
{
	return states[state].word;
}

bool proposal_state_is_last(ProposalState state)
{
	return states[state].is_last;
}

static bool read_state(const char *word, ProposalState *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		if (strcmp(states[i].word, word) == 0) {
			*out = (ProposalState)i;
			return true;
		}
	}
	return false;
}

ProposalNews *proposal_news_new(uint32_t number, ProposalState state, const char *text)
{
	ProposalNews *news = g_new0(ProposalNews, 1);
	news->number = number;
	news->state = state;
	news->text = text != NULL ? text_sanitize(text, -1) : NULL;
	return news;
}

ProposalNews *proposal_news_copy(const ProposalNews *news)
{
	ProposalNews *copy = g_memdup2(news, sizeof *news);
	copy->text = g_strdup(news->text);
	copy->scope_id = g_strdup(news->scope_id);
	return copy;
}

void proposal_news_free(ProposalNews *news)
{
	if (news == NULL)
		return;
	g_free(news->text);
	g_free(news->scope_id);
	g_free(news);
}

/* ---- Messages --------------------------------------------------------------------------------- */

#define KIND_PROPOSAL "proposal"
#define KIND_NEWS     "news"

static void add_text(GVariantDict *dict, const char *name, const char *text)
{
	if (text != NULL)
		g_variant_dict_insert(dict, name, "s", text);
}

GVariant *proposal_to_message(const Proposal *proposal)
{
	GVariantDict dict;
	g_variant_dict_init(&dict, NULL);
	add_text(&dict, "kind", KIND_PROPOSAL);
	g_variant_dict_insert(&dict, "number", "u", (guint32)proposal->number);
	add_text(&dict, "tid", proposal->tid);
	add_text(&dict, "oid", proposal->oid);
	add_text(&dict, "workload", workload_info(proposal->workload)->name);
	add_text(&dict, "eligibility", proposal->eligibility_id);
	add_text(&dict, "scope", proposal->scope_id);
	g_variant_dict_insert(&dict, "duration", "x", (gint64)proposal->duration);
	add_text(&dict, "reason", proposal->reason);
	add_text(&dict, "claim", proposal->claim);
	return g_variant_dict_end(&dict);
}

GVariant *proposal_news_to_message(const ProposalNews *news)
{
	GVariantDict dict;
	g_variant_dict_init(&dict, NULL);
	add_text(&dict, "kind", KIND_NEWS);
	g_variant_dict_insert(&dict, "number", "u", (guint32)news->number);
	add_text(&dict, "state", states[news->state].word);
	add_text(&dict, "text", news->text);
	add_text(&dict, "scope", news->scope_id);
	g_variant_dict_insert(&dict, "duration", "x", (gint64)news->duration);
	g_variant_dict_insert(&dict, "until", "x", (gint64)news->until);
	return g_variant_dict_end(&dict);
}

static bool has_kind(GVariant *message, const char *kind)
{
	const char *own = NULL;
	return g_variant_lookup(message, "kind", "&s", &own) && strcmp(own, kind) == 0;
}

/* An id is compared and sent, so that it is no other one than was told: what is not clean is none. */
static char *read_id(GVariant *message, const char *name)
{
	const char *text = NULL;
	if (!g_variant_lookup(message, name, "&s", &text) || *text == '\0' ||
	    strlen(text) > LIMIT_URL || !text_is_clean(text))
		return NULL;
	return g_strdup(text);
}

/* Of at most so many characters; *is_good false: it has more. */
static char *read_text(GVariant *message, const char *name, long limit, bool *is_good)
{
	const char *text = NULL;
	if (!g_variant_lookup(message, name, "&s", &text))
		return NULL;
	if (g_utf8_strlen(text, -1) > limit)
		*is_good = false;
	return text_sanitize(text, -1);
}

static char *read_claim(GVariant *message)
{
	const char *text = NULL;
	if (!g_variant_lookup(message, "claim", "&s", &text))
		return NULL;
	g_autofree char *clean = text_sanitize(text, -1);
	return text_fit(clean, LIMIT_CLAIM, "…");
}

Proposal *proposal_from_message(GVariant *message)
{
	g_autoptr(Proposal) proposal = g_new0(Proposal, 1);
	guint32 number = 0;
	gint64 duration = 0;
	const char *workload = NULL;
	bool is_good = has_kind(message, KIND_PROPOSAL) &&
		       g_variant_lookup(message, "workload", "&s", &workload) &&
		       workload_from_name(workload, &proposal->workload) &&
		       g_variant_lookup(message, "number", "u", &number);
	(void)g_variant_lookup(message, "duration", "x", &duration);
	proposal->number = number;
	proposal->duration = duration;
	proposal->tid = read_id(message, "tid");
	proposal->oid = read_id(message, "oid");
	proposal->eligibility_id = read_id(message, "eligibility");
	proposal->scope_id = read_id(message, "scope");
	proposal->reason = read_text(message, "reason", LIMIT_TEXT_CHARS, &is_good);
	proposal->claim = read_claim(message);
	is_good = is_good && proposal->tid != NULL && proposal->oid != NULL &&
		  proposal->eligibility_id != NULL && proposal->scope_id != NULL &&
		  proposal->reason != NULL && duration >= 0 && duration <= G_MAXINT32;
	return is_good ? g_steal_pointer(&proposal) : NULL;
}

ProposalNews *proposal_news_from_message(GVariant *message)
{
	g_autoptr(ProposalNews) news = g_new0(ProposalNews, 1);
	guint32 number = 0;
	const char *state = NULL;
	bool is_good =
		has_kind(message, KIND_NEWS) && g_variant_lookup(message, "number", "u", &number) &&
		g_variant_lookup(message, "state", "&s", &state) && read_state(state, &news->state);
	gint64 duration = 0;
	gint64 until = 0;
	(void)g_variant_lookup(message, "duration", "x", &duration);
	(void)g_variant_lookup(message, "until", "x", &until);
	news->number = number;
	news->duration = duration;
	news->until = until;
	news->text = read_text(message, "text", LIMIT_TEXT_CHARS, &is_good);
	news->scope_id = read_id(message, "scope");
	return is_good ? g_steal_pointer(&news) : NULL;
}
