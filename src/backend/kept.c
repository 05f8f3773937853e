#include "src/backend/kept.h"

#include "src/base/files.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Kept, kept_close)

static char *path_in(const char *folder, char *(*standard)(const char *name), const char *name)
{
	return folder != NULL ? g_build_filename(folder, name, NULL) : standard(name);
}

static Snapshot *open_snapshot(const char *folder, Events *events)
{
	g_autofree char *path = path_in(folder, files_cache_path, "snapshot.db");
	g_autofree char *notice = NULL;
	g_autoptr(GError) problem = NULL;
	Snapshot *snapshot = snapshot_open(path, &notice, &problem);
	if (problem != NULL)
		events_emit_notice(events, problem);
	if (notice != NULL) {
		Event *event = event_new(EVENT_NOTICE, 0);
		event->problem = problem_new(PROBLEM_FAILED, "snapshot-damaged", notice, NULL);
		events_emit(events, event);
	}
	return snapshot;
}

Kept *kept_open(const BackendOptions *options, bool has_snapshot, Events *events, GError **error)
{
	g_autofree char *path = path_in(options->state_dir, files_state_path, "journal.db");
	g_autoptr(Kept) kept = g_new0(Kept, 1);
	kept->journal = journal_open(path, error);
	if (kept->journal == NULL)
		return NULL;
	if (has_snapshot)
		kept->snapshot = open_snapshot(options->cache_dir, events);
	return g_steal_pointer(&kept);
}

void kept_close(Kept *kept)
{
	if (kept == NULL)
		return;
	g_clear_pointer(&kept->journal, journal_close);
	g_clear_pointer(&kept->snapshot, snapshot_close);
	g_free(kept);
}
