#include "tui/core/words.h"

#include "frontend/grant-words.h"
#include "frontend/problem-words.h"

/* An action is done with the key that is bound to it now. */
static const char *name_key(const char *action, gpointer data)
{
	const State *state = data;
	const Action *row = action_table_find(state->actions, action);
	return row != NULL ? keymap_key(state->keymap, row) : NULL;
}

Wording state_wording(const State *state)
{
	return (Wording){
		.now = state->now,
		.zone = state->at.zone,
		.is_ascii = state->at.is_ascii,
		.name_action = name_key,
		.namer_data = (gpointer)state,
	};
}

char *state_local(const State *state, Instant instant)
{
	const Wording wording = state_wording(state);
	return wording_time(&wording, instant);
}

char *state_until(const State *state, const Grant *grant)
{
	const Wording wording = state_wording(state);
	return grant_until(&wording, grant);
}

/* ---- How much a scope holds --------------------------------------------------------------------- */

static void append_count(GString *text, guint count, const char *what)
{
	if (count > 0)
		g_string_append_printf(text, "%s%u %s%s", text->len > 0 ? ", " : "", count, what,
				       count == 1 ? "" : "s");
}

static bool holds_scopes(const Scope *scope)
{
	return scope->type == SCOPE_ROOT || scope->type == SCOPE_MANAGEMENT_GROUP ||
	       scope->type == SCOPE_SUBSCRIPTION;
}

/* What a scope holds that is neither subscription nor resource group. */
static const char *other_word(const Scope *scope)
{
	switch (scope->type) {
	case SCOPE_ROOT:
	case SCOPE_MANAGEMENT_GROUP:
		return "management group";
	case SCOPE_RESOURCE_GROUP:
	case SCOPE_RESOURCE:
		return "resource";
	default:
		return "scope";
	}
}

char *state_covered(const State *state, const Scope *scope)
{
	const ScopeNode *node = tree_find(&state->scopes.tree, scope->id);
	const Wording wording = state_wording(state);
	g_autoptr(GString) text = g_string_new(NULL);
	if (node != NULL) {
		append_count(text, node->below.subscriptions, "subscription");
		append_count(text, node->below.groups, "resource group");
		if (text->len == 0)
			append_count(text, node->below.others, other_word(scope));
	}
	const bool is_whole = node != NULL && tree_is_whole(node);
	const bool is_counting = node != NULL && node->deep == CHILDREN_LOADING;
	if (text->len == 0) {
		const bool is_empty = is_whole || !holds_scopes(scope);
		return is_empty ? NULL
				: g_strdup_printf("everything below it%s%s",
						  is_counting ? ", counting" : "",
						  is_counting ? wording_ellipsis(&wording) : "");
	}
	return is_whole ? g_string_free(g_steal_pointer(&text), FALSE)
			: g_strdup_printf("at least %s%s%s", text->str,
					  is_counting ? ", counting" : "",
					  is_counting ? wording_ellipsis(&wording) : "");
}

/* ---- Freshness -------------------------------------------------------------------------------- */

/* One word for the lists of a workload: the worst of them. */
static LoadStatus worst_status(const State *state, WorkloadId workload, Instant *as_of,
			       bool *is_loading)
{
	static const int badness[] = {
		[LOAD_READY] = 0,   [LOAD_IDLE] = 1,   [LOAD_STALE] = 2,
		[LOAD_LOADING] = 3, [LOAD_FAILED] = 4,
	};
	LoadStatus worst = LOAD_READY;
	*as_of = 0;
	*is_loading = false;
	for (int list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++) {
		const Load *load = &state->lists.loads[workload][list];
		if (badness[load->status] > badness[worst])
			worst = load->status;
		if (load->as_of && (!*as_of || load->as_of < *as_of))
			*as_of = load->as_of;
		*is_loading |= load->is_loading;
	}
	return worst;
}

static const Problem *workload_problem(const State *state, WorkloadId workload)
{
	for (int list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++) {
		if (state->lists.loads[workload][list].problem != NULL)
			return state->lists.loads[workload][list].problem;
	}
	return NULL;
}

