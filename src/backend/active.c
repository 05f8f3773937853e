#include "src/backend/active.h"

#include "src/backend/confirm.h"
#include "src/base/limits.h"

/* For so long the service's list may still have what was given back; the row says by itself when that ended. */
#define LATE_SECONDS 300

/*
 * How long the whole list of what is active may take before scopes are asked one by one beside it: counted from the
 * eligible list, which was asked for at the same time, or from the start where that takes long as well.
 */
#define QUICK_GRACE_MS  150
#define QUICK_LATEST_MS 2000

/* Of one workload. */
typedef struct Picture {
	Active *active;
	WorkloadId workload;
	GPtrArray *
		early; /* Assignment*: the quick, partial picture while the whole is not known; or NULL */
	GPtrArray *provisional; /* Assignment* of own activations that the list may not hold yet */
	unsigned asking;        /* own requests that no list shows are being asked for */
	unsigned generation;    /* … since this load */
	GHashTable *
		gone; /* grant id → Instant*: deactivated; what the list still says until then is old */
	GPtrArray *before;  /* rows as known when the load under way began; or NULL */
	Load *quick;        /* held while the quick list is asked for beside it; else NULL */
	bool has_quick;     /* once per load */
	guint quick_source; /* begins the quick one; 0: not to come, or begun */
} Picture;

struct Active {
	Jobs *jobs;
	Network *network;
	const Identity *identity;
	History *history;
	Lists *lists;
	Picture pictures[WORKLOAD_COUNT];
};

/* ---- the picture ---- */

static bool has_grant(const GPtrArray *rows, const char *id)
{
	for (guint i = 0; i < rows->len; i++)
		if (g_str_equal(((const Assignment *)rows->pdata[i])->grant.id, id))
			return true;
	return false;
}

static bool is_gone(const Picture *picture, const Assignment *row, Instant now)
{
	if (row->grant.end != 0 && row->grant.end <= now)
		return true;
	const Instant *until = g_hash_table_lookup(picture->gone, row->grant.id);
	return until != NULL && now < *until;
}

/*
 * The whole answer, or before there is one what the last run knew and what the quick lists tell; with one's own
 * fresh activations, without what has ended.
 */
GPtrArray *active_make_picture(WorkloadId workload, GPtrArray *known, gpointer data)
{
	Active *active = data;
	const Picture *picture = &active->pictures[workload];
	const Instant now = clock_now(active->network->clock);
	g_autoptr(GPtrArray) lately = history_list_lately(active->history);
	GPtrArray *rows = list_copy_rows(LIST_ASSIGNMENTS, known);
	for (guint i = 0; picture->early != NULL && i < picture->early->len; i++)
		g_ptr_array_add(rows, assignment_copy(picture->early->pdata[i]));
	assignment_merge(rows);
	for (guint i = 0; i < picture->provisional->len; i++) {
		const Assignment *row = picture->provisional->pdata[i];
		if (!has_grant(rows, row->grant.id))
			g_ptr_array_add(rows, assignment_copy(row));
	}
	for (guint i = rows->len; i > 0; i--)
		if (is_gone(picture, rows->pdata[i - 1], now) ||
		    history_was_given_back(rows->pdata[i - 1], lately))
			g_ptr_array_remove_index(rows, i - 1);
	return rows;
}

/* ---- the quick list ---- */

static void add_scopes(GPtrArray *scopes, const GPtrArray *rows)
{
	for (guint i = 0; rows != NULL && i < rows->len; i++)
		g_ptr_array_add(scopes, &((Grant *)rows->pdata[i])->scope); /* rows begin with it */
}

/* Scope*: worth asking first, those of one's own activations, of what was active, of eligibilities. */
static GPtrArray *make_hints(const Picture *picture)
{
	const Active *active = picture->active;
	GPtrArray *hints = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	g_autoptr(GPtrArray) scopes = g_ptr_array_new();
	g_autoptr(GPtrArray) own = history_list_active(active->history);
	for (guint i = 0; own != NULL && i < own->len; i++) {
		Request *request = ((const HistoryEntry *)own->pdata[i])->request;
		if (request->workload == picture->workload)
			g_ptr_array_add(scopes, &request->scope);
	}
	add_scopes(scopes, picture->before);
	add_scopes(scopes, picture->early);
	add_scopes(scopes, lists_state(active->lists, picture->workload, LIST_ELIGIBILITIES)->rows);
	for (guint i = 0; i < scopes->len && hints->len < LIMIT_HINTS; i++) {
		const Scope *scope = scopes->pdata[i];
		if (scope->id != NULL && scope->type != SCOPE_ROOT &&
		    g_hash_table_add(seen, scope->id))
			g_ptr_array_add(hints, scope_new_copy(scope));
	}
	return hints;
}

static const ListState *list_state(const Picture *picture)
{
	return lists_state(picture->active->lists, picture->workload, LIST_ASSIGNMENTS);
}

