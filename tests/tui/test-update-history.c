/* Update scripts of the History screen: pages, words and periods, marks, the timeline and the totals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "src/model/finding.h"
#include "tests/tui/desk.h"

#define DAY (24 * HOUR)

static HistoryEntry *make_entry(int number, const char *role, Instant created, RequestState state)
{
	HistoryEntry *entry = history_entry_new();
	Request *request = entry->request = request_new();
	request->id = g_strdup_printf("request-%d", number);
	request->kind = REQUEST_ACTIVATE;
	request->state = state;
	request->created = request->start = created;
	request->duration = 2 * HOUR;
	request->end = created + request->duration;
	request->justification = g_strdup_printf("reason %d", number);
	Grant grant = { 0 };
	make_grant(&grant,
		   &(GrantParts){ .role = role, .scope_id = EDGE, .scope_name = "rg-edge" });
	request->role.id = g_strdup(grant.role.id);
	request->role.name = g_strdup(role);
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, EDGE, "rg-edge");
	grant_clear(&grant);
	entry->first_learnt = entry->last_learnt = created;
	entry->place = number;
	return entry;
}

static Event *history_event(void)
{
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	return event;
}

/* Owner three times, at longer and longer ago; one of them refused; and a role that is no more. */
static void fill(Desk *desk)
{
	desk_load(desk);
	Event *event = history_event();
	g_ptr_array_add(event->rows, make_entry(4, "Owner", DESK_NOW - HOUR, REQUEST_STATE_ACTIVE));
	g_ptr_array_add(event->rows,
			make_entry(3, "Owner", DESK_NOW - 3 * DAY, REQUEST_STATE_REFUSED));
	g_ptr_array_add(event->rows,
			make_entry(2, "Gone", DESK_NOW - 20 * DAY, REQUEST_STATE_ENDED));
	g_ptr_array_add(event->rows,
			make_entry(1, "Owner", DESK_NOW - 40 * DAY, REQUEST_STATE_ENDED));
	desk_event(desk, event);
	desk_keys(desk, "4");
}

static Desk *at_history(void)
{
	Desk *desk = desk_new(80, 24);
	fill(desk);
	return desk;
}

/* Who asked for the same again and again finds it once in the palette: the last time. */
static void palette__shows__what_was_asked_often__once(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, ":");
	desk_type(desk, "owner");
	g_autofree char *screen = desk_screen_text(desk);
	g_auto(GStrv) parts = g_strsplit(screen, "Owner  rg-edge  in History", -1);
	assert_int_equal(g_strv_length(parts), 2);
}

static void history__comes_in_pages__and_then_by_what_changed(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Event *first = history_event();
	g_ptr_array_add(first->rows,
			make_entry(4, "Owner", DESK_NOW - HOUR, REQUEST_STATE_RUNNING));
	g_ptr_array_add(first->rows, make_entry(3, "Owner", DESK_NOW - DAY, REQUEST_STATE_ENDED));
	first->has_more = true;
	desk_event(desk, first);
	const Intent *next = desk_intent(desk, INTENT_READ_HISTORY);
	assert_int_equal(next->query.behind_place, 3);
	assert_int_equal(next->query.behind_moment, DESK_NOW - DAY);
	Event *last = history_event();
	last->is_addition = true;
	g_ptr_array_add(last->rows,
			make_entry(1, "Owner", DESK_NOW - 9 * DAY, REQUEST_STATE_ENDED));
	desk_event(desk, last);
	desk_keys(desk, "4");
	assert_int_equal(desk_rows(desk, "history"), 3);
	/* Opened again, only what was learnt since is asked for, and takes its old place. */
	const Intent *since = desk_intent(desk, INTENT_READ_HISTORY);
	assert_true(since->query.learnt_since > 0);
	assert_int_equal(since->query.behind_place, 0);
	Event *changed = history_event();
	changed->is_addition = true;
	g_ptr_array_add(changed->rows, make_entry(5, "Owner", DESK_NOW - 60, REQUEST_STATE_ACTIVE));
	g_ptr_array_add(changed->rows,
			make_entry(4, "Owner", DESK_NOW - HOUR, REQUEST_STATE_REFUSED));
	desk_event(desk, changed);
	assert_int_equal(desk_rows(desk, "history"), 4);
	assert_string_equal(desk_request(desk, 0)->id, "request-5");
	assert_int_equal(desk_request(desk, 1)->state, REQUEST_STATE_REFUSED);
	assert_string_equal(desk_request(desk, 3)->id, "request-1");
}

