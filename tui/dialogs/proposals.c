/*
 * What programs ask for: one at a time, with who asks as far as we saw it. From here it goes on to the form of an activation, to the
 * tree for a narrower scope, or it is refused.
 */
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/dialogs/refuse-proposal.h"

typedef struct Proposals {
	uint64_t id; /* of the one that is shown */
} Proposals;

static const Proposal *shown(const State *state, const Dialog *dialog)
{
	return known_proposals_find(&state->proposals, ((const Proposals *)dialog->self)->id);
}

/* ---- Lines ------------------------------------------------------------------------------------ */

static void write_asker(Page *page, const Proposal *proposal)
{
	if (proposal->claim != NULL && *proposal->claim != '\0')
		page_printf(page, 10, STYLE_TEXT, "asks      \"%s\", as it calls itself",
			    proposal->claim);
	if (proposal->pid != 0)
		page_printf(page, 10, STYLE_TEXT, "process   %d, %s", proposal->pid,
			    proposal->program != NULL ? proposal->program
						      : "of a program that is not to be seen");
	else
		page_add(page, 10, STYLE_WARNING, "process   not to be seen");
}

static void write_row(const State *state, Page *page, const Proposal *proposal)
{
	g_autoptr(Activation) activation = known_proposals_activation(state, proposal);
	if (activation == NULL) {
		page_add(page, 0, STYLE_WARNING,
			 "What it asks for is not among your eligible roles.");
		page_printf(page, 10, STYLE_DIM, "scope     %s", proposal->scope_id);
		return;
	}
	const Grant *grant = &activation->eligibility->grant;
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&grant->role),
		    access_suffix(grant->access));
	lines_add_scope(page, state, &activation->scope,
			!scope_id_equal(activation->scope.id, grant->scope.id));
}

static const char *ending_words(const State *state, const Proposal *proposal)
{
	if (proposal->holder != 0)
		return "The role ends when the program that asked has ended.";
	return state_is_demo(state)
		       ? "In the demo the role stays on when the program has ended."
		       : "The role will not end with the program: no lock can be had for that.";
}

static void write_proposal(const State *state, const Dialog *dialog, Page *page)
{
	const Proposal *proposal = shown(state, dialog);
	const guint count = known_proposals_count(&state->proposals);
	if (proposal == NULL) {
		page_add(page, 0, STYLE_TEXT,
			 "It is not open any more: its program is gone, or it has lapsed.");
		return;
	}
	g_autofree char *duration =
		proposal->duration > 0 ? duration_format(proposal->duration) : NULL;
	write_row(state, page, proposal);
	if (duration != NULL)
		page_printf(page, 10, STYLE_TEXT, "for       %s", duration);
	page_printf(page, 10, STYLE_TEXT, "reason    %s", proposal->reason);
	write_asker(page, proposal);
	page_add_blank(page);
	page_printf(page, 0, STYLE_TEXT, "Nothing is sent before you have seen it in the form. %s",
		    ending_words(state, proposal));
	if (count > 1)
		page_printf(page, 0, STYLE_DIM, "%u more %s.", count - 1,
			    count == 2 ? "is asked for" : "are asked for");
}

/* ---- What can be done ------------------------------------------------------------------------- */

static const Dialog *open_one(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &proposals_dialog ? dialog : NULL;
}

static const char *needs_any(const State *state)
{
	if (known_proposals_count(&state->proposals) > 0)
		return NULL;
	return state->proposals.deaf != NULL ? state->proposals.deaf
					     : "No program asks for a role.";
}

static const char *needs_shown(const State *state)
{
	const Dialog *dialog = open_one(state);
	return dialog != NULL && shown(state, dialog) != NULL ? NULL : "It is not open any more.";
}

static const char *needs_row(const State *state)
{
	const char *why = needs_shown(state);
	if (why != NULL)
		return why;
	g_autoptr(Activation) activation =
		known_proposals_activation(state, shown(state, open_one(state)));
	return activation != NULL ? NULL : "It is not among your eligible roles.";
}

static void run_open(Update *update)
{
	const Proposal *first = known_proposals_first(&update->state->proposals);
	Proposals *self = dialog_open(update, &proposals_dialog)->self;
	self->id = first->id;
	known_proposals_look(update, first->id);
}

static void run_form(Update *update)
{
	g_autoptr(GPtrArray) one = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	const Proposal *proposal = shown(update->state, dialog_top(update->state));
	g_ptr_array_add(one, known_proposals_activation(update->state, proposal));
	known_proposals_look(update, proposal->id);
	dialog_close(update);
	activate_open(update, one);
}

/* The tree has what lies below: the form that opens for this row there is filled with what is asked for. */
static void run_narrow(Update *update)
{
	const Proposal *proposal = shown(update->state, dialog_top(update->state));
	const Eligibility *row =
		known_lists_find_eligible(&update->state->lists, proposal->eligibility_id);
	const Wording wording = state_wording(update->state);
	known_proposals_look(update, proposal->id);
	update->state->proposals.narrowing = proposal->id;
	g_autoptr(Notification) about =
		notification_new_proposed(&wording, &row->grant, proposal->id);
	dialog_close(update);
	update_announce(update, NEWS_CHOSEN, about);
}

static void run_refuse(Update *update)
{
	const uint64_t id = ((const Proposals *)dialog_top(update->state)->self)->id;
	known_proposals_look(update, id);
	dialog_close(update);
	refuse_proposal_ask(update, id);
}

static const Context context = {
	.name = "Asked roles",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
};

static const Action actions[] = {
	{ "asked-roles", "I", "asked roles", "Look at what a program asks you for.", .place = 268,
	  .traits = TRAIT_SCREEN, .guard = needs_any, .run = run_open },
	{ "asked-form", "enter", "to the form",
	  "Open the form of the activation, filled with what is asked for.", .place = 536,
	  .footer = 1, .guard = needs_row, .run = run_form },
	{ "asked-narrow", "n", "narrower", "Look for a narrower scope first.", .place = 537,
	  .footer = 2, .guard = needs_row, .run = run_narrow },
	{ "asked-refuse", "x", "refuse", "Refuse it, with a reason if you like.", .place = 538,
	  .footer = 3, .guard = needs_shown, .run = run_refuse },
};

const DialogKind proposals_dialog = {
	.title = "A program asks",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Proposals),
	.write = write_proposal,
};
