#include "tests/e2e/soak.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/e2e/dashboard.h"
#include "tests/e2e/pty.h"
#include "tests/e2e/soak-table.h"
#include "tests/e2e/stage.h"

#define REQUESTS  "ScheduleRequests"
#define END_TRIES 3 /* how often an end is sent that the service was not ready for */

/* What is asked for: one of each workload, or all three at once, of which two go to Graph together. */
typedef struct Target {
	const char *host, *method; /* of the request */
	const char *words;         /* that its row alone has */
	const char *ids;    /* … where rows come without names, and nothing else tells them */
	const char *row;    /* regex, eligible or in the history */
	const char *active; /* regex */
} Target;

static const Target targets[] = {
	{ "arm", "PUT", "monitoring platform", "749f88d5 mg-platform",
	  "(Monitoring|749f88d5).*[Pp]latform",
	  "(Monitoring|749f88d5).*[Pp]latform( +azure)? +(activated +direct +)?[0-9]+[hm:]" },
	{ "graph", "POST", "helpdesk", "helpdesk", "Helpdesk",
	  "Helpdesk.*( +entra)? +(activated +direct +)?[0-9]+[hm:]" },
	{ "graph", "POST", "responders member", "responders member", "sg-イン",
	  "sg-イン.*( +group)? +(activated +direct +)?[0-9]+[hm:]" },
};

#define ALL G_N_ELEMENTS(targets) /* the number that stands for all of them */

static struct {
	int failures;
	double activated, deactivated; /* all rounds together */
	size_t ended_before;           /* in the scenario, before this round asked for an end */
	const char *mood;              /* of this round */
} run;

static void question(bool is_true, const char *what, guint32 round, Pty *pty)
{
	if (is_true)
		return;
	run.failures++;
	fprintf(stderr, "soak: round %u: {%s} %s\n%s", round, run.mood, what, pty_screen(pty));
}

static void add_faults(Stage *stage, GRand *random)
{
	int count = g_rand_int_range(random, 1, 4);
	for (int i = 0; i < count; i++) {
		const Target *target = &targets[g_rand_int_range(random, 0, ALL)];
		g_autofree char *body = g_strdup_printf(
			"{\"host\":\"%s\",\"path\":\"*\",\"method\":\"%s\",\"skip\":%d,%s}",
			target->host, g_rand_boolean(random) ? "GET" : target->method,
			g_rand_int_range(random, 0, 4), soak_pick_fault(random));
		tenant_tell(stage->tenant, "/faults", body);
	}
}

/* From here on the service is in a mood, in every other round. */
static void set_mood(Stage *stage, GRand *random)
{
	const char *mood = g_rand_boolean(random) ? soak_pick_mood(random) : "";
	g_autofree char *body = g_strdup_printf("{%s}", mood);
	tenant_tell(stage->tenant, "/settings", body);
	run.mood = mood;
}

#define TOO_MANY_REQUESTS 429

/*
 * What the tenant says it received to change something. A PUT that came again under its id is the same; what came too early
 * ("wait a second") was not looked at, and comes once more.
 */
static size_t count_sent(Stage *stage)
{
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/requests", NULL);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	cJSON *row;
	size_t posted = 0;
	cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(answer, "requests"))
	{
		const char *method =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "method"));
		const char *path =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "path"));
		const cJSON *status = cJSON_GetObjectItemCaseSensitive(row, "status");

		if (path == NULL || g_strrstr(path, REQUESTS) == NULL ||
		    (cJSON_IsNumber(status) && status->valueint == TOO_MANY_REQUESTS))
			continue;
		if (g_strcmp0(method, "PUT") == 0)
			g_hash_table_add(seen, g_strdup(g_strrstr(path, "/")));
		posted += g_strcmp0(method, "POST") == 0;
	}
	return g_hash_table_size(seen) + posted;
}

/* What the tenant took of it: a try that it refused ("no such assignment", too early) is none. */
static size_t count_taken(Stage *stage, const char *type)
{
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	const cJSON *row;
	size_t count = 0;
	cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(pim, "requests"))
	{
		const cJSON *its = cJSON_GetObjectItemCaseSensitive(row, "type");

		count += g_strcmp0(cJSON_GetStringValue(its), type) == 0;
	}
	return count;
}

static double counter(Stage *stage, const char *name)
{
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/state", NULL);
	const cJSON *counters = cJSON_GetObjectItemCaseSensitive(answer, "counters");
	return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(counters, name));
}

