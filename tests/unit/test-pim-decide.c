/* Deciding what somebody else asked for, before a service that the test plays: what is sent, and what counts as done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/pim/decide.h"
#include "src/pim/error.h"
#include "tests/unit/net.h"

#define ME "071cc716-8147-4397-a5ba-b2105951cc0b"

static const JsonField fields[] = {
	{ "id", JSON_FIELD_TEXT, offsetof(DecideStage, id), true, NULL },
	{ "status", JSON_FIELD_TEXT, offsetof(DecideStage, status), false, NULL },
	{ "result", JSON_FIELD_TEXT, offsetof(DecideStage, result), false, NULL },
	{ "isMine", JSON_FIELD_BOOL, offsetof(DecideStage, is_mine), false, NULL },
	{ "by", JSON_FIELD_TEXT, offsetof(DecideStage, reviewer_id), false, NULL },
	{ "who", JSON_FIELD_TEXT, offsetof(DecideStage, reviewer_name), false, NULL },
	{ "why", JSON_FIELD_TEXT, offsetof(DecideStage, reason), false, NULL },
	{ "at", JSON_FIELD_INSTANT, offsetof(DecideStage, reviewed), false, NULL },
};

static char *make_read_url(const char *approval_id)
{
	return g_strconcat("/", approval_id, NULL);
}

static char *make_stage_url(const char *approval_id, const char *stage_id)
{
	return g_strconcat("/", approval_id, "/", stage_id, NULL);
}

static char *make_body(const Request *decision, const char *stage_id)
{
	(void)stage_id;
	return g_strdup_printf("{\"result\":\"%s\"}", decide_result(decision));
}

/* As in a batch, whose own status says nothing of what is in it. */
static GError *look_inside(const JsonValue *value)
{
	return value != NULL && json_get(value, "error") != NULL
		       ? pim_error_new(PIM_ERROR_NO_PERMISSION, "inside")
		       : NULL;
}

static const DecideRead reads[] = { { make_read_url, "stages" } };
static const DecideWay ways[] = { { HTTP_PATCH, make_stage_url, make_body, look_inside } };
static const DecideKind kind = { .audience = AUDIENCE_GRAPH,
				 .fields = fields,
				 .field_count = G_N_ELEMENTS(fields),
				 .reads = reads,
				 .read_count = G_N_ELEMENTS(reads),
				 .ways = ways,
				 .way_count = G_N_ELEMENTS(ways) };

/* What came of one call. */
typedef struct Told {
	bool is_over;
	RequestState state;
	int stages_left;
	char *message;
	GError *error;
} Told;

/* What is called: of decide.h. */
typedef void (*Ask)(const DecideKind *kind, const PimContext *context, const Request *request,
		    PimRequestDone done, gpointer data);

