/*
 * Plays the table of refusals (refusals-table.c), one verb after the other, reason after reason: each verb meets each reason in
 * one of the workloads, and each reason all workloads. CELLS_ALL=1 plays every verb and reason in every workload, CELLS_TELL=1
 * prints what came of each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/cells.h"
#include "tests/cli/refusals-table.h"
#include "tests/cli/run.h"
#include "tests/e2e/apart.h"

/* What is asked for in a workload, each quick and without a second look. */
typedef struct Subject {
	CellSubject cell;
	const char *role; /* the options that name it */
	bool can_extend;  /* it ends within 14 days */
} Subject;

#define READER   "acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define HELPDESK "729827e3-9c14-49f7-bb1b-9608f156bbb8"
#define INCIDENT "e314922a-40f8-4ed6-a9a2-d54e6b0788d4"

static const Subject subjects[] = {
	{ { READER, "/subscriptions/33333333-3333-4333-8333-333333333333", READER },
	  "-r Reader -s sub-dev",
	  false },
	{ { HELPDESK, "/administrativeUnits/aa65300b-b794-4a92-a1aa-81668fbbd13d", HELPDESK },
	  "-r 'Helpdesk Administrator'",
	  true },
	{ { INCIDENT, INCIDENT, "member" }, "-r " INCIDENT, false },
};

static void set_mood(Stage *stage, const char *reason)
{
	g_autofree char *body = g_strdup_printf("{\"refuse_requests\":\"%s\"}", reason);
	tenant_tell(stage->tenant, "/settings", body);
}

static void advance(Stage *stage, const char *duration)
{
	g_autofree char *body = g_strdup_printf("{\"advance\":\"%s\"}", duration);
	tenant_tell(stage->tenant, "/clock", body);
}

static char *make_line(const Subject *subject, RefusedVerb verb)
{
	static const char *const verbs[REFUSED_VERBS] = {
		[REFUSED_ACTIVATE] = "activate %s -d 1h -m INC-7 -w",
		[REFUSED_END] = "deactivate %s -w",
		[REFUSED_EXTEND] = "extend %s -d 5d -m INC-7",
	};
	GString *line = g_string_new(verb == REFUSED_CANCEL ? "cancel " NEWEST : verbs[verb]);
	g_string_replace(line, "%s", subject->role, 0);
	return g_string_free(line, FALSE);
}

/* An extension has no choice: one workload alone has what ends soon. */
static bool is_turn_of(const Subject *subject, const Refusal *row, RefusedVerb verb)
{
	const size_t turn = (size_t)(row - refusals_table) + verb;
	return verb == REFUSED_EXTEND || g_getenv("CELLS_ALL") != NULL ||
	       turn % G_N_ELEMENTS(subjects) == (size_t)(subject - subjects);
}

/* All reasons for one verb; nothing changes by any of them. */
static size_t play_verb(Stage *stage, const Subject *subject, RefusedVerb verb, const char *truth)
{
	static const char *const kinds[REFUSED_VERBS] = { "activate", "deactivate", "activate",
							  "extend" };
	g_autofree char *line = make_line(subject, verb);
	size_t wrong = 0;
	for (const Refusal *row = refusals_table; row->reason != NULL; row++) {
		const RefusalTold *told = &row->told[verb];
		if (told->words == NULL || !is_turn_of(subject, row, verb))
			continue;
		const char *state = told->state != NULL ? told->state : "scheduled";
		g_autofree char *json = g_strdup_printf(
			"errors=1, code=%s", told->word != NULL ? told->word : row->word);
		g_autofree char *journal = g_strdup_printf("%s %s", kinds[verb], state);
		const Cell cell = { line, told->code, told->words, json, journal, truth };
		set_mood(stage, row->reason);
		wrong += !cell_is_right(stage, row->reason, &subject->cell, &cell);
	}
	set_mood(stage, "");
	return wrong;
}

static void run_well(Stage *stage, const char *format, const Subject *subject)
{
	GString *line = g_string_new(format);
	g_string_replace(line, "%s", subject->role, 0);
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, line->str, 0);
	g_string_free(line, TRUE);
}

static void play_refused_activations(Stage *stage, const Subject *subject)
{
	size_t wrong = play_verb(stage, subject, REFUSED_ACTIVATE, "0 asked, off");
	if (subject->can_extend)
		wrong += play_verb(stage, subject, REFUSED_EXTEND, "0 asked, off");
	assert_int_equal(wrong, 0);
}

static void play_refused_ends(Stage *stage, const Subject *subject)
{
	run_well(stage, "myroles activate %s -d 1h -m INC-7 -w", subject);
	advance(stage, "PT6M");
	assert_int_equal(play_verb(stage, subject, REFUSED_END, "1 asked, on"), 0);
}

static void play_refused_cancels(Stage *stage, const Subject *subject)
{
	run_well(stage, "myroles activate %s -d 1h -m INC-7 --start 'in 2h'", subject);
	assert_int_equal(play_verb(stage, subject, REFUSED_CANCEL, "1 asked, off"), 0);
}

static void play_row(Stage *stage, size_t row)
{
	static void (*const parts[])(Stage * stage, const Subject *subject) = {
		play_refused_activations,
		play_refused_ends,
		play_refused_cancels,
	};
	const size_t part = row % G_N_ELEMENTS(parts);
	/* No claim of a token helps: neither a second factor nor a context was proved. */
	tenant_tell(stage->tenant, "/account",
		    "{\"account\":\"" VERB_ACCOUNT "\",\"amr\":[\"pwd\"]}");
	advance(stage, "PT1S");
	parts[part](stage, &subjects[row / G_N_ELEMENTS(parts)]);
}

static void verbs__tell_what_is_so__of_each_refusal(void **state)
{
	(void)state;
	play_apart(G_N_ELEMENTS(subjects) * 3, play_row);
}

/* A new reason comes with its row. */
static void table__has_each_reason__that_the_tenant_has(void **state)
{
	(void)state;
	g_autofree char *path = source_file("tenant/CONTROL.md");
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	const char *begin = strstr(text, "`refuse_requests` takes one of these");
	const char *end = begin == NULL ? NULL : strstr(begin, "`refuse_writes` and");
	assert_non_null(end);
	size_t rows = 0;
	size_t reasons = 0;
	for (const Refusal *row = refusals_table; row->reason != NULL; row++) {
		g_autofree char *cell = g_strdup_printf("| `%s` |", row->reason);
		const char *found = strstr(begin, cell);
		if (found == NULL || found > end)
			fail_msg("%s is not in CONTROL.md", row->reason);
		rows++;
	}
	for (const char *at = strstr(begin, "\n| `"); at != NULL && at < end;
	     at = strstr(at + 1, "\n| `"))
		reasons++;
	assert_int_equal(rows, reasons);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table__has_each_reason__that_the_tenant_has),
		cmocka_unit_test(verbs__tell_what_is_so__of_each_refusal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
