#include "tui/core/known-journal.h"

#include <string.h>

#include "tui/core/effects.h"

void known_journal_init(KnownJournal *journal)
{
	journal->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

static void forget(KnownJournal *journal)
{
	load_clear(&journal->load);
	g_ptr_array_set_size(journal->rows, 0);
	g_clear_pointer(&journal->loaded, g_ptr_array_unref);
}

void known_journal_clear(KnownJournal *journal)
{
	forget(journal);
	g_ptr_array_unref(journal->rows);
}

void known_journal_read(Update *update)
{
	KnownJournal *journal = &update->state->journal;
	if (journal->intent)
		update_drop(update, &journal->intent);
	journal->load.is_loading = true;
	journal->intent = update_send(update, update_intent(update, INTENT_READ_HISTORY));
}

const HistoryEntry *known_journal_find(const KnownJournal *journal, const char *id)
{
	for (guint i = 0; i < journal->rows->len; i++) {
		const Row *row = g_ptr_array_index(journal->rows, i);
		if (strcmp(row->id, id) == 0)
			return row->entry;
	}
	return NULL;
}

/* ---- What is heard ---------------------------------------------------------------------------- */

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	forget(&update->state->journal);
}

static void on_history(Update *update, const Event *event)
{
	KnownJournal *journal = &update->state->journal;
	Load *load = &journal->load;
	g_clear_pointer(&load->problem, problem_free);
	load->is_loading = false;
	if (event->rows == NULL) {
		load->problem = problem_copy(event->problem);
		load->status = load->as_of ? LOAD_STALE : LOAD_FAILED;
		return;
	}
	g_ptr_array_set_size(journal->rows, 0);
	g_clear_pointer(&journal->loaded, g_ptr_array_unref);
	journal->loaded = g_ptr_array_ref(event->rows);
	for (guint i = 0; i < event->rows->len; i++)
		g_ptr_array_add(journal->rows, row_new_entry(g_ptr_array_index(event->rows, i)));
	load->status = LOAD_READY;
	load->as_of = update->state->now;
	update_announce(update, NEWS_HISTORY, NULL);
}

static void on_done(Update *update, const Event *event)
{
	KnownJournal *journal = &update->state->journal;
	if (event->intent_id != journal->intent)
		return;
	journal->intent = 0;
	journal->load.is_loading = false;
}

const Listeners known_journal_listeners = {
	.on = { [EVENT_HISTORY] = on_history, [EVENT_INTENT_DONE] = on_done },
	.hear = { [NEWS_ACCOUNT] = on_account_changed },
};
