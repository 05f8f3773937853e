#include "tui/core/screens.h"

#include "tui/core/below.h"
#include "tui/widgets/list.h"

void screen_init(Screen *screen, const ScreenKind *kind, const State *state)
{
	screen->kind = kind;
	screen->self = g_malloc0(kind->size);
	if (kind->init != NULL)
		kind->init(screen->self);
	while (screen->pane_count < LAYOUT_PANES && kind->panes[screen->pane_count] != NULL) {
		Pane *pane = &screen->panes[screen->pane_count];
		pane_init(pane, kind->panes[screen->pane_count++]);
		pane->state = state;
		pane->aliases = state->aliases;
		pane->now = &state->now;
		pane->zone = state->at.zone;
	}
}

void screen_clear(Screen *screen)
{
	for (size_t i = 0; i < screen->pane_count; i++)
		pane_clear(&screen->panes[i]);
	if (screen->kind->clear != NULL)
		screen->kind->clear(screen->self);
	g_free(screen->self);
}

Screen *screen_find(const State *state, const Context *context)
{
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		if (state->screens[i].kind->context == context)
			return &state->screens[i];
	}
	g_assert_not_reached();
}

void *screen_data(const State *state, const Context *context)
{
	return screen_find(state, context)->self;
}

void screen_open(Update *update, const Context *context)
{
	State *state = update->state;
	Screen *screen = screen_find(state, context);
	if (state->screen == screen)
		return;
	state->screen = screen;
	screen_focus(update, &screen->panes[screen->kind->first_focus]);
	if (screen->kind->opened != NULL)
		screen->kind->opened(update);
}

/* ---- Focus and selection -------------------------------------------------------------------------- */

void screen_focus(Update *update, Pane *pane)
{
	update->state->focus = pane;
	update->state->is_filtering = false;
	if (pane->kind->focused != NULL)
		pane->kind->focused(update);
}

void screen_focus_by(Update *update, int step)
{
	Screen *screen = update->state->screen;
	const int count = (int)screen->pane_count;
	const int place = (int)(update->state->focus - screen->panes);
	int next = (place + step + count) % count;
	while (!pane_is_there(&screen->panes[next]))
		next = (next + step + count) % count;
	screen_focus(update, &screen->panes[next]);
}

void screen_select(Update *update, Pane *pane, size_t place)
{
	pane_select(pane, place);
	if (pane->kind->selected != NULL)
		pane->kind->selected(update);
}

void screen_move(Update *update, Pane *pane, long by)
{
	/* Where nothing is chosen, the first step chooses. */
	const long place = (long)pane->cursor + (pane->selected != NULL ? by : 0);
	screen_select(update, pane, place < 0 ? 0 : (size_t)place);
}

/* ---- Where the panes stand ------------------------------------------------------------------------ */

/* How many lines its rows take, or the words why there are none. */
static size_t count_wanted(const State *state, const Pane *pane)
{
	const PaneKind *kind = pane->kind;
	const size_t count = pane_count(pane);
	if (count > 0 || kind->goes_when_empty || kind->empty == NULL ||
	    !field_is_empty(&pane->filter))
		return count;
	g_autofree char *why = kind->empty(state);
	return list_count_empty_lines(why, state->at.columns);
}

bool screen_is_covered(const State *state)
{
	const ScreenKind *kind = state->screen->kind;
	return kind->cover != NULL && kind->cover(state, NULL);
}

const char *screen_offers_panes(const State *state)
{
	return screen_is_covered(state) ? "There is nothing yet to choose from." : NULL;
}

static void measure(const State *state, const char *words, Layout *layout)
{
	const Screen *screen = state->screen;
	LayoutInput input = {
		.columns = state->at.columns,
		.rows = state->at.rows,
		.count = screen->pane_count,
		.focus = (size_t)(state->focus - screen->panes),
		.share = screen->kind->share,
	};
	for (size_t i = 0; i < screen->pane_count; i++) {
		const Pane *pane = &screen->panes[i];
		const bool is_wide = state->at.columns >= LAYOUT_WIDE_COLUMNS;
		input.has_headings[i] = is_wide && pane->kind->columns != NULL && pane->total > 0;
		input.wanted[i] = count_wanted(state, pane) + input.has_headings[i];
	}
	input.is_covered = screen_is_covered(state);
	below_measure(state, words, &input);
	layout_compute(&input, layout);
}

void screen_layout(const State *state, Layout *layout)
{
	if (state->has_layout) {
		*layout = state->layout;
		return;
	}
	g_autofree char *words = below_words(state);
	measure(state, words, layout);
}

int screen_page(const State *state)
{
	Layout layout;
	screen_layout(state, &layout);
	const size_t focus = (size_t)(state->focus - state->screen->panes);
	return MAX(layout.panes[focus].rows.rows - 1, 1);
}

void screen_scroll(State *state)
{
	const Layout *layout = &state->layout;
	g_free(state->words);
	state->words = below_words(state);
	measure(state, state->words, &state->layout);
	for (size_t i = 0; i < state->screen->pane_count; i++) {
		Pane *pane = &state->screen->panes[i];
		const int height = layout->panes[i].rows.rows;
		if (height > 0)
			pane_scroll(pane, height);
		if (pane->kind->scrolled != NULL)
			pane->kind->scrolled(state, pane, height);
	}
	state->has_layout = true;
}

/* ---- All of them ---------------------------------------------------------------------------------- */

static void for_each_pane(State *state, void (*visit)(State *state, Pane *pane))
{
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		for (size_t j = 0; j < state->screens[i].pane_count; j++)
			visit(state, &state->screens[i].panes[j]);
	}
}

static void hold(State *state, Pane *pane)
{
	(void)state;
	pane->is_held |= pane->selected != NULL;
}

void screens_hold(State *state)
{
	for_each_pane(state, hold);
}

static void empty_filter(State *state, Pane *pane)
{
	(void)state;
	field_set(&pane->filter, "");
}

void screens_leave_account(State *state)
{
	state->is_filtering = false;
	for_each_pane(state, empty_filter);
}

void screens_rebuild(State *state)
{
	for_each_pane(state, pane_rebuild);
}
