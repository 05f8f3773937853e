#include "cli/leash.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/payer.h"
#include "cli/wait.h"

#define LOGIND     "org.freedesktop.login1"
#define LOGIND_AT  "/org/freedesktop/login1"
#define BUS_MS     5000
#define PID_PREFIX "pid:"

static const struct {
	const char *word, *words;
} kinds[] = {
	[LEASH_NONE] = { "none", "with its command" },
	[LEASH_TERMINAL] = { "terminal", "when this terminal is closed" },
	[LEASH_PROCESS] = { "pid", "when that process has ended" },
	[LEASH_LOCK] = { "lock", "when this session is locked or over" },
};

const char *leash_word(LeashKind kind)
{
	return kinds[kind].word;
}

const char *leash_words(LeashKind kind)
{
	return kinds[kind].words;
}

void leash_clear(Leash *leash)
{
	if (leash->kind != LEASH_NONE && leash->fd >= 0)
		close(leash->fd);
	*leash = (Leash){ .fd = -1 };
}

/* ---- The session's lock --------------------------------------------------------------------------- */

/* Of something that logind has. NULL: not known; the caller unrefs. */
static GVariant *get_property(GDBusConnection *bus, const char *path, const char *interface,
			      const char *name)
{
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
		bus, LOGIND, path, "org.freedesktop.DBus.Properties", "Get",
		g_variant_new("(ss)", interface, name), G_VARIANT_TYPE("(v)"),
		G_DBUS_CALL_FLAGS_NONE, BUS_MS, NULL, NULL);
	GVariant *value = NULL;
	if (answer != NULL)
		g_variant_get(answer, "(v)", &value);
	return value;
}

/* What the user's manager started, as desktops do with terminals, is in no session: then it is that of the user's screen. */
static char *find_display(GDBusConnection *bus)
{
	g_autoptr(GVariant) display =
		get_property(bus, LOGIND_AT "/user/self", LOGIND ".User", "Display");
	const char *id = NULL;
	const char *path = NULL;
	if (display == NULL || !g_variant_is_of_type(display, G_VARIANT_TYPE("(so)")))
		return NULL;
	g_variant_get(display, "(&s&o)", &id, &path);
	return *id != '\0' ? g_strdup(path) : NULL;
}

/* That of the desktop or login that this process belongs to. The caller frees; NULL: it belongs to none. */
static char *find_session(GDBusConnection *bus)
{
	const char *id = g_getenv("XDG_SESSION_ID");
	g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
		bus, LOGIND, LOGIND_AT, LOGIND ".Manager",
		id != NULL ? "GetSession" : "GetSessionByPID",
		id != NULL ? g_variant_new("(s)", id) : g_variant_new("(u)", (guint32)getpid()),
		G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE, BUS_MS, NULL, NULL);
	char *path = NULL;
	if (answer == NULL)
		return find_display(bus);
	g_variant_get(answer, "(o)", &path);
	return path;
}

static bool is_locked(GDBusConnection *bus, const char *path)
{
	g_autoptr(GVariant) hint = get_property(bus, path, LOGIND ".Session", "LockedHint");
	return hint != NULL && g_variant_is_of_type(hint, G_VARIANT_TYPE_BOOLEAN) &&
	       g_variant_get_boolean(hint);
}

static bool has_session(void)
{
	g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SYSTEM, NULL, NULL);
	g_autofree char *path = bus != NULL ? find_session(bus) : NULL;
	if (path == NULL)
		tell("--leash=lock: no session is known that could be locked (logind).",
		     "--leash=terminal or --leash=pid:N go without one.");
	return path != NULL;
}

typedef struct LockWatch {
	const char *path;
	bool *is_over;
} LockWatch;

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static void on_signal(GDBusConnection *bus, const char *sender, const char *path,
		      const char *interface, const char *name, GVariant *values, gpointer data)
{
	LockWatch *watch = data;
	(void)bus;
	(void)sender;
	(void)interface;
	if (strcmp(name, "Lock") == 0 && strcmp(path, watch->path) == 0)
		*watch->is_over = true;
	if (strcmp(name, "SessionRemoved") == 0 &&
	    g_variant_is_of_type(values, G_VARIANT_TYPE("(so)"))) {
		const char *removed = NULL;
		g_variant_get(values, "(&s&o)", NULL, &removed);
		if (strcmp(removed, watch->path) == 0)
			*watch->is_over = true;
	}
	if (strcmp(name, "PropertiesChanged") == 0 && strcmp(path, watch->path) == 0 &&
	    g_variant_is_of_type(values, G_VARIANT_TYPE("(sa{sv}as)"))) {
		g_autoptr(GVariant) changed = g_variant_get_child_value(values, 1);
		gboolean is_locked = FALSE;
		if (g_variant_lookup(changed, "LockedHint", "b", &is_locked))
			*watch->is_over |= is_locked;
	}
}

