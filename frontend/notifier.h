/*
 * What is worth telling beside the screen, found in the backend's events and in time that passes. Each thing once; whether
 * another process told it before is asked by INTENT_CLAIM with its key.
 */
#ifndef MYROLES_FRONTEND_NOTIFIER_H
#define MYROLES_FRONTEND_NOTIFIER_H

#include "frontend/notification.h"
#include "src/model/event.h"
#include "src/model/settings.h"

typedef struct Notifier Notifier;

/* Copies what it wants of the settings; NULL: the defaults. */
Notifier *notifier_new(const NotifySettings *settings);
void notifier_free(Notifier *notifier);

/* Another account: nothing of the one before is told any more. */
void notifier_forget(Notifier *notifier);

/* Looks at an event, and at what ends by `wording->now`. */
void notifier_take(Notifier *notifier, const Wording *wording, const Event *event);
void notifier_tick(Notifier *notifier, const Wording *wording);

/* The next one to tell; NULL: none. The caller frees. */
Notification *notifier_next(Notifier *notifier);

/* When notifier_tick finds something next; 0: never. */
Instant notifier_next_wake(const Notifier *notifier, Instant now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Notifier, notifier_free)

#endif
