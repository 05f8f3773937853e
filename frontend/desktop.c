#include "frontend/desktop.h"

#include <gio/gio.h>

#include "src/base/text.h"

#define NAME      "org.freedesktop.Notifications"
#define PATH      "/org/freedesktop/Notifications"
#define INTERFACE NAME

#define PATIENCE_MS  5000
#define WAITING_MOST 16 /* while nobody has answered yet */
#define SHOWN_MOST   64 /* of those that actions come for */

struct Desktop {
	DesktopChosen chosen;
	DesktopFailed failed;
	gpointer data;
	int patience_ms;
	GCancellable *cancellable;
	GDBusConnection *bus;
	char *owner; /* unique name of the daemon: only it is listened to */
	guint watch, actions, closed;
	guint timer;       /* until there is a daemon */
	GQueue waiting;    /* Showing* */
	guint asked;       /* Notify calls without an answer */
	GHashTable *shown; /* GUINT_TO_POINTER(id) → Notification* */
};

/* One on its way. */
typedef struct Showing {
	Desktop *desktop; /* valid unless the call was canceled */
	Notification *notification;
	bool has_portal;
} Showing;

static void showing_free(Showing *showing)
{
	notification_free(showing->notification);
	g_free(showing);
}

static void fail(Desktop *desktop, Showing *showing)
{
	desktop->failed(showing->notification, desktop->data);
	showing_free(showing);
}

static void fail_all(Desktop *desktop)
{
	for (Showing *next = NULL; (next = g_queue_pop_head(&desktop->waiting)) != NULL;)
		fail(desktop, next);
}

/* ---- What the daemon says ---------------------------------------------------------------------- */

/* Of whom the bus says that it is the daemon, about what was shown by us: else it is somebody else's word. */
static const Notification *find_shown(const Desktop *desktop, const char *sender,
				      GVariant *parameters, const char *type, guint32 *id)
{
	if (g_strcmp0(sender, desktop->owner) != 0 ||
	    !g_variant_is_of_type(parameters, G_VARIANT_TYPE(type)))
		return NULL;
	g_variant_get_child(parameters, 0, "u", id);
	return g_hash_table_lookup(desktop->shown, GUINT_TO_POINTER(*id));
}

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static void on_action(GDBusConnection *bus, const char *sender, const char *path,
		      const char *interface, const char *signal, GVariant *parameters,
		      gpointer data)
{
	Desktop *desktop = data;
	guint32 id = 0;
	const char *action = NULL;
	(void)bus, (void)path, (void)interface, (void)signal;
	const Notification *shown = find_shown(desktop, sender, parameters, "(us)", &id);
	if (shown == NULL)
		return;
	g_variant_get_child(parameters, 1, "&s", &action);
	g_autoptr(Notification) copy = notification_copy(shown);
	desktop->chosen(copy, action, desktop->data);
}

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static void on_closed(GDBusConnection *bus, const char *sender, const char *path,
		      const char *interface, const char *signal, GVariant *parameters,
		      gpointer data)
{
	Desktop *desktop = data;
	guint32 id = 0;
	(void)bus, (void)path, (void)interface, (void)signal;
	if (find_shown(desktop, sender, parameters, "(uu)", &id) != NULL)
		g_hash_table_remove(desktop->shown, GUINT_TO_POINTER(id));
}

/* ---- Showing ----------------------------------------------------------------------------------- */

static void on_shown(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GVariant) reply =
		g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
	Showing *showing = data;
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
		showing_free(showing);
		return;
	}
	Desktop *desktop = showing->desktop;
	desktop->asked--;
	if (reply == NULL) {
		fail(desktop, showing);
		return;
	}
	guint32 id = 0;
	g_variant_get(reply, "(u)", &id);
	if (g_hash_table_size(desktop->shown) >= SHOWN_MOST)
		g_hash_table_remove_all(desktop->shown);
	g_hash_table_replace(desktop->shown, GUINT_TO_POINTER(id),
			     g_steal_pointer(&showing->notification));
	showing_free(showing);
}

