/* Update scripts of where one left: what is kept of it, and how the next start opens there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "src/base/limits.h"
#include "tests/tui/desk.h"
#include "tui/core/kept-place.h"
#include "tui/core/update.h"
#include "tui/loop.h"
#include "tui/tables.h"

/* Started anew, and nothing has come but who it is. */
static Desk *start(void)
{
	Desk *desk = desk_start(&(DeskStart){ .columns = 80, .rows = 24, .keeps_place = true });
	desk_event(desk, account_event(make_account("oid", "tid", "you@contoso.com", "Contoso")));
	return desk;
}

/* The same place as its file has it. */
static void open_at(Desk *desk, const KeptPlace *place)
{
	g_autofree char *text = kept_place_write(place);
	g_autoptr(KeptPlace) read = kept_place_read(text, strlen(text));
	assert_non_null(read);
	desk_place_was(desk, read);
}

/* All lists have come. */
static void finish_lists(Desk *desk)
{
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_REFRESH)->id));
}

static KeptPlace *at_eligible(const char *filter, const char *selected)
{
	KeptPlace *place = kept_place_new("Roles", "Eligible");
	kept_place_add(place, "Eligible", filter, selected);
	return place;
}

static void start__opens_where_one_left(void **unused)
{
	(void)unused;
	g_autoptr(Desk) before = start();
	desk_load(before);
	desk_keys(before, "/ O w n e r enter");
	g_autoptr(KeptPlace) left = desk_leave(before);
	g_autoptr(Desk) desk = start();
	assert_int_equal(desk_count(desk, EFFECT_READ_PLACE), 1);
	open_at(desk, left);
	desk_load(desk);
	finish_lists(desk);
	assert_string_equal(desk_focus(desk), "eligible");
	assert_int_equal(desk_rows(desk, "eligible"), 1);
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_null(desk_notice(desk));
}

/* The row stays chosen though its workload comes last, and the tree is that of this row. */
static void start__returns_to_the_row_and_its_tree__when_they_come(void **unused)
{
	(void)unused;
	g_autoptr(Desk) before = start();
	desk_load(before);
	desk_select(before, "Key Vault Officer");
	desk_focus_on(before, "scope");
	g_autoptr(KeptPlace) left = desk_leave(before);
	g_autoptr(Desk) desk = start();
	open_at(desk, left);
	assert_string_equal(desk_focus(desk), "eligible");
	desk_load(desk);
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
	assert_string_equal(desk_focus(desk), "scope");
	finish_lists(desk);
	assert_string_equal(desk_selected_role(desk), "Key Vault Officer");
}

static void start__opens_the_screen_that_one_left(void **unused)
{
	(void)unused;
	g_autoptr(Desk) before = start();
	desk_load(before);
	desk_keys(before, "4");
	g_autoptr(KeptPlace) left = desk_leave(before);
	g_autoptr(Desk) desk = start();
	open_at(desk, left);
	assert_string_equal(desk_screen(desk), "History");
}

static void key__is_obeyed__before_what_one_left(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	g_autoptr(KeptPlace) left = kept_place_new("History", "History");
	desk_keys(desk, "2");
	open_at(desk, left);
	assert_string_equal(desk_screen(desk), "Requests");
}

/* … and what was not there yet when it was pressed takes nothing away from where one is now. */
static void key__ends_what_is_waited_for(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	g_autoptr(KeptPlace) left = at_eligible("nothing like this", NULL);
	open_at(desk, left);
	desk_load(desk);
	desk_keys(desk, "down");
	finish_lists(desk);
	assert_int_equal(desk_rows(desk, "eligible"), 0);
}

static void filter__that_fits_nothing_now__is_told_and_dropped(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	g_autoptr(KeptPlace) left = at_eligible("nothing like this", NULL);
	open_at(desk, left);
	desk_load(desk);
	assert_int_equal(desk_rows(desk, "eligible"), 0);
	finish_lists(desk);
	assert_true(desk_rows(desk, "eligible") > 0);
	assert_non_null(strstr(desk_notice(desk), "\"nothing like this\", fits nothing now"));
}

