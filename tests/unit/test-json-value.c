/* JSON values: what is taken, what is refused, and decode tables. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/base/clock.h"
#include "src/base/limits.h"
#include "src/json/build.h"
#include "src/json/value.h"

#define TEXT(literal) (literal), sizeof(literal) - 1

static JsonValue *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	JsonValue *value = json_parse(text, strlen(text), &error);
	assert_null(error);
	assert_non_null(value);
	return value;
}

static const struct {
	const char *text;
	size_t length;
	JsonError code;
} not_json[] = {
	{ TEXT(""), JSON_ERROR_SYNTAX },
	{ TEXT("  "), JSON_ERROR_SYNTAX },
	{ TEXT("{"), JSON_ERROR_SYNTAX },
	{ TEXT("[1,"), JSON_ERROR_SYNTAX },
	{ TEXT("{\"a\":1"), JSON_ERROR_SYNTAX },
	{ TEXT("\"abc"), JSON_ERROR_SYNTAX },
	{ TEXT("\"abc\\"), JSON_ERROR_SYNTAX },
	{ TEXT("{} {}"), JSON_ERROR_SYNTAX },
	{ TEXT("{}x"), JSON_ERROR_SYNTAX },
	{ TEXT("]"), JSON_ERROR_SYNTAX },
	{ TEXT("[1}"), JSON_ERROR_SYNTAX },
	{ TEXT("{}\0"), JSON_ERROR_SYNTAX },
	{ TEXT("[\0]"), JSON_ERROR_SYNTAX },
	{ TEXT("[\001]"), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\0b\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\nb\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\\u0000b\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\\\\\\u0000b\""), JSON_ERROR_SYNTAX },
	{ TEXT("{\"a\\u0000\":1}"), JSON_ERROR_SYNTAX },
	{ TEXT("\"\xff\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"\xc0\xaf\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"\xed\xa0\x80\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"\\ud800\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"Owner\\u00zz of all\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"Owner\\u00"), JSON_ERROR_SYNTAX },
	{ TEXT("\"Owner\\u00\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"Owner\\u\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"Owner\\u+041\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\\x41\""), JSON_ERROR_SYNTAX },
	{ TEXT("\"a\\'\""), JSON_ERROR_SYNTAX },
	{ TEXT("012"), JSON_ERROR_SYNTAX },
	{ TEXT("-012"), JSON_ERROR_SYNTAX },
	{ TEXT("[0,00]"), JSON_ERROR_SYNTAX },
	{ TEXT("-"), JSON_ERROR_SYNTAX },
	{ TEXT("-.5"), JSON_ERROR_SYNTAX },
	{ TEXT("+1"), JSON_ERROR_SYNTAX },
	{ TEXT("1."), JSON_ERROR_SYNTAX },
	{ TEXT("1.e3"), JSON_ERROR_SYNTAX },
	{ TEXT("1e"), JSON_ERROR_SYNTAX },
	{ TEXT("1e+"), JSON_ERROR_SYNTAX },
	{ TEXT("0x10"), JSON_ERROR_SYNTAX },
	{ TEXT("{\"a\":1.2.3}"), JSON_ERROR_SYNTAX },
	{ TEXT("tru"), JSON_ERROR_SYNTAX },
	{ TEXT("nan"), JSON_ERROR_SYNTAX },
	{ TEXT("1e999"), JSON_ERROR_RANGE },
	{ TEXT("{\"a\":[0,-1e999]}"), JSON_ERROR_RANGE },
};

static void json_parse__refuses__what_is_no_plain_json(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(not_json); i++) {
		g_autoptr(GError) error = NULL;
		/* A copy of the exact size, so that a sanitizer sees a read past it. */
		g_autofree char *exact = g_memdup2(not_json[i].text, not_json[i].length);
		g_autoptr(JsonValue) value = json_parse(exact, not_json[i].length, &error);
		if (value != NULL || !g_error_matches(error, JSON_ERROR, (int)not_json[i].code))
			fail_msg("%s", not_json[i].text);
	}
}

