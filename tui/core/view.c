#include "tui/core/view.h"

#include <string.h>

#include "src/base/text.h"
#include "tui/core/below.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/footer.h"
#include "tui/core/screens.h"
#include "tui/core/tabs.h"
#include "tui/core/words.h"
#include "tui/widgets/list.h"
#include "tui/widgets/scroll-bar.h"

#define COVER_COLUMNS 96 /* longer lines are hard to read */

typedef struct View {
	const State *state;
	Grid *grid;
	ViewMemory *memory;
	Layout layout;
} View;

/* ---- The first line --------------------------------------------------------------------------- */

/* Who and where: names, or their ids while no name is known. A cloud that is not the usual one is said, too. */
static void account_words(const State *state, const char **who, char **where)
{
	const Account *account = state->account;
	*who = *where = NULL;
	if (account == NULL) {
		*who = known_lists_are_signed_out(state) ? "not signed in" : NULL;
		return;
	}
	const bool is_usual = state->at.banner != NULL || account->cloud == NULL ||
			      strcmp(account->cloud, "public") == 0;
	const char *tenant = account->tenant_name != NULL && *account->tenant_name
				     ? account->tenant_name
				     : account->tid;
	*who = account->upn != NULL && *account->upn ? account->upn : account->oid;
	*where = g_strdup_printf("%s%s%s", tenant != NULL ? tenant : "", is_usual ? "" : ", ",
				 is_usual ? "" : account->cloud);
}

/* Both are always said: where they do not fit, the longer one is cut. */
static void share_identity(int room, int *who, int *where)
{
	if (*who + *where <= room)
		return;
	if (*where > room / 2)
		*where = MAX(room / 2, room - *who);
	*who = MAX(room - *where, 0);
}

/* What stands before names, since it must not be cut; NULL: nothing. */
static char *banner_words(const State *state)
{
	const AccountGuard guard =
		state->account != NULL ? state->account->guard : (AccountGuard){ 0 };
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	if (state->at.banner != NULL)
		g_strv_builder_add(words, state->at.banner);
	if (guard.is_production)
		g_strv_builder_add(words, "production");
	if (guard.is_read_only)
		g_strv_builder_add(words, "read-only");
	g_autofree char *asked = known_proposals_words(&state->proposals);
	if (asked != NULL)
		g_strv_builder_add(words, asked);
	g_auto(GStrv) all = g_strv_builder_end(words);
	return all[0] != NULL ? g_strjoinv(" ", all) : NULL;
}

/* The program's own name gives way first. */
static void draw_identity(View *view, Area area)
{
	const char *who;
	g_autofree char *where = NULL;
	g_autofree char *banner = banner_words(view->state);
	Area banner_area = area_limit(area, area.columns * 2 / 3);
	const Account *account = view->state->account;
	const StyleId style =
		account != NULL && account->guard.is_production ? STYLE_PRODUCTION : STYLE_HEADER;
	int column = 1, who_width, where_width;
	account_words(view->state, &who, &where);
	who_width = who != NULL ? text_width(who) + 2 : 0;
	where_width = where != NULL ? text_width(where) : 0;
	if (1 + (banner != NULL ? text_width(banner) + 2 : 0) + who_width + where_width + 9 <=
	    area.columns)
		column += 2 + grid_text(view->grid, area, column, 0, STYLE_DIM, "myroles");
	if (banner != NULL && area.columns >= 30)
		column += 2 + grid_text(view->grid, banner_area, column, 0, STYLE_FOCUS, banner);
	share_identity(area.columns - column, &who_width, &where_width);
	if (who != NULL)
		grid_text(view->grid, area_limit(area, column + MAX(who_width - 2, 0)), column, 0,
			  style, who);
	if (where != NULL)
		grid_text(view->grid, area, column + who_width, 0, style, where);
	if (style == STYLE_PRODUCTION)
		grid_restyle(view->grid, area, style);
}

static void draw_header(View *view)
{
	Area left = view->layout.header;
	left.columns = tabs_draw(view->state, view->grid, left) - 1;
	draw_identity(view, left);
}

/* ---- Panes and dialogs ------------------------------------------------------------------------ */

/* One pane at a time: the key to the next one, and which of how many this is. */
static char *turn_text(const View *view, size_t place)
{
	const State *state = view->state;
	const Action *action = action_table_find(state->actions, "next-pane");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	size_t count = state->screen->pane_count;
	/* One that may not be there is the last of them. */
	while (count > 0 && !pane_is_there(&state->screen->panes[count - 1]))
		count--;
	if (!view->layout.is_single || count < 2 || key == NULL)
		return NULL;
	return g_strdup_printf("%s %zu/%zu", key, place + 1, count);
}

