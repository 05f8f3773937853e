/*
 * A daemon of org.freedesktop.Notifications (Desktop Notifications Specification 1.2) on a bus of the test's own: it keeps what it was
 * told, and shows nothing.
 */
#ifndef MYROLES_TESTS_FRONTEND_DAEMON_H
#define MYROLES_TESTS_FRONTEND_DAEMON_H

#include <gio/gio.h>
#include <stdbool.h>

#define DAEMON_NAME "org.freedesktop.Notifications"
#define DAEMON_PATH "/org/freedesktop/Notifications"

typedef struct Daemon {
	GDBusConnection *bus;
	guint object, name;
	bool is_owner, is_deaf;
	guint32 last_id;             /* how many it was given */
	char *body;                  /* of the last one */
	guint actions;               /* … how many it offers */
	GDBusMethodInvocation *held; /* what is never answered */
} Daemon;

/* Somebody else on that bus. */
GDBusConnection *daemon_connect(const char *address);

/* Zeroed before. Returns when it has the name. */
void daemon_start(Daemon *daemon, const char *address);
void daemon_stop(Daemon *daemon);

#endif
