/* A program asks for a role, and a person decides: through the socket, in a real terminal. */
#include "tests/e2e/dashboard.h"

#include <signal.h>
#include <string.h>

#include "tests/e2e/talk.h"
#include "tests/e2e/verb.h"

#define REQUESTS "roleAssignmentScheduleRequests"
#define PROPOSE(id, more)                                                                   \
	TALK_CALL(id, "propose",                                                            \
		  "{\"role\":\"Reader\",\"scope\":\"sub-dev\",\"reason\":\"count the idle " \
		  "disks\"" more "}")
#define WAIT(id, number) TALK_CALL(id, "wait", "{\"number\":" number ",\"seconds\":60}")

static void expect_state(const cJSON *answer, const char *state)
{
	const cJSON *proposal = talk_proposal(answer);
	const char *own = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(proposal, "state"));
	if (g_strcmp0(own, state) != 0) {
		char *printed = cJSON_Print(answer);
		fail_msg("it is not %s: %s", state, printed);
	}
}

/* Says hello, and asks; the dashboard shows it. */
static void ask(Talk *talk, Stage *stage, Pty *pty, const char *line)
{
	talk_open(talk, stage);
	cJSON_Delete(talk_call(talk, TALK_HELLO));
	cJSON *answer = talk_call(talk, line);
	expect_state(answer, "open");
	cJSON_Delete(answer);
	expect_text(pty, "asked: 1");
}

/* Whoever pays ends what the program held, as soon as the service takes it. */
static void await_paid(Stage *stage)
{
	g_auto(Verb) verb = { .stage = stage };
	do
		verb_run(&verb, "myroles list active --json");
	while (strstr(verb.output, "\"held\":true") != NULL);
	assert_non_null(strstr(verb.output, "\"held\":false"));
}

static void a_proposal__is_sent_by_a_key__shorter__and_ends_with_its_program(void **state)
{
	Stage *stage = *state;
	Talk talk;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	ask(&talk, stage, pty, PROPOSE("1", ",\"duration\":\"1h\""));
	pty_press(pty, "I");
	expect_text(pty, "─ A program asks ─");
	expect_row(pty, "reason", "count the idle disks");
	expect_row(pty, "asks", "\"tester\", as it calls itself");
	expect_match(pty, "process +[0-9]+, /");
	pty_press(pty, "enter");
	expect_row(pty, "reason", "count the idle disks");
	expect_text(pty, "asked for by a program");
	pty_press(pty, "shift-tab shift-tab ctrl-u");
	pty_type(pty, "30m");
	pty_press(pty, "enter");
	expect_text(pty, "─ Activate? ─");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	pty_press(pty, "enter");
	expect_text(pty, "Active until");
	cJSON *answer = talk_call(&talk, WAIT("2", "1"));
	expect_state(answer, "active");
	assert_int_equal(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(
				 talk_proposal(answer), "duration")),
			 1800);
	cJSON_Delete(answer);
	dashboard_close(pty);
	g_auto(Verb) verb = { .stage = stage };
	verb_run(&verb, "myroles list active --json");
	assert_non_null(strstr(verb.output, "\"held\":true"));
	assert_int_equal(talk_close(&talk, SIGKILL), -SIGKILL);
	dashboard_quit(pty);
	await_paid(stage);
}

/* A person asks for less than the program did, which hears where. */
static void a_proposal__is_sent_narrower__and_its_program_hears_where(void **state)
{
	Stage *stage = *state;
	Talk talk;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	ask(&talk, stage, pty, PROPOSE("1", ",\"duration\":\"1h\""));
	pty_press(pty, "I");
	expect_text(pty, "─ A program asks ─");
	pty_press(pty, "n");
	expect_match(pty, ">[+v] sub-dev");
	pty_press(pty, "right");
	expect_match(pty, "[+] rg-edge");
	pty_press(pty, "down");
	expect_text(pty, " Reader on rg-edge: ");
	pty_press(pty, "a");
	expect_text(pty, "─ Activate ─");
	expect_row(pty, "at", "rg-edge");
	pty_press(pty, "enter");
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "Active until");
	cJSON *answer = talk_call(&talk, WAIT("2", "1"));
	expect_state(answer, "active");
	const char *where = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(talk_proposal(answer), "scope_id"));
	assert_true(g_str_has_suffix(where, "/resourceGroups/rg-edge"));
	cJSON_Delete(answer);
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	assert_int_equal(tenant_count(stage->tenant, "PUT", "/resourceGroups/rg-edge/"), 1);
	dashboard_close(pty);
	assert_int_equal(talk_close(&talk, SIGKILL), -SIGKILL);
	dashboard_quit(pty);
	await_paid(stage);
}

