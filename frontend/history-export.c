#include "frontend/history-export.h"

#include <string.h>

#include "frontend/document.h"
#include "frontend/history-report.h"
#include "frontend/history-table.h"

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

static char *write_csv(const Wording *wording, const HistoryExport *export)
{
	const HistoryColumns all = { 0 };
	return history_csv(wording, export->entries, &all);
}

static char *write_json(const Wording *wording, const HistoryExport *export)
{
	const ListSource source = { .account = export->account, .as_of = export->now };
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; i < export->entries->len; i++)
		cJSON_AddItemToArray(items,
				     document_history(export->entries->pdata[i], export->now));
	cJSON *document = document_list(wording, &source, items);
	char *text = cJSON_PrintUnformatted(document);
	char *line = g_strconcat(text, "\n", NULL);
	cJSON_free(text);
	cJSON_Delete(document);
	return line;
}

static HistoryReport make_report(const Wording *wording, const HistoryExport *export)
{
	return (HistoryReport){ .wording = wording,
				.account = export->account,
				.entries = export->entries,
				.period = export->period };
}

static char *write_svg(const Wording *wording, const HistoryExport *export)
{
	const HistoryReport report = make_report(wording, export);
	return history_svg(&report);
}

static char *write_html(const Wording *wording, const HistoryExport *export)
{
	const HistoryReport report = make_report(wording, export);
	return history_html(&report);
}

static const struct {
	const char *ending;
	char *(*write)(const Wording *wording, const HistoryExport *export);
} kinds[] = {
	[EXPORT_CSV] = { "csv", write_csv },
	[EXPORT_JSON] = { "json", write_json },
	[EXPORT_SVG] = { "svg", write_svg },
	[EXPORT_HTML] = { "html", write_html },
};

char *history_export_write(const HistoryExport *export)
{
	const Wording wording = { .now = export->now, .zone = export->zone };
	return kinds[export->kind].write(&wording, export);
}

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
