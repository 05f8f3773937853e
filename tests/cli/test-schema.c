/*
 * The schema of what is printed with --json: no member of it may be missing, and each of its definitions is what the program prints. How
 * each verb ends, with a document of its kind in every end, is played in test-exit-codes.c and test-interrupt.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/schema.h"

/* ---- The schema --------------------------------------------------------------------------------- */

static bool is_required(const cJSON *schema, const char *name)
{
	const cJSON *required = NULL;
	cJSON_ArrayForEach(required, member(schema, "required"))
	{
		if (strcmp(required->valuestring, name) == 0)
			return true;
	}
	return false;
}

static void assert_whole(const cJSON *schema, const char *path)
{
	const cJSON *inner = NULL;
	cJSON_ArrayForEach(inner, member(schema, "properties"))
	{
		if (!is_required(schema, inner->string))
			fail_msg("%s: \"%s\" may be missing", path, inner->string);
	}
	cJSON_ArrayForEach(inner, schema)
	{
		g_autofree char *further =
			g_strdup_printf("%s/%s", path, inner->string != NULL ? inner->string : "");
		assert_whole(inner, further);
	}
}

static void no_member_of_the_schema__may_be_missing(void **state)
{
	(void)state;
	g_autoptr(cJSON) schema = schema_read();
	assert_whole(schema, "");
}

/* ---- What is printed ------------------------------------------------------------------------------ */

#define ASK   "activate -r Contributor -s rg-payments -m hotfix -t INC1 -w"
#define EDGE  "-r Owner -s rg-edge -m x"
#define FIRST "%s" /* the id of the first item that was printed last */

/* One after the other, as in a day's work; each prints what is a `kind` at this place. */
static const struct {
	const char *kind;
	const char *line;
	const char *place; /* of what it is, in the document; "": the document itself */
	int code;
} rows[] = {
	{ "held", "list eligible", "items/0", 0 },
	{ "held", "list active", "items/0", 0 },
	{ "owed", "list active", "owed", 0 },
	{ "held", "list dormant", "items/0", 0 },
	{ "held", "status", "items/0", 0 },
	{ "truth", "status --truth", "items/0/truth", 0 },
	{ "tokens", "status --truth", "tokens", 0 },
	{ "holding", "list active --at rg-payments", "items/0", 0 },
	{ "held_anywhere", "list active --all-accounts", "items/0", 0 },
	{ "approval", "list approvals", "items/0", 0 },
	{ "approval", "list approvals --brief", "items/0", 0 },
	{ "scope", "scopes Contributor sub-prod", "items/0", 0 },
	{ "list", "scopes Nobody", "", 2 },
	{ "candidate", "policy Reader", "candidates/0", 2 },
	{ "candidate", "show Reader", "candidates/0", 2 },
	{ "candidate", "activate -r Reader", "candidates/0", 2 },
	{ "policy_facts", "policy Reader sub-dev", "policy", 0 },
	{ "role_facts", "show Reader sub-dev", "item", 0 },
	{ "set", "set", "items/0", 0 },
	{ "finding", "set day --rehearse", "findings/0", 0 },
	{ "finding", "doctor", "findings/0", 0 },
	{ "account", "accounts", "items/0", 0 },
	{ "told", "watch --once", "", 0 },
	{ "need", "why Microsoft.Web/sites/write rg-payments", "needs/0", 0 },
	{ "way", "why Microsoft.Web/sites/write rg-payments", "ways/0", 0 },
	{ "request", "activate -r Reader -s sub-dev -n", "", 0 },
	{ "request", "extend " EDGE " -n", "", 0 },
	{ "request", "activate -r Reader -s sub-dev -d 30m --wait=effective", "", 0 },
	{ "request", "deactivate -r Reader -s sub-dev", "", 4 },
	{ "request", "wait 00000000-no-such", "", 2 },
	{ "request", ASK, "", 5 },
	{ "entry", "history", "items/0", 0 },
	{ "entry", "history --columns role", "items/0", 0 },
	{ "total", "history --totals role", "items/0", 0 },
	{ "unused", "history --unused", "items/0", 0 },
	{ "findings", "history --check", "", 0 },
	{ "open_request", "list requests", "items/0", 0 },
	{ "request_facts", "show " FIRST, "item", 0 },
	{ "approval", "list approvals", "items/0", 0 },
	{ "brief_facts", "brief " FIRST, "item", 0 },
	{ "decisions", "approve " FIRST " -m ok", "", 0 },
	{ "configuration", "config nothing", "", 2 },
	{ "accounts", "accounts --nobody", "", 2 },
	{ "decisions", "deny --nobody", "", 2 },
	{ "evidence", "evidence verify /dev/null", "", 1 },
	{ "change", "changes --seen", "items/0", 0 },
};

