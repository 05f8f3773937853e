#include "tests/e2e/keyring.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>

#include "tests/e2e/folder.h"

#define PASSWORD         "keyring-password"
#define DEADLINE_SECONDS 20
#define SERVICE          "org.freedesktop.secrets"
#define SERVICE_PATH     "/org/freedesktop/secrets"
#define SERVICE_KIND     "org.freedesktop.Secret.Service"

struct Keyring {
	char *home;
	char *address;
	GSubprocess *bus, *daemon;
	GDBusConnection *connection;
};

/* ---- the bus ---- */

static const char bus_configuration[] =
	"<busconfig><type>session</type><listen>unix:dir=%s</listen>"
	"<policy context='default'><allow send_destination='*' eavesdrop='true'/>"
	"<allow eavesdrop='true'/><allow own='*'/></policy>"
	"</busconfig>";

static void start_bus(Keyring *keyring)
{
	g_autofree char *path = g_build_filename(keyring->home, "bus.conf", NULL);
	g_autofree char *text = g_strdup_printf(bus_configuration, keyring->home);
	g_autofree char *option = g_strconcat("--config-file=", path, NULL);
	g_autoptr(GDataInputStream) out = NULL;
	g_autoptr(GError) error = NULL;
	g_file_set_contents(path, text, -1, &error);
	g_assert_no_error(error);
	keyring->bus = g_subprocess_new(
		G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
		"dbus-daemon", "--nofork", "--print-address", option, NULL);
	g_assert_no_error(error);
	out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(keyring->bus));
	keyring->address = g_data_input_stream_read_line(out, NULL, NULL, &error);
	g_assert_no_error(error);
	keyring->connection = g_dbus_connection_new_for_address_sync(
		keyring->address,
		G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
			G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
		NULL, NULL, &error);
	g_assert_no_error(error);
}

Keyring *keyring_new(void)
{
	g_autofree char *daemon = g_find_program_in_path("gnome-keyring-daemon");
	g_autofree char *bus = g_find_program_in_path("dbus-daemon");
	Keyring *keyring;
	if (daemon == NULL || bus == NULL)
		return NULL;
	keyring = g_new0(Keyring, 1);
	keyring->home = folder_new();
	start_bus(keyring);
	return keyring;
}

static void end_process(GSubprocess **process)
{
	if (*process == NULL)
		return;
	g_subprocess_force_exit(*process);
	g_subprocess_wait(*process, NULL, NULL);
	g_clear_object(process);
}

void keyring_free(Keyring *keyring)
{
	if (keyring == NULL)
		return;
	keyring_end(keyring);
	g_dbus_connection_close_sync(keyring->connection, NULL, NULL);
	g_object_unref(keyring->connection);
	end_process(&keyring->bus);
	folder_remove(keyring->home);
	g_free(keyring->home);
	g_free(keyring->address);
	g_free(keyring);
}

const char *keyring_address(const Keyring *keyring)
{
	return keyring->address;
}

/* ---- the daemon ---- */

static GVariant *call(Keyring *keyring, const char *method, GVariant *arguments, const char *type)
{
	g_autoptr(GError) error = NULL;
	GVariant *answer = g_dbus_connection_call_sync(
		keyring->connection, SERVICE, SERVICE_PATH, SERVICE_KIND, method, arguments,
		G_VARIANT_TYPE(type), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
	g_assert_no_error(error);
	return answer;
}

static void on_name(GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
	(void)bus;
	(void)name;
	(void)owner;
	*(bool *)data = true;
}

static gboolean on_deadline(gpointer data)
{
	(void)data;
	g_error("the keyring's service did not come");
	return G_SOURCE_REMOVE;
}

static void await_service(Keyring *keyring)
{
	bool is_there = false;
	guint timer = g_timeout_add_seconds(DEADLINE_SECONDS, on_deadline, NULL);
	guint watch = g_bus_watch_name_on_connection(keyring->connection, SERVICE,
						     G_BUS_NAME_WATCHER_FLAGS_NONE, on_name, NULL,
						     &is_there, NULL);
	while (!is_there)
		g_main_context_iteration(NULL, TRUE);
	g_bus_unwatch_name(watch);
	g_source_remove(timer);
}

void keyring_start(Keyring *keyring, const char *option)
{
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
		G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	g_autoptr(GError) error = NULL;
	GOutputStream *in;
	g_subprocess_launcher_setenv(launcher, "HOME", keyring->home, TRUE);
	g_subprocess_launcher_setenv(launcher, "XDG_RUNTIME_DIR", keyring->home, TRUE);
	g_subprocess_launcher_setenv(launcher, "DBUS_SESSION_BUS_ADDRESS", keyring->address, TRUE);
	g_subprocess_launcher_unsetenv(launcher, "XDG_DATA_HOME");
	g_subprocess_launcher_unsetenv(launcher, "DISPLAY");
	g_subprocess_launcher_unsetenv(launcher, "WAYLAND_DISPLAY");
	/* Its own warnings are not ours to die of. */
	g_subprocess_launcher_unsetenv(launcher, "G_DEBUG");
	keyring->daemon =
		g_subprocess_launcher_spawn(launcher, &error, "gnome-keyring-daemon",
					    "--foreground", "--components=secrets", option, NULL);
	g_assert_no_error(error);
	in = g_subprocess_get_stdin_pipe(keyring->daemon);
	if (option != NULL)
		g_output_stream_write_all(in, PASSWORD, strlen(PASSWORD), NULL, NULL, NULL);
	g_output_stream_close(in, NULL, NULL);
	await_service(keyring);
}

void keyring_end(Keyring *keyring)
{
	end_process(&keyring->daemon);
}

void keyring_lock(Keyring *keyring)
{
	g_variant_unref(call(
		keyring, "Lock",
		g_variant_new_parsed("([objectpath '/org/freedesktop/secrets/collection/login'],)"),
		"(aoo)"));
}

size_t keyring_count(Keyring *keyring)
{
	g_autoptr(GVariant) answer =
		call(keyring, "SearchItems", g_variant_new_parsed("({'application': 'myroles'},)"),
		     "(aoao)");
	g_autoptr(GVariant) unlocked = g_variant_get_child_value(answer, 0);
	g_autoptr(GVariant) locked = g_variant_get_child_value(answer, 1);
	return g_variant_n_children(unlocked) + g_variant_n_children(locked);
}

/* A signal takes its time: until every thread of it stands. */
void keyring_hang(Keyring *keyring)
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
	g_assert_false(is_running);
}

void keyring_go_on(Keyring *keyring)
{
	g_subprocess_send_signal(keyring->daemon, SIGCONT);
}
