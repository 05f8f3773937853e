/* What the state comes to in times and words. */
#include "tui/action.h"
#include "tui/state.h"

#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "frontend/problem-words.h"

/* ---- Times ------------------------------------------------------------------------------------ */

/* An action is done with the key that is bound to it now. */
static const char *name_key(const char *action, gpointer data)
{
	const State *state = data;
	const Action *row = action_find(action);
	return row ? keymap_key(state->keymap, row) : NULL;
}

Wording state_wording(const State *state)
{
	return (Wording){
		.now = state->now,
		.zone = state->zone,
		.is_ascii = state->is_ascii,
		.name_action = name_key,
		.namer_data = (gpointer)state,
	};
}

int state_eighths_left(const State *state, const Grant *grant, int cells)
{
	int64_t whole = grant->end - grant->start;
	if (!grant->end || !grant->start || whole <= 0)
		return 0;
	int64_t left = CLAMP(grant_countdown(grant, state->now), 0, whole);
	return (int)((left * cells * 8 + whole - 1) / whole);
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
		const Load *load = &state->loads[workload][list];
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
		if (state->loads[workload][list].problem)
			return state->loads[workload][list].problem;
	}
	return NULL;
}

/* Rows of the lists on screen that could not be read: left out, but not unsaid. */
static size_t unreadable_rows(const State *state, WorkloadId workload)
{
	return state->loads[workload][LIST_ELIGIBILITIES].skipped +
	       state->loads[workload][LIST_ASSIGNMENTS].skipped;
}

static bool has_gaps(const State *state, WorkloadId workload)
{
	return state->loads[workload][LIST_ELIGIBILITIES].has_gaps ||
	       state->loads[workload][LIST_ASSIGNMENTS].has_gaps;
}

static bool is_asked(const State *state, WorkloadId workload)
{
	return state->loads[workload][LIST_ELIGIBILITIES].status != LOAD_IDLE ||
	       state->loads[workload][LIST_ASSIGNMENTS].status != LOAD_IDLE;
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
		return g_strdup_printf("%s loading%s", line, state->is_ascii ? "..." : "…");
	/* Short, for three of them stand in a line: the notice and the panes say why. */
	const bool wants_sign_in = problem && problem->kind == PROBLEM_SIGN_IN;
	if (status == LOAD_FAILED && wants_sign_in)
		return g_strdup_printf("%s sign in", line);
	if (status == LOAD_FAILED)
		return g_strdup_printf("%s failed%s%s", line, problem ? ": " : "",
				       problem ? problem->message : "");
	if (status == LOAD_READY && !problem && state->now - as_of < 2 * STATE_REFRESH_SECONDS)
		return unreadable_rows(state, workload) > 0
			       ? g_strdup_printf("%s fresh, %zu unreadable", line,
						 unreadable_rows(state, workload))
			       : g_strdup_printf("%s fresh%s", line,
						 has_gaps(state, workload) ? ", subscriptions only"
									   : "");
	g_autofree char *at = state_local(state, as_of);
	if (wants_sign_in)
		return g_strdup_printf("%s %s, sign in", line, at);
	return g_strdup_printf("%s as of %s%s", line, at,
			       problem      ? ", failed"
			       : is_loading ? ", loading"
					    : "");
}

StyleId state_freshness_style(const State *state, WorkloadId workload)
{
	Instant as_of;
	bool is_loading;
	LoadStatus status = worst_status(state, workload, &as_of, &is_loading);
	if (workload_problem(state, workload))
		return STYLE_ERROR;
	if (unreadable_rows(state, workload) > 0 || has_gaps(state, workload))
		return STYLE_WARNING;
	if (status == LOAD_READY && state->now - as_of < 2 * STATE_REFRESH_SECONDS)
		return STYLE_OK;
	return status == LOAD_STALE || status == LOAD_READY ? STYLE_WARNING : STYLE_DIM;
}

/* ---- The policy line -------------------------------------------------------------------------- */

/* "Reader on rg-payments: active until 14:16, through sg-network" */
static char *active_line(const State *state)
{
	const Assignment *assignment = state_selected_active(state);
	if (!assignment)
		return g_strdup("");
	const Grant *grant = &assignment->grant;
	g_autofree char *what = grant_words(grant, NULL);
	g_autofree char *until = state_until(state, grant);
	bool is_standing = assignment->assignment_type == ASSIGNMENT_ASSIGNED;
	const char *kind = is_standing ? "standing, " : grant->end ? "active " : "active, ";
	bool is_group = grant->member_type == MEMBER_GROUP;
	const char *holder = grant->holder.name ? grant->holder.name : "a group";
	return g_strdup_printf("%s: %s%s%s%s%s", what,
			       grant->end && grant->end <= state->now ? "" : kind, until,
			       is_group ? ", through " : "", is_group ? holder : "",
			       assignment->is_provisional ? "; not yet in the service's list" : "");
}

