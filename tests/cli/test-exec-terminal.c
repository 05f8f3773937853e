/*
 * Roles for a command in a real terminal, under a shell's job control, and roles on a leash: of a terminal, a process, or the lock of
 * a session, whose logind is played here.
 */
#include <gio/gio.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/running.h"
#include "tests/e2e/dashboard.h"
#include "tests/e2e/expect.h"

#define ACTIVE      "exec", "-r", "Reader", "-s", "rg-payments", "--"
#define DEV         "myroles exec -r Reader -s sub-dev -d 30m "
#define SIX_MINUTES "{\"advance\":\"PT6M\"}"

/* ---- Job control ------------------------------------------------------------------------------------ */

static Pty *run_script(Stage *stage, const char *script)
{
	const char *const arguments[] = { ACTIVE, "sh", "-c", script, NULL };
	const StageRun run = { .arguments = arguments };
	return stage_run(stage, &run);
}

#define ECHOES "echo begun; while read -r line; do echo \"<$line>\"; done"

static void exec__stops_and_goes_on__with_its_command(void **state)
{
	g_autoptr(Pty) pty = run_script(*state, ECHOES);
	int number = 0;
	expect_text(pty, "begun");
	pty_type(pty, "one\n");
	expect_text(pty, "<one>");
	pty_press(pty, "ctrl-z");
	assert_true(pty_wait_stop(pty, &number));
	pty_continue(pty);
	pty_type(pty, "two\n");
	expect_text(pty, "<two>");
	pty_press(pty, "ctrl-d");
	expect_exit(pty, 0);
	expect_restored(pty);
}

static void exec__ends_as_its_command__at_ctrl_c(void **state)
{
	g_autoptr(Pty) pty = run_script(*state, ECHOES);
	expect_text(pty, "begun");
	pty_press(pty, "ctrl-c");
	expect_exit(pty, 128 + SIGINT);
	expect_restored(pty);
}

/* A command that takes Ctrl-C for something else goes on, and so does what waits for it. */
static void exec__goes_on__when_its_command_does_at_ctrl_c(void **state)
{
	g_autoptr(Pty) pty = run_script(*state, "trap 'echo caught; exit 7' INT; " ECHOES);
	expect_text(pty, "begun");
	pty_press(pty, "ctrl-c");
	expect_text(pty, "caught");
	expect_exit(pty, 7);
}

static void exec__lets_its_command_hear__of_the_terminals_size(void **state)
{
	g_autoptr(Pty) pty = run_script(*state, "trap 'stty size; kill $!; exit 5' WINCH; "
						"sleep 600 & echo begun; wait");
	expect_text(pty, "begun");
	pty_resize(pty, 30, 100);
	expect_text(pty, "30 100");
	expect_exit(pty, 5);
}

/* A shell that was killed has taken the terminal with it; whoever comes after it reads again. */
static void exec__gives_the_terminal_back__when_its_command_was_killed(void **state)
{
	Stage *stage = *state;
	g_autofree char *program = stage_program();
	g_autofree char *script =
		g_strdup_printf("'%s' exec -r Reader -s rg-payments -- bash --norc --noprofile -i; "
				"echo \"ended $?\"; read -r line; echo \"<$line>\"",
				program);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const SessionOptions options = { .argv = argv,
					 .environment = (const char *const *)environment,
					 .rows = 24,
					 .columns = 80 };
	g_autofree char *bash = g_find_program_in_path("bash");
	if (bash == NULL)
		return;
	g_autoptr(Pty) pty = pty_new(&options);
	expect_match(pty, "[$#] *$");
	pty_type(pty, "kill -9 $$\n");
	expect_text(pty, "ended 137");
	pty_type(pty, "after\n");
	expect_text(pty, "<after>");
	expect_exit(pty, 0);
}

/* In the background it runs until it wants to read; the shell sees it stopped, and brings it to the front. */
static void exec__waits_for_the_foreground__begun_in_the_background(void **state)
{
	Stage *stage = *state;
	g_autofree char *program = stage_program();
	g_autofree char *bash = g_find_program_in_path("bash");
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	const char *const argv[] = { bash, "--norc", "--noprofile", "-i", NULL };
	const SessionOptions options = { .argv = argv,
					 .environment = (const char *const *)environment,
					 .rows = 24,
					 .columns = 120 };
	if (bash == NULL)
		return;
	g_autofree char *line = g_strdup_printf("M='%s'; PS1='%% '; set -b\n", program);
	g_autoptr(Pty) pty = pty_new(&options);
	pty_type(pty, line);
	expect_match(pty, "^% *$");
	pty_type(pty, "$M exec -r Reader -s rg-payments -- sh -c 'read -r x; echo \"<$x>\"' &\n");
	expect_match(pty, "Stopped");
	pty_type(pty, "fg\n");
	pty_type(pty, "hello\n");
	expect_text(pty, "<hello>");
	pty_type(pty, "exit 9\n");
	expect_exit(pty, 9);
}

/* ---- A terminal ------------------------------------------------------------------------------------- */

