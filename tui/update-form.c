/* The activate form: what it asks, what it starts with, what is wrong with it. */
#include <string.h>

#include "frontend/fit.h"
#include "frontend/policy-words.h"
#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/update-internal.h"

/* ---- What the rows need ------------------------------------------------------------------------- */

static void take_policies(const State *state, Form *form)
{
	g_clear_pointer(&form->policy, policy_free);
	for (guint i = 0; i < form->rows->len; i++) {
		FormRow *row = g_ptr_array_index(form->rows, i);
		const PolicyEntry *entry =
			state_policy(state, row->eligibility->grant.id, row->scope.id);
		const Policy *policy = entry ? entry->policy : NULL;
		row->is_policy_read = policy != NULL;
		policy_free(row->policy);
		row->policy = policy_copy(policy);
		g_autoptr(Policy) unknown = policy ? NULL : policy_new_unknown();
		if (!form->policy)
			form->policy = policy_copy(policy ? policy : unknown);
		else
			policy_unite(form->policy, policy ? policy : unknown);
	}
	if (!form->policy)
		form->policy = policy_new_unknown();
}

static bool all_can_schedule(const Form *form)
{
	for (guint i = 0; i < form->rows->len; i++) {
		const FormRow *row = g_ptr_array_index(form->rows, i);
		if (!workload_info(row->eligibility->grant.workload)->can_schedule)
			return false;
	}
	return true;
}

static void show_fields(Form *form)
{
	const Policy *policy = form->policy;
	const bool shown[FORM_FIELD_COUNT] = {
		[FORM_DURATION] = true,
		[FORM_START] = all_can_schedule(form),
		[FORM_REASON] = true,
		[FORM_TICKET] =
			policy->needs_ticket || !field_is_empty(&form->fields[FORM_TICKET].field),
		[FORM_TICKET_SYSTEM] = policy->needs_ticket ||
				       !field_is_empty(&form->fields[FORM_TICKET_SYSTEM].field),
	};
	for (int i = 0; i < FORM_FIELD_COUNT; i++)
		form->fields[i].is_shown = shown[i];
	form->fields[FORM_DURATION].is_required = true;
	form->fields[FORM_REASON].is_required = policy->needs_justification;
	form->fields[FORM_TICKET].is_required = policy->needs_ticket;
	if (!form->fields[form->focus].is_shown)
		form->focus = FORM_DURATION;
}

/* ---- What stands beside the fields --------------------------------------------------------------- */

static void cap_durations(Form *form, int64_t duration)
{
	for (guint i = 0; i < form->rows->len; i++) {
		FormRow *row = g_ptr_array_index(form->rows, i);
		row->duration = duration_cap(duration, form_row_maximum(row));
	}
}

static void note_duration(const State *state, Form *form)
{
	FormField *field = &form->fields[FORM_DURATION];
	g_autoptr(GString) note = g_string_new(NULL);
	Instant start = 0;
	int64_t duration = 0;
	int64_t longest = form_longest(form);
	int64_t shortest = form->policy->maximum;

	const bool is_read = form_read_start(state, form, &start, NULL) &&
			     form_read_duration(state, form, start, &duration, NULL);
	const bool is_too_long = is_read && duration_find_lack(duration, longest) == LACK_LIMIT;

	if (longest > 0 && longest == shortest) {
		g_autofree char *text = duration_format(longest);
		g_string_append_printf(note, "%s %s", is_too_long ? "too long: at most" : "up to",
				       text);
	} else if (shortest > 0) {
		g_autofree char *low = duration_format(shortest);
		g_autofree char *high = longest > 0 ? duration_format(longest) : NULL;
		g_string_append_printf(note, "at most %s%s%s by row", low, high ? " to " : "",
				       high ? high : "");
	}
	if (is_read)
		cap_durations(form, duration);
	if (is_read && !is_too_long) {
		g_autofree char *end = state_local(state, (start ? start : state->now) + duration);
		g_string_append_printf(note, "%suntil %s", note->len ? "; " : "", end);
	}
	g_free(field->note);
	field->note = g_string_free(g_steal_pointer(&note), FALSE);
}

static void note_requirements(Form *form)
{
	for (int i = FORM_REASON; i < FORM_FIELD_COUNT; i++) {
		FormField *field = &form->fields[i];
		g_free(field->note);
		field->note = g_strdup(field->is_required        ? "required"
				       : i == FORM_TICKET_SYSTEM ? ""
								 : "optional");
	}
}

static void note_then(const State *state, Form *form)
{
	const Policy *policy = form->policy;
	g_autoptr(GString) then = g_string_new(NULL);
	for (guint i = 0; i < form->rows->len; i++) {
		const FormRow *row = g_ptr_array_index(form->rows, i);
		if (!row->is_policy_read) {
			g_string_append(then, state->is_ascii ? "reading what it needs..."
							      : "reading what it needs…");
			break;
		}
	}
	g_autofree char *demands = policy_demands(policy);
	if (demands)
		g_string_append_printf(then, "%s%s", then->len ? "; " : "", demands);
	g_free(form->then);
	form->then = then->len ? g_string_free(g_steal_pointer(&then), FALSE) : NULL;
}

