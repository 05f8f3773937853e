/* What became of an activation. */
#include "tests/tui/scenes/scenes.h"
#include "tests/tui/scenes/steps.h"

static void send_form(Desk *desk)
{
	steps_fill_form(desk);
	desk_keys(desk, "enter enter");
}

static void show_outcome_active(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_ACTIVE, NULL);
}

/* Two programs go on with tokens from before. */
static void show_outcome_older(Desk *desk)
{
	static const OlderTokens rows[] = {
		{ "az", "az account clear && az login", 0 },
		{ "kubelogin", "kubelogin remove-tokens", 0 },
	};
	send_form(desk);
	Event *event = request_event(desk, EVENT_FINISHED, desk_intent(desk, INTENT_ACTIVATE)->id,
				     desk_activation(desk, 0), REQUEST_STATE_ACTIVE, NULL);
	event->older_tokens = older_tokens_new();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		OlderTokens row = rows[i];
		row.written = desk_now(desk) - HOUR * (int64_t)(i + 1);
		older_tokens_add(event->older_tokens, &row);
	}
	desk_event(desk, event);
}

/* It is on, and does not count yet: what could not be asked is no "no". */
static void show_outcome_lamps(Desk *desk)
{
	show_outcome_active(desk);
	Event *event = event_new(EVENT_TRUTH, desk_intent(desk, INTENT_PROBE)->id);
	event->truth = truth_new();
	truth_set(event->truth, LAMP_GRANTED, LIGHT_ON, NULL);
	truth_set(event->truth, LAMP_LISTED, LIGHT_OFF, "The service's list lags.");
	desk_event(desk, event);
}

static void show_outcome_waiting(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_WAITING, NULL);
}

static void show_outcome_refused(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_REFUSED,
			 problem_new(PROBLEM_REFUSED, "RoleAssignmentRequestPolicyValidationFailed",
				     "At most 8h here.", "Change the duration and try again."));
}

static void show_outcome_unknown(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_UNKNOWN, NULL);
}

static void show_outcome_mixed(Desk *desk)
{
	steps_open_mixed_form(desk);
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "incident 815");
	desk_focus_on_field(desk, "ticket");
	desk_type(desk, "INC0815");
	desk_keys(desk, "enter enter");
	pictures_outcome(desk, 0, REQUEST_STATE_ACTIVE, NULL);
	pictures_outcome(desk, 1, REQUEST_STATE_REFUSED,
			 problem_new(PROBLEM_STEP_UP, "AcrsValidationFailed",
				     "A stronger sign-in is wanted (context c1).",
				     "Sign in again and try again."));
	pictures_outcome(desk, 2, REQUEST_STATE_WAITING, NULL);
}

const Scene outcome_scenes[] = {
	{ "outcome-sending", send_form, AT_80x24 },
	{ "outcome-active", show_outcome_active, AT_80x24 | AT_40x12 },
	{ "outcome-lamps", show_outcome_lamps, AT_40x12, .has_styles = true },
	{ "outcome-older", show_outcome_older, AT_80x24 | AT_40x12 },
	{ "outcome-waiting", show_outcome_waiting, AT_80x24 },
	{ "outcome-refused", show_outcome_refused, AT_80x24 | AT_40x12 },
	{ "outcome-unknown", show_outcome_unknown, AT_80x24 },
	{ "outcome-mixed", show_outcome_mixed, AT_80x24 },
	{ NULL },
};
