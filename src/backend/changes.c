#include "src/backend/changes.h"

struct Changes {
	Events *events;
	const Identity *identity;
	Kept *files;
	Clock *clock;
};

Changes *changes_new(Events *events, const Identity *identity, Kept *files, Clock *clock)
{
	Changes *changes = g_new0(Changes, 1);
	changes->events = events;
	changes->identity = identity;
	changes->files = files;
	changes->clock = clock;
	return changes;
}

void changes_free(Changes *changes)
{
	g_free(changes);
}

/* ---- telling ---- */

/* NULL: nothing is kept, or it cannot be read now (told once). */
static GPtrArray *read_rows(const Changes *changes, bool has_seen)
{
	g_autoptr(GError) error = NULL;
	Snapshot *snapshot = changes->files->snapshot;
	const Account *account = identity_account(changes->identity);
	if (snapshot == NULL || account == NULL)
		return NULL;
	GPtrArray *rows = snapshot_read_changes(snapshot, account, has_seen, &error);
	if (rows == NULL)
		kept_tell(changes->files, error);
	return rows;
}

static void tell(const Changes *changes, uint64_t intent_id, GPtrArray *rows)
{
	Event *event = event_new(EVENT_CHANGES, intent_id);
	event->rows = rows != NULL ? g_ptr_array_ref(rows) : g_ptr_array_new();
	if (rows == NULL)
		event->problem =
			problem_new(PROBLEM_FAILED, "nothing-kept",
				    "What was before cannot be read, so what has changed "
				    "since is not known.",
				    "Check the disk and the rights of the cache's folder.");
	events_emit(changes->events, event);
}

void changes_on_noted(gpointer data)
{
	const Changes *changes = data;
	if (events_is_closed(changes->events))
		return;
	g_autoptr(GPtrArray) rows = read_rows(changes, false);
	if (rows != NULL && rows->len > 0)
		tell(changes, 0, rows);
}

/* ---- noting ---- */

static void on_noted(Changes *changes, bool is_ok, guint count, const GError *error)
{
	if (!is_ok)
		kept_tell(changes->files, error);
	else if (count > 0)
		changes_on_noted(changes);
}

void changes_on_policy(const Grant *grant, const Scope *scope, const Policy *policy, gpointer data)
{
	Changes *changes = data;
	const Account *account = changes->identity->account;
	if (changes->files->snapshot == NULL || account == NULL || !policy->is_known)
		return;
	g_autoptr(GError) error = NULL;
	guint count = 0;
	Grant at = *grant; /* borrowed, but for the scope */
	at.scope = *scope;
	const SnapshotReading of = { account, &at, clock_now(changes->clock) };
	const bool is_ok =
		snapshot_note_policy(changes->files->snapshot, &of, policy, &count, &error);
	on_noted(changes, is_ok, count, error);
}

void changes_on_role(const Grant *grant, const GPtrArray *lines, gpointer data)
{
	Changes *changes = data;
	const Account *account = changes->identity->account;
	if (changes->files->snapshot == NULL || account == NULL)
		return;
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	guint count = 0;
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n", (const char *)lines->pdata[i]);
	const SnapshotReading of = { account, grant, clock_now(changes->clock) };
	const bool is_ok =
		snapshot_note_permissions(changes->files->snapshot, &of, text->str, &count, &error);
	on_noted(changes, is_ok, count, error);
}

/* ---- intents ---- */

void changes_read(gpointer owner, Intent *intent, Job *job)
{
	const Changes *changes = owner;
	g_autoptr(GPtrArray) rows = read_rows(changes, intent->is_deep);
	tell(changes, job->intent_id, rows);
}

void changes_see(gpointer owner, Intent *intent, Job *job)
{
	const Changes *changes = owner;
	g_autoptr(GError) error = NULL;
	Snapshot *snapshot = changes->files->snapshot;
	const Account *account = identity_account(changes->identity);
	if (snapshot == NULL || account == NULL)
		return;
	if (!snapshot_see_changes(snapshot, account, intent->number, &error))
		kept_tell(changes->files, error);
	/* What came meanwhile stays, and what another process did not let go of, too. */
	g_autoptr(GPtrArray) rows = read_rows(changes, false);
	tell(changes, job->intent_id, rows);
}
