/*
 * Roles for one command: what it gets and returns, what is activated before it and ended after it, and what is owed when somebody is
 * killed in between. The tenant's clock is moved while the command waits, so that the end is due at once.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <poll.h>

#include "tests/cli/run.h"
#include "tests/cli/running.h"

#define ACTIVE "myroles exec -r Reader -s rg-payments -- "
#define LISTS  "roleAssignmentScheduleInstances"
#define DEV    "myroles exec -r Reader -s sub-dev -d 30m "

/* ---- What the command gets ------------------------------------------------------------------------- */

static void exec__returns_what_the_command_does__and_sends_nothing_for_an_active_role(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, ACTIVE "sh -c 'echo out; echo err >&2; exit 7' -x", 7);
	assert_string_equal(result.output, "out\n");
	assert_string_equal(result.errors, "err\n");
	run_to(&result, ACTIVE "true", 0);
	run_to(&result, ACTIVE "sh -c 'kill -TERM $$'", 128 + SIGTERM);
	assert_int_equal(count_requests(*state), 0);
}

static void exec__sends_nothing__when_there_is_nothing_to_run(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, DEV "-- no-such-command", 127);
	assert_non_null(strstr(result.errors, "Nothing was activated."));
	run_to(&result, DEV "-- /etc/passwd", 126);
	run_to(&result, DEV "-- /", 126);
	run_to(&result, DEV "-- ''", 127);
	g_autofree char *script = stage_path(*state, "script");
	g_autofree char *line = g_strdup_printf(DEV "-- '%s'", script);
	assert_true(g_file_set_contents_full(script, "#!/no/such/interpreter -x\n", -1,
					     G_FILE_SET_CONTENTS_NONE, 0700, NULL));
	run_to(&result, line, 126);
	assert_non_null(strstr(result.errors, "names /no/such/interpreter, which is not there."));
	run_to(&result, DEV, 2);
	run_to(&result, DEV "--leash=pid:1 -- true", 2);
	run_to(&result, DEV "--leash=nothing", 2);
	assert_int_equal(count_requests(*state), 0);
}

/* Of the masks of signals those below the real-time ones: the C library has two of these for itself. */
#define LOOK                                                                             \
	"sh -c 'umask; ulimit -c; grep Sig[PBIC] /proc/self/status | grep -o .......$; " \
	"ls /proc/$$/fd; env | grep -c ^MYROLES_'"

static char *run_plainly(const Stage *stage, const char *line)
{
	g_auto(GStrv) argv = NULL;
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	char *output = NULL;
	assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
	assert_true(g_spawn_sync(NULL, argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
				 NULL, NULL, NULL));
	return output;
}

static void exec__gives_the_command__what_it_was_given_itself(void **state)
{
	g_auto(Verb) result = { .stage = *state, .variable = "MYROLES_SECRET=x" };
	g_autofree char *plain = run_plainly(*state, LOOK);
	run_to(&result, ACTIVE LOOK, 1);
	assert_string_equal(result.output, plain);
	assert_non_null(strstr(result.output, "\n0\n1\n2\n0\n"));
}

/* Nothing that was ever issued: in what it is given, and in what it was begun with. */
static void exec__gives_the_command__no_token(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, ACTIVE "sh -c 'env; cat /proc/self/environ /proc/$PPID/cmdline | tr \\0 x'",
	       0);
	g_autoptr(cJSON) secrets = tenant_call(stage->tenant, "GET", "/secrets", NULL);
	const cJSON *list = cJSON_IsArray(secrets) ? secrets : member(secrets, "secrets");
	const cJSON *secret;
	assert_true(cJSON_GetArraySize(list) > 0);
	cJSON_ArrayForEach(secret, list)
	{
		assert_non_null(text(secret, "value"));
		assert_null(strstr(result.output, text(secret, "value")));
	}
}

/* ---- A command that waits --------------------------------------------------------------------------- */

#define SIX_MINUTES "{\"advance\":\"PT6M\"}"

static void exec__ends_what_it_activated__when_the_service_takes_it(void **state)
{
	Running running = { .stage = *state };
	running_start(&running, DEV);
	assert_true(is_active(*state, "Reader@sub-dev"));
	assert_int_equal(count_requests(*state), 1);
	tenant_tell(running.stage->tenant, "/clock", SIX_MINUTES);
	running_finish(&running);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 3);
	await_requests(*state, 2);
	assert_false(is_active(*state, "Reader@sub-dev"));
	assert_int_equal(count_requests(*state), 2);
}