/* Once all of it is there, and once in a run. */
static void journal__is_looked_at_for_damage__aside(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Event *first = history_event();
	g_ptr_array_add(first->rows, make_entry(4, "Owner", DESK_NOW - HOUR, REQUEST_STATE_ENDED));
	first->has_more = true;
	desk_event(desk, first);
	assert_int_equal(desk_count_intents(desk, INTENT_WALK_JOURNAL), 0);
	Event *last = history_event();
	last->is_addition = true;
	desk_event(desk, last);
	assert_int_equal(desk_count_intents(desk, INTENT_WALK_JOURNAL), 1);
	Event *found = event_new(EVENT_EXAMINED, desk_intent(desk, INTENT_WALK_JOURNAL)->id);
	found->rows = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	g_ptr_array_add(found->rows,
			finding_new("journal", "file", FINDING_FAILED, "It is damaged.",
				    problem_new(PROBLEM_FAILED, "damaged", "It is damaged.",
						"Keep a copy of the file.")));
	desk_event(desk, found);
	assert_non_null(strstr(desk_notice(desk), "It is damaged. Keep a copy of the file."));
	desk_keys(desk, "4");
	desk_event(desk, history_event());
	assert_int_equal(desk_count_intents(desk, INTENT_WALK_JOURNAL), 1);
}

/* Of a long past the roles tell the last three months alone. */
static void roles__tell_a_refusal__for_three_months(void **unused)
{
	static const int days[] = { 80, 100 };
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		g_autoptr(Desk) desk = desk_new(120, 24);
		desk_load(desk);
		Event *event = history_event();
		g_ptr_array_add(event->rows, make_entry(1, "Owner", DESK_NOW - days[i] * DAY,
							REQUEST_STATE_REFUSED));
		desk_event(desk, event);
		g_autofree char *screen = desk_screen_text(desk);
		const bool is_told = strstr(screen, "refused last") != NULL;
		assert_int_equal(is_told, i == 0);
	}
}

/* One activation that was given back early is held once, not twice. */
static void history__tells_a_deactivation__from_what_it_ended(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	Event *event = history_event();
	HistoryEntry *back = make_entry(2, "Owner", DESK_NOW - 3 * HOUR, REQUEST_STATE_ENDED);
	back->request->kind = REQUEST_DEACTIVATE;
	HistoryEntry *held = make_entry(1, "Owner", DESK_NOW - 4 * HOUR, REQUEST_STATE_ENDED);
	held->request->end = DESK_NOW - 3 * HOUR;
	g_ptr_array_add(event->rows, back);
	g_ptr_array_add(event->rows, held);
	desk_event(desk, event);
	desk_keys(desk, "4");
	g_autofree char *screen = desk_screen_text(desk);
	assert_true(g_regex_match_simple("Owner +rg-edge +deactivated", screen, 0, 0));
	assert_true(g_regex_match_simple("Owner +rg-edge +1h  ended 1h early", screen, 0, 0));
}

static void history__words_and_periods__narrow_it(void **unused)
{
	static const struct {
		const char *filter;
		const char *ids; /* their numbers */
	} rows[] = {
		{ "owner", "431" },
		{ "gone", "2" },
		{ "state:refused", "3" },
		{ "!state:refused role:owner", "41" },
		{ "at:edge", "4321" },
		{ "at:prod", "" },
		{ "kind:azure", "4321" },
		{ "kind:entra", "" },
		{ "why:\"reason", "" },
		{ "why:reason", "4321" },
		{ "in:2025-12", "32" },
		{ "in:last-month", "32" },
		{ "since:2025-12-29", "43" },
		{ "until:2025-11", "1" },
		{ "since:2025-12 until:2025-12-20", "2" },
		/* A month of one digit; and half typed, no period yet. */
		{ "in:2025-1", "" },
		{ "in:20", "4321" },
	};
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		desk_keys(desk, "/");
		desk_type(desk, rows[i].filter);
		g_autoptr(GString) ids = g_string_new(NULL);
		for (size_t k = 0; k < desk_rows(desk, "history"); k++)
			g_string_append(ids, desk_request(desk, k)->id + strlen("request-"));
		if (strcmp(ids->str, rows[i].ids) != 0)
			fail_msg("%s: %s, expected %s", rows[i].filter, ids->str, rows[i].ids);
		desk_keys(desk, "esc");
	}
}

