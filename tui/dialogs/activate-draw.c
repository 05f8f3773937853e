/* How the form of an activation looks: the rows it is about, the fields that their policies ask for, what happens then. */
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate-form.h"

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

/* A sentence, wrapped; `page` keeps what the parts point to. */
static void add_line(GArray *parts, Page *page, const char *label, const char *text)
{
	size_t first = page_count(page);
	if (text == NULL)
		return;
	page_add(page, 0, STYLE_TEXT, text);
	for (size_t i = first; i < page_count(page); i++) {
		const Line *line = page_line(page, i);
		StyleId style = *label == '!' ? STYLE_ERROR : STYLE_TEXT;
		add_part(parts, (Part){ PART_LINE, 0, i == first ? label : "", line->text, style });
	}
}

/* All lines of the form from above; *focus gets the one with the focus. */
static GArray *make_parts(const Activate *activate, Area body, Page *page, guint *focus)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
	guint shown = MIN(activate->rows->len, ACTIVATE_ROWS_SHOWN);
	for (guint i = 0; i < shown; i++)
		add_part(parts, (Part){ .kind = PART_ROW, .index = i });
	if (activate->rows->len == 1) {
		add_part(parts, (Part){ .kind = PART_PLACE });
		add_part(parts, (Part){ .kind = PART_ID });
	} else if (activate->rows->len > shown) {
		add_part(parts, (Part){ .kind = PART_MORE });
	}
	*focus = 0;
	for (guint i = 0; i < activate->form.kind->count; i++) {
		const FormField *field = &activate->form.fields[i];
		const bool is_beside = activate->form.kind->fields[i].is_beside;
		if (field->is_shown && (!is_beside || form_is_stacked(body.columns)))
			add_part(parts, (Part){ .kind = PART_FIELD, .index = i });
		if (i == activate->form.focus)
			*focus = parts->len - 1;
		if (field->is_shown && field->error != NULL)
			add_part(parts, (Part){ .kind = PART_WRONG, .index = i });
	}
	add_line(parts, page, "then", activate->then);
	add_line(parts, page, "check", activate->check);
	add_line(parts, page, "!", activate->error);
	return parts;
}

/* "Contributor", or of several "Contributor at rg-payments … 2h". Member or owner is never cut off. */
static void draw_row(Grid *grid, const Activate *activate, const ActivateRow *row, Area line)
{
	const Grant *grant = &row->eligibility->grant;
	const char *access = access_suffix(grant->access);
	if (activate->rows->len > 1 && row->duration > 0) {
		g_autofree char *length = duration_format(row->duration);
		int width = text_width(length);
		grid_text(grid, line, line.columns - width, 0, STYLE_TEXT, length);
		line.columns -= width + 1;
	}
	int column = grid_text(grid, area_limit(line, line.columns - text_width(access)), 0, 0,
			       STYLE_TITLE, role_label(&grant->role));
	column += grid_text(grid, line, column, 0, STYLE_TITLE, access);
	if (activate->rows->len > 1 && grant->access == ACCESS_NONE)
		grid_printf(grid, line, column, 0, STYLE_TITLE, " at %s", scope_label(&row->scope));
}

/* "rg-payments   (resource group in sub-prod; eligible at Platform, mg)" */
static void draw_place(const State *state, Grid *grid, const ActivateRow *row, Area line)
{
	const Scope *own = &row->eligibility->grant.scope;
	const ScopeNode *node = tree_find(&state->scopes.tree, row->scope.id);
	const char *label = scope_label(&row->scope), *type = scope_type_title(row->scope.type);
	g_autoptr(GString) about = g_string_new(g_str_equal(label, type) ? "" : type);
	int column = FORM_LABEL_COLUMNS;
	if (node != NULL && node->parent != NULL && node->parent->scope.name != NULL &&
	    !node->is_guess)
		g_string_append_printf(about, " in %s", scope_label(&node->parent->scope));
	if (!scope_id_equal(own->id, row->scope.id))
		g_string_append_printf(about, "; eligible at %s, %s", scope_label(own),
				       scope_type_short(own->type));
	grid_text(grid, line, 0, 0, STYLE_DIM, "at");
	column += grid_text(grid, line, column, 0, STYLE_TEXT, label);
	if (about->len > 0 && column + 6 < line.columns)
		grid_printf(grid, line, column + 3, 0, STYLE_DIM, "(%s)", about->str);
}

