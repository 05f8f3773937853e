#include "cli/rehearse.h"

#include "cli/findings.h"
#include "cli/held.h"
#include "cli/lists.h"
#include "cli/requests.h"
#include "cli/wish.h"
#include "frontend/rehearsal.h"

/* What is known beside the wishes; NULL: it could not be had. */
typedef struct Known {
	GPtrArray *eligible; /* Eligibility* */
	GPtrArray *active;   /* Assignment* */
	GPtrArray *entries;  /* HistoryEntry* */
} Known;

typedef struct Page {
	Session *session;
	const Known *known;
	GPtrArray *findings; /* Finding* */
} Page;

static const char *place_of(const Wish *wish)
{
	const char *at = wish->target.scope.id != NULL ? scope_label(&wish->target.scope)
						       : wish->order->scope;
	return at != NULL ? at : "";
}

/* Which row it means is not clear: of that alone something can be said. Takes the problem. */
static void add_unclear(const Page *page, const Wish *wish, Problem *problem)
{
	g_ptr_array_add(page->findings, finding_new(wish->order->role, place_of(wish),
						    FINDING_FAILED, problem->message, problem));
}

static void judge(const Page *page, Wish *wish)
{
	const Known *known = page->known;
	const Grant *grant = &wish->target.eligibility->grant;
	const Subject subject = { .workload = grant->workload,
				  .access = grant->access,
				  .role = grant->role,
				  .scope = wish->target.scope };
	Rehearsal row = { .role = wish->order->role,
			  .at = place_of(wish),
			  .grant = grant,
			  .scope = &wish->target.scope,
			  .policy = wish->policy,
			  .wanted = wish->duration };
	g_autoptr(Policy) before =
		known->entries != NULL
			? rehearsal_read_last(known->entries, grant, row.scope, &row.since)
			: NULL;
	wish_cap_duration(wish);
	g_autoptr(Problem) answer = wish_try(page->session, wish);
	row.before = before;
	row.answer = answer;
	row.held = known->active != NULL ? held_find(known->active, &subject) : NULL;
	const Wording wording = session_wording(page->session);
	if (!page->session->is_interrupted)
		rehearsal_judge(&wording, &row, page->findings);
}

static void look_at(const Page *page, Wish *wish)
{
	g_auto(Refusal) refusal = { 0 };
	if (wish_choose(page->session, wish, page->known->eligible, &refusal) != EXIT_DONE)
		add_unclear(page, wish,
			    refusal.problem != NULL
				    ? problem_copy(refusal.problem)
				    : problem_new(PROBLEM_UNREACHABLE, "not-known",
						  "whether it is eligible is not known", NULL));
	else if (wish_read_policy(page->session, wish))
		judge(page, wish);
}

/* ---- The whole ------------------------------------------------------------------------------------ */

static void known_clear(Known *known)
{
	g_clear_pointer(&known->eligible, g_ptr_array_unref);
	g_clear_pointer(&known->active, g_ptr_array_unref);
	g_clear_pointer(&known->entries, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Known, known_clear)

ExitCode rehearse(Session *session, const GPtrArray *wishes, const Options *options)
{
	Instant as_of = 0;
	ExitCode code = EXIT_DONE;
	g_auto(Known) known = { .eligible = session_load(session, LIST_ELIGIBILITIES, &as_of) };
	if (known.eligible != NULL)
		known.active = session_load(session, LIST_ASSIGNMENTS, &as_of);
	if (known.active == NULL)
		return EXIT_INTERRUPTED;
	known.entries = session_read_journal(session, NULL, 0, &code);
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	const Page page = { session, &known, findings };
	for (guint i = 0; i < wishes->len && !session->is_interrupted; i++)
		look_at(&page, wishes->pdata[i]);
	return session->is_interrupted ? EXIT_INTERRUPTED
				       : findings_print(options, session->settings, findings);
}
