/*
 * Plays the table of moods (moods-table.c) verb by verb. CELLS_TELL=1 prints what came of each, to fill in a new row by.
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

static const CellSubject subject = {
	.role = "acdd72a7-3385-48ef-bd42-f606fba81ae7",
	.scope = "/subscriptions/33333333-3333-4333-8333-333333333333",
	.own_role = "acdd72a7-3385-48ef-bd42-f606fba81ae7",
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