/* "items/0/truth": what is there; fails where nothing is. */
static const cJSON *find(const cJSON *document, const char *place)
{
	g_auto(GStrv) names = g_strsplit(place, "/", -1);
	const cJSON *value = document;
	for (char **name = names; *name != NULL && value != NULL; name++)
		value = g_ascii_isdigit(**name)
				? cJSON_GetArrayItem(value, (int)g_ascii_strtoll(*name, NULL, 10))
				: member(value, *name);
	return value;
}

static void play(Verb *verb, const cJSON *schema, size_t row, char **first)
{
	g_auto(GStrv) parts = g_strsplit(rows[row].line, FIRST, -1);
	g_autofree char *words = g_strjoinv(*first, parts);
	g_autofree char *line = g_strdup_printf("myroles %s --json", words);
	run_to(verb, line, rows[row].code);
	g_autoptr(cJSON) document = cJSON_ParseWithOpts(verb->output, NULL, false);
	const cJSON *value = find(document, rows[row].place);
	if (value == NULL)
		fail_msg("`%s` prints no %s: %s", line, rows[row].place, verb->output);
	g_autofree char *mistake = schema_mistake(schema, rows[row].kind, value);
	if (mistake != NULL)
		fail_msg("`%s`: %s\n%s", line, mistake, verb->output);
	const cJSON *item = find(document, "items/0/id");
	if (item != NULL && cJSON_IsString(item)) {
		g_free(*first);
		*first = g_strdup(item->valuestring);
	}
}

static void verbs__print__what_the_schema_says(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autoptr(cJSON) schema = schema_read();
	g_autofree char *first = g_strdup("");
	stage_write_config(stage, "portal=https://portal.example.com\n[set day]\nreason=x\n"
				  "duration=30m\nrole.1=Reader | at sub-dev\n");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].kind, "change") == 0)
			tenant_tell(stage->tenant, "/eligibility",
				    "{\"role\":\"Storage Blob Data Contributor\","
				    "\"scope\":\"rg-edge\","
				    "\"principal\":\"you@contoso.com\"}");
		play(&result, schema, i, &first);
	}
}

#define YOU "you@contoso.com"

/* Also where nothing was asked yet, and of words that nobody understands. `account`: NULL: it has none. */
static void words_that_are_refused__are_answered__in_their_own_document(void **state)
{
	static const struct {
		const char *line;
		const char *kind;
		const char *account;
	} refused[] = {
		{ "activate", "request", YOU },
		{ "activate -r Nobody -m x", "request", YOU },
		{ "activate -r Reader -s sub-dev -d 0 -m x", "request", YOU },
		{ "deactivate -r Nobody", "request", YOU },
		{ "cancel xx", "request", YOU },
		{ "list", "list", YOU },
		{ "list eligible --bogus", "list", YOU },
		{ "--account you list eligible --bogus", "list", NULL },
		{ "watch --every 1s", "told", YOU },
		{ "watch --bogus", "told", YOU },
		{ "history --check --bogus", "findings", NULL },
		{ "history --check --limit x", "findings", NULL },
		{ "set -n --bogus", "findings", NULL },
		{ "set day --bogus", "request", YOU },
		{ "set --bogus", "sets", YOU },
		/* The demo knows nobody's account. */
		{ "demo list eligible --bogus", "list", NULL },
	};
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autoptr(cJSON) schema = schema_read();
	run_to(&result, "myroles list eligible", 0);
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
		g_autofree char *line = g_strdup_printf("myroles %s --json", refused[i].line);
		run_to(&result, line, 2);
		g_autoptr(cJSON) document = parse(&result);
		g_autofree char *mistake = schema_mistake(schema, refused[i].kind, document);
		if (mistake != NULL)
			fail_msg("`%s`: %s\n%s", line, mistake, result.output);
		if (g_strcmp0(text(document, "account"), refused[i].account) != 0)
			fail_msg("`%s` is of %s", line, text(document, "account"));
	}
	/* What follows belongs to the command. */
	verb_run(&result, "myroles exec --bogus -- az --json");
	assert_string_equal(result.output, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_member_of_the_schema__may_be_missing),
		STAGE_TEST(verbs__print__what_the_schema_says),
		STAGE_TEST(words_that_are_refused__are_answered__in_their_own_document),
	};
	return stage_run_tests(tests);
}
