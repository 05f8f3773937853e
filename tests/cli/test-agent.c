/*
 * A program that speaks the Model Context Protocol: what it is answered, and what it cannot reach.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/schema.h"
#include "tests/e2e/talk.h"

#define HELLO TALK_HELLO
#define CALL  TALK_CALL

/* All lines at once, then the end: what is written on standard output, each of which is one answer. cJSON*; the caller unrefs. */
static GPtrArray *converse(const Stage *stage, const char *lines)
{
	g_autofree char *path = stage_path(stage, "lines");
	assert_true(g_file_set_contents(path, lines, -1, NULL));
	g_autofree char *script =
		g_strdup_printf("timeout 60 myroles agent <'%s' 2>errors; echo $?", path);
	const char *const argv[] = { "bash", "-c", script, NULL };
	g_autofree char *output = run_program(stage, argv);
	g_auto(GStrv) rows = g_strsplit(output, "\n", -1);
	const guint count = g_strv_length(rows);
	GPtrArray *answers = g_ptr_array_new_with_free_func((GDestroyNotify)cJSON_Delete);
	assert_true(count >= 2);
	assert_string_equal(rows[count - 2], "0");
	for (guint i = 0; i + 2 < count; i++) {
		cJSON *answer = cJSON_Parse(rows[i]);
		assert_non_null(answer);
		g_ptr_array_add(answers, answer);
	}
	return answers;
}

/* That with this id, as JSON; NULL: there is none. */
static const cJSON *find(const GPtrArray *answers, const char *id)
{
	const cJSON *found = NULL;
	for (guint i = 0; i < answers->len; i++) {
		char *own = cJSON_PrintUnformatted(member(answers->pdata[i], "id"));
		if (strcmp(own, id) == 0)
			found = answers->pdata[i];
		cJSON_free(own);
	}
	return found;
}

static const cJSON *document_of(const GPtrArray *answers, const char *id)
{
	const cJSON *result = member(find(answers, id), "result");
	assert_false(cJSON_IsTrue(member(result, "isError")));
	return member(result, "structuredContent");
}

static const char *words_of(const GPtrArray *answers, const char *id)
{
	const cJSON *result = member(find(answers, id), "result");
	return text(cJSON_GetArrayItem(member(result, "content"), 0), "text");
}

static int code_of(const GPtrArray *answers, const char *id)
{
	return (int)cJSON_GetNumberValue(member(member(find(answers, id), "error"), "code"));
}

static const struct {
	const char *asked, *told;
} version_rows[] = {
	{ "2024-11-05", "2024-11-05" }, { "2025-03-26", "2025-03-26" },
	{ "2025-06-18", "2025-06-18" }, { "2025-11-25", "2025-11-25" },
	{ "2099-01-01", "2025-11-25" }, { "1999-01-01", "2024-11-05" },
};

static void agent__agrees_on_a_version__that_both_know(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(version_rows); i++) {
		g_autofree char *lines = g_strdup_printf(
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
			"\"protocolVersion\":\"%s\"}}\n",
			version_rows[i].asked);
		g_autoptr(GPtrArray) answers = converse(*state, lines);
		const cJSON *result = member(find(answers, "1"), "result");
		assert_string_equal(text(result, "protocolVersion"), version_rows[i].told);
		assert_true(cJSON_IsObject(member(member(result, "capabilities"), "tools")));
		assert_string_equal(text(member(result, "serverInfo"), "name"), "myroles");
	}
}

