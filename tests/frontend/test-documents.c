/* Rows as columns and as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "frontend/columns.h"
#include "frontend/document.h"
#include "frontend/holding-words.h"
#include "frontend/list-problems.h"

#define NOW 1772716020 /* 2026-03-05T13:07:00Z */

static const char *name_verb(const char *action, gpointer data)
{
	(void)data;
	return g_str_equal(action, "sign-in") ? "`myroles login`" : NULL;
}

static Assignment make_assignment(void)
{
	return (Assignment){
		.grant = {
			.id = (char *)"azure-1",
			.role = { .id = (char *)"/r/7", .name = (char *)"Reader" },
			.scope = { SCOPE_RESOURCE_GROUP, (char *)"/rg-x", (char *)"rg-x" },
			.end = NOW + 3600,
		},
		.assignment_type = ASSIGNMENT_ACTIVATED,
	};
}

/* Joined by "|"; of people's columns or of programs'. */
static void expect_cells(const Sheet *sheet, gconstpointer row, bool is_plain, const char *expected)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone, .name_action = name_verb };
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree const char **cells = g_new0(const char *, sheet->count);
	g_autoptr(GString) line = g_string_new(NULL);
	sheet->write(&wording, row, cells, texts);
	for (size_t i = 0; i < sheet->count; i++) {
		const Column *column = &sheet->columns[i];
		if (is_plain ? column->is_table_only : column->is_plain_only)
			continue;
		g_string_append_printf(line, "%s%s", line->len > 0 ? "|" : "",
				       cells[i] != NULL ? cells[i] : "");
	}
	assert_string_equal(line->str, expected);
}

static void sheets__write__columns_for_people_and_for_programs(void **state)
{
	(void)state;
	const Assignment active = make_assignment();
	expect_cells(&assignment_sheet, &active, true,
		     "azure-1|azure|Reader|rg-x|resourcegroup||unknown||2026-03-05T14:07:00Z|/r/7|/"
		     "rg-x||");
	expect_cells(&assignment_sheet, &active, false,
		     "Reader|rg-x|rg|azure|unknown|1h00m|14:07|");
	Request request = { .id = (char *)"id",
			    .state = REQUEST_STATE_ACTIVE,
			    .kind = REQUEST_ACTIVATE,
			    .end = NOW,
			    .role = { .name = (char *)"Reader" } };
	const HistoryEntry entry = { .request = &request, .first_learnt = NOW };
	expect_cells(&history_sheet, &entry, false, "13:07|activate|Reader||ended||");
	Problem problem = { .hint = (char *)"Sign in{sign-in}." };
	const Finding finding = { (char *)"sign-in", (char *)"azure", FINDING_FAILED,
				  (char *)"Nobody is signed in.", &problem };
	expect_cells(&finding_sheet, &finding, true,
		     "failed|sign-in|azure|Nobody is signed in.|Sign in with `myroles login`.");
}

static const cJSON *member(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name);
}

static void document_list__tells__rows_and_what_failed(void **state)
{
	(void)state;
	const Wording wording = { .now = NOW, .name_action = name_verb };
	const Assignment active = make_assignment();
	g_autoptr(GPtrArray) rows = g_ptr_array_new();
	g_ptr_array_add(rows, (gpointer)&active);
	g_autoptr(GPtrArray) problems = list_problems_new();
	const WorkloadId entra = WORKLOAD_ENTRA;
	g_autoptr(Problem) problem =
		problem_new(PROBLEM_SIGN_IN, "not-signed-in", "Nobody.", "Sign in{sign-in}.");
	list_problems_add(problems, &entra, problem);
	const ListSource source = { NULL, NOW, problems };
	cJSON *document =
		document_list(&wording, &source, document_items(rows, document_assignment));
	assert_int_equal(member(document, "schema")->valueint, SCHEMA_VERSION);
	assert_true(cJSON_IsNull(member(document, "account")));
	const cJSON *item = member(document, "items")->child;
	assert_string_equal(member(item, "id")->valuestring, "azure-1");
	assert_string_equal(member(item, "end")->valuestring, "2026-03-05T14:07:00Z");
	const cJSON *error = member(document, "errors")->child;
	assert_string_equal(member(error, "workload")->valuestring, "entra");
	assert_string_equal(member(error, "hint")->valuestring, "Sign in with `myroles login`.");
	cJSON_Delete(document);
}