/* No role at all: the words of the pane say why, and no filter seems to hide one. */
static void filter__over_nothing__is_dropped(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	g_autoptr(KeptPlace) left = at_eligible("kind:mg", NULL);
	open_at(desk, left);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		desk_event(desk, eligible_event(id, NULL, NULL));
		desk_event(desk, active_event(id, NULL, NULL));
	}
	finish_lists(desk);
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "Nothing eligible here"));
	assert_null(strstr(screen, "kind:mg"));
}

static void place__that_is_no_more__begins_anew(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	g_autoptr(KeptPlace) left = kept_place_new("Reviews", "Mine");
	open_at(desk, left);
	desk_load(desk);
	finish_lists(desk);
	assert_string_equal(desk_screen(desk), "Roles");
	assert_string_equal(desk_focus(desk), "eligible");
	g_autoptr(KeptPlace) other = kept_place_new("Roles", "Nonsense");
	g_autoptr(Desk) again = start();
	open_at(again, other);
	assert_string_equal(desk_focus(again), "eligible");
}

/* Each account has its own place, and is asked for by a name that tells nothing of it. */
static void account__has_its_own_place(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = start();
	desk_load(desk);
	desk_keys(desk, "4");
	const Effect *first = desk_effect(desk, EFFECT_READ_PLACE);
	g_autofree char *name = g_strdup(first->text);
	assert_null(strstr(name, "oid"));
	desk_event(desk, account_event(make_account("other", "tid", "ops@contoso.com", "Contoso")));
	const Effect *kept = desk_effect(desk, EFFECT_KEEP_PLACE);
	assert_string_equal(kept->text, name);
	assert_string_equal(kept->place->screen, "History");
	assert_string_not_equal(desk_effect(desk, EFFECT_READ_PLACE)->text, name);
	g_autoptr(KeptPlace) left = kept_place_new("Requests", "Requests");
	open_at(desk, left);
	assert_string_equal(desk_screen(desk), "Requests");
}

static void demo__keeps_nothing(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	desk_event(desk, account_event(make_account("other", "tid", "ops@contoso.com", "Contoso")));
	assert_int_equal(desk_count(desk, EFFECT_READ_PLACE), 0);
	assert_int_equal(desk_count(desk, EFFECT_KEEP_PLACE), 0);
}

/* ---- Its file ----------------------------------------------------------------------------------- */

static void read__takes_what_was_written(void **unused)
{
	(void)unused;
	g_autoptr(KeptPlace) place = kept_place_new("Roles", "Eligible");
	kept_place_add(place, "Eligible", "kind:mg  !prod = [x]; \\ é", "id/1");
	kept_place_add(place, "Active", NULL, NULL);
	g_autofree char *text = kept_place_write(place);
	g_autoptr(KeptPlace) read = kept_place_read(text, strlen(text));
	assert_int_equal(read->panes->len, 2);
	const KeptPane *eligible = read->panes->pdata[0], *active = read->panes->pdata[1];
	assert_string_equal(eligible->filter, "kind:mg  !prod = [x]; \\ é");
	assert_string_equal(eligible->selected, "id/1");
	assert_string_equal(active->filter, "");
	assert_null(active->selected);
}

