#include "tui/dialogs/decide-form.h"

#include "frontend/fit.h"
#include "frontend/reason.h"
#include "src/base/limits.h"
#include "src/model/alias.h"
#include "src/model/duration.h"

typedef enum { FIELD_WHY, FIELD_SCOPE, FIELD_ROLE, FIELD_DURATION } FieldId;

#define NAME_LIMIT     300
#define DURATION_LIMIT 20
#define DURATION_WIDTH 16

const Request *decide_single(const Decide *decide)
{
	return decide->requests->len == 1 ? g_ptr_array_index(decide->requests, 0) : NULL;
}

/* ---- What is offered -------------------------------------------------------------------------- */

static char *take(const Decide *decide, FieldId id, Offer *offer)
{
	const Request *request = decide_single(decide);
	const char *text = form_text(&decide->form, id);
	switch (id) {
	case FIELD_SCOPE:
		return offer_take_scope(offer, request, decide->brief,
					alias_words(decide->aliases, ALIAS_SCOPE, text));
	case FIELD_ROLE:
		return offer_take_role(offer, request, decide->brief,
				       alias_words(decide->aliases, ALIAS_ROLE, text));
	case FIELD_DURATION:
		return offer_take_duration(offer, request, text);
	default:
		return NULL;
	}
}

bool decide_read_offer(const Decide *decide, Offer *offer)
{
	bool is_well = true;
	for (int id = FIELD_SCOPE; id <= FIELD_DURATION && decide->is_offering; id++) {
		g_autofree char *wrong = take(decide, (FieldId)id, offer);
		is_well = is_well && wrong == NULL;
	}
	return is_well;
}

char *decide_text(const Decide *decide)
{
	const char *why = form_text(&decide->form, FIELD_WHY);
	g_auto(Offer) offer = { 0 };
	if (decide->is_offering && decide_read_offer(decide, &offer) && offer_is_set(&offer))
		return offer_write(&offer, decide_single(decide), why);
	return g_strdup(why);
}

static bool has_typed_offer(const Decide *decide)
{
	for (int id = FIELD_SCOPE; id <= FIELD_DURATION; id++) {
		if (form_text(&decide->form, (size_t)id) != NULL)
			return true;
	}
	return false;
}

void decide_suggest(Decide *decide)
{
	g_auto(Offer) offer = { 0 };
	if (!decide->is_offering || decide->brief == NULL || has_typed_offer(decide) ||
	    !offer_suggest(decide_single(decide), decide->brief, &offer))
		return;
	FormField *fields = decide->form.fields;
	if (offer.scope.id != NULL)
		field_set(&fields[FIELD_SCOPE].field, scope_label(&offer.scope));
	if (offer.role.id != NULL)
		field_set(&fields[FIELD_ROLE].field, role_label(&offer.role));
}

/* ---- The fields ------------------------------------------------------------------------------- */

static bool is_offering(gconstpointer self)
{
	return ((const Decide *)self)->is_offering;
}

static bool can_narrow(gconstpointer self)
{
	const Decide *decide = self;
	return decide->is_offering &&
	       workload_info(decide_single(decide)->workload)->can_narrow_scope;
}

/* Who denies owes a reason; of who approves the policy tells whether they do. */
static bool needs_why(gconstpointer self)
{
	const Decide *decide = self;
	return decide->is_denial || decide->reason == APPROVER_REASON_NEEDED;
}

static char *note_why(const State *state, gconstpointer self)
{
	const Decide *decide = self;
	(void)state;
	return g_strdup(needs_why(self)                          ? "required"
			: decide->reason == APPROVER_REASON_FREE ? "optional"
								 : "usual");
}

static char *check_why(const State *state, gconstpointer self)
{
	const Decide *decide = self;
	(void)state;
	if (needs_why(self) && form_text(&decide->form, FIELD_WHY) == NULL)
		return g_strdup(decide->is_denial
					? "Say why: whoever asked reads it."
					: "The policy asks for a reason from who approves.");
	g_autofree char *text = decide_text(decide);
	return reason_find_fault(text);
}

/* What was asked for, beside what is offered instead. */
static char *asked(const char *words)
{
	return g_strdup_printf("asked: %s", words);
}

static char *note_scope(const State *state, gconstpointer self)
{
	(void)state;
	return can_narrow(self) ? asked(scope_label(&decide_single(self)->scope)) : NULL;
}

static char *note_role(const State *state, gconstpointer self)
{
	(void)state;
	if (!is_offering(self))
		return NULL;
	const Request *request = decide_single(self);
	return asked(request->access != ACCESS_NONE ? access_word(request->access)
						    : role_label(&request->role));
}

static char *note_duration(const State *state, gconstpointer self)
{
	(void)state;
	if (!is_offering(self))
		return NULL;
	const Request *request = decide_single(self);
	g_autofree char *length = request->duration > 0 ? duration_format(request->duration) : NULL;
	return asked(length != NULL ? length : "?");
}

static char *check(gconstpointer self, FieldId id)
{
	g_auto(Offer) offer = { 0 };
	return is_offering(self) ? take(self, id, &offer) : NULL;
}

static char *check_scope(const State *state, gconstpointer self)
{
	(void)state;
	return check(self, FIELD_SCOPE);
}

static char *check_role(const State *state, gconstpointer self)
{
	(void)state;
	return check(self, FIELD_ROLE);
}

static char *check_duration(const State *state, gconstpointer self)
{
	char *wrong = check(self, FIELD_DURATION);
	(void)state;
	if (wrong != NULL || !is_offering(self) || has_typed_offer(self))
		return wrong;
	return g_strdup("Offer a scope, a role or a time: less than what was asked for.");
}

static const FormFieldKind fields[] = {
	[FIELD_WHY] = { .label = "why",
			.limit = LIMIT_REASON,
			.required = needs_why,
			.note = note_why,
			.check = check_why,
			.advise = reason_advise },
	[FIELD_SCOPE] = { .label = "at",
			  .limit = NAME_LIMIT,
			  .shown = can_narrow,
			  .note = note_scope,
			  .check = check_scope },
	[FIELD_ROLE] = { .label = "role",
			 .limit = NAME_LIMIT,
			 .shown = is_offering,
			 .note = note_role,
			 .check = check_role },
	[FIELD_DURATION] = { .label = "for",
			     .limit = DURATION_LIMIT,
			     .width = DURATION_WIDTH,
			     .shown = is_offering,
			     .note = note_duration,
			     .check = check_duration },
};
const FormKind decide_form_kind = { fields, G_N_ELEMENTS(fields) };
