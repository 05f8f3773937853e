/*
 * Files that a person asked for. A hundred thousand rows take longer to write down than a key may wait, and a disk may take
 * its time: text and file are made by a thread of GLib's, of values that nobody changes; the loop hears the end.
 */
#include <string.h>

#include "frontend/history-export.h"
#include "src/base/files.h"
#include "tui/loop.h"

typedef struct Writing {
	HistoryExport *export;
	char *path; /* absolute */
	bool may_replace;
} Writing;

static void writing_free(gpointer data)
{
	Writing *writing = data;
	history_export_free(writing->export);
	g_free(writing->path);
	g_free(writing);
}

static void work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
	const Writing *writing = data;
	GError *error = NULL;
	(void)source;
	(void)cancellable;
	g_autofree char *text = history_export_write(writing->export);
	const size_t length = strlen(text);
	if (writing->may_replace ? files_replace(writing->path, text, length, &error)
				 : files_create(writing->path, text, length, &error))
		g_task_return_boolean(task, TRUE);
	else
		g_task_return_error(task, error);
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data)
{
	Loop *loop = data;
	g_autoptr(GError) error = NULL;
	const Writing *writing = g_task_get_task_data(G_TASK(result));
	(void)source;
	loop->writings--;
	Item *item = loop_push(loop, MESSAGE_WRITTEN);
	item->written = g_new0(Written, 1);
	item->written->path = g_strdup(writing->path);
	if (!g_task_propagate_boolean(G_TASK(result), &error)) {
		item->written->why = g_strdup(error->message);
		item->written->is_there = g_error_matches(error, FILES_ERROR, FILES_ERROR_EXISTS);
	}
	item->message.written = item->written;
}

/* "~/x" as shells take it, and names without a folder where the program was started. */
static char *absolute(const char *path)
{
	g_autofree char *own = g_str_has_prefix(path, "~/")
				       ? g_build_filename(g_get_home_dir(), path + 2, NULL)
				       : g_strdup(path);
	return g_canonicalize_filename(own, NULL);
}

void loop_export(Loop *loop, HistoryExport *export, const char *path, bool may_replace)
{
	Writing *writing = g_new0(Writing, 1);
	writing->export = export;
	writing->path = absolute(path);
	writing->may_replace = may_replace;
	loop->writings++;
	g_autoptr(GTask) task = g_task_new(NULL, NULL, on_done, loop);
	g_task_set_task_data(task, writing, writing_free);
	g_task_run_in_thread(task, work);
}

void loop_finish_exports(Loop *loop)
{
	while (loop->writings > 0)
		g_main_context_iteration(NULL, TRUE);
}
