/*
 * Plays the table of moods (moods-table.c) verb by verb. MOODS_TELL=1 prints what came of each, to fill in a new row by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/moods-table.h"
#include "tests/cli/run.h"
#include "tests/e2e/apart.h"

#define ROLE  "acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define SCOPE "/subscriptions/33333333-3333-4333-8333-333333333333"

/* ---- What happened ------------------------------------------------------------------------------ */

static bool is_about_role(const cJSON *item)
{
	const char *role = text(member(item, "role"), "id");
	return role != NULL && g_str_has_suffix(role, ROLE) &&
	       g_strcmp0(text(member(item, "scope"), "id"), SCOPE) == 0;
}

static size_t count_at_service(const cJSON *rows)
{
	const cJSON *row;
	size_t count = 0;
	cJSON_ArrayForEach(row, rows)
	{
		const char *role = text(row, "role");
		count += role != NULL && g_str_has_suffix(role, ROLE) &&
			 g_strcmp0(text(row, "scope"), SCOPE) == 0;
	}
	return count;
}

static size_t count_of_role(const cJSON *items)
{
	const cJSON *item;
	size_t count = 0;
	cJSON_ArrayForEach(item, items)
	{
		count += is_about_role(item);
	}
	return count;
}

static size_t count_held(const cJSON *items)
{
	const cJSON *item;
	size_t count = 0;
	cJSON_ArrayForEach(item, items)
	{
		count += is_about_role(item) && strcmp(text(item, "status"), "active") == 0;
	}
	return count;
}

static const cJSON *newest_of_role(const cJSON *items)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, items)
	{
		if (is_about_role(item))
			return item;
	}
	return NULL;
}

static char *journal_words(Stage *stage)
{
	g_auto(Verb) history = { .stage = stage };
	verb_run(&history, "myroles history --json");
	g_autoptr(cJSON) document = parse(&history);
	const cJSON *entry = newest_of_role(member(document, "items"));
	return entry == NULL ? g_strdup("nothing")
			     : g_strdup_printf("%s %s", text(entry, "kind"), text(entry, "status"));
}

/* The verb with the id of the newest request where it says NEWEST. */
static char *make_line(Stage *stage, const char *verb, bool is_json)
{
	GString *line = g_string_new("myroles ");
	g_string_append_printf(line, "%s%s", verb, is_json ? " --json" : "");
	if (strstr(verb, NEWEST) != NULL) {
		g_auto(Verb) history = { .stage = stage };
		verb_run(&history, "myroles history --json");
		g_autoptr(cJSON) document = parse(&history);
		const cJSON *entry = newest_of_role(member(document, "items"));
		g_string_replace(line, NEWEST, text(entry, "id"), 0);
	}
	return g_string_free(line, FALSE);
}

static char *truth_words(Stage *stage)
{
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	const size_t asked = count_at_service(member(pim, "requests"));
	const size_t on = count_at_service(member(pim, "active"));
	return g_strdup_printf("%zu asked, %s", asked, on > 0 ? "on" : "off");
}

/* "rows": how many rows of the role; "held": … that are told as active; "errors": how many; else a member of the request, or of the first error. */
static char *fact_of(const cJSON *document, const char *name)
{
	const cJSON *errors = member(document, "errors");
	if (g_str_equal(name, "rows"))
		return g_strdup_printf("%zu", count_of_role(member(document, "items")));
	if (g_str_equal(name, "held"))
		return g_strdup_printf("%zu", count_held(member(document, "items")));
	if (g_str_equal(name, "errors"))
		return g_strdup_printf("%d", cJSON_GetArraySize(errors));
	const cJSON *value = member(member(document, "request"), name);
	if (value == NULL)
		value = member(cJSON_GetArrayItem(errors, 0), name);
	if (cJSON_IsBool(value))
		return g_strdup(cJSON_IsTrue(value) ? "yes" : "no");
	return g_strdup(cJSON_IsString(value) ? value->valuestring : "none");
}

/* ---- The table ---------------------------------------------------------------------------------- */

static bool is_told(const Cell *cell, const Verb *verb)
{
	return *cell->words == '\0' ? *verb->errors == '\0'
				    : strstr(verb->errors, cell->words) != NULL;
}

static void tell_cell(const Mood *mood, const Cell *cell, const Verb *verb, const char *journal,
		      const char *truth)
{
	print_error("{%s} %s\n  code %d, journal %s, truth %s\n  %s  %.700s\n", mood->name,
		    cell->verb, verb->code, journal, truth, verb->errors, verb->output);
}

