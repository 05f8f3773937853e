#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/core/context.h"
#include "tui/screens/roles.h"
#include "tui/widgets/list-title.h"

/* ---- Panes ------------------------------------------------------------------------------------ */

static Pane *find_pane(const Desk *desk, const char *word, size_t *screen)
{
	for (size_t i = 0; i < desk->state->tables->screen_count; i++) {
		Screen *candidate = &desk->state->screens[i];
		for (size_t j = 0; j < candidate->pane_count; j++) {
			if (g_ascii_strcasecmp(candidate->panes[j].kind->title, word) != 0)
				continue;
			*screen = i;
			return &candidate->panes[j];
		}
	}
	fail_msg("no pane \"%s\"", word);
	return NULL;
}

static const Pane *pane_of(const Desk *desk, const char *word)
{
	size_t screen;
	return find_pane(desk, word, &screen);
}

const char *desk_screen(const Desk *desk)
{
	return desk->state->screen->kind->title;
}

const char *desk_focus(const Desk *desk)
{
	static const char *const words[] = { "active",   "eligible",  "scope",
					     "requests", "approvals", "history" };
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		if (pane_of(desk, words[i]) == desk->state->focus)
			return words[i];
	fail_msg("no pane has the focus");
	return NULL;
}

void desk_focus_on(Desk *desk, const char *pane)
{
	static const char *const keys[] = { "1", "2", "3", "4" };
	size_t screen;
	const Pane *wanted = find_pane(desk, pane, &screen);
	if (desk->state->screen != &desk->state->screens[screen])
		desk_keys(desk, keys[screen]);
	for (int i = 0; i < LAYOUT_PANES && desk->state->focus != wanted; i++)
		desk_keys(desk, "tab");
	assert_ptr_equal(desk->state->focus, wanted);
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
	return list_place(desk->state, pane_of(desk, pane), rows);
}

char *desk_empty_words(const Desk *desk, const char *pane)
{
	return pane_of(desk, pane)->kind->empty(desk->state);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

const Grant *desk_grant(const Desk *desk, const char *pane, size_t i)
{
	const Row *row = pane_at(pane_of(desk, pane), i);
	return row != NULL ? row_grant(row) : NULL;
}

const Request *desk_request(const Desk *desk, size_t i)
{
	const Row *row = pane_at(pane_of(desk, "history"), i);
	assert_non_null(row);
	return row->entry->request;
}

const Eligibility *desk_selected(const Desk *desk)
{
	return roles_selected(desk->state);
}

const char *desk_selected_role(const Desk *desk)
{
	const Eligibility *eligibility = desk_selected(desk);
	return eligibility != NULL ? eligibility->grant.role.name : "(none)";
}

const char *desk_selected_scope(const Desk *desk)
{
	const ScopeNode *node = roles_selected_scope(desk->state);
	return node != NULL ? scope_label(&node->scope) : "(none)";
}

const char *desk_target(const Desk *desk)
{
	return known_scopes_target(&desk->state->scopes, desk_selected(desk))->id;
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
	return g_hash_table_size(roles_data(desk->state)->marks);
}

bool desk_is_marked(const Desk *desk, const char *id)
{
	return roles_is_marked(desk->state, id);
}

bool desk_is_match(const Desk *desk, size_t i)
{
	const ScopeNode *node = pane_at(pane_of(desk, "scope"), i);
	assert_non_null(node);
	return node->is_match;
}

size_t desk_count_scopes(const Desk *desk)
{
	return tree_count_below(desk->state->scopes.tree.root);
}

bool desk_knows_all_scopes(const Desk *desk)
{
	return desk->state->scopes.tree.root->deep == CHILDREN_LOADED;
}

/* ---- Words ------------------------------------------------------------------------------------ */

bool desk_is_stale(const Desk *desk, WorkloadId workload, ListId list)
{
	return desk->state->lists.loads[workload][list].status == LOAD_STALE;
}

bool desk_is_ready(const Desk *desk, WorkloadId workload, ListId list)
{
	return desk->state->lists.loads[workload][list].status == LOAD_READY;
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
	return desk->state->screens[0].kind->words(desk->state);
}

const Account *desk_account(const Desk *desk)
{
	return desk->state->account;
}

const char *desk_portal(const Desk *desk)
{
	return desk->state->at.portal;
}

const char *desk_notice(const Desk *desk)
{
	const Notice *notice = state_notice(desk->state);
	return notice != NULL ? notice->text : NULL;
}

size_t desk_count_messages(const Desk *desk)
{
	return desk->state->notices->len;
}

const char *desk_message(const Desk *desk, size_t i)
{
	return ((const Notice *)g_ptr_array_index(desk->state->notices, i))->text;
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
	return action_reason(action_table_find(desk->state->actions, action), desk->state);
}

char *desk_screen_text(Desk *desk)
{
	return grid_to_text(desk_draw(desk));
}
