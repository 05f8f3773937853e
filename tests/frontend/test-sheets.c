/* Columns by name, and rows sorted by them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "frontend/document.h"
#include "frontend/lamp-words.h"
#include "frontend/sheet.h"
#include "src/model/grant.h"

static const Sheet *const sheets[] = {
	&eligibility_sheet,  &assignment_sheet, &history_sheet,  &scope_sheet,   &account_sheet,
	&open_request_sheet, &approval_sheet,   &decision_sheet, &request_sheet, &finding_sheet,
	&total_sheet,        &unused_sheet,     &change_sheet,   &holding_sheet, &truth_sheet,
};

/* The names, joined by blanks. The caller frees. */
static char *join(const Sheet *sheet, const SheetChoice *choice)
{
	GString *names = g_string_new(NULL);
	for (size_t i = 0; i < choice->count; i++) {
		const Column *column = &sheet->columns[choice->places[i]];
		g_autofree char *name = column_name(column);
		g_string_append_printf(names, "%s%s%s", i > 0 ? " " : "", name,
				       column->is_table_only   ? "*"
				       : column->is_plain_only ? "="
							       : "");
	}
	return g_string_free(names, FALSE);
}

static bool has_title(const Sheet *sheet, const char *title)
{
	for (size_t i = 0; i < sheet->count; i++) {
		if (!sheet->columns[i].is_table_only && strcmp(sheet->columns[i].title, title) == 0)
			return true;
	}
	return false;
}

/* What a column for people shows, programs get; one name is never two columns of one kind. */
static void sheets__are_of_one_piece__all_of_them(void **state)
{
	(void)state;
	for (size_t s = 0; s < G_N_ELEMENTS(sheets); s++) {
		g_autoptr(GHashTable) names =
			g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		for (size_t i = 0; i < sheets[s]->count; i++) {
			const Column *column = &sheets[s]->columns[i];
			assert_false(column->is_plain_only && column->is_table_only);
			if (column->exact != NULL && !has_title(sheets[s], column->exact))
				fail_msg("%s: there is no column %s", column->title, column->exact);
			g_autofree char *name = column_name(column);
			if (!g_hash_table_add(
				    names,
				    g_strconcat(name, column->is_table_only ? "*" : "", NULL)))
				fail_msg("two columns are called %s", name);
		}
	}
}

static void sheet_choose__takes_the_form__that_is_for_whom_it_is(void **state)
{
	static const struct {
		SheetUse use;
		const char *names, *expected;
	} rows[] = {
		{ SHEET_TABLE, NULL, "role scope type* workload* holds* left* until* as_of*" },
		{ SHEET_EXACT, "Role, type,left", "role type= left*" },
		{ SHEET_TABLE, "type,until,end", "type* until* end=" },
		{ SHEET_WIDE, NULL,
		  "id= role scope type* access= workload* holds* left* member= start= until* "
		  "role_id= scope_id= state= as_of*" },
		{ SHEET_TABLE, "role,,scope", NULL },
		{ SHEET_TABLE, "role,role", NULL },
		{ SHEET_TABLE, "", NULL },
		{ SHEET_TABLE, "shade", NULL },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(SheetChoice) choice = { 0 };
		g_autofree char *wrong = NULL;
		if (rows[i].names == NULL)
			sheet_choose_usual(&assignment_sheet, rows[i].use, &choice);
		else if (!sheet_choose_named(&assignment_sheet, rows[i].names, rows[i].use, &choice,
					     &wrong)) {
			assert_null(rows[i].expected);
			assert_non_null(wrong);
			continue;
		}
		g_autofree char *names = join(&assignment_sheet, &choice);
		assert_string_equal(names, rows[i].expected);
	}
}

/* What people see as "2h" and "1d" is sorted by the end behind it; who has none comes last, either way. */
static void sheet_sort__sorts_by_what_is_meant__and_keeps_what_is_alike(void **state)
{
	static const struct {
		const char *name, *expected;
	} rows[] = {
		{ "role", "a B c d" },  { "-role", "d c B a" },    { "left", "c a B d" },
		{ "-left", "B a c d" }, { "workload", "c B a d" }, { "shade", NULL },
	};
	(void)state;
	Assignment grants[] = {
		{ .grant = { .role = { .name = (char *)"c" }, .end = 1000 } },
		{ .grant = { .role = { .name = (char *)"B" }, .end = 900000 } },
		{ .grant = { .role = { .name = (char *)"a" }, .end = 2000 } },
		{ .grant = { .role = { .name = (char *)"d" } } },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = 500, .zone = zone };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) list = g_ptr_array_new();
		for (size_t k = 0; k < G_N_ELEMENTS(grants); k++)
			g_ptr_array_add(list, &grants[k]);
		const bool is_sorted = sheet_sort(&assignment_sheet, &wording, list, rows[i].name);
		assert_int_equal(is_sorted, rows[i].expected != NULL);
		assert_int_equal(sheet_can_sort(&assignment_sheet, rows[i].name), is_sorted);
		if (!is_sorted)
			continue;
		g_autoptr(GString) order = g_string_new(NULL);
		for (guint k = 0; k < list->len; k++)
			g_string_append_printf(
				order, "%s%s", k > 0 ? " " : "",
				((const Assignment *)list->pdata[k])->grant.role.name);
		assert_string_equal(order->str, rows[i].expected);
	}
}

