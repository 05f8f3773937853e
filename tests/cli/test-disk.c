/*
 * A disk that fills up at each point of a request: a file may grow to a limit and no further. Nothing is sent that was not written
 * down before, nothing that was sent is missing from the journal afterwards, and lists are read all the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/e2e/apart.h"

/* What a shell prints of `line` where no file grows beyond so many blocks, and its exit code. The caller frees. */
static char *run_within(const Stage *stage, unsigned blocks, const char *line, int *code)
{
	g_autofree char *script =
		g_strdup_printf("(ulimit -f %u; myroles %s 2>&1); echo \"=$?\"", blocks, line);
	const char *const argv[] = { "sh", "-c", script, NULL };
	char *told = run_program(stage, argv);
	char *mark = told != NULL ? strrchr(told, '=') : NULL;
	if (mark == NULL)
		fail_msg("no exit code: %s", told);
	*code = (int)g_ascii_strtoll(mark + 1, NULL, 10);
	return told;
}

/* The ids of all that the tenant was asked for here. */
static GPtrArray *list_sent(const Stage *stage, const char *role)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	const cJSON *row;
	cJSON_ArrayForEach(row, member(pim, "requests"))
	{
		if (g_str_equal(text(row, "role_name"), role) &&
		    g_str_equal(text(row, "justification"), "disk"))
			g_ptr_array_add(ids, g_strdup(text(row, "id")));
	}
	return ids;
}

static bool is_in_journal(const Verb *history, const char *id)
{
	g_autofree char *quoted = g_strdup_printf("\"id\":\"%s\"", id);
	return strstr(history->output, quoted) != NULL;
}

/* The network is away: what the journal says is its own. */
static void check_journal(Stage *stage, const GPtrArray *sent, unsigned blocks)
{
	g_auto(Verb) history = { .stage = stage };
	g_auto(Verb) check = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*Requests*\",\"count\":-1,\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\"}");
	run_to(&history, "myroles history --json", 6);
	for (guint i = 0; i < sent->len; i++) {
		if (!is_in_journal(&history, sent->pdata[i]))
			fail_msg("%u blocks: %s was sent and is not in the journal", blocks,
				 (char *)sent->pdata[i]);
	}
	run_to(&check, "myroles history --check", 0);
	cJSON_Delete(tenant_call(stage->tenant, "DELETE", "/faults", NULL));
}

/* What the services tell is shown, whether or not it could be written down. */
static void check_history(Stage *stage, unsigned blocks)
{
	g_auto(Verb) before = { .stage = stage };
	int code = 0;
	run_to(&before, "myroles list active", 0);
	g_autofree char *history = run_within(stage, blocks, "history", &code);
	if (code != 0 || strstr(history, "Global Reader") == NULL)
		fail_msg("%u blocks: history ended with %d: %s", blocks, code, history);
}

static const unsigned limits[] = { 0, 1, 8, 32, 80, 128, 140, 160, 200, 100000 };

static void play_limit(Stage *stage, size_t row)
{
	const unsigned blocks = limits[row];
	int code = 0, list_code = 0;
	check_history(stage, blocks);
	/* There is a journal, with something in it. */
	g_auto(Verb) before = { .stage = stage };
	run_to(&before, "myroles activate -r Reader -s sub-dev -d 30m -m x -w", 0);
	g_autofree char *told = run_within(
		stage, blocks, "activate -r 'Monitoring Contributor' -s sub-prod -d 30m -m disk",
		&code);
	g_autofree char *listed = run_within(stage, blocks, "list active", &list_code);
	g_autoptr(GPtrArray) sent = list_sent(stage, "Monitoring Contributor");
	if (code != (sent->len > 0 ? 0 : 1) || sent->len > 1)
		fail_msg("%u blocks: %u sent, and it ended with %d: %s", blocks, sent->len, code,
			 told);
	if (code != 0 && strstr(told, "journal") == NULL)
		fail_msg("%u blocks: it does not say why: %s", blocks, told);
	if (row == 0 || row + 1 == G_N_ELEMENTS(limits))
		assert_int_equal(sent->len, row == 0 ? 0 : 1);
	assert_int_equal(list_code, 0);
	assert_non_null(strstr(listed, "Reader"));
	check_journal(stage, sent, blocks);
}

static void activate__sends_only_what_is_written__on_a_disk_that_fills_up(void **state)
{
	(void)state;
	play_apart(G_N_ELEMENTS(limits), play_limit);
}

/* What was known last is told where nothing can be written. */
static void status__tells_what_is_kept__on_a_full_disk(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) before = { .stage = stage };
	int code = 0;
	run_to(&before, "myroles list active", 0);
	g_autofree char *told = run_within(stage, 0, "status", &code);
	if (code != 0 || strstr(told, "Reader") == NULL)
		fail_msg("status ended with %d: %s", code, told);
}

/* Fails unless the line ends so, and says that. */
static void expect(Stage *stage, const char *line, int code, const char *said)
{
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, line, code);
	if (strstr(verb.errors, said) == NULL)
		fail_msg("%s: %s", line, verb.errors);
}

/* One trouble is one sentence, although it is found where the journal is opened and where it is looked at. */
static void assert_told_once(Stage *stage, const char *line, int code)
{
	g_auto(Verb) verb = { .stage = stage };
	run_to(&verb, line, code);
	const char *first = strstr(verb.errors, "journal.db");
	assert_non_null(first);
	assert_null(strstr(first + 1, "journal.db"));
}

/* Nothing is told as all, or as nothing, that only the journal knows. */
static void verbs__do_not_tell__what_a_damaged_journal_knew(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) before = { .stage = stage };
	stage_write_config(stage, "[set a]\nduration=30m\nrole.1=Reader | at sub-dev\n");
	run_to(&before, "myroles set a -w", 0);
	g_autofree char *journal = stage_path(stage, "state/myroles/journal.db");
	g_autofree char *file = stage_path(stage, "evidence.tar");
	g_autofree char *evidence = g_strdup_printf("myroles evidence %s", file);
	g_autofree char *verify = g_strdup_printf("myroles evidence verify %s", file);
	static const char damage[] = "this is no database any more";
	assert_true(g_file_set_contents_full(journal, damage, -1, G_FILE_SET_CONTENTS_NONE, 0600,
					     NULL));

	expect(stage, "myroles set a --end", 1, "What the set \"a\" activated is not known");
	expect(stage, "myroles history", 6, "so requests may be missing");
	expect(stage, "myroles list requests", 6, "so requests may be missing");
	expect(stage, "myroles cancel 12345678", 1, "so requests may be missing");
	expect(stage, evidence, 1, "Nothing was written");
	expect(stage, verify, 2, "evidence.tar: there is no such file.\n");
	expect(stage, "myroles set mine --save", 6, "so requests may be missing");
	assert_told_once(stage, "myroles doctor", 1);
	assert_told_once(stage, "myroles history --check", 1);
	expect(stage, "myroles list active", 0, "nothing is sent");
	g_autofree char *kept = NULL;
	assert_true(g_file_get_contents(journal, &kept, NULL, NULL));
	assert_string_equal(kept, damage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(status__tells_what_is_kept__on_a_full_disk),
		STAGE_TEST(verbs__do_not_tell__what_a_damaged_journal_knew),
		STAGE_TEST(activate__sends_only_what_is_written__on_a_disk_that_fills_up),
	};
	return stage_run_tests(tests);
}