static void json_parse__takes__escapes_and_blanks(void **unused)
{
	g_autoptr(JsonValue) value = parse(" \r\n\t[\"\\\\u0000 \\ud83d\\ude00 \\\"\", true ] \n");
	(void)unused;
	assert_string_equal(json_text(json_array_at(value, 0)), "\\u0000 \xf0\x9f\x98\x80 \"");
	assert_true(json_is_true(json_array_at(value, 1)));
	assert_int_equal(json_array_length(value), 2);
	assert_null(json_array_at(value, 2));
}

static void json_parse__takes__any_number_of_the_grammar(void **unused)
{
	static const struct {
		const char *text;
		double expected;
	} cases[] = {
		{ "0", 0 },     { "-0", 0 },     { "10", 10 },      { "-7", -7 },
		{ "0.5", 0.5 }, { "1e3", 1000 }, { "1.5E+2", 150 }, { "25e-1", 2.5 },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(JsonValue) value = parse(cases[i].text);
		double number = -1;
		assert_true(json_number(value, &number));
		assert_true(number == cases[i].expected);
	}
}

static void json_parse__keeps_to_depth__at_its_limit(void **unused)
{
	(void)unused;
	for (size_t depth = LIMIT_JSON_DEPTH; depth <= LIMIT_JSON_DEPTH + 1; depth++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GString) text = g_string_new(NULL);
		g_autoptr(JsonValue) value = NULL;
		for (size_t i = 0; i < depth; i++)
			g_string_append(text, "[");
		for (size_t i = 0; i < depth; i++)
			g_string_append(text, "]");
		value = json_parse(text->str, text->len, &error);
		assert_int_equal(value != NULL, depth <= LIMIT_JSON_DEPTH);
		assert_int_equal(g_error_matches(error, JSON_ERROR, JSON_ERROR_LIMIT),
				 depth > LIMIT_JSON_DEPTH);
	}
}

static void json_parse__keeps_to_size__of_strings_and_of_the_whole(void **unused)
{
	g_autofree char *text = g_malloc(LIMIT_JSON_ELEMENT + 1);
	g_autoptr(GError) error = NULL;
	JsonValue *value;
	(void)unused;
	memset(text, 'x', LIMIT_JSON_STRING + 3);
	text[0] = text[LIMIT_JSON_STRING + 1] = '"';
	value = json_parse(text, LIMIT_JSON_STRING + 2, NULL);
	assert_non_null(value);
	json_value_free(value);

	text[LIMIT_JSON_STRING + 1] = 'x';
	text[LIMIT_JSON_STRING + 2] = '"';
	assert_null(json_parse(text, LIMIT_JSON_STRING + 3, &error));
	assert_true(g_error_matches(error, JSON_ERROR, JSON_ERROR_LIMIT));
	g_clear_error(&error);

	memset(text, ' ', LIMIT_JSON_ELEMENT + 1);
	text[0] = '1';
	value = json_parse(text, LIMIT_JSON_ELEMENT, NULL);
	assert_non_null(value);
	json_value_free(value);
	assert_null(json_parse(text, LIMIT_JSON_ELEMENT + 1, &error));
	assert_true(g_error_matches(error, JSON_ERROR, JSON_ERROR_LIMIT));
}

static void json_get__finds_paths__in_any_letter_case(void **unused)
{
	g_autoptr(JsonValue) value =
		parse("{\"Name\":\"loose\",\"name\":\"exact\",\"Properties\":{\"scheduleInfo\":"
		      "{\"type\":\"AfterDuration\"}},\"@odata.nextLink\":\"next\",\"gone\":null}");
	(void)unused;
	assert_string_equal(json_text(json_get(value, "name")), "exact");
	assert_string_equal(json_text(json_get(value, "NAME")), "loose");
	assert_string_equal(json_text(json_get(value, "properties.ScheduleInfo.type")),
			    "AfterDuration");
	assert_string_equal(json_text(json_get(value, "@odata.nextLink")), "next");
	assert_null(json_get(value, "gone"));
	assert_null(json_get(value, "gone.on"));
	assert_null(json_get(value, "name.length"));
	assert_null(json_get(value, "properties.schedule"));
}