static void list_problems__tell__one_cause_once(void **state)
{
	(void)state;
	g_autoptr(GPtrArray) problems = list_problems_new();
	const WorkloadId azure = WORKLOAD_AZURE, entra = WORKLOAD_ENTRA;
	g_autoptr(Problem) problem = problem_new(PROBLEM_FAILED, "x", "It failed.", NULL);
	list_problems_add(problems, &azure, problem);
	list_problems_add(problems, &azure, problem);
	assert_int_equal(problems->len, 1);
	list_problems_add(problems, &entra, problem);
	list_problems_add(problems, NULL, problem);
	list_problems_add(problems, NULL, problem);
	assert_int_equal(problems->len, 3);
	Event event = { .workload = WORKLOAD_AZURE, .skipped = 2, .has_gaps = true };
	list_problems_add_holes(problems, &event);
	assert_int_equal(problems->len, 5);
	const ListProblem *skipped = problems->pdata[3];
	assert_string_equal(skipped->problem->message, "2 of the rows could not be read.");
}

/* "Nobody" is said only where everybody was told of, and a lack of reasons only where there could be one. */
static void holdings__tell__who_and_why__and_what_is_missing(void **state)
{
	(void)state;
	Assignment active = make_assignment();
	active.grant.holder = (Principal){ (char *)"oid", (char *)"sg-oncall" };
	Holding row = { .assignment = &active, .is_of_group = true };
	expect_cells(&holding_sheet, &row, false, "sg-oncall (group)|Reader|rg-x||14:07|");
	row.justification = (char *)"hotfix";
	expect_cells(&holding_sheet, &row, true,
		     "azure-1|azure|sg-oncall|Reader|rg-x||activated|unknown||2026-03-05T14:07:00Z|"
		     "hotfix||group|oid|/r/7|/rg-x");
	row.justification = NULL;
	active.assignment_type = ASSIGNMENT_ASSIGNED;
	assert_string_equal(holding_why(&row), "standing");

	g_autoptr(Holdings) holdings = holdings_new();
	holdings->rows = g_ptr_array_new();
	holdings->no_reasons = problem_new(PROBLEM_NOT_ALLOWED, "no-permission", "No.", NULL);
	g_autoptr(GPtrArray) problems = list_problems_new();
	g_ptr_array_add(holdings->rows, &row);
	holdings_add_problems(problems, WORKLOAD_AZURE, holdings);
	assert_int_equal(problems->len, 0);
	active.assignment_type = ASSIGNMENT_ACTIVATED;
	holdings_add_problems(problems, WORKLOAD_AZURE, holdings);
	assert_int_equal(problems->len, 1);
	g_autofree char *nobody = holdings_none_words(&active.grant.scope, holdings);
	assert_string_equal(nobody, "Nobody is active at rg-x now.");
	holdings->skipped = 2;
	holdings->has_gaps = true;
	g_autofree char *unknown = holdings_none_words(&active.grant.scope, holdings);
	assert_null(strstr(unknown, "Nobody is active"));
	holdings_add_problems(problems, WORKLOAD_AZURE, holdings);
	assert_int_equal(problems->len, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets__write__columns_for_people_and_for_programs),
		cmocka_unit_test(document_list__tells__rows_and_what_failed),
		cmocka_unit_test(list_problems__tell__one_cause_once),
		cmocka_unit_test(holdings__tell__who_and_why__and_what_is_missing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