/* Nobody is there to end it but the next start of ours, whatever it is asked. */
static void exec__is_ended_by_the_next_start__when_it_was_killed(void **state)
{
	Running running = { .stage = *state };
	g_auto(Verb) result = { .stage = *state };
	running_start(&running, DEV);
	running_kill(&running);
	running_finish(&running);
	assert_int_equal(count_requests(*state), 1);
	tenant_tell(running.stage->tenant, "/clock", SIX_MINUTES);
	run_to(&result, "myroles list active", 0);
	await_requests(*state, 2);
	assert_int_equal(count_requests(*state), 2);
}

static void exec__passes_a_signal_on__that_it_alone_was_sent(void **state)
{
	Running running = { .stage = *state };
	running_start(&running, "myroles exec -r Reader -s rg-payments");
	kill(running.pid, SIGTERM);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 128 + SIGTERM);
	g_free(running.gate);
}

/* The second one needs it, too: the first one's end does not take it away. */
static void exec__shares_a_role__until_the_last_command_has_ended(void **state)
{
	Running first = { .stage = *state };
	Running second = { .stage = *state, .is_second = true };
	g_auto(Verb) result = { .stage = *state };
	running_start(&first, DEV);
	running_start(&second, DEV);
	assert_int_equal(count_requests(*state), 1);
	tenant_tell(second.stage->tenant, "/clock", SIX_MINUTES);
	kill(first.pid, SIGTERM);
	assert_int_equal(WEXITSTATUS(running_wait(&first)), 128 + SIGTERM);
	g_free(first.gate);
	run_to(&result, "myroles list active", 0);
	assert_true(is_active(*state, "Reader@sub-dev"));
	running_finish(&second);
	assert_int_equal(WEXITSTATUS(running_wait(&second)), 3);
	await_requests(*state, 2);
	assert_int_equal(count_requests(*state), 2);
}

/* ---- --hold ---------------------------------------------------------------------------------------- */

/* It asks what is active, by which it learns the time, when its command has ended. */
static void await_look(Stage *stage, size_t before)
{
	const gint64 deadline = running_deadline();
	while (tenant_count(stage->tenant, "GET", LISTS) <= before)
		running_go_on(deadline, "it looks");
}

static void hold__returns__when_the_role_has_ended(void **state)
{
	Stage *stage = *state;
	Running running = { .stage = stage };
	running_start(&running, DEV "--hold");
	tenant_tell(stage->tenant, "/clock", SIX_MINUTES);
	running_finish(&running);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 3);
	assert_int_equal(count_requests(stage), 2);
	assert_false(is_active(stage, "Reader@sub-dev"));
}

/* Who does not want to wait any more leaves it to a process that does. */
static void hold__leaves_it_to_another__when_it_is_interrupted(void **state)
{
	Stage *stage = *state;
	Running running = { .stage = stage };
	running_start(&running, DEV "--hold");
	const size_t looks = tenant_count(stage->tenant, "GET", LISTS);
	running_finish(&running);
	await_look(stage, looks);
	assert_int_equal(count_requests(stage), 1);
	tenant_tell(stage->tenant, "/clock", SIX_MINUTES);
	kill(running.pid, SIGINT);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 3);
	await_requests(stage, 2);
	assert_false(is_active(stage, "Reader@sub-dev"));
}

/* ---- What is owed, told ------------------------------------------------------------------------------ */

static const cJSON *find_owed(const cJSON *document)
{
	const cJSON *owed = member(document, "owed");
	assert_int_equal(cJSON_GetArraySize(owed), 1);
	assert_members(cJSON_GetArrayItem(owed, 0), "id workload role scope access held since due "
						    "tries given_up fault");
	return cJSON_GetArrayItem(owed, 0);
}

static bool is_held(Stage *stage, const char *line)
{
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, line, 0);
	g_autoptr(cJSON) document = parse(&result);
	return cJSON_IsTrue(member(find_owed(document), "held"));
}

static void owed__is_told__wherever_one_looks(void **state)
{
	Running running = { .stage = *state };
	g_auto(Verb) result = { .stage = *state };
	running_start(&running, DEV);
	assert_true(is_held(*state, "myroles list active --json"));
	assert_true(is_held(*state, "myroles status --json"));
	run_to(&result, "myroles status --format '{scope} {owed}.' --separator ' '", 0);
	assert_non_null(strstr(result.output, "sub-dev held."));
	assert_non_null(strstr(result.output, "rg-payments ."));
	run_to(&result, "myroles list active", 0);
	assert_non_null(
		strstr(result.errors, "Reader on sub-dev: ends with its command or leash.\n"));
	running_kill(&running);
	running_finish(&running);
	assert_false(is_held(*state, "myroles status --truth --json"));
	run_to(&result, "myroles doctor", 0);
	assert_non_null(strstr(result.output, "ok\towed\tReader on sub-dev\tIt ends, as its "
					      "command has ended, possible from "));
}

