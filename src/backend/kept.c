#include "src/backend/kept.h"

#include "src/base/files.h"
#include "src/store/error.h"

/* While another process holds the journal, in parts of the pace: it is looked at so often, and waited for so long. */
#define LOOKS_PER_PACE 8
#define PATIENCE_PACES 15

#define BRIEF_MS 1 /* enough to see that it is held, or that nothing can be locked there */

typedef struct KeptWrite {
	KeptWork work;
	gpointer what;
	GDestroyNotify free_what;
	char *tag; /* NULL: nothing is sent after it */
	KeptWritten written;
	gpointer data;
	gint64 deadline; /* of a tagged one, by g_get_monotonic_time */
} KeptWrite;

static void write_free(gpointer data)
{
	KeptWrite *write = data;
	if (write->free_what != NULL)
		write->free_what(write->what);
	g_free(write->tag);
	g_free(write);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeptWrite, write_free)

static bool is_busy(const GError *error)
{
	return g_error_matches(error, STORE_ERROR, STORE_ERROR_BUSY);
}

/* ---- opening ---- */

static char *path_in(const char *folder, char *(*standard)(const char *name), const char *name)
{
	return folder != NULL ? g_build_filename(folder, name, NULL) : standard(name);
}

/* A disk or home that fails both files is told once, by the journal's. */
static Snapshot *open_snapshot(Kept *kept, const char *folder)
{
	kept->snapshot_path = path_in(folder, files_cache_path, "snapshot.db");
	g_autofree char *notice = NULL;
	g_autoptr(GError) problem = NULL;
	Snapshot *snapshot = snapshot_open(kept->snapshot_path, &notice, &problem);
	if (snapshot == NULL)
		snapshot = snapshot_open_copy(kept->snapshot_path);
	if (problem != NULL && kept->trouble == NULL)
		events_emit_notice(kept->events, problem);
	if (notice != NULL) {
		Event *event = event_new(EVENT_NOTICE, 0);
		event->problem = problem_new(PROBLEM_FAILED, "snapshot-damaged", notice, NULL);
		events_emit(kept->events, event);
	}
	return snapshot;
}

/* What is wrong with the folder is wrong with the journal: one next step for both. */
static void take_trouble(Kept *kept, GError *error)
{
	g_clear_error(&kept->trouble);
	kept->trouble = error;
	if (g_error_matches(error, FILES_ERROR, FILES_ERROR_IO) ||
	    g_error_matches(error, FILES_ERROR, FILES_ERROR_FULL)) {
		error->code = (int)store_error_of(error);
		error->domain = STORE_ERROR;
	}
	if (!is_busy(error))
		g_prefix_error(&kept->trouble, "The journal cannot be used, so nothing is sent: ");
}

/* True: `journal` is the file's. */
static bool open_journal(Kept *kept, int patience_ms)
{
	g_autoptr(GError) error = NULL;
	Journal *journal = journal_open(kept->journal_path, patience_ms, &error);
	if (journal == NULL) {
		take_trouble(kept, g_steal_pointer(&error));
		return false;
	}
	g_clear_pointer(&kept->journal, journal_close);
	kept->journal = journal;
	kept->is_lacking = false;
	g_clear_error(&kept->trouble);
	return true;
}

/* Another journal in place of the file's. */
static Journal *copy_file(Kept *kept)
{
	bool is_whole = false;
	Journal *copy = journal_open_copy(kept->journal_path, &is_whole);
	kept->is_lacking = !is_whole;
	return copy;
}

static void hold(Kept *kept);

void kept_tell(Kept *kept, const GError *error)
{
	if (kept->told != NULL && g_error_matches(error, kept->told->domain, kept->told->code))
		return;
	g_clear_error(&kept->told);
	kept->told = g_error_copy(error);
	events_emit_notice(kept->events, error);
}

Kept *kept_open(const BackendOptions *options, bool has_snapshot, unsigned pace_ms, Events *events)
{
	Kept *kept = g_new0(Kept, 1);
	kept->events = events;
	kept->pace_ms = pace_ms;
	kept->journal_path = path_in(options->state_dir, files_state_path, "journal.db");
	g_queue_init(&kept->waiting);
	if (!open_journal(kept, KEPT_PATIENCE_MS)) {
		kept->journal = copy_file(kept);
		if (is_busy(kept->trouble))
			hold(kept);
		else
			kept_tell(kept, kept->trouble);
	}
	if (has_snapshot)
		kept->snapshot = open_snapshot(kept, options->cache_dir);
	return kept;
}

