/*
 * What is there already of an eligible row, and why an active one was asked for: looked up once when lists or the journal
 * come, not for each frame.
 */
#include <string.h>

#include "frontend/often.h"
#include "frontend/open-requests.h"
#include "frontend/policy-words.h"
#include "frontend/target.h"
#include "src/model/duration.h"
#include "src/model/workload.h"
#include "tui/core/words.h"
#include "tui/screens/roles.h"
#include "tui/widgets/columns.h"

static Now *now_new(NowKind kind, char *words)
{
	Now *now = g_new0(Now, 1);
	now->kind = kind;
	now->words = words;
	return now;
}

/*
 * So far back one's own requests are looked at. An activation lasts a day at most and may have been asked for weeks ahead; a
 * refusal that is older says nothing about now.
 */
#define HISTORY_SECONDS OFTEN_SECONDS

/* ---- By role ---------------------------------------------------------------------------------- */

/* All that is known of one role: of many rows a few are looked at. */
typedef struct OfRole {
	GPtrArray *active;  /* const Assignment* */
	GPtrArray *open;    /* const Request* */
	GPtrArray *history; /* const Request*, newest first */
} OfRole;

static void of_role_free(gpointer data)
{
	OfRole *of_role = data;
	g_ptr_array_unref(of_role->active);
	g_ptr_array_unref(of_role->open);
	g_ptr_array_unref(of_role->history);
	g_free(of_role);
}

/* Which role it is, by its GUID; borrowed from what it was made of. */
typedef struct RoleKey {
	WorkloadId workload;
	Access access;
	const char *guid;
} RoleKey;

static RoleKey role_key(WorkloadId workload, Access access, const char *role_id)
{
	return (RoleKey){ workload, access, role_guid(role_id) };
}

#define HASHED_MOST 8 /* characters of a GUID: thousands of rows ask */

static guint hash_key(gconstpointer data)
{
	const RoleKey *key = data;
	guint hash = (guint)key->workload * 31 + (guint)key->access;
	for (size_t at = 0; at < HASHED_MOST && key->guid[at] != '\0'; at++)
		hash = hash * 33 + (guint)g_ascii_tolower(key->guid[at]);
	return hash;
}

static gboolean is_same_key(gconstpointer a, gconstpointer b)
{
	const RoleKey *x = a, *y = b;
	return x->workload == y->workload && x->access == y->access &&
	       (strcmp(x->guid, y->guid) == 0 || g_ascii_strcasecmp(x->guid, y->guid) == 0);
}

static OfRole *find_role(GHashTable *roles, RoleKey key)
{
	OfRole *of_role = g_hash_table_lookup(roles, &key);
	if (of_role != NULL)
		return of_role;
	of_role = g_new0(OfRole, 1);
	of_role->active = g_ptr_array_new();
	of_role->open = g_ptr_array_new();
	of_role->history = g_ptr_array_new();
	g_hash_table_insert(roles, g_memdup2(&key, sizeof key), of_role);
	return of_role;
}

/* The newest of what is shown: of a long past no more is looked at. */
static void add_history(const State *state, GHashTable *roles)
{
	const GPtrArray *rows = state->journal.rows;
	for (guint i = 0; i < rows->len; i++) {
		const HistoryEntry *entry = ((const Row *)rows->pdata[i])->entry;
		const Request *request = entry->request;
		if (history_entry_moment(entry) < state->now - HISTORY_SECONDS)
			return;
		OfRole *of_role = find_role(
			roles, role_key(request->workload, request->access, request->role.id));
		g_ptr_array_add(of_role->history, (gpointer)request);
	}
}

