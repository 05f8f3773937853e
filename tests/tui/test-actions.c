/* The table of actions and the keymap, walked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"
#include "tui/core/state.h"
#include "tui/screens/roles.h"
#include "tui/tables.h"

static bool is_sentence(const char *text)
{
	size_t length = strlen(text);
	return length > 2 && g_ascii_isupper(text[0]) && text[length - 1] == '.';
}

static ActionTable *table_new(void)
{
	return state_action_table(&dashboard_tables);
}

static void every_action__has_name_title_help_and_function(void **unused)
{
	(void)unused;
	g_autoptr(ActionTable) table = table_new();
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(table, i)); i++) {
		const Action *action = row->action;
		/* So no name is there twice. */
		assert_ptr_equal(action_table_find(table, action->name), action);
		assert_true(strlen(action->title) > 0);
		assert_true(is_sentence(action->help));
		assert_non_null(action->run);
		assert_true(action->traits != 0 || row->own != NULL);
	}
}

static void every_action__has_a_place_of_its_own(void **unused)
{
	(void)unused;
	g_autoptr(ActionTable) table = table_new();
	int before = 0;
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(table, i)); i++) {
		assert_true(row->action->place > before);
		before = row->action->place;
	}
}

static void default_keys__are_known__and_never_doubled_in_a_context(void **unused)
{
	(void)unused;
	g_autoptr(GError) error = NULL;
	g_autoptr(ActionTable) table = table_new();
	g_autoptr(Keymap) keymap = keymap_new(table, NULL, &error);
	assert_null(error);
	assert_non_null(keymap);
	/* Counted once more without the keymap. */
	for (guint c = 0; c < table->contexts->len; c++) {
		g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
		const ActionRow *row;
		for (size_t i = 0; (row = action_table_at(table, i)); i++) {
			if (!action_row_counts_in(row, g_ptr_array_index(table->contexts, c)))
				continue;
			g_auto(GStrv) names = g_strsplit(row->action->keys, " ", -1);
			for (size_t k = 0; names[k] != NULL; k++) {
				if (!*names[k])
					continue;
				Key key = key_from_name(names[k]);
				assert_int_not_equal(key, KEY_NONE);
				assert_true(g_hash_table_add(seen, GUINT_TO_POINTER(key)));
			}
		}
	}
}

static void every_context__has_a_name_and_a_way_out(void **unused)
{
	(void)unused;
	g_autoptr(ActionTable) table = table_new();
	for (guint c = 0; c < table->contexts->len; c++) {
		const Context *context = g_ptr_array_index(table->contexts, c);
		bool has_escape = false;
		const ActionRow *row;
		assert_true(strlen(context->name) > 0);
		for (size_t i = 0; (row = action_table_at(table, i)); i++) {
			g_auto(GStrv) names = g_strsplit(row->action->keys, " ", -1);
			has_escape |= action_row_counts_in(row, context) &&
				      g_strv_contains((const char *const *)names, "esc");
		}
		assert_true(has_escape);
	}
}

/* Each precondition is met with nothing on screen; what it says then must be a sentence. */
static void every_precondition__has_its_sentence(void **unused)
{
	(void)unused;
	g_autoptr(ActionTable) table = table_new();
	const size_t count = table->rows->len;
	g_autoptr(Desk) empty = desk_start(&(DeskStart){ .columns = 80, .rows = 24 });
	g_autoptr(Desk) demo =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .banner = "demo" });
	g_autoptr(Desk) full = desk_new(80, 24);
	desk_load(full);
	Desk *desks[] = { empty, demo, full };
	static const char *const panes[] = { "active",   "eligible",  "scope",
					     "requests", "approvals", "history" };
	g_autofree size_t *refusals = g_new0(size_t, count);
	for (size_t d = 0; d < G_N_ELEMENTS(desks); d++) {
		for (size_t pane = 0; pane <= G_N_ELEMENTS(panes); pane++) {
			if (pane > 0) /* before that no key was pressed */
				desk_focus_on(desks[d], panes[pane - 1]);
			for (size_t i = 0; i < count; i++) {
				const char *reason = desk_reason(
					desks[d], action_table_at(table, i)->action->name);
				refusals[i] += reason != NULL;
				assert_true(!reason || is_sentence(reason));
			}
		}
	}
	for (size_t i = 0; i < count; i++)
		assert_true(refusals[i] > 0 || !action_table_at(table, i)->action->guard);
}

static void dangerous_keys__have_no_harmless_neighbour(void **unused)
{
	(void)unused;
	/* What ends access needs Shift; what is sent needs Enter in a dialog of its own. */
	g_autoptr(ActionTable) table = table_new();
	const Action *deactivate = action_table_find(table, "deactivate");
	assert_string_equal(deactivate->keys, "D");
	const char *asking[] = { "confirm", "confirm-deactivate" };
	for (size_t i = 0; i < G_N_ELEMENTS(asking); i++) {
		const Action *action = action_table_find(table, asking[i]);
		assert_int_equal(action->traits, 0); /* in no dialog but their own */
	}
}

static void footer__names_what_can_be_done_now(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	g_autofree char *footer = desk_footer(desk);
	g_auto(GStrv) names = g_strsplit(footer, " ", -1);
	assert_true(g_strv_length(names) >= 5);
	assert_string_equal(names[0], "activate");
	desk_keys(desk, "shift-tab");
	g_autofree char *active = desk_footer(desk);
	assert_true(g_str_has_prefix(active, "deactivate "));
}