/* What a person asks for by hand is theirs: nothing takes it away under it. */
static void owed__is_left_alone__once_a_person_asked_for_it(void **state)
{
	Running running = { .stage = *state };
	g_auto(Verb) result = { .stage = *state };
	running_start(&running, DEV);
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 30m", 0);
	running_finish(&running);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 3);
	tenant_tell(running.stage->tenant, "/clock", SIX_MINUTES);
	run_to(&result, "myroles list active --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(document, "owed")), 0);
	run_to(&result, "myroles pay", 0);
	assert_true(is_active(*state, "Reader@sub-dev"));
}

static void owed__is_left_alone__once_a_person_asked_for_more(void **state)
{
	Running running = { .stage = *state };
	g_auto(Verb) result = { .stage = *state };
	tenant_tell(running.stage->tenant, "/settings", "{\"takes_successors\":true}");
	running_start(&running, DEV);
	run_to(&result, "myroles activate --continue -r Reader -s sub-dev -d 30m", 0);
	running_finish(&running);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 3);
	tenant_tell(running.stage->tenant, "/clock", SIX_MINUTES);
	run_to(&result, "myroles pay", 0);
	assert_true(is_active(*state, "Reader@sub-dev"));
}

/* All or nothing: what the policy refuses keeps the command from being run, and what was activated before is owed. */
static void exec__runs_nothing__when_one_of_the_roles_is_refused(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, "myroles exec -r Reader -r Contributor -s sub-dev -d 30m -- echo ran", 4);
	assert_null(strstr(result.output, "ran"));
	assert_non_null(strstr(result.errors, "the command is not run"));
}

/* The one is on when the other is denied: it is ended, too. */
static void exec__ends_one_role__when_the_other_is_denied(void **state)
{
	Stage *stage = *state;
	Running running = { .stage = stage };
	running_begin(
		&running, DEV
		"-r Contributor -s rg-payments -m 'look into it' -t INC1 --timeout=30m -- true");
	await_requests(stage, 2);
	tenant_tell(stage->tenant, "/clock", SIX_MINUTES);
	tenant_tell(stage->tenant, "/deny", "{}");
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 4);
	await_requests(stage, 3);
	assert_false(is_active(stage, "Reader@sub-dev"));
	assert_int_equal(count_requests(stage), 3);
}

/* ---- Until it counts -------------------------------------------------------------------------------- */

#define COUNTS_LATER "{\"effective_lag_s\":600}"

static void exec__runs_nothing__before_its_role_counts(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", COUNTS_LATER);
	run_to(&result, DEV "--timeout=1s -- echo ran", 5);
	assert_null(strstr(result.output, "ran"));
	assert_non_null(strstr(result.errors, "not effective in time, so the command is not run. "
					      "It is listed, but not known to be effective"));
	/* It is on still, since so short a time that it may not count. */
	run_to(&result, DEV "--timeout=1s -- echo ran", 5);
	run_to(&result, DEV "--wait=listed -- echo ran", 0);
	assert_string_equal(result.output, "ran\n");
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT11M\"}");
	run_to(&result, DEV "-- echo ran", 0);
	assert_int_equal(count_requests(stage), 1);
}

/* What a process says, so far. */
typedef struct Speech {
	GPid pid;
	int from;
	GString *said;
} Speech;

/* Until it has said so. One that does not in time is ended, or the test would wait for it. */
static void await_words(Speech *speech, const char *words)
{
	const gint64 deadline = running_deadline();
	char piece[2000];
	while (strstr(speech->said->str, words) == NULL) {
		const gint64 left = (deadline - g_get_monotonic_time()) / 1000;
		struct pollfd wait = { .fd = speech->from, .events = POLLIN };
		ssize_t size = 0;
		if (left > 0 && poll(&wait, 1, (int)left) > 0)
			size = read(speech->from, piece, sizeof(piece));
		if (size <= 0) {
			kill(speech->pid, SIGKILL);
			fail_msg("not said: %s, but: %s", words, speech->said->str);
		}
		g_string_append_len(speech->said, piece, size);
	}
}