/* Bodies are markup: names are the service's words, and nothing in them is a tag. */
static GVariant *make_call(const Showing *showing)
{
	const Notification *notification = showing->notification;
	g_autofree char *clean = text_sanitize(notification->text, -1);
	g_autofree char *body = g_markup_escape_text(clean, -1);
	GVariantBuilder actions, hints;
	g_variant_builder_init(&actions, G_VARIANT_TYPE("as"));
	g_variant_builder_add(&actions, "s", "default");
	g_variant_builder_add(&actions, "s", "Show");
	if (showing->has_portal) {
		g_variant_builder_add(&actions, "s", "portal");
		g_variant_builder_add(&actions, "s", "Open the portal");
	}
	g_variant_builder_init(&hints, G_VARIANT_TYPE("a{sv}"));
	g_variant_builder_add(&hints, "{sv}", "urgency", g_variant_new_byte(1));
	return g_variant_new("(susssasa{sv}i)", "myroles", (guint32)0, "dialog-password", "myroles",
			     body, &actions, &hints, -1);
}

/* Takes it. */
static void send(Desktop *desktop, Showing *showing)
{
	desktop->asked++;
	g_dbus_connection_call(desktop->bus, desktop->owner, PATH, INTERFACE, "Notify",
			       make_call(showing), G_VARIANT_TYPE("(u)"),
			       G_DBUS_CALL_FLAGS_NO_AUTO_START, desktop->patience_ms,
			       desktop->cancellable, on_shown, showing);
}

/* ---- Finding the daemon ------------------------------------------------------------------------ */

static void unsubscribe(Desktop *desktop)
{
	if (desktop->actions != 0)
		g_dbus_connection_signal_unsubscribe(desktop->bus, desktop->actions);
	if (desktop->closed != 0)
		g_dbus_connection_signal_unsubscribe(desktop->bus, desktop->closed);
	desktop->actions = desktop->closed = 0;
	g_clear_pointer(&desktop->owner, g_free);
	g_hash_table_remove_all(desktop->shown);
}

static guint subscribe(Desktop *desktop, const char *signal, GDBusSignalCallback callback)
{
	return g_dbus_connection_signal_subscribe(desktop->bus, desktop->owner, INTERFACE, signal,
						  PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, callback,
						  desktop, NULL);
}

static void on_appeared(GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
	Desktop *desktop = data;
	(void)bus, (void)name;
	g_clear_handle_id(&desktop->timer, g_source_remove);
	unsubscribe(desktop);
	desktop->owner = g_strdup(owner);
	desktop->actions = subscribe(desktop, "ActionInvoked", on_action);
	desktop->closed = subscribe(desktop, "NotificationClosed", on_closed);
	for (Showing *next = NULL; (next = g_queue_pop_head(&desktop->waiting)) != NULL;)
		send(desktop, next);
}

/* Also where the bus itself is gone. */
static void on_vanished(GDBusConnection *bus, const char *name, gpointer data)
{
	Desktop *desktop = data;
	(void)bus, (void)name;
	unsubscribe(desktop);
	g_clear_handle_id(&desktop->timer, g_source_remove);
	fail_all(desktop);
}

static void disconnect(Desktop *desktop)
{
	if (desktop->bus != NULL)
		unsubscribe(desktop);
	g_clear_handle_id(&desktop->watch, g_bus_unwatch_name);
	g_clear_object(&desktop->bus);
}

static void on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	GDBusConnection *bus = g_dbus_connection_new_for_address_finish(result, &error);
	(void)source;
	if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
		return;
	Desktop *desktop = data;
	if (bus == NULL) {
		on_vanished(NULL, NULL, desktop);
		return;
	}
	g_dbus_connection_set_exit_on_close(bus, FALSE);
	desktop->bus = bus;
	desktop->watch =
		g_bus_watch_name_on_connection(bus, NAME, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
					       on_appeared, on_vanished, desktop, NULL);
}

