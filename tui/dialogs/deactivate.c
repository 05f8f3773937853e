#include "tui/dialogs/deactivate.h"

#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"

#define DEACTIVATE_AFTER (5 * 60) /* the service refuses to deactivate sooner */

typedef struct Deactivate {
	Assignment *assignment; /* captured when the question was asked */
} Deactivate;

static void deactivate_clear(void *self)
{
	assignment_free(((Deactivate *)self)->assignment);
}

void deactivate_write_first_minutes(Page *page, const State *state, const Grant *grant)
{
	const int64_t held = grant->start ? state->now - grant->start : DEACTIVATE_AFTER;
	if (held < 0 || held >= DEACTIVATE_AFTER)
		return;
	g_autofree char *at = state_local(state, grant->start + DEACTIVATE_AFTER);
	page_printf(page, 0, STYLE_WARNING,
		    "The service refuses this in the first five minutes of an activation. "
		    "It is possible from %s.",
		    at);
}

static void write_deactivate(const State *state, const Dialog *dialog, Page *page)
{
	const Deactivate *deactivate = dialog->self;
	const Grant *grant = &deactivate->assignment->grant;
	g_autofree char *until = state_until(state, grant);
	page_printf(page, 10, STYLE_TITLE, "%s", role_label(&grant->role));
	lines_add_scope(page, state, &grant->scope, false);
	page_printf(page, 10, STYLE_TEXT, "active    %s", until);
	page_add_blank(page);
	deactivate_write_first_minutes(page, state, grant);
	page_add(page, 0, STYLE_TEXT, "What the role permits ends at once.");
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Deactivate *deactivate = dialog->self;
	g_autofree char *command = state_command_deactivate(state, deactivate->assignment);
	copies_add(all, COPY_COMMAND, command);
}

void deactivate_ask(Update *update, const Assignment *assignment)
{
	Assignment *copy = assignment_copy(assignment);
	Deactivate *deactivate = dialog_open(update, &deactivate_dialog)->self;
	deactivate->assignment = copy;
}

static void run_confirm(Update *update)
{
	Deactivate *deactivate = dialog_top(update->state)->self;
	g_autoptr(Assignment) assignment = g_steal_pointer(&deactivate->assignment);
	dialog_close(update);
	submissions_deactivate(update, assignment);
}

static const Context context = {
	.name = "Deactivate",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 50,
};

static const Action actions[] = {
	{ "confirm-deactivate", "enter", "deactivate", "End the role that is shown.", .place = 420,
	  .footer = 1, .run = run_confirm },
};

const DialogKind deactivate_dialog = {
	.title = "Deactivate?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Deactivate),
	.clear = deactivate_clear,
	.write = write_deactivate,
	.copies = copies,
};
