#include "frontend/history-table.h"

#include <string.h>

#include "frontend/csv.h"
#include "frontend/use.h"
#include "src/base/text.h"

typedef struct Cell {
	const HistoryEntry *entry;
	const Request *request;
	Instant now;
} Cell;

typedef struct HistoryColumn {
	const char *name;
	const char *member; /* of JSON */
	/* The caller frees; NULL: empty. */
	char *(*write)(const Cell *cell);
} HistoryColumn;

static char *write_id(const Cell *cell)
{
	return g_strdup(cell->request->id);
}

static char *write_workload(const Cell *cell)
{
	return g_strdup(workload_info(cell->request->workload)->name);
}

static char *write_kind(const Cell *cell)
{
	return g_strdup(request_kind_word(cell->request->kind));
}

static char *write_role(const Cell *cell)
{
	return g_strdup(cell->request->role.name);
}

static char *write_role_id(const Cell *cell)
{
	return g_strdup(cell->request->role.id);
}

static char *write_scope(const Cell *cell)
{
	const Scope *scope = &cell->request->scope;
	return scope->id != NULL ? g_strdup(scope_label(scope)) : NULL;
}

static char *write_scope_id(const Cell *cell)
{
	return g_strdup(cell->request->scope.id);
}

static char *write_access(const Cell *cell)
{
	const Access access = cell->request->access;
	return access != ACCESS_NONE ? g_strdup(access_word(access)) : NULL;
}

static char *write_status(const Cell *cell)
{
	return g_strdup(request_state_word(request_state_now(cell->request, cell->now)));
}

static char *write_created(const Cell *cell)
{
	return instant_format(history_entry_moment(cell->entry));
}

static char *write_start(const Cell *cell)
{
	return instant_format(cell->request->start);
}

static char *write_end(const Cell *cell)
{
	return instant_format(cell->request->end);
}

static char *write_seconds(const Cell *cell)
{
	Use use;
	if (!use_of(cell->entry, cell->now, &use))
		return NULL;
	return g_strdup_printf("%" G_GINT64_FORMAT, use_seconds(&use, cell->now));
}

static char *write_reason(const Cell *cell)
{
	return g_strdup(cell->request->justification);
}

static char *write_ticket(const Cell *cell)
{
	return g_strdup(cell->request->ticket_number);
}

static char *write_ticket_system(const Cell *cell)
{
	return g_strdup(cell->request->ticket_system);
}

static char *write_message(const Cell *cell)
{
	return g_strdup(cell->request->message);
}

static char *write_source(const Cell *cell)
{
	return g_strdup(cell->entry->source == HISTORY_SOURCE_LOCAL ? "local" : "service");
}

static const HistoryColumn history_columns[] = {
	{ "created", "created", write_created },
	{ "workload", "workload", write_workload },
	{ "kind", "kind", write_kind },
	{ "role", "role", write_role },
	{ "scope", "scope", write_scope },
	{ "access", "access", write_access },
	{ "status", "status", write_status },
	{ "start", "start", write_start },
	{ "end", "end", write_end },
	{ "seconds", "seconds", write_seconds },
	{ "reason", "reason", write_reason },
	{ "ticket", "ticket", write_ticket },
	{ "ticket_system", "ticket_system", write_ticket_system },
	{ "message", "message", write_message },
	{ "id", "id", write_id },
	{ "role_id", "role", write_role_id },
	{ "scope_id", "scope", write_scope_id },
	{ "source", "source", write_source },
};

static const HistoryColumn *column_at(const HistoryColumns *columns, size_t i)
{
	return &history_columns[columns->count > 0 ? (size_t)columns->places[i] : i];
}

static size_t column_count(const HistoryColumns *columns)
{
	return columns->count > 0 ? columns->count : G_N_ELEMENTS(history_columns);
}

void history_columns_clear(HistoryColumns *columns)
{
	g_clear_pointer(&columns->places, g_free);
	columns->count = 0;
}

static int place_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(history_columns); i++) {
		if (g_ascii_strcasecmp(history_columns[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static bool has_place(const HistoryColumns *columns, int place)
{
	for (size_t i = 0; i < columns->count; i++) {
		if (columns->places[i] == place)
			return true;
	}
	return false;
}

bool history_columns_parse(const char *text, HistoryColumns *out, char **wrong)
{
	g_auto(HistoryColumns) columns = { .places = g_new0(int, G_N_ELEMENTS(history_columns)) };
	g_auto(GStrv) names = g_strsplit(text != NULL ? text : "", ",", -1);
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *name = g_strstrip(names[i]);
		const int place = place_of(name);
		if (names[1] == NULL && *name == '\0')
			break;
		if (place < 0 || has_place(&columns, place)) {
			*wrong = g_strdup(name);
			return false;
		}
		columns.places[columns.count++] = place;
	}
	*out = (HistoryColumns){ g_steal_pointer(&columns.places), columns.count };
	return true;
}

char *history_columns_names(void)
{
	GString *names = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(history_columns); i++)
		g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", history_columns[i].name);
	return g_string_free(names, FALSE);
}

void history_csv_begin(GString *text, const HistoryColumns *columns)
{
	const size_t count = column_count(columns);
	const char *cells[G_N_ELEMENTS(history_columns)] = { NULL };
	for (size_t c = 0; c < count; c++)
		cells[c] = column_at(columns, c)->name;
	csv_append(text, cells, count);
}

void history_csv_entry(GString *text, const Wording *wording, const HistoryEntry *entry,
		       const HistoryColumns *columns)
{
	const size_t count = column_count(columns);
	const Cell cell = { entry, entry->request, wording->now };
	const char *cells[G_N_ELEMENTS(history_columns)] = { NULL };
	char *written[G_N_ELEMENTS(history_columns)] = { NULL };
	for (size_t c = 0; c < count; c++)
		cells[c] = written[c] = column_at(columns, c)->write(&cell);
	csv_append(text, cells, count);
	for (size_t c = 0; c < count; c++)
		g_free(written[c]);
}

char *history_csv(const Wording *wording, const GPtrArray *entries, const HistoryColumns *columns)
{
	GString *text = g_string_new(NULL);
	history_csv_begin(text, columns);
	for (guint i = 0; i < entries->len; i++)
		history_csv_entry(text, wording, g_ptr_array_index(entries, i), columns);
	return g_string_free(text, FALSE);
}

bool history_columns_has_member(const HistoryColumns *columns, const char *member)
{
	for (size_t i = 0; i < columns->count; i++)
		if (strcmp(column_at(columns, i)->member, member) == 0)
			return true;
	return columns->count == 0;
}