/* After the whole answer the quick one counts only where that was empty: so it has been seen, wrongly. */
static void on_early(const PimList *list, const GError *error, gpointer data)
{
	Picture *picture = data;
	const ListState *state = list_state(picture);
	const bool is_wanted = !state->is_complete || state->has_gaps || state->rows->len == 0;
	/* A scope that cannot be asked is the whole list's business. */
	if (error == NULL && is_wanted && list->rows->len > 0) {
		g_clear_pointer(&picture->early, g_ptr_array_unref);
		picture->early = list_copy_rows(LIST_ASSIGNMENTS, list->rows);
		lists_tell(picture->active->lists, picture->workload, LIST_ASSIGNMENTS,
			   load_intent_id(picture->quick));
	}
	if (error != NULL || list->is_complete)
		load_release(g_steal_pointer(&picture->quick));
}

/* Once per load, while nothing whole is known and there are scopes to ask. */
static void start_quick(Picture *picture, Load *load)
{
	const PimWorkload *row = pim_workload(picture->workload);
	const ListState *state = list_state(picture);
	if (row->lists.load_active_at == NULL || picture->has_quick ||
	    (state->is_complete && !state->has_gaps))
		return;
	g_autoptr(GPtrArray) hints = make_hints(picture);
	if (hints->len == 0)
		return;
	picture->has_quick = true;
	picture->quick = load_hold(load);
	row->lists.load_active_at(row, &picture->active->network->context, hints, NULL, on_early,
				  picture);
}

static gboolean on_slow(gpointer data)
{
	Picture *picture = data;
	picture->quick_source = 0;
	start_quick(picture, list_state(picture)->load);
	return G_SOURCE_REMOVE;
}

static void expect_whole(Picture *picture, guint milliseconds)
{
	g_clear_handle_id(&picture->quick_source, g_source_remove);
	picture->quick_source = g_timeout_add(milliseconds, on_slow, picture);
}

/* ---- what becomes of the lists ---- */

void active_on_began(const ListNews *news, gpointer data)
{
	Picture *picture = &((Active *)data)->pictures[news->workload];
	g_clear_pointer(&picture->before, g_ptr_array_unref);
	picture->before = news->state->rows != NULL ? g_ptr_array_ref(news->state->rows) : NULL;
	picture->has_quick = false;
	expect_whole(picture, QUICK_LATEST_MS);
}

void active_on_eligible(const ListNews *news, gpointer data)
{
	Picture *picture = &((Active *)data)->pictures[news->workload];
	if (list_state(picture)->load != NULL && !picture->has_quick)
		expect_whole(picture, QUICK_GRACE_MS);
}

static Assignment *assignment_from_request(const Active *active, const Request *request)
{
	return request_make_assignment(request, identity_account(active->identity)->oid,
				       clock_now(active->network->clock));
}

/* One of one's own requests, asked for. */
typedef struct Question {
	Picture *picture;
	unsigned generation;
	char *grant_id;
	Job *job;
} Question;

static void question_free(Question *question)
{
	job_release(question->job);
	g_free(question->grant_id);
	g_free(question);
}

static Assignment *find_provisional(const Picture *picture, const char *id, guint *at)
{
	for (guint i = 0; i < picture->provisional->len; i++) {
		Assignment *row = picture->provisional->pdata[i];
		if (!g_str_equal(row->grant.id, id))
			continue;
		*at = i;
		return row;
	}
	return NULL;
}

static void take_answer(Picture *picture, const Question *question, ConfirmAnswer answer,
			const Request *told)
{
	guint at = 0;
	Assignment *row = find_provisional(picture, question->grant_id, &at);
	if (row == NULL)
		return;
	row->is_unconfirmed = answer == CONFIRM_SILENT;
	if (answer == CONFIRM_HELD && told->end != 0 && told->end < row->grant.end)
		row->grant.end = told->end;
	if (answer == CONFIRM_GONE) {
		history_tell_gone(picture->active->history, told);
		g_ptr_array_remove_index(picture->provisional, at);
	}
}

static void on_confirmed(ConfirmAnswer answer, const Request *told, const GError *error,
			 gpointer data)
{
	Question *question = data;
	Picture *picture = question->picture;
	const bool is_over = error != NULL && history_is_over(picture->active->history, error);
	if (!is_over && question->generation == picture->generation) {
		Lists *lists = picture->active->lists;
		take_answer(picture, question, answer, told);
		if (--picture->asking == 0) {
			lists_set_open(lists, picture->workload, LIST_ASSIGNMENTS, false);
			lists_tell(lists, picture->workload, LIST_ASSIGNMENTS,
				   question->job->intent_id);
		}
	}
	question_free(question);
}

/* What the journal has as active and the list does not show: kept, and the service is asked for the request itself. */
static void ask_unlisted(Picture *picture, const Request *request, Assignment *row, Load *load)
{
	Question *question = g_new0(Question, 1);
	question->picture = picture;
	question->generation = picture->generation;
	question->grant_id = g_strdup(row->grant.id);
	question->job = load_hold_job(load);
	picture->asking++;
	g_ptr_array_add(picture->provisional, row);
	confirm_request(picture->active->network, request, on_confirmed, question);
}

