/* JSON documents, decode tables, and lists that come in pieces. */
#include <string.h>

#include "src/base/clock.h"
#include "src/base/limits.h"
#include "src/json/splitter.h"
#include "src/json/value.h"
#include "src/model/workload.h"
#include "tests/fuzz/fuzz.h"

/* One member of each type. */
typedef struct Sample {
	char *text;
	Instant instant;
	int64_t duration;
	bool flag;
	int64_t number;
	int word;
	GPtrArray *list;
} Sample;

static int word_from_text(const char *text)
{
	return g_ascii_strcasecmp(text, "yes") == 0 ? 1 : 2;
}

static const JsonField fields[] = {
	{ "text", JSON_FIELD_TEXT, offsetof(Sample, text), true, NULL },
	{ "a.instant", JSON_FIELD_INSTANT, offsetof(Sample, instant), false, NULL },
	{ "a.b.duration", JSON_FIELD_DURATION, offsetof(Sample, duration), false, NULL },
	{ "flag", JSON_FIELD_BOOL, offsetof(Sample, flag), false, NULL },
	{ "number", JSON_FIELD_INT, offsetof(Sample, number), false, NULL },
	{ "word", JSON_FIELD_WORD, offsetof(Sample, word), false, word_from_text },
	{ "list", JSON_FIELD_TEXT_LIST, offsetof(Sample, list), false, NULL },
};

static void decode(const JsonValue *value)
{
	Sample sample = { 0 };
	g_autoptr(GError) error = NULL;
	if (json_decode(value, fields, G_N_ELEMENTS(fields), &sample, &error)) {
		g_assert_no_error(error);
		g_assert_true(g_utf8_validate(sample.text, -1, NULL));
		g_assert_cmpint(sample.duration, >=, 0);
	} else {
		g_assert_true(error != NULL && g_utf8_validate(error->message, -1, NULL));
	}
	g_free(sample.text);
	g_clear_pointer(&sample.list, g_ptr_array_unref);
}

void fuzz_json(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(JsonValue) value = json_parse((const char *)data, size, &error);
	if (value == NULL) {
		g_assert_nonnull(error);
		return;
	}
	g_autofree char *printed = json_print(value);
	g_autoptr(JsonValue) again = json_parse(printed, strlen(printed), &error);

	g_assert_no_error(error);
	g_autofree char *printed_again = json_print(again);
	g_assert_cmpstr(printed, ==, printed_again);
	decode(value);
	for (size_t i = 0; i < json_array_length(value); i++)
		decode(json_array_at(value, i));
}

/* What a list gave, to compare two ways of feeding it. */
typedef struct Result {
	size_t elements, errors;
	bool is_whole;
	GString *text;
} Result;

static void take_element(const JsonValue *element, const GError *error, gpointer data)
{
	Result *result = data;
	g_assert_true((element == NULL) != (error == NULL));
	if (element == NULL) {
		result->errors++;
		return;
	}
	g_autofree char *printed = json_print(element);

	g_string_append(result->text, printed);
	result->elements++;
	decode(element);
}

static Result feed(const char *bytes, size_t size, size_t step)
{
	Result result = { .text = g_string_new(NULL) };
	g_autoptr(JsonSplitter) splitter = json_splitter_new("value", take_element, &result);
	bool is_fed = true;
	for (size_t i = 0; i < size && is_fed; i += step)
		is_fed = json_splitter_feed(splitter, bytes + i, MIN(step, size - i), NULL);
	result.is_whole = is_fed && json_splitter_finish(splitter, NULL);
	if (result.is_whole) {
		const char *link = json_splitter_member(splitter, "nextLink");
		g_assert_true(link == NULL || g_utf8_validate(link, -1, NULL));
	}
	return result;
}

void fuzz_splitter(const uint8_t *data, size_t size)
{
	const char *bytes = (const char *)data;
	Result whole, pieces;
	if (size < 1)
		return;
	whole = feed(bytes + 1, size - 1, size);
	pieces = feed(bytes + 1, size - 1, 1 + data[0] % 32);
	g_assert_cmpuint(whole.elements, ==, pieces.elements);
	g_assert_cmpuint(whole.errors, ==, pieces.errors);
	g_assert_cmpint(whole.is_whole, ==, pieces.is_whole);
	g_assert_cmpstr(whole.text->str, ==, pieces.text->str);
	g_string_free(whole.text, TRUE);
	g_string_free(pieces.text, TRUE);
}
