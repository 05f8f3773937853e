/* A service that fails in every way: what the operator sees, and that nothing is lost or doubled. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "tests/e2e/dashboard.h"

#define REQUESTS "roleAssignmentScheduleRequests"

/* Faults of the list of eligible roles: the rows come in the end, or a sentence says why not. */
typedef struct ListFault {
	const char *kind; /* further members of the fault */
	int count;
	const char *expected; /* regex */
} ListFault;

static const ListFault list_faults[] = {
	{ "\"kind\":\"status\",\"status\":429,\"retry_after\":1", 1, "Contributor +Platform" },
	{ "\"kind\":\"status\",\"status\":503", 1, "Contributor +Platform" },
	{ "\"kind\":\"reset\"", 1, "Contributor +Platform" },
	{ "\"kind\":\"drop\"", 1, "Contributor +Platform" },
	{ "\"kind\":\"truncated\"", 1, "Contributor +Platform" },
	{ "\"kind\":\"drip\",\"bytes\":4096,\"interval_ms\":1", 1, "Contributor +Platform" },
	{ "\"kind\":\"date\",\"date_offset_s\":10800", -1, "Contributor +Platform" },
	{ "\"kind\":\"html\",\"status\":200", -1, "azure failed|azure: " },
	{ "\"kind\":\"deep\",\"depth\":100000", -1, "azure failed" },
	{ "\"kind\":\"long\",\"bytes\":4000000", -1, "azure fresh, 1 unreadable" },
	{ "\"kind\":\"foreign_next\"", -1, "azure failed|azure: " },
	{ "\"kind\":\"loop_next\"", -1, "azure failed|azure: " },
	{ "\"kind\":\"redirect\",\"url\":\"http://127.0.0.1:1/\"", -1, "azure failed|azure: " },
	{ "\"kind\":\"wrong_type\",\"content_type\":\"text/html\"", -1, "azure (failed|fresh)" },
};

static void a_list__comes_or_its_failure_is_said(void **state)
{
	Stage *stage = *state;
	for (size_t i = 0; i < G_N_ELEMENTS(list_faults); i++) {
		const ListFault *fault = &list_faults[i];
		g_autofree char *body = g_strdup_printf(
			"{\"host\":\"arm\",\"path\":\"*roleEligibilityScheduleInstances*\","
			"\"count\":%d,%s}",
			fault->count, fault->kind);
		stage_reset(stage);
		tenant_tell(stage->tenant, "/faults", body);
		g_autoptr(Pty) pty = stage_run(stage, NULL);

		g_autofree char *what =
			g_strdup_printf("%s after %s", fault->expected, fault->kind);
		expect_came(pty_wait_match(pty, fault->expected), pty, what, __FILE__, __LINE__);
		/* The other lists are there whatever happens to this one. */
		expect_text(pty, "rg-payments");
		dashboard_quit(pty);
	}
}

/* Faults of the request itself, after it had its effect: looked up, never sent twice. */
static void a_lost_answer__is_looked_up__never_sent_twice(void **state)
{
	Stage *stage = *state;
	static const char *const kinds[] = { "\"kind\":\"reset\"",
					     "\"kind\":\"cut\",\"bytes\":40" };
	const FormText text = { .reason = "lost" };
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		g_autofree char *body = g_strdup_printf(
			"{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",%s}", kinds[i]);
		stage_reset(stage);
		tenant_tell(stage->tenant, "/faults", body);
		g_autoptr(Pty) pty = dashboard_open(stage, NULL);

		dashboard_activate(pty, "monitoring platform", "Monitoring.*Platform", &text);
		expect_text(pty, "Active until");
		assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
		dashboard_close(pty);
		dashboard_quit(pty);
	}
}

static void a_request_that_is_not_found_yet__is_waited_for(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "slow" };
	tenant_tell(stage->tenant, "/faults",
		    "{\"method\":\"GET\",\"path\":\"*" REQUESTS "/*\",\"kind\":\"not_found\","
		    "\"count\":2}");
	tenant_tell(stage->tenant, "/settings", "{\"lag_ms\":500}");
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);

	dashboard_activate(pty, "monitoring platform", "Monitoring.*Platform", &text);
	expect_text(pty, "Active until");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	dashboard_close(pty);
	dashboard_quit(pty);
}

/* Killed while the service works on it: the next start knows of it, and follows it to its end. */
static void a_kill__loses_no_request(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "before the crash" };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"delay\","
		    "\"delay_ms\":60000}");
	Pty *killed = dashboard_open(stage, NULL);
	dashboard_activate(killed, "monitoring platform", "Monitoring.*Platform", &text);
	expect_text(killed, "Being sent");
	while (tenant_count(stage->tenant, "PUT", REQUESTS) == 0)
		;
	pty_signal(killed, SIGKILL);
	pty_free(killed);

	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	pty_press(pty, "4 g");
	expect_match(pty, "Monitoring.*active until");
	expect_text(pty, "before");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 1);
	dashboard_quit(pty);
}

static void a_dead_service__is_said__and_the_known_rows_stay(void **state)
{
	(void)state;
	g_autoptr(Stage) other = stage_new(NULL);
	Pty *first = dashboard_open(other, NULL);

	expect_text(first, "Contributor");
	dashboard_quit(first);
	pty_free(first);
	tenant_kill(other->tenant);
	g_autoptr(Pty) pty = stage_run(other, NULL);
	expect_row(pty, "Contributor", "Platform");
	expect_match(pty, "azure (failed|stale|.*not reach)|not be reached|[Nn]o connection");
	dashboard_quit(pty);
}

static void a_missing_token_file__is_said_with_the_next_step(void **state)
{
	(void)state;
	g_autoptr(Stage) other = stage_new(NULL);

	g_unlink(tenant_token_file(other->tenant));
	g_autoptr(Pty) pty = stage_run(other, NULL);
	expect_match(pty, "azure failed|tokens\\.json|token file");
	dashboard_quit(pty);
}

static void a_token_that_ends_in_the_middle__is_renewed_unseen(void **state)
{
	Stage *stage = *state;
	const FormText text = { .reason = "long day" };
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	tenant_tell(stage->tenant, "/revoke/tokens", "{}");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT1S\"}");
	dashboard_activate(pty, "monitoring platform", "Monitoring.*Platform", &text);
	expect_text(pty, "Active until");
	/* The first request with the old token may be this one: then it went out twice, and was taken once. */
	assert_int_equal(tenant_count_asked(stage->tenant, "long day"), 1);
	dashboard_close(pty);
	dashboard_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_list__comes_or_its_failure_is_said),
		STAGE_TEST(a_lost_answer__is_looked_up__never_sent_twice),
		STAGE_TEST(a_request_that_is_not_found_yet__is_waited_for),
		STAGE_TEST(a_kill__loses_no_request),
		STAGE_TEST(a_dead_service__is_said__and_the_known_rows_stay),
		STAGE_TEST(a_missing_token_file__is_said_with_the_next_step),
		STAGE_TEST(a_token_that_ends_in_the_middle__is_renewed_unseen),
	};
	return stage_run_tests(tests);
}