/* Of the roles that something is known of; most rows are of none of them. */
static GHashTable *sort_by_role(const State *state)
{
	GHashTable *roles = g_hash_table_new_full(hash_key, is_same_key, g_free, of_role_free);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.active[workload];
		for (guint i = 0; i < rows->len; i++) {
			const Assignment *active = ((const Row *)rows->pdata[i])->assignment;
			const Grant *grant = &active->grant;
			OfRole *of_role = find_role(
				roles, role_key(grant->workload, grant->access, grant->role.id));
			g_ptr_array_add(of_role->active, (gpointer)active);
		}
	}
	for (guint i = 0; i < state->requests.open->len; i++) {
		const Request *request = g_ptr_array_index(state->requests.open, i);
		if (!request_is_open(request)) /* failed lately: the history tells */
			continue;
		OfRole *of_role = find_role(
			roles, role_key(request->workload, request->access, request->role.id));
		g_ptr_array_add(of_role->open, (gpointer)request);
	}
	add_history(state, roles);
	return roles;
}

/* ---- Of one eligible row ------------------------------------------------------------------------ */

/* Was it activated from this row? The service says so, or the row holds its scope. */
static Covers find_origin(const State *state, const Grant *eligible, const char *scope_id,
			  const char *schedule_id)
{
	if (scope_id_equal(eligible->scope.id, scope_id))
		return COVERS_SURELY;
	if (schedule_id != NULL && eligible->schedule_id != NULL)
		return g_ascii_strcasecmp(schedule_id, eligible->schedule_id) == 0 ? COVERS_SURELY
										   : COVERS_NOT;
	const Covers covers = grant_covers(eligible, scope_id);
	if (covers != COVERS_MAYBE)
		return covers;
	g_autoptr(Cover) cover = cover_new(&state->scopes, scope_id);
	return cover_find(cover, eligible);
}

static bool is_from(const State *state, const Grant *eligible, const char *scope_id,
		    const char *schedule_id)
{
	return find_origin(state, eligible, scope_id, schedule_id) == COVERS_SURELY;
}

/* "active", "active rg-edge", "active rg-edge and 2 more" */
static Now *find_active(const State *state, const Grant *eligible, const OfRole *of_role)
{
	const Scope *first = NULL;
	guint count = 0;
	for (guint i = 0; i < of_role->active->len; i++) {
		const Assignment *active = g_ptr_array_index(of_role->active, i);
		const Grant *grant = &active->grant;
		const bool is_over = grant->end > 0 && grant->end <= state->now;
		if (is_over ||
		    !is_from(state, eligible, grant->scope.id, active->eligibility_schedule_id))
			continue;
		first = first == NULL ? &grant->scope : first;
		count++;
	}
	if (first == NULL)
		return NULL;
	if (count == 1 && scope_id_equal(first->id, eligible->scope.id))
		return now_new(NOW_ACTIVE, g_strdup("active"));
	g_autofree char *more = count > 1 ? g_strdup_printf(" and %u more", count - 1) : NULL;
	return now_new(NOW_ACTIVE, g_strdup_printf("active %s%s", scope_label(first),
						   more != NULL ? more : ""));
}

static Now *describe_open(const State *state, const Request *request)
{
	if (request->state == REQUEST_STATE_SCHEDULED) {
		Now *now = now_new(NOW_SCHEDULED, NULL);
		now->start = request->start;
		return now;
	}
	if (request->state == REQUEST_STATE_UNKNOWN)
		return now_new(NOW_UNKNOWN, g_strdup("outcome unknown"));
	if (request->state != REQUEST_STATE_WAITING)
		return now_new(NOW_WAITING, g_strdup("being worked on"));
	const Policy *policy = known_requests_policy(state, request);
	g_autoptr(GString) whom = g_string_new(NULL);
	if (policy != NULL)
		policy_append_approvers(whom, policy, 1);
	const char *by = g_str_has_prefix(whom->str, " by ") ? whom->str + strlen(" by ") : "";
	return now_new(NOW_WAITING, g_strdup_printf("waiting%s%s", *by ? ": " : "", by));
}

static Now *find_open(const State *state, const Grant *eligible, const OfRole *of_role)
{
	for (guint i = 0; i < of_role->open->len; i++) {
		const Request *request = g_ptr_array_index(of_role->open, i);
		if (request->kind == REQUEST_ACTIVATE && request_is_open(request) &&
		    is_from(state, eligible, request->scope.id, request->eligibility_schedule_id))
			return describe_open(state, request);
	}
	return NULL;
}

