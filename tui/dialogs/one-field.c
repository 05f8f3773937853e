#include "tui/dialogs/one-field.h"

#include "tui/core/dialogs.h"

bool one_field_is_required(gconstpointer self)
{
	(void)self;
	return true;
}

char *one_field_no_note(const State *state, gconstpointer self)
{
	(void)state;
	(void)self;
	return g_strdup("");
}

Field *one_field(Dialog *dialog)
{
	return form_focused(&((OneField *)dialog->self)->form);
}

void one_field_typed(Update *update, Dialog *dialog)
{
	OneField *self = dialog->self;
	form_typed(&self->form);
	form_update(&self->form, update->state, self);
}

void one_field_close(Update *update)
{
	dialog_close(update);
}

void one_field_begin(Update *update, OneField *self, const FormKind *kind)
{
	form_init(&self->form, kind, 0);
	form_update(&self->form, update->state, self);
}

void one_field_fail(OneField *self, const char *why)
{
	FormField *field = &self->form.fields[0];
	self->is_busy = false;
	g_free(field->error);
	field->error = g_strdup(why);
}

const char *one_field_refuse(const State *state, const DialogKind *kind, const char *none,
			     const char *busy)
{
	const Dialog *dialog = dialog_find(state, kind);
	if (dialog == NULL)
		return none;
	return ((const OneField *)dialog->self)->is_busy ? busy : NULL;
}
