/* Update scripts of the roles screen: selection, marks, filter, palette, details. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/pictures.h"

static void keys__move_the_selection__within_the_list(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_string_equal(desk_selected_role(desk), "Contributor");
	desk_keys(desk, "j down");
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	desk_keys(desk, "G down down");
	assert_string_equal(desk_selected_role(desk), "Owner");
	desk_keys(desk, "k");
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	desk_keys(desk, "g up page-up");
	assert_string_equal(desk_selected_role(desk), "Contributor");
	desk_keys(desk, "page-down");
	assert_string_equal(desk_selected_role(desk), "Owner");
}

static void filter__takes_text_as_text__and_esc_clears_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "/");
	desk_type(desk, "q1a:READ");
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 0);
	assert_string_equal(desk_screen(desk), "Roles");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "READ dir");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	assert_string_equal(desk_selected_role(desk), "Global Reader");
	desk_keys(desk, "enter");
	assert_false(desk_is_filtering(desk));
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	desk_keys(desk, "/ esc");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_string_equal(desk_selected_role(desk), "Global Reader");
}

static void filter__widens_again__when_shortened(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "/");
	desk_type(desk, "owner");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	desk_keys(desk, "backspace backspace backspace backspace");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
}

static void sort__goes_through_the_orders(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "s s s"); /* by end, role, scope */
	assert_string_equal(desk_grant(desk, "eligible", 0)->scope.name, "directory");
	assert_string_equal(desk_grant(desk, "eligible", 3)->scope.name, "sub-prod");
	assert_string_equal(desk_selected_role(desk), "Contributor");
}

static void resize__keeps_the_selection_on_screen(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 40);
	Event *event = eligible_event(WORKLOAD_AZURE, NULL, NULL);
	for (int i = 0; i < 100; i++) {
		g_autofree char *name = g_strdup_printf("role-%03d", i);
		g_ptr_array_add(event->rows, make_eligible(WORKLOAD_AZURE, name, EDGE, "rg-edge"));
	}
	desk_event(desk, event);
	desk_keys(desk, "page-down page-down");
	const size_t cursor = desk_cursor(desk, "eligible");
	assert_true(cursor > 30);
	desk_resize(desk, 80, 12);
	assert_int_equal(desk_cursor(desk, "eligible"), cursor);
	assert_true(desk_top(desk, "eligible") <= cursor &&
		    cursor < desk_top(desk, "eligible") + 10);
	g_autofree char *place = desk_place(desk, "eligible", 3);
	assert_non_null(strstr(place, "/100"));
}

static void mouse__selects_and_scrolls(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	/* Header, the active pane's title and two rows, the eligible pane's title: its third row. */
	desk_mouse(desk, 5, 7, 1);
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	desk_mouse(desk, 5, 2, 1);
	assert_string_equal(desk_focus(desk), "active");
	desk_mouse(desk, 5, 7, 5);
	assert_string_equal(desk_selected_role(desk), "Owner");
	desk_mouse(desk, 500, 700, 1);
}

static void greyed_action__says_why(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "a");
	assert_string_equal(desk_notice(desk), "No eligible role is selected.");
	desk_load(desk);
	desk_keys(desk, "D");
	assert_string_equal(desk_notice(desk), "Select the role to end in the active pane.");
	desk_keys(desk, "shift-tab j D");
	assert_string_equal(desk_notice(desk),
			    "This is a standing assignment: only an administrator can end it.");
}

/* Where one chooses it is told what is there already, and in the last look of several rows once more. */
static void now__tells_what_is_active__in_the_row_and_in_the_last_look(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 40);
	desk_load(desk);
	g_autofree char *before = desk_screen_text(desk);
	assert_null(strstr(before, "active rg-edge"));
	desk_event(desk, active_event(WORKLOAD_AZURE,
				      make_active(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge",
						  DESK_NOW + HOUR),
				      make_active(WORKLOAD_AZURE, "Key Vault Officer", PAYMENTS,
						  "rg-payments", DESK_NOW + HOUR),
				      NULL));
	g_autofree char *screen = desk_screen_text(desk);
	assert_true(g_regex_match_simple("Key Vault Officer +sub-prod +sub +active rg-payments",
					 screen, 0, 0));
	assert_true(g_regex_match_simple("Owner +rg-edge +rg +active ", screen, 0, 0));
	desk_answer_policies(desk, 8 * HOUR, false, false);
	desk_select(desk, "Owner");
	desk_keys(desk, "space");
	desk_select(desk, "Global Reader");
	desk_keys(desk, "space a");
	desk_answer_policies(desk, 8 * HOUR, false, false);
	desk_type(desk, "why");
	desk_keys(desk, "enter");
	g_autofree char *look = desk_dialog_text(desk);
	assert_non_null(strstr(look, "active here already, until 16:00"));
}

