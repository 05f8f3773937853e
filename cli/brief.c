/* What one should know before deciding what somebody else asked for. */
#include "frontend/brief.h"
#include "cli/approvals.h"
#include "cli/facts.h"
#include "cli/requests.h"
#include "cli/row.h"
#include "cli/verbs.h"
#include "frontend/columns.h"
#include "frontend/offer.h"
#include "src/model/duration.h"

static char *copy_word(const char *word)
{
	return word != NULL && *word != '\0' ? g_strdup(word) : NULL;
}

/* By one's own decisions, which the journal has, and by what waits. */
static char *find_lately(Session *session, const Request *request, const GPtrArray *waiting)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) entries = session_read_journal(session, NULL, 0, &code);
	Lately lately = { 0 };
	if (entries == NULL)
		return NULL;
	for (guint i = 0; i < entries->len; i++)
		lately_add(&lately, request, ((const HistoryEntry *)entries->pdata[i])->request,
			   session_now(session));
	for (guint i = 0; i < waiting->len; i++)
		lately_add(&lately, request, waiting->pdata[i], session_now(session));
	return lately_words(&lately);
}

static void add_request(GPtrArray *facts, const Request *request)
{
	const char *who =
		request->requester_name != NULL ? request->requester_name : request->requester_id;
	facts_add(facts, "role", "Role", g_strdup(role_label(&request->role)));
	facts_add(facts, "scope", "Scope", g_strdup(scope_label(&request->scope)));
	facts_add(facts, "access", "Access",
		  request->access != ACCESS_NONE ? g_strdup(access_word(request->access)) : NULL);
	facts_add(facts, "workload", "Workload", g_strdup(workload_info(request->workload)->name));
	facts_add(facts, "who", "Asked by", copy_word(who));
	facts_add(facts, "asked", "Asked at", instant_format(request->created));
	facts_add(facts, "duration", "For",
		  request->duration > 0 ? duration_format(request->duration) : NULL);
	facts_add(facts, "start", "Start", instant_format(request->start));
	facts_add(facts, "reason", "Reason", copy_word(request->justification));
	facts_add(facts, "ticket", "Ticket", copy_word(request->ticket_number));
}

static char *reason_words(const Brief *brief)
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
static char *offer_words(const Request *request, const Brief *brief)
{
	g_auto(Offer) offer = { 0 };
	return offer_suggest(request, brief, &offer) ? offer_write(&offer, request, NULL) : NULL;
}

static const struct {
	const char *fact, *name, *label;
} rows[] = {
	{ "covers", "covers", "Covers" },       { "permits", "permits", "Permits" },
	{ "narrower", "narrower", "Narrower" }, { "smaller", "smaller", "Smaller" },
	{ "unread", "unread", "Not readable" },
};

static void add_brief(GPtrArray *facts, const Request *request, const Brief *brief)
{
	g_autoptr(GPtrArray) told = brief_facts(request, brief);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *text = NULL;
		for (guint k = 0; k < told->len; k++) {
			const BriefFact *fact = told->pdata[k];
			if (g_str_equal(fact->label, rows[i].fact))
				text = fact->text;
		}
		facts_add(facts, rows[i].name, rows[i].label, copy_word(text));
	}
	facts_add(facts, "instead", "Instead", offer_words(request, brief));
	facts_add(facts, "approver_reason", "Your reason", reason_words(brief));
}

static bool is_whole(const Brief *brief)
{
	for (int part = 0; part < BRIEF_PART_COUNT; part++) {
		if (brief->problems[part] != NULL)
			return false;
	}
	return true;
}

static ExitCode print(Session *session, const Request *request, const GPtrArray *waiting,
		      const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(Brief) brief = approvals_read_brief(session, request, true, &code);
	if (brief == NULL)
		return code;
	g_autoptr(GPtrArray) facts = facts_new();
	add_request(facts, request);
	facts_add(facts, "lately", "Lately", find_lately(session, request, waiting));
	if (session->is_interrupted)
		return EXIT_INTERRUPTED;
	add_brief(facts, request, brief);
	facts_add(facts, "id", "Request", copy_word(request->id));
	facts_add(facts, "role_id", "Role id", copy_word(request->role.id));
	facts_add(facts, "scope_id", "Scope id", copy_word(request->scope.id));
	/* First: the document has what was told. */
	if (!is_whole(brief))
		tell("A part of it could not be read: it is named.", NULL);
	row_print(session, facts, "item", options->is_json);
	return is_whole(brief) ? EXIT_DONE : EXIT_PARTLY;
}

static ExitCode run(Session *session, const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) waiting = approvals_load(session, &code);
	if (waiting == NULL)
		return code;
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(GPtrArray) chosen = approvals_choose(waiting, options->arguments, &refusal);
	return chosen != NULL ? print(session, chosen->pdata[0], waiting, options)
			      : refusal_end(&refusal, options);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_brief = {
	.name = "brief",
	.arguments = "REQUEST",
	.summary = "Tell what to know before deciding: how wide, what for, how often, whether less "
		   "would do",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.document = VERB_ITEM,
	.run = run,
};
