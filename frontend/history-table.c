#include "frontend/history-table.h"

#include <string.h>

#include "frontend/csv.h"

/* Their order is part of the interface: new ones come at the end. */
#define CSV_COLUMNS                                                                       \
	"created,workload,kind,role,scope,access,status,start,end,seconds,reason,ticket," \
	"ticket_system,message,id,role_id,scope_id,source,set"

bool history_columns_parse(const char *text, SheetChoice *out, char **wrong)
{
	const bool is_usual = text == NULL || *text == '\0';
	return sheet_choose_named(&history_sheet, is_usual ? CSV_COLUMNS : text, SHEET_EXACT, out,
				  wrong);
}

void history_csv_begin(GString *text, const SheetChoice *columns)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	for (size_t i = 0; i < columns->count; i++)
		g_ptr_array_add(names, column_name(&history_sheet.columns[columns->places[i]]));
	csv_append(text, (const char *const *)names->pdata, names->len);
}

void history_csv_entry(GString *text, const Wording *wording, const HistoryEntry *entry,
		       const SheetChoice *columns)
{
	g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
	g_autofree const char **cells = g_new0(const char *, history_sheet.count);
	g_autofree const char **chosen = g_new0(const char *, columns->count);
	history_sheet.write(wording, entry, cells, texts);
	for (size_t i = 0; i < columns->count; i++)
		chosen[i] = cells[columns->places[i]];
	csv_append(text, chosen, columns->count);
}

char *history_csv(const Wording *wording, const GPtrArray *entries, const SheetChoice *columns)
{
	GString *text = g_string_new(NULL);
	history_csv_begin(text, columns);
	for (guint i = 0; i < entries->len; i++)
		history_csv_entry(text, wording, g_ptr_array_index(entries, i), columns);
	return g_string_free(text, FALSE);
}

bool history_columns_has_member(const SheetChoice *columns, const char *member)
{
	for (size_t i = 0; i < columns->count; i++) {
		g_autofree char *name = column_name(&history_sheet.columns[columns->places[i]]);
		const size_t length = strlen(member);
		if (strncmp(name, member, length) == 0 &&
		    (name[length] == '\0' || strcmp(name + length, "_id") == 0))
			return true;
	}
	return false;
}
