#include "frontend/history-export.h"

#include <string.h>

#include "frontend/document.h"
#include "frontend/history-report.h"
#include "frontend/history-table.h"

/* Entries for which one step writes: about a millisecond. */
#define EXPORT_PIECE 100

HistoryExport *history_export_new(const Wording *wording, const Account *account,
				  GPtrArray *entries, const GPtrArray *owners)
{
	HistoryExport *export = g_new0(HistoryExport, 1);
	export->now = wording->now;
	export->zone = g_time_zone_ref(wording->zone);
	export->account = account_copy(account);
	export->entries = g_ptr_array_ref(entries);
	export->owners = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < owners->len; i++)
		g_ptr_array_add(export->owners, g_ptr_array_ref(owners->pdata[i]));
	return export;
}

HistoryExport *history_export_copy(const HistoryExport *export)
{
	HistoryExport *copy = g_new0(HistoryExport, 1);
	*copy = *export;
	copy->zone = g_time_zone_ref(export->zone);
	copy->account = account_copy(export->account);
	copy->entries = g_ptr_array_ref(export->entries);
	copy->owners = g_ptr_array_ref(export->owners);
	return copy;
}

void history_export_free(HistoryExport *export)
{
	if (export == NULL)
		return;
	g_time_zone_unref(export->zone);
	account_free(export->account);
	g_ptr_array_unref(export->entries);
	g_ptr_array_unref(export->owners);
	g_free(export);
}

/* ---- Piece by piece --------------------------------------------------------------------------- */

static void begin_csv(ExportText *text, const Wording *wording)
{
	(void)wording;
	history_csv_begin(text->text, text->columns);
}

static void add_to_csv(ExportText *text, const Wording *wording, const HistoryEntry *entry)
{
	history_csv_entry(text->text, wording, entry, text->columns);
}

/* The document without items is cut where they belong; no text in it can hold a quote that is not escaped. */
static void begin_json(ExportText *text, const Wording *wording)
{
	static const char items[] = "\"items\":[";
	const HistoryExport *export = text->export;
	const ListSource source = { .account = export->account, .as_of = export->now };
	cJSON *document = document_list(wording, &source, cJSON_CreateArray());
	char *empty = cJSON_PrintUnformatted(document);
	const char *cut = strstr(empty, items) + strlen(items);
	g_string_append_len(text->text, empty, cut - empty);
	text->rest = g_strconcat(cut, "\n", NULL);
	cJSON_free(empty);
	cJSON_Delete(document);
}

static void add_to_json(ExportText *text, const Wording *wording, const HistoryEntry *entry)
{
	cJSON *item = document_history(entry, wording->now);
	char *one = cJSON_PrintUnformatted(item);
	g_string_append_printf(text->text, "%s%s", text->at > 0 ? "," : "", one);
	cJSON_free(one);
	cJSON_Delete(item);
}

static HistoryReport make_report(const Wording *wording, const HistoryExport *export)
{
	return (HistoryReport){ .wording = wording,
				.account = export->account,
				.entries = export->entries,
				.period = export->period };
}

static void begin_svg(ExportText *text, const Wording *wording)
{
	const HistoryReport report = make_report(wording, text->export);
	g_autofree char *svg = history_svg(&report);
	g_string_append(text->text, svg);
}

static void begin_html(ExportText *text, const Wording *wording)
{
	const HistoryReport report = make_report(wording, text->export);
	g_autoptr(GString) end = g_string_new(NULL);
	history_html_begin(text->text, &report);
	history_html_end(end);
	text->rest = g_strdup(end->str);
}

static void add_to_html(ExportText *text, const Wording *wording, const HistoryEntry *entry)
{
	history_html_entry(text->text, wording, entry);
}

static const struct {
	const char *ending;
	void (*begin)(ExportText *text, const Wording *wording);
	void (*add)(ExportText *text, const Wording *wording,
		    const HistoryEntry *entry); /* NULL: all is in the beginning */
} kinds[] = {
	[EXPORT_CSV] = { "csv", begin_csv, add_to_csv },
	[EXPORT_JSON] = { "json", begin_json, add_to_json },
	[EXPORT_SVG] = { "svg", begin_svg, NULL },
	[EXPORT_HTML] = { "html", begin_html, add_to_html },
};

void export_text_init(ExportText *text, const HistoryExport *export)
{
	g_autofree char *wrong = NULL;
	*text = (ExportText){ .export = export, .text = g_string_new(NULL) };
	text->columns = g_new0(SheetChoice, 1);
	history_columns_parse(NULL, text->columns, &wrong);
}

void export_text_clear(ExportText *text)
{
	if (text->text != NULL)
		g_string_free(text->text, TRUE);
	g_free(text->rest);
	if (text->columns != NULL)
		sheet_choice_clear(text->columns);
	g_free(text->columns);
	*text = (ExportText){ 0 };
}

bool export_text_step(ExportText *text)
{
	const HistoryExport *export = text->export;
	const Wording wording = { .now = export->now, .zone = export->zone };
	const GPtrArray *entries = export->entries;
	if (!text->has_begun) {
		kinds[export->kind].begin(text, &wording);
		text->has_begun = true;
		return true;
	}
	const guint end = kinds[export->kind].add == NULL ? 0 : entries->len;
	for (guint left = EXPORT_PIECE; left > 0 && text->at < end; left--) {
		kinds[export->kind].add(text, &wording, g_ptr_array_index(entries, text->at));
		text->at++;
	}
	if (text->at < end)
		return true;
	g_string_append(text->text, text->rest != NULL ? text->rest : "");
	g_clear_pointer(&text->rest, g_free);
	return false;
}

/* ---- Kinds ------------------------------------------------------------------------------------ */

const char *export_ending(ExportKind kind)
{
	return kinds[kind].ending;
}

bool export_kind_from_path(const char *path, ExportKind *out)
{
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot != NULL && i < G_N_ELEMENTS(kinds); i++) {
		if (g_ascii_strcasecmp(dot + 1, kinds[i].ending) == 0) {
			*out = (ExportKind)i;
			return true;
		}
	}
	return false;
}
