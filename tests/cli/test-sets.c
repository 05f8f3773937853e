/*
 * Sets of activations: what is sent, what is left alone, and what their end ends.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

#define MORNING                                                                             \
	"[set morning]\nreason=On call {ticket}, {change}\nduration=4h\nticket_system=SN\n" \
	"role.1=Reader | at rg-payments\nrole.2=Reader | at sub-dev\n"                      \
	"role.3=Virtual Machine Contributor | at rg-edge | for 2h\n"

#define SUB_DEV "/subscriptions/33333333-3333-4333-8333-333333333333"
#define GIVEN   " -t INC1 --with change=CHG2 -m 'Shift {ticket}, {change}' -w"

/* Reader on rg-payments is active in the scenario; of the last one at most 30 minutes may be had. */
static void set__activates_what_is_not_active__and_ends_that_alone(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(stage, MORNING);
	run_to(&result, "myroles set morning" GIVEN, 0);
	assert_int_equal(count_requests(stage), 2);
	assert_non_null(strstr(result.errors, "Reader on rg-payments: active already, until"));
	assert_non_null(strstr(result.errors, "at most 30m here"));
	run_to(&result, "myroles history --json --limit 1", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *item = cJSON_GetArrayItem(member(document, "items"), 0);
	assert_string_equal(text(item, "reason"), "Shift INC1, CHG2");
	assert_string_equal(text(item, "set"), "morning");

	run_to(&result, "myroles set morning" GIVEN, 0);
	assert_int_equal(count_requests(stage), 2);

	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	run_to(&result, "myroles set morning --end -w", 0);
	assert_int_equal(count_requests(stage), 4);
	run_to(&result, "myroles has Reader@" SUB_DEV, 1);
	run_to(&result, "myroles set morning --end -w", 0);
	assert_int_equal(count_requests(stage), 4);
}

/* What was activated again by hand since then is the person's own. */
static void set__does_not_end__what_came_later(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(stage, "[set a]\nduration=30m\nrole.1=Reader | at sub-dev\n");
	run_to(&result, "myroles set a -w", 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT31M\"}");
	run_to(&result, "myroles activate -r Reader -s sub-dev -m mine -w", 0);
	run_to(&result, "myroles set a --end -w", 0);
	assert_non_null(strstr(result.errors, "Nothing is active that the set"));
	run_to(&result, "myroles has Reader@" SUB_DEV, 0);
}

static void set__sends_nothing__while_something_is_missing(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *line, *told;
	} rows[] = {
		{ "myroles set mornin" GIVEN, "did you mean morning?" },
		{ "myroles set morning", "needs its {ticket}" },
		{ "myroles set morning -t INC1", "needs its {change}" },
		{ "myroles set morning -t INC1 --with change=C", "not sent unasked" },
		{ "myroles set morning -t INC1 --with chance=C", "has no {chance}" },
		{ "myroles set morning --with change", "expected WORD=TEXT" },
		{ "myroles set lost -m x", "\"Nobody\"" },
		{ "myroles set many -m x", "11 roles at once" },
		{ "myroles set morning --end --rehearse", "alone" },
	};
	g_autoptr(GString) sets = g_string_new(MORNING "[set lost]\nrole.1=Reader | at sub-dev\n"
						       "role.2=Nobody\n[set many]\n");
	for (int i = 0; i < 11; i++)
		g_string_append_printf(sets, "role.%d=Reader | at sub-dev\n", i);
	stage_write_config(stage, sets->str);
	g_auto(Verb) result = { .stage = stage };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		run_to(&result, rows[i].line, 2);
		if (strstr(result.errors, rows[i].told) == NULL)
			fail_msg("`%s` says “%s”", rows[i].line, result.errors);
	}
	assert_int_equal(count_requests(stage), 0);
}

static void rehearsal__tells_all__and_sends_nothing(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(
		stage,
		MORNING "[set lost]\nrole.1=Nobody\nrole.2=Reader | at sub-dev\n"
			"[set tight]\nduration=8h\n"
			"role.1=Azure Kubernetes Service Cluster Admin Role | at aks-payments\n");
	run_to(&result, "myroles set morning --rehearse", 0);
	assert_non_null(strstr(result.output, "ok\tReader\trg-payments\tactive already"));
	assert_non_null(strstr(result.output, "warning\tVirtual Machine Contributor\trg-edge\tat "
					      "most 30m here"));
	run_to(&result, "myroles set lost --rehearse", 2);
	assert_non_null(strstr(result.output, "failed\tNobody"));
	assert_non_null(strstr(result.output, "ok\tReader\tsub-dev"));
	run_to(&result, "myroles set tight --rehearse --json", 4);
	g_autoptr(cJSON) document = parse(&result);
	assert_members(document, "schema findings errors");
	assert_int_equal(count_requests(stage), 0);
}

/* The journal knows what the role asked for when it was activated. */
static void rehearsal__tells__that_settings_changed(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_config(stage, "[set a]\nduration=30m\nrole.1=Reader | at sub-dev\n");
	run_to(&result, "myroles set a -m x -w", 0);
	tenant_tell(stage->tenant, "/policy",
		    "{\"role\":\"Reader\",\"scope\":\"sub-dev\",\"ticket\":true}");
	run_to(&result, "myroles set a --rehearse", 0);
	assert_non_null(strstr(result.output, "a ticket is asked for now"));
}

static void set__is_made__of_what_was_activated(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles activate -r Reader -s sub-dev -m 'On call INC7' -t INC7 -d 30m -w",
	       0);
	run_to(&result, "myroles set mine --save", 0);
	run_to(&result, "myroles set --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	const cJSON *set = cJSON_GetArrayItem(member(document, "items"), 0);
	assert_members(set, "name about duration reason reason_unasked ticket_system roles");
	assert_non_null(strstr(result.output, "{\"role\":\"Reader\",\"scope\":\"" SUB_DEV "\","));
	run_clean(&result, "myroles set mine --rehearse");
	assert_null(strstr(result.output, "failed\tReader"));
	run_to(&result, "myroles set mine --save", 2); /* it is there already */
	run_to(&result, "myroles config check", 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(set__activates_what_is_not_active__and_ends_that_alone),
		STAGE_TEST(set__does_not_end__what_came_later),
		STAGE_TEST(set__sends_nothing__while_something_is_missing),
		STAGE_TEST(rehearsal__tells_all__and_sends_nothing),
		STAGE_TEST(rehearsal__tells__that_settings_changed),
		STAGE_TEST(set__is_made__of_what_was_activated),
	};
	return stage_run_tests(tests);
}
