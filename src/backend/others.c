#include "src/backend/others.h"

#include "src/backend/history.h"
#include "src/base/limits.h"
#include "src/model/elsewhere.h"

struct Others {
	Events *events;
	const Identity *identity;
	Kept *kept;
};

Others *others_new(Events *events, const Identity *identity)
{
	Others *others = g_new0(Others, 1);
	others->events = events;
	others->identity = identity;
	others->kept = identity->kept;
	return others;
}

void others_free(Others *others)
{
	g_free(others);
}

/* ---- which there are ---- */

/* One of them. */
typedef struct Other {
	const char *name;
	const Account *account;
} Other;

typedef struct Reading {
	const Others *others;
	GPtrArray *accounts; /* Account*, each once */
	GPtrArray *rows;     /* Elsewhere* */
	GError *error;       /* the first that was not read; NULL: all were */
} Reading;

static void reading_clear(Reading *reading)
{
	g_ptr_array_unref(reading->accounts);
	g_clear_pointer(&reading->rows, g_ptr_array_unref);
	g_clear_error(&reading->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

/* The first thing that went wrong is told; what could be read is told beside it. Takes `error`. */
static void note_error(Reading *reading, GError *error)
{
	if (reading->error == NULL)
		reading->error = error;
	else
		g_clear_error(&error);
}

/* Is it to be read, and was it not? The one in use tells for itself. */
static bool take_account(Reading *reading, const Account *account)
{
	const Account *own = identity_account(reading->others->identity);
	if (account->oid == NULL || account_is_same(account, own) ||
	    reading->accounts->len >= LIMIT_OTHER_ACCOUNTS)
		return false;
	for (guint i = 0; i < reading->accounts->len; i++) {
		if (account_is_same(reading->accounts->pdata[i], account))
			return false;
	}
	g_ptr_array_add(reading->accounts, account_copy(account));
	return true;
}

/* ---- what one holds ---- */

static void add_row(Reading *reading, const Other *other, const Assignment *assignment,
		    Instant as_of)
{
	g_ptr_array_add(reading->rows, elsewhere_new(other->name, other->account,
						     assignment_copy(assignment), as_of));
}

/* What was given back since the list was true is not held, whatever it says. */
static void add_kept(Reading *reading, const Other *other, WorkloadId workload)
{
	const Kept *kept = reading->others->kept;
	const SnapshotList list = { other->account, workload, LIST_ASSIGNMENTS };
	const Instant now = clock_now(reading->others->identity->network->clock);
	SnapshotPage page = { .limit = LIMIT_OTHER_ROLES };
	GError *error = NULL;
	Instant as_of = 0;
	if (kept->snapshot == NULL)
		return;
	g_autoptr(GPtrArray) rows = snapshot_read(kept->snapshot, list, &page, &as_of, &error);
	if (rows == NULL) {
		note_error(reading, error);
		return;
	}
	const HistoryQuery since = { .since = as_of };
	g_autoptr(GPtrArray) lately =
		rows->len > 0 ? journal_read(kept->journal, other->account, &since, NULL) : NULL;
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *row = rows->pdata[i];
		if (!grant_has_ended(&row->grant, now) && !history_was_given_back(row, lately))
			add_row(reading, other, row, as_of);
	}
}

static bool is_listed(const Reading *reading, const Other *other, const Grant *grant)
{
	for (guint i = 0; i < reading->rows->len; i++) {
		const Elsewhere *row = reading->rows->pdata[i];
		if (g_str_equal(row->assignment->grant.id, grant->id) &&
		    account_is_same(row->account, other->account))
			return true;
	}
	return false;
}

/* What was activated from here, and no list was kept since. */
static void add_journaled(Reading *reading, const Other *other)
{
	const Instant now = clock_now(reading->others->identity->network->clock);
	GError *error = NULL;
	g_autoptr(GPtrArray) entries =
		journal_list_active(reading->others->kept->journal, other->account, now, &error);
	if (entries == NULL) {
		note_error(reading, error);
		return;
	}
	for (guint i = 0; i < entries->len; i++) {
		const HistoryEntry *entry = entries->pdata[i];
		g_autoptr(Assignment) row =
			request_make_assignment(entry->request, other->account->oid, now);
		if (!grant_has_ended(&row->grant, now) && !is_listed(reading, other, &row->grant))
			add_row(reading, other, row, entry->last_learnt);
	}
}

static void read_account(Reading *reading, const char *name, const Account *account)
{
	const Other other = { name, account };
	if (!take_account(reading, account))
		return;
	for (WorkloadId workload = 0; workload < WORKLOAD_COUNT; workload++)
		add_kept(reading, &other, workload);
	add_journaled(reading, &other);
}

/* ---- all of them ---- */

/* Those who signed in here; where tokens come from elsewhere, who that was last. */
static void read_name(Reading *reading, const AccountSettings *settings, const GPtrArray *sign_ins)
{
	const Kept *kept = reading->others->kept;
	const char *cloud = settings->cloud != NULL ? settings->cloud : "public";
	GError *error = NULL;
	for (guint i = 0; sign_ins != NULL && i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (g_strcmp0(sign_in->name, settings->name) == 0)
			read_account(reading, settings->name, sign_in->account);
	}
	if (kept->snapshot == NULL)
		return;
	g_autoptr(Account) known =
		snapshot_get_account(kept->snapshot, settings->name, cloud, &error);
	if (error != NULL)
		note_error(reading, error);
	else if (known != NULL)
		read_account(reading, settings->name, known);
}

void others_read(gpointer owner, Intent *intent, Job *job)
{
	const Others *others = owner;
	const GPtrArray *names = others->identity->network->settings->accounts;
	g_auto(Reading) reading = {
		.others = others,
		.accounts = g_ptr_array_new_with_free_func((GDestroyNotify)account_free),
		.rows = g_ptr_array_new_with_free_func((GDestroyNotify)elsewhere_free),
	};
	GError *error = NULL;
	(void)intent;
	g_autoptr(GPtrArray) sign_ins = journal_list_sign_ins(others->kept->journal, NULL, &error);
	if (sign_ins == NULL)
		note_error(&reading, error);
	for (guint i = 0; i < names->len; i++)
		read_name(&reading, names->pdata[i], sign_ins);
	Event *event = event_new(EVENT_OTHERS, job->intent_id);
	event->rows = g_steal_pointer(&reading.rows);
	events_emit_problem(others->events, event, reading.error);
}