/* ---- the queue ---- */

static bool try_write(Kept *kept, const KeptWrite *write, GError **error)
{
	return write->work(kept->journal, write->what, error);
}

static void call(const KeptWrite *write, const GError *error)
{
	if (write->written != NULL)
		write->written(write->tag, error, write->data);
}

/* In order, until it is held again. */
static bool write_waiting(Kept *kept)
{
	KeptWrite *next = NULL;
	while ((next = g_queue_peek_head(&kept->waiting)) != NULL) {
		g_autoptr(GError) error = NULL;
		if (!try_write(kept, next, &error) && is_busy(error))
			return false;
		g_autoptr(KeptWrite) write = g_queue_pop_head(&kept->waiting);
		if (error != NULL && write->written == NULL)
			kept_tell(kept, error);
		call(write, error);
	}
	return true;
}

/* What nobody shall be surprised by later is given up. */
static void give_up(Kept *kept, gint64 now, const GError *reason)
{
	for (GList *link = kept->waiting.head, *next = NULL; link != NULL; link = next) {
		next = link->next;
		const KeptWrite *late = link->data;
		if (late->tag == NULL || late->deadline > now)
			continue;
		g_autoptr(KeptWrite) write = link->data;
		g_queue_delete_link(&kept->waiting, link);
		call(write, reason);
	}
}

static bool is_free(Kept *kept)
{
	return journal_begin_group(kept->journal, NULL) && journal_end_group(kept->journal, NULL);
}

/* Everything that waited is written: the journal is as it should be. */
static bool catch_up(Kept *kept, int patience_ms)
{
	if (kept->trouble != NULL && !open_journal(kept, patience_ms))
		return false;
	journal_set_patience(kept->journal, patience_ms);
	return write_waiting(kept) && is_free(kept);
}

/* The same, and from then on all is as after a good start. */
static bool recover(Kept *kept, int patience_ms)
{
	if (!catch_up(kept, patience_ms))
		return false;
	journal_set_patience(kept->journal, KEPT_PATIENCE_MS);
	g_clear_error(&kept->told);
	return true;
}

static gboolean stop_looking(Kept *kept)
{
	kept->timer = 0;
	return G_SOURCE_REMOVE;
}

static gboolean on_look(gpointer data)
{
	Kept *kept = data;
	if (recover(kept, 0))
		return stop_looking(kept);
	if (kept->trouble != NULL && !is_busy(kept->trouble)) {
		give_up(kept, G_MAXINT64, kept->trouble);
		kept_tell(kept, kept->trouble);
		return stop_looking(kept);
	}
	g_autoptr(GError) late = g_error_new(STORE_ERROR, STORE_ERROR_BUSY,
					     "%s: another program holds it, so nothing was sent",
					     kept->journal_path);
	give_up(kept, g_get_monotonic_time(), late);
	return G_SOURCE_CONTINUE;
}

/* It was waited for once: from now on it is only looked at. */
static void hold(Kept *kept)
{
	if (kept->timer != 0)
		return;
	g_autoptr(GError) held =
		g_error_new(STORE_ERROR, STORE_ERROR_BUSY,
			    "%s: another program holds it; what is to be written or sent waits",
			    kept->journal_path);
	kept_tell(kept, held);
	journal_set_patience(kept->journal, 0);
	kept->timer = g_timeout_add(MAX(kept->pace_ms / LOOKS_PER_PACE, 1), on_look, kept);
}

void kept_journal_failed(Kept *kept, const GError *error)
{
	if (is_busy(error))
		hold(kept);
	else
		kept_tell(kept, error);
}

bool kept_take_copy(Kept *kept, const GError *error)
{
	if (kept->trouble != NULL || is_busy(error))
		return false;
	Journal *copy = journal_copy(kept->journal);
	if (copy == NULL)
		copy = copy_file(kept);
	g_clear_pointer(&kept->journal, journal_close);
	kept->journal = copy;
	take_trouble(kept, g_error_copy(error));
	kept_tell(kept, kept->trouble);
	return true;
}

static void push(Kept *kept, KeptWrite *write)
{
	write->deadline = g_get_monotonic_time() +
			  (gint64)kept->pace_ms * PATIENCE_PACES * G_TIME_SPAN_MILLISECOND;
	g_queue_push_tail(&kept->waiting, write);
}

