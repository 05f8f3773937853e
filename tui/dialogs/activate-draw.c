/* How the form of an activation looks: the rows it is about, the fields that their policies ask for, what happens then. */
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/more-time.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate-form.h"

#define PLACE_GAP  3
#define ROWS_BELOW 2 /* a blank one, and the keys */

typedef enum { PART_ROW, PART_MORE, PART_PLACE, PART_FIELD, PART_LINE } PartKind;

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
static void add_styled(GArray *parts, Page *page, const char *label, const char *text,
		       StyleId style)
{
	size_t first = page_count(page);
	if (text == NULL)
		return;
	page_add(page, style == STYLE_ERROR ? 2 : 0, style, text);
	for (size_t i = first; i < page_count(page); i++) {
		const Line *line = page_line(page, i);
		add_part(parts, (Part){ PART_LINE, 0, i == first ? label : "", line->text, style });
	}
}

static void add_line(GArray *parts, Page *page, const char *label, const char *text)
{
	add_styled(parts, page, label, text, *label == '!' ? STYLE_ERROR : STYLE_TEXT);
}

/* "resource group in sub-prod; eligible at Platform, mg" */
static char *place_words(const State *state, const ActivateRow *row)
{
	const Scope *own = &row->eligibility->grant.scope;
	const ScopeNode *node = tree_find(&state->scopes.tree, row->scope.id);
	const char *label = scope_label(&row->scope), *type = scope_type_title(row->scope.type);
	g_autoptr(GString) about = g_string_new(g_str_equal(label, type) ? "" : type);
	if (node != NULL && node->parent != NULL && node->parent->scope.name != NULL &&
	    !node->is_guess)
		g_string_append_printf(about, " in %s", scope_label(&node->parent->scope));
	if (!scope_id_equal(own->id, row->scope.id))
		g_string_append_printf(about, "; eligible at %s, %s", scope_label(own),
				       scope_type_short(own->type));
	return g_string_free(g_steal_pointer(&about), FALSE);
}

/* Its name, with what it is beside it where there is room, and its whole id. */
static void add_place(const State *state, GArray *parts, Page *page, const ActivateRow *row)
{
	g_autofree char *about = place_words(state, row);
	g_autofree char *noted = *about != '\0' ? g_strdup_printf("(%s)", about) : g_strdup("");
	const char *label = scope_label(&row->scope);
	if (text_width(label) + PLACE_GAP + text_width(noted) <= page->columns) {
		page_add(page, 0, STYLE_DIM, noted);
		add_part(parts, (Part){ .kind = PART_PLACE,
					.text = page_line(page, page_count(page) - 1)->text });
	} else {
		add_line(parts, page, "at", label);
		add_styled(parts, page, "", noted, STYLE_DIM);
	}
	add_styled(parts, page, "", row->scope.id, STYLE_DIM);
}

/* What stands dim in a field is not sent: that is said in words, too. */
static char *before_words(const State *state, const FormField *field)
{
	const Action *action = action_table_find(state->actions, "form-reason");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	if (field->before == NULL || *field_text(&field->field) != '\0')
		return NULL;
	return g_strdup_printf("of the last time, not sent%s%s%s", key != NULL ? ": " : "",
			       key != NULL ? key : "", key != NULL ? " takes it over" : "");
}

/* Below a field: a note that has no room beside it, and what is wrong. */
static void add_below(const State *state, GArray *parts, Page *page, const Form *form, guint id,
		      int columns)
{
	g_autofree char *before = before_words(state, &form->fields[id]);
	g_autofree char *wrong = form_wrong(form, id);
	add_styled(parts, page, "", form_note_below(form, id, columns), STYLE_DIM);
	add_styled(parts, page, "", before, STYLE_DIM);
	add_styled(parts, page, "", wrong, STYLE_ERROR);
	/* Not while it is typed: the last look tells it, too. */
	if (form->focus != id)
		add_styled(parts, page, "", form_advice(form, id), STYLE_WARNING);
}

/* What is on already where a single row would be activated; NULL when nothing is. */
static char *active_words(const State *state, const Activate *activate)
{
	const ActivateRow *row = g_ptr_array_index(activate->rows, 0);
	return activate->rows->len == 1 ? state_active_here(state, row->eligibility, &row->scope)
					: NULL;
}

