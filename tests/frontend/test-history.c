/* A history: uses, totals, what is unused, filters, tables and reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "frontend/history-filter.h"
#include "frontend/history-report.h"
#include "frontend/history-table.h"
#include "frontend/timeline.h"
#include "frontend/totals.h"
#include "frontend/use.h"
#include "src/base/text.h"
#include "tests/frontend/history-fixture.h"

#define NOW  1772716020 /* 2026-03-05T13:07:00Z */
#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

static const EntryParts parts[] = {
	{ "Reader", "rg-a", .state = REQUEST_STATE_ACTIVE, .created = NOW - HOUR,
	  .start = NOW - HOUR, .end = NOW + HOUR, .duration = 2 * HOUR },
	{ "Owner", "rg-a", .state = REQUEST_STATE_REFUSED, .created = NOW - DAY },
	{ "Reader", "rg-b", .state = REQUEST_STATE_ENDED, .created = NOW - 2 * DAY,
	  .start = NOW - 2 * DAY, .end = NOW - 2 * DAY + HOUR, .duration = 8 * HOUR },
	{ "Reader", "rg-a", .state = REQUEST_STATE_ACTIVE, .created = NOW - 40 * DAY,
	  .start = NOW - 40 * DAY, .end = NOW - 40 * DAY + 4 * HOUR, .duration = 4 * HOUR },
	{ "Reader", "rg-a", REQUEST_DEACTIVATE, REQUEST_STATE_ENDED, .created = NOW - 2 * DAY },
	{ "Owner", "rg-b", .state = REQUEST_STATE_SCHEDULED, .created = NOW - HOUR,
	  .start = NOW + HOUR, .end = NOW + 2 * HOUR, .duration = HOUR },
};

static GPtrArray *entries_new(void)
{
	return fixture_entries(parts, G_N_ELEMENTS(parts));
}

static void use__is_the_time_that_a_role_was_held(void **state)
{
	static const struct {
		bool is_use;
		UseState state;
		int64_t seconds, early;
	} expected[] = {
		{ true, USE_RUNNING, HOUR, 0 },     { false, USE_OVER, 0, 0 },
		{ true, USE_OVER, HOUR, 7 * HOUR }, { true, USE_OVER, 4 * HOUR, 0 },
		{ false, USE_OVER, 0, 0 },          { true, USE_COMING, 0, 0 },
	};
	(void)state;
	g_autoptr(GPtrArray) entries = entries_new();
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		const HistoryEntry *entry = entries->pdata[i];
		Use use;
		assert_int_equal(use_of(entry, NOW, &use), expected[i].is_use);
		assert_int_equal(request_early_seconds(entry->request), expected[i].early);
		if (!expected[i].is_use)
			continue;
		assert_int_equal(use.state, expected[i].state);
		assert_int_equal(use_seconds(&use, NOW), expected[i].seconds);
	}
}

typedef struct ExpectedTotal {
	const char *name;
	guint count;
	int64_t seconds, median;
	guint refused;
} ExpectedTotal;

static void assert_total(const GPtrArray *totals, guint i, const ExpectedTotal *expected)
{
	assert_true(i < totals->len);
	const Total *total = totals->pdata[i];
	assert_string_equal(total->name, expected->name);
	assert_int_equal(total->count, expected->count);
	assert_int_equal(total->seconds, expected->seconds);
	assert_int_equal(total->median, expected->median);
	assert_int_equal(total->refused, expected->refused);
}

static void totals__say_how_often_and_how_long(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	const Wording wording = { .now = NOW, .zone = zone };
	g_autoptr(GPtrArray) entries = entries_new();
	g_autoptr(GPtrArray) roles = totals_make(&wording, entries, TOTALS_ROLE);
	assert_int_equal(roles->len, 2);
	assert_total(roles, 0, &(ExpectedTotal){ "Reader", 3, 6 * HOUR, HOUR, 0 });
	assert_total(roles, 1, &(ExpectedTotal){ "Owner", 0, 0, 0, 1 });
	g_autoptr(GPtrArray) scopes = totals_make(&wording, entries, TOTALS_SCOPE);
	assert_total(scopes, 0, &(ExpectedTotal){ "rg-a", 2, 5 * HOUR, (HOUR + 4 * HOUR) / 2, 1 });
	assert_total(scopes, 1, &(ExpectedTotal){ "rg-b", 1, HOUR, HOUR, 0 });
	g_autoptr(GPtrArray) months = totals_make(&wording, entries, TOTALS_MONTH);
	assert_total(months, 0, &(ExpectedTotal){ "2026-03", 2, 2 * HOUR, HOUR, 1 });
	assert_total(months, 1, &(ExpectedTotal){ "2026-01", 1, 4 * HOUR, 4 * HOUR, 0 });
}