/* ---- writing ---- */

/* Takes `write`. */
static bool write_file(Kept *kept, KeptWrite *write, GError **error)
{
	g_autoptr(KeptWrite) own = write;
	g_autoptr(GError) reason = NULL;
	if (g_queue_is_empty(&kept->waiting) && try_write(kept, own, &reason)) {
		if (kept->timer == 0)
			g_clear_error(&kept->told);
		return true;
	}
	if (reason != NULL && (kept->is_grouping || !is_busy(reason))) {
		g_propagate_error(error, g_steal_pointer(&reason));
		return false;
	}
	push(kept, g_steal_pointer(&own));
	hold(kept);
	return true;
}

/* Into the copy, for what is shown meanwhile, and into the queue, for the file. Takes `write`. */
static bool write_aside(Kept *kept, KeptWrite *write, GError **error)
{
	g_autoptr(KeptWrite) own = write;
	if (own->tag == NULL && !try_write(kept, own, error))
		return false;
	push(kept, g_steal_pointer(&own));
	if (is_busy(kept->trouble))
		hold(kept);
	return true;
}

/* What was wrong may be mended by now: whoever sends finds out. */
static bool can_send(Kept *kept, GError **error)
{
	if (kept->trouble != NULL && !is_busy(kept->trouble))
		recover(kept, BRIEF_MS);
	if (kept->trouble == NULL || is_busy(kept->trouble))
		return true;
	g_propagate_error(error, g_error_copy(kept->trouble));
	return false;
}

bool kept_write(Kept *kept, KeptWork work, gpointer what, GDestroyNotify free_what, const char *tag,
		GError **error)
{
	g_autoptr(KeptWrite) write = g_new0(KeptWrite, 1);
	write->work = work;
	write->what = what;
	write->free_what = free_what;
	write->tag = g_strdup(tag);
	if (tag != NULL && !can_send(kept, error))
		return false;
	return kept->trouble != NULL ? write_aside(kept, g_steal_pointer(&write), error)
				     : write_file(kept, g_steal_pointer(&write), error);
}

void kept_when_written(Kept *kept, const char *tag, KeptWritten written, gpointer data)
{
	for (GList *link = kept->waiting.tail; link != NULL; link = link->prev) {
		KeptWrite *write = link->data;
		if (g_strcmp0(write->tag, tag) != 0)
			continue;
		write->written = written;
		write->data = data;
		return;
	}
	written(tag, NULL, data);
}

void kept_drop_tagged(Kept *kept)
{
	for (GList *link = kept->waiting.head, *next = NULL; link != NULL; link = next) {
		KeptWrite *write = link->data;
		next = link->next;
		if (write->tag == NULL)
			continue;
		write_free(write);
		g_queue_delete_link(&kept->waiting, link);
	}
}

bool kept_is_waiting(const Kept *kept)
{
	return kept->waiting.length > 0;
}

bool kept_is_busy(const Kept *kept)
{
	return is_busy(kept->trouble);
}

bool kept_begin_group(Kept *kept)
{
	g_autoptr(GError) error = NULL;
	if (kept->trouble != NULL || kept_is_waiting(kept))
		return false;
	kept->is_grouping = journal_begin_group(kept->journal, &error);
	if (is_busy(error))
		hold(kept);
	return kept->is_grouping;
}

bool kept_end_group(Kept *kept, GError **error)
{
	kept->is_grouping = false;
	return journal_end_group(kept->journal, error);
}

void kept_rest(Kept *kept)
{
	journal_rest(kept->journal);
	snapshot_rest(kept->snapshot);
}

void kept_close(Kept *kept)
{
	if (kept == NULL)
		return;
	g_clear_handle_id(&kept->timer, g_source_remove);
	kept_drop_tagged(kept);
	if (kept_is_waiting(kept))
		catch_up(kept, KEPT_PATIENCE_MS);
	g_queue_clear_full(&kept->waiting, write_free);
	g_clear_pointer(&kept->journal, journal_close);
	g_clear_pointer(&kept->snapshot, snapshot_close);
	g_clear_error(&kept->trouble);
	g_clear_error(&kept->told);
	g_free(kept->journal_path);
	g_free(kept->snapshot_path);
	g_free(kept);
}
