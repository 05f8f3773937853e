/*
 * Where tokens are kept: in memory, and in a real keyring daemon on a bus of its own (skipped where neither is
 * installed).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "src/auth/token-store.h"
#include "tests/replay/server.h"

static const StoreKey REFRESH = { "public", "client", "oid", "tid", "refresh" };
static const StoreKey ACCESS = { "public", "client", "oid", "tid", "access:arm" };
static const StoreKey OTHER = { "public", "client", "oid", "tid2", "refresh" };
static const StoreKey ALL = { "public", "client", "oid", "tid", NULL };

typedef struct Got {
	bool is_there;
	char *value;
	GError *error;
} Got;

static void got_clear(Got *got)
{
	g_clear_pointer(&got->value, g_free);
	g_clear_error(&got->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Got, got_clear)

static void on_loaded(const Secret *value, const GError *error, gpointer data)
{
	Got *got = data;

	assert_false(got->is_there);
	got->is_there = true;
	got->value = value != NULL ? g_strdup(secret_peek(value)) : NULL;
	got->error = error != NULL ? g_error_copy(error) : NULL;
}

static void on_done(const GError *error, gpointer data)
{
	on_loaded(NULL, error, data);
}

static Got load(TokenStore *store, const StoreKey *key)
{
	Got got = { 0 };

	store->load(store, key, on_loaded, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static Got save(TokenStore *store, const StoreKey *key, const char *text)
{
	g_autoptr(Secret) value = secret_new(text, -1);
	Got got = { 0 };

	store->save(store, key, value, on_done, &got);
	assert_false(got.is_there);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static Got erase(TokenStore *store, const StoreKey *key)
{
	Got got = { 0 };

	store->erase(store, key, on_done, &got);
	assert_true(replay_run_until(&got.is_there));
	return got;
}

static void assert_holds(TokenStore *store, const StoreKey *key, const char *text)
{
	g_auto(Got) got = load(store, key);

	if (got.error != NULL || g_strcmp0(got.value, text) != 0)
		fail_msg("%s: %s", key->item, got.error != NULL ? got.error->message : got.value);
}

static void assert_done(Got got)
{
	if (got.error != NULL)
		fail_msg("%s", got.error->message);
	got_clear(&got);
}

static void assert_refused(Got got, AuthError code)
{
	if (!g_error_matches(got.error, AUTH_ERROR, (int)code))
		fail_msg("%s", got.error != NULL ? got.error->message : "no error");
	got_clear(&got);
}

/* What every store does. */
static void check_store(TokenStore *store)
{
	assert_holds(store, &REFRESH, NULL);
	assert_done(save(store, &REFRESH, "first"));
	assert_done(save(store, &REFRESH, "se\"cond ü"));
	assert_done(save(store, &ACCESS, "access"));
	assert_done(save(store, &OTHER, "other"));
	assert_holds(store, &REFRESH, "se\"cond ü");
	assert_holds(store, &ACCESS, "access");
	assert_holds(store, &OTHER, "other");
	assert_done(erase(store, &ACCESS));
	assert_done(erase(store, &ACCESS));
	assert_holds(store, &ACCESS, NULL);
	assert_done(save(store, &ACCESS, "again"));
	assert_done(erase(store, &ALL));
	assert_holds(store, &REFRESH, NULL);
	assert_holds(store, &ACCESS, NULL);
	assert_holds(store, &OTHER, "other");
	assert_done(erase(store, &OTHER));
}

