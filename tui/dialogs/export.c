#include "tui/dialogs/export.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/one-field.h"

#define PATH_CHARS 1024
#define NAME       "myroles-history"
#define HEAD_ROWS  3 /* how many, a blank, the field */
#define BELOW_ROWS 2 /* at least, so that the box stays as it is: what it is, and what is wrong */
#define KEY_ROWS   2

typedef struct Export {
	OneField file;
	HistoryExport *export;
	char *taken; /* a file of this name is there: it is replaced when that is said again */
} Export;

static void export_clear(void *self)
{
	Export *dialog = self;
	form_clear(&dialog->file.form);
	history_export_free(dialog->export);
	g_free(dialog->taken);
}

/* ---- The field -------------------------------------------------------------------------------- */

static char *check(const State *state, gconstpointer self)
{
	const Export *dialog = self;
	const char *path = form_text(&dialog->file.form, 0);
	ExportKind kind;
	(void)state;
	if (path == NULL)
		return g_strdup("Say which file.");
	return export_kind_from_path(path, &kind)
		       ? NULL
		       : g_strdup("End it with .csv, .json, .svg or .html: that says what it is.");
}

static const FormFieldKind fields[] = {
	{ .label = "file",
	  .limit = PATH_CHARS,
	  .begin = NAME ".csv",
	  .required = one_field_is_required,
	  .note = one_field_no_note,
	  .check = check },
};
static const FormKind form_kind = { fields, G_N_ELEMENTS(fields) };

/* Of another file it is not known whether it is there. */
static void typed(Update *update, Dialog *dialog)
{
	g_clear_pointer(&((Export *)dialog->self)->taken, g_free);
	one_field_typed(update, dialog);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

static const char *kind_words(const Export *dialog)
{
	static const char *const words[] = {
		[EXPORT_CSV] = "CSV: a table with all columns, for a spreadsheet",
		[EXPORT_JSON] = "JSON: the same document that `history --json` prints",
		[EXPORT_SVG] = "SVG: the timeline as a picture",
		[EXPORT_HTML] = "HTML: a page with totals, timeline and requests",
	};
	const char *path = form_text(&dialog->file.form, 0);
	ExportKind kind;
	return path != NULL && export_kind_from_path(path, &kind) ? words[kind] : "";
}

/* Below the field: what kind of file it is, and what is wrong or under way. */
static Page *make_below(const State *state, const Export *self, int columns)
{
	Page *page = page_new(columns - FORM_LABEL_COLUMNS);
	g_autofree char *wrong = form_wrong(&self->file.form, 0);
	page_add(page, 0, STYLE_DIM, kind_words(self));
	if (wrong != NULL)
		page_add(page, 2, STYLE_ERROR, wrong);
	else if (self->file.is_busy)
		page_add(page, 0, STYLE_DIM, state->at.is_ascii ? "Writing it..." : "Writing it…");
	return page;
}

static int export_height(const State *state, const Dialog *dialog)
{
	g_autoptr(Page) below =
		make_below(state, dialog->self, layout_dialog_columns(state->at.columns));
	return HEAD_ROWS + (int)MAX(page_count(below), BELOW_ROWS) + KEY_ROWS;
}

static void export_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	const Export *self = dialog->self;
	const guint count = self->export->entries->len;
	Area line = body;
	(void)box;
	line.rows = 1;
	grid_printf(grid, line, 0, 0, STYLE_TEXT, "%u request%s, as the list shows %s.", count,
		    count == 1 ? "" : "s", count == 1 ? "it" : "them");
	line.row += 2;
	form_draw_field(&self->file.form, 0, grid, line);
	g_autoptr(Page) below = make_below(state, self, body.columns);
	line.row++;
	line.rows = body.row + body.rows - line.row;
	line.column += FORM_LABEL_COLUMNS;
	line.columns -= FORM_LABEL_COLUMNS;
	page_draw(below, 0, grid, line);
}

/* ---- Asking and writing ----------------------------------------------------------------------- */

void export_ask(Update *update, HistoryExport *export)
{
	Export *dialog = dialog_open(update, &export_dialog)->self;
	dialog->export = export;
	one_field_begin(update, &dialog->file, &form_kind);
}

static const char *needs_rest(const State *state)
{
	return one_field_refuse(state, &export_dialog, "Nothing is to be written.",
				"It is being written.");
}

static void run_write(Update *update)
{
	Export *dialog = dialog_top(update->state)->self;
	if (!form_check(&dialog->file.form, update->state, dialog))
		return;
	const char *path = form_text(&dialog->file.form, 0);
	HistoryExport *export = history_export_copy(dialog->export);
	export_kind_from_path(path, &export->kind);
	dialog->file.is_busy = true;
	update_export(update, export, path, g_strcmp0(dialog->taken, path) == 0);
}

/* Another ending; the name stays. */
static void run_next_kind(Update *update)
{
	Dialog *top = dialog_top(update->state);
	Field *input = one_field(top);
	const char *path = field_text(input);
	const bool is_fresh = input->is_fresh;
	ExportKind kind = EXPORT_CSV;
	const bool has_kind = export_kind_from_path(path, &kind);
	const char *ending = export_ending(has_kind ? (kind + 1) % EXPORT_KINDS : EXPORT_CSV);
	g_autofree char *stem =
		has_kind ? g_strndup(path, (gsize)(g_strrstr(path, ".") - path)) : g_strdup(path);
	g_autofree char *text = g_strdup_printf("%s.%s", *stem != '\0' ? stem : NAME, ending);
	field_set(input, text);
	input->is_fresh = is_fresh;
	typed(update, top);
}

static void tell(Update *update, const Written *written)
{
	if (written->why == NULL)
		update_notice(update, NOTICE_OK, "Written to %s", written->path);
	else
		update_notice(update, NOTICE_WARNING, "Nothing was written: %s", written->why);
}

/* Who has left the dialog is told all the same. */
static void on_written(Update *update, gconstpointer about)
{
	const Written *written = about;
	Dialog *open = dialog_find(update->state, &export_dialog);
	Export *dialog = open != NULL ? open->self : NULL;
	if (written->set != NULL)
		return;
	if (dialog == NULL || !dialog->file.is_busy) {
		tell(update, written);
		return;
	}
	dialog->file.is_busy = false;
	if (written->why == NULL) {
		dialog_remove(update, open);
		tell(update, written);
		return;
	}
	one_field_fail(&dialog->file, written->is_there
					      ? "A file of this name is there. Enter replaces it."
					      : written->why);
	g_free(dialog->taken);
	dialog->taken = written->is_there ? g_strdup(form_text(&dialog->file.form, 0)) : NULL;
}

static const Context context = {
	.name = "Export",
	.traits = TYPING_TRAITS,
	.help_place = 64,
};

static const Action actions[] = {
	{ "export-write", "enter", "write", "Write the file; once more replaces one that is there.",
	  .place = 431, .footer = 1, .guard = needs_rest, .run = run_write },
	{ "export-kind", "tab", "other kind", "Write it as CSV, JSON, SVG or HTML.", .place = 432,
	  .footer = 2, .guard = needs_rest, .run = run_next_kind },
	{ "export-close", "esc", "back", "Write nothing.", .place = 433, .footer = 3,
	  .run = one_field_close },
};

const DialogKind export_dialog = {
	.title = "Export",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Export),
	.clear = export_clear,
	.height = export_height,
	.draw = export_draw,
	.field = one_field,
	.typed = typed,
	.listeners.hear = { [NEWS_WRITTEN] = on_written },
};