static void told_clear(Told *told)
{
	g_clear_pointer(&told->message, g_free);
	g_clear_error(&told->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Told, told_clear)

static void on_told(const Request *request, const GError *error, gpointer data)
{
	Told *told = data;
	assert_false(told->is_over);
	told->is_over = true;
	told->state = request != NULL ? request->state : REQUEST_STATE_UNKNOWN;
	told->stages_left = request != NULL ? request->stages_left : -2;
	told->message = g_strdup(request != NULL ? request->message : NULL);
	told->error = error != NULL ? g_error_copy(error) : NULL;
}

/* A decision of NOW about the approval "a". */
static Told run(RequestKind decision, Ask ask, const ReplayExchange *exchanges, size_t count,
		char **received)
{
	Account account = { .oid = (char *)ME, .tid = (char *)"t" };
	PimContext context = { 0 };
	Net net;
	Told told = { 0 };
	g_autoptr(Request) request = request_new();
	request->kind = decision;
	request->approval_id = g_strdup("a");
	request->created = NOW;
	net_init(&net, exchanges, count);
	pim_context_init(&context, net.http, net.clock);
	context.account = &account;
	ask(&kind, &context, request, on_told, &told);
	assert_true(replay_run_until(&told.is_over));
	if (received != NULL)
		*received = g_strdup(replay_server_received(net.server));
	net_clear(&net);
	pim_context_clear(&context);
	return told;
}

#define OPEN          "{\"id\":\"s\",\"status\":\"InProgress\",\"isMine\":true}"
#define OPEN_TO_OTHER "{\"id\":\"s\",\"status\":\"InProgress\",\"isMine\":false}"
#define REVIEWED(by, result, at)                                                        \
	"{\"id\":\"s\",\"status\":\"Completed\",\"by\":\"" by "\",\"result\":\"" result \
	"\",\"at\":\"" at "\"}"
#define STAGES(list) "{\"stages\":[" list "]}"
#define JUST_NOW     "2026-01-01T08:00:01Z"
#define LONG_AGO     "2026-01-01T07:00:00Z"

static void decide_submit__sends__what_was_decided(void **state)
{
	static const struct {
		RequestKind decision;
		const char *body;
	} cases[] = { { REQUEST_APPROVE, "{\"result\":\"Approve\"}" },
		      { REQUEST_DENY, "{\"result\":\"Deny\"}" } };
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, STAGES(OPEN) },
		{ "PATCH /a/s", 200, NULL, "{}" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *received = NULL;
		g_auto(Told) told = run(cases[i].decision, decide_submit, exchanges,
					G_N_ELEMENTS(exchanges), &received);
		assert_null(told.error);
		assert_int_equal(told.state, REQUEST_STATE_DECIDED);
		assert_non_null(strstr(received, cases[i].body));
	}
}

#define LATER "{\"id\":\"u\",\"status\":\"NotStarted\"}"
#define OVER  "{\"id\":\"v\",\"status\":\"Expired\"}"

/* One's approval is not the last word where another stage is to decide yet; a denial is. */
static void decide__tells__how_many_stages_are_left(void **state)
{
	static const struct {
		RequestKind decision;
		Ask ask;
		const char *stages;
		int left;
	} cases[] = {
		{ REQUEST_APPROVE, decide_submit, STAGES(OPEN), 0 },
		{ REQUEST_APPROVE, decide_submit, STAGES(OPEN "," LATER), 1 },
		{ REQUEST_APPROVE, decide_submit, STAGES(OPEN "," LATER "," LATER), 2 },
		{ REQUEST_APPROVE, decide_submit,
		  STAGES(REVIEWED("another", "Approve", LONG_AGO) "," OPEN "," OVER), 0 },
		{ REQUEST_DENY, decide_submit, STAGES(OPEN "," LATER), 0 },
		{ REQUEST_APPROVE, decide_look_up, STAGES(REVIEWED(ME, "Approve", JUST_NOW)), 0 },
		{ REQUEST_APPROVE, decide_look_up,
		  STAGES(REVIEWED(ME, "Approve", JUST_NOW) "," OPEN_TO_OTHER), 1 },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ReplayExchange exchanges[] = {
			{ "GET /a", 200, NULL, cases[i].stages },
			{ "PATCH /a/s", 200, NULL, "{}" },
		};
		const size_t count = cases[i].ask == decide_submit ? 2 : 1;
		g_auto(Told) told = run(cases[i].decision, cases[i].ask, exchanges, count, NULL);
		assert_int_equal(told.state, REQUEST_STATE_DECIDED);
		if (told.stages_left != cases[i].left)
			fail_msg("case %zu: %d", i, told.stages_left);
	}
}

static void decide_submit__sends_nothing__where_the_stage_asks_others(void **state)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, STAGES(OPEN_TO_OTHER) },
	};
	(void)state;
	g_auto(Told) told = run(REQUEST_APPROVE, decide_submit, exchanges, 1, NULL);
	assert_true(g_error_matches(told.error, PIM_ERROR, PIM_ERROR_NOT_WAITING));
}

/* 200 around a refusal is a refusal. */
static void decide_submit__looks_inside__an_answer_that_holds_another(void **state)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /a", 200, NULL, STAGES(OPEN) },
		{ "PATCH /a/s", 200, NULL, "{\"error\":{\"code\":\"Forbidden\"}}" },
	};
	(void)state;
	g_auto(Told) told = run(REQUEST_APPROVE, decide_submit, exchanges, 2, NULL);
	assert_true(g_error_matches(told.error, PIM_ERROR, PIM_ERROR_NO_PERMISSION));
}

