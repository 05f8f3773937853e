#include "tui/widgets/form.h"

#include "src/base/text.h"
#include "tui/widgets/page.h"

#define REQUIRED         "required"
#define REQUIRED_COLUMNS 9  /* … and a blank before it */
#define NARROW_COLUMNS   50 /* below: narrow widths */
#define STACKED_COLUMNS  56 /* below: a line for each field */

void form_init(Form *form, const FormKind *kind, size_t focus)
{
	*form = (Form){ .kind = kind, .focus = focus };
	g_assert(kind->count <= FORM_FIELDS);
	for (size_t i = 0; i < kind->count; i++) {
		Field *field = &form->fields[i].field;
		field->limit = kind->fields[i].limit;
		field->is_fresh = kind->fields[i].begin != NULL;
		field_set(field, kind->fields[i].begin);
	}
}

void form_clear(Form *form)
{
	for (size_t i = 0; i < FORM_FIELDS; i++) {
		field_clear(&form->fields[i].field);
		g_clear_pointer(&form->fields[i].note, g_free);
		g_clear_pointer(&form->fields[i].error, g_free);
		g_clear_pointer(&form->fields[i].before, g_free);
	}
}

/* ---- What it asks ------------------------------------------------------------------------------- */

static char *demand_note(const FormFieldKind *kind, const FormField *field)
{
	if (field->is_required)
		return g_strdup(REQUIRED);
	return g_strdup(kind->is_beside ? "" : "optional");
}

void form_update(Form *form, const State *state, gconstpointer self)
{
	for (size_t i = 0; i < form->kind->count; i++) {
		const FormFieldKind *kind = &form->kind->fields[i];
		FormField *field = &form->fields[i];
		field->is_shown = kind->shown == NULL || kind->shown(self);
		field->is_required = kind->required != NULL && kind->required(self);
	}
	if (!form->fields[form->focus].is_shown)
		form->focus = 0;
	for (size_t i = 0; i < form->kind->count; i++) {
		const FormFieldKind *kind = &form->kind->fields[i];
		FormField *field = &form->fields[i];
		g_free(field->note);
		field->note =
			kind->note != NULL ? kind->note(state, self) : demand_note(kind, field);
	}
}

bool form_check(Form *form, const State *state, gconstpointer self)
{
	size_t wrong = form->kind->count;
	for (size_t i = form->kind->count; i > 0; i--) {
		const FormFieldKind *kind = &form->kind->fields[i - 1];
		FormField *field = &form->fields[i - 1];
		g_free(field->error);
		field->error = kind->check != NULL ? kind->check(state, self) : NULL;
		if (field->error != NULL)
			wrong = i - 1;
	}
	if (wrong == form->kind->count)
		return true;
	form->focus = wrong;
	return false;
}

void form_put_before(Form *form, size_t field)
{
	FormField *put = &form->fields[field];
	g_free(put->before);
	put->before = g_strdup(field_text(&put->field));
	field_set(&put->field, "");
}

void form_take_before(Form *form, size_t field)
{
	FormField *taken = &form->fields[field];
	field_set(&taken->field, taken->before);
	g_clear_pointer(&taken->before, g_free);
	g_clear_pointer(&taken->error, g_free);
	form->focus = field;
}

void form_focus_by(Form *form, int step)
{
	const int count = (int)form->kind->count;
	int id = (int)form->focus;
	do
		id = (id + step + count) % count;
	while (!form->fields[id].is_shown);
	form->focus = (size_t)id;
}

Field *form_focused(Form *form)
{
	return &form->fields[form->focus].field;
}

void form_typed(Form *form)
{
	g_clear_pointer(&form->fields[form->focus].error, g_free);
}

const char *form_text(const Form *form, size_t field)
{
	const FormField *typed = &form->fields[field];
	return typed->is_shown && !field_is_empty(&typed->field) ? field_text(&typed->field) : NULL;
}

/* ---- Drawing ------------------------------------------------------------------------------------ */

bool form_is_stacked(int columns)
{
	return columns < STACKED_COLUMNS;
}

/* What stands beside the field keeps its room; where that would leave too little it goes below. */
static int note_columns(const Form *form, size_t id, int columns)
{
	const char *note = form->fields[id].note;
	if (form->kind->fields[id].note == NULL || note == NULL)
		return REQUIRED_COLUMNS;
	const int wanted = text_width(note) + 2;
	return wanted <= columns / 3 ? MAX(wanted, REQUIRED_COLUMNS) : REQUIRED_COLUMNS;
}

static int field_width(const Form *form, size_t id, Area line)
{
	const FormFieldKind *kind = &form->kind->fields[id];
	const int room =
		line.columns - FORM_LABEL_COLUMNS - 4 -
		(kind->width > 0 ? REQUIRED_COLUMNS : note_columns(form, id, line.columns));
	const bool is_narrow = kind->narrow_width > 0 && line.columns < NARROW_COLUMNS;
	const int wanted = is_narrow ? kind->narrow_width : kind->width;
	return MAX(wanted > 0 ? MIN(wanted, room) : room, 4);
}

/* What of the text is shown, so that the cursor is in view: bytes left out at its begin. */
static size_t field_offset(const Field *field, int width)
{
	const char *text = field_text(field), *start = text;
	g_autofree char *before = g_strndup(text, field->cursor);
	int used = text_width(before);
	while (used > width - 1 && start < text + field->cursor) {
		used -= text_char_width(g_utf8_get_char(start));
		start = g_utf8_next_char(start);
	}
	return (size_t)(start - text);
}