/* One pane of the open screen. `turn` is borrowed. */
static List list_of(View *view, size_t i, const char *turn)
{
	const State *state = view->state;
	const Pane *pane = &state->screen->panes[i];
	const bool is_covered = dialog_top(state) != NULL;
	const bool has_focus = state->focus == pane && !is_covered;
	return (List){
		.state = state,
		.grid = view->grid,
		.pane = pane,
		.title = view->layout.panes[i].title,
		.headings = view->layout.panes[i].headings,
		.rows = view->layout.panes[i].rows,
		.screen_columns = view->grid->columns,
		.has_focus = has_focus,
		.is_covered = state->focus == pane && is_covered,
		.is_typing = has_focus && state->is_filtering,
		.turn = turn,
		.memo = &view->memory->lists[i],
		.revision = state->revision,
	};
}

/* Only in the lowest screens a notice stands on how fresh all is: there is no other line for it. */
static bool is_noticed(const View *view)
{
	return view->layout.rule.rows <= 0 && view->layout.words.rows <= 0 &&
	       state_notice(view->state) != NULL;
}

/* The first line, and how fresh all is: where nothing but the selection moved they are there. */
static bool has_edges(const View *view)
{
	const ViewMemory *memory = view->memory;
	return !view->layout.is_too_small && memory->screen == view->state->screen &&
	       memory->revision == view->state->revision && !is_noticed(view) &&
	       memcmp(&memory->header, &view->layout.header, sizeof(Area)) == 0 &&
	       memcmp(&memory->status, &view->layout.status, sizeof(Area)) == 0;
}

static void remember_edges(const View *view)
{
	ViewMemory *memory = view->memory;
	memory->screen = is_noticed(view) ? NULL : view->state->screen;
	memory->revision = view->state->revision;
	memory->header = view->layout.header;
	memory->status = view->layout.status;
}

/* What is there already stays. */
static void erase(View *view)
{
	const bool has_panes = !view->layout.is_too_small && !view->layout.is_covered;
	const size_t count = has_panes ? view->state->screen->pane_count : 0;
	Area kept[LAYOUT_PANES + 2];
	size_t kept_count = 0;
	if (has_edges(view)) {
		kept[kept_count++] = view->layout.header;
		kept[kept_count++] = view->layout.status;
	}
	for (size_t i = 0; i < count; i++) {
		const List list = list_of(view, i, NULL);
		if (list_is_drawn(&list))
			kept[kept_count++] = list.rows;
	}
	if (kept_count > 0)
		grid_erase_around(view->grid, kept, kept_count);
	else
		grid_erase(view->grid);
}

/* So many lines of the page that no paragraph is cut; all that fit, where even the first is longer. */
static int count_whole(const Page *page, int rows)
{
	if (page_count(page) <= (size_t)MAX(rows, 0))
		return rows;
	int whole = rows;
	while (whole > 0 && *page_line(page, (size_t)whole)->text != '\0')
		whole--;
	return whole > 0 ? whole : rows;
}

static void draw_cover(View *view)
{
	Area area = view->layout.aside;
	const int margin = area.columns >= 60 ? 3 : 1;
	area.column += margin;
	area.columns = MIN(area.columns - 2 * margin, COVER_COLUMNS);
	if (area.rows > 12) {
		area.row++;
		area.rows--;
	}
	g_autoptr(Page) page = page_new(area.columns);
	view->state->screen->kind->cover(view->state, page);
	area.rows = count_whole(page, area.rows);
	page_draw(page, 0, view->grid, area);
}

/* Over the divider, or over a line of its own. */
static void draw_bar(View *view, size_t i)
{
	const Area bar = view->layout.panes[i].bar;
	const List list = list_of(view, i, NULL);
	size_t first = 0;
	const size_t shown = list_window(&list, &first), total = pane_count(list.pane);
	if (bar.rows <= 0 || shown >= total)
		return;
	grid_vline(view->grid, bar, 0, 0, bar.rows, STYLE_BORDER);
	scroll_bar_draw(view->grid, bar, first, shown, total);
}

static void draw_screen(View *view)
{
	const Screen *screen = view->state->screen;
	if (view->layout.is_covered) {
		draw_cover(view);
		return;
	}
	for (size_t i = 0; i < screen->pane_count; i++) {
		g_autofree char *turn = turn_text(view, i);
		const List list = list_of(view, i, turn);
		list_draw(&list);
	}
	if (screen->kind->draw != NULL)
		screen->kind->draw(view->state, view->grid, &view->layout);
	for (size_t i = 0; i < screen->pane_count; i++)
		draw_bar(view, i);
}

static void draw_page(View *view, const Dialog *dialog, Area box, Area body)
{
	g_autoptr(Page) page = dialog_page(view->state, dialog, body.columns);
	size_t rows = (size_t)MAX(body.rows, 0), all = page_count(page);
	size_t first = MIN(dialog->scroll, all > rows ? all - rows : 0);
	page_draw(page, first, view->grid, body);
	page_draw_place(view->grid, box, first, MIN(all - first, rows), all);
}

static void draw_choices(View *view, const Dialog *dialog, Area box, Area body)
{
	const Pane *choices = dialog->kind->list(dialog);
	const List list = { .state = view->state,
			    .grid = view->grid,
			    .pane = choices,
			    .rows = body,
			    .has_focus = true };
	size_t first = 0;
	const size_t shown = list_draw_rows(&list, &first);
	page_draw_place(view->grid, box, first, shown, pane_count(choices));
}

