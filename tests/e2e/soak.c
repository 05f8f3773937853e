/*
 * `make soak`: seeded random faults over list, activate, deactivate, with the same questions asked after each round:
 * was each request sent once, does the journal know it, is the terminal as it was?
 *
 *   soak [ROUNDS [SEED]]
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/e2e/pty.h"
#include "tests/e2e/stage.h"

#define REQUESTS "roleAssignmentScheduleRequests"

static const char *const kinds[] = {
	"\"kind\":\"status\",\"status\":429,\"retry_after\":1",
	"\"kind\":\"status\",\"status\":503",
	"\"kind\":\"drop\"",
	"\"kind\":\"reset\"",
	"\"kind\":\"truncated\"",
	"\"kind\":\"cut\",\"bytes\":60",
	"\"kind\":\"html\",\"status\":502",
	"\"kind\":\"delay\",\"delay_ms\":700",
	"\"kind\":\"drip\",\"bytes\":512,\"interval_ms\":1",
	"\"kind\":\"wrong_type\",\"content_type\":\"text/plain\"",
	"\"kind\":\"date\",\"date_offset_s\":7200",
	"\"kind\":\"deep\",\"depth\":5000",
};

static int failures;

static void question(bool is_true, const char *what, guint32 round, Pty *pty)
{
	if (is_true)
		return;
	failures++;
	fprintf(stderr, "soak: round %u: %s\n%s", round, what, pty_screen(pty));
}

static void add_faults(Stage *stage, GRand *random)
{
	int count = g_rand_int_range(random, 1, 4);

	for (int i = 0; i < count; i++) {
		g_autofree char *body = g_strdup_printf(
			"{\"host\":\"arm\",\"path\":\"*\",\"method\":\"%s\",\"skip\":%d,%s}",
			g_rand_boolean(random) ? "GET" : "PUT", g_rand_int_range(random, 0, 4),
			kinds[g_rand_int_range(random, 0, G_N_ELEMENTS(kinds))]);

		tenant_tell(stage->tenant, "/faults", body);
	}
}

/* How many different requests were sent, and how many times one of them came again. */
static size_t count_ids(Stage *stage, size_t *again)
{
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/requests", NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cJSON *rows = cJSON_IsArray(answer) ? answer
					    : cJSON_GetObjectItemCaseSensitive(answer, "requests");
	cJSON *row;

	*again = 0;
	cJSON_ArrayForEach(row, rows)
	{
		const char *method =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "method"));
		const char *path =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "path"));

		if (g_strcmp0(method, "PUT") == 0 && path != NULL && g_strrstr(path, REQUESTS "/"))
			*again += !g_hash_table_add(seen, g_strdup(g_strrstr(path, "/")));
	}
	return g_hash_table_size(seen);
}

static void run_round(Stage *stage, guint32 round, GRand *random)
{
	size_t sent, again;
	char *why = NULL;
	int status = -1;
	bool is_listed = false;

	stage_reset(stage);
	add_faults(stage, random);
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	question(pty_wait_match(pty, "azure (fresh|failed|as of)"), "the list never came", round,
		 pty);
	cJSON_Delete(tenant_call(stage->tenant, "DELETE", "/faults", NULL));
	/* A refresh that is still under way takes the key for its own: so press again. */
	for (int i = 0; i < 3 && !is_listed; i++) {
		pty_press(pty, "R");
		is_listed = pty_wait_row(pty, "Monitoring", "Platform");
	}
	question(is_listed, "no rows without faults", round, pty);
	add_faults(stage, random);
	pty_press(pty, "/");
	pty_type(pty, "monitoring platform");
	pty_press(pty, "enter g a");
	question(pty_wait_text(pty, " Activate "), "no form", round, pty);
	pty_type(pty, "soak");
	pty_press(pty, "enter");
	question(pty_wait_text(pty, "Activate?"), "no question", round, pty);
	pty_press(pty, "enter");
	question(
		pty_wait_match(pty, "Active until|Outcome unknown|Refused|Failed|[Nn]ot sent|not "),
		"no outcome", round, pty);
	sent = count_ids(stage, &again);
	question(sent <= 1, "a second activation was sent", round, pty);
	pty_press(pty, "q");
	question(pty_wait_gone(pty, "─ Outcome ─"), "the outcome stays", round, pty);
	pty_press(pty, "4");
	question(pty_wait_row(pty, "Monitoring", "soak") || sent == 0, "not in the journal", round,
		 pty);
	pty_signal(pty, 15);
	question(pty_wait_end(pty, &status), "no end", round, pty);
	question(pty_is_restored(pty, &why), why != NULL ? why : "restored", round, pty);
	g_free(why);
}

int main(int argc, char **argv)
{
	guint32 rounds = argc > 1 ? (guint32)g_ascii_strtoull(argv[1], NULL, 10) : 20;
	guint32 seed = argc > 2 ? (guint32)g_ascii_strtoull(argv[2], NULL, 10) : g_random_int();
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(Stage) stage = stage_new(NULL);

	printf("soak: %u rounds, seed %u\n", rounds, seed);
	for (guint32 round = 0; round < rounds; round++)
		run_round(stage, round, random);
	printf("soak: %d questions answered wrongly\n", failures);
	return failures > 0;
}
