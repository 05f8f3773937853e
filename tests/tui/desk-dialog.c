#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/dialogs/activate-form.h"
#include "tui/dialogs/dialogs.h"

static const Dialog *top_of(const Desk *desk)
{
	const Dialog *dialog = dialog_top(desk->state);
	assert_non_null(dialog);
	return dialog;
}

const char *desk_dialog(const Desk *desk)
{
	const Dialog *dialog = dialog_top(desk->state);
	return dialog != NULL ? dialog->kind->title : NULL;
}

char *desk_dialog_text(const Desk *desk)
{
	const Dialog *dialog = dialog_top(desk->state);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(Page) page = dialog != NULL ? dialog_page(desk->state, dialog, 200) : NULL;
	for (size_t i = 0; page != NULL && i < page_count(page); i++)
		g_string_append_printf(text, "%s\n", page_line(page, i)->text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

size_t desk_dialog_scroll(const Desk *desk)
{
	return top_of(desk)->scroll;
}

size_t desk_count_choices(const Desk *desk)
{
	return pane_count(top_of(desk)->kind->list(top_of(desk)));
}

/* ---- The activate form ------------------------------------------------------------------------ */

static const Activate *form_of(const Desk *desk)
{
	const Dialog *dialog = top_of(desk);
	assert_ptr_equal(dialog->kind, &activate_dialog);
	return dialog->self;
}

static const FormField *field_of(const Desk *desk, const char *label)
{
	const Form *form = &form_of(desk)->form;
	for (size_t i = 0; i < form->kind->count; i++)
		if (g_str_equal(form->kind->fields[i].label, label))
			return &form->fields[i];
	fail_msg("no field \"%s\"", label);
	return NULL;
}

static const ActivateRow *form_row(const Desk *desk, size_t i)
{
	const Activate *activate = form_of(desk);
	assert_true(i < activate->rows->len);
	return g_ptr_array_index(activate->rows, i);
}

const char *desk_field_focus(const Desk *desk)
{
	const Form *form = &form_of(desk)->form;
	return form->kind->fields[form->focus].label;
}

void desk_focus_on_field(Desk *desk, const char *label)
{
	for (int i = 0; i < FORM_FIELDS && !g_str_equal(desk_field_focus(desk), label); i++)
		desk_keys(desk, "tab");
	assert_string_equal(desk_field_focus(desk), label);
}

bool desk_has_field(const Desk *desk, const char *label)
{
	return field_of(desk, label)->is_shown;
}

bool desk_field_is_required(const Desk *desk, const char *label)
{
	return field_of(desk, label)->is_required;
}

const char *desk_field(const Desk *desk, const char *label)
{
	return field_text(&field_of(desk, label)->field);
}

const char *desk_field_note(const Desk *desk, const char *label)
{
	return field_of(desk, label)->note;
}

const char *desk_field_error(const Desk *desk, const char *label)
{
	return field_of(desk, label)->error;
}

const char *desk_form_error(const Desk *desk)
{
	return form_of(desk)->error;
}

const char *desk_form_then(const Desk *desk)
{
	return form_of(desk)->then;
}

const char *desk_form_check(const Desk *desk)
{
	return form_of(desk)->check;
}

size_t desk_form_rows(const Desk *desk)
{
	return form_of(desk)->rows->len;
}

const char *desk_form_role(const Desk *desk, size_t i)
{
	return form_row(desk, i)->eligibility->grant.role.name;
}

const char *desk_form_scope(const Desk *desk, size_t i)
{
	return form_row(desk, i)->scope.id;
}