static bool are_facts_right(const Cell *cell, const Verb *verb)
{
	if (cell->json == NULL)
		return *verb->output == '\0';
	g_autoptr(cJSON) document = parse(verb);
	g_auto(GStrv) facts = g_strsplit(cell->json, ", ", -1);
	for (char **fact = facts; *fact != NULL; fact++) {
		g_auto(GStrv) halves = g_strsplit(*fact, "=", 2);
		g_autofree char *found = fact_of(document, halves[0]);
		if (!g_str_equal(found, halves[1])) {
			print_error("%s is %s, not %s\n", halves[0], found, halves[1]);
			return false;
		}
	}
	return true;
}

static bool run_cell(Stage *stage, const Mood *mood, const Cell *cell)
{
	const bool is_elsewhere = *cell->verb == '@';
	g_autofree char *line =
		make_line(stage, cell->verb + (is_elsewhere ? 1 : 0), cell->json != NULL);
	g_autofree char *journal_there = stage_path(stage, "state/elsewhere");
	g_autofree char *variable = g_strconcat("XDG_STATE_HOME=", journal_there, NULL);
	g_auto(Verb) verb = { .stage = stage, .variable = is_elsewhere ? variable : NULL };
	verb_run(&verb, line);
	assert_clean(verb.output);
	assert_clean(verb.errors);
	g_autofree char *journal = cell->journal == NULL ? g_strdup("?") : journal_words(stage);
	g_autofree char *truth = truth_words(stage);
	const bool is_right = verb.code == cell->code && is_told(cell, &verb) &&
			      are_facts_right(cell, &verb) &&
			      (cell->journal == NULL || g_str_equal(journal, cell->journal)) &&
			      g_str_equal(truth, cell->truth);
	if (!is_right || g_getenv("MOODS_TELL") != NULL)
		tell_cell(mood, cell, &verb, journal, truth);
	return is_right;
}

static void set(Stage *stage, const char *settings)
{
	g_autofree char *body = g_strdup_printf("{%s}", settings);
	tenant_tell(stage->tenant, "/settings", body);
}

/* One mood from the start, verb after verb. */
static size_t run_mood(Stage *stage, const Mood *mood)
{
	size_t wrong = 0;
	for (const Cell *cell = mood->cells; cell < mood->cells + CELLS && cell->verb != NULL;
	     cell++) {
		g_autofree char *advance = g_strdup_printf("{\"advance\":\"%s\"}", cell->verb + 1);
		if (*cell->verb == '+')
			tenant_tell(stage->tenant, "/clock", advance);
		else if (*cell->verb == '"')
			set(stage, cell->verb);
		else if (*cell->verb == '{')
			tenant_tell(stage->tenant, "/faults", cell->verb);
		else if (*cell->verb == '!')
			tenant_tell(stage->tenant, "/account", cell->verb + 1);
		else
			wrong += !run_cell(stage, mood, cell);
	}
	return wrong;
}

static void play_mood(Stage *stage, size_t row)
{
	assert_int_equal(run_mood(stage, &moods_table[row]), 0);
}

static void verbs__tell_what_is_so__in_every_mood(void **state)
{
	size_t count = 0;
	(void)state;
	while (moods_table[count].name != NULL)
		count++;
	play_apart(count, play_mood);
}

static bool is_in_table(const char *mood)
{
	for (const Mood *row = moods_table; row->name != NULL; row++) {
		if (strstr(row->name, mood) != NULL)
			return true;
	}
	return false;
}

/* A new mood comes with its row. */
static void table__has_each_mood__that_the_tenant_has(void **state)
{
	Stage *stage = *state;
	g_autoptr(cJSON) settings = tenant_call(stage->tenant, "GET", "/settings", NULL);
	const cJSON *list = cJSON_IsArray(settings) ? settings : member(settings, "settings");
	const cJSON *row;
	size_t moods = 0;
	cJSON_ArrayForEach(row, list)
	{
		if (text(row, "what") == NULL)
			continue;
		moods++;
		if (!is_in_table(text(row, "name")))
			fail_msg("%s is not in moods-table.c", text(row, "name"));
	}
	assert_true(moods > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(table__has_each_mood__that_the_tenant_has),
		STAGE_TEST(verbs__tell_what_is_so__in_every_mood),
	};
	return stage_run_tests(tests);
}
