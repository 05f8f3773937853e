/* The activation's form: the rows it is about, the fields that their policies ask for, what happens then. */
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/view-parts.h"

#define LABEL_COLUMNS    8
#define REQUIRED_COLUMNS 9 /* "required" and a blank before it */

typedef enum {
	PART_ROW,
	PART_MORE,
	PART_PLACE,
	PART_ID,
	PART_FIELD,
	PART_WRONG,
	PART_LINE
} PartKind;

/* One line of the form. */
typedef struct Part {
	PartKind kind;
	guint index;       /* of the row, or the field's id */
	const char *label; /* PART_LINE */
	const char *text;
	StyleId style;
} Part;

static void add_part(GArray *parts, Part part)
{
	g_array_append_val(parts, part);
}

/* A sentence, wrapped; `lines` keeps what the parts point to. */
static void add_line(GArray *parts, GPtrArray *lines, int columns, const char *label,
		     const char *text)
{
	guint first = lines->len;

	if (!text)
		return;
	lines_add(lines, MAX(columns - LABEL_COLUMNS, 1), 0, STYLE_TEXT, text);
	for (guint i = first; i < lines->len; i++) {
		const Line *line = g_ptr_array_index(lines, i);
		StyleId style = *label == '!' ? STYLE_ERROR : STYLE_TEXT;

		add_part(parts, (Part){ PART_LINE, 0, i == first ? label : "", line->text, style });
	}
}

/* Narrow forms have a line of its own for the ticket's system; else it stands beside the number. */
static bool is_stacked(Area inside)
{
	return inside.columns < 56;
}

/* All lines of the form from above; *focus gets the one with the focus. */
static GArray *form_parts(const Form *form, Area inside, GPtrArray *lines, guint *focus)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
	guint shown = MIN(form->rows->len, FORM_ROWS_SHOWN);

	for (guint i = 0; i < shown; i++)
		add_part(parts, (Part){ .kind = PART_ROW, .index = i });
	if (form->rows->len == 1) {
		add_part(parts, (Part){ .kind = PART_PLACE });
		add_part(parts, (Part){ .kind = PART_ID });
	} else if (form->rows->len > shown) {
		add_part(parts, (Part){ .kind = PART_MORE });
	}
	*focus = 0;
	for (guint i = 0; i < FORM_FIELD_COUNT; i++) {
		const FormField *field = &form->fields[i];

		if (field->is_shown && (i != FORM_TICKET_SYSTEM || is_stacked(inside)))
			add_part(parts, (Part){ .kind = PART_FIELD, .index = i });
		if (i == form->focus)
			*focus = parts->len - 1;
		if (field->is_shown && field->error)
			add_part(parts, (Part){ .kind = PART_WRONG, .index = i });
	}
	add_line(parts, lines, inside.columns, "then", form->then);
	add_line(parts, lines, inside.columns, "check", form->check);
	add_line(parts, lines, inside.columns, "!", form->error);
	return parts;
}

/* "Contributor", or of several "Contributor at rg-payments … 2h". Member or owner is never cut off. */
static void draw_form_row(View *view, const Form *form, const FormRow *row, Area line)
{
	const Grant *grant = &row->eligibility->grant;
	const char *access = access_suffix(grant->access);
	int column;

	if (form->rows->len > 1 && row->duration > 0) {
		g_autofree char *length = duration_format(row->duration);
		int width = text_width(length);

		grid_text(view->grid, line, line.columns - width, 0, STYLE_TEXT, length);
		line.columns -= width + 1;
	}
	column = grid_text(view->grid, area_limit(line, line.columns - text_width(access)), 0, 0,
			   STYLE_TITLE, role_label(&grant->role));
	column += grid_text(view->grid, line, column, 0, STYLE_TITLE, access);
	if (form->rows->len > 1 && grant->access == ACCESS_NONE)
		grid_printf(view->grid, line, column, 0, STYLE_TITLE, " at %s",
			    scope_label(&row->scope));
}

