#include "frontend/often.h"

#include "frontend/target.h"

#define HALF_LIFE_SECONDS (INT64_C(14) * 24 * 60 * 60)

double often_weight(const Request *request, Instant now)
{
	const Instant at = request->start > 0 ? request->start : request->created;
	const bool is_given =
		request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_ENDED;
	if (request->kind != REQUEST_ACTIVATE || !is_given || at < now - OFTEN_SECONDS)
		return 0;
	/* A clock that is ahead makes nothing count more. */
	int64_t age = MAX(now - at, 0);
	double weight = 1;
	for (; age >= HALF_LIFE_SECONDS; age -= HALF_LIFE_SECONDS)
		weight /= 2;
	return weight * (1 - (double)age / (2.0 * (double)HALF_LIFE_SECONDS));
}

/* The service says from which row it was; else the row at its scope, or one that may hold it. */
static bool is_from(const Grant *grant, const Request *request)
{
	switch (grant_match_request(grant, request)) {
	case MATCH_LINKED:
	case MATCH_SCOPE:
		return true;
	case MATCH_ROLE:
		return (request->eligibility_schedule_id == NULL || grant->schedule_id == NULL) &&
		       grant_covers(grant, request->scope.id) != COVERS_NOT;
	case MATCH_NONE:
		break;
	}
	return false;
}

/* By the role's GUID: of a long history few entries are of one row's role. The values are GPtrArrays of const Request*. */
static GHashTable *sort_by_role(const GPtrArray *entries, Instant now)
{
	GHashTable *roles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						  (GDestroyNotify)g_ptr_array_unref);
	for (guint i = 0; i < entries->len; i++) {
		const Request *request = ((const HistoryEntry *)entries->pdata[i])->request;
		if (often_weight(request, now) <= 0 || request->role.id == NULL ||
		    request->scope.id == NULL)
			continue;
		g_autofree char *key = g_ascii_strdown(role_guid(request->role.id), -1);
		GPtrArray *of_role = g_hash_table_lookup(roles, key);
		if (of_role == NULL) {
			of_role = g_ptr_array_new();
			g_hash_table_insert(roles, g_steal_pointer(&key), of_role);
		}
		g_ptr_array_add(of_role, (gpointer)request);
	}
	return roles;
}

static double weigh(GHashTable *roles, const Grant *grant, Instant now)
{
	g_autofree char *key = g_ascii_strdown(role_guid(grant->role.id), -1);
	const GPtrArray *of_role = g_hash_table_lookup(roles, key);
	double weight = 0;
	for (guint i = 0; of_role != NULL && i < of_role->len; i++) {
		const Request *request = of_role->pdata[i];
		if (is_from(grant, request))
			weight += often_weight(request, now);
	}
	return weight;
}

typedef struct Weighed {
	gpointer row;
	double weight;
	guint place; /* as it was */
} Weighed;

static int compare(gconstpointer a, gconstpointer b)
{
	const Weighed *first = a, *second = b;
	if (first->weight > second->weight)
		return -1;
	if (first->weight < second->weight)
		return 1;
	return (first->place > second->place) - (first->place < second->place);
}

void often_sort(GPtrArray *rows, const GPtrArray *entries, Instant now, bool is_backwards)
{
	g_autoptr(GHashTable) roles = sort_by_role(entries, now);
	g_autoptr(GArray) weighed = g_array_new(FALSE, TRUE, sizeof(Weighed));
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *eligibility = rows->pdata[i];
		const double weight = weigh(roles, &eligibility->grant, now);
		const Weighed row = { rows->pdata[i], is_backwards ? -weight : weight, i };
		g_array_append_val(weighed, row);
	}
	g_array_sort(weighed, compare);
	for (guint i = 0; i < weighed->len; i++)
		rows->pdata[i] = g_array_index(weighed, Weighed, i).row;
}