static void history__marked_requests__are_repeated_in_one_form(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, "space space space space");
	assert_null(desk_reason(desk, "repeat"));
	desk_keys(desk, "a");
	/* Owner at rg-edge once, though it was asked for three times; what is gone is left out, and said. */
	assert_int_equal(desk_form_rows(desk), 1);
	assert_string_equal(desk_form_role(desk, 0), "Owner");
	desk_keys(desk, "ctrl-y");
	assert_string_equal(desk_field(desk, "reason"), "reason 4");
	desk_keys(desk, "esc u");
	assert_non_null(desk_reason(desk, "unmark-entries"));
}

static void history__timeline__shows_what_the_list_shows(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	assert_non_null(desk_reason(desk, "zoom-in"));
	desk_keys(desk, "t");
	g_autofree char *week = desk_screen_text(desk);
	assert_non_null(strstr(week, "Timeline, 1 week"));
	assert_non_null(strstr(week, "Owner rg-edge"));
	assert_non_null(strstr(week, "×"));
	assert_non_null(strstr(week, "Owner rg-edge: 1 time here, 1h in all"));
	desk_keys(desk, "- - -");
	g_autofree char *quarter = desk_screen_text(desk);
	assert_non_null(strstr(quarter, "Timeline, 3 months"));
	assert_non_null(strstr(quarter, "Owner rg-edge: 2 times here, 3h in all"));
	/* Back in time until nothing is in sight, and home again. */
	desk_keys(desk, "left left left left left left");
	g_autofree char *before = desk_screen_text(desk);
	assert_non_null(strstr(before, "Owner rg-edge: 0 times here"));
	desk_keys(desk, "n + + +");
	g_autofree char *again = desk_screen_text(desk);
	assert_string_equal(again, week);
	desk_keys(desk, "p");
	desk_type(desk, "2025-12");
	desk_keys(desk, "enter t");
	g_autofree char *december = desk_screen_text(desk);
	assert_null(strstr(december, "1 time here, 1h in all"));
	assert_non_null(strstr(december, "Gone rg-edge"));
	/* Another account has another past. */
	desk_event(desk, account_event(make_account("other", "other-tenant", "b@x", "X")));
	desk_check(desk);
	g_autofree char *other = desk_screen_text(desk);
	assert_null(strstr(other, "rg-edge"));
}

static void history__totals__turn_by_the_same_key(void **unused)
{
	static const char *const titles[] = { "Totals by role, all", "Totals by scope, all",
					      "Totals by month, all", "Totals by workload, all",
					      "Eligible, not used since" };
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	for (size_t i = 0; i < G_N_ELEMENTS(titles); i++) {
		desk_keys(desk, "T");
		g_autofree char *screen = desk_screen_text(desk);
		assert_non_null(strstr(screen, titles[i]));
		desk_check(desk);
	}
	desk_keys(desk, "esc");
	assert_string_equal(desk_focus(desk), "history");
}

static void history__unused__tells_what_was_never_used__and_follows_the_list(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, "T T T T T");
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "Key Vault Officer on sub-prod"));
	assert_non_null(strstr(screen, "never here"));
	/* Used an hour ago. */
	assert_null(strstr(screen, "Owner on rg-edge"));
	desk_event(desk, eligible_event(WORKLOAD_AZURE,
					make_eligible(WORKLOAD_AZURE, "Zookeeper", EDGE, "rg-edge"),
					NULL));
	g_autofree char *later = desk_screen_text(desk);
	assert_non_null(strstr(later, "Zookeeper on rg-edge"));
	assert_null(strstr(later, "Key Vault Officer"));
	desk_check(desk);
	desk_keys(desk, "T");
	g_autofree char *totals = desk_screen_text(desk);
	assert_non_null(strstr(totals, "Totals by role"));
}

/* Told once, on whichever screen. */
static void history__that_cannot_be_read__is_told_anywhere(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	for (int i = 0; i < 2; i++) {
		Event *event = event_new(EVENT_HISTORY, 0);
		event->problem = problem_new(PROBLEM_FAILED, "damaged",
					     "journal.db: database disk image is malformed", NULL);
		desk_event(desk, event);
	}
	g_autofree char *screen = desk_screen_text(desk);
	assert_non_null(strstr(screen, "database disk image is malformed"));
}

