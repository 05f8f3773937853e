/* Structs as rows: names, equality, digests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/store/record.h"

static Request *make_request(void)
{
	Request *request = request_new();
	request->id = g_strdup("r1");
	request->justification = g_strdup("a reason of some length");
	request->created = 100;
	return request;
}

static void record_names__are_quoted__and_there_are_as_many_marks(void **state)
{
	(void)state;
	const RecordShape *const shapes[] = { &record_request, &record_eligibility,
					      &record_assignment };
	for (size_t i = 0; i < G_N_ELEMENTS(shapes); i++) {
		g_autofree char *names = record_names(shapes[i]);
		g_autofree char *marks = record_marks(shapes[i]->count);
		g_auto(GStrv) name_list = g_strsplit(names, ", ", -1);
		g_auto(GStrv) mark_list = g_strsplit(marks, ", ", -1);
		assert_int_equal(g_strv_length(name_list), shapes[i]->count);
		assert_int_equal(g_strv_length(mark_list), shapes[i]->count);
		assert_true(g_strv_contains((const char *const *)name_list, "\"end\""));
	}
}

static void records__are_equal__when_every_member_is(void **state)
{
	(void)state;
	g_autoptr(Request) one = make_request();
	g_autoptr(Request) other = make_request();
	assert_true(record_equal(&record_request, one, other));
	assert_int_equal(record_digest(&record_request, one),
			 record_digest(&record_request, other));
	assert_string_equal(record_identity(&record_request, one), "r1");

	for (int i = 0; i < record_request.count; i++) {
		const RecordColumn *column = &record_request.columns[i];
		g_autoptr(Request) changed = make_request();
		char *member = (char *)changed + column->offset;
		if (column->type == RECORD_TEXT) {
			g_free(*(char **)member);
			*(char **)member = g_strdup("other");
		} else if (column->type == RECORD_WORD) {
			*(int *)member = 1;
		} else if (column->type == RECORD_INT) {
			*(int64_t *)member += 1;
		} else {
			*(bool *)member = true;
		}
		if (record_equal(&record_request, one, changed) ||
		    record_digest(&record_request, one) == record_digest(&record_request, changed))
			fail_msg("a change of %s is not seen", column->name);
	}
}

static void record_digest__tells_apart__what_is_not_there_and_what_is_empty(void **state)
{
	(void)state;
	g_autoptr(Request) none = make_request();
	g_autoptr(Request) empty = make_request();
	g_autoptr(Request) moved = make_request();
	empty->code = g_strdup("");
	assert_true(record_digest(&record_request, none) != record_digest(&record_request, empty));
	/* The same text in the next column. */
	none->code = g_strdup("x");
	moved->message = g_strdup("x");
	assert_true(record_digest(&record_request, none) != record_digest(&record_request, moved));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(record_names__are_quoted__and_there_are_as_many_marks),
		cmocka_unit_test(records__are_equal__when_every_member_is),
		cmocka_unit_test(record_digest__tells_apart__what_is_not_there_and_what_is_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