/* What clients send, as "Lifecycle", "Ping", "Tools" and "Cancellation" of each revision write it: whole, and with what we do not need. */
#define SESSION                                                                                    \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":" \
	"\"%s\",\"capabilities\":{\"roots\":{\"listChanged\":true},\"sampling\":{}},"              \
	"\"clientInfo\":{\"name\":\"ExampleClient\",\"title\":\"Example Client\","                 \
	"\"version\":\"1.0.0\"}}}\n"                                                               \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"                         \
	"{\"jsonrpc\":\"2.0\",\"id\":\"123\",\"method\":\"ping\"}\n"                               \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"           \
	"{\"progressToken\":\"t\"}}}\n"                                                            \
	"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":"            \
	"\"list\",\"arguments\":{\"list\":\"active\"},\"_meta\":{\"progressToken\":7}}}\n"         \
	"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":"            \
	"\"list\",\"arguments\":{\"list\":\"requests\"}}}\n"                                       \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"                 \
	"\"requestId\":3,\"reason\":\"User requested cancellation\"}}\n"                           \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"}\n"                  \
	"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"resources/list\"}\n"                           \
	"{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"tools/call\",\"params\":{\"name\":"            \
	"\"unknown_tool\",\"arguments\":{}}}\n"                                                    \
	"{\"jsonrpc\":\"2.0\",\"id\":6,\"method\":\"tools/call\",\"params\":{\"name\":"            \
	"\"list\",\"arguments\":[]}}\n"                                                            \
	"[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}]\n"

/* Several at once are told as no request where the revision has no such thing, and the rest is answered. */
static void agent__answers_a_session__as_the_revisions_write_it(void **state)
{
	static const char *const asked[] = { "2024-11-05", "2025-06-18", "2025-11-25" };
	for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
		g_autofree char *lines = g_strdup_printf(SESSION, asked[i]);
		g_autoptr(GPtrArray) answers = converse(*state, lines);
		assert_int_equal(answers->len, 8);
		assert_non_null(member(find(answers, "0"), "result"));
		const cJSON *pong = member(find(answers, "\"123\""), "result");
		assert_true(cJSON_IsObject(pong) && pong->child == NULL);
		assert_true(cJSON_IsArray(member(member(find(answers, "1"), "result"), "tools")));
		assert_non_null(words_of(answers, "2"));
		assert_null(find(answers, "3"));
		assert_int_equal(code_of(answers, "4"), -32601);
		assert_int_equal(code_of(answers, "5"), -32602);
		assert_int_equal(code_of(answers, "6"), -32602);
		assert_int_equal(code_of(answers, "null"), -32600);
		for (guint k = 0; k < answers->len; k++)
			assert_string_equal(text(answers->pdata[k], "jsonrpc"), "2.0");
	}
}

#define SEVERAL_HELLO                                                                      \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"             \
	"\"protocolVersion\":\"2025-03-26\",\"capabilities\":{},\"clientInfo\":{\"name\":" \
	"\"several\",\"version\":\"1\"}}}\n"
#define SEVERAL                                                                                  \
	"[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"},"                       \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"list\"," \
	"\"arguments\":{\"list\":\"active\"}}},"                                                 \
	"{\"jsonrpc\":\"2.0\",\"id\":\"two\",\"method\":\"ping\"},"                              \
	"{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"list\"," \
	"\"arguments\":{\"list\":\"eligible\"}}},"                                               \
	"{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"initialize\",\"params\":{"                   \
	"\"protocolVersion\":\"2025-11-25\"}},"                                                  \
	"7,{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"             \
	"\"requestId\":3}}]\n"

/* Their answers come as one array, in any order, and none for notices; nothing but notices is answered by nothing. */
static void agent__takes_several_at_once__in_the_one_version_that_has_them(void **state)
{
	g_autoptr(GPtrArray) lines =
		converse(*state, SEVERAL_HELLO SEVERAL
			 "[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}]\n"
			 "[]\n{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}\n");
	assert_int_equal(lines->len, 4);
	g_autoptr(GPtrArray) alone = g_ptr_array_new();
	g_autoptr(GPtrArray) answers = g_ptr_array_new();
	for (guint i = 0; i < lines->len; i++) {
		cJSON *line = lines->pdata[i];
		cJSON *answer = NULL;
		if (!cJSON_IsArray(line)) {
			g_ptr_array_add(alone, line);
			continue;
		}
		cJSON_ArrayForEach(answer, line) g_ptr_array_add(answers, answer);
	}
	assert_int_equal(alone->len, 3);
	assert_int_equal(code_of(alone, "null"), -32600);
	assert_true(cJSON_IsObject(member(find(alone, "9"), "result")));
	assert_int_equal(answers->len, 4);
	assert_non_null(words_of(answers, "1"));
	assert_null(member(member(find(answers, "1"), "result"), "structuredContent"));
	assert_true(cJSON_IsObject(member(find(answers, "\"two\""), "result")));
	assert_int_equal(code_of(answers, "4"), -32602);
	assert_int_equal(code_of(answers, "null"), -32600);
}

static void agent__offers_nothing__that_sends(void **state)
{
	static const char *const known[] = { "list", "why", "propose", "wait" };
	g_autoptr(GPtrArray) answers = converse(
		*state, HELLO "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n" CALL(
				"3", "activate", "{}"));
	const cJSON *tools = member(member(find(answers, "2"), "result"), "tools");
	assert_int_equal(cJSON_GetArraySize(tools), G_N_ELEMENTS(known));
	for (int i = 0; i < cJSON_GetArraySize(tools); i++) {
		const cJSON *tool = cJSON_GetArrayItem(tools, i);
		assert_string_equal(text(tool, "name"), known[i]);
		assert_string_equal(text(member(tool, "inputSchema"), "type"), "object");
	}
	assert_int_equal(code_of(answers, "3"), -32602);
}

