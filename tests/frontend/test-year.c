/*
 * A year of use, made up: three people in three zones, each of them with two changes of summer time, roles that are renamed, requests
 * that are refused and roles given back early. What is kept of it, summed up, drawn and written out is what was.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "frontend/document.h"
#include "frontend/history-export.h"
#include "frontend/history-filter.h"
#include "frontend/timeline.h"
#include "frontend/totals.h"
#include "src/base/files.h"
#include "src/store/journal.h"

#define HOUR        INT64_C(3600)
#define YEAR        2026
#define PATIENCE_MS 3000
#define MONTHS      12
#define CELLS       60

/* What a person does on each day, by the clock on the wall. The night shift goes over midnight, and over every change. */
static const struct {
	const char *role;
	int hour, minute;
	int64_t length;
	int every; /* day */
} habits[] = {
	{ "reader", 9, 0, 4 * HOUR, 1 },   { "owner", 10, 30, HOUR, 2 },
	{ "reader", 13, 15, HOUR / 2, 3 }, { "oncall", 23, 30, 8 * HOUR, 1 },
	{ "vault", 1, 45, HOUR, 1 },       { "owner", 17, 0, 2 * HOUR, 5 },
};

typedef struct Person {
	const char *oid, *zone_name;
	const char *march[2]; /* the first moments of March and April there */
	Account account;
	GTimeZone *zone;
	GPtrArray *events; /* HistoryEvent* */
	/* What is expected. */
	GArray *lengths[MONTHS]; /* int64_t, of the activations that began in the month */
	guint refused[MONTHS];
	guint entries, reaching_march;
	int64_t seconds;
} Person;

static Person people[] = {
	{ "oid-berlin",
	  "Europe/Berlin",
	  { "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z" },
	  .refused = { 0 } },
	{ "oid-new-york",
	  "America/New_York",
	  { "2026-03-01T05:00:00Z", "2026-04-01T04:00:00Z" },
	  .refused = { 0 } },
	/* By half an hour, and the other way round. */
	{ "oid-lord-howe",
	  "Australia/Lord_Howe",
	  { "2026-02-28T13:00:00Z", "2026-03-31T13:00:00Z" },
	  .refused = { 0 } },
};

static Instant moment(const char *text)
{
	Instant at = 0;
	assert_true(instant_parse(text, &at));
	return at;
}

/* ---- What was ----------------------------------------------------------------------------------- */

/* A role keeps its id, and gets another name in July. */
static Request *make_request(const char *role, const char *id, Instant at, int month)
{
	Request *request = request_new();
	request->id = g_strdup(id);
	request->kind = REQUEST_ACTIVATE;
	request->workload = WORKLOAD_AZURE;
	request->created = at;
	request->role.id = g_strdup_printf("/roles/%s", role);
	request->role.name = g_strdup_printf(month < 7 ? "Old %s" : "New %s", role);
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, "/subscriptions/s/resourceGroups/a", "a");
	request->justification = g_strdup("=shift, \"on call\"");
	request->is_own = true;
	return request;
}

static void add_event(Person *person, HistorySource source, Instant learnt, const Request *request)
{
	g_ptr_array_add(person->events, history_event_new(source, learnt, request));
}

static void expect(Person *person, int month, Instant from, Instant to)
{
	const int64_t length = to - from;
	g_array_append_val(person->lengths[month - 1], length);
	person->seconds += length;
	if (from < moment(person->march[1]) && to > moment(person->march[0]))
		person->reaching_march++;
}

/* Told here when it is sent, and by the service when it is on; every 7th is given back after a half. */
static void use_role(Person *person, const char *role, int64_t length, GDateTime *local)
{
	const Instant at = g_date_time_to_unix(local);
	const int month = g_date_time_get_month(local);
	const guint number = person->entries++;
	g_autofree char *id = g_strdup_printf("%s-%u", person->oid, number);
	g_autoptr(Request) request = make_request(role, id, at, month);
	request->state = REQUEST_STATE_RUNNING;
	request->duration = length;
	add_event(person, HISTORY_SOURCE_LOCAL, at, request);
	request->service_id = g_strconcat("service-", id, NULL);
	if (number % 13 == 12) {
		request->state = REQUEST_STATE_REFUSED;
		add_event(person, HISTORY_SOURCE_SERVICE, at + 2, request);
		person->refused[month - 1]++;
		if (at >= moment(person->march[0]) && at < moment(person->march[1]))
			person->reaching_march++;
		return;
	}
	request->state = REQUEST_STATE_ACTIVE;
	request->start = at;
	request->end = at + length;
	add_event(person, HISTORY_SOURCE_SERVICE, at + 2, request);
	if (number % 7 == 6) {
		request->state = REQUEST_STATE_ENDED;
		request->end = at + length / 2;
		add_event(person, HISTORY_SOURCE_LOCAL, request->end, request);
	}
	expect(person, month, at, request->end);
}

