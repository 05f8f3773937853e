/* From the form to what is sent: the dry run, the last look, and what changed meanwhile. */
#include <string.h>

#include "frontend/fit.h"
#include "tui/update-internal.h"

static GPtrArray *activations_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
}

void run_form_accept(Update *update)
{
	State *state = update->state;
	Form *form = overlay_top(state)->form;
	g_autoptr(GPtrArray) activations = activations_new();
	g_clear_pointer(&form->error, g_free);
	if (!state->account) {
		form->error = g_strdup("Who is signed in is not known yet: wait a moment.");
		return;
	}
	if (form_read(state, form, activations))
		overlay_push(update, OVERLAY_CONFIRM)->activations = g_steal_pointer(&activations);
}

void run_confirm(Update *update)
{
	State *state = update->state;
	Overlay *overlay = overlay_top(state);
	g_autoptr(GPtrArray) activations = NULL;
	if (overlay->changed) {
		overlay_pop(update);
		return;
	}
	activations = g_steal_pointer(&overlay->activations);
	overlay_pop(update);
	overlay = overlay_top(state);
	if (overlay && overlay->kind == OVERLAY_FORM)
		overlay_pop(update);
	g_clear_pointer(&state->kept_form, form_free);
	outcome_submit(update, activations);
}

/* ---- The dry run -------------------------------------------------------------------------------- */

void run_form_check(Update *update)
{
	State *state = update->state;
	Form *form = overlay_top(state)->form;
	g_autoptr(GPtrArray) activations = activations_new();
	if (!form_read(state, form, activations))
		return;
	if (form->check_intent)
		update_drop(update, &form->check_intent);
	g_clear_pointer(&form->check, g_free);
	Intent *intent = update_intent(update, INTENT_CHECK);
	intent->activations = activations_new();
	for (guint i = 0; i < activations->len; i++) {
		const Activation *activation = g_ptr_array_index(activations, i);
		if (workload_info(activation->eligibility->grant.workload)->can_check)
			g_ptr_array_add(intent->activations, activation_copy(activation));
	}
	form->check = g_strdup(state->is_ascii ? "checking..." : "checking…");
	form->is_checked = false;
	form->check_intent = update_send(update, intent);
}

static const Grant *form_grant(const Form *form, const char *eligibility_id)
{
	for (guint i = 0; i < form->rows->len; i++) {
		const FormRow *row = g_ptr_array_index(form->rows, i);
		if (g_strcmp0(row->eligibility->grant.id, eligibility_id) == 0)
			return &row->eligibility->grant;
	}
	return NULL;
}

/* One answer per row: refusals are collected, a row that would do adds nothing. */
void form_on_checked(Update *update, const Event *event)
{
	Overlay *overlay = overlay_top(update->state);
	Form *form = overlay ? overlay->form : NULL;
	if (!form || form->check_intent == 0 || form->check_intent != event->intent_id)
		return;
	const Grant *grant = form_grant(form, event->eligibility_id);
	g_autofree char *before = g_steal_pointer(&form->check);
	if (!event->problem) {
		form->check = form->is_checked ? g_steal_pointer(&before)
					       : g_strdup("The service would do this.");
		form->is_checked = true;
		return;
	}
	form->check = g_strdup_printf(
		"%s%s%s: %s", form->is_refused ? before : "", form->is_refused ? " " : "",
		grant ? role_label(&grant->role) : "This", event->problem->message);
	form->is_checked = form->is_refused = true;
}

/* ---- Changes while one looks -------------------------------------------------------------------- */

static Overlay *find_overlay(State *state, OverlayKind kind)
{
	for (guint i = state->overlays->len; i > 0; i--) {
		Overlay *overlay = g_ptr_array_index(state->overlays, i - 1);
		if (overlay->kind == kind)
			return overlay;
	}
	return NULL;
}

static void set_changed(Overlay *overlay, const Activation *activation, const char *what)
{
	g_free(overlay->changed);
	overlay->changed = g_strdup_printf(
		"Changed while you looked: %s of %s. Nothing was sent; go back and look again.",
		what, role_label(&activation->eligibility->grant.role));
}

static void compare_policy(Overlay *overlay, Activation *activation, const Policy *policy)
{
	if (activation->policy && policy_equal(activation->policy, policy))
		return;
	if (!activation->policy && activation_find_lack(activation, policy) == LACK_NOTHING) {
		activation->policy = policy_copy(policy);
		return;
	}
	set_changed(overlay, activation, "the rules");
}

void form_on_policy(Update *update, const char *eligibility_id, const Scope *scope,
		    const Policy *policy)
{
	State *state = update->state;
	Overlay *form = find_overlay(state, OVERLAY_FORM);
	Overlay *confirm = find_overlay(state, OVERLAY_CONFIRM);
	if (form)
		form_update(update, form->form);
	for (guint i = 0; confirm && i < confirm->activations->len; i++) {
		Activation *activation = g_ptr_array_index(confirm->activations, i);
		if (strcmp(activation->eligibility->grant.id, eligibility_id) == 0 &&
		    scope_id_equal(activation->scope.id, scope->id))
			compare_policy(confirm, activation, policy);
	}
}

/* The rows of an open form follow the list; one that is gone stays, and says so. */
static void update_form_rows(State *state, Form *form)
{
	for (guint i = 0; i < form->rows->len; i++) {
		FormRow *row = g_ptr_array_index(form->rows, i);
		const Eligibility *now = state_find_eligible(state, row->eligibility->grant.id);
		if (!now) {
			g_free(form->error);
			form->error = g_strdup_printf("You are not eligible for %s any more.",
						      role_label(&row->eligibility->grant.role));
		} else if (!eligibility_is_same(now, row->eligibility)) {
			eligibility_free(row->eligibility);
			row->eligibility = eligibility_copy(now);
		}
	}
}

void form_on_rows(Update *update)
{
	State *state = update->state;
	Overlay *form = find_overlay(state, OVERLAY_FORM);
	Overlay *confirm = find_overlay(state, OVERLAY_CONFIRM);
	if (form)
		update_form_rows(state, form->form);
	for (guint i = 0; confirm && i < confirm->activations->len; i++) {
		const Activation *activation = g_ptr_array_index(confirm->activations, i);
		const Eligibility *now =
			state_find_eligible(state, activation->eligibility->grant.id);
		if (!now || !eligibility_is_same(now, activation->eligibility))
			set_changed(confirm, activation, "the eligibility");
	}
}