/* Rows of the lists on screen that could not be read: left out, but not unsaid. */
static size_t unreadable_rows(const State *state, WorkloadId workload)
{
	return state->lists.loads[workload][LIST_ELIGIBILITIES].skipped +
	       state->lists.loads[workload][LIST_ASSIGNMENTS].skipped;
}

static bool has_gaps(const State *state, WorkloadId workload)
{
	return state->lists.loads[workload][LIST_ELIGIBILITIES].has_gaps ||
	       state->lists.loads[workload][LIST_ASSIGNMENTS].has_gaps;
}

static bool is_new(const State *state, Instant as_of)
{
	return state->now - as_of < 2 * LISTS_REFRESH_SECONDS;
}

/* One's own requests are asked for beside the roles, and may be older than those. */
static bool are_requests_old(const State *state, WorkloadId workload)
{
	const Load *load = &state->lists.loads[workload][LIST_REQUESTS];
	return load->problem != NULL || load->status == LOAD_STALE ||
	       (load->status == LOAD_READY && !load->is_loading && !is_new(state, load->as_of));
}

/* What is to be said besides, of roles that are fresh; "": nothing. The caller frees. */
static char *reservation(const State *state, WorkloadId workload)
{
	const Load *requests = &state->lists.loads[workload][LIST_REQUESTS];
	const size_t unreadable = unreadable_rows(state, workload);
	if (unreadable > 0)
		return g_strdup_printf(", %zu unreadable", unreadable);
	if (has_gaps(state, workload))
		return g_strdup(", subscriptions only");
	if (!are_requests_old(state, workload))
		return g_strdup("");
	if (requests->as_of == 0)
		return g_strdup(", requests failed");
	g_autofree char *at = state_local(state, requests->as_of);
	return g_strdup_printf(", requests as of %s", at);
}

static bool is_asked(const State *state, WorkloadId workload)
{
	return state->lists.loads[workload][LIST_ELIGIBILITIES].status != LOAD_IDLE ||
	       state->lists.loads[workload][LIST_ASSIGNMENTS].status != LOAD_IDLE;
}

const char *state_failure(const State *state, WorkloadId workload)
{
	Instant as_of;
	bool is_loading;
	const LoadStatus status = worst_status(state, workload, &as_of, &is_loading);
	const Problem *problem = workload_problem(state, workload);
	const bool has_failed = status == LOAD_FAILED && is_asked(state, workload);
	return has_failed && problem != NULL && problem->kind != PROBLEM_SIGN_IN ? problem->message
										 : NULL;
}

char *state_freshness(const State *state, WorkloadId workload)
{
	const char *line = workload_info(workload)->line;
	Instant as_of;
	bool is_loading;
	LoadStatus status = worst_status(state, workload, &as_of, &is_loading);
	const Problem *problem = workload_problem(state, workload);
	if (!is_asked(state, workload))
		return g_strdup("");
	if (status == LOAD_LOADING)
		return g_strdup_printf("%s loading%s", line, state->at.is_ascii ? "..." : "…");
	/* Short, for three of them stand in a line: the notice and the panes say why. */
	const bool wants_sign_in = problem != NULL && problem->kind == PROBLEM_SIGN_IN;
	if (status == LOAD_FAILED && wants_sign_in)
		return g_strdup_printf("%s sign in", line);
	if (status == LOAD_FAILED)
		return g_strdup_printf("%s failed%s%s", line, problem != NULL ? ": " : "",
				       problem != NULL ? problem->message : "");
	if (status == LOAD_READY && problem == NULL && is_new(state, as_of)) {
		g_autofree char *but = reservation(state, workload);
		return g_strdup_printf("%s fresh%s", line, but);
	}
	g_autofree char *at = state_local(state, as_of);
	if (wants_sign_in)
		return g_strdup_printf("%s %s, sign in", line, at);
	return g_strdup_printf("%s as of %s%s", line, at,
			       problem != NULL ? ", failed"
			       : is_loading    ? ", loading"
					       : "");
}

