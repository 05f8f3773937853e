/* Sets of activations: their rows as text, and the words of their reasons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/json/policy.h"
#include "src/model/activation-set.h"

static void set_row__is_the_same__written_and_read(void **state)
{
	(void)state;
	static const struct {
		const char *typed, *written;
	} rows[] = {
		{ "Reader", "Reader" },
		{ " Key Vault Secrets Officer|at  sub-prod ",
		  "Key Vault Secrets Officer | at sub-prod" },
		{ "sg-oncall | as owner | for until 17:00",
		  "sg-oncall | for until 17:00 | as owner" },
		{ "Reader at night | at /subscriptions/1 | for 2h",
		  "Reader at night | at /subscriptions/1 | for 2h" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(SetRow) row = set_row_parse(rows[i].typed);
		assert_non_null(row);
		g_autofree char *written = set_row_format(row);
		assert_string_equal(written, rows[i].written);
	}
}

static void set_row__is_refused__when_a_part_means_nothing(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		" | at rg-edge",
		"Reader | rg-edge",
		"Reader | at",
		"Reader | at ",
		"Reader | at a | at b",
		"Reader | as guest",
		"Reader |",
		"Reader | fro 2h",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		if (set_row_parse(texts[i]) != NULL)
			fail_msg("“%s” is taken", texts[i]);
	}
}

/* What would be read as something else is not written. */
static void set_row_format__refuses__names_that_break_the_line(void **state)
{
	(void)state;
	static const char *const names[] = { "a|b", "a\nrole.2=b", "a #b" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const SetRow row = { .role = (char *)names[i] };
		assert_null(set_row_format(&row));
		const SetRow there = { .role = (char *)"a", .scope = (char *)names[i] };
		assert_null(set_row_format(&there));
	}
}

static void set_reason__is_filled__by_what_is_known(void **state)
{
	(void)state;
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	g_hash_table_insert(values, (gpointer) "ticket", (gpointer) "INC1 {change}");
	const char *reason = "On call {ticket}, {change} and {ticket}";
	g_autoptr(GPtrArray) words = set_reason_words(reason);
	assert_int_equal(words->len, 2);
	assert_string_equal(words->pdata[0], "ticket");
	assert_string_equal(words->pdata[1], "change");
	/* What is filled in is not filled again. */
	g_autofree char *filled = set_reason_fill(reason, values);
	assert_string_equal(filled, "On call INC1 {change}, {change} and INC1 {change}");
}

static void set_reason__is_sound__when_each_brace_is_of_a_word(void **state)
{
	(void)state;
	assert_true(set_reason_is_sound("no words"));
	assert_true(set_reason_is_sound("{a}{b-2}"));
	static const char *const bad[] = {
		"{", "}", "{}", "{a b}", "{{a}}", "x} {a}", "{a", "{a}}"
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		if (set_reason_is_sound(bad[i]))
			fail_msg("“%s” is taken", bad[i]);
	}
}

static void policy__is_the_same__as_text_and_back(void **state)
{
	(void)state;
	g_autoptr(Policy) policy = policy_new();
	policy->is_known = true;
	policy->maximum = 28800;
	policy->needs_ticket = true;
	policy->needs_approval = true;
	policy->context = g_strdup("c1");
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(policy->approvers, g_strdup("Sec\"Ops"));
	g_autofree char *text = policy_to_json(policy);
	g_autoptr(Policy) back = policy_from_json(text);
	assert_true(policy_equal(policy, back));
	static const char *const bad[] = { "", "{}", "[]", "{\"reason\":1}" };
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_null(policy_from_json(bad[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_row__is_the_same__written_and_read),
		cmocka_unit_test(set_row__is_refused__when_a_part_means_nothing),
		cmocka_unit_test(set_row_format__refuses__names_that_break_the_line),
		cmocka_unit_test(set_reason__is_filled__by_what_is_known),
		cmocka_unit_test(set_reason__is_sound__when_each_brace_is_of_a_word),
		cmocka_unit_test(policy__is_the_same__as_text_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
