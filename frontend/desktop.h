/*
 * Notifications of the desktop: org.freedesktop.Notifications (Desktop Notifications Specification 1.2) on the session bus,
 * by GIO. Nothing here waits: a bus or a daemon that hangs costs nobody anything but the notification.
 */
#ifndef MYROLES_FRONTEND_DESKTOP_H
#define MYROLES_FRONTEND_DESKTOP_H

#include "frontend/notification.h"

typedef struct Desktop Desktop;

/* A person chose `action` ("default", "portal") of what was shown. Called from the main context. */
typedef void (*DesktopChosen)(const Notification *notification, const char *action, gpointer data);

/* It could not be shown: there is no bus, no daemon, or none that answers. From the main context, never at once. */
typedef void (*DesktopFailed)(const Notification *notification, gpointer data);

/* Connects to nothing before there is something to show. `patience_ms`: for a bus, a daemon, an answer; 0: 5000. */
Desktop *desktop_new(DesktopChosen chosen, DesktopFailed failed, gpointer data, int patience_ms);

/* What is under way is not heard of any more. */
void desktop_free(Desktop *desktop);

/* Is there a bus of the session, as far as the environment tells? */
bool desktop_has_bus(void);

/* Shows a copy. `has_portal`: offers the portal's page, too. */
void desktop_show(Desktop *desktop, const Notification *notification, bool has_portal);

/* Is anything on its way, of which nobody knows yet whether it shows? */
bool desktop_is_busy(const Desktop *desktop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desktop, desktop_free)

#endif
