#include "frontend/briefed.h"

#include "frontend/brief.h"
#include "frontend/offer.h"

Briefed *briefed_new(const Request *request, Brief *brief, char *lately)
{
	Briefed *briefed = g_new0(Briefed, 1);
	briefed->request = request;
	briefed->brief = brief;
	briefed->lately = lately;
	return briefed;
}

void briefed_free(Briefed *briefed)
{
	if (briefed == NULL)
		return;
	brief_free(briefed->brief);
	g_free(briefed->lately);
	g_free(briefed);
}

bool briefed_is_whole(const Briefed *briefed)
{
	if (briefed->brief == NULL)
		return false;
	for (int part = 0; part < BRIEF_PART_COUNT; part++) {
		if (briefed->brief->problems[part] != NULL)
			return false;
	}
	return true;
}

const char *briefed_name(BriefedText text)
{
	static const char *const names[BRIEFED_COUNT] = {
		[BRIEFED_LATELY] = "lately",   [BRIEFED_COVERS] = "covers",
		[BRIEFED_PERMITS] = "permits", [BRIEFED_NARROWER] = "narrower",
		[BRIEFED_SMALLER] = "smaller", [BRIEFED_UNREAD] = "unread",
		[BRIEFED_INSTEAD] = "instead", [BRIEFED_APPROVER_REASON] = "approver_reason",
	};
	return names[text];
}

static char *reason_word(const Brief *brief)
{
	if (brief->policy == NULL || !brief->policy->is_known)
		return NULL;
	switch (brief->policy->approver_reason) {
	case APPROVER_REASON_NEEDED:
		return g_strdup("required");
	case APPROVER_REASON_FREE:
		return g_strdup("optional");
	default:
		return NULL;
	}
}

/* What would do instead, if the reason names it. */
static char *instead_words(const Request *request, const Brief *brief)
{
	g_auto(Offer) offer = { 0 };
	return offer_suggest(request, brief, &offer) ? offer_write(&offer, request, NULL) : NULL;
}

/* Takes the fact's text. */
static void take_fact(BriefFact *fact, char **texts)
{
	for (int text = 0; text < BRIEFED_COUNT; text++) {
		if (g_str_equal(briefed_name((BriefedText)text), fact->label)) {
			g_free(texts[text]);
			texts[text] = g_steal_pointer(&fact->text);
			return;
		}
	}
}

void briefed_write(const Briefed *briefed, char **texts)
{
	const Brief *brief = briefed->brief;
	for (int text = 0; text < BRIEFED_COUNT; text++)
		texts[text] = NULL;
	texts[BRIEFED_LATELY] = g_strdup(briefed->lately);
	if (brief == NULL) {
		texts[BRIEFED_UNREAD] = g_strdup("all of it");
		return;
	}
	g_autoptr(GPtrArray) facts = brief_facts(briefed->request, brief);
	for (guint i = 0; i < facts->len; i++)
		take_fact(facts->pdata[i], texts);
	texts[BRIEFED_INSTEAD] = instead_words(briefed->request, brief);
	texts[BRIEFED_APPROVER_REASON] = reason_word(brief);
}