/* A length that nobody typed follows what is allowed. */
static void default_duration(Form *form)
{
	if (form->is_duration_typed)
		return;
	g_autofree char *text =
		duration_format(duration_default(form->wanted_duration, form_longest(form)));
	if (strcmp(text, field_text(&form->fields[FORM_DURATION].field)) != 0)
		field_set(&form->fields[FORM_DURATION].field, text);
}

void form_update(Update *update, Form *form)
{
	const State *state = update->state;
	take_policies(state, form);
	show_fields(form);
	default_duration(form);
	note_duration(state, form);
	note_requirements(form);
	note_then(state, form);
}

/* ---- Opening ------------------------------------------------------------------------------------ */

/* How long the role was held last, as far as the history tells. */
static int64_t last_duration(const State *state, const Grant *grant)
{
	for (guint i = 0; i < state->history->len; i++) {
		const Row *row = g_ptr_array_index(state->history, i);
		const Request *request = row->entry->request;
		if (request->kind == REQUEST_ACTIVATE && request->duration > 0 &&
		    request->role.id && request->workload == grant->workload &&
		    g_ascii_strcasecmp(role_guid(request->role.id), role_guid(grant->role.id)) == 0)
			return request->duration;
	}
	return state->last_duration;
}

static void set_field(Form *form, FormFieldId id, const char *text, size_t limit)
{
	form->fields[id].field.limit = limit;
	field_set(&form->fields[id].field, text);
}

static Form *form_new(const State *state, const GPtrArray *activations)
{
	Form *form = g_new0(Form, 1);
	const Activation *first = g_ptr_array_index(activations, 0);
	form->rows = g_ptr_array_new_with_free_func((GDestroyNotify)form_row_free);
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		FormRow *row = g_new0(FormRow, 1);
		row->eligibility = eligibility_copy(activation->eligibility);
		scope_copy(&row->scope, &activation->scope);
		g_ptr_array_add(form->rows, row);
		form->wanted_duration = MAX(form->wanted_duration, activation->duration);
	}
	if (!form->wanted_duration)
		form->wanted_duration = last_duration(state, &first->eligibility->grant);
	set_field(form, FORM_DURATION, "", 40);
	set_field(form, FORM_START, "now", 40);
	set_field(form, FORM_REASON, first->justification, LIMIT_JUSTIFICATION);
	set_field(form, FORM_TICKET, first->ticket_number, LIMIT_TICKET);
	set_field(form, FORM_TICKET_SYSTEM, first->ticket_system, LIMIT_TICKET);
	form->fields[FORM_DURATION].is_fresh = form->fields[FORM_START].is_fresh = true;
	form->focus = FORM_REASON;
	return form;
}

static bool is_for_same_rows(const Form *form, const GPtrArray *activations)
{
	if (form->rows->len != activations->len)
		return false;
	for (guint i = 0; i < activations->len; i++) {
		const FormRow *row = g_ptr_array_index(form->rows, i);
		const Activation *activation = g_ptr_array_index(activations, i);
		if (!scope_id_equal(row->scope.id, activation->scope.id) ||
		    !eligibility_is_same(row->eligibility, activation->eligibility))
			return false;
	}
	return true;
}

void form_open(Update *update, GPtrArray *activations)
{
	State *state = update->state;
	const Activation *first = g_ptr_array_index(activations, 0);
	g_autoptr(Form) kept = g_steal_pointer(&state->kept_form);
	bool is_filled = first->justification || first->duration;
	Overlay *overlay = overlay_push(update, OVERLAY_FORM);
	if (kept && !is_filled && is_for_same_rows(kept, activations))
		overlay->form = g_steal_pointer(&kept);
	else
		overlay->form = form_new(state, activations);
	for (guint i = 0; i < overlay->form->rows->len; i++) {
		const FormRow *row = g_ptr_array_index(overlay->form->rows, i);
		scope_read_policy(update, row->eligibility, &row->scope);
	}
	form_update(update, overlay->form);
}

void run_form_close(Update *update)
{
	State *state = update->state;
	Overlay *overlay = overlay_top(state);
	if (overlay->form->check_intent)
		update_drop(update, &overlay->form->check_intent);
	g_clear_pointer(&state->kept_form, form_free);
	if (overlay->form->is_touched)
		state->kept_form = g_steal_pointer(&overlay->form);
	overlay_pop(update);
}

static void focus_field(Form *form, int step)
{
	int id = (int)form->focus;
	do
		id = (id + step + FORM_FIELD_COUNT) % FORM_FIELD_COUNT;
	while (!form->fields[id].is_shown);
	form->focus = (FormFieldId)id;
}

void run_form_next(Update *update)
{
	focus_field(overlay_top(update->state)->form, 1);
}

void run_form_previous(Update *update)
{
	focus_field(overlay_top(update->state)->form, -1);
}