/* Which of the stages is the decision whose answer was lost. */
static void decide_look_up__takes__ones_own_and_the_same_alone(void **state)
{
	static const struct {
		const char *stages;
		bool is_it;
	} cases[] = {
		{ STAGES(REVIEWED(ME, "Approve", JUST_NOW)), true },
		{ STAGES(REVIEWED(ME, "Deny", JUST_NOW)), false },
		{ STAGES(REVIEWED("another", "Approve", JUST_NOW)), false },
		{ STAGES(REVIEWED(ME, "Approve", LONG_AGO) "," OPEN), false },
		{ STAGES(OPEN), false },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ReplayExchange exchange = { "GET /a", 200, NULL, cases[i].stages };
		g_auto(Told) told = run(REQUEST_APPROVE, decide_look_up, &exchange, 1, NULL);
		if ((told.state == REQUEST_STATE_DECIDED) != cases[i].is_it)
			fail_msg("case %zu", i);
	}
}

/* An approval that is open still lacks it; one that cannot be read tells nothing. */
static void decide_look_up__says_lacking__only_where_it_was_read(void **state)
{
	static const struct {
		unsigned status;
		const char *body;
		bool is_lacking;
	} cases[] = { { 200, STAGES(OPEN), true }, { 404, "{}", false }, { 403, "{}", false } };
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ReplayExchange exchange = { "GET /a", cases[i].status, NULL, cases[i].body };
		g_auto(Told) told = run(REQUEST_APPROVE, decide_look_up, &exchange, 1, NULL);
		assert_non_null(told.error);
		assert_int_equal(g_error_matches(told.error, PIM_ERROR, PIM_ERROR_NOT_FOUND),
				 cases[i].is_lacking);
	}
}

#define DENIED(why)                                                             \
	"{\"id\":\"t\",\"status\":\"Completed\",\"who\":\"Ann\",\"why\":\"" why \
	"\",\"result\":\"Deny\"}"
#define APPROVED                                                                             \
	"{\"id\":\"s\",\"status\":\"Completed\",\"who\":\"Bo\",\"why\":\"fine\",\"result\":" \
	"\"Approve\"}"

/* The one who said no is named, not who agreed before; what cannot be read adds nothing, and is no error. */
static void decide_explain__tells__who_denied_and_why(void **state)
{
	static const struct {
		int status;
		const char *body, *message;
	} cases[] = {
		{ 200, "{\"stages\":[" APPROVED "," DENIED("Too wide") "]}",
		  "denied by Ann: Too wide" },
		{ 200, "{\"stages\":[" APPROVED "," DENIED("") "]}", "denied by Ann" },
		{ 200, "{\"stages\":[" APPROVED "]}", NULL },
		{ 200, "{\"stages\":[]}", NULL },
		{ 200, "[]", NULL },
		{ 403, "{\"error\":{\"code\":\"Forbidden\",\"message\":\"no\"}}", NULL },
		{ 404, "{\"error\":{\"code\":\"NotFound\",\"message\":\"no\"}}", NULL },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const ReplayExchange exchange = { .request = "GET /a",
						  .status = (unsigned)cases[i].status,
						  .body = cases[i].body };
		g_auto(Told) told = run(REQUEST_ACTIVATE, decide_explain, &exchange, 1, NULL);
		g_assert_no_error(told.error);
		assert_true(told.is_over);
		if (g_strcmp0(told.message, cases[i].message) != 0)
			fail_msg("row %zu: %s", i, told.message);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decide_submit__sends__what_was_decided),
		cmocka_unit_test(decide__tells__how_many_stages_are_left),
		cmocka_unit_test(decide_submit__sends_nothing__where_the_stage_asks_others),
		cmocka_unit_test(decide_submit__looks_inside__an_answer_that_holds_another),
		cmocka_unit_test(decide_look_up__takes__ones_own_and_the_same_alone),
		cmocka_unit_test(decide_look_up__says_lacking__only_where_it_was_read),
		cmocka_unit_test(decide_explain__tells__who_denied_and_why),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
