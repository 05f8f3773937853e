/* Update scripts of a pasted denial: it selects the role that permits what was denied, or says why it selects none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/deny-assignment.h"
#include "tests/tui/desk.h"

#define NOTHING "actions: Microsoft.Support/*"

/* As the service says it. */
static void paste(Desk *desk, const char *operation, const char *scope)
{
	g_autofree char *text = g_strdup_printf(
		"(AuthorizationFailed) The client 'you@contoso.com' with object id\n"
		"'11111111-1111-4111-8111-111111111111' does not have authorization to perform "
		"action '%s' over scope '%s' or the scope is invalid.\n",
		operation, scope);
	desk_paste(desk, text);
}

static void answer_denies(Desk *desk, Event *event)
{
	const uint64_t id = event->intent_id;
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
}

static void answer(Desk *desk, Event *event)
{
	const uint64_t id = event->intent_id;
	desk_event(desk, event);
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
	answer_denies(desk, denies_event(desk));
}

/* Every list is there, and the tree of Platform is known. */
static Desk *start(void)
{
	Desk *desk = desk_new(80, 24);
	desk_load(desk);
	desk_event(desk, children_event(MG, true, SUB_PROD, PAYMENTS, EDGE, NULL));
	desk_select(desk, "Owner");
	desk_forget(desk);
	return desk;
}

static void assert_notice(const Desk *desk, const char *part)
{
	if (desk_notice(desk) == NULL || strstr(desk_notice(desk), part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, desk_notice(desk));
}

/* Key Vault Officer covers it more narrowly, and permits nothing of it. */
static void denial__selects_what_permits_it__at_the_narrowest_scope(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	paste(desk, "Microsoft.Web/sites/write", PAYMENTS "/providers/Microsoft.Web/sites/pay");
	assert_notice(desk, "Looking for the role that permits Microsoft.Web/sites/write");
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_DEFINITIONS), 1);
	/* Contributor, Key Vault Officer, and Reader that is active; Owner does not reach it. */
	assert_int_equal(desk_intent(desk, INTENT_READ_DEFINITIONS)->eligibilities->len, 3);
	answer(desk, definitions_event(desk, "Contributor", "actions: *", "Key Vault Officer",
				       "actions: Microsoft.KeyVault/*", "Reader", "actions: */read",
				       NULL));
	assert_string_equal(desk_selected_role(desk), "Contributor");
	assert_string_equal(desk_target(desk), PAYMENTS);
	assert_string_equal(desk_focus(desk), "eligible");
	assert_string_equal(desk_notice(desk), "Contributor on rg-payments permits "
					       "Microsoft.Web/sites/write at pay.");
	assert_int_equal(desk_rows(desk, "eligible"), 4);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

static void denial__takes_the_least_that_permits_it(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	paste(desk, "Microsoft.Web/sites/write", EDGE);
	answer(desk,
	       definitions_event(desk, "Contributor", "actions: *", "Owner", "actions: *",
				 "Key Vault Officer", "actions: Microsoft.Web/sites/*", NULL));
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	assert_string_equal(desk_target(desk), EDGE);
	assert_notice(desk, "the least of 3 ways");
}

/* Whatever is known of three roles: what is selected permits it and surely covers it, or nothing changes. */
static void denial__never_selects_a_wrong_role(void **unused)
{
	static const char *const lines[] = { NULL, NOTHING, "actions: Microsoft.Web/*" };
	static const char *const roles[] = { "Contributor", "Key Vault Officer", "Owner" };
	(void)unused;
	for (size_t i = 0; i < 27 * 2; i++) {
		const size_t what[] = { i % 3, i / 3 % 3, i / 9 % 3 };
		const bool has_tree = i < 27;
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		desk_select(desk, "Global Reader");
		paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
		Event *event = definitions_event(desk, NULL, NULL);
		for (size_t k = 0; k < G_N_ELEMENTS(roles); k++) {
			g_autoptr(Event) one =
				lines[what[k]] != NULL
					? definitions_event(desk, roles[k], lines[what[k]], NULL)
					: NULL;
			for (guint n = 0; one != NULL && n < one->rows->len; n++)
				g_ptr_array_add(event->rows, g_ptr_array_steal_index(one->rows, n));
		}
		answer(desk, event);
		if (desk_count_intents(desk, INTENT_LIST_CHILDREN) > 0) {
			Event *tree = children_event(MG, true, SUB_PROD, PAYMENTS, NULL);
			if (!has_tree) {
				g_clear_pointer(&tree->rows, g_ptr_array_unref);
				tree->problem =
					problem_new(PROBLEM_FAILED, "x", "It failed.", NULL);
			}
			desk_event(desk, tree);
		}
		const bool has_officer = what[1] == 2, has_contributor = what[0] == 2 && has_tree;
		const char *role = has_officer       ? "Key Vault Officer"
				   : has_contributor ? "Contributor"
						     : "Global Reader";
		assert_string_equal(desk_selected_role(desk), role);
		if (!has_officer && !has_contributor)
			assert_notice(desk, what[0] == 1 && what[1] == 1
						    ? "None of your eligible roles permits"
						    : "not known");
	}
}

