#include "tui/dialogs/store-choice.h"

#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

bool store_choice_is_due(const Problem *problem)
{
	return problem != NULL && g_strcmp0(problem->code, "no-keyring") == 0;
}

void store_choice_open(Update *update)
{
	(void)dialog_open(update, &store_choice_dialog);
}

static void write_store_choice(const State *state, const Dialog *dialog, Page *page)
{
	(void)state;
	(void)dialog;
	page_add(
		page, 0, STYLE_TEXT,
		"You are signed in until the dashboard ends: no keyring of the desktop is there to "
		"keep it (gnome-keyring or KeePassXC on a session bus).");
	page_add_blank(page);
	page_add(
		page, 4, STYLE_TEXT,
		"1   The kernel's keyring keeps it, until this machine stops or three days without "
		"use. Every program of yours can read it there, and root.");
	page_add(page, 4, STYLE_TEXT, "2   Nothing keeps it: every start asks for it anew.");
	page_add_blank(page);
	page_add(page, 0, STYLE_TEXT,
		 "What you choose is written into your configuration. A program of yours can keep "
		 "it, too: myroles.conf(5) tells how (token_store=command).");
}

static void choose(Update *update, TokenStoreKind kind)
{
	Intent *intent = update_intent(update, INTENT_CHOOSE_STORE);
	intent->store = kind;
	dialog_close(update);
	update_send(update, intent);
}

static void run_kernel(Update *update)
{
	choose(update, TOKEN_STORE_KERNEL);
}

static void run_memory(Update *update)
{
	choose(update, TOKEN_STORE_MEMORY);
}

static void on_chosen(Update *update, const Event *event)
{
	if (event->problem != NULL)
		update_notice_problem(update, NOTICE_ERROR, "The sign-in is not kept",
				      event->problem);
	else
		update_notice(update, NOTICE_OK,
			      "It holds from now on, and your configuration says it.");
}

static const Context context = {
	.name = "Where to keep it",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
};

static const Action actions[] = {
	{ "keep-in-kernel", "1", "the kernel's keyring",
	  "Keep this sign-in, and later ones, in the kernel's keyring.", .place = 534, .footer = 1,
	  .run = run_kernel },
	{ "keep-in-memory", "2", "nowhere", "Keep sign-ins for one run, and ask no more.",
	  .place = 535, .footer = 2, .run = run_memory },
};

const DialogKind store_choice_dialog = {
	.title = "Where to keep the sign-in?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.write = write_store_choice,
	.listeners.on = { [EVENT_STORE_CHOSEN] = on_chosen },
};
