/*
 * `exec` is killed at each of its steps, and whoever pays at each of theirs: what the next start finds and ends, that nothing stays
 * active, and that nothing is sent twice. Each step is a state that the test waits for.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/running.h"
#include "tests/e2e/apart.h"

#define REQUESTS   "roleAssignmentScheduleRequests"
#define DEV        "myroles exec -r Reader -s sub-dev -d 30m "
#define RUNS       DEV "-- touch \"$RAN\""
#define MINUTES(n) "{\"advance\":\"PT" n "M\"}"

/* A fault of the tenant: of the next requests of that method and path. */
#define FAULT(method, path, rest) \
	"[{\"host\":\"arm\",\"method\":\"" method "\",\"path\":\"" path "\",\"count\":-1," rest "}]"
#define LATE(method, path) FAULT(method, path, "\"kind\":\"delay\",\"delay_ms\":600000")
/* The service has never heard of it, and whoever sent it does not know that. */
#define LOST(method, path) \
	FAULT(method, path, "\"kind\":\"status\",\"status\":503,\"delay_ms\":600000")
#define LATE_PUT LATE("PUT", "*" REQUESTS "*")
#define LOST_PUT LOST("PUT", "*" REQUESTS "*")

/* ---- How it is killed ----------------------------------------------------------------------------- */

typedef enum {
	ON_REQUEST, /* when the tenant has got a request */
	ON_FORK,    /* when it has made the process that will be the command */
	ON_PAYER,   /* … the one that will pay */
	ON_STOP,    /* when it was stopped, by its command, which has ended */
} Moment;

typedef struct Case {
	const char *name;
	Moment moment;
	const char *line;
	const char *path, *body; /* what is told to the tenant first; NULL: nothing */
	/* What the tenant gets; NULL: nothing of interest. `count`: so often. */
	const char *method, *part;
	size_t count;
	/* Of PIM, in the end. */
	const char *requests;
} Case;

static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };
	assert_int_equal(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT), 0);
	return info.si_pid == pid;
}

static void wait_for_request(Stage *stage, const Case *row, pid_t pid)
{
	while (tenant_count(stage->tenant, row->method, row->part) < row->count) {
		if (has_ended(pid))
			fail_msg("%s: it has ended before", row->name);
	}
}

/* Until it has come to this moment, and does not go on. */
static void await_stop(pid_t pid)
{
	int status = 0;
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	if (!WIFSTOPPED(status))
		fail_msg("it has ended with %d", status);
}

static void be_traced(gpointer data)
{
	(void)data;
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

/* Goes on until it has forked so often: what it made does not live. False: it has ended. */
static bool await_fork(pid_t pid, int forks)
{
	int status = 0;
	await_stop(pid);
	ptrace(PTRACE_SETOPTIONS, pid, NULL, PTRACE_O_TRACEFORK | PTRACE_O_EXITKILL);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	while (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		const bool has_forked = status >> 8 == (SIGTRAP | (PTRACE_EVENT_FORK << 8));
		unsigned long child = 0;
		if (has_forked)
			ptrace(PTRACE_GETEVENTMSG, pid, NULL, &child);
		if (has_forked && --forks == 0) {
			kill((pid_t)child, SIGKILL);
			waitpid((pid_t)child, NULL, __WALL);
			return true;
		}
		if (has_forked) {
			waitpid((pid_t)child, NULL, __WALL);
			ptrace(PTRACE_DETACH, (pid_t)child, NULL, NULL);
		}
		ptrace(PTRACE_CONT, pid, NULL, has_forked ? 0 : WSTOPSIG(status));
	}
	return false;
}

/* Waits for nothing: the test watches it by itself. */
static pid_t begin(const Stage *stage, const Case *row)
{
	g_auto(GStrv) argv = verb_argv(row->line);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	GPid pid = 0;
	const bool is_traced = row->moment == ON_FORK || row->moment == ON_PAYER;
	assert_true(g_spawn_async(NULL, argv, environment,
				  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL |
					  G_SPAWN_STDERR_TO_DEV_NULL,
				  is_traced ? be_traced : NULL, NULL, &pid, NULL));
	return pid;
}

static void kill_at(Stage *stage, const Case *row)
{
	int status = 0;
	const pid_t pid = begin(stage, row);
	if (row->moment == ON_FORK || row->moment == ON_PAYER)
		assert_true(await_fork(pid, row->moment == ON_FORK ? 1 : 2));
	else if (row->moment == ON_STOP)
		await_stop(pid);
	if (row->part != NULL)
		wait_for_request(stage, row, pid);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (!WIFSIGNALED(status))
		fail_msg("%s: it has ended by itself, with %d", row->name, WEXITSTATUS(status));
}

/* ---- What is left --------------------------------------------------------------------------------- */

static void forget_faults(Stage *stage)
{
	cJSON_Delete(tenant_call(stage->tenant, "DELETE", "/faults", NULL));
	tenant_tell(stage->tenant, "/settings", "{\"lag_ms\":0,\"effective_lag_s\":0}");
}

/* Those of this run: what was there before comes first. */
static char *requests_of(const cJSON *pim, size_t from)
{
	GString *words = g_string_new(NULL);
	const cJSON *row;
	cJSON_ArrayForEach(row, member(pim, "requests"))
	{
		if (from > 0) {
			from--;
			continue;
		}
		const char *status = text(row, "status");
		g_string_append_printf(words, "%s%s", words->len > 0 ? " " : "", text(row, "type"));
		if (strcmp(status, "Provisioned") != 0 && strcmp(status, "Revoked") != 0)
			g_string_append_printf(words, ":%s", status);
	}
	return g_string_free(words, FALSE);
}

static void assert_nothing_active(const Case *row, const cJSON *pim)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, member(pim, "active"))
	{
		if (cJSON_IsTrue(member(item, "activated")) && text(item, "request") != NULL &&
		    *text(item, "request") != '\0')
			fail_msg("%s: %s stays active", row->name, text(item, "role_name"));
	}
}