static void compare_with_journal(Picture *picture, const ListNews *news)
{
	Active *active = picture->active;
	g_autoptr(GPtrArray) own = history_list_active(active->history);
	picture->generation++;
	picture->asking = 0;
	g_ptr_array_set_size(picture->provisional, 0);
	for (guint i = 0; own != NULL && i < own->len; i++) {
		const Request *request = ((const HistoryEntry *)own->pdata[i])->request;
		guint at = 0;
		if (request->workload != picture->workload)
			continue;
		g_autoptr(Assignment) row = assignment_from_request(active, request);
		if (!has_grant(news->rows, row->grant.id) &&
		    find_provisional(picture, row->grant.id, &at) == NULL)
			ask_unlisted(picture, request, g_steal_pointer(&row), news->load);
	}
	lists_set_open(active->lists, picture->workload, LIST_ASSIGNMENTS, picture->asking > 0);
}

void active_on_came(const ListNews *news, gpointer data)
{
	Picture *picture = &((Active *)data)->pictures[news->workload];
	if (news->rows->len > 0 && !news->state->has_gaps)
		g_clear_pointer(&picture->early, g_ptr_array_unref);
	if (news->state->is_complete)
		compare_with_journal(picture, news);
}

void active_on_ended(const ListNews *news, gpointer data)
{
	Picture *picture = &((Active *)data)->pictures[news->workload];
	g_clear_handle_id(&picture->quick_source, g_source_remove);
	if (!news->is_failed && news->state->has_gaps)
		start_quick(picture, news->load);
}

/* ---- one's own requests ---- */

static void add_provisional(Active *active, const Request *request)
{
	Picture *picture = &active->pictures[request->workload];
	Assignment *row = assignment_from_request(active, request);
	g_hash_table_remove(picture->gone, row->grant.id);
	g_ptr_array_add(picture->provisional, row);
	lists_tell(active->lists, request->workload, LIST_ASSIGNMENTS, 0);
}

static void remove_ended(Active *active, const Request *request)
{
	Picture *picture = &active->pictures[request->workload];
	g_autoptr(Assignment) row = assignment_from_request(active, request);
	for (guint i = picture->provisional->len; i > 0; i--) {
		const Assignment *other = picture->provisional->pdata[i - 1];
		if (g_str_equal(other->grant.id, row->grant.id))
			g_ptr_array_remove_index(picture->provisional, i - 1);
	}
	Instant *until = g_new(Instant, 1);
	*until = clock_now(active->network->clock) + LATE_SECONDS;
	g_hash_table_insert(picture->gone, g_strdup(row->grant.id), until);
	lists_tell(active->lists, request->workload, LIST_ASSIGNMENTS, 0);
}

void active_on_success(const Request *request, const Grant *grant, gpointer data)
{
	if (request->state == REQUEST_STATE_ACTIVE && request->kind == REQUEST_ACTIVATE)
		add_provisional(data, request);
	else if (request->kind == REQUEST_DEACTIVATE)
		remove_ended(data, request);
	active_on_needless(request, grant, data);
}

void active_on_needless(const Request *request, const Grant *grant, gpointer data)
{
	Active *active = data;
	Job *job = job_new(active->jobs, 0);
	(void)grant;
	lists_load(active->lists, request->workload, LIST_ASSIGNMENTS, job);
	job_release(job);
}

/* ---- the whole ---- */

void active_on_remembered(gpointer data)
{
	Active *active = data;
	g_autoptr(GPtrArray) own = history_list_active(active->history);
	for (guint i = 0; own != NULL && i < own->len; i++) {
		const Request *request = ((const HistoryEntry *)own->pdata[i])->request;
		g_ptr_array_add(active->pictures[request->workload].provisional,
				assignment_from_request(active, request));
	}
}

Active *active_new(Jobs *jobs, Network *network, const Identity *identity, History *history,
		   Lists *lists)
{
	Active *active = g_new0(Active, 1);
	active->jobs = jobs;
	active->network = network;
	active->identity = identity;
	active->history = history;
	active->lists = lists;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		Picture *picture = &active->pictures[i];
		picture->active = active;
		picture->workload = (WorkloadId)i;
		picture->provisional =
			g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
		picture->gone = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	}
	return active;
}

void active_on_forgotten(gpointer data)
{
	Active *active = data;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		Picture *picture = &active->pictures[i];
		g_clear_pointer(&picture->early, g_ptr_array_unref);
		g_ptr_array_set_size(picture->provisional, 0);
		picture->generation++;
		picture->asking = 0;
		g_hash_table_remove_all(picture->gone);
	}
}

void active_free(Active *active)
{
	if (active == NULL)
		return;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		Picture *picture = &active->pictures[i];
		g_clear_handle_id(&picture->quick_source, g_source_remove);
		g_clear_pointer(&picture->early, g_ptr_array_unref);
		g_clear_pointer(&picture->before, g_ptr_array_unref);
		g_ptr_array_unref(picture->provisional);
		g_hash_table_unref(picture->gone);
	}
	g_free(active);
}
