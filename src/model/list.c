#include "src/model/list.h"

static gpointer copy_eligibility(gconstpointer row, gpointer data)
{
	(void)data;
	return eligibility_copy(row);
}

static gpointer copy_assignment(gconstpointer row, gpointer data)
{
	(void)data;
	return assignment_copy(row);
}

static gpointer copy_request(gconstpointer row, gpointer data)
{
	(void)data;
	return request_copy(row);
}

/* The same request is told at several scopes; the first one stays. */
static void merge_requests(GPtrArray *rows)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	for (guint i = 0; i < rows->len;) {
		const Request *request = rows->pdata[i];
		if (g_hash_table_contains(seen, request->id)) {
			g_ptr_array_remove_index(rows, i);
			continue;
		}
		g_hash_table_add(seen, request->id);
		i++;
	}
}

G_STATIC_ASSERT(offsetof(Eligibility, grant) == 0);
G_STATIC_ASSERT(offsetof(Assignment, grant) == 0);

static const ListKind kinds[LIST_COUNT] = {
	[LIST_ELIGIBILITIES] = {
		.event = EVENT_ELIGIBILITIES,
		.copy = copy_eligibility,
		.free_row = (GDestroyNotify)eligibility_free,
		.merge = eligibility_merge,
		.merging = &eligibility_merging,
		.has_grants = true,
		.is_refreshed = true,
	},
	[LIST_ASSIGNMENTS] = {
		.event = EVENT_ASSIGNMENTS,
		.copy = copy_assignment,
		.free_row = (GDestroyNotify)assignment_free,
		.merge = assignment_merge,
		.merging = &assignment_merging,
		.has_grants = true,
		.is_refreshed = true,
	},
	[LIST_REQUESTS] = {
		.event = EVENT_REQUESTS,
		.copy = copy_request,
		.free_row = (GDestroyNotify)request_free,
		.is_refreshed = true,
	},
	/* Asked at many scopes: by whoever shows it, and at a pace of its own. */
	[LIST_APPROVALS] = {
		.event = EVENT_APPROVALS,
		.copy = copy_request,
		.free_row = (GDestroyNotify)request_free,
		.merge = merge_requests,
	},
	/* Days matter here, not minutes: at a pace of its own, too. */
	[LIST_DORMANT] = {
		.event = EVENT_DORMANT,
		.copy = copy_eligibility,
		.free_row = (GDestroyNotify)eligibility_free,
		.merge = eligibility_merge,
		.has_grants = true,
		.is_kept_as_told = true,
	},
};

const ListKind *list_kind(ListId id)
{
	g_return_val_if_fail((unsigned)id < LIST_COUNT, NULL);
	return &kinds[id];
}

unsigned list_refreshed_bits(void)
{
	unsigned bits = 0;
	for (int id = 0; id < LIST_COUNT; id++)
		bits |= kinds[id].is_refreshed ? 1u << id : 0;
	return bits;
}

bool list_from_event(EventKind event, ListId *out)
{
	for (int id = 0; id < LIST_COUNT; id++) {
		if (kinds[id].event == event) {
			*out = (ListId)id;
			return true;
		}
	}
	return false;
}

GPtrArray *list_copy_rows(ListId id, GPtrArray *rows)
{
	const ListKind *kind = list_kind(id);
	GPtrArray *copy =
		rows == NULL ? g_ptr_array_new() : g_ptr_array_copy(rows, kind->copy, NULL);
	g_ptr_array_set_free_func(copy, kind->free_row);
	return copy;
}
