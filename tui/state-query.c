/* Questions about rows, panes and overlays. */
#include "tui/state.h"

#include <string.h>

#include "frontend/target.h"

const Pane *state_pane(const State *state, PaneId pane)
{
	return &state->panes[pane];
}

static gpointer visible_at(const State *state, PaneId id, size_t i)
{
	const Pane *pane = &state->panes[id];
	return i < pane_count(pane) ? g_ptr_array_index(pane->visible, i) : NULL;
}

static gpointer selected_of(const State *state, PaneId id)
{
	const Pane *pane = &state->panes[id];
	return pane->selected ? visible_at(state, id, pane->cursor) : NULL;
}

const Assignment *state_active_at(const State *state, size_t i)
{
	const Row *row = visible_at(state, PANE_ACTIVE, i);
	return row ? row->assignment : NULL;
}

const Eligibility *state_eligible_at(const State *state, size_t i)
{
	const Row *row = visible_at(state, PANE_ELIGIBLE, i);
	return row ? row->eligibility : NULL;
}

const ScopeNode *state_scope_at(const State *state, size_t i)
{
	return visible_at(state, PANE_SCOPE, i);
}

const HistoryEntry *state_history_at(const State *state, size_t i)
{
	const Row *row = visible_at(state, PANE_HISTORY, i);
	return row ? row->entry : NULL;
}

const Assignment *state_selected_active(const State *state)
{
	const Row *row = selected_of(state, PANE_ACTIVE);
	return row ? row->assignment : NULL;
}

const Eligibility *state_selected_eligible(const State *state)
{
	const Row *row = selected_of(state, PANE_ELIGIBLE);
	return row ? row->eligibility : NULL;
}

const ScopeNode *state_selected_scope(const State *state)
{
	return selected_of(state, PANE_SCOPE);
}

const HistoryEntry *state_selected_history(const State *state)
{
	const Row *row = selected_of(state, PANE_HISTORY);
	return row ? row->entry : NULL;
}

bool state_is_marked(const State *state, const char *id)
{
	return g_hash_table_contains(state->marks, id);
}

static const Row *find_row(GPtrArray *const rows[WORKLOAD_COUNT], const char *id)
{
	for (int workload = 0; id && workload < WORKLOAD_COUNT; workload++) {
		for (guint i = 0; i < rows[workload]->len; i++) {
			const Row *row = g_ptr_array_index(rows[workload], i);
			if (strcmp(row->id, id) == 0)
				return row;
		}
	}
	return NULL;
}

const Eligibility *state_find_eligible(const State *state, const char *id)
{
	const Row *row = find_row(state->eligible, id);
	return row ? row->eligibility : NULL;
}

const Assignment *state_find_active(const State *state, const char *id)
{
	const Row *row = find_row(state->active, id);
	return row ? row->assignment : NULL;
}

size_t screen_panes(ScreenId screen, PaneId panes[PANE_COUNT])
{
	switch (screen) {
	case SCREEN_ROLES:
		panes[0] = PANE_ACTIVE;
		panes[1] = PANE_ELIGIBLE;
		panes[2] = PANE_SCOPE;
		return 3;
	case SCREEN_REQUESTS:
		panes[0] = PANE_REQUESTS;
		return 1;
	case SCREEN_APPROVALS:
		panes[0] = PANE_APPROVALS;
		return 1;
	default:
		panes[0] = PANE_HISTORY;
		return 1;
	}
}

const char *screen_title(ScreenId screen)
{
	static const char *const titles[] = { "Roles", "Requests", "Approvals", "History" };
	return titles[screen];
}

const char *sort_title(PaneId pane, SortId sort)
{
	static const char *const titles[] = { "end", "role", "scope", "workload" };
	if (pane == PANE_HISTORY && sort == SORT_END)
		return "time";
	return titles[sort];
}

const Scope *state_last_scope(const State *state, const Eligibility *eligibility)
{
	return g_hash_table_lookup(state->last_scopes, eligibility->grant.id);
}

const Scope *state_target_scope(const State *state, const Eligibility *eligibility)
{
	const Grant *grant = &eligibility->grant;
	if (!workload_info(grant->workload)->can_narrow_scope)
		return &grant->scope;
	const Scope *scope = g_hash_table_lookup(state->chosen_scopes, grant->id);
	if (!scope)
		scope = state_last_scope(state, eligibility);
	return scope ? scope : &grant->scope;
}

const PolicyEntry *state_policy(const State *state, const char *eligibility_id,
				const char *scope_id)
{
	g_autofree char *key = state_policy_key(eligibility_id, scope_id);
	return g_hash_table_lookup(state->policies, key);
}

char *state_policy_key(const char *eligibility_id, const char *scope_id)
{
	g_autofree char *lower = g_ascii_strdown(scope_id, -1);
	return g_strdup_printf("%s\n%s", eligibility_id, lower);
}

const Assignment *state_active_for(const State *state, const Eligibility *eligibility,
				   const Scope *scope)
{
	const Grant *wanted = &eligibility->grant;
	const GPtrArray *rows = state->active[wanted->workload];
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		const Grant *grant = &row->assignment->grant;
		if (grant_is_of_role(grant, wanted->workload, wanted->access, wanted->role.id) &&
		    scope_id_covers(grant->scope.id, scope->id))
			return row->assignment;
	}
	return NULL;
}

const Overlay *state_overlay(const State *state)
{
	guint count = state->overlays->len;
	return count ? g_ptr_array_index(state->overlays, count - 1) : NULL;
}

const Submission *state_submission(const State *state, uint64_t id)
{
	for (guint i = 0; i < state->submissions->len; i++) {
		const Submission *submission = g_ptr_array_index(state->submissions, i);
		if (submission->id == id)
			return submission;
	}
	return NULL;
}

const Notice *state_notice(const State *state)
{
	for (guint i = state->messages->len; i > 0; i--) {
		const Notice *notice = g_ptr_array_index(state->messages, i - 1);
		const bool is_last = i == state->messages->len;
		const bool is_due = notice->until == 0 || (is_last && notice->until > state->now);
		if (!notice->is_dismissed && is_due)
			return notice;
	}
	return NULL;
}

bool state_is_signed_out(const State *state)
{
	if (state->account)
		return false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Problem *problem = state->loads[i][LIST_ELIGIBILITIES].problem;
		if (problem && strcmp(problem->code, "not-signed-in") == 0)
			return true;
	}
	return false;
}

bool state_is_typing(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	if (overlay)
		return overlay->kind == OVERLAY_PALETTE || overlay->kind == OVERLAY_FORM ||
		       overlay->kind == OVERLAY_ADDRESS;
	return state->is_filtering;
}

const char *state_copyable(const State *state)
{
	const Overlay *overlay = state_overlay(state);
	/* The code is what has to be typed elsewhere, and the page is short. */
	if (overlay && overlay->progress && overlay->progress->user_code)
		return overlay->progress->user_code;
	if (overlay && overlay->progress && overlay->progress->url)
		return overlay->progress->url;
	if (overlay && overlay->problem)
		return overlay->problem->request_id;
	if (overlay && overlay->kind == OVERLAY_SIGN_IN)
		return NULL;
	const Submission *submission =
		overlay ? state_submission(state, overlay->submission_id) : NULL;
	for (guint i = 0; submission && i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (item->problem && item->problem->request_id)
			return item->problem->request_id;
		if (item->request)
			return item->request->id;
	}
	return state->panes[state->focus].selected;
}