static void permit_all_by_contributor(Desk *desk)
{
	answer(desk, definitions_event(desk, "Contributor", "actions: *", "Key Vault Officer",
				       NOTHING, "Owner", NOTHING, NULL));
}

/* Keys that are on their way would act on another row than the one that was meant. */
static void answer__moves_nobody__who_went_on(void **unused)
{
	static const char *const keys[] = { "up", "4", "?", "/ x" };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		g_autoptr(Desk) desk = start();
		paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
		desk_keys(desk, keys[i]);
		g_autofree char *role = g_strdup(desk_selected_role(desk));
		g_autofree char *screen = g_strdup(desk_screen(desk));
		permit_all_by_contributor(desk);
		assert_string_equal(desk_selected_role(desk), role);
		assert_string_equal(desk_screen(desk), screen);
		assert_notice(desk, "Contributor on rg-payments permits");
		assert_notice(desk, "Paste it again to go there.");
	}
}

static void marks_of_before__go__and_several_roles_are_marked(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	desk_keys(desk, "space");
	assert_int_equal(desk_count_marks(desk), 1);
	paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
	permit_all_by_contributor(desk);
	assert_int_equal(desk_count_marks(desk), 0);

	g_autofree char *both = g_strdup_printf(
		"does not have authorization to perform action 'Microsoft.Web/sites/write' over "
		"scope '%s'\ndoes not have authorization to perform action "
		"'Microsoft.KeyVault/vaults/write' over scope '%s'\n",
		EDGE, EDGE);
	desk_paste(desk, both);
	answer(desk, definitions_event(desk, "Contributor", NOTHING, "Key Vault Officer",
				       "actions: Microsoft.KeyVault/*", "Owner",
				       "actions: Microsoft.Web/*", NULL));
	assert_notice(desk, " together permit ");
	assert_notice(desk, "They are marked.");
	assert_int_equal(desk_count_marks(desk), 2);
	assert_string_equal(desk_target(desk), EDGE);
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_int_equal(desk_form_rows(desk), 2);
	assert_string_equal(desk_form_scope(desk, 0), EDGE);
	assert_string_equal(desk_form_scope(desk, 1), EDGE);
	assert_int_equal(desk_count_intents(desk, INTENT_ACTIVATE), 0);
}

#define DEV_APP SUB_DEV "/resourceGroups/rg-app"
#define AT(operation, scope) \
	"does not have authorization to perform action '" operation "' over scope '" scope "'\n"

static void paste_for_two_places(Desk *desk)
{
	desk_paste(desk, AT("Microsoft.Web/sites/write", PAYMENTS)
				 AT("Microsoft.Web/sites/write", DEV_APP));
	permit_all_by_contributor(desk);
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_int_equal(desk_form_rows(desk), 2);
}

/* One mark stands for both places until a person chooses another, or sets it anew. */
static void role__wanted_at_two_places__stays_so__after_esc(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	desk_event(desk, children_event(MG, true, SUB_PROD, PAYMENTS, SUB_DEV, DEV_APP, NULL));
	paste_for_two_places(desk);
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
	assert_int_equal(desk_count_marks(desk), 1);
	desk_keys(desk, "a");
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_string_equal(desk_form_scope(desk, 0), PAYMENTS);
	assert_string_equal(desk_form_scope(desk, 1), DEV_APP);
	desk_keys(desk, "esc u space a");
	assert_int_equal(desk_form_rows(desk), 1);
	assert_string_equal(desk_form_scope(desk, 0), DEV_APP);
	desk_keys(desk, "esc u");
	paste_for_two_places(desk);
	desk_keys(desk, "esc tab up a");
	assert_int_equal(desk_form_rows(desk), 1);
	assert_string_equal(desk_form_scope(desk, 0), SUB_DEV);
}

#define PLAN(name)                                                                                \
	"{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"azurerm_key_vault.a\"," \
	"\"type\":"                                                                               \
	"\"azurerm_key_vault\",\"change\":{\"actions\":[\"create\"],\"after\":{" name             \
	"\"name\":\"v\"}}}]}"