/* By what it does, by its key, or by the name that [keys] wants. */
static void help__finds_a_key__and_does_it(void **unused)
{
	static const struct {
		const char *typed, *shown;
	} cases[] = {
		{ "marked selected one",
		  "activate: Activate the marked roles, or the selected one." },
		{ "page-down", "page-down: Go one page down." },
		{ "next-pane", "next-pane: Go to the next pane." },
		{ "similar", "Only similar to the filter" },
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		desk_keys(desk, "?");
		desk_type(desk, cases[i].typed);
		g_autofree char *screen = desk_screen_text(desk);
		if (strstr(screen, cases[i].shown) == NULL)
			fail_msg("%s:\n%s", cases[i].typed, screen);
	}
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_keys(desk, "?");
	desk_type(desk, "next-pane");
	desk_keys(desk, "enter");
	assert_null(desk_dialog(desk));
	assert_string_equal(desk_focus(desk), "scope");
	desk_keys(desk, "?");
	desk_type(desk, "confirm-deactivate"); /* not from here */
	desk_keys(desk, "enter");
	assert_string_equal(desk_dialog(desk), "Help");
	desk_keys(desk, "esc");
	assert_null(desk_dialog(desk));
}

/* What counts in many places is told where it comes first, and not again in each dialog. */
static void help__tells_each_action_once(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(160, 200);
	desk_load(desk);
	desk_keys(desk, "?");
	g_autofree char *screen = desk_screen_text(desk);
	static const char *const names[] = { "copy-command", "bottom", "interrupt", "redraw",
					     "cancel" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *cell = g_strdup_printf(" %s ", names[i]);
		g_auto(GStrv) parts = g_strsplit(screen, cell, -1);
		if (g_strv_length(parts) != 2)
			fail_msg("%s: %u times:\n%s", names[i], g_strv_length(parts) - 1, screen);
	}
}

static GHashTable *keys_of(const char *name, const char *value)
{
	GHashTable *keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_hash_table_insert(keys, g_strdup(name), g_strdup(value));
	return keys;
}

static void keymap__takes_other_keys(void **unused)
{
	(void)unused;
	g_autoptr(GHashTable) keys = keys_of("activate", "F5 ctrl-o");
	g_autoptr(GError) error = NULL;
	g_autoptr(ActionTable) table = table_new();
	g_autoptr(Keymap) keymap = keymap_new(table, keys, &error);
	assert_null(error);
	const Action *activate = action_table_find(table, "activate");
	assert_ptr_equal(keymap_find(keymap, &roles_context, KEY_F1 + 4), activate);
	assert_ptr_equal(keymap_find(keymap, &roles_context, KEY_CTRL | 'o'), activate);
	assert_null(keymap_find(keymap, &roles_context, 'a'));
	assert_string_equal(keymap_key(keymap, activate), "F5");
	assert_string_equal(keymap_keys(keymap, activate), "F5 ctrl-o");

	/* Two actions that do the same may share a key, as in the manual's example. */
	g_autoptr(GHashTable) both = keys_of("quit", "q ctrl-c");
	g_autoptr(Keymap) sharing = keymap_new(table, both, NULL);
	assert_non_null(sharing);

	g_autoptr(GHashTable) none = keys_of("mark-all", "");
	g_autoptr(Keymap) without = keymap_new(table, none, NULL);
	assert_null(keymap_key(without, action_table_find(table, "mark-all")));
}

static void keymap__refuses__and_says_what_was_expected(void **unused)
{
	(void)unused;
	static const struct {
		const char *name, *value;
		int code;
		const char *words;
	} cases[] = {
		{ "activat", "x", KEYMAP_ERROR_ACTION, "no action of that name" },
		{ "activate", "hyper-x", KEYMAP_ERROR_KEY, "no key \"hyper-x\"" },
		{ "activate", "q", KEYMAP_ERROR_DOUBLED, "also that of" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GHashTable) keys = keys_of(cases[i].name, cases[i].value);
		g_autoptr(GError) error = NULL;
		g_autoptr(ActionTable) table = table_new();
		assert_null(keymap_new(table, keys, &error));
		assert_true(g_error_matches(error, KEYMAP_ERROR, cases[i].code));
		assert_non_null(strstr(error->message, cases[i].words));
		assert_non_null(strstr(error->message, "[keys]"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_action__has_name_title_help_and_function),
		cmocka_unit_test(every_action__has_a_place_of_its_own),
		cmocka_unit_test(default_keys__are_known__and_never_doubled_in_a_context),
		cmocka_unit_test(every_context__has_a_name_and_a_way_out),
		cmocka_unit_test(every_precondition__has_its_sentence),
		cmocka_unit_test(dangerous_keys__have_no_harmless_neighbour),
		cmocka_unit_test(footer__names_what_can_be_done_now),
		cmocka_unit_test(help__finds_a_key__and_does_it),
		cmocka_unit_test(help__tells_each_action_once),
		cmocka_unit_test(keymap__takes_other_keys),
		cmocka_unit_test(keymap__refuses__and_says_what_was_expected),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
