/* Lists cut into elements as they stream in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <malloc.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/json/splitter.h"

/* What was delivered, as text: elements printed, errors as "!code", separated by blanks. */
typedef struct Seen {
	GString *text;
	size_t count;
} Seen;

static void see(const JsonValue *element, const GError *error, gpointer data)
{
	Seen *seen = data;
	assert_true((element == NULL) != (error == NULL));
	seen->count++;
	if (seen->text == NULL)
		return;
	if (seen->text->len > 0)
		g_string_append_c(seen->text, ' ');
	if (element != NULL) {
		g_autofree char *text = json_print(element);
		g_string_append(seen->text, text);
	} else {
		g_string_append_printf(seen->text, "!%d", error->code);
	}
}

/* Feeds `text` in pieces of `step` bytes; *code is the document's error, 0 for none. */
static char *split(const char *text, size_t step, int *code, char **next)
{
	Seen seen = { .text = g_string_new(NULL) };
	g_autoptr(JsonSplitter) splitter = json_splitter_new("value", see, &seen);
	g_autoptr(GError) error = NULL;
	size_t length = strlen(text);
	bool is_good = true;
	for (size_t at = 0; is_good && at < length; at += step)
		is_good = json_splitter_feed(splitter, text + at, MIN(step, length - at), &error);
	if (is_good)
		is_good = json_splitter_finish(splitter, &error);
	assert_int_equal(is_good, error == NULL);
	*code = error != NULL ? error->code : 0;
	if (next != NULL)
		*next = g_strdup(json_splitter_member(splitter, "nextLink"));
	return g_string_free(seen.text, FALSE);
}

static void json_splitter__cuts_alike__at_every_chunk_size(void **unused)
{
	static const char text[] =
		"\xEF\xBB\xBF{ \"@odata.context\" : \"a]}\\\"[{\", \"n\":-1.5e3 , "
		"\"o\":{\"value\":[9]},\n"
		"\"value\": [ {\"a\":\"]}\\\\\",\"b\":[[]]} , 17 ,\"x,y\", null,[1,{}],{\"c\":tru},"
		"{\"d\":\"\\u0000\"},true ] "
		",\t\"nextLink\":\"https:\\/\\/host\\/p?x=\\u00fc\"}\r\n";

	(void)unused;
	for (size_t step = 1; step <= sizeof text; step++) {
		g_autofree char *next = NULL;
		int code;
		g_autofree char *seen = split(text, step, &code, &next);
		assert_int_equal(code, 0);
		assert_string_equal(seen,
				    "{\"a\":\"]}\\\\\",\"b\":[[]]} 17 \"x,y\" null [1,{}] !1 !1 "
				    "true");
		assert_string_equal(next, "https://host/p?x=ü");
	}
}

static void json_splitter__tells__what_is_broken(void **unused)
{
	static const struct {
		const char *text;
		const char *seen;
		int code;
	} cases[] = {
		{ "", "", JSON_ERROR_SYNTAX },
		{ "   ", "", JSON_ERROR_SYNTAX },
		{ "<html>", "", JSON_ERROR_SYNTAX },
		{ "[]", "", JSON_ERROR_SYNTAX },
		{ "{", "", JSON_ERROR_SYNTAX },
		{ "{}", "", JSON_ERROR_MISSING },
		{ "{}{}", "", JSON_ERROR_SYNTAX },
		{ "{\"value\":[]}", "", 0 },
		{ "{\"value\":null}", "", 0 },
		{ "{\"value\":[]} x", "", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1,2", "1", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1,2]", "1 2", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1,]}", "1", JSON_ERROR_SYNTAX },
		{ "{\"value\":[,1]}", "", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1 2]}", "1", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1]]", "1", JSON_ERROR_SYNTAX },
		{ "{\"value\":[1}}", "1", JSON_ERROR_SYNTAX },
		{ "{\"value\":[{\"a\":\"]}", "", JSON_ERROR_SYNTAX },
		{ "{\"value\":{}}", "", JSON_ERROR_TYPE },
		{ "{\"value\":\"x\"}", "", JSON_ERROR_TYPE },
		{ "{\"value\":}", "", JSON_ERROR_SYNTAX },
		{ "{\"value\" []}", "", JSON_ERROR_SYNTAX },
		{ "{value:[]}", "", JSON_ERROR_SYNTAX },
		{ "{,\"value\":[]}", "", JSON_ERROR_SYNTAX },
		{ "{\"a\":tru,\"value\":[]}", "", JSON_ERROR_SYNTAX },
		{ "{\"a\\u0000\":1,\"value\":[]}", "", JSON_ERROR_SYNTAX },
		{ "{\"a\":\"\xff\",\"value\":[]}", "", JSON_ERROR_SYNTAX },
		{ "{\"value\":[\"\xff\",1]}", "!1 1", 0 },
		{ "{\"value\":[1e999,1]}", "!5 1", 0 },
		{ "{\"value\":[\"Owner\\u00zz of all\",1]}", "!1 1", 0 },
		{ "{\"value\":[\"\\u12\",\"\\q\",1]}", "!1 !1 1", 0 },
		{ "{\"value\":[012,1]}", "!1 1", 0 },
		{ "{\"error\":{\"code\":\"x\"}}", "", JSON_ERROR_MISSING },
		{ "{\"Value\":[1]}", "", JSON_ERROR_MISSING },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		for (size_t step = 1; step < 4; step++) {
			int code;
			g_autofree char *seen = split(cases[i].text, step, &code, NULL);
			if (code != cases[i].code || strcmp(seen, cases[i].seen) != 0)
				fail_msg("%s: %d, %s", cases[i].text, code, seen);
		}
	}
}

