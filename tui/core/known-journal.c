#include "tui/core/known-journal.h"

#include <string.h>

#include "frontend/open-requests.h"
#include "src/model/finding.h"
#include "tui/core/effects.h"

#define FIRST_PAGE 200 /* what a screen shows, and some more */
#define PAGE       400 /* so many are read between two keys */

/* Another process may write with a clock that is a little behind. */
#define LEARNT_SLACK_SECONDS 60

void known_journal_init(KnownJournal *journal)
{
	journal->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	journal->parts = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	journal->index = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	journal->open = g_hash_table_new(NULL, NULL);
}

static void forget_rows(KnownJournal *journal)
{
	g_hash_table_remove_all(journal->index);
	g_hash_table_remove_all(journal->open);
	g_ptr_array_set_size(journal->rows, 0);
	g_ptr_array_set_size(journal->parts, 0);
	journal->is_whole = false;
	journal->learnt = 0;
}

void known_journal_clear(KnownJournal *journal)
{
	load_clear(&journal->load);
	forget_rows(journal);
	g_ptr_array_unref(journal->rows);
	g_ptr_array_unref(journal->parts);
	g_hash_table_unref(journal->index);
	g_hash_table_unref(journal->open);
}

/* ---- Reading ---------------------------------------------------------------------------------- */

static const HistoryEntry *oldest(const KnownJournal *journal)
{
	const GPtrArray *rows = journal->rows;
	return rows->len > 0 ? ((const Row *)rows->pdata[rows->len - 1])->entry : NULL;
}

static void read_more(Update *update)
{
	KnownJournal *journal = &update->state->journal;
	Intent *intent = update_intent(update, INTENT_READ_HISTORY);
	const HistoryEntry *last = oldest(journal);
	journal->is_changing = journal->is_whole && last != NULL;
	if (journal->is_changing) {
		intent->query.learnt_since = MAX(journal->learnt - LEARNT_SLACK_SECONDS, 1);
	} else if (last != NULL) {
		intent->query.limit = PAGE;
		intent->query.behind_moment = history_entry_moment(last);
		intent->query.behind_place = last->place;
	} else {
		intent->query.limit = FIRST_PAGE;
	}
	journal->load.is_loading = true;
	journal->is_stale = false;
	journal->intent = update_send(update, intent);
}

void known_journal_read(Update *update)
{
	KnownJournal *journal = &update->state->journal;
	if (journal->intent == 0)
		read_more(update);
	else
		journal->is_stale = true;
}

const Row *known_journal_find_row(const KnownJournal *journal, const char *id)
{
	return g_hash_table_lookup(journal->index, id);
}

const HistoryEntry *known_journal_find(const KnownJournal *journal, const char *id)
{
	const Row *row = known_journal_find_row(journal, id);
	return row != NULL ? row->entry : NULL;
}