/* "rg-payments   (resource group in sub-prod; eligible at Platform, mg)" */
static void draw_place_line(View *view, const FormRow *row, Area line)
{
	const Scope *own = &row->eligibility->grant.scope;
	const ScopeNode *node = tree_find(&view->state->tree, row->scope.id);
	const char *label = scope_label(&row->scope), *type = scope_type_title(row->scope.type);
	g_autoptr(GString) about = g_string_new(g_str_equal(label, type) ? "" : type);
	int column = LABEL_COLUMNS;

	if (node && node->parent && node->parent->scope.name && !node->is_guess)
		g_string_append_printf(about, " in %s", scope_label(&node->parent->scope));
	if (!scope_id_equal(own->id, row->scope.id))
		g_string_append_printf(about, "; eligible at %s, %s", scope_label(own),
				       scope_type_short(own->type));
	grid_text(view->grid, line, 0, 0, STYLE_DIM, "at");
	column += grid_text(view->grid, line, column, 0, STYLE_TEXT, label);
	if (about->len > 0 && column + 6 < line.columns)
		grid_printf(view->grid, line, column + 3, 0, STYLE_DIM, "(%s)", about->str);
}

/* Both ends of an id tell more than its middle. */
static void draw_id(View *view, const char *id, Area line)
{
	int room = line.columns - LABEL_COLUMNS, width = text_width(id);
	const char *tail = id;
	int at;

	if (width <= room) {
		grid_text(view->grid, line, LABEL_COLUMNS, 0, STYLE_DIM, id);
		return;
	}
	at = LABEL_COLUMNS + grid_text(view->grid, area_limit(line, LABEL_COLUMNS + room / 3),
				       LABEL_COLUMNS, 0, STYLE_DIM, id);
	while (width > line.columns - at) {
		width -= text_char_width(g_utf8_get_char(tail));
		tail = g_utf8_next_char(tail);
	}
	grid_text(view->grid, line, at, 0, STYLE_DIM, tail);
}

