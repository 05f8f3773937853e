/* Notifications of the desktop, before a daemon of our own on a private bus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/desktop.h"
#include "tests/frontend/daemon.h"

#define PATIENCE_MS 400

typedef struct Fixture {
	GTestDBus *bus;
	Daemon daemon;
	Desktop *desktop;
	guint failed;
	char *chosen; /* "KEY ACTION" of the last one */
} Fixture;

static void start_daemon(Fixture *fixture)
{
	daemon_start(&fixture->daemon, g_test_dbus_get_bus_address(fixture->bus));
}

static void emit(GDBusConnection *bus, guint32 id, const char *action)
{
	g_dbus_connection_emit_signal(bus, NULL, DAEMON_PATH, DAEMON_NAME, "ActionInvoked",
				      g_variant_new("(us)", id, action), NULL);
	g_dbus_connection_flush_sync(bus, NULL, NULL);
}

/* ---- The fixture ------------------------------------------------------------------------------- */

static void on_chosen(const Notification *notification, const char *action, gpointer data)
{
	Fixture *fixture = data;
	g_free(fixture->chosen);
	fixture->chosen = g_strdup_printf("%s %s", notification->key, action);
}

static void on_failed(const Notification *notification, gpointer data)
{
	(void)notification;
	((Fixture *)data)->failed++;
}

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->bus = g_test_dbus_new(G_TEST_DBUS_NONE);
	g_test_dbus_up(fixture->bus);
	fixture->desktop = desktop_new(on_chosen, on_failed, fixture, PATIENCE_MS);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	desktop_free(fixture->desktop);
	daemon_stop(&fixture->daemon);
	while (g_main_context_iteration(NULL, FALSE))
		;
	g_test_dbus_down(fixture->bus);
	g_object_unref(fixture->bus);
	g_free(fixture->chosen);
	g_free(fixture);
	return 0;
}

static void show(const Fixture *fixture, const char *key, const char *text)
{
	const Notification notification = { .key = (char *)key, .text = (char *)text };
	desktop_show(fixture->desktop, &notification, true);
}

static void wait_for_id(const Fixture *fixture, guint32 id)
{
	while (fixture->daemon.last_id < id)
		g_main_context_iteration(NULL, TRUE);
}

static void wait_for_failures(const Fixture *fixture, guint count)
{
	while (fixture->failed < count)
		g_main_context_iteration(NULL, TRUE);
}

static void wait_for_choice(const Fixture *fixture)
{
	while (fixture->chosen == NULL)
		g_main_context_iteration(NULL, TRUE);
}

/* The answer of the daemon is on its way to us: so many turns of the bus bring it. */
static void settle(const Fixture *fixture)
{
	g_variant_unref(g_dbus_connection_call_sync(fixture->daemon.bus, "org.freedesktop.DBus",
						    "/org/freedesktop/DBus", "org.freedesktop.DBus",
						    "GetId", NULL, NULL, G_DBUS_CALL_FLAGS_NONE, -1,
						    NULL, NULL));
	while (g_main_context_iteration(NULL, FALSE))
		;
}

/* ---- Tests ------------------------------------------------------------------------------------- */

static void hostile_names__are_text__and_no_markup(void **state)
{
	Fixture *fixture = *state;
	start_daemon(fixture);
	show(fixture, "a", "<b>Owner</b> & <img src=x>\033]52;c;x\a\xff on rg ends.");
	wait_for_id(fixture, 1);
	assert_null(strchr(fixture->daemon.body, '<'));
	assert_null(strchr(fixture->daemon.body, '\033'));
	assert_non_null(strstr(fixture->daemon.body, "&lt;b&gt;Owner&lt;/b&gt; &amp; "));
	assert_true(g_utf8_validate(fixture->daemon.body, -1, NULL));
	assert_int_equal(fixture->daemon.actions, 2);
	assert_int_equal(fixture->failed, 0);
}

static void action__counts__only_from_the_daemon_and_for_what_is_ours(void **state)
{
	Fixture *fixture = *state;
	start_daemon(fixture);
	show(fixture, "a", "One.");
	show(fixture, "b", "Two.");
	wait_for_id(fixture, 2);
	settle(fixture);
	g_autoptr(GDBusConnection) stranger =
		daemon_connect(g_test_dbus_get_bus_address(fixture->bus));
	emit(stranger, 1, "default");
	emit(fixture->daemon.bus, 77, "default");
	emit(fixture->daemon.bus, 2, "portal");
	wait_for_choice(fixture);
	assert_string_equal(fixture->chosen, "b portal");
	g_dbus_connection_close_sync(stranger, NULL, NULL);
}

static void show__fails_at_once__without_a_bus_or_a_daemon(void **state)
{
	Fixture *fixture = *state;
	show(fixture, "a", "Nobody is there.");
	wait_for_failures(fixture, 1);
	g_autofree char *address = g_strdup(g_getenv("DBUS_SESSION_BUS_ADDRESS"));
	g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus", TRUE);
	Desktop *other = desktop_new(on_chosen, on_failed, fixture, PATIENCE_MS);
	const Notification notification = { .key = (char *)"b", .text = (char *)"Nowhere." };
	desktop_show(other, &notification, false);
	assert_int_equal(fixture->failed, 1); /* never from within */
	wait_for_failures(fixture, 2);
	desktop_free(other);
	g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
	/* A daemon that comes later is found. */
	start_daemon(fixture);
	show(fixture, "c", "Here.");
	wait_for_id(fixture, 1);
}

static void show__is_given_up__when_the_daemon_hangs(void **state)
{
	Fixture *fixture = *state;
	start_daemon(fixture);
	fixture->daemon.is_deaf = true;
	const gint64 before = g_get_monotonic_time();
	show(fixture, "a", "Hello?");
	/* Nothing waits here. */
	assert_true(g_get_monotonic_time() - before < PATIENCE_MS * 1000 / 2);
	wait_for_failures(fixture, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hostile_names__are_text__and_no_markup),
		TEST(action__counts__only_from_the_daemon_and_for_what_is_ours),
		TEST(show__fails_at_once__without_a_bus_or_a_daemon),
		TEST(show__is_given_up__when_the_daemon_hangs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
