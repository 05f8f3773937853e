/*
 * The active list as a picture made of several sources: the service's whole answer, the quick partial ones, what
 * the last run knew, and one's own activations and deactivations of a moment ago.
 */
#include "src/backend/private.h"
#include "src/base/limits.h"

/* How long one's own word beats the service's list, which may be some seconds behind it. */
#define GRACE_SECONDS 120

static gpointer copy_assignment(gconstpointer from, gpointer data)
{
	(void)data;
	return assignment_copy(from);
}

GPtrArray *active_copy_rows(GPtrArray *rows)
{
	GPtrArray *copy =
		rows == NULL ? g_ptr_array_new() : g_ptr_array_copy(rows, copy_assignment, NULL);
	g_ptr_array_set_free_func(copy, (GDestroyNotify)assignment_free);
	return copy;
}

static bool has_grant(GPtrArray *rows, const char *id)
{
	for (guint i = 0; i < rows->len; i++)
		if (g_str_equal(((const Assignment *)rows->pdata[i])->grant.id, id))
			return true;
	return false;
}

static bool is_gone(const WorkloadState *state, const Assignment *row, Instant now)
{
	if (row->grant.end != 0 && row->grant.end <= now)
		return true;
	const Instant *until = g_hash_table_lookup(state->gone, row->grant.id);
	return until != NULL && now < *until;
}

/*
 * What is active as far as is known: the whole answer, or before there is one what the last run knew and what
 * the quick lists tell; with one's own fresh activations, without what has ended.
 */
static GPtrArray *make_picture(Backend *backend, WorkloadId workload)
{
	WorkloadState *state = &backend->workloads[workload];
	const ListState *active = &state->lists[LIST_ASSIGNMENTS];
	const Instant now = clock_now(backend->clock);
	GPtrArray *rows = active_copy_rows(active->rows);
	for (guint i = 0; state->early != NULL && i < state->early->len; i++)
		g_ptr_array_add(rows, assignment_copy(state->early->pdata[i]));
	assignment_merge(rows);
	for (guint i = 0; i < state->provisional->len; i++) {
		const Assignment *row = state->provisional->pdata[i];
		if (!has_grant(rows, row->grant.id))
			g_ptr_array_add(rows, assignment_copy(row));
	}
	for (guint i = rows->len; i > 0; i--)
		if (is_gone(state, rows->pdata[i - 1], now))
			g_ptr_array_remove_index(rows, i - 1);
	return rows;
}

void active_tell(Backend *backend, WorkloadId workload, uint64_t intent_id)
{
	g_autoptr(GPtrArray) rows = make_picture(backend, workload);
	lists_tell(backend, workload, LIST_ASSIGNMENTS, intent_id, rows);
}

/* The service's whole answer has them now, or has had the time to: one's own word is needed no more. */
void active_drop_provisional(Backend *backend, WorkloadId workload)
{
	WorkloadState *state = &backend->workloads[workload];
	GPtrArray *rows = state->lists[LIST_ASSIGNMENTS].rows;
	const Instant now = clock_now(backend->clock);
	for (guint i = state->provisional->len; i > 0; i--) {
		const Assignment *row = state->provisional->pdata[i - 1];
		if (has_grant(rows, row->grant.id) || now > row->grant.start + GRACE_SECONDS)
			g_ptr_array_remove_index(state->provisional, i - 1);
	}
}

static void add_scopes_of_assignments(GPtrArray *scopes, GPtrArray *rows)
{
	for (guint i = 0; rows != NULL && i < rows->len; i++)
		g_ptr_array_add(scopes, &((Assignment *)rows->pdata[i])->grant.scope);
}

static void add_scopes_of_eligibilities(GPtrArray *scopes, GPtrArray *rows)
{
	for (guint i = 0; rows != NULL && i < rows->len; i++)
		g_ptr_array_add(scopes, &((Eligibility *)rows->pdata[i])->grant.scope);
}

/* Scopes worth asking first: of one's own activations, of what was active, of eligibilities. */
GPtrArray *active_make_hints(Backend *backend, WorkloadId workload, GPtrArray *before)
{
	GPtrArray *hints = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	g_autoptr(GPtrArray) scopes = g_ptr_array_new();
	const WorkloadState *state = &backend->workloads[workload];
	g_autoptr(GPtrArray) own = history_list_active(backend);
	for (guint i = 0; own != NULL && i < own->len; i++) {
		Request *request = ((const HistoryEntry *)own->pdata[i])->request;
		if (request->workload == workload)
			g_ptr_array_add(scopes, &request->scope);
	}
	add_scopes_of_assignments(scopes, before);
	add_scopes_of_assignments(scopes, state->early);
	add_scopes_of_eligibilities(scopes, state->lists[LIST_ELIGIBILITIES].rows);
	for (guint i = 0; i < scopes->len && hints->len < LIMIT_HINTS; i++) {
		const Scope *scope = scopes->pdata[i];
		if (scope->id != NULL && scope->type != SCOPE_ROOT &&
		    g_hash_table_add(seen, scope->id))
			g_ptr_array_add(hints, scope_new_copy(scope));
	}
	return hints;
}

static Assignment *assignment_from_request(const Backend *backend, const Request *request)
{
	Assignment *row = assignment_new();
	Grant *grant = &row->grant;
	grant->workload = request->workload;
	grant->role.id = g_strdup(request->role.id);
	grant->role.name = g_strdup(request->role.name);
	scope_copy(&grant->scope, &request->scope);
	grant->access = request->access;
	grant->member_type = MEMBER_DIRECT;
	grant->holder.id = g_strdup(backend->account->oid);
	grant->start = request->start != 0 ? request->start : clock_now(backend->clock);
	grant->end = request->end != 0 ? request->end : grant->start + request->duration;
	grant->id = grant_make_id(grant->workload, grant->role.id, grant->scope.id, grant->access,
				  grant->holder.id);
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->eligibility_schedule_id = g_strdup(request->eligibility_schedule_id);
	row->is_provisional = true;
	return row;
}

void active_add_provisional(Backend *backend, const Request *request)
{
	WorkloadState *state = &backend->workloads[request->workload];
	Assignment *row = assignment_from_request(backend, request);
	g_hash_table_remove(state->gone, row->grant.id);
	g_ptr_array_add(state->provisional, row);
	active_tell(backend, request->workload, 0);
}

void active_remove_ended(Backend *backend, const Request *request)
{
	WorkloadState *state = &backend->workloads[request->workload];
	g_autoptr(Assignment) row = assignment_from_request(backend, request);
	for (guint i = state->provisional->len; i > 0; i--) {
		const Assignment *other = state->provisional->pdata[i - 1];
		if (g_str_equal(other->grant.id, row->grant.id))
			g_ptr_array_remove_index(state->provisional, i - 1);
	}
	Instant *until = g_new(Instant, 1);
	*until = clock_now(backend->clock) + GRACE_SECONDS;
	g_hash_table_insert(state->gone, g_strdup(row->grant.id), until);
	active_tell(backend, request->workload, 0);
}