static void memory_store__keeps__by_account_and_item(void **unused)
{
	TokenStore *store = token_store_new_memory();
	g_auto(Got) late = { 0 };

	(void)unused;
	check_store(store);
	store->load(store, &REFRESH, on_loaded, &late);
	token_store_free(store);
	assert_true(g_error_matches(late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

static void store_key_account__tells_accounts_apart__and_names_none(void **unused)
{
	static const StoreKey first = { "a", "bc", "d", "e", "x" };
	static const StoreKey second = { "ab", "c", "d", "e", "x" };
	g_autofree char *one = store_key_account(&first);
	g_autofree char *two = store_key_account(&second);

	(void)unused;
	assert_string_not_equal(one, two);
	assert_int_equal(strlen(one), 32);
}

/* ---- a real keyring ---- */

#define PASSWORD "pw"

typedef struct Keyring {
	char *home;
	GSubprocess *bus;
	GSubprocess *daemon;
	TokenStore *store;
} Keyring;

static void no_bus__is_told__as_no_keyring(void **unused)
{
	TokenStore *store = token_store_new_keyring(5000);

	(void)unused;
	g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all", TRUE);
	assert_refused(load(store, &REFRESH), AUTH_ERROR_NO_KEYRING);
	assert_refused(save(store, &REFRESH, "x"), AUTH_ERROR_NO_KEYRING);
	token_store_free(store);
	g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

/* A bus that starts nothing by itself. */
static const char BUS_CONFIGURATION[] =
	"<busconfig><type>session</type><listen>unix:dir=%s</listen>"
	"<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
	"<allow eavesdrop='true'/><allow own='*'/></policy>"
	"</busconfig>";

static void start_bus(Keyring *keyring)
{
	g_autofree char *path = g_build_filename(keyring->home, "bus.conf", NULL);
	g_autofree char *text = g_strdup_printf(BUS_CONFIGURATION, keyring->home);
	g_autofree char *option = g_strconcat("--config-file=", path, NULL);
	g_autoptr(GDataInputStream) out = NULL;
	g_autofree char *address = NULL;

	assert_true(g_file_set_contents(path, text, -1, NULL));
	keyring->bus =
		g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
				 NULL, "dbus-daemon", "--nofork", "--print-address", option, NULL);
	assert_non_null(keyring->bus);
	out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(keyring->bus));
	address = g_data_input_stream_read_line(out, NULL, NULL, NULL);
	assert_non_null(address);
	g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void end_process(GSubprocess *process)
{
	if (process == NULL)
		return;
	g_subprocess_force_exit(process);
	g_subprocess_wait(process, NULL, NULL);
	g_object_unref(process);
}

static void start_daemon(Keyring *keyring, const char *option)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
		G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	GOutputStream *in;

	g_subprocess_launcher_setenv(launcher, "HOME", keyring->home, TRUE);
	g_subprocess_launcher_setenv(launcher, "XDG_RUNTIME_DIR", keyring->home, TRUE);
	g_subprocess_launcher_unsetenv(launcher, "XDG_DATA_HOME");
	g_subprocess_launcher_unsetenv(launcher, "DISPLAY");
	g_subprocess_launcher_unsetenv(launcher, "WAYLAND_DISPLAY");
	/* Its own warnings are not ours to die of. */
	g_subprocess_launcher_unsetenv(launcher, "G_DEBUG");
	keyring->daemon =
		g_subprocess_launcher_spawn(launcher, NULL, "gnome-keyring-daemon", "--foreground",
					    "--components=secrets", option, NULL);
	assert_non_null(keyring->daemon);
	in = g_subprocess_get_stdin_pipe(keyring->daemon);
	g_output_stream_write_all(in, PASSWORD, strlen(PASSWORD), NULL, NULL, NULL);
	g_output_stream_close(in, NULL, NULL);
}

static void on_name(GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
	(void)bus;
	(void)name;
	(void)owner;
	*(bool *)data = true;
}

/* Until somebody owns the service's name. */
static void await_service(void)
{
	bool is_there = false;
	guint watch =
		g_bus_watch_name(G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
				 G_BUS_NAME_WATCHER_FLAGS_NONE, on_name, NULL, &is_there, NULL);

	assert_true(replay_run_until(&is_there));
	g_bus_unwatch_name(watch);
}

static void remove_tree(const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	const char *name;

	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	g_remove(path);
}

static int set_up(void **state)
{
	g_autofree char *daemon = g_find_program_in_path("gnome-keyring-daemon");
	g_autofree char *bus = g_find_program_in_path("dbus-daemon");
	Keyring *keyring = g_new0(Keyring, 1);

	*state = keyring;
	if (daemon == NULL || bus == NULL)
		return 0;
	keyring->home = g_dir_make_tmp("myroles-keyring-XXXXXX", NULL);
	start_bus(keyring);
	keyring->store = token_store_new_keyring(5000);
	return 0;
}

static int tear_down(void **state)
{
	Keyring *keyring = *state;

	token_store_free(keyring->store);
	end_process(keyring->daemon);
	end_process(keyring->bus);
	/* The end of the bus is not the end of the process. */
	replay_settle();
	if (keyring->home != NULL)
		remove_tree(keyring->home);
	g_free(keyring->home);
	g_free(keyring);
	return 0;
}

static void lock(void)
{
	g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
		bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
		"org.freedesktop.Secret.Service", "Lock",
		g_variant_new_parsed("([objectpath '/org/freedesktop/secrets/collection/login'],)"),
		NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

	assert_non_null(answer);
}

static void check_locked(Keyring *keyring)
{
	lock();
	assert_refused(load(keyring->store, &REFRESH), AUTH_ERROR_KEYRING_LOCKED);
	assert_refused(save(keyring->store, &REFRESH, "x"), AUTH_ERROR_KEYRING_LOCKED);
}

/* A signal takes its time: until every thread of it stands. */
static void stop_daemon(const Keyring *keyring)
{
	const char *pid = g_subprocess_get_identifier(keyring->daemon);
	g_autofree char *path = g_build_filename("/proc", pid, "task", NULL);
	gint64 end = g_get_monotonic_time() + 60 * G_USEC_PER_SEC;
	bool is_running = true;

	g_subprocess_send_signal(keyring->daemon, SIGSTOP);
	while (is_running && g_get_monotonic_time() < end) {
		g_autoptr(GDir) tasks = g_dir_open(path, 0, NULL);
		const char *task;

		is_running = false;
		while ((task = g_dir_read_name(tasks)) != NULL) {
			g_autofree char *stat_path = g_build_filename(path, task, "stat", NULL);
			g_autofree char *stat = NULL;

			if (g_file_get_contents(stat_path, &stat, NULL, NULL))
				is_running = is_running || strstr(stat, ") T ") == NULL;
		}
	}
	assert_false(is_running);
}

static void check_hung(Keyring *keyring)
{
	TokenStore *impatient = token_store_new_keyring(50);

	stop_daemon(keyring);
	assert_refused(load(impatient, &REFRESH), AUTH_ERROR_KEYRING_HUNG);
	assert_refused(save(impatient, &REFRESH, "x"), AUTH_ERROR_KEYRING_HUNG);
	g_subprocess_send_signal(keyring->daemon, SIGCONT);
	token_store_free(impatient);
	assert_refused(load(keyring->store, &REFRESH), AUTH_ERROR_KEYRING_LOCKED);
}

/* One bus for the whole story: libsecret keeps to the first that it sees. */
static void keyring_store__keeps_and_tells__in_every_state(void **state)
{
	Keyring *keyring = *state;
	g_auto(Got) late = { 0 };

	if (keyring->store == NULL)
		skip();
	assert_refused(load(keyring->store, &REFRESH), AUTH_ERROR_NO_KEYRING);

	start_daemon(keyring, "--unlock");
	await_service();
	check_store(keyring->store);
	check_locked(keyring);
	check_hung(keyring);

	keyring->store->load(keyring->store, &REFRESH, on_loaded, &late);
	g_clear_pointer(&keyring->store, token_store_free);
	assert_true(g_error_matches(late.error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_store__keeps__by_account_and_item),
		cmocka_unit_test(store_key_account__tells_accounts_apart__and_names_none),
		cmocka_unit_test(no_bus__is_told__as_no_keyring),
		cmocka_unit_test_setup_teardown(keyring_store__keeps_and_tells__in_every_state,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