/* Each has an id of its own in its path; what was lost may come again under it. */
static void assert_sent_once(Stage *stage, const Case *row)
{
	g_autoptr(cJSON) sent = tenant_call(stage->tenant, "GET", "/requests?host=arm", NULL);
	g_autoptr(GHashTable) paths = g_hash_table_new(g_str_hash, g_str_equal);
	const cJSON *rows = cJSON_IsArray(sent) ? sent : member(sent, "requests");
	const cJSON *item;
	cJSON_ArrayForEach(item, rows)
	{
		if (strcmp(text(item, "method"), "PUT") == 0 &&
		    member(item, "status")->valueint != 503 &&
		    !g_hash_table_add(paths, (gpointer)text(item, "path")))
			fail_msg("%s: sent twice: %s", row->name, text(item, "path"));
	}
}

static size_t count_of_pim(Stage *stage)
{
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	return (size_t)cJSON_GetArraySize(member(pim, "requests"));
}

/* `from`: so many requests were there before. */
static void assert_paid(Stage *stage, const Case *row, size_t from)
{
	g_auto(Verb) verb = { .stage = stage };
	g_autoptr(cJSON) pim = tenant_call(stage->tenant, "GET", "/pim", NULL);
	g_autofree char *requests = requests_of(pim, from);
	assert_nothing_active(row, pim);
	if (strcmp(requests, row->requests) != 0)
		fail_msg("%s: %s", row->name, requests);
	assert_sent_once(stage, row);
	run_to(&verb, "myroles list active --json", 0);
	g_autoptr(cJSON) document = parse(&verb);
	if (cJSON_GetArraySize(member(document, "owed")) != 0)
		fail_msg("%s: it is owed still:\n%s", row->name, verb.output);
}

/* Whoever starts next, and by itself whoever it starts. */
static void pay(Stage *stage)
{
	/* Whoever waits for a decision would wait for good. */
	const char *const argv[] = { "sh", "-c", "timeout 60 myroles pay; echo $?", NULL };
	/* What the service does not know after so long never came. */
	tenant_tell(stage->tenant, "/clock", MINUTES("11"));
	g_autofree char *code = run_program(stage, argv);
	assert_string_equal(code, "0\n");
}

/* ---- exec ----------------------------------------------------------------------------------------- */

#define TWO                                                                              \
	"myroles exec -r Reader -s sub-dev -r 'Virtual Machine Contributor' -s rg-edge " \
	"-m 'look into the incident' -d 30m -- true"
#define STOPS DEV "-- sh -c 'kill -STOP $PPID; exit 3'"
#define APPROVED                                                                       \
	"myroles exec -r Contributor -s rg-payments -d 30m -m 'look into it' -t INC1 " \
	"--timeout=30m -- true"

#define NEITHER        NULL, NULL
#define NONE_OF_IT     NULL, NULL, 0
#define ON_AND_OFF     "SelfActivate SelfDeactivate"
#define FAULTS         "/faults"
#define SETTINGS       "/settings"
#define POLICIES       "roleManagementPolicyAssignments"
#define COUNTS_LATE    "{\"effective_lag_s\":600}"
#define COMES_LATE     "{\"lag_ms\":60000}"
#define COMES_UNLISTED "{\"lag_ms\":60000,\"list_lag_s\":3600}"