/* ---- Opening -------------------------------------------------------------------------------------- */

static bool open_terminal(Leash *leash)
{
	leash->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (leash->fd < 0)
		tell("--leash=terminal: there is no terminal here.", NULL);
	return leash->fd >= 0;
}

static bool open_process(Leash *leash, const char *number)
{
	guint64 pid = 0;
	if (!g_ascii_string_to_unsigned(number, 10, 1, G_MAXINT32, &pid, NULL)) {
		tell("--leash=pid:N takes the number of a process.", NULL);
		return false;
	}
	leash->fd = (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
	if (leash->fd < 0)
		tell_format("--leash=pid:%s: %s.", number,
			    errno == ESRCH ? "there is no such process" : g_strerror(errno));
	return leash->fd >= 0;
}

bool leash_open(Leash *leash, const char *words)
{
	*leash = (Leash){ .fd = -1 };
	bool is_open = false;
	LeashKind kind = LEASH_NONE;
	if (strcmp(words, "terminal") == 0) {
		kind = LEASH_TERMINAL;
		is_open = open_terminal(leash);
	} else if (g_str_has_prefix(words, PID_PREFIX)) {
		kind = LEASH_PROCESS;
		is_open = open_process(leash, words + strlen(PID_PREFIX));
	} else if (strcmp(words, "lock") == 0) {
		kind = LEASH_LOCK;
		is_open = has_session();
	} else {
		tell("--leash is terminal, pid:N or lock.", NULL);
	}
	leash->kind = is_open ? kind : LEASH_NONE;
	return is_open;
}

bool leash_take(Leash *leash, const char *word)
{
	*leash = (Leash){ .fd = PAYER_LEASH_FD };
	for (size_t i = LEASH_TERMINAL; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].word, word) == 0)
			leash->kind = (LeashKind)i;
	}
	return leash->kind != LEASH_NONE;
}

/* ---- Waiting -------------------------------------------------------------------------------------- */

typedef struct Fired {
	bool *is_over, *has_fired;
} Fired;

static gboolean on_ready(gint fd, GIOCondition condition, gpointer data)
{
	const Fired *fired = data;
	(void)fd;
	(void)condition;
	*fired->is_over = *fired->has_fired = true;
	return G_SOURCE_REMOVE;
}

/* Its end comes by `is_over`, or in time. */
static void wait_for_lock(bool *is_over, Session *session)
{
	g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SYSTEM, NULL, NULL);
	g_autofree char *path = bus != NULL ? find_session(bus) : NULL;
	if (path == NULL)
		return; /* it is over already */
	LockWatch watch = { path, is_over };
	const guint subscription = g_dbus_connection_signal_subscribe(
		bus, LOGIND, NULL, NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, &watch,
		NULL);
	/* It may have been locked before anybody listened. */
	if (!is_locked(bus, path))
		session_wait(session, is_over);
	g_dbus_connection_signal_unsubscribe(bus, subscription);
}

bool leash_wait(const Leash *leash, Session *session, Instant until)
{
	bool is_over = false;
	bool has_fired = false;
	Timer *timer =
		until != 0 ? timer_at(backend_clock(session->backend), until, timer_note, &is_over)
			   : NULL;
	if (leash->kind == LEASH_LOCK) {
		wait_for_lock(&is_over, session);
		timer_free(timer);
		return !session->is_interrupted;
	}
	const GIOCondition condition =
		leash->kind == LEASH_PROCESS ? G_IO_IN : G_IO_HUP | G_IO_ERR | G_IO_NVAL;
	Fired fired = { &is_over, &has_fired };
	const guint source = g_unix_fd_add(leash->fd, condition, on_ready, &fired);
	session_wait(session, &is_over);
	timer_free(timer);
	if (!has_fired)
		g_source_remove(source);
	return !session->is_interrupted;
}