typedef struct Sample {
	char *text;
	Instant instant;
	int64_t duration;
	bool is_set;
	int64_t count;
	int word;
	GPtrArray *list;
} Sample;

static int sample_word(const char *text)
{
	return g_ascii_strcasecmp(text, "direct") == 0 ? 7 : 0;
}

#define FIELD(path, type, member, ...)                            \
	{                                                         \
		path, type, offsetof(Sample, member), __VA_ARGS__ \
	}

static const JsonField sample_fields[] = {
	FIELD("text", JSON_FIELD_TEXT, text, true),
	FIELD("inner.instant", JSON_FIELD_INSTANT, instant, false),
	FIELD("inner.duration", JSON_FIELD_DURATION, duration, false),
	FIELD("isSet", JSON_FIELD_BOOL, is_set, false),
	FIELD("count", JSON_FIELD_INT, count, false),
	FIELD("word", JSON_FIELD_WORD, word, false, sample_word),
	FIELD("list", JSON_FIELD_TEXT_LIST, list, false),
};

static void sample_clear(Sample *sample)
{
	g_free(sample->text);
	g_clear_pointer(&sample->list, g_ptr_array_unref);
}

static void json_decode__fills__every_type(void **unused)
{
	g_autoptr(JsonValue) value =
		parse("{\"text\":\"t\",\"inner\":{\"instant\":\"2026-01-01T08:00:00.1234567Z\","
		      "\"duration\":\"PT1H30M\"},\"isset\":true,\"count\":9007199254740992,"
		      "\"word\":\"DIRECT\",\"list\":[\"a\",\"b\"],\"unknown\":[{}]}");
	Sample sample = { 0 };
	(void)unused;
	assert_true(json_decode(value, sample_fields, G_N_ELEMENTS(sample_fields), &sample, NULL));
	assert_string_equal(sample.text, "t");
	assert_int_equal(sample.instant, 1767254400);
	assert_int_equal(sample.duration, 5400);
	assert_true(sample.is_set);
	assert_true(sample.count == INT64_C(9007199254740992));
	assert_int_equal(sample.word, 7);
	assert_int_equal(sample.list->len, 2);
	assert_string_equal(g_ptr_array_index(sample.list, 1), "b");
	sample_clear(&sample);
}

