/* What changed between two answers of the service, as the backend tells it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/change.h"
#include "tests/backend/fixture.h"

static void refresh(Fixture *fixture)
{
	fixture_await_intent(fixture, fixture_refresh(fixture));
}

/* "new Reader, gone Owner": what is not seen yet; the caller frees. */
static char *ask(Fixture *fixture)
{
	fixture_send(fixture, intent_new(0, INTENT_READ_CHANGES));
	const Event *event = NULL;
	do
		event = fixture_await(fixture, EVENT_CHANGES);
	while (event->intent_id == 0);
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < event->rows->len; i++) {
		const Change *change = event->rows->pdata[i];
		g_string_append_printf(text, "%s%s %s", i > 0 ? ", " : "",
				       change_kind_word(change->kind), change->grant.role.name);
	}
	return g_string_free(text, FALSE);
}

static void assert_told(Fixture *fixture, const char *expected)
{
	g_autofree char *text = ask(fixture);
	assert_string_equal(text, expected);
}

static void take_away(Fixture *fixture, const char *role, const char *scope)
{
	const Eligibility *row = fixture_find_eligible(fixture, role, scope);
	g_autofree char *id = g_path_get_basename(row->grant.schedule_id);
	g_autofree char *body = g_strdup_printf("{\"id\":\"%s\"}", id);
	tenant_tell(fixture->tenant, "/revoke/eligibility", body);
}

static void eligibilities__are_told__new_at_once_and_gone_after_two_answers(void **state)
{
	Fixture *fixture = *state;
	refresh(fixture);
	assert_told(fixture, "");
	take_away(fixture, "Owner", "rg-edge");
	tenant_tell(fixture->tenant, "/eligibility",
		    "{\"role\":\"Storage Blob Data Contributor\",\"scope\":\"rg-edge\","
		    "\"principal\":\"you@contoso.com\"}");
	const uint64_t id = fixture_refresh(fixture);
	const Event *told = fixture_await(fixture, EVENT_CHANGES);
	assert_int_equal(told->intent_id, 0);
	fixture_await_intent(fixture, id);
	assert_told(fixture, "new Storage Blob Data Contributor");
	refresh(fixture);
	assert_told(fixture, "new Storage Blob Data Contributor, gone Owner");

	/* The next start tells them before it asks anybody, until they are seen. */
	fixture_restart(fixture);
	told = fixture_await(fixture, EVENT_CHANGES);
	assert_int_equal(told->rows->len, 2);
	Intent *seen = intent_new(0, INTENT_SEE_CHANGES);
	seen->number = ((const Change *)told->rows->pdata[0])->number;
	fixture_send(fixture, seen);
	assert_int_equal(fixture_await(fixture, EVENT_CHANGES)->rows->len, 1);
	assert_told(fixture, "gone Owner");
}

static void nothing_is_gone__while_the_service_has_gaps(void **state)
{
	Fixture *fixture = *state;
	refresh(fixture);
	tenant_tell(fixture->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*EligibilityScheduleInstances*\","
		    "\"kind\":\"status\",\"status\":403,\"code\":\"AuthorizationFailed\","
		    "\"count\":1}");
	refresh(fixture);
	refresh(fixture);
	refresh(fixture);
	assert_told(fixture, "");
}

static void read_policy(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_READ_POLICY);
	intent->eligibility =
		eligibility_copy(fixture_find_eligible(fixture, "Reader", "rg-payments"));
	fixture_send(fixture, intent);
	assert_true(fixture_await(fixture, EVENT_POLICY)->policy->is_known);
}

static void settings__are_told__when_they_were_read_again(void **state)
{
	Fixture *fixture = *state;
	read_policy(fixture);
	tenant_tell(fixture->tenant, "/policy",
		    "{\"role\":\"Reader\",\"scope\":\"rg-payments\",\"max\":\"PT1H\"}");
	fixture_restart(fixture);
	read_policy(fixture);
	g_autofree char *text = ask(fixture);
	assert_non_null(strstr(text, "maximum Reader"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(eligibilities__are_told__new_at_once_and_gone_after_two_answers),
		TEST(nothing_is_gone__while_the_service_has_gaps),
		TEST(settings__are_told__when_they_were_read_again),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