static void agent__lists_roles__in_the_documents_of_list(void **state)
{
	g_autoptr(GPtrArray) answers = converse(
		*state, HELLO CALL("1", "list", "{\"list\":\"active\"}")
				CALL("2", "list",
				     "{\"list\":\"eligible\",\"search\":\"payments kubernetes\"}")
					CALL("3", "list", "{\"list\":\"requests\"}")
						CALL("4", "list", "{\"list\":\"tokens\"}"));
	for (int i = 1; i <= 3; i++) {
		g_autofree char *id = g_strdup_printf("%d", i);
		char *document = cJSON_PrintUnformatted(document_of(answers, id));
		assert_documents("list", document);
		cJSON_free(document);
	}
	const cJSON *items = member(document_of(answers, "2"), "items");
	assert_int_equal(cJSON_GetArraySize(items), 1);
	assert_string_equal(text(member(cJSON_GetArrayItem(items, 0), "role"), "name"),
			    "Azure Kubernetes Service Cluster Admin Role");
	assert_true(cJSON_GetArraySize(member(document_of(answers, "1"), "items")) > 0);
	assert_true(cJSON_IsTrue(member(member(find(answers, "4"), "result"), "isError")));
}

/* Only what is said is read: the name of a file is none. */
static void agent__finds_the_role__for_a_denial(void **state)
{
	g_autofree char *path = stage_path(*state, "denial");
	assert_true(g_file_set_contents(path, "Microsoft.Web/sites/write", -1, NULL));
	g_autofree char *file = g_strdup_printf(CALL("3", "why", "{\"text\":\"%s\"}"), path);
	g_autofree char *lines = g_strconcat(
		HELLO CALL("1", "why",
			   "{\"text\":\"Microsoft.KeyVault/vaults/secrets/getSecret/action\","
			   "\"scope\":\"rg-payments\"}")
			CALL("2", "why", "{\"text\":\"Microsoft.Web/sites/write\"}"),
		file, NULL);
	g_autoptr(GPtrArray) answers = converse(*state, lines);
	const cJSON *document = document_of(answers, "1");
	char *printed = cJSON_PrintUnformatted(document);
	assert_documents("why", printed);
	cJSON_free(printed);
	const cJSON *way = cJSON_GetArrayItem(member(document, "ways"), 0);
	const cJSON *row = cJSON_GetArrayItem(member(way, "activations"), 0);
	assert_string_equal(text(member(row, "role"), "name"), "Key Vault Secrets Officer");
	assert_non_null(strstr(words_of(answers, "2"), "give the scope"));
	assert_non_null(strstr(words_of(answers, "3"), "names no operation"));
}

static void agent__answers_what_is_wrong__and_goes_on(void **state)
{
	g_autoptr(GPtrArray) answers =
		converse(*state, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n"
				 "not json\n" HELLO
				 "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"resources/list\"}\n"
				 "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"ping\"}\n"
				 "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}\n"
				 "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/none\"}\n");
	assert_int_equal(code_of(answers, "1"), -32600);
	assert_int_equal(code_of(answers, "null"), -32700);
	assert_int_equal(code_of(answers, "2"), -32601);
	assert_true(cJSON_IsObject(member(find(answers, "3"), "result")));
	assert_int_equal(answers->len, 5);
}

static void agent__does_not_answer__what_was_canceled(void **state)
{
	g_autoptr(GPtrArray) answers = converse(
		*state, HELLO CALL("1", "list", "{\"list\":\"active\"}")
				CALL("2", "list",
				     "{\"list\":\"active\"}") "{\"jsonrpc\":\"2.0\",\"method\":"
							      "\"notifications/cancelled\","
							      "\"params\":{\"requestId\":2}}\n");
	assert_non_null(find(answers, "1"));
	assert_null(find(answers, "2"));
}

/* ---- A talk ----------------------------------------------------------------------------------- */

static void agent__ends_with_130__when_interrupted(void **state)
{
	Talk talk;
	talk_open(&talk, *state);
	talk_say(&talk, HELLO);
	cJSON_Delete(talk_hear(&talk));
	assert_int_equal(talk_close(&talk, SIGINT), 130);
}

/* Whatever it asks, the services are only looked at. */
static void agent__sends_nothing__whatever_it_is_asked(void **state)
{
	Stage *stage = *state;
	const size_t before = count_requests(stage);
	g_autoptr(GPtrArray) answers =
		converse(stage, HELLO CALL("1", "list", "{\"list\":\"eligible\"}") CALL(
					"2", "why", "{\"text\":\"Microsoft.Web/sites/write\"}"));
	assert_int_equal(answers->len, 3);
	assert_int_equal(count_requests(stage), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(agent__agrees_on_a_version__that_both_know),
		STAGE_TEST(agent__answers_a_session__as_the_revisions_write_it),
		STAGE_TEST(agent__takes_several_at_once__in_the_one_version_that_has_them),
		STAGE_TEST(agent__offers_nothing__that_sends),
		STAGE_TEST(agent__lists_roles__in_the_documents_of_list),
		STAGE_TEST(agent__finds_the_role__for_a_denial),
		STAGE_TEST(agent__answers_what_is_wrong__and_goes_on),
		STAGE_TEST(agent__does_not_answer__what_was_canceled),
		STAGE_TEST(agent__ends_with_130__when_interrupted),
		STAGE_TEST(agent__sends_nothing__whatever_it_is_asked),
	};
	return stage_run_tests(tests);
}
