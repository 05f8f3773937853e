#include "tui/dialogs/decide.h"

#include "frontend/command.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/decide-form.h"
#include "tui/dialogs/dialogs.h"

static void decide_clear(void *self)
{
	Decide *decide = self;
	form_clear(&decide->form);
	brief_free(decide->brief);
	problem_free(decide->problem);
	g_clear_pointer(&decide->requests, g_ptr_array_unref);
}

static Field *field(Dialog *dialog)
{
	return form_focused(&((Decide *)dialog->self)->form);
}

static void typed(Update *update, Dialog *dialog)
{
	Decide *decide = dialog->self;
	form_typed(&decide->form);
	form_update(&decide->form, update->state, decide);
}

/* ---- What is known of it ---------------------------------------------------------------------- */

/* All of a single one; of several what their policies ask of who decides. */
static void read_briefs(Update *update, Decide *decide)
{
	for (guint i = 0; i < decide->requests->len; i++) {
		Intent *intent = update_intent(update, INTENT_READ_BRIEF);
		intent->request = request_copy(g_ptr_array_index(decide->requests, i));
		intent->workload = intent->request->workload;
		intent->is_deep = decide->requests->len == 1;
		const uint64_t id = update_send(update, intent);
		if (i == 0)
			decide->first_intent = id;
	}
}

static void take_brief(Decide *decide, const Event *event)
{
	const Policy *policy = event->brief != NULL ? event->brief->policy : NULL;
	if (policy != NULL && policy->is_known)
		decide->reason = MAX(decide->reason, policy->approver_reason);
	if (decide_single(decide) == NULL)
		return;
	brief_free(decide->brief);
	problem_free(decide->problem);
	decide->brief = brief_copy(event->brief);
	decide->problem = problem_copy(event->problem);
	decide_suggest(decide);
}

static void on_brief(Update *update, const DialogKind *kind, const Event *event)
{
	const Dialog *dialog = dialog_find(update->state, kind);
	Decide *decide = dialog != NULL ? dialog->self : NULL;
	if (decide == NULL || event->intent_id < decide->first_intent ||
	    event->intent_id >= decide->first_intent + decide->requests->len)
		return;
	take_brief(decide, event);
	form_update(&decide->form, update->state, decide);
}

static void on_approve_brief(Update *update, const Event *event)
{
	on_brief(update, &approve_dialog, event);
}

static void on_deny_brief(Update *update, const Event *event)
{
	on_brief(update, &deny_dialog, event);
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Decide *decide = dialog->self;
	g_autofree char *text = decide_text(decide);
	g_autofree char *command =
		command_decide(decide->requests, decide->is_denial, text, state_is_demo(state));
	copies_add(all, COPY_COMMAND, command);
	for (guint i = 0; i < decide->requests->len; i++)
		copies_add(all, "request id",
			   ((const Request *)g_ptr_array_index(decide->requests, i))->id);
}

/* ---- Asking and sending ----------------------------------------------------------------------- */

void decide_ask(Update *update, const GPtrArray *requests, bool is_denial)
{
	GPtrArray *kept = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	for (guint i = 0; i < requests->len; i++)
		g_ptr_array_add(kept, request_copy(g_ptr_array_index(requests, i)));
	Decide *decide = dialog_open(update, is_denial ? &deny_dialog : &approve_dialog)->self;
	decide->requests = kept;
	decide->is_denial = is_denial;
	decide->aliases = update->state->aliases;
	form_init(&decide->form, &decide_form_kind, 0);
	form_update(&decide->form, update->state, decide);
	read_briefs(update, decide);
}

static const char *needs_single(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &deny_dialog && decide_single(dialog->self) != NULL
		       ? NULL
		       : "An offer is made for one request: deny it alone.";
}

static void offer(Update *update, Decide *decide)
{
	decide->is_offering = !decide->is_offering;
	decide->form.focus = 0;
	decide_suggest(decide);
	form_update(&decide->form, update->state, decide);
}

void decide_offer(Update *update, const Request *request)
{
	g_autoptr(GPtrArray) requests = g_ptr_array_new();
	g_ptr_array_add(requests, (gpointer)request);
	decide_ask(update, requests, true);
	offer(update, dialog_top(update->state)->self);
}

static void run_offer(Update *update)
{
	offer(update, dialog_top(update->state)->self);
}

static void run_next(Update *update)
{
	form_focus_by(&((Decide *)dialog_top(update->state)->self)->form, 1);
}

static void run_previous(Update *update)
{
	form_focus_by(&((Decide *)dialog_top(update->state)->self)->form, -1);
}

static void run_send(Update *update)
{
	Decide *decide = dialog_top(update->state)->self;
	if (!form_check(&decide->form, update->state, decide))
		return;
	g_autofree char *reason = decide_text(decide);
	g_autoptr(GPtrArray) requests = g_steal_pointer(&decide->requests);
	const bool is_denial = decide->is_denial;
	dialog_close(update);
	submissions_decide(update, requests, is_denial, reason);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context approve_context = {
	.name = "Approve",
	.traits = TYPING_TRAITS | TRAIT_MOVING,
	.help_place = 62,
};

static const Context deny_context = {
	.name = "Deny",
	.traits = TYPING_TRAITS | TRAIT_MOVING,
	.help_place = 63,
};

static const Action approve_actions[] = {
	{ "confirm-approve", "enter", "approve", "Approve what is shown.", .place = 426,
	  .footer = 1, .run = run_send },
	{ "approve-close", "esc", "back", "Decide nothing.", .place = 427, .footer = 2,
	  .run = run_close },
};

static const Action deny_actions[] = {
	{ "confirm-deny", "enter", "deny", "Deny what is shown.", .place = 434, .footer = 1,
	  .run = run_send },
	{ "counter-offer", "alt-o", "offer less",
	  "Deny, and say what would be approved: a narrower scope, a smaller role, a shorter time, "
	  "with the command that asks for it.",
	  .place = 435, .footer = 2, .guard = needs_single, .run = run_offer },
	{ "deny-next", "tab", "next field", "Go to the next field.", .place = 436,
	  .run = run_next },
	{ "deny-previous", "shift-tab", "previous field", "Go to the previous field.", .place = 437,
	  .run = run_previous },
	{ "deny-close", "esc", "back", "Decide nothing.", .place = 438, .footer = 3,
	  .run = run_close },
};

#define KIND(title_, context_, actions_, on_brief_)                                     \
	{                                                                               \
		.title = (title_), .context = &(context_), .actions = (actions_),       \
		.action_count = G_N_ELEMENTS(actions_), .is_question = true,            \
		.size = sizeof(Decide), .clear = decide_clear, .height = decide_height, \
		.draw = decide_draw, .field = field, .typed = typed, .copies = copies,  \
		.listeners.on = {                                                       \
			[EVENT_BRIEF] = (on_brief_)                                     \
		}                                                                       \
	}

const DialogKind approve_dialog =
	KIND("Approve?", approve_context, approve_actions, on_approve_brief);
const DialogKind deny_dialog = KIND("Deny?", deny_context, deny_actions, on_deny_brief);