static void json_decode__names_the_path__when_a_member_is_wrong(void **unused)
{
	static const struct {
		const char *text;
		JsonError code;
		const char *path;
	} cases[] = {
		{ "{}", JSON_ERROR_MISSING, "text" },
		{ "{\"text\":null}", JSON_ERROR_MISSING, "text" },
		{ "{\"text\":1}", JSON_ERROR_TYPE, "text" },
		{ "{\"text\":\"\",\"inner\":{\"instant\":5}}", JSON_ERROR_TYPE, "inner.instant" },
		{ "{\"text\":\"\",\"inner\":{\"instant\":\"yesterday\"}}", JSON_ERROR_RANGE,
		  "inner.instant" },
		{ "{\"text\":\"\",\"inner\":{\"duration\":\"8h\"}}", JSON_ERROR_RANGE,
		  "inner.duration" },
		{ "{\"text\":\"\",\"inner\":{\"duration\":[]}}", JSON_ERROR_TYPE,
		  "inner.duration" },
		{ "{\"text\":\"\",\"isSet\":\"true\"}", JSON_ERROR_TYPE, "isSet" },
		{ "{\"text\":\"\",\"count\":1.5}", JSON_ERROR_RANGE, "count" },
		{ "{\"text\":\"\",\"count\":1e300}", JSON_ERROR_RANGE, "count" },
		{ "{\"text\":\"\",\"count\":\"12x\"}", JSON_ERROR_RANGE, "count" },
		{ "{\"text\":\"\",\"count\":{}}", JSON_ERROR_TYPE, "count" },
		{ "{\"text\":\"\",\"word\":1}", JSON_ERROR_TYPE, "word" },
		{ "{\"text\":\"\",\"list\":\"a\"}", JSON_ERROR_TYPE, "list" },
		{ "{\"text\":\"\",\"list\":[\"a\",1]}", JSON_ERROR_TYPE, "list" },
		{ "[]", JSON_ERROR_TYPE, "object" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(JsonValue) value = parse(cases[i].text);
		g_autoptr(GError) error = NULL;
		Sample sample = { 0 };
		assert_false(json_decode(value, sample_fields, G_N_ELEMENTS(sample_fields), &sample,
					 &error));
		if (!g_error_matches(error, JSON_ERROR, (int)cases[i].code) ||
		    strstr(error->message, cases[i].path) == NULL)
			fail_msg("%s: %s", cases[i].text, error->message);
		sample_clear(&sample);
	}
}

static void json_decode__reads_a_number__written_as_text(void **unused)
{
	g_autoptr(JsonValue) value = parse("{\"text\":\"\",\"count\":\"3599\"}");
	Sample sample = { 0 };
	(void)unused;
	assert_true(json_decode(value, sample_fields, G_N_ELEMENTS(sample_fields), &sample, NULL));
	assert_int_equal(sample.count, 3599);
	sample_clear(&sample);
}

static void json_builder__writes__what_parses_again(void **unused)
{
	g_autoptr(JsonBuilder) builder = json_builder_new();
	g_autofree char *text = NULL;
	(void)unused;
	json_builder_begin(builder, "properties");
	json_builder_text(builder, "reason", "quote \" and \n and ü");
	json_builder_text(builder, "absent", NULL);
	json_builder_begin_list(builder, "list");
	json_builder_text(builder, NULL, "a");
	json_builder_begin(builder, NULL);
	json_builder_int(builder, "large", INT64_MAX);
	json_builder_end(builder);
	json_builder_end(builder);
	json_builder_end(builder);
	json_builder_bool(builder, "yes", true);
	json_builder_null(builder, "none");
	assert_true(json_builder_value(builder, "raw", "{\"a\":[1]}", NULL));
	assert_false(json_builder_value(builder, "bad", "{\"a\":", NULL));
	json_builder_begin(builder, "open");
	text = json_builder_finish(builder);
	assert_string_equal(text, "{\"properties\":{\"reason\":\"quote \\\" and \\n and ü\","
				  "\"list\":[\"a\",{\"large\":9223372036854775807}]},\"yes\":true,"
				  "\"none\":null,\"raw\":{\"a\":[1]},\"open\":{}}");
}

static void json_builder__mends_text__that_is_no_utf8(void **unused)
{
	g_autoptr(JsonBuilder) builder = json_builder_new();
	g_autofree char *text = NULL;
	(void)unused;
	json_builder_text(builder, "a", "x\xffy");
	text = json_builder_finish(builder);
	assert_string_equal(text, "{\"a\":\"x\xef\xbf\xbdy\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_parse__refuses__what_is_no_plain_json),
		cmocka_unit_test(json_parse__takes__escapes_and_blanks),
		cmocka_unit_test(json_parse__takes__any_number_of_the_grammar),
		cmocka_unit_test(json_parse__keeps_to_depth__at_its_limit),
		cmocka_unit_test(json_parse__keeps_to_size__of_strings_and_of_the_whole),
		cmocka_unit_test(json_get__finds_paths__in_any_letter_case),
		cmocka_unit_test(json_decode__fills__every_type),
		cmocka_unit_test(json_decode__names_the_path__when_a_member_is_wrong),
		cmocka_unit_test(json_decode__reads_a_number__written_as_text),
		cmocka_unit_test(json_builder__writes__what_parses_again),
		cmocka_unit_test(json_builder__mends_text__that_is_no_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
