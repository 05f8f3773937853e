#include "tui/dialogs/decide.h"

#include "frontend/command.h"
#include "frontend/grant-words.h"
#include "src/base/limits.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/widgets/form.h"

#define LATELY_DAYS 30
#define FIELD_ROWS  4 /* a blank, the field, and below what is wrong with it a blank and the keys */

typedef struct Decide {
	GPtrArray *requests; /* Request*, captured when the question was asked */
	bool is_denial;
	Form form;
} Decide;

static void decide_clear(void *self)
{
	Decide *decide = self;
	form_clear(&decide->form);
	g_clear_pointer(&decide->requests, g_ptr_array_unref);
}

/* ---- The field -------------------------------------------------------------------------------- */

/* What the policy asks of an approver is told by the service alone: whoever denies owes a reason in any case. */
static bool is_denial(gconstpointer self)
{
	return ((const Decide *)self)->is_denial;
}

static char *note(const State *state, gconstpointer self)
{
	(void)state;
	return g_strdup(is_denial(self) ? "required" : "usual");
}

static char *check(const State *state, gconstpointer self)
{
	const Decide *decide = self;
	(void)state;
	return decide->is_denial && form_text(&decide->form, 0) == NULL
		       ? g_strdup("Say why: whoever asked reads it.")
		       : NULL;
}

static const FormFieldKind fields[] = {
	{ .label = "why",
	  .limit = LIMIT_REASON,
	  .required = is_denial,
	  .note = note,
	  .check = check },
};
static const FormKind form_kind = { fields, G_N_ELEMENTS(fields) };

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

/* ---- What is decided -------------------------------------------------------------------------- */

static const char *name_of(const Request *request)
{
	return request->requester_name != NULL ? request->requester_name : request->requester_id;
}

/* What the journal has of this person's requests that were decided here. */
static char *lately_words(const State *state, const Request *request)
{
	const GPtrArray *rows = state->journal.rows;
	const Instant since = state->now - LATELY_DAYS * INT64_C(86400);
	unsigned approved = 0;
	unsigned denied = 0;
	for (guint i = 0; i < rows->len; i++) {
		const Request *known = ((const Row *)g_ptr_array_index(rows, i))->entry->request;
		if (known->state != REQUEST_STATE_DECIDED || known->created < since ||
		    g_strcmp0(known->requester_id, request->requester_id) != 0)
			continue;
		approved += known->kind == REQUEST_APPROVE;
		denied += known->kind == REQUEST_DENY;
	}
	if (approved + denied == 0)
		return g_strdup("nothing decided here in 30 days");
	return g_strdup_printf("in 30 days you approved %u and denied %u", approved, denied);
}

static void add_times(Page *page, const State *state, const Request *request)
{
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("?");
	g_autofree char *start = request->start > state->now ? state_local(state, request->start)
							     : g_strdup("as soon as approved");
	page_printf(page, 10, STYLE_TEXT, "for       %s, %s", length, start);
	if (request->created != 0) {
		g_autofree char *asked = state_local(state, request->created);
		page_printf(page, 10, STYLE_TEXT, "asked     %s", asked);
	}
}

/* Everything known of one; its reason in full. */
static void add_whole(Page *page, const State *state, const Request *request)
{
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&request->role),
		    access_suffix(request->access));
	g_autofree char *lately = lately_words(state, request);
	page_printf(page, 10, STYLE_TEXT, "who       %s", name_of(request));
	page_printf(page, 10, STYLE_TEXT, "reason    %s",
		    request->justification != NULL ? request->justification : "none was given");
	lines_add_scope(page, state, &request->scope, true);
	add_times(page, state, request);
	page_printf(page, 10, STYLE_TEXT, "lately    %s", lately);
	if (request->ticket_number != NULL && *request->ticket_number != '\0')
		page_printf(page, 10, STYLE_TEXT, "ticket    %s%s%s", request->ticket_number,
			    request->ticket_system != NULL ? " in " : "",
			    request->ticket_system != NULL ? request->ticket_system : "");
}

static void add_line(Page *page, const Request *request)
{
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("?");
	page_printf(page, 2, STYLE_TEXT, "%s: %s, %s%s%s", name_of(request), what, length,
		    request->justification != NULL ? "; " : "",
		    request->justification != NULL ? request->justification : "");
}