StyleId state_freshness_style(const State *state, WorkloadId workload)
{
	Instant as_of;
	bool is_loading;
	LoadStatus status = worst_status(state, workload, &as_of, &is_loading);
	if (workload_problem(state, workload) != NULL)
		return STYLE_ERROR;
	if (unreadable_rows(state, workload) > 0 || has_gaps(state, workload) ||
	    are_requests_old(state, workload))
		return STYLE_WARNING;
	/* What is as it should be is no news. */
	if (status == LOAD_READY && is_new(state, as_of))
		return STYLE_DIM;
	return status == LOAD_STALE || status == LOAD_READY ? STYLE_WARNING : STYLE_DIM;
}

char *state_empty_words(const State *state, ListId list, const char *none)
{
	const Wording wording = state_wording(state);
	bool is_loading = false, is_known = false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Load *load = &state->lists.loads[i][list];
		is_known |= load->status != LOAD_IDLE;
		if (load->status == LOAD_FAILED && load->problem != NULL) {
			g_autofree char *why = problem_words(&wording, load->problem);
			return g_strdup_printf("%s: %s", workload_info((WorkloadId)i)->line, why);
		}
		is_loading |= load->is_loading || load->status == LOAD_LOADING;
	}
	if (is_loading || !is_known)
		return g_strdup_printf("Loading%s", wording_ellipsis(&wording));
	return g_strdup(none);
}

/* ---- The window's title -------------------------------------------------------------------------- */

/* How many roles run; and when the first of them ends (0: none does). */
static size_t count_active(const State *state, Instant *next_end)
{
	size_t count = 0;
	*next_end = 0;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.active[workload];
		for (guint i = 0; i < rows->len; i++) {
			const Row *row = g_ptr_array_index(rows, i);
			const Instant end = row->assignment->grant.end;
			if (end != 0 && (*next_end == 0 || end < *next_end))
				*next_end = end;
		}
		count += rows->len;
	}
	return count;
}

char *state_title(const State *state)
{
	const Account *account = state->account;
	const char *tenant = account == NULL                ? NULL
			     : account->tenant_name != NULL ? account->tenant_name
							    : account->tid;
	Instant next_end = 0;
	const size_t count = count_active(state, &next_end);
	g_autofree char *at = next_end != 0 ? state_local(state, next_end) : NULL;
	GString *title = g_string_new("myroles");
	if (tenant != NULL && *tenant != '\0')
		g_string_append_printf(title, " - %s", tenant);
	if (count > 0)
		g_string_append_printf(title, " - %zu active", count);
	if (at != NULL)
		g_string_append_printf(title, ", next end %s", at);
	return g_string_free(title, FALSE);
}

/* ---- Notices ---------------------------------------------------------------------------------- */

/* The newest, while it is due; below it what waits for a key. What nobody asked for comes between. */
const Notice *state_notice(const State *state)
{
	const Notice *aside = NULL;
	bool is_last = true;
	for (guint i = state->notices->len; i > 0; i--) {
		const Notice *notice = g_ptr_array_index(state->notices, i - 1);
		const bool is_passing = notice->until > state->now;
		if (notice->is_aside) {
			if (aside == NULL && is_passing && !notice->is_dismissed)
				aside = notice;
			continue;
		}
		const bool is_due = notice->until == 0 || (is_last && is_passing);
		is_last = false;
		if (!notice->is_dismissed && is_due)
			return notice->until == 0 && aside != NULL ? aside : notice;
	}
	return aside;
}

StyleId notice_style(NoticeKind kind)
{
	static const StyleId styles[] = {
		[NOTICE_INFO] = STYLE_TEXT,
		[NOTICE_OK] = STYLE_OK,
		[NOTICE_WARNING] = STYLE_WARNING,
		[NOTICE_ERROR] = STYLE_ERROR,
	};
	return styles[kind];
}
