#include "tui/core/known-changes.h"

#include "frontend/change-words.h"
#include "tui/core/effects.h"

void known_changes_clear(KnownChanges *changes)
{
	g_clear_pointer(&changes->rows, g_ptr_array_unref);
}

void known_changes_see(Update *update)
{
	KnownChanges *changes = &update->state->changes;
	if (changes->rows == NULL)
		return;
	Intent *intent = update_intent(update, INTENT_SEE_CHANGES);
	const Change *last = changes->rows->pdata[changes->rows->len - 1];
	intent->number = last->number;
	known_changes_clear(changes);
	update_send(update, intent);
}

char *known_changes_words(const KnownChanges *changes, const char *key)
{
	return changes->rows != NULL ? changes_summary(changes->rows, key) : NULL;
}

static void on_changes(Update *update, const Event *event)
{
	KnownChanges *changes = &update->state->changes;
	known_changes_clear(changes);
	if (event->rows->len > 0)
		changes->rows = g_ptr_array_ref(event->rows);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	known_changes_clear(&update->state->changes);
}

const Listeners known_changes_listeners = {
	.on = { [EVENT_CHANGES] = on_changes },
	.hear = { [NEWS_ACCOUNT] = on_account_changed },
};