/* Both ends of an id tell more than its middle. */
static void draw_id(Grid *grid, const char *id, Area line)
{
	int room = line.columns - FORM_LABEL_COLUMNS, width = text_width(id);
	if (width <= room) {
		grid_text(grid, line, FORM_LABEL_COLUMNS, 0, STYLE_DIM, id);
		return;
	}
	const int at = FORM_LABEL_COLUMNS +
		       grid_text(grid, area_limit(line, FORM_LABEL_COLUMNS + room / 3),
				 FORM_LABEL_COLUMNS, 0, STYLE_DIM, id);
	const char *tail = id;
	while (width > line.columns - at) {
		width -= text_char_width(g_utf8_get_char(tail));
		tail = g_utf8_next_char(tail);
	}
	grid_text(grid, line, at, 0, STYLE_DIM, tail);
}

static void draw_part(const State *state, Grid *grid, const Activate *activate, const Part *part,
		      Area line)
{
	const ActivateRow *first = g_ptr_array_index(activate->rows, 0);
	g_autofree char *id = text_sanitize(first->scope.id, -1);
	switch (part->kind) {
	case PART_ROW:
		draw_row(grid, activate, g_ptr_array_index(activate->rows, part->index), line);
		break;
	case PART_MORE:
		grid_printf(grid, line, 0, 0, STYLE_DIM, "and %u more",
			    activate->rows->len - ACTIVATE_ROWS_SHOWN);
		break;
	case PART_PLACE:
		draw_place(state, grid, first, line);
		break;
	case PART_ID:
		draw_id(grid, id, line);
		break;
	case PART_FIELD:
		form_draw_field(&activate->form, part->index, grid, line);
		break;
	case PART_WRONG:
		grid_printf(grid, line, FORM_LABEL_COLUMNS, 0, STYLE_ERROR, "! %s",
			    activate->form.fields[part->index].error);
		break;
	case PART_LINE:
		grid_text(grid, line, 0, 0, STYLE_DIM, part->label);
		grid_text(grid, line, FORM_LABEL_COLUMNS, 0, part->style, part->text);
		break;
	}
}

/* "until 14:16": what is on already where a single row would be activated; NULL when nothing is. */
static char *active_words(const State *state, const Activate *activate)
{
	const ActivateRow *row = g_ptr_array_index(activate->rows, 0);
	const Assignment *active =
		activate->rows->len == 1
			? known_lists_find_active_for(&state->lists, row->eligibility, &row->scope)
			: NULL;
	g_autofree char *until = active != NULL ? state_until(state, &active->grant) : NULL;
	return until != NULL ? g_strdup_printf("active here already, %s", until) : NULL;
}

int activate_height(const State *state, const Dialog *dialog)
{
	(void)state;
	const Activate *activate = dialog->self;
	const int count = (int)activate->rows->len;
	const int rows = count == 1 ? 3 : MIN(count, ACTIVATE_ROWS_SHOWN) + 1;
	return rows + form_height(&activate->form) + (activate->then != NULL) +
	       (activate->error != NULL) + (activate->check != NULL) + 3;
}

/* Where the form is higher than the screen, the part around the field with the focus is shown. */
void activate_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	(void)box;
	const Activate *activate = dialog->self;
	guint focus, first = 0, rows = (guint)MAX(body.rows, 0);
	g_autoptr(Page) page = page_new(body.columns - FORM_LABEL_COLUMNS);
	g_autoptr(GArray) parts = make_parts(activate, body, page, &focus);
	g_autofree char *active = active_words(state, activate);

	add_line(parts, page, "now", active);
	if (parts->len > rows && focus + 2 > rows)
		first = MIN(focus + 2 - rows, parts->len - rows);
	for (guint i = 0; i < rows && first + i < parts->len; i++) {
		Area line = body;
		line.row += (int)i;
		line.rows = 1;
		draw_part(state, grid, activate, &g_array_index(parts, Part, first + i), line);
	}
}
