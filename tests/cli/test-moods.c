/*
 * Plays the table of moods (moods-table.c) verb by verb. CELLS_TELL=1 prints what came of each, to fill in a new row by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/moods-reach.h"
#include "tests/cli/moods-table.h"
#include "tests/cli/run.h"
#include "tests/e2e/apart.h"

#define READER  "acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define SUB_DEV "/subscriptions/33333333-3333-4333-8333-333333333333"

static const CellSubject subject = {
	.role = READER,
	.scope = SUB_DEV,
	.own_role = READER,
};

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
			wrong += !cell_is_right(stage, mood->name, &subject, cell);
	}
	return wrong;
}

#define SETS                                                                        \
	"[set day]\nreason=INC-7\nreason_unasked=yes\nduration=30m\nrole.1=" READER \
	" | at " SUB_DEV "\n"

/* Verbs that read are the first rows. */
static void play_row(Stage *stage, size_t row)
{
	stage_write_config(stage, "portal=https://portal.azure.com\n\n" SETS);
	if (row < count_reads())
		play_read(stage, (unsigned)row);
	else
		assert_int_equal(run_mood(stage, &moods_table[row - count_reads()]), 0);
}

static void verbs__tell_what_is_so__in_every_mood(void **state)
{
	size_t count = count_reads();
	(void)state;
	for (const Mood *row = moods_table; row->name != NULL; row++)
		count++;
	play_apart(count, play_row);
}

/* Does a cell of the mood's rows play the verb? */
static bool is_in_table(const char *mood, const char *verb)
{
	const size_t length = strlen(verb);
	for (const Mood *row = moods_table; row->name != NULL; row++) {
		if (strstr(row->name, mood) == NULL)
			continue;
		for (const Cell *cell = row->cells; cell < row->cells + CELLS; cell++) {
			if (cell->verb != NULL && strncmp(cell->verb, verb, length) == 0 &&
			    cell->verb[length] == ' ')
				return true;
		}
	}
	return false;
}

static bool is_played_elsewhere(const char *mood, const char *verb)
{
	for (const PlayedElsewhere *row = played_elsewhere; row->mood != NULL; row++) {
		if (strcmp(row->mood, mood) != 0 || strcmp(row->verb, verb) != 0)
			continue;
		g_autofree char *name = g_strdup_printf("tests/%s.c", row->program);
		g_autofree char *path = source_file(name);
		g_autofree char *source = NULL;
		assert_true(g_file_get_contents(path, &source, NULL, NULL));
		return strstr(source, row->test) != NULL;
	}
	return false;
}

static const MoodReach *find_mood(const char *name)
{
	for (const MoodReach *mood = moods_reach; mood->name != NULL; mood++) {
		if (strcmp(mood->name, name) == 0)
			return mood;
	}
	fail_msg("%s is not in moods-reach.c", name);
	return NULL;
}

/* Each verb that can meet the mood. */
static size_t count_missing(const MoodReach *mood)
{
	size_t missing = 0;
	for (const VerbReach *verb = verbs_reach; verb->name != NULL; verb++) {
		if ((verb->asks & mood->changes) != 0 && verb->line == NULL &&
		    !is_in_table(mood->name, verb->name) &&
		    !is_played_elsewhere(mood->name, verb->name)) {
			print_error("no cell has `%s` in the mood %s\n", verb->name, mood->name);
			missing++;
		}
	}
	return missing;
}

/* A new mood comes with what it changes, and with a cell for each verb that asks for that. */
static void table__has_a_cell__for_each_mood_and_verb_that_meet(void **state)
{
	Stage *stage = *state;
	g_autoptr(cJSON) settings = tenant_call(stage->tenant, "GET", "/settings", NULL);
	const cJSON *list = cJSON_IsArray(settings) ? settings : member(settings, "settings");
	const cJSON *row;
	size_t moods = 0, missing = 0;
	cJSON_ArrayForEach(row, list)
	{
		if (text(row, "what") == NULL)
			continue;
		moods++;
		missing += count_missing(find_mood(text(row, "name")));
	}
	assert_true(moods > 0);
	assert_int_equal(missing, 0);
}

static const VerbReach *find_verb(const char *name)
{
	const size_t length = strlen(name);
	for (const VerbReach *verb = verbs_reach; verb->name != NULL; verb++) {
		if (strncmp(verb->name, name, length) == 0 &&
		    (verb->name[length] == '\0' || verb->name[length] == ' '))
			return verb;
	}
	return NULL;
}

