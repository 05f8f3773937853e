#include "tui/dialogs/activate-form.h"

#include <string.h>

#include "frontend/fit.h"
#include "frontend/policy-words.h"
#include "frontend/reason.h"
#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/words.h"

#define TIME_CHARS 40

/* ---- Rows and their policies ---------------------------------------------------------------------- */

static void activate_row_free(ActivateRow *row)
{
	eligibility_free(row->eligibility);
	scope_clear(&row->scope);
	policy_free(row->policy);
	g_free(row);
}

static const ActivateRow *row_at(const Activate *activate, guint i)
{
	return g_ptr_array_index(activate->rows, i);
}

static int64_t maximum_of(const ActivateRow *row)
{
	return row->policy != NULL ? row->policy->maximum : 0; /* 0: not known */
}

/* That any of the rows may take; 0: not known of one. */
static int64_t longest_of(const Activate *activate)
{
	int64_t longest = 0;
	for (guint i = 0; i < activate->rows->len; i++) {
		int64_t maximum = maximum_of(row_at(activate, i));
		if (maximum == 0)
			return 0;
		longest = MAX(longest, maximum);
	}
	return longest;
}

static void take_policies(Activate *activate, const State *state)
{
	g_clear_pointer(&activate->policy, policy_free);
	for (guint i = 0; i < activate->rows->len; i++) {
		ActivateRow *row = g_ptr_array_index(activate->rows, i);
		const PolicyEntry *entry = known_policies_find(
			&state->policies, row->eligibility->grant.id, row->scope.id);
		const Policy *policy = entry != NULL ? entry->policy : NULL;
		row->is_policy_read = policy != NULL;
		policy_free(row->policy);
		row->policy = policy_copy(policy);
		g_autoptr(Policy) unknown = policy != NULL ? NULL : policy_new_unknown();
		if (activate->policy == NULL)
			activate->policy = policy_copy(policy != NULL ? policy : unknown);
		else
			policy_unite(activate->policy, policy != NULL ? policy : unknown);
	}
	if (activate->policy == NULL)
		activate->policy = policy_new_unknown();
}

/* ---- Reading ------------------------------------------------------------------------------------ */

void activate_take_start(Activate *activate, const State *state)
{
	const char *text = form_text(&activate->form, ACTIVATE_START);
	g_autoptr(GError) error = NULL;
	activate->start = 0;
	g_clear_pointer(&activate->bad_start, g_free);
	if (text != NULL &&
	    !instant_parse_start(text, state->now, state->at.zone, &activate->start, &error))
		activate->bad_start = g_strdup(error->message);
}

/* When it begins, as far as that is known. */
static Instant begin_of(const Activate *activate, const State *state)
{
	return activate->start != 0 ? activate->start : state->now;
}

static bool read_duration(const Activate *activate, const State *state, int64_t *duration,
			  GError **error)
{
	return duration_parse(field_text(&activate->form.fields[ACTIVATE_DURATION].field),
			      begin_of(activate, state), state->at.zone, duration, error);
}

/* A start that has passed meanwhile never becomes "now" by itself. */
static bool has_passed(const Activate *activate, const State *state)
{
	return activate->start != 0 && activate->start <= state->now;
}

static char *check_start(const State *state, gconstpointer self)
{
	const Activate *activate = self;
	if (activate->bad_start != NULL)
		return g_strdup(activate->bad_start);
	if (has_passed(activate, state))
		return g_strdup("That time has passed: give another one, or now.");
	for (guint i = 0; i < activate->rows->len; i++) {
		const Grant *grant = &row_at(activate, i)->eligibility->grant;
		g_autofree char *end = grant_is_over_at(grant, activate->start)
					       ? state_local(state, grant->end)
					       : NULL;
		if (end != NULL)
			return g_strdup_printf("The role is eligible until %s only: give an "
					       "earlier time.",
					       end);
	}
	return NULL;
}

static char *check_duration(const State *state, gconstpointer self)
{
	const Activate *activate = self;
	g_autoptr(GError) error = NULL;
	int64_t duration = 0;
	if (form_text(&activate->form, ACTIVATE_DURATION) == NULL)
		return g_strdup("Say for how long: 2h, 90m, until 17:00.");
	if (!read_duration(activate, state, &duration, &error))
		return g_strdup(error->message);
	const int64_t longest = longest_of(activate);
	const Lack lack = duration_find_lack(duration, longest);
	return lack == LACK_NOTHING ? NULL : lack_words(lack, longest);
}

static char *check_demand(const Activate *activate, size_t id, Lack lack)
{
	const FormField *field = &activate->form.fields[id];
	const bool is_lacking =
		field->is_shown && field->is_required && field_is_empty(&field->field);
	return is_lacking ? lack_words(lack, 0) : NULL;
}

static char *check_reason(const State *state, gconstpointer self)
{
	(void)state;
	char *lack = check_demand(self, ACTIVATE_REASON, LACK_REASON);
	return lack != NULL ? lack : activate_check_words(self);
}

