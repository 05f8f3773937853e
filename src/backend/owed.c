#include "src/backend/owed.h"

#include "src/base/byte-lock.h"
#include "src/model/owed.h"

struct Debts {
	Events *events;
	const Identity *identity;
	Kept *kept;
	Clock *clock;
	char *lock_path;
	bool were_told; /* some, last */
};

Debts *debts_new(Events *events, const Identity *identity, Kept *kept, Clock *clock)
{
	g_autofree char *folder = g_path_get_dirname(kept->journal_path);
	Debts *debts = g_new0(Debts, 1);
	debts->events = events;
	debts->identity = identity;
	debts->kept = kept;
	debts->clock = clock;
	debts->lock_path = g_build_filename(folder, "holders.lock", NULL);
	return debts;
}

void debts_free(Debts *debts)
{
	if (debts == NULL)
		return;
	g_free(debts->lock_path);
	g_free(debts);
}

const char *debts_lock_path(const Debts *debts)
{
	return debts->lock_path;
}

static bool is_held(const Debts *debts, const Owed *owed)
{
	for (guint i = 0; i < owed->holders->len; i++) {
		if (byte_lock_is_held(debts->lock_path, g_array_index(owed->holders, int64_t, i)))
			return true;
	}
	return false;
}

/* Owed* that are not settled, each with whether it is held; of nobody known none. NULL with error set. */
static GPtrArray *list(const Debts *debts, GError **error)
{
	const Instant now = clock_now(debts->clock);
	if (identity_account(debts->identity) == NULL)
		return g_ptr_array_new();
	if (debts->kept->is_lacking) {
		g_propagate_error(error, g_error_copy(debts->kept->trouble));
		return NULL;
	}
	g_autoptr(GPtrArray) all =
		journal_list_owed(debts->kept->journal, identity_account(debts->identity), error);
	for (guint i = 0; all != NULL && i < all->len;) {
		Owed *owed = all->pdata[i];
		owed->is_held = is_held(debts, owed);
		if (owed_is_settled(owed, now))
			g_ptr_array_remove_index(all, i);
		else
			i++;
	}
	return g_steal_pointer(&all);
}

bool debts_are_due(const Debts *debts)
{
	const Instant now = clock_now(debts->clock);
	g_autoptr(GPtrArray) rows = list(debts, NULL);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Owed *owed = rows->pdata[i];
		if (!owed->is_held && !owed_is_given_up(owed) && owed_due(owed) <= now)
			return !byte_lock_is_held(debts->lock_path, OWED_PAYER_BYTE);
	}
	return false;
}

/* ---- Intents -------------------------------------------------------------------------------------- */

static void tell(const Debts *debts, const Job *job, bool is_held, const GError *failure)
{
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	Event *event = event_new(EVENT_OWED, job->intent_id);
	event->is_complete = is_held;
	event->as_of = clock_now(debts->clock);
	if (error == NULL)
		event->rows = list(debts, &error);
	events_emit_problem(debts->events, event, error);
}

void debts_read(gpointer owner, Intent *intent, Job *job)
{
	(void)intent;
	tell(owner, job, false, NULL);
}

/* A copy in memory is no place to write that down. */
static bool can_write(const Debts *debts, GError **error)
{
	if (debts->kept->trouble != NULL)
		g_propagate_error(error, g_error_copy(debts->kept->trouble));
	return debts->kept->trouble == NULL;
}

void debts_hold(gpointer owner, Intent *intent, Job *job)
{
	const Debts *debts = owner;
	g_autoptr(GError) error = NULL;
	bool is_held = false;
	if (can_write(debts, &error) && intent->owed != NULL)
		journal_hold_owed(debts->kept->journal, identity_account(debts->identity),
				  intent->owed->request->id, intent->number, &is_held, &error);
	tell(debts, job, is_held, error);
}

void debts_release(gpointer owner, Intent *intent, Job *job)
{
	const Debts *debts = owner;
	g_autoptr(GError) error = NULL;
	if (can_write(debts, &error))
		journal_release_owed(debts->kept->journal, identity_account(debts->identity),
				     intent->number, clock_now(debts->clock), &error);
	tell(debts, job, false, error);
}

void debts_postpone(gpointer owner, Intent *intent, Job *job)
{
	const Debts *debts = owner;
	g_autoptr(GError) error = NULL;
	if (can_write(debts, &error) && intent->owed != NULL)
		journal_postpone_owed(debts->kept->journal, identity_account(debts->identity),
				      intent->owed, &error);
	tell(debts, job, false, error);
}

void debts_settle(gpointer owner, Intent *intent, Job *job)
{
	const Debts *debts = owner;
	g_autoptr(GError) error = NULL;
	if (can_write(debts, &error) && intent->owed != NULL)
		journal_settle_owed(debts->kept->journal, identity_account(debts->identity),
				    intent->owed->request->id, &error);
	tell(debts, job, false, error);
}

/* ---- Whoever looks at what is active ----------------------------------------------------------------- */

void debts_on_active(const ListNews *news, gpointer data)
{
	Debts *debts = data;
	g_autoptr(GPtrArray) rows = list(debts, NULL);
	(void)news;
	if (rows == NULL || (rows->len == 0 && !debts->were_told))
		return;
	debts->were_told = rows->len > 0;
	Event *event = event_new(EVENT_OWED, 0);
	event->as_of = clock_now(debts->clock);
	event->rows = g_steal_pointer(&rows);
	events_emit(debts->events, event);
}

/* ---- What a person asks for ----------------------------------------------------------------------- */

void debts_on_asked(const Request *request, const Grant *grant, gpointer data)
{
	const Debts *debts = data;
	(void)grant;
	if (request->kind != REQUEST_ACTIVATE || request->holder != 0)
		return;
	g_autoptr(GPtrArray) rows = list(debts, NULL);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Owed *owed = rows->pdata[i];
		g_autoptr(GError) error = NULL;
		/* Looked up after a crash, its own request has no holder either. */
		if (g_ascii_strcasecmp(owed->request->id, request->id) != 0 &&
		    request_is_of_role(owed->request, request) &&
		    !journal_settle_owed(debts->kept->journal, identity_account(debts->identity),
					 owed->request->id, &error))
			kept_journal_failed(debts->kept, error);
	}
}