/* What was to be written, as it would be. */
static char *exported(const Desk *desk)
{
	g_auto(ExportText) text = { 0 };
	export_text_init(&text, desk_effect(desk, EFFECT_EXPORT)->export);
	while (export_text_step(&text))
		continue;
	return g_strdup(text.text->str);
}

static void export__writes_what_is_shown__as_its_ending_says(void **unused)
{
	static const char *const begins[] = { "created,workload,", "{\"schema\":1,", "<svg",
					      "<!DOCTYPE html>" };
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, "/");
	desk_type(desk, "gone");
	desk_keys(desk, "enter");
	for (size_t i = 0; i < G_N_ELEMENTS(begins); i++) {
		desk_keys(desk, "e");
		for (size_t turn = 0; turn < i; turn++)
			desk_keys(desk, "tab");
		desk_keys(desk, "enter");
		const Effect *effect = desk_effect(desk, EFFECT_EXPORT);
		g_autofree char *text = exported(desk);
		assert_true(g_str_has_suffix(effect->text, export_ending((ExportKind)i)));
		assert_false(effect->may_replace);
		assert_non_null(g_strstr_len(text, 200, begins[i]));
		assert_non_null(strstr(text, "Gone"));
		assert_null(strstr(text, "Owner"));
		desk_written(desk, "/home/you/out", NULL, false);
		assert_null(desk_dialog(desk));
		assert_non_null(strstr(desk_notice(desk), "Written to /home/you/out"));
	}
}

static void export__replaces__only_when_told_again(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, "e");
	desk_type(desk, "out.png");
	desk_keys(desk, "enter");
	assert_null(desk_effect(desk, EFFECT_EXPORT));
	g_autofree char *refused = desk_screen_text(desk);
	assert_non_null(strstr(refused, "End it with .csv, .json, .svg or .html"));
	desk_keys(desk, "ctrl-u");
	desk_type(desk, "out.csv");
	desk_keys(desk, "enter enter");
	assert_int_equal(desk_count(desk, EFFECT_EXPORT), 1);
	desk_written(desk, "/home/you/out.csv", "it is there", true);
	g_autofree char *taken = desk_screen_text(desk);
	assert_non_null(strstr(taken, "A file of this name is there. Enter replaces it."));
	/* Another name is another question. */
	desk_type(desk, "x");
	desk_keys(desk, "backspace enter");
	assert_false(desk_effect(desk, EFFECT_EXPORT)->may_replace);
	desk_written(desk, "/home/you/out.csv", "it is there", true);
	desk_keys(desk, "enter");
	assert_true(desk_effect(desk, EFFECT_EXPORT)->may_replace);
	desk_written(desk, "/home/you/out.csv", "the disk is full", false);
	g_autofree char *full = desk_screen_text(desk);
	assert_non_null(strstr(full, "the disk is full"));
	/* Who has left hears of it all the same. */
	desk_keys(desk, "enter esc");
	desk_written(desk, "/home/you/out.csv", "the disk is full", false);
	assert_non_null(strstr(desk_notice(desk), "Nothing was written: the disk is full"));
}

static void use_contributor(Desk *desk, int first)
{
	Event *event = history_event();
	event->is_addition = true;
	for (int i = 0; i < 3; i++) {
		HistoryEntry *entry =
			make_entry(first + i, "Contributor", DESK_NOW - HOUR, REQUEST_STATE_ENDED);
		entry->request->eligibility_schedule_id = g_strdup("SCHEDULE-OF-Contributor");
		g_ptr_array_add(event->rows, entry);
	}
	desk_event(desk, event);
}

static void end_refresh(Desk *desk)
{
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_REFRESH)->id));
}

/* Whoever has pressed no key yet has the first row, with its scopes. */
static void eligible__shows_the_scopes__of_the_row_that_came_first(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	assert_string_equal(desk_selected_scope(desk), "Platform");
	Event *event = history_event();
	g_ptr_array_add(event->rows, make_entry(1, "Owner", DESK_NOW - HOUR, REQUEST_STATE_ENDED));
	desk_event(desk, event);
	assert_string_equal(desk_selected_role(desk), "Owner");
	assert_string_equal(desk_selected_scope(desk), "rg-edge");
}