static int field_width(const Area line, FormFieldId id)
{
	static const int widths[FORM_FIELD_COUNT] = {
		[FORM_DURATION] = 12, /* until 17:00 */
		[FORM_START] = 16,
		[FORM_TICKET] = 14,
		[FORM_TICKET_SYSTEM] = 12,
	};
	int room = line.columns - LABEL_COLUMNS - 4 - REQUIRED_COLUMNS;
	int most = id == FORM_DURATION && line.columns < 50 ? 6 : widths[id];

	return MAX(id == FORM_REASON ? room : MIN(most, room), 4);
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
static int draw_field(View *view, const Form *form, FormFieldId id, Area line, int column)
{
	const Field *field = &form->fields[id].field;
	bool has_focus = form->focus == id;
	StyleId style = has_focus ? STYLE_INPUT_FOCUS : STYLE_INPUT;
	int width = MIN(field_width(line, id), line.columns - column - 4);
	Area cell = line;
	size_t offset;

	if (width < 1)
		return column;
	offset = has_focus ? field_offset(field, width) : 0;
	grid_text(view->grid, line, column, 0, has_focus ? STYLE_KEY : STYLE_BORDER, "[ ");
	grid_text(view->grid, line, column + 2 + width, 0, has_focus ? STYLE_KEY : STYLE_BORDER,
		  " ]");
	cell.column += column + 2;
	cell.columns = width;
	grid_fill(view->grid, cell, style);
	grid_text(view->grid, cell, 0, 0, style, field_text(field) + offset);
	if (has_focus) {
		g_autofree char *shown =
			g_strndup(field_text(field) + offset, field->cursor - offset);

		view->grid->cursor_column = cell.column + MIN(text_width(shown), width - 1);
		view->grid->cursor_row = cell.row;
	}
	return column + width + 4;
}

/* Whether it must be filled in stands in one column at the right; other notes beside the field. */
static void draw_note(View *view, const FormField *field, FormFieldId id, Area line, int column)
{
	bool is_demand = id != FORM_DURATION && id != FORM_START;
	int at = is_demand ? MAX(line.columns - REQUIRED_COLUMNS + 1, column) : column + 2;
	bool is_required = is_demand && field->is_required;

	if (field->note)
		grid_text(view->grid, line, at, 0, is_required ? STYLE_WARNING : STYLE_DIM,
			  field->note);
}

static void draw_field_line(View *view, const Form *form, FormFieldId id, Area line)
{
	const FormField *field = &form->fields[id];
	const FormField *system = &form->fields[FORM_TICKET_SYSTEM];
	int column;

	grid_text(view->grid, area_limit(line, LABEL_COLUMNS - 1), 0, 0,
		  form->focus == id ? STYLE_KEY : STYLE_DIM, form_field_label(id));
	column = draw_field(view, form, id, line, LABEL_COLUMNS);
	if (id == FORM_TICKET && system->is_shown && !is_stacked(line)) {
		column += 1 + grid_text(view->grid, line, column + 1, 0, STYLE_DIM,
					form_field_label(FORM_TICKET_SYSTEM));
		column = draw_field(view, form, FORM_TICKET_SYSTEM, line, column + 1);
	}
	draw_note(view, field, id, line, column);
}

static void draw_part(View *view, const Form *form, const Part *part, Area line)
{
	const FormRow *first = g_ptr_array_index(form->rows, 0);

	switch (part->kind) {
	case PART_ROW:
		draw_form_row(view, form, g_ptr_array_index(form->rows, part->index), line);
		break;
	case PART_MORE:
		grid_printf(view->grid, line, 0, 0, STYLE_DIM, "and %u more",
			    form->rows->len - FORM_ROWS_SHOWN);
		break;
	case PART_PLACE:
		draw_place_line(view, first, line);
		break;
	case PART_ID:
		g_string_assign(view->text, first->scope.id);
		view_clean(view->text);
		draw_id(view, view->text->str, line);
		break;
	case PART_FIELD:
		draw_field_line(view, form, (FormFieldId)part->index, line);
		break;
	case PART_WRONG:
		grid_printf(view->grid, line, LABEL_COLUMNS, 0, STYLE_ERROR, "! %s",
			    form->fields[part->index].error);
		break;
	case PART_LINE:
		grid_text(view->grid, line, 0, 0, STYLE_DIM, part->label);
		grid_text(view->grid, line, LABEL_COLUMNS, 0, part->style, part->text);
		break;
	}
}

/* "until 14:16": what is on already where a single row would be activated; NULL when nothing is. */
static char *active_words(const State *state, const Form *form)
{
	const FormRow *row = g_ptr_array_index(form->rows, 0);
	const Assignment *active = form->rows->len == 1
					   ? state_active_for(state, row->eligibility, &row->scope)
					   : NULL;
	g_autofree char *until = active ? state_until(state, &active->grant) : NULL;

	return until ? g_strdup_printf("active here already, %s", until) : NULL;
}

/* Where the form is higher than the screen, the part around the field with the focus is shown. */
void view_form(View *view, const Form *form, Area inside)
{
	guint focus, first = 0, rows = (guint)MAX(inside.rows, 0);
	g_autoptr(GPtrArray) lines = lines_new();
	g_autoptr(GArray) parts = form_parts(form, inside, lines, &focus);
	g_autofree char *active = active_words(view->state, form);

	add_line(parts, lines, inside.columns, "now", active);
	if (parts->len > rows && focus + 2 > rows)
		first = MIN(focus + 2 - rows, parts->len - rows);
	for (guint i = 0; i < rows && first + i < parts->len; i++) {
		Area line = inside;

		line.row += (int)i;
		line.rows = 1;
		draw_part(view, form, &g_array_index(parts, Part, first + i), line);
	}
}
