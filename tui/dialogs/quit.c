/* Leaving: at once, or after a question while requests are on their way. */
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

static void write_quit(const State *state, const Dialog *dialog, Page *page)
{
	(void)state;
	(void)dialog;
	page_add(page, 0, STYLE_TEXT,
		 "Requests are still on their way. They are in the journal and go on without this "
		 "screen; the history shows what became of them.");
}

static void run_leave(Update *update)
{
	update->state->is_quitting = true;
	update_effect(update, EFFECT_QUIT, NULL);
}

static void run_quit(Update *update)
{
	if (submissions_are_running(&update->state->submissions))
		dialog_open(update, &quit_dialog);
	else
		run_leave(update);
}

static void run_stay(Update *update)
{
	dialog_close(update);
}

/* Leaving from here takes an answer. */
static const Context context = {
	.name = "Leaving",
	.traits = PAGE_TRAITS & ~TRAIT_LEAVING,
};

static const Action actions[] = {
	{ "quit", "q", "quit", "Leave.", .place = 680, .traits = TRAIT_SCREEN, .run = run_quit },
	{ "interrupt", "ctrl-c", "quit", "Leave, from anywhere.", .place = 710,
	  .traits = TRAIT_LEAVING, .run = run_quit },
	{ "stay", "esc n", "stay", "Stay here.", .place = 690, .footer = 2, .run = run_stay },
	{ "leave", "enter y", "leave", "Leave; requests go on and are in the history.",
	  .place = 700, .footer = 1, .run = run_leave },
};

const DialogKind quit_dialog = {
	.title = "Leave?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.write = write_quit,
};