static void live(Person *person)
{
	g_autoptr(GDateTime) first = g_date_time_new(person->zone, YEAR, 1, 1, 0, 0, 0);
	for (int day = 0; day < 365; day++) {
		g_autoptr(GDateTime) today = g_date_time_add_days(first, day);
		for (size_t i = 0; i < G_N_ELEMENTS(habits); i++) {
			g_autoptr(GDateTime) at = g_date_time_new(
				person->zone, g_date_time_get_year(today),
				g_date_time_get_month(today), g_date_time_get_day_of_month(today),
				habits[i].hour, habits[i].minute, 0);
			if (day % habits[i].every == 0)
				use_role(person, habits[i].role, habits[i].length, at);
		}
	}
}

/* ---- What is kept of it ------------------------------------------------------------------------- */

static gint compare_lengths(gconstpointer a, gconstpointer b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void check_month(const Person *person, const Total *total, int month)
{
	GArray *lengths = person->lengths[month];
	int64_t seconds = 0;
	g_array_sort(lengths, compare_lengths);
	for (guint i = 0; i < lengths->len; i++)
		seconds += g_array_index(lengths, int64_t, i);
	const int64_t upper = g_array_index(lengths, int64_t, lengths->len / 2);
	const int64_t lower = g_array_index(lengths, int64_t, (lengths->len - 1) / 2);
	g_autofree char *name = g_strdup_printf("%d-%02d", YEAR, month + 1);
	assert_string_equal(total->name, name);
	assert_int_equal(total->count, lengths->len);
	assert_int_equal(total->refused, person->refused[month]);
	assert_int_equal(total->seconds, seconds);
	assert_int_equal(total->median, (upper + lower) / 2);
}

static void check_totals(const Person *person, const Wording *wording, const GPtrArray *entries)
{
	g_autoptr(GPtrArray) months = totals_make(wording, entries, TOTALS_MONTH);
	assert_int_equal(months->len, MONTHS);
	for (int month = 0; month < MONTHS; month++)
		check_month(person, months->pdata[MONTHS - 1 - month], month);

	g_autoptr(GPtrArray) roles = totals_make(wording, entries, TOTALS_ROLE);
	int64_t seconds = 0;
	assert_int_equal(roles->len, 4);
	for (guint i = 0; i < roles->len; i++) {
		const Total *total = roles->pdata[i];
		assert_true(g_str_has_prefix(total->name, "New "));
		seconds += total->seconds;
	}
	assert_int_equal(seconds, person->seconds);
}

static bool is_held(const TimelineRow *row, Instant from, Instant to)
{
	for (guint i = 0; i < row->spans->len; i++) {
		const Use *use = &g_array_index(row->spans, Use, i);
		if (use->start < to && use->end > from)
			return true;
	}
	return false;
}

/* Each cell of each month, and each day of its scale, which begins at midnight on the wall. */
static void check_timeline(const Person *person, const Wording *wording, const GPtrArray *entries)
{
	g_autoptr(GPtrArray) rows = timeline_rows(entries, wording->now);
	assert_int_equal(rows->len, 4);
	for (int month = 1; month <= MONTHS; month++) {
		g_autofree char *text = g_strdup_printf("%d-%02d", YEAR, month);
		Period window = { 0 };
		assert_true(period_parse(wording, text, &window));
		g_autoptr(GPtrArray) ticks = timeline_ticks(&window, person->zone, 10 * 31, 7);
		assert_in_range(ticks->len, 28, 31);
		for (guint i = 0; i < ticks->len; i++) {
			const TimelineTick *tick = ticks->pdata[i];
			assert_int_equal(tick->at,
					 period_floor(tick->at, PERIOD_DAY, person->zone));
		}
		/* Cells of whole seconds: then it is clear which of them a span touches. */
		window.until = window.since + (window.until - window.since) / CELLS * CELLS;
		const int64_t length = (window.until - window.since) / CELLS;
		for (guint i = 0; i < rows->len; i++) {
			TimelineCell cells[CELLS];
			timeline_cells(rows->pdata[i], &window, cells, CELLS);
			for (int k = 0; k < CELLS; k++) {
				const Instant from = window.since + k * length;
				assert_int_equal(cells[k].count > 0,
						 is_held(rows->pdata[i], from, from + length));
			}
		}
	}
}

/* A line an entry, and the hours in it are the hours that were. */
static void check_csv(const Person *person, const Wording *wording, GPtrArray *entries)
{
	g_autoptr(GPtrArray) owners = g_ptr_array_new();
	g_autoptr(HistoryExport) export =
		history_export_new(wording, &person->account, entries, owners);
	g_auto(ExportText) text = { 0 };
	export_text_init(&text, export);
	while (export_text_step(&text))
		continue;
	g_auto(GStrv) lines = g_strsplit(text.text->str, "\r\n", -1);
	int64_t seconds = 0;
	assert_int_equal(g_strv_length(lines), person->entries + 2);
	for (guint i = 1; i <= person->entries; i++) {
		g_auto(GStrv) cells = g_strsplit(lines[i], ",", 10);
		const bool is_given = *cells[7] != '\0';
		assert_non_null(strstr(lines[i], ",\"'=shift, \"\"on call\"\"\","));
		if (is_given)
			seconds += moment(cells[8]) - moment(cells[7]);
		else
			assert_string_equal(cells[6], "refused");
	}
	assert_int_equal(seconds, person->seconds);
}

/* A month is what it was there, an hour shorter or longer. */
static void check_evidence(const Person *person, const Wording *wording, const GPtrArray *read)
{
	HistoryFilter filter = { 0 };
	assert_true(period_parse(wording, "2026-03", &filter.period));
	assert_int_equal(filter.period.since, moment(person->march[0]));
	assert_int_equal(filter.period.until, moment(person->march[1]));
	g_autoptr(GPtrArray) entries = history_filter_list(&filter, read, wording->now, true);
	assert_int_equal(entries->len, person->reaching_march);
	const ListSource source = { &person->account, wording->now, NULL };
	cJSON *document = document_evidence(wording, &source, entries, filter.period.since,
					    filter.period.until);
	const cJSON *items = cJSON_GetObjectItemCaseSensitive(document, "items");
	assert_int_equal(cJSON_GetArraySize(items), person->reaching_march);
	assert_string_equal(
		cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(document, "since")),
		person->march[0]);
	cJSON_Delete(document);
}

