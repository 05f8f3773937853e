/* Update scripts of the roles screen: selection, marks, filter, palette, details. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"

static const char *selected_role(const Script *script)
{
	const Eligibility *eligibility = state_selected_eligible(script->state);
	return eligibility ? eligibility->grant.role.name : "(none)";
}

static void keys__move_the_selection__within_the_list(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	assert_string_equal(selected_role(script), "Contributor");
	script_keys(script, "j down");
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_keys(script, "G down down");
	assert_string_equal(selected_role(script), "Owner");
	script_keys(script, "k");
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_keys(script, "g up page-up");
	assert_string_equal(selected_role(script), "Contributor");
	script_keys(script, "page-down");
	assert_string_equal(selected_role(script), "Owner");
}

static void filter__takes_text_as_text__and_esc_clears_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "/");
	script_type(script, "q1a:READ");
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
	assert_int_equal(script->state->screen, SCREEN_ROLES);
	assert_null(state_overlay(script->state));
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 0);
	script_keys(script, "ctrl-u");
	script_type(script, "READ dir");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	assert_string_equal(selected_role(script), "Global Reader");
	script_keys(script, "enter");
	assert_false(script->state->is_filtering);
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	script_keys(script, "/ esc");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
	assert_string_equal(selected_role(script), "Global Reader");
}

static void filter__widens_again__when_shortened(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "/");
	script_type(script, "owner");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 1);
	script_keys(script, "backspace backspace backspace backspace");
	assert_int_equal(pane_count(state_pane(script->state, PANE_ELIGIBLE)), 4);
}

static void sort__goes_through_the_orders(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "s"); /* by scope */
	assert_string_equal(state_eligible_at(script->state, 0)->grant.scope.name, "directory");
	assert_string_equal(state_eligible_at(script->state, 3)->grant.scope.name, "sub-prod");
	assert_string_equal(selected_role(script), "Contributor");
}

static void resize__keeps_the_selection_on_screen(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 40);
	Event *event = script_eligibles(WORKLOAD_AZURE, NULL, NULL);
	for (int i = 0; i < 100; i++) {
		g_autofree char *name = g_strdup_printf("role-%03d", i);
		g_ptr_array_add(event->rows,
				script_eligible(WORKLOAD_AZURE, name, EDGE, "rg-edge"));
	}
	script_event(script, event);
	script_keys(script, "page-down page-down");
	const Pane *pane = state_pane(script->state, PANE_ELIGIBLE);
	size_t cursor = pane->cursor;
	assert_true(cursor > 30);
	script_resize(script, 80, 12);
	assert_int_equal(pane->cursor, cursor);
	assert_true(pane->top <= cursor && cursor < pane->top + 10);
	g_autofree char *place = state_pane_place(script->state, PANE_ELIGIBLE, 3);
	assert_non_null(strstr(place, "/100"));
}

static void mouse__selects_and_scrolls(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	/* Header, the active pane's title and two rows, the eligible pane's title: its third row. */
	script_mouse(script, 5, 7, 1);
	assert_string_equal(selected_role(script), "Key Vault Officer");
	script_mouse(script, 5, 2, 1);
	assert_int_equal(script->state->focus, PANE_ACTIVE);
	script_mouse(script, 5, 7, 5);
	assert_string_equal(selected_role(script), "Owner");
	script_mouse(script, 500, 700, 1);
}

static void greyed_action__says_why(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "a");
	assert_string_equal(state_notice(script->state)->text, "No eligible role is selected.");
	script_load(script);
	script_keys(script, "D");
	assert_string_equal(state_notice(script->state)->text,
			    "Select the role to end in the active pane.");
	script_keys(script, "shift-tab j D");
	assert_string_equal(state_notice(script->state)->text,
			    "This is a standing assignment: only an administrator can end it.");
}

static void notice__leaves_by_time_or_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "a");
	assert_non_null(state_notice(script->state));
	script_wait(script, STATE_NOTICE_SECONDS);
	assert_null(state_notice(script->state));
	script_keys(script, "a");
	script_keys(script, "esc");
	assert_null(state_notice(script->state));
	script_keys(script, "m");
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "No eligible role is selected."));
}

/* A warning that nobody has read is not lost behind a word about something else. */
static void notice__gives_the_line_back__to_what_waits_for_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Event *failed = event_new(EVENT_NOTICE, 0);
	failed->problem = problem_new(PROBLEM_FAILED, "journal", "The journal is full.", NULL);
	script_event(script, failed);
	g_autofree char *warning = g_strdup(state_notice(script->state)->text);
	assert_non_null(strstr(warning, "The journal is full."));

	script_keys(script, "a a");
	assert_string_equal(state_notice(script->state)->text, "No eligible role is selected.");
	script_wait(script, STATE_NOTICE_SECONDS);
	assert_string_equal(state_notice(script->state)->text, warning);

	script_keys(script, "a a esc");
	assert_string_equal(state_notice(script->state)->text, warning);
	script_keys(script, "esc");
	assert_null(state_notice(script->state));
}

