#include "tui/core/known-requests.h"

#include <string.h>

#include "frontend/nearness.h"
#include "frontend/open-requests.h"
#include "frontend/target.h"
#include "tui/core/effects.h"

void known_requests_init(KnownRequests *requests)
{
	requests->open = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	requests->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

void known_requests_clear(KnownRequests *requests)
{
	g_ptr_array_unref(requests->rows);
	g_ptr_array_unref(requests->open);
}

const Request *known_requests_find(const KnownRequests *requests, const char *id)
{
	for (guint i = 0; i < requests->open->len; i++) {
		const Request *request = g_ptr_array_index(requests->open, i);
		if (strcmp(request->id, id) == 0)
			return request;
	}
	return NULL;
}

const Eligibility *known_requests_find_eligible(const State *state, const Request *request)
{
	const Eligibility *covering = NULL;
	const GPtrArray *rows = state->lists.eligible[request->workload];
	if (request->role.id == NULL || request->scope.id == NULL)
		return NULL;
	g_autoptr(Cover) cover = cover_new(&state->scopes, request->scope.id);
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		const Grant *grant = &row->eligibility->grant;
		const RequestMatch match = grant_match_request(grant, request);
		if (match == MATCH_SCOPE)
			return row->eligibility;
		if (match == MATCH_LINKED || (match == MATCH_ROLE && cover_may(cover, grant)))
			covering = row->eligibility;
	}
	return covering;
}

const Policy *known_requests_policy(const State *state, const Request *request)
{
	const Eligibility *eligibility = known_requests_find_eligible(state, request);
	const PolicyEntry *entry =
		eligibility != NULL ? known_policies_find(&state->policies, eligibility->grant.id,
							  request->scope.id)
				    : NULL;
	return entry != NULL ? entry->policy : NULL;
}

const Request *known_requests_find_extension(const State *state, const Grant *grant)
{
	const GPtrArray *open = state->requests.open;
	for (guint i = 0; i < open->len; i++) {
		const Request *request = g_ptr_array_index(open, i);
		if (request_is_extension(request->kind) && request_is_open(request) &&
		    grant_match_request(grant, request) == MATCH_SCOPE)
			return request;
	}
	return NULL;
}

const Request *known_requests_find_next(const State *state, const Grant *grant)
{
	return grant->end != 0
		       ? grant_find_promised(grant, state->requests.open, grant_next_start(grant))
		       : NULL;
}

/* Of a long history: what is open, and what the service tells of now. */
static GPtrArray *list_concerned(const KnownJournal *journal,
				 const ToldRequests told[WORKLOAD_COUNT])
{
	GPtrArray *entries = g_ptr_array_new();
	g_autoptr(GHashTable) rows = g_hash_table_new(NULL, NULL);
	GHashTableIter iterator;
	gpointer open = NULL;
	g_hash_table_iter_init(&iterator, journal->open);
	while (g_hash_table_iter_next(&iterator, &open, NULL))
		g_hash_table_add(rows, open);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *own = told[workload].rows;
		for (guint i = 0; own != NULL && i < own->len; i++) {
			const Request *request = g_ptr_array_index(own, i);
			const Row *row = request->id != NULL
						 ? known_journal_find_row(journal, request->id)
						 : NULL;
			if (row != NULL)
				g_hash_table_add(rows, (gpointer)row);
		}
	}
	g_hash_table_iter_init(&iterator, rows);
	while (g_hash_table_iter_next(&iterator, &open, NULL))
		g_ptr_array_add(entries, (gpointer)((const Row *)open)->entry);
	return entries;
}

/* ---- What is heard ------------------------------------------------------------------------------ */

static void on_news(Update *update, gconstpointer about)
{
	(void)about;
	State *state = update->state;
	KnownRequests *requests = &state->requests;
	ToldRequests told[WORKLOAD_COUNT];
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		told[workload].rows = state->lists.loaded[workload][LIST_REQUESTS];
		told[workload].as_of = state->lists.loads[workload][LIST_REQUESTS].as_of;
	}
	g_ptr_array_set_size(requests->rows, 0);
	g_ptr_array_unref(requests->open);
	g_autoptr(GPtrArray) entries = list_concerned(&state->journal, told);
	requests->open = open_requests(entries, told, state->now);
	for (guint i = 0; i < requests->open->len; i++)
		g_ptr_array_add(requests->rows,
				row_new_request(g_ptr_array_index(requests->open, i)));
}

const Listeners known_requests_listeners = {
	.hear = {
		[NEWS_ACCOUNT] = on_news,
		[NEWS_REQUESTS] = on_news,
		[NEWS_HISTORY] = on_news,
	},
};
