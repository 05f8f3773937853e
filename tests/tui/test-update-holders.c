/* Who else: asked where the focus is, and what is told late or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/holding.h"
#include "tests/tui/desk.h"

static bool shows(const Desk *desk, const char *words)
{
	g_autofree char *text = desk_dialog_text(desk);
	return strstr(text, words) != NULL;
}

static void answer(Desk *desk, uint64_t id, const char *who, Problem *problem)
{
	Event *event = event_new(EVENT_HOLDINGS, id);
	event->problem = problem;
	if (problem == NULL) {
		event->holdings = holdings_new();
		event->holdings->as_of = desk_now(desk);
		event->holdings->rows =
			g_ptr_array_new_with_free_func((GDestroyNotify)holding_free);
	}
	if (who != NULL) {
		Assignment *row = make_active(WORKLOAD_AZURE, "Reader", "/subscriptions/1", "sub",
					      desk_now(desk) + 3600);
		g_free(row->grant.holder.name);
		row->grant.holder.name = g_strdup(who);
		g_free(row->grant.holder.id);
		row->grant.holder.id = g_strdup(who);
		g_ptr_array_add(event->holdings->rows, holding_new(row));
	}
	desk_event(desk, event);
}

static void who__asks_where_the_focus_is__and_at_no_other_scope(void **state)
{
	g_autoptr(Desk) desk = desk_new(80, 24);
	(void)state;
	desk_load(desk);
	desk_focus_on(desk, "active");
	desk_keys(desk, "w");
	assert_string_equal(desk_dialog(desk), "Who else");
	const Grant *active = desk_grant(desk, "active", desk_cursor(desk, "active"));
	const Intent *intent = desk_intent(desk, INTENT_READ_HOLDINGS);
	assert_string_equal(intent->scope.id, active->scope.id);
	assert_int_equal(intent->workload, active->workload);
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count(desk, EFFECT_DROP), 1);
	desk_focus_on(desk, "eligible");
	desk_keys(desk, "w");
	assert_string_equal(desk_intent(desk, INTENT_READ_HOLDINGS)->scope.id, desk_target(desk));
}

static void who__keeps_what_was_told__when_nothing_new_is(void **state)
{
	g_autoptr(Desk) desk = desk_new(80, 24);
	(void)state;
	desk_load(desk);
	desk_keys(desk, "w");
	assert_true(shows(desk, "Asking the service"));
	assert_false(shows(desk, "obody"));
	const uint64_t first = desk_intent(desk, INTENT_READ_HOLDINGS)->id;
	answer(desk, first, "Minh", NULL);
	assert_true(shows(desk, "Minh: Reader"));
	desk_keys(desk, "r");
	assert_true(shows(desk, "Minh: Reader"));
	/* The answer before is none to this question. */
	answer(desk, first, "Sara", NULL);
	assert_false(shows(desk, "Sara"));
	answer(desk, desk_intent(desk, INTENT_READ_HOLDINGS)->id, NULL,
	       problem_new(PROBLEM_UNREACHABLE, "timed-out", "It did not answer.", NULL));
	assert_true(shows(desk, "It did not answer."));
	assert_true(shows(desk, "Minh: Reader"));
	desk_keys(desk, "r");
	answer(desk, desk_intent(desk, INTENT_READ_HOLDINGS)->id, NULL, NULL);
	assert_true(shows(desk, "Nobody is active at"));
	assert_false(shows(desk, "It did not answer."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who__asks_where_the_focus_is__and_at_no_other_scope),
		cmocka_unit_test(who__keeps_what_was_told__when_nothing_new_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