static void notice__leaves_by_time_or_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "a");
	assert_non_null(desk_notice(desk));
	desk_wait(desk, DESK_NOTICE_SECONDS);
	assert_null(desk_notice(desk));
	desk_keys(desk, "a");
	desk_keys(desk, "esc");
	assert_null(desk_notice(desk));
	desk_keys(desk, "m");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "No eligible role is selected."));
}

/* A warning that nobody has read is not lost behind a word about something else. */
static void notice__gives_the_line_back__to_what_waits_for_a_key(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_event(desk, notice_event(problem_new(PROBLEM_FAILED, "journal", "The journal is full.",
						  NULL)));
	g_autofree char *warning = g_strdup(desk_notice(desk));
	assert_non_null(strstr(warning, "The journal is full."));

	desk_keys(desk, "a a");
	assert_string_equal(desk_notice(desk), "No eligible role is selected.");
	desk_wait(desk, DESK_NOTICE_SECONDS);
	assert_string_equal(desk_notice(desk), warning);

	desk_keys(desk, "a a esc");
	assert_string_equal(desk_notice(desk), warning);
	desk_keys(desk, "esc");
	assert_null(desk_notice(desk));
}

/* By its name, on whichever screen one is and whatever the filter of its pane leaves out. */
static void palette__finds_a_row__and_goes_to_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "/");
	desk_type(desk, "kind:mg");
	desk_keys(desk, "enter 4 :");
	desk_type(desk, "owner edge");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "Owner  rg-edge  in Eligible"));
	desk_keys(desk, "enter");
	assert_null(desk_dialog(desk));
	assert_string_equal(desk_screen(desk), "Roles");
	assert_string_equal(desk_focus(desk), "eligible");
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_string_equal(desk_target(desk), EDGE);
}

/* Whichever pane it is in, what begins with what is typed is meant. */
static void palette__finds_first__what_begins_so(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 50);
	desk_load(desk);
	desk_event(desk,
		   eligible_event(WORKLOAD_AZURE,
				  make_eligible(WORKLOAD_AZURE, "Reader", EDGE, "rg-edge"), NULL));
	desk_event(desk, active_event(WORKLOAD_ENTRA,
				      make_active(WORKLOAD_ENTRA, "Global Reader", "/", "directory",
						  DESK_NOW + 40 * 60),
				      NULL));
	desk_keys(desk, ":");
	desk_type(desk, "reader");
	g_autofree char *screen = desk_screen_text(desk);
	const char *begun = strstr(screen, "  Reader  rg-edge  in Eligible");
	const char *other = strstr(screen, "  Global Reader  directory  in Active");
	assert_non_null(begun);
	assert_non_null(other);
	assert_true(begun < other);
}

/* Two keys for the same are one line. */
static void palette__shows_each_title__once(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 50);
	desk_load(desk);
	desk_keys(desk, ":");
	desk_type(desk, "everything known");
	assert_int_equal(desk_count_choices(desk), 1);
}

/* Rows of one name that are not the same are two lines, each with what tells it from the other. */
static void palette__shows_each_row__that_is_another_one(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 50);
	desk_load(desk);
	desk_event(desk,
		   eligible_event(
			   WORKLOAD_AZURE, make_eligible(WORKLOAD_AZURE, "Reader", EDGE, "rg-same"),
			   make_eligible(WORKLOAD_AZURE, "Reader", PAYMENTS, "rg-same"), NULL));
	desk_keys(desk, ":");
	desk_type(desk, "rg-same");
	assert_int_equal(desk_count_choices(desk), 2);
	g_autofree char *screen = desk_screen_text(desk);
	assert_null(strstr(screen, "rg-same  in Eligible"));
}

/* Member and owner of a group must not be taken for one another. */
static void palette__tells_member_and_owner_apart(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = pictures_start(&(DeskStart){ .columns = 120, .rows = 50 });
	pictures_load(desk);
	desk_keys(desk, ":");
	desk_type(desk, "oncall");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "sg-oncall (member)  -  in Eligible"));
	assert_non_null(strstr(screen, "sg-oncall (owner)  -  in Eligible"));
}

static void palette__finds_by_typing_and_runs(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, ":");
	desk_type(desk, "hist");
	assert_true(desk_count_choices(desk) > 0);
	desk_keys(desk, "enter");
	assert_null(desk_dialog(desk));
	assert_string_equal(desk_screen(desk), "History");
}

