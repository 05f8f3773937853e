#include "tui/dialogs/refuse-proposal.h"

#include "src/base/limits.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/dialogs.h"

typedef struct RefuseProposal {
	Field input;
	uint64_t id;
} RefuseProposal;

static void refuse_clear(void *self)
{
	field_clear(&((RefuseProposal *)self)->input);
}

static Field *field(Dialog *dialog)
{
	return &((RefuseProposal *)dialog->self)->input;
}

static void write_refusal(const State *state, const Dialog *dialog, Page *page)
{
	const RefuseProposal *self = dialog->self;
	g_autofree char *seen = field_seen(&self->input);
	(void)state;
	page_add(page, 0, STYLE_TEXT, "The program is told that you said no, and why:");
	page_printf(page, 0, STYLE_INPUT_FOCUS, "%s_", seen);
}

void refuse_proposal_ask(Update *update, uint64_t id)
{
	RefuseProposal *self = dialog_open(update, &refuse_proposal_dialog)->self;
	self->id = id;
	self->input.limit = LIMIT_JUSTIFICATION;
}

static void run_accept(Update *update)
{
	Dialog *dialog = dialog_top(update->state);
	const RefuseProposal *self = dialog->self;
	known_proposals_refuse(update, self->id, field_text(&self->input));
	dialog_close(update);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context context = {
	.name = "Refusal",
	.traits = TYPING_TRAITS,
};

static const Action actions[] = {
	{ "refusal-accept", "enter", "refuse", "Refuse it; the program is told why.", .place = 539,
	  .footer = 1, .run = run_accept },
	{ "refusal-close", "esc", "back", "Leave it open.", .place = 541, .footer = 2,
	  .run = run_close },
};

const DialogKind refuse_proposal_dialog = {
	.title = "Refuse",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(RefuseProposal),
	.clear = refuse_clear,
	.write = write_refusal,
	.field = field,
};