static void json_splitter__stays_broken__after_an_error(void **unused)
{
	Seen seen = { 0 };
	g_autoptr(JsonSplitter) splitter = json_splitter_new("value", see, &seen);
	(void)unused;
	assert_false(json_splitter_feed(splitter, "x", 1, NULL));
	assert_false(json_splitter_feed(splitter, "{\"value\":[]}", 12, NULL));
	assert_false(json_splitter_finish(splitter, NULL));
	json_splitter_reset(splitter);
	assert_true(json_splitter_feed(splitter, "{\"value\":[1]}", 13, NULL));
	assert_true(json_splitter_finish(splitter, NULL));
	assert_int_equal(seen.count, 1);
}

static void json_splitter__forgets__when_a_retry_begins(void **unused)
{
	static const char first[] = "{\"nextLink\":\"a\",\"value\":[1,{\"x\":\"";
	static const char second[] = "{\"value\":[1,2]}";
	Seen seen = { .text = g_string_new(NULL) };
	g_autoptr(JsonSplitter) splitter = json_splitter_new("value", see, &seen);

	(void)unused;
	assert_true(json_splitter_feed(splitter, first, strlen(first), NULL));
	json_splitter_reset(splitter);
	assert_true(json_splitter_feed(splitter, second, strlen(second), NULL));
	assert_true(json_splitter_finish(splitter, NULL));
	assert_string_equal(seen.text->str, "1 1 2");
	assert_null(json_splitter_member(splitter, "nextLink"));
	g_string_free(seen.text, TRUE);
}

static void json_splitter__skips_one_element__that_is_too_deep_or_too_large(void **unused)
{
	g_autoptr(GString) text = g_string_new("{\"value\":[1,");
	int code;
	g_autofree char *seen = NULL;

	(void)unused;
	for (int i = 0; i < 5000; i++)
		g_string_append_c(text, '[');
	for (int i = 0; i < 5000; i++)
		g_string_append_c(text, ']');
	g_string_append(text, ",2,[0");
	while (text->len < LIMIT_JSON_ELEMENT + 100000)
		g_string_append(text, ",12345678");
	g_string_append(text, "],3]}");
	seen = split(text->str, 16384, &code, NULL);
	assert_int_equal(code, 0);
	assert_string_equal(seen, "1 !2 2 !2 3");
}

static void json_splitter__limits__members_beside_the_list(void **unused)
{
	g_autoptr(GString) text = g_string_new("{");
	int code;

	(void)unused;
	for (int i = 0; i < 100; i++)
		g_string_append_printf(text, "\"m%d\":\"x\",", i);
	g_string_append(text, "\"value\":[]}");
	g_free(split(text->str, 4096, &code, NULL));
	assert_int_equal(code, JSON_ERROR_LIMIT);

	/* Objects beside the list do not count, however large they are. */
	g_string_assign(text, "{\"o\":[0");
	while (text->len < LIMIT_JSON_ELEMENT + 100000)
		g_string_append(text, ",12345678");
	g_string_append(text, "],\"value\":[]}");
	g_free(split(text->str, 4096, &code, NULL));
	assert_int_equal(code, 0);
}

static void json_splitter__needs_little_memory__for_a_long_list(void **unused)
{
	Seen seen = { 0 };
	g_autoptr(JsonSplitter) splitter = json_splitter_new("value", see, &seen);
	g_autoptr(GString) element = g_string_new("{\"rules\":[");
	struct mallinfo2 before;
	size_t most = 0, fed = 0;

	(void)unused;
	while (element->len < 10000)
		g_string_append(element, "{\"id\":\"Expiration_EndUser_Assignment\",\"n\":1},");
	g_string_append(element, "{}]}");
	assert_true(json_splitter_feed(splitter, "{\"value\":[{}", 12, NULL));
	before = mallinfo2();
	for (; fed < 24u * 1000 * 1000; fed += element->len) {
		assert_true(json_splitter_feed(splitter, ",", 1, NULL));
		assert_true(json_splitter_feed(splitter, element->str, element->len, NULL));
		most = MAX(most, mallinfo2().uordblks - before.uordblks);
	}
	assert_true(json_splitter_feed(splitter, "]}", 2, NULL));
	assert_true(json_splitter_finish(splitter, NULL));
	assert_true(seen.count > 2000);
	assert_true(most < 100000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_splitter__cuts_alike__at_every_chunk_size),
		cmocka_unit_test(json_splitter__tells__what_is_broken),
		cmocka_unit_test(json_splitter__stays_broken__after_an_error),
		cmocka_unit_test(json_splitter__forgets__when_a_retry_begins),
		cmocka_unit_test(json_splitter__skips_one_element__that_is_too_deep_or_too_large),
		cmocka_unit_test(json_splitter__limits__members_beside_the_list),
		cmocka_unit_test(json_splitter__needs_little_memory__for_a_long_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