/* What was used a moment ago waits: for a refresh that a person asks for, or until nobody is at the list. */
static void eligible__keeps_its_order__under_a_hand__until_a_refresh_is_asked_for(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_event(desk, event_new(EVENT_INTENT_DONE, desk_intent(desk, INTENT_READ_HISTORY)->id));
	end_refresh(desk);
	desk_keys(desk, "1 g");
	assert_string_equal(desk_selected_role(desk), "Owner");
	use_contributor(desk, 10);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Owner");

	/* Each minute one comes that nobody asked for. */
	const size_t count = desk_count_intents(desk, INTENT_REFRESH);
	desk_wait(desk, 61);
	assert_int_equal(desk_count_intents(desk, INTENT_REFRESH), count + 1);
	desk_event(desk, loading_event(WORKLOAD_AZURE, LIST_ELIGIBILITIES));
	use_contributor(desk, 20);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Owner");
	end_refresh(desk);

	desk_keys(desk, "R");
	desk_event(desk, loading_event(WORKLOAD_AZURE, LIST_ELIGIBILITIES));
	use_contributor(desk, 30);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Contributor");
	assert_string_equal(desk_grant(desk, "eligible", 1)->role.name, "Owner");
	assert_string_equal(desk_selected_role(desk), "Owner");
}

static void eligible__begins_with_what_was_used__and_follows_the_journal(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_history();
	desk_keys(desk, "1");
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Owner");
	/* What was never used stays by its name. */
	assert_string_equal(desk_grant(desk, "eligible", 1)->role.name, "Contributor");

	desk_keys(desk, "g");
	use_contributor(desk, 10);
	assert_string_equal(desk_grant(desk, "eligible", 0)->role.name, "Contributor");
	assert_string_equal(desk_selected_role(desk),
			    "Owner"); /* the selection goes with its row */

	/* Lists without it skip the order. */
	desk_keys(desk, "shift-tab s s s s");
	assert_string_equal(desk_focus(desk), "active");
	assert_string_equal(desk_grant(desk, "active", 0)->role.name, "Reader");
}

/* A word of one's own is what it stands for, here as everywhere. */
static void history__takes__aliases(void **unused)
{
	static const struct {
		const char *filter;
		size_t rows;
	} cases[] = {
		{ "boss", 3 },       { "role:boss", 3 }, { "!boss", 1 },
		{ "scope:edge", 4 }, { "edge", 4 },      { "scope:boss", 0 },
	};
	(void)unused;
	g_autoptr(Settings) settings = settings_new();
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_ROLE, "boss", "Owner"));
	g_ptr_array_add(settings->aliases, alias_new(ALIAS_SCOPE, "edge", EDGE));
	g_autoptr(Desk) desk =
		desk_start(&(DeskStart){ .columns = 80, .rows = 24, .settings = settings });
	fill(desk);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		desk_keys(desk, "/");
		desk_type(desk, cases[i].filter);
		if (desk_rows(desk, "history") != cases[i].rows)
			fail_msg("%s: %zu rows", cases[i].filter, desk_rows(desk, "history"));
		desk_keys(desk, "esc");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(palette__shows__what_was_asked_often__once),
		cmocka_unit_test(history__comes_in_pages__and_then_by_what_changed),
		cmocka_unit_test(roles__tell_a_refusal__for_three_months),
		cmocka_unit_test(history__tells_a_deactivation__from_what_it_ended),
		cmocka_unit_test(history__words_and_periods__narrow_it),
		cmocka_unit_test(history__takes__aliases),
		cmocka_unit_test(history__marked_requests__are_repeated_in_one_form),
		cmocka_unit_test(history__timeline__shows_what_the_list_shows),
		cmocka_unit_test(export__writes_what_is_shown__as_its_ending_says),
		cmocka_unit_test(export__replaces__only_when_told_again),
		cmocka_unit_test(history__totals__turn_by_the_same_key),
		cmocka_unit_test(history__unused__tells_what_was_never_used__and_follows_the_list),
		cmocka_unit_test(history__that_cannot_be_read__is_told_anywhere),
		cmocka_unit_test(eligible__begins_with_what_was_used__and_follows_the_journal),
		cmocka_unit_test(eligible__shows_the_scopes__of_the_row_that_came_first),
		cmocka_unit_test(
			eligible__keeps_its_order__under_a_hand__until_a_refresh_is_asked_for),
		cmocka_unit_test(journal__is_looked_at_for_damage__aside),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