static void assert_ended(Stage *stage)
{
	await_requests(stage, 2);
	assert_false(is_active(stage, "Reader@sub-dev"));
	assert_int_equal(count_requests(stage), 2);
}

static void leash__ends_a_role__when_its_terminal_is_closed(void **state)
{
	Stage *stage = *state;
	const char *const arguments[] = { "exec", "-r",  "Reader",           "-s", "sub-dev",
					  "-d",   "30m", "--leash=terminal", NULL };
	const StageRun run = { .arguments = arguments };
	g_autoptr(Pty) pty = stage_run(stage, &run);
	/* Its output does not end: who waits for the hang-up has the terminal open. */
	expect_text(pty, "Ends when this terminal is closed.");
	assert_true(is_active(stage, "Reader@sub-dev"));
	assert_int_equal(count_requests(stage), 1);
	tenant_tell(stage->tenant, "/clock", SIX_MINUTES);
	pty_hang_up(pty);
	assert_ended(stage);
}

/* ---- A process -------------------------------------------------------------------------------------- */

static void leash__ends_a_role__when_its_process_has_ended(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	const char *const argv[] = { "sleep", "600", NULL };
	GPid pid = 0;
	assert_true(g_spawn_async(NULL, (char **)argv, NULL,
				  G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD |
					  G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
				  NULL, NULL, &pid, NULL));
	g_autofree char *line = g_strdup_printf(DEV "--leash=pid:%d", pid);
	run_to(&result, line, 0);
	run_to(&result, "myroles list active", 0);
	assert_non_null(strstr(result.errors, "ends with its command or leash"));
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	expect_row(pty, "sub-dev", "on a leash");
	dashboard_quit(pty);
	tenant_tell(stage->tenant, "/clock", SIX_MINUTES);
	run_to(&result, "myroles list active", 0);
	assert_int_equal(count_requests(stage), 1);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_ended(stage);
}

/* ---- The lock of a session -------------------------------------------------------------------------- */

#define LOGIND     "org.freedesktop.login1"
#define LOGIND_AT  "/org/freedesktop/login1"
#define SESSION_AT LOGIND_AT "/session/_32"

static const char interfaces[] =
	"<node><interface name='" LOGIND ".Manager'>"
	"<method name='GetSessionByPID'><arg type='u' direction='in'/>"
	"<arg type='o' direction='out'/></method>"
	"<signal name='SessionRemoved'><arg type='s'/><arg type='o'/></signal></interface>"
	"<interface name='" LOGIND ".Session'><signal name='Lock'/>"
	"<property name='LockedHint' type='b' access='read'/></interface>"
	"<interface name='" LOGIND ".User'>"
	"<property name='Display' type='(so)' access='read'/></interface></node>";

typedef struct Logind {
	Stage *stage;
	Keyring *keyring; /* for its bus */
	GDBusConnection *bus;
	GDBusNodeInfo *node;
	guint name;
	bool is_ours;
	bool is_locked;    /* before anybody is told */
	bool is_of_nobody; /* a program that a user's manager started is in no session */
	int looks;         /* for LockedHint: whoever asks has subscribed before */
} Logind;

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static void on_call(GDBusConnection *bus, const char *sender, const char *path,
		    const char *interface, const char *method, GVariant *values,
		    GDBusMethodInvocation *call, gpointer data)
{
	const Logind *logind = data;
	(void)bus;
	(void)sender;
	(void)path;
	(void)interface;
	(void)method;
	(void)values;
	if (logind->is_of_nobody)
		g_dbus_method_invocation_return_dbus_error(call, LOGIND ".NoSessionForPID",
							   "PID is in no session");
	else
		g_dbus_method_invocation_return_value(call, g_variant_new("(o)", SESSION_AT));
}

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static GVariant *on_get(GDBusConnection *bus, const char *sender, const char *path,
			const char *interface, const char *property, GError **error, gpointer data)
{
	Logind *logind = data;
	(void)bus;
	(void)sender;
	(void)path;
	(void)interface;
	(void)error;
	if (strcmp(property, "Display") == 0)
		return g_variant_new("(so)", "2", SESSION_AT);
	/* Whoever hears that it is locked ends the role at once: it may by then. */
	if (logind->looks++ == 0)
		tenant_tell(logind->stage->tenant, "/clock", SIX_MINUTES);
	return g_variant_new_boolean(logind->is_locked);
}

static void on_name(GDBusConnection *bus, const char *name, gpointer data)
{
	(void)bus;
	(void)name;
	((Logind *)data)->is_ours = true;
}

static void logind_start(Logind *logind, const char *address)
{
	static const GDBusInterfaceVTable table = { on_call, on_get, NULL, { NULL } };
	static const char *const paths[] = { LOGIND_AT, SESSION_AT, LOGIND_AT "/user/self" };
	g_autoptr(GError) error = NULL;
	logind->bus = g_dbus_connection_new_for_address_sync(
		address,
		G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
			G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
		NULL, NULL, &error);
	g_assert_no_error(error);
	logind->node = g_dbus_node_info_new_for_xml(interfaces, &error);
	g_assert_no_error(error);
	for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
		g_dbus_connection_register_object(logind->bus, paths[i],
						  logind->node->interfaces[i], &table, logind, NULL,
						  &error);
		g_assert_no_error(error);
	}
	logind->name = g_bus_own_name_on_connection(
		logind->bus, LOGIND, G_BUS_NAME_OWNER_FLAGS_NONE, on_name, NULL, logind, NULL);
	while (!logind->is_ours)
		g_main_context_iteration(NULL, TRUE);
}