/* The last word on it was a refusal. */
static Now *find_refusal(const State *state, const Grant *eligible, const OfRole *of_role)
{
	for (guint i = 0; i < of_role->history->len; i++) {
		const Request *request = g_ptr_array_index(of_role->history, i);
		if (request->kind != REQUEST_ACTIVATE ||
		    !is_from(state, eligible, request->scope.id, request->eligibility_schedule_id))
			continue;
		if (request->state == REQUEST_STATE_REFUSED)
			return now_new(NOW_REFUSED, g_strdup("refused last"));
		if (request->state == REQUEST_STATE_FAILED)
			return now_new(NOW_REFUSED, g_strdup("failed last"));
		return NULL;
	}
	return NULL;
}

#define USES_SECONDS (30 * 24 * 60 * 60)

/*
 * "3 times in 30 days, last on rg-payments for 2h" of what was granted; NULL: none. Where it is not known whether the row holds
 * the scope, it counts, and so does what an eligibility gave that has been renewed since: "not used" would be the wrong
 * word.
 */
static char *count_uses(const State *state, const Grant *eligible, const OfRole *of_role)
{
	const Request *last = NULL;
	guint count = 0;
	for (guint i = 0; i < of_role->history->len; i++) {
		const Request *request = g_ptr_array_index(of_role->history, i);
		const Instant at = request->start > 0 ? request->start : request->created;
		const bool is_granted = request->state == REQUEST_STATE_ACTIVE ||
					request->state == REQUEST_STATE_ENDED;
		if (request->kind != REQUEST_ACTIVATE || !is_granted ||
		    at < state->now - USES_SECONDS ||
		    find_origin(state, eligible, request->scope.id, NULL) == COVERS_NOT)
			continue;
		last = last == NULL ? request : last;
		count++;
	}
	if (last == NULL)
		return NULL;
	g_autoptr(GString) text = g_string_new(NULL);
	g_string_append_printf(text, count == 1 ? "once" : "%u times", count);
	g_string_append(text, " in 30 days, last");
	if (eligible->access == ACCESS_NONE)
		g_string_append_printf(text, " on %s", scope_label(&last->scope));
	g_autofree char *length = last->duration > 0 ? duration_format(last->duration) : NULL;
	if (length != NULL)
		g_string_append_printf(text, " for %s", length);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

/* How often and lately it is used: what is told to come from another row counts there. */
static double weigh_uses(const State *state, const Grant *eligible, const OfRole *of_role)
{
	double weight = 0;
	for (guint i = 0; i < of_role->history->len; i++) {
		const Request *request = g_ptr_array_index(of_role->history, i);
		const double one = often_weight(request, state->now);
		if (one > 0 && find_origin(state, eligible, request->scope.id,
					   request->eligibility_schedule_id) != COVERS_NOT)
			weight += one;
	}
	return weight;
}

static bool is_taken(RequestState state)
{
	return state == REQUEST_STATE_ACTIVE || state == REQUEST_STATE_ENDED ||
	       state == REQUEST_STATE_SCHEDULED || state == REQUEST_STATE_WAITING;
}

/*
 * Where it was activated last: what the service took, from wherever it was asked for, and did not refuse since. What one looks
 * at stays where it is.
 */
static void learn_last(State *state, const Eligibility *eligibility, const OfRole *of_role)
{
	const Grant *grant = &eligibility->grant;
	if (!workload_info(grant->workload)->can_narrow_scope)
		return;
	for (guint i = 0; i < of_role->history->len; i++) {
		const Request *request = g_ptr_array_index(of_role->history, i);
		if (request->kind == REQUEST_ACTIVATE && is_taken(request->state) &&
		    is_from(state, grant, request->scope.id, request->eligibility_schedule_id)) {
			known_scopes_learn_last(&state->scopes, eligibility, &request->scope);
			return;
		}
	}
}

static void look_at(State *state, GHashTable *roles, Row *row, bool may_order)
{
	const Grant *eligible = row_grant(row);
	row->often = may_order ? 0 : row->often;
	const RoleKey key = { eligible->workload, eligible->access, row->role_guid };
	const OfRole *of_role = g_hash_table_lookup(roles, &key);
	if (of_role == NULL)
		return;
	Now *now = find_active(state, eligible, of_role);
	if (now == NULL)
		now = find_open(state, eligible, of_role);
	if (now == NULL)
		now = find_refusal(state, eligible, of_role);
	if (now != NULL)
		g_hash_table_replace(roles_data(state)->now, g_strdup(eligible->id), now);
	char *uses = count_uses(state, eligible, of_role);
	if (uses != NULL)
		g_hash_table_replace(roles_data(state)->uses, g_strdup(eligible->id), uses);
	row->often = may_order ? weigh_uses(state, eligible, of_role) : row->often;
	learn_last(state, row->eligibility, of_role);
}

/* ---- Of one active row -------------------------------------------------------------------------- */

/* The reason that it was asked for with: that of the newest activation there which is not over. */
static void look_for_reason(State *state, GHashTable *roles, const Assignment *active)
{
	const Grant *grant = &active->grant;
	const RoleKey key = role_key(grant->workload, grant->access, grant->role.id);
	const OfRole *of_role = g_hash_table_lookup(roles, &key);
	for (guint i = 0; of_role != NULL && i < of_role->history->len; i++) {
		const Request *request = g_ptr_array_index(of_role->history, i);
		if (request->kind != REQUEST_ACTIVATE || request->state != REQUEST_STATE_ACTIVE ||
		    !scope_id_equal(request->scope.id, grant->scope.id))
			continue;
		if (request->end > state->now && request->justification != NULL)
			g_hash_table_replace(roles_data(state)->reasons, g_strdup(grant->id),
					     g_strdup(request->justification));
		return;
	}
}

/* ---- The whole ---------------------------------------------------------------------------------- */

void now_look(State *state)
{
	Roles *data = roles_data(state);
	g_autoptr(GHashTable) roles = sort_by_role(state);
	const bool may_order = order_may_change(state);
	g_hash_table_remove_all(data->now);
	g_hash_table_remove_all(data->reasons);
	g_hash_table_remove_all(data->uses);
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *eligible = state->lists.eligible[workload];
		for (guint i = 0; i < eligible->len; i++)
			look_at(state, roles, eligible->pdata[i], may_order);
		const GPtrArray *active = state->lists.active[workload];
		for (guint i = 0; i < active->len; i++)
			look_for_reason(state, roles, ((const Row *)active->pdata[i])->assignment);
	}
}

void now_update(State *state)
{
	now_look(state);
	columns_measure_steady(state, roles_pane(state, ROLES_ELIGIBLE));
	columns_measure_steady(state, roles_pane(state, ROLES_ACTIVE));
}

const Now *now_find(const State *state, const char *eligibility_id)
{
	return g_hash_table_lookup(roles_data(state)->now, eligibility_id);
}

const char *now_uses(const State *state, const char *eligibility_id)
{
	return g_hash_table_lookup(roles_data(state)->uses, eligibility_id);
}

const char *now_reason(const State *state, const char *assignment_id)
{
	return g_hash_table_lookup(roles_data(state)->reasons, assignment_id);
}

char *now_words(const State *state, const Now *now)
{
	return now->kind == NOW_SCHEDULED ? state_local(state, now->start) : g_strdup(now->words);
}

StyleId now_style(const Now *now)
{
	switch (now->kind) {
	case NOW_ACTIVE:
		return STYLE_OK;
	case NOW_WAITING:
	case NOW_SCHEDULED:
		return STYLE_WAITING;
	case NOW_REFUSED:
		return STYLE_REFUSED;
	case NOW_UNKNOWN:
		break;
	}
	return STYLE_WARNING;
}
