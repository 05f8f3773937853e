#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/action.h"

/* ---- Panes ------------------------------------------------------------------------------------ */

static const char *const pane_words[PANE_COUNT] = {
	[PANE_ACTIVE] = "active",     [PANE_ELIGIBLE] = "eligible",   [PANE_SCOPE] = "scope",
	[PANE_REQUESTS] = "requests", [PANE_APPROVALS] = "approvals", [PANE_HISTORY] = "history",
};

static PaneId pane_id(const char *word)
{
	for (PaneId id = 0; id < PANE_COUNT; id++)
		if (g_str_equal(pane_words[id], word))
			return id;
	fail_msg("no pane \"%s\"", word);
	return PANE_COUNT;
}

static const Pane *pane_of(const Desk *desk, const char *word)
{
	return state_pane(desk->state, pane_id(word));
}

const char *desk_screen(const Desk *desk)
{
	return screen_title(desk->state->screen);
}

const char *desk_focus(const Desk *desk)
{
	return pane_words[desk->state->focus];
}

void desk_focus_on(Desk *desk, const char *pane)
{
	static const char *const keys[SCREEN_COUNT] = { "1", "2", "3", "4" };
	const PaneId id = pane_id(pane);

	for (ScreenId screen = 0; screen < SCREEN_COUNT; screen++) {
		PaneId panes[PANE_COUNT];
		const size_t count = screen_panes(screen, panes);

		for (size_t i = 0; i < count; i++)
			if (panes[i] == id && desk->state->screen != screen)
				desk_keys(desk, keys[screen]);
	}
	for (int i = 0; i < PANE_COUNT && desk->state->focus != id; i++)
		desk_keys(desk, "tab");
	assert_string_equal(desk_focus(desk), pane);
}

size_t desk_rows(const Desk *desk, const char *pane)
{
	return pane_count(pane_of(desk, pane));
}

size_t desk_cursor(const Desk *desk, const char *pane)
{
	return pane_of(desk, pane)->cursor;
}

size_t desk_top(const Desk *desk, const char *pane)
{
	return pane_of(desk, pane)->top;
}

char *desk_place(const Desk *desk, const char *pane, int rows)
{
	return state_pane_place(desk->state, pane_id(pane), rows);
}

char *desk_empty_words(const Desk *desk, const char *pane)
{
	return state_pane_empty(desk->state, pane_id(pane));
}

/* ---- Rows ------------------------------------------------------------------------------------- */

const Grant *desk_grant(const Desk *desk, const char *pane, size_t i)
{
	const Eligibility *eligibility;
	const Assignment *assignment;

	if (pane_id(pane) == PANE_ACTIVE) {
		assignment = state_active_at(desk->state, i);
		return assignment ? &assignment->grant : NULL;
	}
	assert_string_equal(pane, "eligible");
	eligibility = state_eligible_at(desk->state, i);
	return eligibility ? &eligibility->grant : NULL;
}

const Request *desk_request(const Desk *desk, size_t i)
{
	const HistoryEntry *entry = state_history_at(desk->state, i);

	assert_non_null(entry);
	return entry->request;
}

const Eligibility *desk_selected(const Desk *desk)
{
	return state_selected_eligible(desk->state);
}

const char *desk_selected_role(const Desk *desk)
{
	const Eligibility *eligibility = desk_selected(desk);

	return eligibility ? eligibility->grant.role.name : "(none)";
}

const char *desk_selected_scope(const Desk *desk)
{
	const ScopeNode *node = state_selected_scope(desk->state);

	return node ? scope_label(&node->scope) : "(none)";
}

const char *desk_target(const Desk *desk)
{
	return state_target_scope(desk->state, desk_selected(desk))->id;
}

void desk_select(Desk *desk, const char *role)
{
	const size_t count = desk_rows(desk, "eligible");

	desk_focus_on(desk, "eligible");
	desk_keys(desk, "g");
	for (size_t i = 0; i < count && !g_str_equal(desk_selected_role(desk), role); i++)
		desk_keys(desk, "down");
	assert_string_equal(desk_selected_role(desk), role);
}

bool desk_is_filtering(const Desk *desk)
{
	return desk->state->is_filtering;
}

size_t desk_count_marks(const Desk *desk)
{
	return g_hash_table_size(desk->state->marks);
}

bool desk_is_marked(const Desk *desk, const char *id)
{
	return state_is_marked(desk->state, id);
}

bool desk_is_match(const Desk *desk, size_t i)
{
	const ScopeNode *node = state_scope_at(desk->state, i);

	assert_non_null(node);
	return node->is_match;
}

size_t desk_count_scopes(const Desk *desk)
{
	return tree_count_below(desk->state->tree.root);
}

bool desk_knows_all_scopes(const Desk *desk)
{
	return desk->state->tree.root->deep == CHILDREN_LOADED;
}

/* ---- Words ------------------------------------------------------------------------------------ */

bool desk_is_stale(const Desk *desk, WorkloadId workload, ListId list)
{
	return desk->state->loads[workload][list].status == LOAD_STALE;
}

bool desk_is_ready(const Desk *desk, WorkloadId workload, ListId list)
{
	return desk->state->loads[workload][list].status == LOAD_READY;
}

char *desk_freshness(const Desk *desk, WorkloadId workload)
{
	return state_freshness(desk->state, workload);
}

StyleId desk_freshness_style(const Desk *desk, WorkloadId workload)
{
	return state_freshness_style(desk->state, workload);
}

char *desk_policy_line(const Desk *desk)
{
	return state_policy_line(desk->state);
}

const Account *desk_account(const Desk *desk)
{
	return desk->state->account;
}

const char *desk_portal(const Desk *desk)
{
	return desk->state->portal;
}

const char *desk_notice(const Desk *desk)
{
	const Notice *notice = state_notice(desk->state);

	return notice ? notice->text : NULL;
}

size_t desk_count_messages(const Desk *desk)
{
	return desk->state->messages->len;
}

const char *desk_message(const Desk *desk, size_t i)
{
	return ((const Notice *)g_ptr_array_index(desk->state->messages, i))->text;
}

char *desk_footer(const Desk *desk)
{
	g_autoptr(GPtrArray) actions = state_footer(desk->state);
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < actions->len; i++)
		g_string_append_printf(names, "%s%s", i > 0 ? " " : "",
				       ((const Action *)g_ptr_array_index(actions, i))->name);
	return g_string_free(g_steal_pointer(&names), FALSE);
}

const char *desk_reason(const Desk *desk, const char *action)
{
	return action_reason(action_find(action), desk->state);
}

char *desk_screen_text(Desk *desk)
{
	return grid_to_text(desk_draw(desk));
}
