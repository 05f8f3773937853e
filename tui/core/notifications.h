/*
 * The owner of what is told beside the screen: found in events and in time that passes, claimed so that of several processes
 * one tells it, and chosen by a person there.
 */
#ifndef MYROLES_TUI_CORE_NOTIFICATIONS_H
#define MYROLES_TUI_CORE_NOTIFICATIONS_H

#include <glib.h>

#include "frontend/notifier.h"
#include "tui/core/news.h"

typedef struct Notifications {
	Notifier *notifier;
	GHashTable *claims; /* guint64* of the intent → Notification* */
} Notifications;

void notifications_init(Notifications *notifications, const NotifySettings *settings);
void notifications_clear(Notifications *notifications);

/* A person chose what was shown: its page opens (`is_portal`), or its row is selected. Nothing is sent by that. */
void notifications_choose(Update *update, const Notification *notification, bool is_portal);

/* When there is something to tell next; 0: never. */
Instant notifications_next_wake(const State *state);

extern const Listeners notifications_listeners;

#endif