static void palette__finds_by_typing_and_runs(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, ":");
	script_type(script, "hist");
	const Overlay *overlay = state_overlay(script->state);
	assert_true(overlay->choices->len > 0);
	script_keys(script, "enter");
	assert_null(state_overlay(script->state));
	assert_int_equal(script->state->screen, SCREEN_HISTORY);
}

static void details__show_everything_known(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "enter");
	assert_int_equal(state_overlay(script->state)->kind, OVERLAY_DETAILS);
	assert_int_equal(script_count_intents(script, INTENT_READ_ROLE), 1);
	Event *event = event_new(EVENT_ROLE, script_intent(script, INTENT_READ_ROLE)->id);
	event->role_id = g_strdup("role-of-Contributor");
	event->permissions = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(event->permissions, g_strdup("actions: *"));
	script_event(script, event);
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "Contributor"));
	assert_non_null(strstr(text, MG));
	assert_non_null(strstr(text, "given to you directly"));
	assert_non_null(strstr(text, "actions: *"));
	script_keys(script, "q");
	assert_null(state_overlay(script->state));
	assert_int_equal(script_count(script, EFFECT_QUIT), 0);
}

static void details__of_a_group__tell_what_is_held_through_it(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	Eligibility *group = script_eligible(WORKLOAD_GROUP, "sg-oncall", "group-9", "sg-oncall");
	Eligibility *through = script_eligible(WORKLOAD_AZURE, "Reader", SUB_DEV, "sub-dev");
	through->grant.member_type = MEMBER_GROUP;
	g_free(through->grant.holder.id);
	through->grant.holder.id = g_strdup(group->grant.role.id);
	script_event(script, script_eligibles(WORKLOAD_AZURE, through, NULL));
	script_event(script, script_eligibles(WORKLOAD_GROUP, group, NULL));
	script_keys(script, "G enter");
	g_autofree char *text = script_overlay_text(script);
	assert_non_null(strstr(text, "grants      Reader on sub-dev (eligible)"));
}

static void ids__break_where_their_parts_begin(void **unused)
{
	(void)unused;
	static const struct {
		int columns, indent;
		const char *text, *lines;
	} cases[] = {
		{ 12, 0, "one two three", "one two|three" },
		{ 12, 2, "/aaaa/bbbb/cccc", "/aaaa/bbbb/|  cccc" },
		{ 13, 2, "  /aaaa/bbbb/cccc", "  /aaaa/bbbb/|  cccc" },
		{ 6, 0, "abcdefgh", "abcdef|gh" },
		{ 6, 0, "one\ntwo", "one|two" },
		{ 6, 0, "", "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) lines = lines_new();
		g_autoptr(GString) joined = g_string_new(NULL);
		lines_add(lines, cases[i].columns, cases[i].indent, STYLE_TEXT, cases[i].text);
		for (guint j = 0; j < lines->len; j++)
			g_string_append_printf(joined, "%s%s", j ? "|" : "",
					       ((const Line *)g_ptr_array_index(lines, j))->text);
		assert_string_equal(joined->str, cases[i].lines);
	}
}

static void copy_and_portal__are_effects(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	script_keys(script, "y o");
	assert_string_equal(script_effect(script, EFFECT_COPY)->text,
			    state_selected_eligible(script->state)->grant.id);
	assert_true(g_str_has_prefix(script_effect(script, EFFECT_OPEN_URL)->text,
				     "https://portal.azure.com/#view/"));
	script_keys(script, "tab o");
	assert_string_equal(script_effect(script, EFFECT_OPEN_URL)->text,
			    "https://portal.azure.com/#@tid-1/resource" MG);
}

static void quit__is_an_effect__and_ctrl_keys_work_anywhere(void **unused)
{
	(void)unused;
	g_autoptr(Script) script = script_new(80, 24);
	script_keys(script, "ctrl-l ctrl-z");
	assert_int_equal(script_count(script, EFFECT_REDRAW), 1);
	assert_int_equal(script_count(script, EFFECT_SUSPEND), 1);
	script_keys(script, "/ ctrl-c");
	assert_int_equal(script_count(script, EFFECT_QUIT), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys__move_the_selection__within_the_list),
		cmocka_unit_test(filter__takes_text_as_text__and_esc_clears_it),
		cmocka_unit_test(filter__widens_again__when_shortened),
		cmocka_unit_test(sort__goes_through_the_orders),
		cmocka_unit_test(resize__keeps_the_selection_on_screen),
		cmocka_unit_test(mouse__selects_and_scrolls),
		cmocka_unit_test(greyed_action__says_why),
		cmocka_unit_test(notice__leaves_by_time_or_key),
		cmocka_unit_test(notice__gives_the_line_back__to_what_waits_for_a_key),
		cmocka_unit_test(palette__finds_by_typing_and_runs),
		cmocka_unit_test(details__show_everything_known),
		cmocka_unit_test(details__of_a_group__tell_what_is_held_through_it),
		cmocka_unit_test(ids__break_where_their_parts_begin),
		cmocka_unit_test(copy_and_portal__are_effects),
		cmocka_unit_test(quit__is_an_effect__and_ctrl_keys_work_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