static void a_proposal__is_refused_with_a_reason__and_nothing_is_sent(void **state)
{
	Stage *stage = *state;
	Talk talk;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	ask(&talk, stage, pty, PROPOSE("1", ""));
	pty_press(pty, "I");
	expect_text(pty, "─ A program asks ─");
	pty_press(pty, "x");
	expect_text(pty, "─ Refuse ─");
	pty_type(pty, "not today");
	pty_press(pty, "enter");
	expect_gone(pty, "asked: 1");
	cJSON *answer = talk_call(&talk, WAIT("2", "1"));
	expect_state(answer, "refused");
	assert_string_equal(talk_words(answer), "not today");
	cJSON_Delete(answer);
	/* One that is open goes with the program. */
	cJSON_Delete(talk_call(&talk, PROPOSE("3", "")));
	expect_text(pty, "asked: 1");
	assert_int_equal(talk_close(&talk, 0), 0);
	expect_gone(pty, "asked: 1");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	dashboard_quit(pty);
}

/* Nobody looks at it for a quarter of an hour, as the service's clock has it. */
static void a_proposal__lapses__and_the_program_is_told(void **state)
{
	Stage *stage = *state;
	Talk talk;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	ask(&talk, stage, pty, PROPOSE("1", ""));
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT16M\"}");
	pty_press(pty, "R");
	expect_gone(pty, "asked: 1");
	cJSON *answer = talk_call(&talk, WAIT("2", "1"));
	expect_state(answer, "lapsed");
	cJSON_Delete(answer);
	assert_int_equal(talk_close(&talk, 0), 0);
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	dashboard_quit(pty);
}

/* The whole circle without an account: the demo listens apart from a dashboard of real work, and neither hears the other's. */
static void a_proposal__is_sent_by_a_key__in_the_demo(void **state)
{
	Stage *stage = *state;
	static const char *const arguments[] = { "demo", NULL };
	const StageRun run = { .arguments = arguments };
	Talk talk;
	g_autoptr(Pty) real = dashboard_open(stage, NULL);
	talk_open_line(&talk, stage, "myroles demo agent");
	cJSON_Delete(talk_call(&talk, TALK_HELLO));
	cJSON *answer = talk_call(&talk, PROPOSE("1", ""));
	assert_true(talk_is_error(answer));
	assert_non_null(strstr(talk_words(answer), "open `myroles demo`"));
	cJSON_Delete(answer);
	g_autoptr(Pty) pty = dashboard_open(stage, &run);
	answer = talk_call(&talk, PROPOSE("2", ",\"duration\":\"1h\""));
	expect_state(answer, "open");
	cJSON_Delete(answer);
	expect_text(pty, "asked: 1");
	pty_press(pty, "I");
	expect_text(pty, "─ A program asks ─");
	expect_text(pty, "In the demo the role");
	pty_press(pty, "enter");
	expect_row(pty, "reason", "count the idle disks");
	pty_press(pty, "enter");
	expect_text(pty, "─ Activate? ─");
	pty_press(pty, "enter");
	expect_text(pty, "Active until");
	answer = talk_call(&talk, WAIT("3", "1"));
	expect_state(answer, "active");
	cJSON_Delete(answer);
	assert_int_equal(talk_close(&talk, 0), 0);
	dashboard_close(pty);
	dashboard_quit(pty);
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	assert_false(pty_has_text(real, "asked: 1"));
	dashboard_quit(real);
}

static void a_program__is_told__where_no_dashboard_is_open(void **state)
{
	Stage *stage = *state;
	Talk talk;
	talk_open(&talk, stage);
	cJSON_Delete(talk_call(&talk, TALK_HELLO));
	cJSON *answer = talk_call(&talk, PROPOSE("1", ""));
	assert_true(talk_is_error(answer));
	assert_non_null(strstr(talk_words(answer), "No dashboard is open"));
	cJSON_Delete(answer);
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	answer = talk_call(&talk, PROPOSE("2", ""));
	expect_state(answer, "open");
	cJSON_Delete(answer);
	expect_text(pty, "asked: 1");
	dashboard_quit(pty);
	answer = talk_call(&talk, WAIT("3", "1"));
	expect_state(answer, "not-taken");
	cJSON_Delete(answer);
	assert_int_equal(talk_close(&talk, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_proposal__is_sent_by_a_key__shorter__and_ends_with_its_program),
		STAGE_TEST(a_proposal__is_sent_narrower__and_its_program_hears_where),
		STAGE_TEST(a_proposal__is_refused_with_a_reason__and_nothing_is_sent),
		STAGE_TEST(a_proposal__lapses__and_the_program_is_told),
		STAGE_TEST(a_proposal__is_sent_by_a_key__in_the_demo),
		STAGE_TEST(a_program__is_told__where_no_dashboard_is_open),
	};
	return stage_run_tests(tests);
}