/* "[ 2h      ]" at `column`; the column behind it. */
static int draw_box(const Form *form, size_t id, Grid *grid, Area line, int column)
{
	const Field *field = &form->fields[id].field;
	bool has_focus = form->focus == id;
	StyleId style = has_focus ? STYLE_INPUT_FOCUS : STYLE_INPUT;
	StyleId frame = has_focus ? STYLE_KEY : STYLE_BORDER;
	int width = MIN(field_width(form, id, line), line.columns - column - 4);
	if (width < 1)
		return column;
	const size_t offset = has_focus ? field_offset(field, width) : 0;
	grid_text(grid, line, column, 0, frame, "[ ");
	grid_text(grid, line, column + 2 + width, 0, frame, " ]");
	Area cell = line;
	cell.column += column + 2;
	cell.columns = width;
	grid_fill(grid, cell, style);
	g_autofree char *seen = text_without_joiners(field_text(field) + offset);
	grid_text(grid, cell, 0, 0, style, seen);
	if (form->fields[id].before != NULL && *field_text(field) == '\0')
		grid_text(grid, cell, 0, 0, STYLE_DIM, form->fields[id].before);
	if (has_focus) {
		g_autofree char *shown =
			g_strndup(field_text(field) + offset, field->cursor - offset);
		grid->cursor_column = cell.column + MIN(text_width(shown), width - 1);
		grid->cursor_row = cell.row;
	}
	return column + width + 4;
}

const char *form_note_below(const Form *form, size_t id, int columns)
{
	const Area line = { 0, 0, columns, 1 };
	const char *note = form->fields[id].note;
	const int beside = FORM_LABEL_COLUMNS + field_width(form, id, line) + 6;
	if (note == NULL || form->kind->fields[id].note == NULL)
		return NULL;
	return beside + text_width(note) > columns ? note : NULL;
}

char *form_wrong(const Form *form, size_t id)
{
	const char *error = form->fields[id].error;
	return error != NULL ? g_strconcat("! ", error, NULL) : NULL;
}

const char *form_advice(const Form *form, size_t id)
{
	const char *text = form_text(form, id);
	const FormFieldKind *kind = &form->kind->fields[id];
	return text != NULL && kind->advise != NULL ? kind->advise(text) : NULL;
}

/* Whether it must be filled in stands in one column at the right; other notes beside the field. */
static void draw_note(const Form *form, size_t id, Grid *grid, Area line, int column)
{
	const FormField *field = &form->fields[id];
	bool is_demand = form->kind->fields[id].note == NULL;
	int at = is_demand ? MAX(line.columns - REQUIRED_COLUMNS + 1, column) : column + 2;
	const bool is_owed = g_strcmp0(field->note, REQUIRED) == 0;
	if (field->note != NULL && form_note_below(form, id, line.columns) == NULL)
		grid_text(grid, line, at, 0, is_owed ? STYLE_WARNING : STYLE_DIM, field->note);
}

void form_draw_field(const Form *form, size_t id, Grid *grid, Area line)
{
	const FormFieldKind *kinds = form->kind->fields;
	grid_text(grid, area_limit(line, FORM_LABEL_COLUMNS - 1), 0, 0,
		  form->focus == id ? STYLE_KEY : STYLE_DIM, kinds[id].label);
	int column = draw_box(form, id, grid, line, FORM_LABEL_COLUMNS);
	const size_t beside = id + 1;
	if (beside < form->kind->count && kinds[beside].is_beside &&
	    form->fields[beside].is_shown && !form_is_stacked(line.columns)) {
		column += 1 + grid_text(grid, line, column + 1, 0, STYLE_DIM, kinds[beside].label);
		column = draw_box(form, beside, grid, line, column + 1);
	}
	draw_note(form, id, grid, line, column);
}

/* ---- All of them ------------------------------------------------------------------------------ */

#define ADVICE_COLUMNS 60

static Page *make_below(const Form *form, size_t id, int columns, bool is_tight)
{
	g_autofree char *wrong = form_wrong(form, id);
	const bool has_note = !is_tight || form->focus == id;
	const char *note = has_note ? form_note_below(form, id, columns) : NULL;
	const char *advice = form_advice(form, id);
	Page *page = page_new(columns - FORM_LABEL_COLUMNS);
	if (note != NULL)
		page_add(page, 0, STYLE_DIM, note);
	if (advice != NULL)
		page_add(page, 0, STYLE_WARNING, advice);
	if (wrong != NULL)
		page_add(page, 2, STYLE_ERROR, wrong);
	if (page_count(page) == 0 && form->kind->fields[id].advise != NULL &&
	    columns >= ADVICE_COLUMNS && !is_tight)
		page_add_blank(page); /* so that nothing moves while one types */
	return page;
}

/* As far as `area` has rows; `grid` NULL: nothing is drawn. How many rows it takes. */
static int flow(const Form *form, Grid *grid, Area area, bool is_tight)
{
	Area line = area;
	for (size_t id = 0; id < form->kind->count; id++) {
		if (!form->fields[id].is_shown)
			continue;
		g_autoptr(Page) below = make_below(form, id, area.columns, is_tight);
		Area under = { area.column + FORM_LABEL_COLUMNS, line.row + 1,
			       area.columns - FORM_LABEL_COLUMNS, (int)page_count(below) };
		line.rows = 1;
		if (grid != NULL && line.row < area.row + area.rows) {
			form_draw_field(form, id, grid, line);
			page_draw(below, 0, grid, under);
		}
		line.row += 1 + under.rows;
	}
	return line.row - area.row;
}

void form_draw(const Form *form, Grid *grid, Area area, bool is_tight)
{
	flow(form, grid, area, is_tight);
}

int form_count_lines(const Form *form, int columns, bool is_tight)
{
	return flow(form, NULL, (Area){ .columns = columns }, is_tight);
}
