#include "tui/layout.h"

#include "tui/state.h"

#define SCOPE_PANE_MINIMUM 30

/* A pane of `area`: its title line, and the rows below. */
static PaneArea split_title(Area area)
{
	PaneArea pane = { .title = area, .rows = area };
	pane.title.rows = MIN(area.rows, 1);
	pane.rows.row += 1;
	pane.rows.rows = MAX(area.rows - 1, 0);
	return pane;
}

/* How many lines the active pane gets with its title: what it needs, but at most a third, or half when it is looked at. */
static int active_height(const State *state, int body)
{
	int wanted = (int)MIN(pane_count(&state->panes[PANE_ACTIVE]), 1000) + 1;
	int most = state->focus == PANE_ACTIVE ? body / 2 : body / 3;
	return CLAMP(wanted, 2, MAX(most, 2));
}

static void layout_roles(const State *state, Area body, Layout *out)
{
	Area active = body, lower = body;
	active.rows = active_height(state, body.rows);
	lower.row += active.rows;
	lower.rows -= active.rows;
	out->panes[PANE_ACTIVE] = split_title(active);

	Area eligible = lower, scope = lower;
	scope.columns = MAX(lower.columns * 2 / 5 - 1, SCOPE_PANE_MINIMUM);
	eligible.columns = lower.columns - scope.columns - 1;
	scope.column = eligible.columns + 1;
	out->panes[PANE_ELIGIBLE] = split_title(eligible);
	out->panes[PANE_SCOPE] = split_title(scope);
	out->divider = lower;
	out->divider.column = eligible.columns;
	out->divider.columns = 1;
}

void layout_compute(const State *state, Layout *out)
{
	*out = (Layout){ 0 };
	int columns = state->columns, rows = state->rows;
	out->is_too_small = columns < LAYOUT_MINIMUM_COLUMNS || rows < LAYOUT_MINIMUM_ROWS;
	out->is_single = columns < LAYOUT_NARROW_COLUMNS;
	if (out->is_too_small)
		return;

	/* From below: what is given up last stands last. */
	int bottom = rows;
	out->footer = (Area){ 0, --bottom, columns, 1 };
	out->status = (Area){ 0, --bottom, columns, 1 };
	if (rows >= 8)
		out->words = (Area){ 0, --bottom, columns, 1 };
	if (rows >= 12)
		out->rule = (Area){ 0, --bottom, columns, 1 };
	out->header = (Area){ 0, 0, columns, 1 };
	Area body = { 0, 1, columns, bottom - 1 };

	if (out->is_single || state->screen != SCREEN_ROLES)
		out->panes[state->focus] = split_title(body);
	else
		layout_roles(state, body, out);
}

static int box_rows(const State *state, const Overlay *overlay, int columns)
{
	if (overlay->kind == OVERLAY_FORM)
		return form_height(overlay->form) + 2;
	if (overlay->kind == OVERLAY_PALETTE)
		return state->rows - 4;
	g_autoptr(GPtrArray) lines = overlay_lines(state, overlay, columns);
	return (int)MIN(lines->len, 10000) + 3; /* the frame, and a line of keys */
}

void layout_overlay(const State *state, Area *box, Area *inside)
{
	*box = *inside = (Area){ 0 };
	const Overlay *overlay = state_overlay(state);
	if (!overlay || state->columns < LAYOUT_MINIMUM_COLUMNS ||
	    state->rows < LAYOUT_MINIMUM_ROWS)
		return;
	/* Slivers of the panes beside a box are noise; and the line that says who and where stays in sight. */
	int columns = state->columns <= 90 ? state->columns : MIN(state->columns - 8, 100);
	int top = state->rows >= 10 ? 1 : 0;
	int rows = CLAMP(box_rows(state, overlay, columns - 4), 5, state->rows - top);
	*box = (Area){ (state->columns - columns) / 2, MAX((state->rows - rows) / 2, top), columns,
		       rows };
	*inside = (Area){ box->column + 2, box->row + 1, columns - 4, rows - 2 };
}
