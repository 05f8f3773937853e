#include "cli/rehearse.h"

#include "cli/findings.h"
#include "cli/held.h"
#include "cli/lists.h"
#include "cli/requests.h"
#include "cli/wish.h"
#include "frontend/fit.h"
#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "frontend/sets.h"
#include "src/model/duration.h"
#include "src/model/finding.h"

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

static void add(const Page *page, const Wish *wish, FindingState state, const char *text,
		Problem *problem)
{
	const char *at = wish->target.scope.id != NULL ? scope_label(&wish->target.scope)
						       : wish->order->scope;
	g_ptr_array_add(page->findings,
			finding_new(wish->order->role, at != NULL ? at : "", state, text, problem));
}

static void add_failure(const Page *page, const Wish *wish, const char *code, const char *text,
			const char *hint)
{
	add(page, wish, FINDING_FAILED, text, problem_new(PROBLEM_REFUSED, code, text, hint));
}

/* ---- What each may lack --------------------------------------------------------------------------- */

static void look_at_settings(const Page *page, const Wish *wish)
{
	const Grant *grant = &wish->target.eligibility->grant;
	const HistoryEntry *last =
		page->known->entries != NULL
			? set_find_last(page->known->entries, grant, &wish->target.scope)
			: NULL;
	g_autoptr(Policy) before =
		last != NULL ? backend_read_settings(last->request->settings) : NULL;
	g_autofree char *changes = before != NULL ? policy_changes(before, wish->policy) : NULL;
	if (changes == NULL)
		return;
	const Wording wording = session_wording(page->session);
	g_autofree char *when = wording_time(&wording, history_entry_moment(last));
	g_autofree char *text = g_strdup_printf("changed since %s: %s", when, changes);
	add(page, wish, FINDING_WARNING, text, NULL);
}

static void look_at_length(const Page *page, Wish *wish)
{
	const Grant *grant = &wish->target.eligibility->grant;
	if (wish_cap_duration(wish)) {
		g_autofree char *most = duration_format(wish->duration);
		g_autofree char *text = g_strdup_printf("at most %s here, which is less than "
							"the set asks for",
							most);
		add(page, wish, FINDING_WARNING, text, NULL);
	}
	const int64_t length = duration_default(wish->duration, wish->policy->maximum);
	if (!grant_ends_before(grant, session_now(page->session) + length))
		return;
	const Wording wording = session_wording(page->session);
	g_autofree char *end = wording_time(&wording, grant->end);
	g_autofree char *text =
		g_strdup_printf("the eligibility ends %s, before the set does", end);
	add_failure(page, wish, "ends-sooner", text, "Its administrator can extend it.");
}

static void look_at_approval(const Page *page, const Wish *wish)
{
	const Policy *policy = wish->policy;
	if (policy->needs_approval && (policy->approvers == NULL || policy->approvers->len == 0))
		add_failure(page, wish, "no-approver",
			    "an approval is asked for, and nobody is named who could give it",
			    "The role's administrator can name approvers.");
}

/* What the service itself says, which knows the sign-in that it was asked with. */
static void look_at_answer(const Page *page, Wish *wish)
{
	g_autoptr(Problem) problem = wish_try(page->session, wish);
	if (problem == NULL || problem->kind == PROBLEM_ALREADY)
		return;
	if (problem->kind == PROBLEM_STEP_UP)
		add(page, wish, FINDING_WARNING,
		    "a stronger sign-in is asked for: somebody has to be there", NULL);
	else
		add(page, wish, FINDING_FAILED, problem->message, g_steal_pointer(&problem));
}

/* Nothing stands in the way: in one line what will happen. */
static void add_well(const Page *page, const Wish *wish)
{
	const Wording wording = session_wording(page->session);
	const Grant *grant = &wish->target.eligibility->grant;
	const Subject subject = { .workload = grant->workload,
				  .access = grant->access,
				  .role = grant->role,
				  .scope = wish->target.scope };
	const Assignment *held =
		page->known->active != NULL ? held_find(page->known->active, &subject) : NULL;
	g_autofree char *demands = policy_describe(wish->policy);
	g_autofree char *until = held != NULL ? grant_until(&wording, &held->grant) : NULL;
	g_autofree char *text =
		held != NULL ? g_strdup_printf("active already, %s: will be left alone", until)
		: workload_info(grant->workload)->can_check
			? g_strdup(demands)
			: g_strdup_printf("%s; the service cannot be asked beforehand", demands);
	add(page, wish, FINDING_OK, text, NULL);
}

static void look_at(const Page *page, Wish *wish)
{
	g_auto(Refusal) refusal = { 0 };
	if (wish_choose(page->session, wish, page->known->eligible, &refusal) != EXIT_DONE) {
		if (refusal.problem != NULL)
			add(page, wish, FINDING_FAILED, refusal.problem->message,
			    problem_copy(refusal.problem));
		else
			add(page, wish, FINDING_FAILED, "whether it is eligible is not known",
			    problem_new(PROBLEM_UNREACHABLE, "not-known",
					"A list could not be read.", NULL));
		return;
	}
	if (!wish_read_policy(page->session, wish))
		return;
	const guint before = page->findings->len;
	if (!wish->policy->is_known)
		add(page, wish, FINDING_WARNING, "what it asks for could not be read", NULL);
	look_at_settings(page, wish);
	look_at_length(page, wish);
	look_at_approval(page, wish);
	look_at_answer(page, wish);
	if (page->findings->len == before)
		add_well(page, wish);
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
