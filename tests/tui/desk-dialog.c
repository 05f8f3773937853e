#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"

static const Overlay *top_of(const Desk *desk)
{
	const Overlay *overlay = state_overlay(desk->state);

	assert_non_null(overlay);
	return overlay;
}

const char *desk_dialog(const Desk *desk)
{
	const Overlay *overlay = state_overlay(desk->state);

	return overlay ? overlay_title(overlay) : NULL;
}

char *desk_dialog_text(const Desk *desk)
{
	const Overlay *overlay = state_overlay(desk->state);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) lines = overlay ? overlay_lines(desk->state, overlay, 200) : NULL;

	for (guint i = 0; lines && i < lines->len; i++)
		g_string_append_printf(text, "%s\n",
				       ((const Line *)g_ptr_array_index(lines, i))->text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}

size_t desk_dialog_scroll(const Desk *desk)
{
	return top_of(desk)->scroll;
}

size_t desk_count_choices(const Desk *desk)
{
	return top_of(desk)->choices->len;
}

/* ---- The activate form ------------------------------------------------------------------------ */

static const Form *form_of(const Desk *desk)
{
	const Overlay *overlay = top_of(desk);

	assert_int_equal(overlay->kind, OVERLAY_FORM);
	return overlay->form;
}

static const FormField *field_of(const Desk *desk, const char *label)
{
	const Form *form = form_of(desk);

	for (FormFieldId id = 0; id < FORM_FIELD_COUNT; id++)
		if (g_str_equal(form_field_label(id), label))
			return &form->fields[id];
	fail_msg("no field \"%s\"", label);
	return NULL;
}

static const FormRow *form_row(const Desk *desk, size_t i)
{
	const Form *form = form_of(desk);

	assert_true(i < form->rows->len);
	return g_ptr_array_index(form->rows, i);
}

const char *desk_field_focus(const Desk *desk)
{
	return form_field_label(form_of(desk)->focus);
}

void desk_focus_on_field(Desk *desk, const char *label)
{
	for (int i = 0; i < FORM_FIELD_COUNT && !g_str_equal(desk_field_focus(desk), label); i++)
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