static void logind_stop(Logind *logind)
{
	g_bus_unown_name(logind->name);
	g_dbus_connection_close_sync(logind->bus, NULL, NULL);
	g_object_unref(logind->bus);
	keyring_free(logind->keyring);
	g_dbus_node_info_unref(logind->node);
}

static void logind_tell(const Logind *logind, const char *path, const char *interface,
			const char *name, GVariant *values)
{
	assert_true(g_dbus_connection_emit_signal(logind->bus, NULL, path, interface, name, values,
						  NULL));
	assert_true(g_dbus_connection_flush_sync(logind->bus, NULL, NULL));
}

/* Returns when somebody waits for the lock. */
static void tie_to_lock(Stage *stage, Logind *logind)
{
	logind->stage = stage;
	logind->keyring = keyring_new();
	if (logind->keyring == NULL)
		skip();
	logind_start(logind, keyring_address(logind->keyring));
	g_autofree char *variable =
		g_strconcat("DBUS_SYSTEM_BUS_ADDRESS=", keyring_address(logind->keyring), NULL);
	Running running = { .stage = stage, .variable = variable };
	running_begin(&running, DEV "--leash=lock");
	while (logind->looks == 0)
		g_main_context_iteration(NULL, TRUE);
	assert_int_equal(WEXITSTATUS(running_wait(&running)), 0);
}

static void leash__ends_a_role__when_the_session_is_locked(void **state)
{
	Stage *stage = *state;
	Logind logind = { .bus = NULL };
	tie_to_lock(stage, &logind);
	logind_tell(&logind, LOGIND_AT "/session/_33", LOGIND ".Session", "Lock", NULL);
	logind_tell(&logind, SESSION_AT, LOGIND ".Session", "Lock", NULL);
	assert_ended(stage);
	logind_stop(&logind);
}

static void leash__ends_a_role__when_the_session_says_that_it_is_locked(void **state)
{
	Stage *stage = *state;
	Logind logind = { .is_of_nobody = true };
	GVariantBuilder changed;
	tie_to_lock(stage, &logind);
	g_variant_builder_init(&changed, G_VARIANT_TYPE("a{sv}"));
	g_variant_builder_add(&changed, "{sv}", "LockedHint", g_variant_new_boolean(TRUE));
	logind_tell(&logind, SESSION_AT, "org.freedesktop.DBus.Properties", "PropertiesChanged",
		    g_variant_new("(sa{sv}as)", LOGIND ".Session", &changed, NULL));
	assert_ended(stage);
	logind_stop(&logind);
}

static void leash__ends_a_role__when_the_session_is_over(void **state)
{
	Stage *stage = *state;
	Logind logind = { .bus = NULL };
	tie_to_lock(stage, &logind);
	logind_tell(&logind, LOGIND_AT, LOGIND ".Manager", "SessionRemoved",
		    g_variant_new("(so)", "2", SESSION_AT));
	assert_ended(stage);
	logind_stop(&logind);
}

/* It was locked while the one process handed over to the other. */
static void leash__ends_a_role__when_the_session_was_locked_before(void **state)
{
	Stage *stage = *state;
	Logind logind = { .is_locked = true };
	tie_to_lock(stage, &logind);
	assert_ended(stage);
	logind_stop(&logind);
}

static void leash__is_refused__without_a_session(void **state)
{
	g_auto(Verb) result = { .stage = *state,
				.variable = "DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nowhere/bus" };
	run_to(&result, DEV "--leash=lock", 2);
	run_to(&result, DEV "--leash=pid:999999999", 2);
	assert_int_equal(count_requests(*state), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(exec__stops_and_goes_on__with_its_command),
		STAGE_TEST(exec__ends_as_its_command__at_ctrl_c),
		STAGE_TEST(exec__goes_on__when_its_command_does_at_ctrl_c),
		STAGE_TEST(exec__lets_its_command_hear__of_the_terminals_size),
		STAGE_TEST(exec__gives_the_terminal_back__when_its_command_was_killed),
		STAGE_TEST(exec__waits_for_the_foreground__begun_in_the_background),
		STAGE_TEST(leash__ends_a_role__when_its_terminal_is_closed),
		STAGE_TEST(leash__ends_a_role__when_its_process_has_ended),
		STAGE_TEST(leash__ends_a_role__when_the_session_is_locked),
		STAGE_TEST(leash__ends_a_role__when_the_session_says_that_it_is_locked),
		STAGE_TEST(leash__ends_a_role__when_the_session_is_over),
		STAGE_TEST(leash__ends_a_role__when_the_session_was_locked_before),
		STAGE_TEST(leash__is_refused__without_a_session),
	};
	return stage_run_tests(tests);
}