static void details__show_everything_known(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Details");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_ROLE), 1);
	desk_event(desk, role_event("role-of-Contributor", "actions: *", NULL));
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "Contributor"));
	assert_non_null(strstr(text, MG));
	assert_non_null(strstr(text, "given to you directly"));
	assert_non_null(strstr(text, "actions: *"));
	desk_keys(desk, "q");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 0);
}

static void details__of_a_group__tell_what_is_held_through_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	Eligibility *group = make_eligible(WORKLOAD_GROUP, "sg-oncall", "group-9", "sg-oncall");
	Eligibility *through = make_eligible(WORKLOAD_AZURE, "Reader", SUB_DEV, "sub-dev");
	through->grant.member_type = MEMBER_GROUP;
	g_free(through->grant.holder.id);
	through->grant.holder.id = g_strdup(group->grant.role.id);
	desk_event(desk, eligible_event(WORKLOAD_AZURE, through, NULL));
	desk_event(desk, eligible_event(WORKLOAD_GROUP, group, NULL));
	desk_keys(desk, "G enter");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "grants      Reader on sub-dev (eligible)"));
}

/* The service's ids, not ours; the one that is chosen. */
static void copy__offers_what_the_row_has__and_takes_what_is_chosen(void **unused)
{
	static const struct {
		const char *keys, *text;
	} cases[] = {
		{ "y enter", "myroles activate --role=Contributor --scope=" MG },
		{ "Y", "myroles activate --role=Contributor --scope=" MG },
		{ "y down enter", MG },
		{ "y down down y", "Platform" },
		{ "y down down down down enter", "Contributor" },
		{ "down down down y down enter", EDGE },
		{ "enter Y", "myroles activate --role=Contributor --scope=" MG },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		desk_keys(desk, cases[i].keys);
		const Effect *effect = desk_effect(desk, EFFECT_COPY);
		assert_non_null(effect);
		assert_string_equal(effect->text, cases[i].text);
	}
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "y esc");
	assert_int_equal(desk_count(desk, EFFECT_COPY), 0);
	assert_null(desk_dialog(desk));
}

/* What the last look shows is what the command says; what the outcome was asked for, too. */
static void copy__takes_the_command__of_what_is_sent(void **unused)
{
	static const char command[] = "myroles activate --role=Contributor --scope=" MG
				      " --duration=1h --reason='fix q4711'";
	(void)unused;
	g_autoptr(Desk) desk = desk_at_outcome();
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "shell: myroles activate"));
	desk_keys(desk, "Y");
	assert_string_equal(desk_effect(desk, EFFECT_COPY)->text, command);
}

static void copy_and_portal__are_effects(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "y y o");
	assert_int_equal(desk_count(desk, EFFECT_COPY), 1);
	assert_true(g_str_has_prefix(desk_effect(desk, EFFECT_OPEN_URL)->text,
				     "https://portal.azure.com/#@tid-1/view/"));
	desk_keys(desk, "tab o");
	assert_string_equal(desk_effect(desk, EFFECT_OPEN_URL)->text,
			    "https://portal.azure.com/#@tid-1/resource" MG);
}

static void quit__is_an_effect__and_ctrl_keys_work_anywhere(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_keys(desk, "ctrl-l ctrl-z");
	assert_int_equal(desk_count(desk, EFFECT_REDRAW), 1);
	assert_int_equal(desk_count(desk, EFFECT_SUSPEND), 1);
	desk_keys(desk, "/ ctrl-c");
	assert_int_equal(desk_count(desk, EFFECT_QUIT), 1);
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
		cmocka_unit_test(now__tells_what_is_active__in_the_row_and_in_the_last_look),
		cmocka_unit_test(notice__leaves_by_time_or_key),
		cmocka_unit_test(notice__gives_the_line_back__to_what_waits_for_a_key),
		cmocka_unit_test(palette__finds_by_typing_and_runs),
		cmocka_unit_test(palette__finds_a_row__and_goes_to_it),
		cmocka_unit_test(palette__finds_first__what_begins_so),
		cmocka_unit_test(palette__shows_each_title__once),
		cmocka_unit_test(palette__shows_each_row__that_is_another_one),
		cmocka_unit_test(palette__tells_member_and_owner_apart),
		cmocka_unit_test(details__show_everything_known),
		cmocka_unit_test(details__of_a_group__tell_what_is_held_through_it),
		cmocka_unit_test(copy__offers_what_the_row_has__and_takes_what_is_chosen),
		cmocka_unit_test(copy__takes_the_command__of_what_is_sent),
		cmocka_unit_test(copy_and_portal__are_effects),
		cmocka_unit_test(quit__is_an_effect__and_ctrl_keys_work_anywhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
