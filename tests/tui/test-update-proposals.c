/* Update scripts of what programs ask for: nothing is sent without a person's key, and programs are told what became of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/proposal.h"
#include "tests/tui/desk.h"

static const char *id_of(const Desk *desk)
{
	return desk_selected(desk)->grant.id;
}

/* With one that is open, of the row of Owner on rg-edge. */
static Desk *with_proposal(void)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	desk_select(desk, "Owner");
	desk_propose(desk, 1, id_of(desk), EDGE);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_OPEN);
	return desk;
}

static bool has_banner(Desk *desk)
{
	g_autofree char *screen = desk_screen_text(desk);
	return strstr(screen, "asked: ") != NULL;
}

static void proposal__is_shown__and_sends_nothing(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	assert_true(has_banner(desk));
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count(desk, EFFECT_NOTIFY), 1);
	desk_keys(desk, "I");
	assert_string_equal(desk_dialog(desk), "A program asks");
	g_autofree char *text = desk_dialog_text(desk);
	assert_non_null(strstr(text, "\"helper\", as it calls itself"));
	assert_non_null(strstr(text, "4711, /usr/bin/helper"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void proposal__goes_through_the_form__and_is_followed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	desk_keys(desk, "I enter");
	assert_string_equal(desk_dialog(desk), "Activate");
	desk_answer_policies(desk, 8 * HOUR, true, false);
	assert_string_equal(desk_field(desk, "for"), "45m");
	assert_string_equal(desk_field(desk, "reason"), "count the idle disks");
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate?");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	desk_keys(desk, "enter");
	const Activation *sent = desk_activation(desk, 0);
	assert_int_equal(sent->holder, 1001);
	assert_int_equal(sent->duration, 45 * 60);
	assert_int_equal(desk_count(desk, EFFECT_LEASH), 1);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_SENT);
	assert_string_equal(desk_told(desk)->scope_id, EDGE);
	assert_false(has_banner(desk));
}

static void proposal__is_withdrawn__while_the_form_is_open(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	desk_keys(desk, "I enter");
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Activate?");
	desk_withdraw(desk, 1);
	desk_keys(desk, "enter");
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
	desk_keys(desk, "enter");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "The program that asked for it is gone"));
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void proposal__is_refused__and_its_program_is_told_why(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	desk_keys(desk, "I x");
	desk_type(desk, "not today");
	desk_keys(desk, "enter");
	assert_int_equal(desk_told(desk)->state, PROPOSAL_REFUSED);
	assert_string_equal(desk_told(desk)->text, "not today");
	assert_false(has_banner(desk));
	assert_non_null(desk_reason(desk, "asked-roles"));
}

static void proposal__lapses__when_nobody_looks(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	desk_wait(desk, 10 * 60);
	desk_keys(desk, "I esc");
	desk_wait(desk, 14 * 60);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_OPEN);
	desk_wait(desk, 61);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_LAPSED);
	assert_false(has_banner(desk));
}

/* The tree is where one looks for less: the form there is that of the proposal. */
static void proposal__is_narrowed__in_the_tree(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_select(desk, "Key Vault Officer");
	desk_propose(desk, 1, id_of(desk), SUB_PROD);
	desk_select(desk, "Contributor");
	desk_keys(desk, "I n");
	assert_null(desk_dialog(desk));
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	desk_open_form(desk);
	assert_string_equal(desk_field(desk, "reason"), "count the idle disks");
	/* Only once: what is opened next is the person's own. */
	desk_keys(desk, "esc");
	desk_select(desk, "Contributor");
	desk_open_form(desk);
	assert_string_equal(desk_field(desk, "reason"), "");
}

static void proposals__are_not_taken__beyond_five_or_of_another_account(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = with_proposal();
	for (uint64_t id = 2; id <= 5; id++)
		desk_propose(desk, id, id_of(desk), EDGE);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_OPEN);
	desk_propose(desk, 6, id_of(desk), EDGE);
	assert_int_equal(desk_told(desk)->state, PROPOSAL_NOT_TAKEN);
	desk_event(desk, account_event(make_account("oid-2", "tid-1", "me@contoso.com", "C")));
	assert_int_equal(desk_told(desk)->state, PROPOSAL_NOT_TAKEN);
	assert_false(has_banner(desk));
	g_autoptr(Desk) nobody = desk_start(&(DeskStart){ .columns = 80, .rows = 24 });
	desk_propose(nobody, 1, "x", EDGE);
	assert_int_equal(desk_told(nobody)->state, PROPOSAL_NOT_TAKEN);
}

static void proposal__of_what_is_not_eligible__can_only_be_refused(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_select(desk, "Owner");
	desk_propose(desk, 1, id_of(desk), SUB_DEV); /* beside it */
	desk_keys(desk, "I");
	assert_non_null(desk_reason(desk, "asked-form"));
	assert_non_null(desk_reason(desk, "asked-narrow"));
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "A program asks");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proposal__is_shown__and_sends_nothing),
		cmocka_unit_test(proposal__goes_through_the_form__and_is_followed),
		cmocka_unit_test(proposal__is_withdrawn__while_the_form_is_open),
		cmocka_unit_test(proposal__is_refused__and_its_program_is_told_why),
		cmocka_unit_test(proposal__lapses__when_nobody_looks),
		cmocka_unit_test(proposal__is_narrowed__in_the_tree),
		cmocka_unit_test(proposals__are_not_taken__beyond_five_or_of_another_account),
		cmocka_unit_test(proposal__of_what_is_not_eligible__can_only_be_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