#define GROUP_A "73627326-9c56-4188-a15f-d0c040eb1a2b"
#define GROUP_B "73627326-9c56-4188-a15f-d0c040eb3c4d"

/* Two groups of one name, and a name that a role of the directory and one of Azure have. */
static const EntryParts alike[] = {
	{ "sg-ops", .group = GROUP_A, .state = REQUEST_STATE_ENDED, .created = NOW - 9 * HOUR,
	  .duration = 3 * HOUR, .workload = WORKLOAD_GROUP, .access = ACCESS_MEMBER },
	{ "sg-ops", .group = GROUP_B, .state = REQUEST_STATE_ENDED, .created = NOW - 8 * HOUR,
	  .duration = 2 * HOUR, .workload = WORKLOAD_GROUP, .access = ACCESS_MEMBER },
	{ "Security Reader", "rg-a", .state = REQUEST_STATE_ENDED, .created = NOW - 7 * HOUR,
	  .duration = HOUR, .workload = WORKLOAD_AZURE },
	{ "Security Reader", "rg-a", .state = REQUEST_STATE_ENDED, .created = NOW - 6 * HOUR,
	  .duration = HOUR / 2, .workload = WORKLOAD_ENTRA },
};

static void totals__tell_apart__what_reads_alike(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	g_autoptr(GPtrArray) entries = fixture_entries(alike, G_N_ELEMENTS(alike));
	g_autoptr(GPtrArray) roles = totals_make(&wording, entries, TOTALS_ROLE);
	assert_int_equal(roles->len, 4);
	assert_total(roles, 0,
		     &(ExpectedTotal){ "sg-ops (member) 1a2b", 1, 3 * HOUR, 3 * HOUR, 0 });
	assert_total(roles, 1,
		     &(ExpectedTotal){ "sg-ops (member) 3c4d", 1, 2 * HOUR, 2 * HOUR, 0 });
	assert_total(roles, 2, &(ExpectedTotal){ "Security Reader azure", 1, HOUR, HOUR, 0 });
	assert_total(roles, 3,
		     &(ExpectedTotal){ "Security Reader entra", 1, HOUR / 2, HOUR / 2, 0 });
	g_autoptr(GPtrArray) scopes = totals_make(&wording, entries, TOTALS_SCOPE);
	assert_total(scopes, 0, &(ExpectedTotal){ "sg-ops 1a2b", 1, 3 * HOUR, 3 * HOUR, 0 });
	g_autoptr(GPtrArray) rows = timeline_rows(entries, NOW);
	assert_int_equal(rows->len, 4);
	assert_string_equal(((const TimelineRow *)rows->pdata[2])->where, "member 3c4d");
	assert_string_equal(((const TimelineRow *)rows->pdata[3])->where, "member 1a2b");
}

/* The first minutes of a month belong to it where the person is. */
static void totals__months__are_those_of_the_zone(void **state)
{
	static const EntryParts at_new_year = { "Reader", "rg-a", .state = REQUEST_STATE_ENDED,
						.created = 1767223800, /* 2025-12-31T23:30:00Z */
						.duration = HOUR };
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	const Wording wording = { .now = NOW, .zone = zone };
	g_autoptr(GPtrArray) entries = fixture_entries(&at_new_year, 1);
	g_autoptr(GPtrArray) months = totals_make(&wording, entries, TOTALS_MONTH);
	assert_total(months, 0, &(ExpectedTotal){ "2026-01", 1, HOUR, HOUR, 0 });
}

static Eligibility *eligible(const char *role, const char *scope_id, ScopeType type)
{
	Eligibility *eligibility = eligibility_new();
	eligibility->grant.role.id = g_strdup_printf("/roles/%s", role);
	eligibility->grant.role.name = g_strdup(role);
	scope_init(&eligibility->grant.scope, type, scope_id, NULL);
	return eligibility;
}

