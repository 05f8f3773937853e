/* A pasted resource id or portal URL: which eligible rows cover it. What tells of a denial is another question (roles-why.c). */
#include <string.h>

#include "tui/core/finder.h"
#include "tui/core/screens.h"
#include "tui/screens/roles.h"
#include "tui/widgets/pane-filter.h"

char *roles_pasted_filter(const State *state)
{
	const Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	if (field_is_empty(&pane->filter))
		return NULL;
	return scope_parse_pasted(
		alias_words(state->aliases, ALIAS_SCOPE, field_text(&pane->filter)));
}

bool roles_has_pasted_filter(const State *state)
{
	g_autofree char *pasted = roles_pasted_filter(state);
	return pasted != NULL;
}

/* Of the rows that cover it for sure the narrowest; else the first one. */
static size_t best_row(const Pane *pane, const Cover *cover)
{
	size_t best = 0, length = 0;
	for (size_t i = 0; i < pane_count(pane); i++) {
		const Grant *grant = row_grant(pane_at(pane, i));
		size_t own = strlen(grant->scope.id);
		if (own > length && cover_find(cover, grant) == COVERS_SURELY) {
			best = i;
			length = own;
		}
	}
	return best;
}

static void choose_everywhere(Update *update, const Scope *scope, const Cover *cover)
{
	KnownScopes *scopes = &update->state->scopes;
	const Pane *pane = roles_pane(update->state, ROLES_ELIGIBLE);
	for (size_t i = 0; i < pane_count(pane); i++) {
		const Eligibility *eligibility = ((const Row *)pane_at(pane, i))->eligibility;
		known_scopes_choose(scopes, eligibility->grant.id, scope);
		/* Whether a management group holds it is told by its tree. */
		if (cover_find(cover, &eligibility->grant) != COVERS_SURELY)
			known_scopes_load(update,
					  tree_add(&scopes->tree, &eligibility->grant.scope),
					  eligibility->grant.workload, true);
	}
}

/* What a pasted id stands for in the eligible pane: the roles that cover it. */
void roles_filter_eligible(State *state, Pane *pane, const GPtrArray *from)
{
	g_autofree char *pasted = roles_pasted_filter(state);
	if (pasted == NULL) {
		pane_filter_rows(pane, from);
		named_add_covering(state, pane);
		return;
	}
	g_autoptr(Cover) cover = cover_new(&state->scopes, pasted);
	guint kept = 0;
	if (from != pane->visible)
		g_ptr_array_set_size(pane->visible, (gint)from->len);
	for (guint i = 0; i < from->len; i++) {
		Row *row = g_ptr_array_index(from, i);
		if (cover_may(cover, row_grant(row)))
			pane->visible->pdata[kept++] = row;
	}
	g_ptr_array_set_size(pane->visible, (gint)kept);
}

bool roles_take_pasted(Update *update, const char *text)
{
	State *state = update->state;
	g_autofree char *id = scope_parse_pasted(text);
	if (!roles_are_open(state))
		return false;
	if (roles_ask_why(update, text))
		return true;
	if (id == NULL)
		return false;
	g_auto(Scope) scope = { 0 };
	const ScopeNode *known = tree_find(&state->scopes.tree, id);
	scope_init(&scope, scope_type_from_arm_id(id), known != NULL ? known->scope.id : id,
		   known != NULL ? known->scope.name : NULL);

	Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	const Eligibility *selected = roles_selected(state);
	g_autofree char *row = selected != NULL ? g_strdup(selected->grant.id) : NULL;
	g_autofree char *filter = g_strdup(field_text(&pane->filter));
	field_set(&pane->filter, id);
	pane_filter_changed(state, pane);
	if (pane_count(pane) == 0) {
		field_set(&pane->filter, filter);
		pane_filter_changed(state, pane);
		if (row != NULL)
			pane_select_id(state, pane, row);
		scope_show_selected(update);
		update_notice(update, NOTICE_WARNING, "No eligible role covers %s.",
			      scope_label(&scope));
		return true;
	}
	g_autoptr(Cover) cover = cover_new(&state->scopes, id);
	choose_everywhere(update, &scope, cover);
	pane_select(pane, best_row(pane, cover));
	g_clear_pointer(&roles_data(state)->scope_owner, g_free);
	screen_focus(update, pane);
	scope_show_selected(update);
	update_notice(update, NOTICE_INFO, "These roles can be activated at %s.",
		      scope_label(&scope));
	return true;
}

/* ---- In the palette ----------------------------------------------------------------------------- */

static void go_to_scope(Update *update, const char *id)
{
	screen_open(update, &roles_context);
	roles_take_pasted(update, id);
}

static gint compare_found(gconstpointer a, gconstpointer b, gpointer unused)
{
	(void)unused;
	const Found *one = *(Found *const *)a, *other = *(Found *const *)b;
	const int order = g_utf8_collate(one->text, other->text);
	return order != 0 ? order : strcmp(one->id, other->id);
}

void roles_find_scopes(const State *state, const Search *search, guint most, GPtrArray *found)
{
	GHashTableIter nodes;
	gpointer value;
	const guint first = found->len;
	g_hash_table_iter_init(&nodes, state->scopes.tree.nodes);
	while (found->len < most && g_hash_table_iter_next(&nodes, NULL, &value)) {
		const ScopeNode *node = value;
		const Scope *scope = &node->scope;
		const bool is_path = g_str_has_prefix(scope->id, "/subscriptions/") ||
				     g_str_has_prefix(scope->id, "/providers/");
		if (!is_path || search_fit_all(search, tree_node_text(node)) < FIT_BEGIN)
			continue;
		g_autofree char *text = g_strdup_printf("%s  %s", scope_label(scope),
							scope_type_short(scope->type));
		found_add(found, &(Found){ text, "scope", scope->id, go_to_scope });
	}
	/* In one order, however ids hash. */
	g_qsort_with_data(found->pdata + first, (gint)(found->len - first), sizeof(gpointer),
			  compare_found, NULL);
}