/* A new verb comes with what it asks for, or why it asks for nothing that a mood changes. */
static void table__has_each_verb__that_there_is(void **state)
{
	g_auto(Verb) help = { .stage = *state };
	run_to(&help, "myroles help", 0);
	const char *begin = strstr(help.output, "Verbs:\n");
	assert_non_null(begin);
	g_auto(GStrv) lines = g_strsplit(strchr(begin, '\n') + 1, "\n", -1);
	size_t verbs = 0;
	for (char **line = lines; *line != NULL && g_str_has_prefix(*line, "  "); line++) {
		g_auto(GStrv) words = g_strsplit(g_strchug(*line), " ", 2);
		const VerbReach *verb = find_verb(words[0]);
		if (verb == NULL || (verb->asks == 0) != (verb->alone != NULL))
			fail_msg("%s is not in moods-reach.c, or only half", words[0]);
		verbs++;
	}
	assert_true(verbs > 20);
}

/* ---- doctor ------------------------------------------------------------------------------------- */

/* Of a mood that is a text, the word to play; of another one it is told by its kind. */
static const struct {
	const char *name, *json;
} doctor_words[] = {
	{ "check_access", "\"forbidden\"" },
	{ "permissions", "\"forbidden\"" },
	{ "list_hides", "\"Reader\"" },
	{ "slow_scope", "\"" SUB_DEV "\"" },
	{ "refuse_requests", "\"at_once\"" },
	{ "refuse_writes", "\"disabled\"" },
	{ "refuse_reads", "\"wrong_tenant\",\"refuse_scope\":\"/\"" }, /* the whole of ARM */
	{ "refuse_scope", "\"/\"" },
	{ "delegated_scope", "\"" SUB_DEV "\"" },
	{ "decide_by", "\"batch\"" },
};

static const char *word_of(const cJSON *mood)
{
	const cJSON *calm = member(mood, "default");
	for (size_t i = 0; i < G_N_ELEMENTS(doctor_words); i++) {
		if (g_str_equal(doctor_words[i].name, text(mood, "name")))
			return doctor_words[i].json;
	}
	if (cJSON_IsString(calm))
		fail_msg("test-moods.c has no word for the mood %s", text(mood, "name"));
	return cJSON_IsBool(calm) ? "true" : "100";
}

/* How far the clocks are apart is a second more or less. */
static char *words_of(const Verb *verb)
{
	g_autoptr(cJSON) document = parse(verb);
	GString *words = g_string_new(verb->errors);
	const cJSON *finding;
	cJSON_ArrayForEach(finding, member(document, "findings"))
	{
		g_autofree char *all = cJSON_PrintUnformatted(finding);
		if (!g_str_equal(text(finding, "area"), "clock"))
			g_string_append_printf(words, "%s\n", all);
	}
	return g_string_free(words, FALSE);
}

/* A service in a mood answers, and the token allows what it allowed: it is nothing that doctor could cure. */
static void doctor__tells_the_same__in_every_mood(void **state)
{
	Stage *stage = *state;
	g_autoptr(cJSON) settings = tenant_call(stage->tenant, "GET", "/settings", NULL);
	const cJSON *list = cJSON_IsArray(settings) ? settings : member(settings, "settings");
	const cJSON *mood;
	g_auto(Verb) calm = { .stage = stage };
	g_auto(Verb) result = { .stage = stage };
	run_to(&calm, "myroles doctor --json --sort what", 0);
	g_autofree char *there = words_of(&calm);
	assert_non_null(strstr(there, "\"area\":\"permission\""));
	cJSON_ArrayForEach(mood, list)
	{
		if (text(mood, "what") == NULL)
			continue;
		const char *name = text(mood, "name");
		g_autofree char *on = g_strdup_printf("\"%s\":%s", name, word_of(mood));
		g_autofree char *before = cJSON_PrintUnformatted(member(mood, "default"));
		g_autofree char *off =
			g_strdup_printf("\"%s\":%s,\"refuse_scope\":\"\"", name, before);
		set(stage, on);
		run_to(&result, "myroles doctor --json --sort what", 0);
		set(stage, off);
		g_autofree char *here = words_of(&result);
		if (!g_str_equal(here, there))
			fail_msg("{%s}: %s\ncalm: %s", on, here, there);
	}
	assert_int_equal(count_requests(stage), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(table__has_a_cell__for_each_mood_and_verb_that_meet),
		STAGE_TEST(table__has_each_verb__that_there_is),
		STAGE_TEST(doctor__tells_the_same__in_every_mood),
		STAGE_TEST(verbs__tell_what_is_so__in_every_mood),
	};
	return stage_run_tests(tests);
}
