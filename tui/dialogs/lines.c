#include "tui/dialogs/lines.h"

#include <string.h>

#include "frontend/grant-words.h"
#include "frontend/problem-words.h"
#include "tui/core/words.h"

void lines_add_scope(Page *page, const State *state, const Scope *scope, bool is_narrowing)
{
	g_autofree char *what = scope_words(scope);
	page_printf(page, 10, STYLE_TEXT, "at        %s", what);
	page_printf(page, 10, STYLE_DIM, "          %s", scope->id);
	g_autofree char *covered = is_narrowing ? state_covered(state, scope) : NULL;
	if (covered != NULL)
		page_printf(page, 10, STYLE_WARNING, "          covers %s", covered);
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