static char *check_ticket(const State *state, gconstpointer self)
{
	(void)state;
	return check_demand(self, ACTIVATE_TICKET, LACK_TICKET);
}

static char *typed(const Activate *activate, size_t id)
{
	const char *text = form_text(&activate->form, id);
	return text != NULL ? text_clean_input(text) : NULL;
}

/* As long as the rules allow, and as the eligibility itself lasts. */
static int64_t cap_duration(const Activate *activate, const ActivateRow *row, const State *state,
			    int64_t duration)
{
	return grant_cap_duration(
		&row->eligibility->grant, begin_of(activate, state),
		duration_cap(activate_length_of(activate, row, duration), maximum_of(row)));
}

static Activation *build_activation(const Activate *activate, const State *state,
				    const ActivateRow *row, int64_t duration)
{
	Activation *activation = activation_new(row->eligibility, &row->scope);
	activation->duration = cap_duration(activate, row, state, duration);
	activation->start = activate->start;
	activation->justification = activate_reason(activate);
	activation->set_name = g_strdup(activate->set_name);
	activation->proposal = activate->proposal;
	activation->holder = activate->holder;
	activation->ticket_number = typed(activate, ACTIVATE_TICKET);
	activation->ticket_system = typed(activate, ACTIVATE_SYSTEM);
	activation->policy = policy_copy(row->policy);
	return activation;
}

bool activate_read(Activate *activate, const State *state, GPtrArray *activations)
{
	int64_t duration = 0;
	if (!form_check(&activate->form, state, activate) ||
	    !read_duration(activate, state, &duration, NULL))
		return false;
	for (guint i = 0; i < activate->rows->len; i++)
		g_ptr_array_add(activations,
				build_activation(activate, state, row_at(activate, i), duration));
	return true;
}

/* ---- Fields ------------------------------------------------------------------------------------- */

static bool can_schedule(gconstpointer self)
{
	const Activate *activate = self;
	for (guint i = 0; i < activate->rows->len; i++) {
		const WorkloadId workload = row_at(activate, i)->eligibility->grant.workload;
		if (!workload_info(workload)->can_schedule)
			return false;
	}
	return true;
}

static bool shows_ticket(gconstpointer self)
{
	const Activate *activate = self;
	return activate->policy->needs_ticket || activate_asks_ticket(activate) ||
	       !field_is_empty(&activate->form.fields[ACTIVATE_TICKET].field);
}

static bool shows_system(gconstpointer self)
{
	const Activate *activate = self;
	return activate->policy->needs_ticket ||
	       !field_is_empty(&activate->form.fields[ACTIVATE_SYSTEM].field);
}

static bool always(gconstpointer self)
{
	(void)self;
	return true;
}

static bool needs_reason(gconstpointer self)
{
	return ((const Activate *)self)->policy->needs_justification;
}

static bool needs_ticket(gconstpointer self)
{
	const Activate *activate = self;
	return activate->policy->needs_ticket || activate_asks_ticket(activate);
}

/* "tomorrow 09:00, in 18h53m" */
static char *note_start(const State *state, gconstpointer self)
{
	const Activate *activate = self;
	if (activate->start == 0 || has_passed(activate, state))
		return NULL;
	const Wording wording = state_wording(state);
	g_autofree char *at = wording_start(&wording, activate->start);
	g_autofree char *left = duration_format_countdown(activate->start - state->now);
	return g_strdup_printf("%s, in %s", at, left);
}

/* "up to 8h; until 16:07" */
static char *note_duration(const State *state, gconstpointer self)
{
	const Activate *activate = self;
	g_autoptr(GString) note = g_string_new(NULL);
	int64_t duration = 0;
	int64_t longest = longest_of(activate);
	int64_t shortest = activate->policy->maximum;
	const bool is_read =
		activate->bad_start == NULL && read_duration(activate, state, &duration, NULL);
	const bool is_too_long = is_read && duration_find_lack(duration, longest) == LACK_LIMIT;
	if (longest > 0 && longest == shortest) {
		g_autofree char *text = duration_format(longest);
		g_string_append_printf(note, "%s %s", is_too_long ? "too long: at most" : "up to",
				       text);
	} else if (shortest > 0) {
		g_autofree char *low = duration_format(shortest);
		g_autofree char *high = longest > 0 ? duration_format(longest) : NULL;
		g_string_append_printf(note, "at most %s%s%s by row", low,
				       high != NULL ? " to " : "", high != NULL ? high : "");
	}
	if (is_read && !is_too_long) {
		const Wording wording = state_wording(state);
		g_autofree char *end =
			wording_start(&wording, begin_of(activate, state) + duration);
		g_string_append_printf(note, "%suntil %s", note->len ? "; " : "", end);
	}
	return g_string_free(g_steal_pointer(&note), FALSE);
}

