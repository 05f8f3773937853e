/* The scope pane: the tree below the selected row's own scope. */
#include "src/base/text.h"
#include "tui/view-parts.h"

#define INDENT 2

/* A branch is open when what follows lies below it: so it is with a filter, too. */
static const char *node_sign(const View *view, size_t i)
{
	const ScopeNode *node = state_scope_at(view->state, i);
	const ScopeNode *next = state_scope_at(view->state, i + 1);

	if (node->state == CHILDREN_FAILED)
		return "!";
	if (!tree_can_expand(&view->state->tree, node))
		return " ";
	if (node->state == CHILDREN_LOADING || node->deep == CHILDREN_LOADING)
		return "~";
	return node->is_expanded || (next && next->depth > node->depth) ? "v" : "+";
}

/* What stands at the right of a scope: used last, its type. Returns where it begins. */
static int draw_marks(View *view, const ScopeNode *node, Area line, StyleId style)
{
	const Eligibility *eligibility = state_selected_eligible(view->state);
	const Scope *last = eligibility ? state_last_scope(view->state, eligibility) : NULL;
	const char *type = scope_type_short(node->scope.type);
	int column = line.columns - 6;

	if (column < 12)
		return line.columns;
	grid_text(view->grid, area_limit(line, column + 5), column, 0,
		  style == STYLE_SELECTED ? style : STYLE_DIM, type);
	if (!last || !scope_id_equal(last->id, node->scope.id))
		return column - 1;
	column -= 5;
	grid_text(view->grid, area_limit(line, column + 4), column, 0,
		  style == STYLE_SELECTED ? style : STYLE_OK, "last");
	return column - 1;
}

static void draw_node(View *view, size_t i, Area line)
{
	const ScopeNode *node = state_scope_at(view->state, i);
	StyleId style = view_row_style(view, PANE_SCOPE, i);
	/* Deep trees in narrow panes: the name keeps at least half of the line. */
	int indent = MIN(1 + node->depth * INDENT, line.columns / 2);
	Area cell = line;

	if (style != STYLE_TEXT) {
		grid_fill(view->grid, line, style);
		grid_text(view->grid, line, 0, 0, style, ">");
	}
	grid_text(view->grid, area_limit(line, indent + 1), indent, 0,
		  node->state == CHILDREN_FAILED ? STYLE_ERROR : style, node_sign(view, i));
	cell.columns = draw_marks(view, node, line, style);
	cell.column += indent + 2;
	cell.columns -= indent + 2;
	g_string_assign(view->text, scope_label(&node->scope));
	view_clean(view->text);
	grid_text(view->grid, cell, 0, 0, style, view->text->str);
	if (node->is_match && style != STYLE_SELECTED)
		view_match(view, PANE_SCOPE, cell, view->text->str);
}

void view_scope(View *view)
{
	const PaneArea *pane = &view->layout.panes[PANE_SCOPE];
	const Eligibility *eligibility = state_selected_eligible(view->state);
	g_autofree char *title =
		eligibility ? g_strdup_printf("Scope for %s", role_label(&eligibility->grant.role))
			    : g_strdup("Scope");
	size_t first, count;

	if (pane->title.rows <= 0)
		return;
	view_title(view, PANE_SCOPE, title);
	count = view_window(view, PANE_SCOPE, &first);
	for (size_t i = 0; i < count; i++) {
		Area line = pane->rows;

		line.row += (int)i;
		line.rows = 1;
		draw_node(view, first + i, line);
	}
	if (count == 0)
		view_empty(view, PANE_SCOPE);
}