/* A bus or a daemon that does not answer: the next notification tries again, from the start. */
static gboolean on_too_late(gpointer data)
{
	Desktop *desktop = data;
	desktop->timer = 0;
	g_cancellable_cancel(desktop->cancellable);
	g_object_unref(desktop->cancellable);
	desktop->cancellable = g_cancellable_new();
	disconnect(desktop);
	fail_all(desktop);
	return G_SOURCE_REMOVE;
}

/* The session's bus, if there is one: none is started for this. The caller frees. */
static char *find_address(void)
{
	const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");
	const char *runtime = g_getenv("XDG_RUNTIME_DIR");
	if (address != NULL && *address != '\0')
		return g_strdup(address);
	if (runtime == NULL || *runtime == '\0')
		return NULL;
	g_autofree char *path = g_build_filename(runtime, "bus", NULL);
	g_autofree char *escaped = g_dbus_address_escape_value(path);
	return g_file_test(path, G_FILE_TEST_EXISTS) ? g_strconcat("unix:path=", escaped, NULL)
						     : NULL;
}

bool desktop_has_bus(void)
{
	g_autofree char *address = find_address();
	return address != NULL;
}

static gboolean on_nowhere(gpointer data)
{
	Desktop *desktop = data;
	desktop->timer = 0;
	fail_all(desktop);
	return G_SOURCE_REMOVE;
}

static void find_daemon(Desktop *desktop)
{
	g_autofree char *address = find_address();
	if (desktop->timer != 0)
		return;
	if (address == NULL || !g_dbus_is_supported_address(address, NULL)) {
		desktop->timer = g_idle_add(on_nowhere, desktop);
		return;
	}
	disconnect(desktop);
	desktop->timer = g_timeout_add((guint)desktop->patience_ms, on_too_late, desktop);
	g_dbus_connection_new_for_address(address,
					  G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
						  G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
					  NULL, desktop->cancellable, on_connected, desktop);
}

void desktop_show(Desktop *desktop, const Notification *notification, bool has_portal)
{
	Showing *showing = g_new0(Showing, 1);
	showing->desktop = desktop;
	showing->notification = notification_copy(notification);
	showing->has_portal = has_portal;
	if (desktop->owner != NULL) {
		send(desktop, showing);
		return;
	}
	if (desktop->waiting.length >= WAITING_MOST)
		showing_free(g_queue_pop_head(&desktop->waiting));
	g_queue_push_tail(&desktop->waiting, showing);
	find_daemon(desktop);
}

bool desktop_is_busy(const Desktop *desktop)
{
	return desktop->asked > 0 || desktop->waiting.length > 0;
}

/* ---- The whole --------------------------------------------------------------------------------- */

Desktop *desktop_new(DesktopChosen chosen, DesktopFailed failed, gpointer data, int patience_ms)
{
	Desktop *desktop = g_new0(Desktop, 1);
	desktop->chosen = chosen;
	desktop->failed = failed;
	desktop->data = data;
	desktop->patience_ms = patience_ms != 0 ? patience_ms : PATIENCE_MS;
	desktop->cancellable = g_cancellable_new();
	desktop->shown = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)notification_free);
	g_queue_init(&desktop->waiting);
	return desktop;
}

void desktop_free(Desktop *desktop)
{
	if (desktop == NULL)
		return;
	g_cancellable_cancel(desktop->cancellable);
	g_clear_handle_id(&desktop->timer, g_source_remove);
	disconnect(desktop);
	g_queue_clear_full(&desktop->waiting, (GDestroyNotify)showing_free);
	g_hash_table_unref(desktop->shown);
	g_object_unref(desktop->cancellable);
	g_free(desktop);
}
