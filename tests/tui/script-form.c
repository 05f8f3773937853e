#include "tests/tui/script-form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

Policy *script_policy_of(int64_t maximum, bool needs_reason, bool needs_ticket)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = maximum;
	policy->needs_justification = needs_reason;
	policy->needs_ticket = needs_ticket;
	return policy;
}

void script_answer_policies(Script *script, int64_t maximum, bool needs_reason, bool needs_ticket)
{
	g_autoptr(GPtrArray) effects = g_steal_pointer(&script->effects);
	script->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	for (guint i = 0; i < effects->len; i++) {
		const Effect *effect = g_ptr_array_index(effects, i);
		if (effect->kind != EFFECT_INTENT || effect->intent->kind != INTENT_READ_POLICY)
			continue;
		Event *event = script_policy(effect->intent->eligibility, effect->intent->scope.id,
					     script_policy_of(maximum, needs_reason, needs_ticket));
		event->intent_id = effect->intent->id;
		script_event(script, event);
	}
}

OverlayKind script_top(const Script *script)
{
	const Overlay *overlay = state_overlay(script->state);
	assert_non_null(overlay);
	return overlay->kind;
}

Form *script_form(const Script *script)
{
	const Overlay *overlay = state_overlay(script->state);
	assert_non_null(overlay);
	assert_int_equal(overlay->kind, OVERLAY_FORM);
	return overlay->form;
}

const OutcomeItem *script_item(const Script *script, guint i)
{
	const State *state = script->state;
	const Submission *last = g_ptr_array_index(state->submissions, state->submissions->len - 1);
	return g_ptr_array_index(last->items, i);
}

Script *script_at_form(int64_t maximum, bool needs_ticket)
{
	Script *script = script_new(80, 24);
	script_load(script);
	script_answer_policies(script, maximum, true, needs_ticket);
	script_keys(script, "a");
	script_type(script, "fix q4711");
	return script;
}

Script *script_at_outcome(void)
{
	Script *script = script_at_form(8 * HOUR, false);
	script_keys(script, "enter enter");
	return script;
}