static const FormFieldKind fields[] = {
	[ACTIVATE_DURATION] = { "for", TIME_CHARS, .begin = "", .width = 12, .narrow_width = 6,
				.required = always, .note = note_duration,
				.check = check_duration },
	[ACTIVATE_START] = { "start", TIME_CHARS, .begin = "now", .width = 20,
			     .shown = can_schedule, .note = note_start, .check = check_start },
	[ACTIVATE_REASON] = { "reason", LIMIT_JUSTIFICATION, .required = needs_reason,
			      .check = check_reason, .advise = reason_advise },
	[ACTIVATE_TICKET] = { "ticket", LIMIT_TICKET, .width = 14, .shown = shows_ticket,
			      .required = needs_ticket, .check = check_ticket },
	[ACTIVATE_SYSTEM] = { "in", LIMIT_TICKET, .width = 12, .is_beside = true,
			      .shown = shows_system },
};

static const FormKind kind = { fields, G_N_ELEMENTS(fields) };

/* ---- The whole ---------------------------------------------------------------------------------- */

void activate_init(Activate *activate, const State *state, const GPtrArray *activations,
		   int64_t wanted_duration)
{
	const Activation *first = g_ptr_array_index(activations, 0);
	*activate = (Activate){ 0 };
	activate->rows = g_ptr_array_new_with_free_func((GDestroyNotify)activate_row_free);
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		ActivateRow *row = g_new0(ActivateRow, 1);
		row->eligibility = eligibility_copy(activation->eligibility);
		scope_copy(&row->scope, &activation->scope);
		row->wanted = activation->duration;
		g_ptr_array_add(activate->rows, row);
		activate->wanted_duration = MAX(activate->wanted_duration, activation->duration);
	}
	if (!activate->wanted_duration)
		activate->wanted_duration = wanted_duration;
	activate->set_name = g_strdup(first->set_name);
	activate->proposal = first->proposal;
	activate->holder = first->holder;
	form_init(&activate->form, &kind, ACTIVATE_REASON);
	activate->start = first->start;
	if (first->start != 0) {
		g_autofree char *start =
			instant_format_typed(first->start, state->now, state->at.zone);
		field_set(&activate->form.fields[ACTIVATE_START].field, start);
	}
	field_set(&activate->form.fields[ACTIVATE_REASON].field, first->justification);
	field_set(&activate->form.fields[ACTIVATE_TICKET].field, first->ticket_number);
	field_set(&activate->form.fields[ACTIVATE_SYSTEM].field, first->ticket_system);
}

void activate_clear(void *self)
{
	Activate *activate = self;
	char **const texts[] = { &activate->bad_start, &activate->set_name, &activate->error,
				 &activate->then, &activate->check };
	form_clear(&activate->form);
	g_clear_pointer(&activate->rows, g_ptr_array_unref);
	g_clear_pointer(&activate->tried, g_ptr_array_unref);
	g_clear_pointer(&activate->policy, policy_free);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_clear_pointer(texts[i], g_free);
}

/* A length that nobody typed follows what is allowed. */
static void default_duration(Activate *activate)
{
	Field *field = &activate->form.fields[ACTIVATE_DURATION].field;
	if (activate->is_duration_typed)
		return;
	g_autofree char *text =
		duration_format(duration_default(activate->wanted_duration, longest_of(activate)));
	if (strcmp(text, field_text(field)) != 0)
		field_set(field, text);
}

static void cap_durations(Activate *activate, const State *state)
{
	int64_t duration = 0;
	if (activate->bad_start != NULL || !read_duration(activate, state, &duration, NULL))
		return;
	for (guint i = 0; i < activate->rows->len; i++) {
		ActivateRow *row = g_ptr_array_index(activate->rows, i);
		row->duration = cap_duration(activate, row, state, duration);
	}
}

static bool is_policy_missing(const Activate *activate)
{
	for (guint i = 0; i < activate->rows->len; i++) {
		if (!row_at(activate, i)->is_policy_read)
			return true;
	}
	return false;
}

static void note_then(Activate *activate, const State *state)
{
	const Wording wording = state_wording(state);
	g_autoptr(GString) then = g_string_new(NULL);
	g_autofree char *demands = policy_demands(activate->policy);
	if (is_policy_missing(activate))
		g_string_append_printf(then, "reading what it needs%s", wording_ellipsis(&wording));
	if (demands != NULL)
		g_string_append_printf(then, "%s%s", then->len ? "; " : "", demands);
	if (activate->proposal != 0)
		g_string_append_printf(then, "%sasked for by a program%s", then->len ? "; " : "",
				       activate->holder != 0 ? ", with which it ends" : "");
	g_free(activate->then);
	activate->then = then->len ? g_string_free(g_steal_pointer(&then), FALSE) : NULL;
}

void activate_update(Activate *activate, const State *state)
{
	take_policies(activate, state);
	default_duration(activate);
	form_update(&activate->form, state, activate);
	cap_durations(activate, state);
	note_then(activate, state);
}