static void unused__spares_what_may_have_been_used(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) rows =
		g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	g_ptr_array_add(rows, eligible("Reader", "/subscriptions/s", SCOPE_SUBSCRIPTION));
	g_ptr_array_add(rows, eligible("Owner", "/subscriptions/s", SCOPE_SUBSCRIPTION));
	g_ptr_array_add(rows, eligible("Reader", "/subscriptions/t", SCOPE_SUBSCRIPTION));
	g_ptr_array_add(rows,
			eligible("Reader", "/providers/Microsoft.Management/managementGroups/m",
				 SCOPE_MANAGEMENT_GROUP));
	g_ptr_array_add(rows, eligible("Reader", "/subscriptions/s/resourceGroups/rg-b",
				       SCOPE_RESOURCE_GROUP));
	g_autoptr(GPtrArray) entries = entries_new();
	/* Owner was refused, and granted for later: a start that comes counts. */
	g_autoptr(GPtrArray) unused = totals_find_unused(rows, entries, NOW - DAY, NOW);
	assert_int_equal(unused->len, 2);
	const Unused *never = unused->pdata[0], *before = unused->pdata[1];
	assert_ptr_equal(never->eligibility, rows->pdata[2]);
	assert_int_equal(never->last, 0);
	assert_ptr_equal(before->eligibility, rows->pdata[4]);
	assert_int_equal(before->last, NOW - 2 * DAY);
}

static void filter__takes_by_period_role_scope_and_outcome(void **state)
{
	static const struct {
		HistoryFilter filter;
		const char *taken, *reaching; /* places in `parts` */
	} rows[] = {
		{ { .role = NULL }, "012345", "012345" },
		{ { .role = "reader" }, "0234", "0234" },
		{ { .role = "/roles/OWNER" }, "15", "15" },
		{ { .scope = "rg-b" }, "25", "25" },
		{ { .scope = "/subscriptions/S" }, "012345", "012345" },
		{ { .scope = "/subscriptions/other" }, "", "" },
		{ { .has_outcome = true, .outcome = REQUEST_STATE_ENDED }, "234", "234" },
		{ { .has_workload = true, .workload = WORKLOAD_GROUP }, "", "" },
		{ { .period = { NOW - 3 * DAY, NOW - DAY / 2 } }, "124", "124" },
		/* It began before the period and was held in it. */
		{ { .period = { NOW - HOUR / 2, NOW } }, "", "0" },
	};
	(void)state;
	g_autoptr(GPtrArray) entries = entries_new();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) taken = g_string_new(NULL);
		g_autoptr(GString) reaching = g_string_new(NULL);
		for (guint k = 0; k < entries->len; k++) {
			if (history_filter_takes(&rows[i].filter, entries->pdata[k], NOW))
				g_string_append_printf(taken, "%u", k);
			if (history_filter_reaches(&rows[i].filter, entries->pdata[k], NOW))
				g_string_append_printf(reaching, "%u", k);
		}
		assert_string_equal(taken->str, rows[i].taken);
		assert_string_equal(reaching->str, rows[i].reaching);
	}
}

/* ---- Tables ----------------------------------------------------------------------------------- */

static void csv__is_quoted__and_no_formula(void **state)
{
	static const struct {
		const char *reason, *cell;
	} rows[] = {
		{ "plain", "plain" },
		{ "a,b", "\"a,b\"" },
		{ "say \"hi\"", "\"say \"\"hi\"\"\"" },
		{ "=1+1", "\"'=1+1\"" },
		{ "+1", "\"'+1\"" },
		{ "-1", "\"'-1\"" },
		{ "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=1", "\"' =1\"" },
		{ "\r=1", "\"' =1\"" },
		{ "two\nlines", "two lines" },
		{ "＝1", "\"'＝1\"" },
		{ "a=b", "a=b" },
		{ "", "" },
	};
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	g_auto(SheetChoice) columns = { 0 };
	g_autofree char *wrong = NULL;
	assert_true(history_columns_parse("Reason, status", &columns, &wrong));
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		EntryParts one = parts[1];
		one.reason = rows[i].reason;
		g_autoptr(GPtrArray) entries = fixture_entries(&one, 1);
		g_autofree char *csv = history_csv(&wording, entries, &columns);
		g_autofree char *expected =
			g_strdup_printf("reason,status\r\n%s,refused\r\n", rows[i].cell);
		assert_string_equal(csv, expected);
	}
}