/* All lines of the form from above; *focus gets the one with the focus. */
static GArray *make_parts(const State *state, const Activate *activate, int columns, Page *page,
			  guint *focus)
{
	GArray *parts = g_array_new(FALSE, FALSE, sizeof(Part));
	guint shown = MIN(activate->rows->len, ACTIVATE_ROWS_SHOWN);
	for (guint i = 0; i < shown; i++)
		add_part(parts, (Part){ .kind = PART_ROW, .index = i });
	if (activate->rows->len == 1) {
		add_place(state, parts, page, g_ptr_array_index(activate->rows, 0));
	} else if (activate->rows->len > shown) {
		add_part(parts, (Part){ .kind = PART_MORE });
	}
	*focus = 0;
	for (guint i = 0; i < activate->form.kind->count; i++) {
		const FormField *field = &activate->form.fields[i];
		const bool is_beside = activate->form.kind->fields[i].is_beside;
		if (field->is_shown && (!is_beside || form_is_stacked(columns)))
			add_part(parts, (Part){ .kind = PART_FIELD, .index = i });
		if (i == activate->form.focus)
			*focus = parts->len - 1;
		if (field->is_shown)
			add_below(state, parts, page, &activate->form, i, columns);
	}
	add_line(parts, page, "then", activate->then);
	add_line(parts, page, "check", activate->check);
	add_line(parts, page, "!", activate->error);
	g_autofree char *active = active_words(state, activate);
	add_line(parts, page, "now", active);
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
static void draw_place(Grid *grid, const ActivateRow *row, const char *about, Area line)
{
	const char *label = scope_label(&row->scope);
	grid_text(grid, line, 0, 0, STYLE_DIM, "at");
	const int column = FORM_LABEL_COLUMNS +
			   grid_text(grid, line, FORM_LABEL_COLUMNS, 0, STYLE_TEXT, label);
	grid_text(grid, line, column + PLACE_GAP, 0, STYLE_DIM, about);
}

static void draw_part(Grid *grid, const Activate *activate, const Part *part, Area line)
{
	const ActivateRow *first = g_ptr_array_index(activate->rows, 0);
	switch (part->kind) {
	case PART_ROW:
		draw_row(grid, activate, g_ptr_array_index(activate->rows, part->index), line);
		break;
	case PART_MORE:
		grid_printf(grid, line, 0, 0, STYLE_DIM, "and %u more",
			    activate->rows->len - ACTIVATE_ROWS_SHOWN);
		break;
	case PART_PLACE:
		draw_place(grid, first, part->text, line);
		break;
	case PART_FIELD:
		form_draw_field(&activate->form, part->index, grid, line);
		break;
	case PART_LINE:
		grid_text(grid, line, 0, 0, STYLE_DIM, part->label);
		grid_text(grid, line, FORM_LABEL_COLUMNS, 0, part->style, part->text);
		break;
	}
}

int activate_height(const State *state, const Dialog *dialog)
{
	const int columns = layout_dialog_columns(state->at.columns);
	guint focus;
	g_autoptr(Page) page = page_new(columns - FORM_LABEL_COLUMNS);
	g_autoptr(GArray) parts = make_parts(state, dialog->self, columns, page, &focus);
	return (int)parts->len + ROWS_BELOW;
}

/* Where the form is higher than the screen, the part around the field with the focus is shown; why it may not be sent before that. */
void activate_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	(void)box;
	const Activate *activate = dialog->self;
	guint focus, first = 0, rows = (guint)MAX(body.rows, 0);
	g_autoptr(Page) page = page_new(body.columns - FORM_LABEL_COLUMNS);
	g_autoptr(GArray) parts = make_parts(state, activate, body.columns, page, &focus);
	if (activate->is_news)
		focus = parts->len - 1;
	if (parts->len > rows && focus + 2 > rows)
		first = MIN(focus + 2 - rows, parts->len - rows);
	for (guint i = 0; i < rows && first + i < parts->len; i++) {
		Area line = body;
		line.row += (int)i;
		line.rows = 1;
		draw_part(grid, activate, &g_array_index(parts, Part, first + i), line);
	}
}
