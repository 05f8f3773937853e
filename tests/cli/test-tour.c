/*
 * The tour of README.md, step by step in the demo: each sentence stands there as it is played here, and does what it says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"

#define NARROWED "/ c o n t r i b u t o r enter tab / p a y m e n t s enter "
#define FILLED   NARROWED "a d e p l o y tab I N C 1 enter "
#define SENT     FILLED "enter "
#define DECIDES  SENT "esc P 3 "
#define APPROVED DECIDES "a g o enter "

static const struct {
	const char *sentence, *keys;
	const char *shown[3];
	const char *size;
} steps[] = {
	{ "`/` filters the pane: words in any order, `!prod`, `kind:mg`",
	  "/ p l a t space c o n t r space k i n d : m g space ! m o n i t o r",
	  { "> Contributor", "1 of 26" },
	  "120x40" },
	{ "press `/` and type `payments`: the filter searches the whole tree. `Enter` keeps "
	  "`rg-payments` selected.",
	  NARROWED,
	  { "Contributor on rg-payments: up to 8h" },
	  "80x24" },
	{ "`a` on *Platform* itself goes to the scopes first",
	  "/ c o n t r i b u t o r enter a",
	  { "Choose where", "all of Platform" },
	  "80x24" },
	{ "asks once more before it takes all of them",
	  "/ c o n t r i b u t o r enter a a",
	  { "All of it?", "4 subscriptions" },
	  "80x24" },
	{ "The form asks only for what the policy wants, here a reason and a ticket.",
	  NARROWED "a",
	  { "reason  [", "ticket  [", "required" },
	  "120x40" },
	{ "`Enter` shows a last look, with names and ids",
	  FILLED,
	  { "Activate?", "/subscriptions/", "you@contoso.com in Contoso" },
	  "80x24" },
	{ "The outcome stays until `Esc` closes it",
	  SENT,
	  { "Outcome", "Waiting for approval by SecOps" },
	  "80x24" },
	{ "`2` shows what still waits or starts later, and who may approve it",
	  SENT "esc 2",
	  { "Requests 1", "waiting for approval by SecOps" },
	  "80x24" },
	{ "`x` takes it back, after a question",
	  SENT "esc 2 x",
	  { "Cancel the request?", "nobody will decide on it" },
	  "80x24" },
	{ "`3` shows what waits for the approver: `Enter` tells all of a request",
	  DECIDES "enter",
	  { "sara@contoso.com", "Details", "who         Yara Osei" },
	  "80x24" },
	{ "`a` approves it, for a reason",
	  APPROVED,
	  { "Outcome", "Approved for Yara Osei" },
	  "80x24" },
	{ "Back as the operator, `1` shows the role counting down in the Active pane.",
	  APPROVED "esc P P 1",
	  { "you@contoso.com", "Active 6", "azure 2h00m" },
	  "120x40" },
	{ "`D` there ends one early, after a question",
	  "shift-tab D enter",
	  { "Reader on rg-payments", "Deactivated" },
	  "80x24" },
	{ "`t` draws it over time", "4 t", { "[4 History]", "Timeline, " }, "120x40" },
	{ "`e` writes what is shown into a file",
	  "4 e",
	  { "Export", "myroles-history.csv" },
	  "80x24" },
};

/* Blanks and line breaks are one blank. */
static char *fold(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \n", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_ptr_array_add(kept, *word);
	}
	g_ptr_array_add(kept, NULL);
	return g_strjoinv(" ", (char **)kept->pdata);
}

static void tour__says_each_sentence__that_is_played_here(void **state)
{
	(void)state;
	g_autofree char *path = source_file("README.md");
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_autofree char *folded = fold(text);
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		if (strstr(folded, steps[i].sentence) == NULL)
			fail_msg("README.md does not say: %s", steps[i].sentence);
	}
}

static void tour__does_what_it_says__in_the_demo(void **state)
{
	Stage *stage = *state;
	g_autofree char *path = stage_path(stage, "screen.txt");
	for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autofree char *line =
			g_strdup_printf("myroles demo --screenshot %s --size %s --keys '%s'", path,
					steps[i].size, steps[i].keys);
		g_auto(Verb) result = { .stage = stage };
		run_to(&result, line, 0);
		g_autofree char *screen = NULL;
		assert_true(g_file_get_contents(path, &screen, NULL, NULL));
		for (size_t j = 0; j < G_N_ELEMENTS(steps[i].shown); j++) {
			const char *shown = steps[i].shown[j];
			if (shown != NULL && strstr(screen, shown) == NULL)
				fail_msg("%s: \"%s\" is not on the screen:\n%s", steps[i].sentence,
					 shown, screen);
		}
	}
}

/* The picture of README.md. The caller frees. */
static char *draw(Stage *stage)
{
	g_autofree char *path = stage_path(stage, "picture.svg");
	g_autofree char *line = g_strdup_printf("myroles demo --screenshot %s --size 120x40", path);
	g_auto(Verb) result = { .stage = stage };
	char *drawn = NULL;
	run_to(&result, line, 0);
	assert_true(g_file_get_contents(path, &drawn, NULL, NULL));
	return drawn;
}

/* No time of day and no countdown that runs on: the pictures of README.md change when the program does. */
static void picture__is_the_same__whenever_it_is_drawn(void **state)
{
	g_autofree char *first = draw(*state);
	g_autofree char *second = draw(*state);
	assert_string_equal(first, second);
	assert_non_null(strstr(first, " 9:07 "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(tour__says_each_sentence__that_is_played_here),
		STAGE_TEST(tour__does_what_it_says__in_the_demo),
		STAGE_TEST(picture__is_the_same__whenever_it_is_drawn),
	};
	return stage_run_tests(tests);
}
