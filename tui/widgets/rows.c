#include "tui/widgets/rows.h"

#include <string.h>

#include "frontend/alike.h"
#include "src/model/workload.h"
#include "tui/widgets/search.h"

/* What a row is searched by and ordered by: its role and the rest, folded. */
static void set_search(Row *row, const char *role, const char *rest)
{
	g_autofree char *text = g_strconcat(role, " ", rest, NULL);
	row->scope_at = strlen(role) + 1;
	if (g_str_is_ascii(text)) { /* then no character changes its length */
		for (char *at = text; *at; at++)
			*at = g_ascii_tolower(*at);
		row->search = g_steal_pointer(&text);
		return;
	}
	g_autofree char *folded_role = search_fold(role);
	g_autofree char *folded_rest = search_fold(rest);
	row->search = g_strconcat(folded_role, " ", folded_rest, NULL);
	row->scope_at = strlen(folded_role) + 1;
}

static void borrow_ids(Row *row, const Grant *grant)
{
	row->id = grant->id;
	row->role_guid = role_guid(grant->role.id);
}

static Row *row_new(const Grant *grant)
{
	Row *row = g_new0(Row, 1);
	const char *access = grant->access == ACCESS_NONE ? "" : access_word(grant->access);
	g_autofree char *rest = g_strjoin(" ", scope_label(&grant->scope), access,
					  scope_type_title(grant->scope.type),
					  workload_info(grant->workload)->name, NULL);
	borrow_ids(row, grant);
	row->workload = grant->workload;
	row->reading = alike_hash(grant);
	set_search(row, grant->role.name != NULL ? grant->role.name : "", rest);
	return row;
}

Row *row_new_eligibility(const Eligibility *eligibility)
{
	Row *row = row_new(&eligibility->grant);
	row->eligibility = eligibility;
	return row;
}

void row_take_eligibility(Row *row, const Eligibility *eligibility)
{
	row->eligibility = eligibility;
	borrow_ids(row, &eligibility->grant);
}

Row *row_new_assignment(const Assignment *assignment)
{
	Row *row = row_new(&assignment->grant);
	row->assignment = assignment;
	return row;
}

Row *row_new_request(const Request *request)
{
	Row *row = g_new0(Row, 1);
	const char *parts[] = {
		request_kind_word(request->kind),
		request->justification,
		request->ticket_number,
		request->ticket_system,
		request_state_word(request->state),
		request->status,
		request->message,
		workload_info(request->workload)->name,
	};
	g_autoptr(GString) rest = g_string_new(scope_label(&request->scope));
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (parts[i] != NULL)
			g_string_append_printf(rest, " %s", parts[i]);
	}
	row->request = request;
	row->id = request->id;
	row->workload = request->workload;
	set_search(row, request->role.name != NULL ? request->role.name : "", rest->str);
	return row;
}

Row *row_new_entry(const HistoryEntry *entry)
{
	Row *row = row_new_request(entry->request);
	row->request = NULL;
	row->entry = entry;
	return row;
}

void row_free(Row *row)
{
	if (row == NULL)
		return;
	g_free(row->search);
	g_free(row);
}

void row_add_search(Row *row, const char *text)
{
	g_autofree char *folded = search_fold(text);
	char *search = g_strjoin(" ", row->search, folded, NULL);
	g_free(row->search);
	row->search = search;
}

const Grant *row_grant(const Row *row)
{
	if (row->eligibility != NULL)
		return &row->eligibility->grant;
	return row->assignment != NULL ? &row->assignment->grant : NULL;
}

const Request *row_request(const Row *row)
{
	return row->entry != NULL ? row->entry->request : row->request;
}

gconstpointer row_value(const Row *row)
{
	if (row->eligibility != NULL)
		return row->eligibility;
	if (row->assignment != NULL)
		return row->assignment;
	return row_request(row);
}

const char *access_suffix(Access access)
{
	static const char *const suffixes[] = {
		[ACCESS_NONE] = "",
		[ACCESS_MEMBER] = " (member)",
		[ACCESS_OWNER] = " (owner)",
	};
	return suffixes[access];
}

/* ---- Order ------------------------------------------------------------------------------------ */

static int compare_instants(Instant a, Instant b)
{
	if (a == b)
		return 0;
	/* 0 is no end at all: later than any. */
	if (!a || !b)
		return a ? -1 : 1;
	return a < b ? -1 : 1;
}

/* Rows of one list know their places. */
static int compare_roles(const Row *a, const Row *b)
{
	if (a->rank > 0 && b->rank > 0 && a->workload == b->workload)
		return a->rank < b->rank ? -1 : a->rank > b->rank;
	int order = strcmp(a->search, b->search);
	return order ? order : strcmp(a->id, b->id);
}

static Instant asked_at(const Row *row)
{
	const Instant created = row_request(row)->created;
	return created == 0 && row->entry != NULL ? row->entry->first_learnt : created;
}

static int compare_requests(const Row *a, const Row *b)
{
	const Instant at = asked_at(a), bt = asked_at(b);
	if (at != bt)
		return at > bt ? -1 : 1;
	return strcmp(a->id, b->id);
}

static int compare_ends(const Row *a, const Row *b)
{
	if (row_request(a) != NULL)
		return compare_requests(a, b);
	return compare_instants(row_grant(a)->end, row_grant(b)->end);
}

gint row_compare(gconstpointer pa, gconstpointer pb, gpointer data)
{
	const Row *a = *(Row *const *)pa, *b = *(Row *const *)pb;
	int order = 0;
	if (a->is_elsewhere != b->is_elsewhere)
		return a->is_elsewhere ? 1 : -1;
	switch (*(const SortId *)data) {
	case SORT_END:
		order = compare_ends(a, b);
		break;
	case SORT_SCOPE:
		order = strcmp(a->search + a->scope_at, b->search + b->scope_at);
		break;
	case SORT_WORKLOAD:
		order = (int)a->workload - (int)b->workload;
		break;
	case SORT_OFTEN:
		order = (a->often < b->often) - (a->often > b->often);
		break;
	default:
		break;
	}
	if (order)
		return order;
	return row_request(a) != NULL ? strcmp(a->search, b->search) ?: compare_requests(a, b)
				      : compare_roles(a, b);
}

/* ---- Rows that read alike --------------------------------------------------------------------- */

struct RowsAlike {
	GHashTable *firsts; /* reading → its only row so far, or NULL */
	GPtrArray *found;
};

RowsAlike *rows_alike_new(void)
{
	RowsAlike *alike = g_new0(RowsAlike, 1);
	alike->firsts = g_hash_table_new(NULL, NULL);
	alike->found = g_ptr_array_new();
	return alike;
}

void rows_alike_free(RowsAlike *alike)
{
	if (alike == NULL)
		return;
	g_hash_table_unref(alike->firsts);
	g_ptr_array_unref(alike->found);
	g_free(alike);
}

void rows_alike_add(RowsAlike *alike, const Row *row)
{
	const gpointer reading = GUINT_TO_POINTER(row->reading);
	gpointer first = NULL;
	if (!g_hash_table_lookup_extended(alike->firsts, reading, NULL, &first)) {
		g_hash_table_insert(alike->firsts, reading, (gpointer)row);
		return;
	}
	if (first != NULL)
		g_ptr_array_add(alike->found, first);
	g_hash_table_insert(alike->firsts, reading, NULL);
	g_ptr_array_add(alike->found, (gpointer)row);
}

GPtrArray *rows_alike_found(const RowsAlike *alike)
{
	return alike->found;
}
