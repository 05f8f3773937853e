/*
 * Files that a person asked for. A hundred thousand rows take longer to write down than a key may wait, and a disk may take
 * its time: the text is made piece by piece between other things, and GIO writes the file.
 */
#include <gio/gio.h>

#include "frontend/history-export.h"
#include "src/base/files.h"
#include "tui/loop.h"

typedef struct Writing {
	Loop *loop;
	HistoryExport *export;
	ExportText text;
	GFile *file;
	bool may_replace;
	bool is_new; /* the file is ours, and empty */
} Writing;

static void writing_free(Writing *writing)
{
	export_text_clear(&writing->text);
	history_export_free(writing->export);
	g_object_unref(writing->file);
	g_free(writing);
}

/* Takes the writing. */
static void finish(Writing *writing, const GError *error)
{
	Loop *loop = writing->loop;
	loop->writings--;
	Item *item = loop_push(loop, MESSAGE_WRITTEN);
	item->written = g_new0(Written, 1);
	item->written->path = g_file_get_path(writing->file);
	item->written->why = error != NULL ? g_strdup(error->message) : NULL;
	item->written->is_there = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_EXISTS);
	item->message.written = item->written;
	writing_free(writing);
}

static void on_replaced(GObject *source, GAsyncResult *result, gpointer data)
{
	Writing *writing = data;
	g_autoptr(GError) error = NULL;
	const bool is_written =
		g_file_replace_contents_finish(G_FILE(source), result, NULL, &error);
	if (!is_written && writing->is_new)
		g_file_delete(writing->file, NULL, NULL);
	finish(writing, error);
}

/* By rename: who reads it sees all of it or none. */
static void replace(Writing *writing)
{
	const GString *text = writing->text.text;
	g_file_replace_contents_async(writing->file, text->str, text->len, NULL, FALSE,
				      G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
				      NULL, on_replaced, writing);
}

static void on_created(GObject *source, GAsyncResult *result, gpointer data)
{
	Writing *writing = data;
	g_autoptr(GError) error = NULL;
	g_autoptr(GFileOutputStream) stream = g_file_create_finish(G_FILE(source), result, &error);
	writing->is_new = stream != NULL;
	if (writing->is_new)
		replace(writing);
	else
		finish(writing, error);
}

static gboolean on_step(gpointer data)
{
	Writing *writing = data;
	if (export_text_step(&writing->text))
		return G_SOURCE_CONTINUE;
	/* An empty file takes the name first, so that nothing that is there is replaced unasked. */
	if (writing->may_replace)
		replace(writing);
	else
		g_file_create_async(writing->file, G_FILE_CREATE_PRIVATE, G_PRIORITY_DEFAULT, NULL,
				    on_created, writing);
	return G_SOURCE_REMOVE;
}

/* Names without a folder are where the program was started. */
char *loop_find_path(const char *name)
{
	return g_str_has_prefix(name, "~/") ? g_build_filename(files_home_folder(), name + 2, NULL)
					    : g_canonicalize_filename(name, NULL);
}

void loop_export(Loop *loop, HistoryExport *export, const char *path, bool may_replace)
{
	g_autofree char *own = loop_find_path(path);
	Writing *writing = g_new0(Writing, 1);
	writing->loop = loop;
	writing->export = export;
	writing->file = g_file_new_for_path(own);
	writing->may_replace = may_replace;
	export_text_init(&writing->text, export);
	loop->writings++;
	g_idle_add(on_step, writing);
}

void loop_save_set(Loop *loop, ActivationSet *set)
{
	g_autoptr(GError) error = NULL;
	Item *item = loop_push(loop, MESSAGE_WRITTEN);
	item->written = g_new0(Written, 1);
	item->written->set = set;
	if (!backend_save_set(loop->settings != NULL ? loop->settings->path : NULL, set,
			      &item->written->path, &error))
		item->written->why = g_strdup(error->message);
	item->message.written = item->written;
}

void loop_finish_exports(Loop *loop)
{
	while (loop->writings > 0)
		g_main_context_iteration(NULL, TRUE);
}