static void columns__are_known_once_each(void **state)
{
	static const struct {
		const char *text, *wrong;
	} rows[] = {
		{ NULL, NULL },          { "", NULL },    { "role", NULL }, { "role,x", "x" },
		{ "role,role", "role" }, { "role,", "" }, { ",", "" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(SheetChoice) columns = { 0 };
		g_autofree char *wrong = NULL;
		assert_int_equal(history_columns_parse(rows[i].text, &columns, &wrong),
				 rows[i].wrong == NULL);
		assert_int_equal(g_strcmp0(wrong, rows[i].wrong), 0);
	}
}

/* ---- Reports ---------------------------------------------------------------------------------- */

static const char hostile[] = "</title><script>alert(1)</script><img src=x onerror=alert(2)>&quot;"
			      "\" onload=\"x\xe2\x80\xae\x1b[31m";

static char *make_report(char *(*make)(const HistoryReport *), const Account *account)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	const Wording wording = { .now = NOW, .zone = zone };
	EntryParts bad[] = { parts[0], parts[1], parts[2] };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		bad[i].role = bad[i].scope = bad[i].reason = hostile;
	g_autoptr(GPtrArray) entries = fixture_entries(bad, G_N_ELEMENTS(bad));
	const HistoryReport report = { .wording = &wording,
				       .account = account,
				       .entries = entries };
	return make(&report);
}

static void report__takes_hostile_names__as_text(void **state)
{
	static char *(*const makers[])(const HistoryReport *) = { history_html, history_svg };
	(void)state;
	g_autoptr(Account) account = account_new();
	account->upn = g_strdup(hostile);
	account->tenant_name = g_strdup(hostile);
	for (size_t i = 0; i < G_N_ELEMENTS(makers); i++) {
		g_autofree char *text = make_report(makers[i], account);
		assert_true(g_utf8_validate(text, -1, NULL));
		assert_null(strstr(text, "<script"));
		assert_null(strstr(text, "<img"));
		assert_null(strstr(text, "\" onload"));
		assert_null(strchr(text, '\x1b'));
		assert_null(strstr(text, "\xe2\x80\xae"));
		assert_non_null(strstr(text, "&lt;script&gt;"));
	}
	g_autofree char *page = make_report(history_html, account);
	assert_non_null(strstr(page, "default-src 'none'; style-src 'unsafe-inline'"));
	/* The policy stands before anything that it could forbid. */
	assert_true(strstr(page, "Content-Security-Policy") < strstr(page, "<style"));
	/* Nothing is fetched; the one address is a name space. */
	assert_null(strstr(page, " src=\""));
	assert_null(strstr(page, "href=\""));
	assert_null(strstr(page, "url("));
}

static void on_text(GMarkupParseContext *context, const char *text, gsize length, gpointer data,
		    GError **error)
{
	(void)context, (void)text, (void)error;
	*(size_t *)data += length;
}

static void report__svg__is_well_formed(void **state)
{
	static const GMarkupParser parser = { .text = on_text };
	(void)state;
	size_t length = 0;
	g_autofree char *text = make_report(history_svg, NULL);
	g_autoptr(GError) error = NULL;
	g_autoptr(GMarkupParseContext) context =
		g_markup_parse_context_new(&parser, G_MARKUP_DEFAULT_FLAGS, &length, NULL);
	assert_true(g_markup_parse_context_parse(context, text, -1, &error));
	assert_true(g_markup_parse_context_end_parse(context, &error));
	assert_null(error);
	assert_true(length > 0);
}

static void report__of_nothing__says_so(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	const HistoryReport report = { .wording = &wording, .entries = none };
	g_autofree char *svg = history_svg(&report);
	g_autofree char *html = history_html(&report);
	assert_non_null(strstr(svg, "No role was held."));
	assert_non_null(strstr(html, "No role was held."));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(use__is_the_time_that_a_role_was_held),
		cmocka_unit_test(totals__say_how_often_and_how_long),
		cmocka_unit_test(totals__tell_apart__what_reads_alike),
		cmocka_unit_test(totals__months__are_those_of_the_zone),
		cmocka_unit_test(unused__spares_what_may_have_been_used),
		cmocka_unit_test(filter__takes_by_period_role_scope_and_outcome),
		cmocka_unit_test(csv__is_quoted__and_no_formula),
		cmocka_unit_test(columns__are_known_once_each),
		cmocka_unit_test(report__takes_hostile_names__as_text),
		cmocka_unit_test(report__svg__is_well_formed),
		cmocka_unit_test(report__of_nothing__says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
