/*
 * Dialogs that ask for one thing and then write something: a file's name, a name in the configuration. The struct of such a
 * dialog begins with a OneField.
 */
#ifndef MYROLES_TUI_DIALOGS_ONE_FIELD_H
#define MYROLES_TUI_DIALOGS_ONE_FIELD_H

#include "tui/core/effects.h"
#include "tui/widgets/form.h"

typedef struct OneField {
	Form form;
	bool is_busy; /* it is being written */
} OneField;

/* For the row of the field: it has to be filled, and nothing stands beside it. */
bool one_field_is_required(gconstpointer self);
char *one_field_no_note(const State *state, gconstpointer self);

/* For the row of the dialog. */
Field *one_field(Dialog *dialog);
void one_field_typed(Update *update, Dialog *dialog);

/* For its action that closes it. */
void one_field_close(Update *update);

void one_field_begin(Update *update, OneField *self, const FormKind *kind);
/* It came to nothing: says why below the field, and waits for another try. */
void one_field_fail(OneField *self, const char *why);

/* For the guards of its actions: the sentence that is true, `none` where none of the kind is open; NULL: it waits to be filled. */
const char *one_field_refuse(const State *state, const DialogKind *kind, const char *none,
			     const char *busy);

#endif