static void read__refuses_what_is_no_place(void **unused)
{
	static const char *const texts[] = {
		"",
		"nonsense",
		"[place]\n",
		"[place]\nscreen=Roles\n",
		"[place\nscreen=Roles\npane=x\n",
		"[place]\nscreen=Ro\\nles\npane=Eligible\n",
		"[place]\nscreen=\xff\npane=Eligible\n",
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_null(kept_place_read(texts[i], strlen(texts[i])));
}

static void read__is_bounded(void **unused)
{
	static const char begin[] = "[place]\nscreen=Roles\npane=Eligible\n#";
	(void)unused;
	for (size_t over = 0; over < 2; over++) {
		g_autoptr(GString) text = g_string_new(begin);
		while (text->len < LIMIT_PLACE + over)
			g_string_append_c(text, 'x');
		g_autoptr(KeptPlace) place = kept_place_read(text->str, text->len);
		assert_int_equal(place != NULL, over == 0);
	}
}

/* What a terminal would take for a command is not put on a screen. */
static void read__leaves_out_what_is_not_clean(void **unused)
{
	static const char text[] = "[place]\nscreen=Roles\npane=Eligible\n"
				   "[pane Eligible]\nfilter=a\\tb\nselected=\033]0;x\n";
	(void)unused;
	g_autoptr(KeptPlace) place = kept_place_read(text, strlen(text));
	const KeptPane *pane = place->panes->pdata[0];
	assert_string_equal(pane->filter, "");
	assert_null(pane->selected);
}

/* ---- Its folder --------------------------------------------------------------------------------- */

/* A loop without backend and terminal, whose account is that of `oid`. */
static Loop *loop_of(const char *folder, const char *oid)
{
	const StateOptions options = { .tables = &dashboard_tables,
				       .columns = 80,
				       .rows = 24,
				       .now = DESK_NOW,
				       .keeps_place = true };
	g_autoptr(GPtrArray) effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	g_autoptr(Event) event =
		account_event(make_account(oid, "tid", "you@contoso.com", "Contoso"));
	const Message message = { .kind = MESSAGE_EVENT, .now = DESK_NOW, .event = event };
	Loop *loop = loop_new(NULL, &options);
	loop->places_folder = g_strdup(folder);
	state_update(loop->state, &message, effects);
	for (guint i = 0; i < effects->len; i++) {
		Effect *effect = effects->pdata[i];
		if (effect->kind == EFFECT_READ_PLACE)
			loop_do_effect(loop, effect);
	}
	return loop;
}

static const KeptPlace *place_of(Loop *loop)
{
	const Item *item = g_queue_peek_head(&loop->items);
	return item != NULL && item->message.kind == MESSAGE_PLACE ? item->place : NULL;
}

static char *only_file(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	assert_non_null(dir);
	char *path = g_build_filename(folder, g_dir_read_name(dir), NULL);
	assert_null(g_dir_read_name(dir));
	return path;
}

static void loop__writes_the_place_at_its_end__for_its_owner_alone(void **unused)
{
	(void)unused;
	g_autofree char *top = g_dir_make_tmp("myroles-test-XXXXXX", NULL);
	g_autofree char *folder = g_build_filename(top, "places", NULL);
	g_autoptr(Loop) first = loop_of(folder, "oid");
	assert_null(place_of(first));
	loop_write_places(first);
	g_autofree char *path = only_file(folder);
	GStatBuf file;
	assert_int_equal(g_stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	g_autoptr(Loop) second = loop_of(folder, "oid");
	assert_string_equal(place_of(second)->screen, "Roles");
	g_autoptr(Loop) other = loop_of(folder, "other");
	assert_null(place_of(other));
	/* What others could have written, and what is damaged, is as if it were not there. */
	g_chmod(path, 0644);
	g_autoptr(Loop) open = loop_of(folder, "oid");
	assert_null(place_of(open));
	g_chmod(path, 0600);
	g_file_set_contents(path, "\x01\x02[", 3, NULL);
	g_autoptr(Loop) damaged = loop_of(folder, "oid");
	assert_null(place_of(damaged));
	g_unlink(path);
	g_rmdir(folder);
	g_rmdir(top);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start__opens_where_one_left),
		cmocka_unit_test(start__returns_to_the_row_and_its_tree__when_they_come),
		cmocka_unit_test(start__opens_the_screen_that_one_left),
		cmocka_unit_test(key__is_obeyed__before_what_one_left),
		cmocka_unit_test(key__ends_what_is_waited_for),
		cmocka_unit_test(filter__that_fits_nothing_now__is_told_and_dropped),
		cmocka_unit_test(filter__over_nothing__is_dropped),
		cmocka_unit_test(place__that_is_no_more__begins_anew),
		cmocka_unit_test(account__has_its_own_place),
		cmocka_unit_test(demo__keeps_nothing),
		cmocka_unit_test(read__takes_what_was_written),
		cmocka_unit_test(read__refuses_what_is_no_place),
		cmocka_unit_test(read__is_bounded),
		cmocka_unit_test(read__leaves_out_what_is_not_clean),
		cmocka_unit_test(loop__writes_the_place_at_its_end__for_its_owner_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