static void check_person(Journal *journal, const Person *person)
{
	g_autoptr(GError) error = NULL;
	const HistoryQuery query = { 0 };
	g_autoptr(GPtrArray) entries = journal_read(journal, &person->account, &query, &error);
	const Wording wording = { .now = moment("2027-02-01T00:00:00Z"), .zone = person->zone };
	assert_non_null(entries);
	/* One's own, two or three events an entry, and nobody else's. */
	assert_int_equal(entries->len, person->entries);
	check_totals(person, &wording, entries);
	check_timeline(person, &wording, entries);
	check_csv(person, &wording, entries);
	check_evidence(person, &wording, entries);
}

static void year__is_told__as_it_was(void **state)
{
	(void)state;
	g_autofree char *folder = g_dir_make_tmp("myroles-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "state", "journal.db", NULL);
	g_autoptr(GError) error = NULL;
	Journal *journal = journal_open(path, PATIENCE_MS, &error);
	assert_non_null(journal);
	guint all = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
		Person *person = &people[i];
		person->zone = g_time_zone_new_identifier(person->zone_name);
		assert_non_null(person->zone);
		person->account = (Account){ .cloud = (char *)"public",
					     .client_id = (char *)"client",
					     .tid = (char *)"tenant",
					     .oid = (char *)person->oid };
		person->events = g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
		for (int month = 0; month < MONTHS; month++)
			person->lengths[month] = g_array_new(FALSE, FALSE, sizeof(int64_t));
		live(person);
		assert_true(
			journal_import(journal, &person->account, person->events, NULL, &error));
		all += person->entries;
	}
	assert_true(all > 4000);
	journal_close(journal);
	journal = journal_open(path, PATIENCE_MS, &error);
	g_auto(JournalCheck) sound = { 0 };
	assert_true(journal_check(journal, &sound, &error));
	assert_true(journal_check_is_sound(&sound));
	assert_int_equal(sound.requests, all);
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
		Person *person = &people[i];
		check_person(journal, person);
		g_time_zone_unref(person->zone);
		g_ptr_array_unref(person->events);
		for (int month = 0; month < MONTHS; month++)
			g_array_unref(person->lengths[month]);
	}
	journal_close(journal);
	g_autofree char *state_folder = g_path_get_dirname(path);
	g_unlink(path);
	g_rmdir(state_folder);
	g_rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(year__is_told__as_it_was) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