/* Each lamp, and why it is not known or not lit. */
#define TRUTH(granted, listed, effective, not_granted, not_listed, not_effective) \
	"{\"granted\":" granted ",\"listed\":" listed ",\"effective\":" effective \
	",\"reasons\":{\"granted\":" not_granted ",\"listed\":" not_listed        \
	",\"effective\":" not_effective "}}"

/* Unknown is not off, and only what is known to count is told as good. */
static const struct {
	Light lights[LAMP_COUNT];
	const char *reasons[LAMP_COUNT];
	const char *cells, *json;
	Tone tone;
} lamps[] = {
	{ { LIGHT_ON, LIGHT_ON, LIGHT_ON },
	  { NULL, NULL, NULL },
	  "yes|yes|yes|",
	  TRUTH("true", "true", "true", "null", "null", "null"),
	  TONE_GOOD },
	{ { LIGHT_ON, LIGHT_ON, LIGHT_UNKNOWN },
	  { NULL, NULL, "Nobody can ask." },
	  "yes|yes|not known|Nobody can ask.",
	  TRUTH("true", "true", "null", "null", "null", "\"Nobody can ask.\""),
	  TONE_WAITING },
	{ { LIGHT_ON, LIGHT_OFF, LIGHT_UNKNOWN },
	  { NULL, "The list lags.", "Nobody asked." },
	  "yes|no|not known|The list lags.",
	  TRUTH("true", "false", "null", "null", "\"The list lags.\"", "\"Nobody asked.\""),
	  TONE_WAITING },
	/* What the list says is no grant, and what counts was granted by somebody. */
	{ { LIGHT_UNKNOWN, LIGHT_ON, LIGHT_ON },
	  { "The request is forgotten.", NULL, NULL },
	  "not known|yes|yes|The request is forgotten.",
	  TRUTH("null", "true", "true", "\"The request is forgotten.\"", "null", "null"),
	  TONE_GOOD },
	{ { LIGHT_OFF, LIGHT_OFF, LIGHT_OFF },
	  { "It ended.", NULL, NULL },
	  "no|no|no|It ended.",
	  TRUTH("false", "false", "false", "\"It ended.\"", "null", "null"),
	  TONE_WARNING },
	{ { LIGHT_UNKNOWN, LIGHT_UNKNOWN, LIGHT_UNKNOWN },
	  { NULL, NULL, NULL },
	  "not known|not known|not known|",
	  TRUTH("null", "null", "null", "null", "null", "null"),
	  TONE_WARNING },
};

static void truth__is_told_as_it_is_known__in_columns_and_json(void **state)
{
	(void)state;
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = 500, .zone = zone };
	const Assignment grant = { .grant = { .role = { .name = (char *)"Reader" }, .end = 900 } };
	for (size_t i = 0; i < G_N_ELEMENTS(lamps); i++) {
		g_autoptr(Truth) truth = truth_new();
		g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
		for (int lamp = 0; lamp < LAMP_COUNT; lamp++)
			truth_set(truth, (Lamp)lamp, lamps[i].lights[lamp], lamps[i].reasons[lamp]);
		const TruthRow row = { &grant, truth };
		const char *cells[16] = { NULL };
		truth_sheet.write(&wording, &row, cells, texts);
		g_autofree char *told = g_strdup_printf("%s|%s|%s|%s", cells[3], cells[4], cells[5],
							cells[6] != NULL ? cells[6] : "");
		assert_string_equal(told, lamps[i].cells);
		assert_int_equal(truth_sheet.tone(&wording, &row), lamps[i].tone);
		cJSON *document = cJSON_CreateObject();
		document_tell_truth(document, truth);
		char *json = cJSON_PrintUnformatted(cJSON_GetObjectItem(document, "truth"));
		assert_string_equal(json, lamps[i].json);
		cJSON_free(json);
		cJSON_Delete(document);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets__are_of_one_piece__all_of_them),
		cmocka_unit_test(sheet_choose__takes_the_form__that_is_for_whom_it_is),
		cmocka_unit_test(truth__is_told_as_it_is_known__in_columns_and_json),
		cmocka_unit_test(sheet_sort__sorts_by_what_is_meant__and_keeps_what_is_alike),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
