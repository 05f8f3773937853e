#include "tui/dialogs/lines.h"

#include <string.h>

#include "frontend/problem-words.h"
#include "tui/core/words.h"

static bool holds_scopes(const Scope *scope)
{
	return scope->type == SCOPE_ROOT || scope->type == SCOPE_MANAGEMENT_GROUP ||
	       scope->type == SCOPE_SUBSCRIPTION;
}

void lines_add_scope(Page *page, const State *state, const Scope *scope, bool is_narrowing)
{
	page_printf(page, 10, STYLE_TEXT, "at        %s (%s)", scope_label(scope),
		    scope_type_title(scope->type));
	page_printf(page, 10, STYLE_DIM, "          %s", scope->id);
	const ScopeNode *node = is_narrowing ? tree_find(&state->scopes.tree, scope->id) : NULL;
	size_t below = node != NULL ? tree_count_below(node) : 0;
	const bool is_known = node != NULL && node->state == CHILDREN_LOADED;
	if (is_narrowing && below == 0 && !is_known && holds_scopes(scope))
		page_add(page, 10, STYLE_WARNING, "          covers everything below it");
	if (below > 0)
		page_printf(page, 10, STYLE_WARNING, "          covers %s%zu scopes below it",
			    node->deep == CHILDREN_LOADED ? "" : "at least ", below);
}

/* A next step that ends in the address of a page, which can be selected whole. */
static void add_step(Page *page, const State *state, const char *step)
{
	const char *address = strstr(step, "https://");
	if (address == NULL || strchr(address, ' ') != NULL) {
		page_add(page, 0, STYLE_TEXT, step);
		return;
	}
	g_autofree char *words = g_strndup(step, (gsize)(address - step));
	page_add(page, 0, STYLE_TEXT, g_strchomp(words));
	page_add_address(page, STYLE_TEXT, address, state->at.columns);
}

void lines_add_problem(Page *page, const State *state, const Problem *problem)
{
	const Wording wording = state_wording(state);
	g_autofree char *step = problem_next_step(&wording, problem);
	page_add(page, 0, STYLE_ERROR, problem->message);
	if (step != NULL)
		add_step(page, state, step);
	if (problem->request_id != NULL)
		page_printf(page, 0, STYLE_DIM, "Correlation id %s", problem->request_id);
}
