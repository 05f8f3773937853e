/* What lies over the panes: a box with lines to read, the palette, or the form. */
#include "src/base/text.h"
#include "tui/action.h"
#include "tui/view-parts.h"

/* Where one is, on the frame's lower edge: "11-20/34". Nothing when all is shown. */
static void draw_place(View *view, Area box, size_t first, size_t shown, size_t total)
{
	g_autofree char *place = NULL;

	if (shown >= total)
		return;
	place = g_strdup_printf(" %zu-%zu/%zu ", first + 1, first + shown, total);
	grid_text(view->grid, box, MAX(box.columns - text_width(place) - 2, 1), box.rows - 1,
		  STYLE_TEXT, place);
}

static void draw_lines(View *view, const Overlay *overlay, Area box, Area body)
{
	g_autoptr(GPtrArray) lines = overlay_lines(view->state, overlay, body.columns);
	size_t rows = (size_t)MAX(body.rows, 0);
	size_t first = MIN(overlay->scroll, lines->len > rows ? lines->len - rows : 0);
	size_t count = MIN(lines->len - first, rows);

	for (size_t i = 0; i < count; i++) {
		const Line *line = g_ptr_array_index(lines, first + i);

		if (line->style == STYLE_SELECTED)
			grid_fill(view->grid,
				  (Area){ body.column, body.row + (int)i, body.columns, 1 },
				  line->style);
		grid_text(view->grid, body, 0, (int)i, line->style, line->text);
	}
	draw_place(view, box, first, count, lines->len);
}

/* One action: its name and key, and what it does or, greyed, why it cannot be done now. */
static void draw_choice(View *view, const Action *action, Area line, bool is_selected)
{
	const char *reason = action_reason(action, view->state);
	const char *key = keymap_key(view->state->keymap, action);
	StyleId style = reason ? STYLE_DIM : STYLE_TEXT;
	int help = line.columns >= 50 ? 32 : 0;

	if (is_selected) {
		style = STYLE_SELECTED;
		grid_fill(view->grid, line, style);
		grid_text(view->grid, line, 0, 0, style, ">");
	}
	grid_text(view->grid, area_limit(line, help ? 20 : line.columns - 11), 2, 0, style,
		  action->title);
	grid_text(view->grid, area_limit(line, help ? 31 : line.columns),
		  help ? 21 : line.columns - 10, 0, is_selected || reason ? style : STYLE_KEY, key);
	if (help && reason)
		grid_printf(view->grid, line, help, 0, style, "not now: %s", reason);
	else if (help)
		grid_text(view->grid, line, help, 0, style, action->help);
}

/* The actions that fit what was typed, so that the cursor is among those shown. */
static void draw_choices(View *view, const Overlay *overlay, Area box, Area list)
{
	const GPtrArray *choices = overlay->choices;
	size_t first = 0, rows = (size_t)MAX(list.rows, 0), count;

	if (!choices || choices->len == 0) {
		grid_text(view->grid, list, 2, 0, STYLE_DIM, "No action fits.");
		return;
	}
	if (rows > 0 && overlay->cursor >= rows)
		first = overlay->cursor - rows + 1;
	count = MIN(choices->len - first, rows);
	for (size_t i = 0; i < count; i++) {
		Area line = list;

		line.row += (int)i;
		line.rows = 1;
		draw_choice(view, g_ptr_array_index(choices, first + i), line,
			    first + i == overlay->cursor);
	}
	draw_place(view, box, first, count, choices->len);
}

static void draw_palette(View *view, const Overlay *overlay, Area box, Area body)
{
	g_autofree char *before = g_strndup(field_text(&overlay->input), overlay->input.cursor);
	Area list = body;

	grid_text(view->grid, body, 0, 0, STYLE_KEY, ":");
	grid_text(view->grid, body, 2, 0, STYLE_INPUT_FOCUS, field_text(&overlay->input));
	view->grid->cursor_column = body.column + MIN(2 + text_width(before), body.columns - 1);
	view->grid->cursor_row = body.row;
	list.row += 1;
	list.rows = MAX(body.rows - 1, 0);
	draw_choices(view, overlay, box, list);
}

void view_overlay(View *view)
{
	const Overlay *overlay = state_overlay(view->state);
	Area box, inside, body, keys;

	layout_overlay(view->state, &box, &inside);
	grid_box(view->grid, box, STYLE_BORDER, overlay_title(overlay));
	body = keys = inside;
	body.rows = MAX(inside.rows - 1, 0);
	keys.row += body.rows;
	keys.rows = 1;
	/* The dashboard's own cursor, of a filter, is under the box. */
	view->grid->cursor_column = view->grid->cursor_row = -1;
	switch (overlay->kind) {
	case OVERLAY_FORM:
		view_form(view, overlay->form, body);
		break;
	case OVERLAY_PALETTE:
		draw_palette(view, overlay, box, body);
		break;
	default:
		draw_lines(view, overlay, box, body);
		break;
	}
	view_keys(view, keys);
}