GPtrArray *known_journal_entries(const KnownJournal *journal)
{
	GPtrArray *entries = g_ptr_array_sized_new(journal->rows->len);
	for (guint i = 0; i < journal->rows->len; i++)
		g_ptr_array_add(entries, (gpointer)((const Row *)journal->rows->pdata[i])->entry);
	return entries;
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static void note_row(KnownJournal *journal, Row *row)
{
	const Request *request = row->entry->request;
	g_hash_table_replace(journal->index, request->id, row);
	if (request->service_id != NULL)
		g_hash_table_replace(journal->index, request->service_id, row);
	if (request_is_open(request))
		g_hash_table_add(journal->open, row);
	journal->learnt = MAX(journal->learnt, row->entry->last_learnt);
}

static void drop_key(GHashTable *index, const char *id, const Row *row)
{
	if (id != NULL && g_hash_table_lookup(index, id) == row)
		g_hash_table_remove(index, id);
}

/* It is freed with the array's place. */
static void drop_row(KnownJournal *journal, Row *row)
{
	const Request *request = row->entry->request;
	drop_key(journal->index, request->id, row);
	drop_key(journal->index, request->service_id, row);
	g_hash_table_remove(journal->open, row);
	g_ptr_array_remove(journal->rows, row);
}

static bool is_newer(const HistoryEntry *a, const HistoryEntry *b)
{
	const Instant at = history_entry_moment(a), bt = history_entry_moment(b);
	return at != bt ? at > bt : a->place > b->place;
}

/* Pages come in order, and what is new stands in front as a rule. */
static void place_row(KnownJournal *journal, Row *row)
{
	const HistoryEntry *last = oldest(journal);
	guint at = 0;
	if (last == NULL || is_newer(last, row->entry)) {
		g_ptr_array_add(journal->rows, row);
		return;
	}
	while (at < journal->rows->len &&
	       is_newer(((const Row *)journal->rows->pdata[at])->entry, row->entry))
		at++;
	g_ptr_array_insert(journal->rows, (gint)at, row);
}

/* Whoever looks for what has changed sees the last minute again. */
static bool is_same(const HistoryEntry *a, const HistoryEntry *b)
{
	return a->last_learnt == b->last_learnt && a->source == b->source &&
	       a->request->state == b->request->state && a->request->end == b->request->end;
}

/* True when a row that panes may show is no more. */
static bool take_entry(KnownJournal *journal, const HistoryEntry *entry)
{
	const Request *request = entry->request;
	Row *known = g_hash_table_lookup(journal->index, request->id);
	if (known != NULL && is_same(known->entry, entry))
		return false;
	/* What was known by the service's id alone is this one. */
	Row *twin = request->service_id != NULL
			    ? g_hash_table_lookup(journal->index, request->service_id)
			    : NULL;
	if (twin != NULL && twin != known)
		drop_row(journal, twin);
	if (known != NULL)
		drop_row(journal, known);
	Row *row = row_new_entry(entry);
	place_row(journal, row);
	note_row(journal, row);
	return known != NULL || twin != NULL;
}

/* ---- What is heard ---------------------------------------------------------------------------- */

static void on_account_changed(Update *update, gconstpointer about)
{
	KnownJournal *journal = &update->state->journal;
	(void)about;
	load_clear(&journal->load);
	forget_rows(journal);
	if (journal->intent != 0)
		update_drop(update, &journal->intent);
}

/* Once in a run, when all else is there: what no list reads may be damaged, too. */
static void look_for_damage(Update *update)
{
	KnownJournal *journal = &update->state->journal;
	if (journal->is_whole && journal->walk_intent == 0)
		journal->walk_intent =
			update_send(update, update_intent(update, INTENT_WALK_JOURNAL));
}

static void on_examined(Update *update, const Event *event)
{
	if (event->intent_id != update->state->journal.walk_intent)
		return;
	for (guint i = 0; i < event->rows->len; i++) {
		const Finding *finding = event->rows->pdata[i];
		if (finding->problem != NULL)
			update_notice_problem(update, NOTICE_WARNING, "The history",
					      finding->problem);
	}
}

/* The next page, or what has changed meanwhile. */
static void read_on(Update *update)
{
	const KnownJournal *journal = &update->state->journal;
	const bool has_more = !journal->is_whole && journal->rows->len > 0;
	if (journal->intent == 0 && (has_more || journal->is_stale))
		read_more(update);
}

static void on_history(Update *update, const Event *event)
{
	KnownJournal *journal = &update->state->journal;
	Load *load = &journal->load;
	g_clear_pointer(&load->problem, problem_free);
	load->is_loading = event->has_more;
	if (event->rows == NULL) {
		/*
		 * What cannot be read may be the half of one's past: that is told wherever the person looks. That nobody is
		 * signed in is told already.
		 */
		const bool is_signed_out =
			event->problem != NULL && event->problem->kind == PROBLEM_SIGN_IN;
		if (load->status != LOAD_STALE && load->status != LOAD_FAILED && !is_signed_out)
			update_notice_problem(update, NOTICE_WARNING, "The history",
					      event->problem);
		load->problem = problem_copy(event->problem);
		load->status = load->as_of ? LOAD_STALE : LOAD_FAILED;
		return;
	}
	if (!event->is_addition)
		forget_rows(journal);
	if (event->rows->len > 0)
		g_ptr_array_add(journal->parts, g_ptr_array_ref(event->rows));
	const guint before = journal->rows->len;
	bool is_other = !event->is_addition || (!event->has_more && !journal->is_changing);
	for (guint i = 0; i < event->rows->len; i++)
		is_other |= take_entry(journal, g_ptr_array_index(event->rows, i));
	is_other |= journal->is_changing && journal->rows->len != before;
	journal->is_whole = journal->is_whole || !event->has_more;
	load->status = LOAD_READY;
	load->as_of = update->state->now;
	journal->intent = 0;
	/* Between the first page and the last one nothing is told that would be another thing a moment later. */
	if (is_other)
		update_announce(update, NEWS_HISTORY, NULL);
	read_on(update);
	look_for_damage(update);
}

static void on_done(Update *update, const Event *event)
{
	KnownJournal *journal = &update->state->journal;
	if (event->intent_id != journal->intent)
		return;
	journal->intent = 0;
	journal->load.is_loading = false;
	if (journal->load.problem == NULL)
		read_on(update);
}

/* Over by what the service tells, and not by what was read: others decide, and ask, beside this program. */
static bool is_newly_over(const KnownJournal *journal, const Request *request)
{
	if (!request->is_own || request->id == NULL || request_is_open(request))
		return false;
	const HistoryEntry *entry = known_journal_find(journal, request->id);
	return entry == NULL || request_is_open(entry->request);
}

static void on_requests(Update *update, gconstpointer about)
{
	const State *state = update->state;
	(void)about;
	if (!state->journal.is_whole) /* it is being read */
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.loaded[workload][LIST_REQUESTS];
		for (guint i = 0; rows != NULL && i < rows->len; i++) {
			if (!is_newly_over(&state->journal, rows->pdata[i]))
				continue;
			known_journal_read(update);
			return;
		}
	}
}

const Listeners known_journal_listeners = {
	.on = { [EVENT_HISTORY] = on_history,
		[EVENT_INTENT_DONE] = on_done,
		[EVENT_EXAMINED] = on_examined },
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_REQUESTS] = on_requests },
};
