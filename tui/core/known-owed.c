#include "tui/core/known-owed.h"

#include "tui/core/effects.h"

void known_owed_clear(KnownOwed *owed)
{
	g_clear_pointer(&owed->rows, g_ptr_array_unref);
}

const Owed *known_owed_find(const KnownOwed *owed, const Grant *grant)
{
	return owed->rows != NULL ? owed_find(owed->rows, grant) : NULL;
}

static void on_owed(Update *update, const Event *event)
{
	KnownOwed *owed = &update->state->owed;
	/* What could not be read stays as it was known. */
	if (event->rows == NULL)
		return;
	known_owed_clear(owed);
	owed->rows = g_ptr_array_ref(event->rows);
	update_announce(update, NEWS_OWED, NULL);
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	known_owed_clear(&update->state->owed);
}

const Listeners known_owed_listeners = {
	.on = { [EVENT_OWED] = on_owed },
	.hear = { [NEWS_ACCOUNT] = on_account_changed },
};