/* How many requests of this program the journal knows, as another process reads it; -1: it cannot be read, or that
 * process ended as it must not. */
static int count_journaled(Stage *stage)
{
	g_autofree char *program = stage_program();
	const char *argv[] = { program, "history", "--json", NULL };
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	g_autofree char *output = NULL;
	g_autofree char *errors = NULL;
	cJSON *row;
	int count = 0;
	int status = -1;
	if (!g_spawn_sync(NULL, (char **)argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &output,
			  &errors, &status, NULL) ||
	    !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return -1;
	g_autoptr(cJSON) document = cJSON_Parse(output);
	if (document == NULL)
		return -1;
	cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(document, "items"))
	{
		const char *reason =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "reason"));
		const char *kind =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "kind"));

		count += g_strcmp0(reason, "soak") == 0 || g_strcmp0(kind, "deactivate") == 0;
	}
	return count;
}

static void forget_faults(Stage *stage)
{
	cJSON_Delete(tenant_call(stage->tenant, "DELETE", "/faults", NULL));
}

/*
 * In the dialog, not in a message below it. A request whose answer was lost is looked for during minutes, and until then nothing
 * is claimed of it.
 */
static bool has_outcome(Pty *pty, const char *words)
{
	g_autofree char *regex = g_strdup_printf("│ [^│\n]*(%s)", words);
	return pty_wait_text(pty, "─ Outcome ─") &&
	       (pty_wait_match(pty, regex) || pty_has_text(pty, "Being sent") ||
		pty_has_text(pty, "The answer was lost"));
}

/* A refresh that is still under way takes the key for its own: so press again. */
static bool refresh_until(Pty *pty, const char *regex)
{
	bool is_there = false;
	for (int i = 0; i < 3 && !is_there; i++) {
		pty_press(pty, "R");
		is_there = pty_wait_match(pty, regex);
	}
	return is_there;
}

/* Each step waits until it is on screen: an Esc that a key follows at once would be another key. */
static void filter(Pty *pty, const char *words)
{
	pty_press(pty, "/");
	pty_type(pty, words);
	pty_press(pty, "enter g");
	pty_wait_text(pty, words);
}

/* Rows that were read in this mood are known by their ids. */
static const char *words_now(const Target *target)
{
	return strstr(run.mood, "rows_without_names") != NULL ? target->ids : target->words;
}

static void unfilter(Pty *pty, const Target *target)
{
	pty_press(pty, "/ escape");
	pty_wait_gone(pty, target->words);
}

static void list(Stage *stage, Pty *pty, guint32 round)
{
	question(pty_wait_match(pty, "azure (fresh|failed|as of)"), "the list never came", round,
		 pty);
	forget_faults(stage);
	for (size_t i = 0; i < ALL; i++) {
		filter(pty, targets[i].words);
		question(refresh_until(pty, targets[i].row), "no rows without faults", round, pty);
		unfilter(pty, &targets[i]);
	}
}

/* Stands on the row, or has all three marked. */
static void choose(Pty *pty, size_t which)
{
	for (size_t i = 0; which == ALL && i < ALL; i++) {
		filter(pty, targets[i].words);
		pty_press(pty, "*");
		unfilter(pty, &targets[i]);
	}
	if (which < ALL)
		filter(pty, targets[which].words);
}

static bool is_in_history(Pty *pty, size_t which)
{
	for (size_t i = 0; i < ALL; i++)
		if ((which == i || which == ALL) && !pty_wait_match(pty, targets[i].row))
			return false;
	return true;
}

/* True when one role alone is active now. */
static bool activate(Stage *stage, Pty *pty, guint32 round, GRand *random, size_t which)
{
	const size_t count = which == ALL ? ALL : 1;
	size_t sent;
	set_mood(stage, random);
	add_faults(stage, random);
	choose(pty, which);
	question(dashboard_open_form(pty), "no form", round, pty);
	pty_type(pty, "soak");
	pty_press(pty, "enter");
	question(pty_wait_text(pty, "Activate?"), "no question", round, pty);
	pty_press(pty, "enter");
	question(has_outcome(pty, "Active until|Outcome unknown|Refused|Failed|[Nn]ot sent|not "),
		 "no outcome", round, pty);
	sent = count_sent(stage);
	question(sent <= count, "a second activation was sent", round, pty);
	question(which == ALL || counter(stage, "activations") == 0 ||
			 !g_regex_match_simple("│ +(Refused|Failed|Not sent)", pty_screen(pty), 0,
					       0),
		 "told as failed, and active", round, pty);
	forget_faults(stage);
	pty_press(pty, "q");
	question(pty_wait_gone(pty, "─ Outcome ─"), "the outcome stays", round, pty);
	pty_press(pty, "4");
	question(sent < count || is_in_history(pty, which), "not in the journal", round, pty);
	pty_press(pty, "1");
	return which < ALL && counter(stage, "activations") == 1;
}

