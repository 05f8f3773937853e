/* How the Roles screen shares its room. */
#include "tui/screens/roles.h"

#define SCOPE_PANE_MINIMUM  27 /* five branches deep there is still room for a name */
#define ASIDE_MINIMUM       30 /* … and for lines to read below */
#define ELIGIBLE_PANE_USUAL 76 /* names that are seldom longer, and what is there now */
#define ELIGIBLE_PANE_MINIMUM \
	35 /* a role with its scope's name, and how long it may be activated */

/* About the selected role: its title and what follows, where the tree of scopes keeps as many lines. */
#define ABOUT_FROM_ROWS  14
#define ABOUT_ROWS_LEAST 7
#define ABOUT_ROWS_MOST  14

#define DORMANT_SHARE \
	4 /* of the eligible pane's lines those that are not for use now get one in so many */

/* Below the eligible ones, where there are such. */
static void split_dormant(const LayoutInput *input, Area eligible, Layout *out)
{
	Area dormant = eligible;
	const int wanted = (int)MIN(input->wanted[ROLES_DORMANT], 1000);
	const int most =
		input->focus == ROLES_DORMANT ? eligible.rows / 2 : eligible.rows / DORMANT_SHARE;
	dormant.rows = wanted > 0 ? CLAMP(wanted + 1, 2, MAX(most, 2)) : 0;
	eligible.rows -= dormant.rows;
	dormant.row += eligible.rows;
	out->panes[ROLES_ELIGIBLE] = layout_split_title(eligible);
	out->panes[ROLES_DORMANT] = layout_split_title(dormant);
}

/* How many lines the active pane gets with its title: what it needs, but at most a third, or half when it is looked at. */
static int active_height(const LayoutInput *input, int body)
{
	int wanted = (int)MIN(input->wanted[ROLES_ACTIVE], 1000) + 1;
	int most = input->focus == ROLES_ACTIVE ? body / 2 : body / 3;
	return CLAMP(wanted, 2, MAX(most, 2));
}

void roles_share(const LayoutInput *input, Area body, Layout *out)
{
	Area active = body, lower = body;
	active.rows = active_height(input, body.rows);
	lower.row += active.rows;
	lower.rows -= active.rows;
	out->panes[ROLES_ACTIVE] = layout_split_title(active);

	Area eligible = lower, scope = lower;
	scope.columns = MAX(lower.columns / 3, SCOPE_PANE_MINIMUM);
	if (lower.columns >= LAYOUT_WIDE_COLUMNS)
		scope.columns = CLAMP(lower.columns - ELIGIBLE_PANE_USUAL - 1, ASIDE_MINIMUM,
				      lower.columns * 2 / 5 - 1);
	scope.columns = MIN(scope.columns, lower.columns - 1 - ELIGIBLE_PANE_MINIMUM);
	eligible.columns = lower.columns - scope.columns - 1;
	scope.column = eligible.columns + 1;
	split_dormant(input, eligible, out);
	if (lower.columns >= LAYOUT_WIDE_COLUMNS && lower.rows >= ABOUT_FROM_ROWS) {
		out->aside = scope;
		out->aside.rows = CLAMP(lower.rows / 2, ABOUT_ROWS_LEAST, ABOUT_ROWS_MOST);
		scope.rows -= out->aside.rows;
		out->aside.row += scope.rows;
	}
	out->panes[ROLES_SCOPE] = layout_split_title(scope);
	out->divider = lower;
	out->divider.column = eligible.columns;
	out->divider.columns = 1;
}

void roles_draw_beside(const State *state, Grid *grid, const Layout *layout)
{
	about_draw(state, grid, layout->aside);
	Area divider = layout->divider;
	if (divider.columns <= 0)
		return;
	grid_hline(grid, divider, 0, 0, 1, STYLE_BORDER);
	divider.rows += layout->rule.rows;
	grid_vline(grid, divider, 0, 0, divider.rows, STYLE_BORDER);
	/* Titles that end at the divider join it. */
	const Area dormant = layout->panes[ROLES_DORMANT].title;
	const Area corners[] = { { divider.column, layout->aside.row, 2, layout->aside.rows > 0 },
				 { divider.column - 1, dormant.row, 2, dormant.rows } };
	for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
		if (corners[i].rows > 0)
			grid_hline(grid, corners[i], 0, 0, 2, STYLE_BORDER);
	}
}
