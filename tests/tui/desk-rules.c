#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/action.h"
#include "tui/layout.h"

static void check_panes(const State *state)
{
	Layout layout;
	layout_compute(state, &layout);
	for (int i = 0; i < PANE_COUNT; i++) {
		const Pane *pane = state_pane(state, (PaneId)i);
		size_t count = pane_count(pane), height = (size_t)layout.panes[i].rows.rows;
		assert_true(count == 0 ? !pane->selected && pane->cursor == 0
				       : pane->selected && pane->cursor < count);
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
	Area box, inside;
	layout_compute(state, &layout);
	layout_overlay(state, &box, &inside);
	const Area areas[] = { layout.header, layout.status, layout.footer, layout.words,
			       layout.rule,   box,           inside };
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		assert_true(areas[i].column >= 0 && areas[i].row >= 0);
		assert_true(areas[i].column + areas[i].columns <= MAX(state->columns, 0));
		assert_true(areas[i].row + areas[i].rows <= MAX(state->rows, 0));
	}
}

static void check_words(const State *state)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_autofree char *words_of = state_freshness(state, (WorkloadId)i);
		assert_non_null(words_of);
	}
	g_autofree char *line = state_policy_line(state);
	assert_non_null(line);
	const Overlay *overlay = state_overlay(state);
	if (overlay) {
		g_autoptr(GPtrArray) lines = overlay_lines(state, overlay, 40);
		assert_true(overlay->kind == OVERLAY_FORM || overlay->kind == OVERLAY_PALETTE ||
			    lines->len > 0);
	}
	g_autoptr(GPtrArray) footer = state_footer(state);
	assert_non_null(footer);
	Instant wake = state_next_wake(state);
	assert_true(wake == 0 || wake > state->now || state->next_refresh <= state->now);
}

void desk_check(const Desk *desk)
{
	check_panes(desk->state);
	check_areas(desk->state);
	check_words(desk->state);
}