/* A role that suffices alone has its form, too; what a plan does not tell is told, and nothing is asked for. */
static void plan__opens_the_form__and_guesses_no_subscription(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	desk_paste(desk, PLAN("\"id\":\"" PAYMENTS "/providers/Microsoft.KeyVault/vaults/v\","));
	assert_notice(desk, "operations of the plan");
	answer(desk, definitions_event(desk, "Contributor", "actions: *", "Key Vault Officer",
				       NOTHING, "Owner", NOTHING, NULL));
	assert_string_equal(desk_dialog(desk), "Activate");
	assert_int_equal(desk_form_rows(desk), 1);
	assert_string_equal(desk_form_role(desk, 0), "Contributor");
	desk_keys(desk, "esc");
	desk_forget(desk);
	desk_paste(desk, PLAN("\"resource_group_name\":\"rg-payments\","));
	assert_notice(desk,
		      "In which subscription azurerm_key_vault.a is, the plan does not tell.");
	assert_int_equal(desk_count_intents(desk, INTENT_READ_DEFINITIONS), 0);
	assert_null(desk_dialog(desk));
	/* A plan that was cut says less than it needs. */
	g_autofree char *rest = g_strnfill(70000, ' ');
	g_autofree char *cut = g_strconcat("{\"format_version\":\"1.2\",", rest, NULL);
	desk_paste(desk, cut);
	assert_notice(desk, "The plan is longer than what can be pasted");
	assert_null(desk_dialog(desk));
}

static void active_role__is_shown__where_it_permits_it_already(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	paste(desk, "Microsoft.Web/sites/read", PAYMENTS);
	answer(desk, definitions_event(desk, "Reader", "actions: */read", NULL));
	assert_string_equal(desk_focus(desk), "active");
	assert_notice(desk, "Reader on rg-payments is active (until 15:40) and permits");
}

/* Nothing is asked for, and each says why. */
static void text__that_names_no_role__is_told(void **unused)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "Microsoft.Web/sites/write", "but it is not told where" },
		{ "(RequestDisallowedByPolicy) Resource 'x' was disallowed by policy.",
		  "Azure Policy does not allow it" },
		{ "(AuthorizationFailed) You are not authorized to do that.", "but not what" },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = start();
		desk_paste(desk, cases[i].text);
		assert_notice(desk, cases[i].words);
		assert_string_equal(desk_selected_role(desk), "Owner");
		assert_int_equal(desk_count_intents(desk, INTENT_READ_DEFINITIONS), 0);
	}
}

static void lists__that_are_not_whole__are_told(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
	assert_string_equal(desk_notice(desk),
			    "What permits Microsoft.Web/sites/write at rg-payments is not known.");
}

/* The question of before is dropped: its answer, and that of another account, select nothing. */
static void late_answer__is_left_out(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
	Event *late = definitions_event(desk, "Contributor", "actions: *", NULL);
	paste(desk, "Microsoft.Web/sites/write", EDGE);
	/* What is read of roles, and of deny assignments. */
	assert_int_equal(desk_count(desk, EFFECT_DROP), 2);
	answer(desk, late);
	assert_string_equal(desk_selected_role(desk), "Owner");
	late = definitions_event(desk, "Contributor", "actions: *", NULL);
	desk_event(desk, account_event(make_account("oid-2", "tid-1", "b@contoso.com", NULL)));
	answer(desk, late);
	assert_string_not_equal(desk_selected_role(desk), "Contributor");
}

/* A doubt is told, and a role that is denied is not gone to. */
static void denial__selects_nothing__where_it_is_denied(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	paste(desk, "Microsoft.Web/sites/write", PAYMENTS);
	Event *denies = denies_event(desk);
	DenyAssignment *deny = deny_assignment_new();
	deny->id = g_strdup("d");
	deny->name = g_strdup("Keep it");
	deny->scope = g_strdup(PAYMENTS);
	deny->whom = DENIES_SURELY;
	g_ptr_array_add(deny->permissions, role_definition_from_lines("actions: *"));
	g_ptr_array_add(denies->rows, deny);
	answer_denies(desk, denies);
	Event *event = definitions_event(desk, "Contributor", "actions: *", NULL);
	answer_denies(desk, event);
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_notice(desk, "The deny assignment \"Keep it\" at rg-payments takes away");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(denial__selects_what_permits_it__at_the_narrowest_scope),
		cmocka_unit_test(denial__takes_the_least_that_permits_it),
		cmocka_unit_test(denial__never_selects_a_wrong_role),
		cmocka_unit_test(answer__moves_nobody__who_went_on),
		cmocka_unit_test(marks_of_before__go__and_several_roles_are_marked),
		cmocka_unit_test(role__wanted_at_two_places__stays_so__after_esc),
		cmocka_unit_test(plan__opens_the_form__and_guesses_no_subscription),
		cmocka_unit_test(active_role__is_shown__where_it_permits_it_already),
		cmocka_unit_test(text__that_names_no_role__is_told),
		cmocka_unit_test(lists__that_are_not_whole__are_told),
		cmocka_unit_test(late_answer__is_left_out),
		cmocka_unit_test(denial__selects_nothing__where_it_is_denied),
	};
	return cmocka_run_group_tests_name("update-why", tests, NULL, NULL);
}