static const Case cases[] = {
	{ "the policy is read", ON_REQUEST, DEV "-- true", FAULTS, LATE("GET", "*" POLICIES "*"),
	  "GET", POLICIES, 1, "" },
	{ "the request is written down", ON_REQUEST, DEV "-- true", FAULTS, LOST_PUT, "PUT",
	  REQUESTS, 1, "" },
	{ "the request has come", ON_REQUEST, DEV "-- true", FAULTS, LATE_PUT, "PUT", REQUESTS, 1,
	  ON_AND_OFF },
	{ "the request comes true", ON_REQUEST, DEV "-- true", SETTINGS, COMES_LATE, "GET",
	  REQUESTS "/", 1, ON_AND_OFF },
	{ "the request comes true, and no list shows it", ON_REQUEST, DEV "-- true", SETTINGS,
	  COMES_UNLISTED, "GET", REQUESTS "/", 1, ON_AND_OFF },
	{ "a decision is waited for", ON_REQUEST, APPROVED, NEITHER, "GET", REQUESTS "/", 1,
	  "SelfActivate:Canceled" },
	{ "the role does not count", ON_REQUEST, DEV "-- true", SETTINGS, COUNTS_LATE, "POST",
	  "checkAccess", 2, ON_AND_OFF },
	{ "the second role has come", ON_REQUEST, TWO, FAULTS,
	  FAULT("PUT", "*" REQUESTS "*", "\"kind\":\"delay\",\"delay_ms\":600000,\"skip\":1"),
	  "PUT", REQUESTS, 2, "SelfActivate SelfActivate SelfDeactivate SelfDeactivate" },
	{ "the command begins", ON_FORK, DEV "-- true", NEITHER, NONE_OF_IT, ON_AND_OFF },
	{ "the command has ended", ON_STOP, STOPS, NEITHER, NONE_OF_IT, ON_AND_OFF },
	{ "the end is owed", ON_PAYER, DEV "-- true", NEITHER, NONE_OF_IT, ON_AND_OFF },
};

static void play_exec(Stage *stage, size_t i)
{
	const Case *row = &cases[i];
	const size_t from = count_of_pim(stage);
	if (row->path != NULL)
		tenant_tell(stage->tenant, row->path, row->body);
	kill_at(stage, row);
	forget_faults(stage);
	pay(stage);
	tenant_tell(stage->tenant, "/settings", "{\"list_lag_s\":0}");
	assert_paid(stage, row, from);
}

static void exec__leaves_nothing_on__killed_at_each_step(void **state)
{
	(void)state;
	play_apart(G_N_ELEMENTS(cases), play_exec);
}

/* ---- Paying --------------------------------------------------------------------------------------- */

#define PAY   "myroles pay"
#define HOLDS DEV "--hold -- true"
#define LISTS "roleAssignmentScheduleInstances"

/* `count`: of the end alone. */
static const Case payers[] = {
	{ "it may not be ended yet", ON_REQUEST, PAY, NEITHER, "GET", LISTS, 1, ON_AND_OFF },
	{ "the end is written down", ON_REQUEST, PAY, FAULTS, LOST_PUT, "PUT", REQUESTS, 1,
	  ON_AND_OFF },
	{ "the end has come", ON_REQUEST, PAY, FAULTS, LATE_PUT, "PUT", REQUESTS, 1, ON_AND_OFF },
	{ "the end comes true", ON_REQUEST, PAY, SETTINGS, COMES_LATE, "GET", REQUESTS "/", 1,
	  ON_AND_OFF },
};

static void play_payer(Stage *stage, size_t i)
{
	const Case *row = &payers[i];
	const size_t from = count_of_pim(stage);
	static const Case before = { .name = "exec", .moment = ON_STOP, .line = STOPS };
	kill_at(stage, &before);
	Case own = *row;
	if (row->path != NULL) {
		tenant_tell(stage->tenant, "/clock", MINUTES("6"));
		tenant_tell(stage->tenant, row->path, row->body);
	}
	own.count += tenant_count(stage->tenant, row->method, row->part);
	kill_at(stage, &own);
	forget_faults(stage);
	pay(stage);
	assert_paid(stage, row, from);
}

static void pay__ends_it_once__killed_at_each_step(void **state)
{
	(void)state;
	play_apart(G_N_ELEMENTS(payers), play_payer);
}

static const Case late = { "it is told late", ON_REQUEST, DEV "-- true", FAULTS, LATE_PUT, "PUT",
			   REQUESTS,          1,          ON_AND_OFF };

static void play_late(Stage *stage, size_t i)
{
	const size_t from = count_of_pim(stage);
	(void)i;
	tenant_tell(stage->tenant, late.path, late.body);
	kill_at(stage, &late);
	forget_faults(stage);
	/* Later than the lists. */
	tenant_tell(stage->tenant, FAULTS,
		    FAULT("GET", "*" REQUESTS "/*", "\"kind\":\"delay\",\"delay_ms\":3000"));
	pay(stage);
	forget_faults(stage);
	assert_paid(stage, &late, from);
}

/* That it came is no end: it is looked at once more, and ended. */
static void pay__ends_it__when_it_is_told_late_that_it_came(void **state)
{
	(void)state;
	play_apart(1, play_late);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exec__leaves_nothing_on__killed_at_each_step),
		cmocka_unit_test(pay__ends_it_once__killed_at_each_step),
		cmocka_unit_test(pay__ends_it__when_it_is_told_late_that_it_came),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