static Page *make_page(const State *state, const Decide *decide, int columns)
{
	Page *page = page_new(columns);
	if (decide->requests->len == 1) {
		add_whole(page, state, g_ptr_array_index(decide->requests, 0));
		return page;
	}
	page_printf(page, 0, STYLE_TITLE, "%u requests", decide->requests->len);
	for (guint i = 0; i < decide->requests->len; i++)
		add_line(page, g_ptr_array_index(decide->requests, i));
	return page;
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* What is wrong with what was typed. */
static Page *make_wrong(const Decide *decide, int columns)
{
	g_autofree char *wrong = form_wrong(&decide->form, 0);
	Page *page = page_new(columns - FORM_LABEL_COLUMNS);
	if (wrong != NULL)
		page_add(page, 2, STYLE_ERROR, wrong);
	return page;
}

static int decide_height(const State *state, const Dialog *dialog)
{
	const int columns = layout_dialog_columns(state->at.columns);
	g_autoptr(Page) page = make_page(state, dialog->self, columns);
	g_autoptr(Page) wrong = make_wrong(dialog->self, columns);
	return (int)(page_count(page) + MAX(page_count(wrong), 1)) + FIELD_ROWS;
}

/* The field keeps its place; what is above it is cut where there is no room. */
static void decide_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	(void)box;
	const Decide *decide = dialog->self;
	g_autoptr(Page) page = make_page(state, decide, body.columns);
	g_autoptr(Page) wrong = make_wrong(decide, body.columns);
	const int wrong_rows = (int)page_count(wrong);
	Area above = body;
	above.rows = CLAMP(body.rows - 1 - wrong_rows, 0, (int)page_count(page) + 1);
	page_draw(page, dialog->scroll, grid, above);
	Area line = body;
	line.row = body.row + above.rows;
	line.rows = 1;
	form_draw_field(&decide->form, 0, grid, line);
	line.row++;
	line.rows = wrong_rows;
	line.column += FORM_LABEL_COLUMNS;
	line.columns -= FORM_LABEL_COLUMNS;
	page_draw(wrong, 0, grid, line);
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Decide *decide = dialog->self;
	g_autofree char *command =
		command_decide(decide->requests, decide->is_denial, form_text(&decide->form, 0),
			       state_is_demo(state));
	copies_add(all, COPY_COMMAND, command);
	for (guint i = 0; i < decide->requests->len; i++)
		copies_add(all, "request id",
			   ((const Request *)g_ptr_array_index(decide->requests, i))->id);
}

/* ---- Asking and sending ----------------------------------------------------------------------- */

void decide_ask(Update *update, const GPtrArray *requests, bool is_denial)
{
	GPtrArray *copies = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	for (guint i = 0; i < requests->len; i++)
		g_ptr_array_add(copies, request_copy(g_ptr_array_index(requests, i)));
	Decide *decide = dialog_open(update, is_denial ? &deny_dialog : &approve_dialog)->self;
	decide->requests = copies;
	decide->is_denial = is_denial;
	form_init(&decide->form, &form_kind, 0);
	form_update(&decide->form, update->state, decide);
}

static void run_send(Update *update)
{
	Decide *decide = dialog_top(update->state)->self;
	if (!form_check(&decide->form, update->state, decide))
		return;
	g_autoptr(GPtrArray) requests = g_steal_pointer(&decide->requests);
	g_autofree char *reason = g_strdup(form_text(&decide->form, 0));
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
	.traits = TYPING_TRAITS,
	.help_place = 62,
};

static const Context deny_context = {
	.name = "Deny",
	.traits = TYPING_TRAITS,
	.help_place = 63,
};

static const Action approve_actions[] = {
	{ "confirm-approve", "enter", "approve", "Approve what is shown.", .place = 426,
	  .footer = 1, .run = run_send },
	{ "approve-close", "esc", "back", "Decide nothing.", .place = 427, .footer = 2,
	  .run = run_close },
};

static const Action deny_actions[] = {
	{ "confirm-deny", "enter", "deny", "Deny what is shown.", .place = 428, .footer = 1,
	  .run = run_send },
	{ "deny-close", "esc", "back", "Decide nothing.", .place = 429, .footer = 2,
	  .run = run_close },
};

#define KIND(title_, context_, actions_)                                                \
	{                                                                               \
		.title = (title_), .context = &(context_), .actions = (actions_),       \
		.action_count = G_N_ELEMENTS(actions_), .is_question = true,            \
		.size = sizeof(Decide), .clear = decide_clear, .height = decide_height, \
		.draw = decide_draw, .field = field, .typed = typed, .copies = copies   \
	}

const DialogKind approve_dialog = KIND("Approve?", approve_context, approve_actions);
const DialogKind deny_dialog = KIND("Deny?", deny_context, deny_actions);
