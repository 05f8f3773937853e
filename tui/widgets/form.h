/*
 * A form: fields with labels, notes beside them and what is wrong below them. Which fields there are, and what each asks
 * for, is said by its kind: one row for each field.
 */
#ifndef MYROLES_TUI_WIDGETS_FORM_H
#define MYROLES_TUI_WIDGETS_FORM_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "tui/terminal/grid.h"
#include "tui/widgets/field.h"

#define FORM_FIELDS        8 /* at most */
#define FORM_LABEL_COLUMNS 8

typedef struct State State; /* tui/core/state.h */

/* One field. `self` is what the form is about: the struct of the dialog that it is in. */
typedef struct FormFieldKind {
	const char *label;
	size_t limit;      /* characters */
	const char *begin; /* what it starts with, until something is typed; NULL: nothing */
	int width;         /* columns for its text; 0: all there are */
	int narrow_width;  /* … below 50 columns; 0: the same */
	bool is_beside;    /* stands beside the field before it where there is room */
	bool (*shown)(gconstpointer self);    /* NULL: always */
	bool (*required)(gconstpointer self); /* NULL: never */
	/* What stands beside it; NULL: whether it is required. Owned by the caller. */
	char *(*note)(const State *state, gconstpointer self);
	/* What is wrong with what was typed, in a sentence; NULL: nothing. Owned by the caller. */
	char *(*check)(const State *state, gconstpointer self);
	/* What is said of a text that is sent all the same; NULL: nothing. Static. */
	const char *(*advise)(const char *text);
} FormFieldKind;

typedef struct FormKind {
	const FormFieldKind *fields;
	size_t count;
} FormKind;

typedef struct FormField {
	Field field;
	bool is_shown;
	bool is_required;
	char *note;  /* may be NULL */
	char *error; /* NULL: nothing is wrong */
	char *before; /* what was typed there another time: shown while it is empty, never read; or NULL */
} FormField;

typedef struct Form {
	const FormKind *kind;
	FormField fields[FORM_FIELDS];
	size_t focus;
} Form;

void form_init(Form *form, const FormKind *kind, size_t focus);
void form_clear(Form *form);

/* What it is about has changed: which fields are shown, what is required, notes. */
void form_update(Form *form, const State *state, gconstpointer self);
/* Looks at what was typed. False: fields say what is wrong, and the first of them has the focus. */
bool form_check(Form *form, const State *state, gconstpointer self);

/* What is in the field is of another time: it is shown as what stood there before, and no more read. */
void form_put_before(Form *form, size_t field);
/* Takes over what stood there before; it is read as if it was typed. */
void form_take_before(Form *form, size_t field);

void form_focus_by(Form *form, int step); /* the next shown field, or the one before */
Field *form_focused(Form *form);
/* Something was typed into the focused field: what was wrong with it is another matter now. */
void form_typed(Form *form);

/* The text of a field that is shown and not blank; else NULL. Borrowed. */
const char *form_text(const Form *form, size_t field);

/* Narrow forms have a line of its own for each field. */
bool form_is_stacked(int columns);

/* The note that has no room beside the field, in lines of so many columns, and stands below it; NULL: there is none. Borrowed. */
const char *form_note_below(const Form *form, size_t field, int columns);

/* What is wrong with it, to be wrapped below it; NULL: nothing. The caller frees. */
char *form_wrong(const Form *form, size_t field);

/* What is advised of what was typed, to be wrapped below it; NULL: nothing. Static. */
const char *form_advice(const Form *form, size_t field);

/* Draws the field with its label and note over the line; the cursor stands in the focused one. */
void form_draw_field(const Form *form, size_t field, Grid *grid, Area line);

/*
 * All fields, one below the other, with what stands below each: notes that have no room beside it, advice and what is wrong. Where it
 * is tight, such a note stands only where the keys go.
 */
void form_draw(const Form *form, Grid *grid, Area area, bool is_tight);
int form_count_lines(const Form *form, int columns, bool is_tight);

#endif
