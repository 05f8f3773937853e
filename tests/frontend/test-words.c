/* Words of grants, policies, problems and requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"

#define NOW  1772716020 /* 2026-03-05T13:07:00Z */
#define HOUR 3600

static const char *name_key(const char *action, gpointer data)
{
	return g_strcmp0(action, "sign-in") == 0 ? data : NULL;
}

static Wording make_wording(GTimeZone *zone)
{
	return (Wording){
		.now = NOW, .zone = zone, .name_action = name_key, .namer_data = (gpointer) "S"
	};
}

static int set_up(void **state)
{
	*state = g_time_zone_new_utc();
	return 0;
}

static int tear_down(void **state)
{
	g_time_zone_unref(*state);
	return 0;
}

/* ---- Grants and policies ---------------------------------------------------------------------- */

static void grant_words__name__role_and_place(void **state)
{
	(void)state;
	Grant grant = {
		.role = { .name = (char *)"Reader" },
		.scope = { .name = (char *)"sub-prod" },
	};
	const Scope narrow = { .name = (char *)"rg-x" };
	g_autofree char *own = grant_words(&grant, NULL);
	g_autofree char *there = grant_words(&grant, &narrow);
	grant.access = ACCESS_OWNER;
	g_autofree char *group = grant_words(&grant, NULL);
	assert_string_equal(own, "Reader on sub-prod");
	assert_string_equal(there, "Reader on rg-x");
	assert_string_equal(group, "Reader (owner)");
	const Scope edge = { SCOPE_RESOURCE_GROUP, (char *)"/x/y", (char *)"rg-edge" };
	const Scope directory = { SCOPE_DIRECTORY, (char *)"/", (char *)"directory" };
	g_autofree char *place = scope_words(&edge);
	g_autofree char *once = scope_words(&directory);
	assert_string_equal(place, "rg-edge (resource group)");
	assert_string_equal(once, "directory");
}

static void grant_until__tells__the_end(void **state)
{
	const Wording wording = make_wording(*state);
	static const struct {
		Instant end;
		const char *words;
	} cases[] = {
		{ 0, "permanent" },
		{ NOW - 1, "ended" },
		{ NOW, "ended" },
		{ NOW + HOUR, "until 14:07" },
		{ NOW + 24 * HOUR, "until tomorrow 13:07" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Grant grant = { .end = cases[i].end };
		g_autofree char *words = grant_until(&wording, &grant);
		assert_string_equal(words, cases[i].words);
	}
}

static Policy *make_policy(int64_t maximum, const char *needs, const char *context,
			   const char *approvers)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = maximum;
	policy->needs_justification = strchr(needs, 'j') != NULL;
	policy->needs_ticket = strchr(needs, 't') != NULL;
	policy->needs_mfa = strchr(needs, 'm') != NULL;
	policy->needs_approval = strchr(needs, 'a') != NULL;
	policy->context = g_strdup(context);
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	for (const char *name = approvers; *name != '\0'; name++)
		g_ptr_array_add(policy->approvers, g_strndup(name, 1));
	return policy;
}

static void policy_describe__says_what_is_asked(void **state)
{
	(void)state;
	static const struct {
		int64_t maximum;
		const char *needs, *context, *approvers, *expected;
	} cases[] = {
		{ 28800, "jta", NULL, "A", "up to 8h, reason + ticket, approval by A" },
		{ 5400, "j", NULL, "", "up to 1h30m, reason" },
		{ 0, "t", NULL, "", "ticket" },
		{ 3600, "a", "c1", "ABCD",
		  "up to 1h, approval by A, B, C, D, sign-in with context c1" },
		{ 3600, "am", NULL, "", "up to 1h, approval, multifactor sign-in" },
		{ 0, "", NULL, "", "nothing asked" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Policy) policy = make_policy(cases[i].maximum, cases[i].needs,
						       cases[i].context, cases[i].approvers);
		g_autofree char *text = policy_describe(policy);
		assert_string_equal(text, cases[i].expected);
	}
	g_autoptr(Policy) unknown = policy_new_unknown();
	g_autofree char *text = policy_describe(unknown);
	assert_string_equal(text, "its rules could not be read; give a reason");
}

static void policy_demands__name__what_comes_after_the_form(void **state)
{
	(void)state;
	g_autoptr(Policy) nothing = make_policy(3600, "jt", NULL, "");
	assert_null(policy_demands(nothing));
	g_autoptr(Policy) some = make_policy(0, "a", NULL, "");
	g_autofree char *approval = policy_demands(some);
	assert_string_equal(approval, "approval");
	g_autoptr(Policy) every = make_policy(0, "ma", "c1", "ABCD");
	g_autofree char *all = policy_demands(every);
	assert_string_equal(all,
			    "approval by A, B, C; multifactor sign-in; sign-in with context c1");
}

/* ---- Problems --------------------------------------------------------------------------------- */