/* It waits in the open: for what, why, until when, and what else can be done. */
static void exec__says_at_once__what_it_waits_for(void **state)
{
	Stage *stage = *state;
	Speech speech = { .from = -1, .said = g_string_new(NULL) };
	int status = 0;
	g_auto(GStrv) argv = verb_argv(DEV "-- echo ran");
	const char *const further[] = { NULL };
	g_auto(GStrv) environment = stage_environment(stage, further);
	tenant_tell(stage->tenant, "/settings", COUNTS_LATER);
	assert_true(g_spawn_async_with_pipes(NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD,
					     NULL, NULL, &speech.pid, NULL, NULL, &speech.from,
					     NULL));
	await_words(&speech, "at the latest. Ctrl-C ends the wait, and --wait=granted");
	kill(speech.pid, SIGINT);
	await_words(&speech, "Interrupted, so the command is not run.");
	close(speech.from);
	assert_int_equal(waitpid(speech.pid, &status, 0), speech.pid);
	assert_int_equal(WEXITSTATUS(status), 130);
	g_string_free(speech.said, TRUE);
}

/* Another answer will not come: a deny assignment stays, however long one waits. */
static void exec__ends_at_once__when_no_wait_would_help(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", "{\"check_access\":\"deny_assignment\"}");
	run_to(&result, DEV "--timeout=5s -- echo ran", 5);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "no wait would make it known to be effective, so the "
					      "command is not run. It is listed, but not known to "
					      "be effective: A deny assignment"));
	assert_non_null(strstr(result.errors, "--wait=granted goes on without that."));
	run_to(&result, "myroles activate -r Reader -s sub-dev -d 30m -m INC-7 --wait=effective",
	       6);
	run_to(&result, DEV "--wait=granted -- echo ran", 0);
	assert_string_equal(result.output, "ran\n");
}

#define REFUSED "{\"check_access\":\"forbidden\",\"permissions\":\"forbidden\"}"
#define AKS                                                                                    \
	"-r 'Azure Kubernetes Service Cluster Admin Role' -s aks-payments -d 30m -m INC-7 -t " \
	"INC-7"

/* What counts may not be read without a sign-in, nor by who holds this role; Reader lets read it once it counts. */
static void exec__ends_at_once__where_what_counts_may_not_be_read(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/settings", REFUSED);
	run_to(&result, "myroles exec " AKS " -- echo ran", 5);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "no wait would make it known to be effective"));
	run_to(&result, DEV "--timeout=1s -- echo ran", 5);
	assert_non_null(strstr(result.errors, "not effective in time"));
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"path\":\"*Authorization/permissions*\",\"count\":-1,"
		    "\"kind\":\"status\",\"status\":401,"
		    "\"code\":\"InvalidAuthenticationTokenTenant\"}");
	run_to(&result, DEV "-- echo ran", 5);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "no wait would make it known to be effective"));
	assert_non_null(strstr(result.errors, "of another tenant"));
}

static void exec__says_so__where_nobody_can_be_asked_whether_a_role_counts(void **state)
{
	g_auto(Verb) result = { .stage = *state };
	run_to(&result,
	       "myroles exec -r sg-oncall -s sg-oncall --access member -d 30m "
	       "-m 'look into the incident' -- echo ran",
	       0);
	assert_string_equal(result.output, "ran\n");
	assert_non_null(strstr(result.errors, "cannot be asked of this service"));
	run_to(&result, DEV "--wait=soon -- echo ran", 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(
			exec__returns_what_the_command_does__and_sends_nothing_for_an_active_role),
		STAGE_TEST(exec__sends_nothing__when_there_is_nothing_to_run),
		STAGE_TEST(exec__gives_the_command__what_it_was_given_itself),
		STAGE_TEST(exec__gives_the_command__no_token),
		STAGE_TEST(exec__ends_what_it_activated__when_the_service_takes_it),
		STAGE_TEST(exec__is_ended_by_the_next_start__when_it_was_killed),
		STAGE_TEST(exec__passes_a_signal_on__that_it_alone_was_sent),
		STAGE_TEST(exec__shares_a_role__until_the_last_command_has_ended),
		STAGE_TEST(hold__returns__when_the_role_has_ended),
		STAGE_TEST(hold__leaves_it_to_another__when_it_is_interrupted),
		STAGE_TEST(owed__is_told__wherever_one_looks),
		STAGE_TEST(owed__is_left_alone__once_a_person_asked_for_it),
		STAGE_TEST(owed__is_left_alone__once_a_person_asked_for_more),
		STAGE_TEST(exec__ends_one_role__when_the_other_is_denied),
		/* From here on processes are left behind that would pay in five minutes. */
		STAGE_TEST(exec__runs_nothing__when_one_of_the_roles_is_refused),
		STAGE_TEST(exec__runs_nothing__before_its_role_counts),
		STAGE_TEST(exec__says_at_once__what_it_waits_for),
		STAGE_TEST(exec__ends_at_once__when_no_wait_would_help),
		STAGE_TEST(exec__ends_at_once__where_what_counts_may_not_be_read),
		STAGE_TEST(exec__says_so__where_nobody_can_be_asked_whether_a_role_counts),
	};
	return stage_run_tests(tests);
}