/* What is active a while can be ended; ten minutes must not pass in a test, so the clock is moved. */
static void deactivate(Stage *stage, Pty *pty, guint32 round, GRand *random, const Target *target)
{
	/* The bar of the eligible pane stands on a row of that name, too. */
	g_autofree char *selected = g_strdup_printf("^ ?>.? *%s", target->active);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	question(refresh_until(pty, target->active), "not active", round, pty);
	pty_press(pty, "shift-tab g");
	filter(pty, words_now(target));
	question(pty_wait_match(pty, selected), "not selected", round, pty);
	add_faults(stage, random);
	pty_press(pty, "D");
	question(pty_wait_text(pty, "Deactivate?"), "no question before the end", round, pty);
	pty_press(pty, "enter");
	question(pty_wait_gone(pty, "Deactivate?"), "the question stays", round, pty);
	question(has_outcome(pty, "[Dd]eactivated|ended|unknown|[Rr]efused|[Ff]ailed|not "),
		 "no word of the end", round, pty);
	question(counter(stage, "deactivations") > 0 ||
			 !g_regex_match_simple("│ +(Deactivated|The role is not active)",
					       pty_screen(pty), 0, 0),
		 "told as ended, and active", round, pty);
	question(count_taken(stage, "SelfDeactivate") <= run.ended_before + 1,
		 "a second deactivation was taken", round, pty);
	question(count_sent(stage) <= 1 + END_TRIES, "the end was tried too often", round, pty);
}

/* By the signal, or as a shell tells of it: any other status is a sanitizer's, or none that we give. */
static bool is_good_end(int status)
{
	return WIFSIGNALED(status)
		       ? WTERMSIG(status) == SIGTERM
		       : WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 128 + SIGTERM;
}

static void leave(Stage *stage, Pty *pty, guint32 round, size_t which)
{
	size_t sent;
	char *why = NULL;
	int status = -1;
	forget_faults(stage);
	pty_signal(pty, 15);
	question(pty_wait_end(pty, &status), "no end", round, pty);
	question(is_good_end(status), "a crash, or a finding of a sanitizer", round, pty);
	question(pty_is_restored(pty, &why), why != NULL ? why : "restored", round, pty);
	g_free(why);
	sent = count_sent(stage);
	/* One that never reached the service is in the journal, too: asked for and not sent. */
	question(count_journaled(stage) >= (int)sent, "sent and not journaled", round, pty);
	run.activated += counter(stage, "activations");
	run.deactivated += counter(stage, "deactivations");
	question(counter(stage, "activations") <= (which == ALL ? ALL : 1), "activated twice",
		 round, pty);
	question(counter(stage, "deactivations") <= 1, "deactivated twice", round, pty);
}

static void run_round(Stage *stage, guint32 round, GRand *random)
{
	const size_t which = (size_t)g_rand_int_range(random, 0, ALL + 1);
	stage_reset(stage);
	run.mood = "";
	run.ended_before = count_taken(stage, "SelfDeactivate");
	add_faults(stage, random);
	g_autoptr(Pty) pty = stage_run(stage, &(StageRun){ .rows = 40, .columns = 120 });

	list(stage, pty, round);
	if (activate(stage, pty, round, random, which))
		deactivate(stage, pty, round, random, &targets[which]);
	leave(stage, pty, round, which);
}

int soak_run(guint32 rounds, guint32 seed)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	g_autoptr(Stage) stage = stage_new(NULL);
	run.failures = 0;
	run.activated = run.deactivated = 0;
	for (guint32 round = 0; round < rounds; round++)
		run_round(stage, round, random);
	return run.failures;
}

void soak_tell(void)
{
	printf("soak: %.0f activated, %.0f deactivated, %d questions answered wrongly\n",
	       run.activated, run.deactivated, run.failures);
	soak_tell_off();
}
