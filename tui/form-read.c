/* What was typed into the activate form, read and checked. */
#include "frontend/fit.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/update-internal.h"

bool form_read_start(const State *state, const Form *form, Instant *start, GError **error)
{
	const FormField *field = &form->fields[FORM_START];
	*start = 0;
	if (!field->is_shown || field_is_empty(&field->field))
		return true;
	return instant_parse_start(field_text(&field->field), state->now, state->zone, start,
				   error);
}

bool form_read_duration(const State *state, const Form *form, Instant start, int64_t *duration,
			GError **error)
{
	return duration_parse(field_text(&form->fields[FORM_DURATION].field),
			      start ? start : state->now, state->zone, duration, error);
}

int64_t form_row_maximum(const FormRow *row)
{
	return row->policy ? row->policy->maximum : 0;
}

int64_t form_longest(const Form *form)
{
	int64_t longest = 0;
	for (guint i = 0; i < form->rows->len; i++) {
		int64_t maximum = form_row_maximum(g_ptr_array_index(form->rows, i));
		if (maximum == 0)
			return 0;
		longest = MAX(longest, maximum);
	}
	return longest;
}

static void set_error(FormField *field, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void set_error(FormField *field, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_free(field->error);
	field->error = g_strdup_vprintf(format, arguments);
	va_end(arguments);
}

static void set_lack(FormField *field, Lack lack, int64_t longest)
{
	if (lack == LACK_NOTHING)
		return;
	g_free(field->error);
	field->error = lack_words(lack, longest);
}

static void check_duration(const State *state, Form *form, Instant start, int64_t *duration)
{
	FormField *field = &form->fields[FORM_DURATION];
	g_autoptr(GError) error = NULL;
	if (field_is_empty(&field->field)) {
		set_error(field, "Say for how long: 2h, 90m, until 17:00.");
		return;
	}
	if (!form_read_duration(state, form, start, duration, &error)) {
		set_error(field, "%s", error->message);
		return;
	}
	int64_t longest = form_longest(form);
	set_lack(field, duration_find_lack(*duration, longest), longest);
}

static void check_start(const State *state, Form *form, Instant *start)
{
	FormField *field = &form->fields[FORM_START];
	g_autoptr(GError) error = NULL;
	if (!form_read_start(state, form, start, &error))
		set_error(field, "%s", error->message);
	else if (*start && *start < state->now)
		set_error(field, "That time has passed.");
}

static void check_text(FormField *field, Lack lack)
{
	if (field->is_shown && field->is_required && field_is_empty(&field->field))
		set_lack(field, lack, 0);
}

static char *typed(const FormField *field)
{
	if (!field->is_shown || field_is_empty(&field->field))
		return NULL;
	return text_clean_input(field_text(&field->field));
}

static Activation *build_activation(const Form *form, const FormRow *row, Instant start,
				    int64_t duration)
{
	Activation *activation = activation_new(row->eligibility, &row->scope);
	activation->duration = duration_cap(duration, form_row_maximum(row));
	activation->start = start;
	activation->justification = typed(&form->fields[FORM_REASON]);
	activation->ticket_number = typed(&form->fields[FORM_TICKET]);
	activation->ticket_system = typed(&form->fields[FORM_TICKET_SYSTEM]);
	activation->policy = policy_copy(row->policy);
	return activation;
}

bool form_read(const State *state, Form *form, GPtrArray *activations)
{
	Instant start = 0;
	int64_t duration = 0;
	for (int i = 0; i < FORM_FIELD_COUNT; i++)
		g_clear_pointer(&form->fields[i].error, g_free);
	check_start(state, form, &start);
	check_duration(state, form, start, &duration);
	check_text(&form->fields[FORM_REASON], LACK_REASON);
	check_text(&form->fields[FORM_TICKET], LACK_TICKET);
	for (int i = 0; i < FORM_FIELD_COUNT; i++) {
		if (form->fields[i].error) {
			form->focus = (FormFieldId)i;
			return false;
		}
	}
	for (guint i = 0; i < form->rows->len; i++)
		g_ptr_array_add(
			activations,
			build_activation(form, g_ptr_array_index(form->rows, i), start, duration));
	return true;
}