/* What its row cuts, whole. */
static void draw_whole(View *view, const Dialog *dialog, Area area)
{
	g_autofree char *text = area.rows > 0 && dialog->kind->whole != NULL
					? dialog->kind->whole(view->state, dialog)
					: NULL;
	if (text != NULL)
		page_draw_paragraph(view->grid, area, 0, STYLE_DIM, text);
}

/* ---- What a box would cut ------------------------------------------------------------------------ */

/* Columns stand beside an upright line, titles on a level one. */
static bool is_ink(const Grid *grid, int column, int row)
{
	const Cell *cell = grid_cell(grid, column, row);
	const bool is_upright = cell != NULL && cell->style == STYLE_BORDER &&
				(cell_reach(cell) & (REACH_UP | REACH_DOWN)) != 0;
	return cell != NULL && !is_upright && strcmp(cell->text, " ") != 0;
}

static bool is_word(const Grid *grid, int column, int row)
{
	return is_ink(grid, column, row) && grid_cell(grid, column, row)->style != STYLE_BORDER;
}

/* A text goes on across one blank, as from `column` into the box, which lies one step back. */
static bool is_cut(const Grid *grid, int column, int step, int row)
{
	const bool is_before = is_word(grid, column, row),
		   is_in = is_word(grid, column - step, row);
	if (is_before)
		return is_in || is_word(grid, column - 2 * step, row);
	return is_in && is_word(grid, column + step, row);
}

/* Half of a text says nothing: all of it goes, with the line of a title, as far as the next two blanks. */
static void erase_cut(Grid *grid, int column, int step, int row)
{
	if (!is_cut(grid, column, step, row))
		return;
	for (; is_ink(grid, column, row) ||
	       (is_ink(grid, column + step, row) && grid_cell(grid, column, row) != NULL);
	     column += step)
		grid_fill(grid, (Area){ column, row, 1, 1 }, STYLE_TEXT);
}

static void draw_dialog(View *view, const Dialog *dialog)
{
	Area box, inside;
	dialog_layout(view->state, &box, &inside);
	for (int row = box.row; row < box.row + box.rows; row++) {
		erase_cut(view->grid, box.column - 1, -1, row);
		erase_cut(view->grid, box.column + box.columns, 1, row);
	}
	grid_box(view->grid, box, STYLE_BORDER, dialog->kind->title);
	Area body = inside, keys = inside;
	const int rows = MAX(inside.rows - 1, 0);
	body.rows = dialog_rows_shown(dialog, rows);
	keys.row += rows;
	keys.rows = 1;
	/* The dashboard's own cursor, of a filter, is under the box. */
	view->grid->cursor_column = view->grid->cursor_row = -1;
	if (dialog->kind->draw != NULL)
		dialog->kind->draw(view->state, dialog, view->grid, box, body);
	else if (dialog->kind->write != NULL)
		draw_page(view, dialog, box, body);
	else
		draw_choices(view, dialog, box, body);
	Area whole = body;
	whole.row += body.rows;
	whole.rows = rows - body.rows;
	draw_whole(view, dialog, whole);
	footer_draw(view->state, view->grid, keys);
}

/* Short enough to be read where there is no room. */
static void draw_too_small(View *view)
{
	Area whole = { .columns = view->grid->columns, .rows = view->grid->rows };
	bool is_narrow = view->grid->columns < LAYOUT_MINIMUM_COLUMNS;
	grid_printf(view->grid, whole, 0, 0, STYLE_TEXT, "needs %d %s",
		    is_narrow ? LAYOUT_MINIMUM_COLUMNS : LAYOUT_MINIMUM_ROWS,
		    is_narrow ? "columns" : "rows");
}

/* Where a dialog takes nearly all there is, none of this is drawn: pieces of it beside the box say nothing. */
static void draw_below_header(View *view, bool is_edged)
{
	below_draw_words(view->state, view->grid, &view->layout);
	draw_screen(view);
	if (!is_edged)
		below_draw_status(view->state, view->grid, &view->layout);
	remember_edges(view);
}

void view_redraw(ViewMemory *memory, const State *state, Grid *grid)
{
	View view = { .state = state, .grid = grid, .memory = memory };
	screen_layout(state, &view.layout);
	erase(&view);
	grid->is_ascii = state->at.is_ascii;
	if (view.layout.is_too_small) {
		*memory = (ViewMemory){ 0 };
		draw_too_small(&view);
		return;
	}
	const Dialog *dialog = dialog_top(state);
	const bool is_edged = has_edges(&view);
	if (!is_edged)
		draw_header(&view);
	if (dialog == NULL || !view.layout.is_single)
		draw_below_header(&view, is_edged);
	below_draw_notice(state, grid, &view.layout);
	if (dialog != NULL) {
		*memory = (ViewMemory){ 0 }; /* it stands over rows */
		draw_dialog(&view, dialog);
		return;
	}
	footer_draw(state, grid, footer_inside(&view.layout));
}

void view_draw(const State *state, Grid *grid)
{
	ViewMemory nothing = { 0 };
	view_redraw(&nothing, state, grid);
}
