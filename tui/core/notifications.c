#include "tui/core/notifications.h"

#include "tui/core/copies.h"
#include "tui/core/effects.h"
#include "tui/core/words.h"

void notifications_init(Notifications *notifications, const NotifySettings *settings)
{
	notifications->notifier = notifier_new(settings);
	notifications->claims = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						      (GDestroyNotify)notification_free);
}

void notifications_clear(Notifications *notifications)
{
	notifier_free(notifications->notifier);
	g_hash_table_unref(notifications->claims);
}

Instant notifications_next_wake(const State *state)
{
	return notifier_next_wake(state->notifications.notifier, state->now);
}

/* Whoever is the first of all processes tells it. */
static void claim_found(Update *update)
{
	Notifications *notifications = &update->state->notifications;
	for (Notification *next = NULL; (next = notifier_next(notifications->notifier)) != NULL;) {
		Intent *intent = update_intent(update, INTENT_CLAIM);
		const guint64 id = intent->id;
		intent->text = g_strdup(next->key);
		g_hash_table_replace(notifications->claims, g_memdup2(&id, sizeof id), next);
		update_send(update, intent);
	}
}

/* What the screen tells by itself, in a row or an outcome, is not told there once more. */
static bool is_for_screen(const Notification *notification)
{
	return notification->kind == NOTIFY_TO_APPROVE || notification->kind == NOTIFY_ELIGIBILITY;
}

static void on_claimed(Update *update, const Event *event)
{
	Notifications *notifications = &update->state->notifications;
	const guint64 id = event->intent_id;
	const Notification *notification = g_hash_table_lookup(notifications->claims, &id);
	if (notification == NULL)
		return;
	if (event->is_complete && is_for_screen(notification))
		update_notice_aside(update, notification->text);
	if (event->is_complete)
		update_notify(update, notification);
	g_hash_table_remove(notifications->claims, &id);
}

static void on_event(Update *update, const Event *event)
{
	const Wording wording = state_wording(update->state);
	notifier_take(update->state->notifications.notifier, &wording, event);
	claim_found(update);
}

static void on_time(Update *update, gconstpointer about)
{
	const Instant *before = about;
	/* A key passes no time: what is near its end was looked at when it came. */
	if (*before == update->state->now)
		return;
	const Wording wording = state_wording(update->state);
	notifier_tick(update->state->notifications.notifier, &wording);
	claim_found(update);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	Notifications *notifications = &update->state->notifications;
	(void)about;
	notifier_forget(notifications->notifier);
	g_hash_table_remove_all(notifications->claims);
}

void notifications_choose(Update *update, const Notification *notification, bool is_portal)
{
	const Grant *grant = &notification->grant;
	if (!is_portal) {
		update_announce(update, NEWS_CHOSEN, notification);
		return;
	}
	g_autofree char *url = state_portal_url(update->state, grant->workload, &grant->scope);
	if (url != NULL)
		update_effect(update, EFFECT_OPEN_URL, url);
}

const Listeners notifications_listeners = {
	.on = {
		[EVENT_ELIGIBILITIES] = on_event,
		[EVENT_ASSIGNMENTS] = on_event,
		[EVENT_REQUESTS] = on_event,
		[EVENT_LOADING] = on_event,
		[EVENT_LIST_FAILED] = on_event,
		[EVENT_APPROVALS] = on_event,
		[EVENT_PROGRESS] = on_event,
		[EVENT_FINISHED] = on_event,
		[EVENT_CLAIMED] = on_claimed,
	},
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_TIME] = on_time },
};