static void problem_next_step__says__how_the_action_is_done(void **state)
{
	const Wording wording = make_wording(*state);
	static const char *const cases[][2] = {
		{ "Sign in{sign-in}.", "Sign in with S." },
		{ "Refresh{refresh} and sign in{sign-in}; then wait.",
		  "Refresh and sign in with S; then wait." },
		{ "It holds {\"arm\":\"…\"}.", "It holds {\"arm\":\"…\"}." },
		{ "An open { and {} and {sign-in", "An open { and {} and {sign-in" },
		{ "", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Problem problem = { .hint = (char *)cases[i][0] };
		g_autofree char *step = problem_next_step(&wording, &problem);
		assert_string_equal(step, cases[i][1]);
	}
}

static void problem_words__leave_out__what_a_frontend_cannot_do(void **state)
{
	(void)state;
	const Wording nameless = { .now = NOW };
	Problem problem = { .message = (char *)"Nobody is signed in." };
	assert_null(problem_next_step(&nameless, &problem));
	g_autofree char *alone = problem_words(&nameless, &problem);
	problem.hint = (char *)"Sign in{sign-in}.";
	g_autofree char *both = problem_words(&nameless, &problem);
	assert_string_equal(alone, "Nobody is signed in.");
	assert_string_equal(both, "Nobody is signed in. Sign in.");
}

/* ---- Requests --------------------------------------------------------------------------------- */

static const struct {
	Request request;
	const char *words;
} requests[] = {
	{ { .state = REQUEST_STATE_UNKNOWN }, "outcome unknown" },
	{ { .state = REQUEST_STATE_PREPARED }, "being sent" },
	{ { .state = REQUEST_STATE_RUNNING }, "accepted, being worked on" },
	{ { .state = REQUEST_STATE_RUNNING, .status = (char *)"Granted" },
	  "accepted, being worked on (Granted)" },
	{ { .state = REQUEST_STATE_WAITING }, "waiting for approval by Ann" },
	{ { .state = REQUEST_STATE_WAITING, .created = NOW, .start = NOW + HOUR },
	  "waiting for approval by Ann, to start 14:07 (asked 13:07, lapses tomorrow 13:07)" },
	{ { .state = REQUEST_STATE_SCHEDULED, .start = NOW + HOUR }, "starts 14:07" },
	{ { .state = REQUEST_STATE_ACTIVE }, "active" },
	{ { .state = REQUEST_STATE_ACTIVE, .end = NOW + HOUR }, "active until 14:07" },
	{ { .state = REQUEST_STATE_ACTIVE, .end = NOW }, "was active until 13:07" },
	{ { .state = REQUEST_STATE_DECIDED, .kind = REQUEST_APPROVE }, "approved" },
	{ { .state = REQUEST_STATE_DECIDED,
	    .kind = REQUEST_APPROVE,
	    .requester_name = (char *)"Bo",
	    .stages_left = 2 },
	  "approved for Bo; another stage decides next" },
	{ { .state = REQUEST_STATE_DECIDED, .kind = REQUEST_DENY, .requester_name = (char *)"Bo" },
	  "denied for Bo" },
	{ { .state = REQUEST_STATE_ENDED }, "ended" },
	{ { .state = REQUEST_STATE_ENDED, .kind = REQUEST_DEACTIVATE }, "deactivated" },
	{ { .state = REQUEST_STATE_CANCELED }, "canceled" },
	{ { .state = REQUEST_STATE_REFUSED }, "refused: not told why" },
	{ { .state = REQUEST_STATE_REFUSED, .message = (char *)"Too long." },
	  "refused: Too long." },
	{ { .state = REQUEST_STATE_REFUSED, .status = (char *)"Denied" },
	  "refused by an approver. Ask them, or ask again with a better reason" },
	{ { .state = REQUEST_STATE_REFUSED,
	    .status = (char *)"Denied",
	    .message = (char *)"denied by Ann: Too wide" },
	  "refused: denied by Ann: Too wide" },
	{ { .state = REQUEST_STATE_FAILED, .message = (char *)"Locked." }, "failed: Locked." },
	{ { .state = REQUEST_STATE_FAILED, .status = (char *)"Failed" }, "failed: not told why" },
	{ { .state = REQUEST_STATE_FAILED, .status = (char *)"failedasresourceislocked" },
	  "failed: a lock forbids it" },
	{ { .state = REQUEST_STATE_FAILED, .status = (char *)"TimedOut" },
	  "failed: took too long" },
	{ { .state = REQUEST_STATE_FAILED,
	    .status = (char *)"TimedOut",
	    .approval_id = (char *)"a-1" },
	  "failed: not decided in time" },
	{ { .state = REQUEST_STATE_FAILED, .status = (char *)"Invalid" },
	  "failed: invalid, says the service" },
};

/* A command at the end stays one. */
static void request_words__end__as_somebody_wrote_them(void **state)
{
	(void)state;
	Request request = { .state = REQUEST_STATE_REFUSED, .status = (char *)"Denied" };
	assert_string_equal(request_words_stop(&request, "refused by an approver"), ".");
	assert_string_equal(request_words_stop(&request, "refused: Too long."), "");
	request.message = (char *)"denied by Ann: myroles activate --duration=30m";
	assert_string_equal(request_words_stop(&request, request.message), "");
}

static void request_words__tell__every_state(void **state)
{
	const Wording wording = make_wording(*state);
	g_autoptr(Policy) policy = policy_new();
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(policy->approvers, g_strdup("Ann"));
	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
		g_autofree char *words = request_words(&wording, &requests[i].request, policy);
		assert_string_equal(words, requests[i].words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grant_words__name__role_and_place),
		cmocka_unit_test(grant_until__tells__the_end),
		cmocka_unit_test(policy_describe__says_what_is_asked),
		cmocka_unit_test(policy_demands__name__what_comes_after_the_form),
		cmocka_unit_test(problem_next_step__says__how_the_action_is_done),
		cmocka_unit_test(problem_words__leave_out__what_a_frontend_cannot_do),
		cmocka_unit_test(request_words__end__as_somebody_wrote_them),
		cmocka_unit_test(request_words__tell__every_state),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
