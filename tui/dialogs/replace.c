#include "tui/dialogs/replace.h"

#include "frontend/policy-words.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/submissions.h"
#include "tui/core/words.h"
#include "tui/dialogs/deactivate.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"

typedef struct Replace {
	Assignment *assignment; /* captured when the question was asked */
	Activation *activation;
} Replace;

/* What goes out when the other has ended. */
typedef struct Memory {
	uint64_t submission_id; /* of the deactivation; 0: none is under way */
	Activation *activation;
} Memory;

static void replace_clear(void *self)
{
	Replace *replace = self;
	assignment_free(replace->assignment);
	activation_free(replace->activation);
}

static void forget(void *self)
{
	Memory *memory = self;
	memory->submission_id = 0;
	g_clear_pointer(&memory->activation, activation_free);
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static void write_replace(const State *state, const Dialog *dialog, Page *page)
{
	const Replace *replace = dialog->self;
	const Grant *grant = &replace->assignment->grant;
	const Activation *activation = replace->activation;
	g_autofree char *until = state_until(state, grant);
	g_autofree char *length = duration_format(activation->duration);
	g_autofree char *end = state_local(state, state->now + activation->duration);
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&grant->role),
		    access_suffix(grant->access));
	lines_add_scope(page, state, &grant->scope, false);
	page_printf(page, 10, STYLE_TEXT, "active    %s", until);
	page_printf(page, 10, STYLE_TEXT, "then      for %s, until about %s", length, end);
	if (activation->justification != NULL)
		page_printf(page, 10, STYLE_TEXT, "reason    %s", activation->justification);
	page_add_blank(page);
	deactivate_write_first_minutes(page, state, grant);
	page_add(page, 0, STYLE_TEXT,
		 "It is ended first, and activated again as soon as the service has ended it: in "
		 "between, "
		 "for some seconds up to a few minutes, what the role permits is refused.");
	if (activation->policy != NULL && activation->policy->needs_approval)
		page_add(page, 0, STYLE_WARNING,
			 "It needs an approval each time: it stays off until somebody approves.");
	page_add(page, 0, STYLE_TEXT,
		 "When the dashboard is closed in between, it is not activated again.");
}

/* ---- The answer --------------------------------------------------------------------------------- */

void replace_ask(Update *update, const Assignment *assignment, const Activation *activation)
{
	Assignment *held = assignment_copy(assignment);
	Activation *wanted = activation_copy(activation);
	wanted->start = 0;
	Replace *replace = dialog_open(update, &replace_dialog)->self;
	replace->assignment = held;
	replace->activation = wanted;
}

static void run_confirm(Update *update)
{
	const State *state = update->state;
	Replace *replace = dialog_top(state)->self;
	Memory *memory = dialog_memory(state, &replace_dialog);
	g_autoptr(Assignment) assignment = g_steal_pointer(&replace->assignment);
	forget(memory);
	memory->activation = g_steal_pointer(&replace->activation);
	dialog_close(update);
	submissions_deactivate(update, assignment);
	memory->submission_id = submissions_last(&state->submissions)->id;
}

/* Ended: then the other goes out. Not ended: nothing was lost, and the outcome says why. */
static void on_outcome(Update *update, gconstpointer about)
{
	const OutcomeNews *news = about;
	Memory *memory = dialog_memory(update->state, &replace_dialog);
	if (memory->submission_id == 0 || news->submission->id != memory->submission_id)
		return;
	const Outcome *item = news->item;
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	g_ptr_array_add(activations, g_steal_pointer(&memory->activation));
	forget(memory);
	if (item->problem == NULL && item->request != NULL &&
	    item->request->state == REQUEST_STATE_ENDED)
		submissions_activate(update, activations);
}

static const Context context = {
	.name = "More time",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 52,
};

static const Action actions[] = {
	{ "confirm-replace", "enter", "end, then activate",
	  "End the role that is shown, then activate it again.", .place = 422, .footer = 1,
	  .run = run_confirm },
};

const DialogKind replace_dialog = {
	.title = "End it and activate again?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Replace),
	.clear = replace_clear,
	.memory_size = sizeof(Memory),
	.forget = forget,
	.write = write_replace,
	.listeners.hear = { [NEWS_OUTCOME] = on_outcome },
};
