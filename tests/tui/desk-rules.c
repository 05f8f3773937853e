#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/core/context.h"

static void check_pane(const Pane *pane)
{
	const size_t count = pane_count(pane);
	assert_true(count == 0 ? !pane->selected && pane->cursor == 0
			       : pane->selected && pane->cursor < count);
}

static void check_panes(const State *state)
{
	Layout layout;
	screen_layout(state, &layout);
	for (size_t i = 0; i < state->tables->screen_count; i++)
		for (size_t j = 0; j < state->screens[i].pane_count; j++)
			check_pane(&state->screens[i].panes[j]);
	for (size_t i = 0; i < state->screen->pane_count; i++) {
		const Pane *pane = &state->screen->panes[i];
		size_t count = pane_count(pane), height = (size_t)layout.panes[i].rows.rows;
		if (layout.panes[i].rows.rows <= 0)
			continue;
		/* The selection is on screen, and no row above is wasted. */
		assert_true(pane->top <= pane->cursor &&
			    (!count || pane->cursor < pane->top + height));
		assert_true(pane->top == 0 || pane->top + height <= count);
	}
}

static void check_areas(const State *state)
{
	Layout layout;
	Area box = { 0 }, inside = { 0 };
	screen_layout(state, &layout);
	if (dialog_top(state) != NULL)
		dialog_layout(state, &box, &inside);
	const Area areas[] = { layout.header, layout.status, layout.footer, layout.words,
			       layout.rule,   box,           inside };
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		assert_true(areas[i].column >= 0 && areas[i].row >= 0);
		assert_true(areas[i].column + areas[i].columns <= MAX(state->at.columns, 0));
		assert_true(areas[i].row + areas[i].rows <= MAX(state->at.rows, 0));
	}
}

static void check_words(const State *state)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_autofree char *words_of = state_freshness(state, (WorkloadId)i);
		assert_non_null(words_of);
	}
	g_autofree char *line = state->screens[0].kind->words(state);
	assert_non_null(line);
	const Dialog *dialog = dialog_top(state);
	if (dialog != NULL) {
		g_autoptr(Page) page = dialog_page(state, dialog, 40);
		assert_true(dialog->kind->draw != NULL || dialog->kind->list != NULL ||
			    page_count(page) > 0);
	}
	g_autoptr(GPtrArray) footer = state_footer(state);
	assert_non_null(footer);
	Instant wake = state_next_wake(state);
	assert_true(wake == 0 || wake > state->now || state->lists.next_refresh <= state->now);
}

void desk_check(const Desk *desk)
{
	check_panes(desk->state);
	check_areas(desk->state);
	check_words(desk->state);
}