char *state_policy_line(const State *state)
{
	const Eligibility *eligibility = state_selected_eligible(state);
	if (state->screen == SCREEN_ROLES && state->focus == PANE_ACTIVE)
		return active_line(state);
	if (state->screen != SCREEN_ROLES || !eligibility)
		return g_strdup("");
	const Scope *scope = state_target_scope(state, eligibility);
	const PolicyEntry *entry = state_policy(state, eligibility->grant.id, scope->id);
	g_autofree char *what = grant_words(&eligibility->grant, scope);
	const Assignment *active = state_active_for(state, eligibility, scope);
	g_autofree char *until = active ? state_until(state, &active->grant) : NULL;
	g_autofree char *now = active ? g_strdup_printf("active %s; ", until) : g_strdup("");

	if (!entry)
		return g_strdup_printf("%s%s%s", what, active ? ": active " : "",
				       active ? until : "");
	if (!entry->policy)
		return g_strdup_printf("%s: %sreading what it needs%s", what, now,
				       state->is_ascii ? "..." : "…");
	g_autofree char *words = policy_describe(entry->policy);
	return g_strdup_printf("%s: %s%s", what, now, words);
}

/* ---- Panes ------------------------------------------------------------------------------------ */

char *state_pane_place(const State *state, PaneId id, int rows)
{
	const Pane *pane = &state->panes[id];
	size_t count = pane_count(pane);
	g_autoptr(GString) text = g_string_new(NULL);
	if (count > 0 && rows > 0 && count > (size_t)rows)
		g_string_append_printf(text, "%zu-%zu/%zu", pane->top + 1,
				       MIN(pane->top + (size_t)rows, count), count);
	else
		g_string_append_printf(text, "%zu", count);
	if (!field_is_empty(&pane->filter) && id != PANE_SCOPE)
		g_string_append_printf(text, " of %zu", pane->total);
	guint marked = id == PANE_ELIGIBLE ? g_hash_table_size(state->marks) : 0;
	if (marked > 0)
		g_string_append_printf(text, ", %u marked", marked);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *empty_list_words(const State *state, ListId list, const char *none)
{
	const Wording wording = state_wording(state);
	bool is_loading = false, is_known = false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Load *load = &state->loads[i][list];
		is_known |= load->status != LOAD_IDLE;
		if (load->status == LOAD_FAILED && load->problem) {
			g_autofree char *why = problem_words(&wording, load->problem);
			return g_strdup_printf("%s: %s", workload_info((WorkloadId)i)->line, why);
		}
		is_loading |= load->is_loading || load->status == LOAD_LOADING;
	}
	if (is_loading || !is_known)
		return g_strdup(state->is_ascii ? "Loading..." : "Loading…");
	return g_strdup(none);
}

static char *signed_out_words(const State *state)
{
	const char *key = keymap_key(state->keymap, action_find("sign-in"));
	return key ? g_strdup_printf("You are not signed in. %s signs in.", key)
		   : g_strdup("You are not signed in.");
}

char *state_pane_empty(const State *state, PaneId id)
{
	const Wording wording = state_wording(state);
	const Pane *pane = &state->panes[id];
	if (pane_count(pane) > 0)
		return g_strdup("");
	if (!field_is_empty(&pane->filter))
		return g_strdup("Nothing fits the filter.");
	if ((id == PANE_ACTIVE || id == PANE_ELIGIBLE) && state_is_signed_out(state))
		return signed_out_words(state);
	switch (id) {
	case PANE_ACTIVE:
		return empty_list_words(state, LIST_ASSIGNMENTS, "No role is active.");
	case PANE_ELIGIBLE:
		return empty_list_words(state, LIST_ELIGIBILITIES,
					"Nothing eligible here: no role was found that this "
					"account may activate.");
	case PANE_SCOPE:
		return g_strdup("");
	case PANE_HISTORY:
		if (state->history_load.problem)
			return problem_words(&wording, state->history_load.problem);
		return g_strdup(state->history_load.is_loading ? "Loading…" : "No request yet.");
	case PANE_REQUESTS:
		return g_strdup("No request of yours is under way. The history has the others.");
	default:
		return g_strdup(
			"Requests that wait for your decision are not listed by this version: "
			"decide them in the portal.");
	}
}
