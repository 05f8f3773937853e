#include "src/model/holding.h"

#include <string.h>

Holding *holding_new(Assignment *assignment)
{
	Holding *holding = g_new0(Holding, 1);
	holding->assignment = assignment;
	return holding;
}

Holding *holding_copy(const Holding *holding)
{
	Holding *copy = holding_new(assignment_copy(holding->assignment));
	copy->is_of_group = holding->is_of_group;
	copy->justification = g_strdup(holding->justification);
	copy->ticket_number = g_strdup(holding->ticket_number);
	return copy;
}

void holding_free(Holding *holding)
{
	if (holding == NULL)
		return;
	assignment_free(holding->assignment);
	g_free(holding->justification);
	g_free(holding->ticket_number);
	g_free(holding);
}

const char *holding_who(const Holding *holding)
{
	const Principal *holder = &holding->assignment->grant.holder;
	const bool has_name = holder->name != NULL && *holder->name != '\0';
	return has_name ? holder->name : holder->id != NULL ? holder->id : "";
}

/* ---- All of a scope ---------------------------------------------------------------------------- */

Holdings *holdings_new(void)
{
	return g_new0(Holdings, 1);
}

Holdings *holdings_copy(const Holdings *holdings)
{
	if (holdings == NULL)
		return NULL;
	Holdings *copy = holdings_new();
	*copy = *holdings;
	copy->rows = holdings->rows != NULL ? g_ptr_array_ref(holdings->rows) : NULL;
	copy->no_reasons = problem_copy(holdings->no_reasons);
	return copy;
}

void holdings_free(Holdings *holdings)
{
	if (holdings == NULL)
		return;
	g_clear_pointer(&holdings->rows, g_ptr_array_unref);
	problem_free(holdings->no_reasons);
	g_free(holdings);
}

bool holdings_is_whole(const Holdings *holdings)
{
	return holdings->skipped == 0 && !holdings->has_gaps;
}

/* ---- Why --------------------------------------------------------------------------------------- */

/* Services name a schedule after the request that made it; a group's has more before that. */
static bool is_schedule_of(const char *schedule_id, const Request *request)
{
	const size_t length = schedule_id != NULL ? strlen(schedule_id) : 0;
	const size_t own = strlen(request->id);
	return own > 0 && own <= length &&
	       g_ascii_strcasecmp(schedule_id + length - own, request->id) == 0;
}

static bool is_of_same(const Grant *grant, const Request *request, const char *own_id)
{
	const char *who = request->requester_id;
	if (who == NULL && request->is_own)
		who = own_id;
	return request->kind == REQUEST_ACTIVATE && request_has_come_true(request) &&
	       scope_id_equal(who, grant->holder.id) && request->access == grant->access &&
	       scope_id_equal(request->scope.id, grant->scope.id) &&
	       g_ascii_strcasecmp(role_guid(request->role.id), role_guid(grant->role.id)) == 0;
}

static const Request *find_request(const Holding *holding, const GPtrArray *requests,
				   const char *own_id)
{
	const Grant *grant = &holding->assignment->grant;
	const Request *last = NULL;
	for (guint i = 0; i < requests->len; i++) {
		const Request *request = requests->pdata[i];
		if (!is_of_same(grant, request, own_id))
			continue;
		if (is_schedule_of(grant->schedule_id, request))
			return request;
		if (last == NULL || request->created > last->created)
			last = request;
	}
	return last;
}

void holdings_explain(const GPtrArray *rows, const GPtrArray *requests, const char *own_id)
{
	for (guint i = 0; i < rows->len; i++) {
		Holding *holding = rows->pdata[i];
		const bool is_activated =
			holding->assignment->assignment_type != ASSIGNMENT_ASSIGNED;
		const Request *request =
			is_activated ? find_request(holding, requests, own_id) : NULL;
		if (request == NULL)
			continue;
		g_free(holding->justification);
		g_free(holding->ticket_number);
		holding->justification = g_strdup(request->justification);
		holding->ticket_number = g_strdup(request->ticket_number);
	}
}

/* ---- Twice the same ---------------------------------------------------------------------------- */

static Instant end_of(const Holding *holding)
{
	const Instant end = holding->assignment->grant.end;
	return end != 0 ? end : G_MAXINT64;
}

static bool is_twice(const Holding *a, const Holding *b)
{
	return a->assignment->assignment_type == b->assignment->assignment_type &&
	       g_str_equal(a->assignment->grant.id, b->assignment->grant.id);
}

void holdings_merge(GPtrArray *rows)
{
	g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < rows->len;) {
		Holding *row = rows->pdata[i];
		Holding *before = g_hash_table_lookup(first, row->assignment->grant.id);
		if (before == NULL || !is_twice(before, row)) {
			g_hash_table_replace(first, row->assignment->grant.id, row);
			i++;
			continue;
		}
		if (end_of(before) < end_of(row)) {
			Assignment *shorter = before->assignment;
			before->assignment = row->assignment;
			row->assignment = shorter;
			g_hash_table_replace(first, before->assignment->grant.id, before);
		}
		g_ptr_array_remove_index(rows, i);
	}
}

/* ---- Their order ------------------------------------------------------------------------------- */

static int rank(const Holding *holding)
{
	return holding->assignment->assignment_type == ASSIGNMENT_ASSIGNED;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const Holding *left = *(const Holding *const *)a;
	const Holding *right = *(const Holding *const *)b;
	if (rank(left) != rank(right))
		return rank(left) - rank(right);
	if (end_of(left) != end_of(right))
		return end_of(left) < end_of(right) ? -1 : 1;
	const int who = g_utf8_collate(holding_who(left), holding_who(right));
	return who != 0 ? who
			: g_strcmp0(role_label(&left->assignment->grant.role),
				    role_label(&right->assignment->grant.role));
}

void holdings_sort(GPtrArray *rows)
{
	g_ptr_array_sort(rows, compare);
}
