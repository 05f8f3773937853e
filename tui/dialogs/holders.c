#include "tui/dialogs/holders.h"

#include "frontend/grant-words.h"
#include "frontend/holding-words.h"
#include "frontend/list-problems.h"
#include "frontend/problem-words.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"

typedef struct Holders {
	WorkloadId workload;
	Scope scope;
	Holdings *holdings; /* as told last; NULL: not told yet */
	Problem *problem;   /* why not, or not anew; NULL: nothing went wrong */
	uint64_t intent_id; /* it is being asked; 0: no */
} Holders;

static void holders_clear(void *self)
{
	Holders *holders = self;
	scope_clear(&holders->scope);
	g_clear_pointer(&holders->holdings, holdings_free);
	g_clear_pointer(&holders->problem, problem_free);
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static void write_problem(const State *state, const Problem *problem, Page *page)
{
	const Wording wording = state_wording(state);
	g_autofree char *step = problem_next_step(&wording, problem);
	page_add(page, 0, STYLE_WARNING, problem->message);
	if (step != NULL)
		page_add(page, 0, STYLE_DIM, step);
}

static bool is_own(const State *state, const Grant *grant)
{
	return state->account != NULL && scope_id_equal(grant->holder.id, state->account->oid);
}

static void write_when(const State *state, const Holders *holders, const Grant *grant, Page *page)
{
	g_autofree char *since = grant->start != 0 ? state_local(state, grant->start) : NULL;
	g_autofree char *until = state_until(state, grant);
	g_autoptr(GString) line = g_string_new("  ");
	if (since != NULL)
		g_string_append_printf(line, "since %s, ", since);
	g_string_append(line, until);
	if (!scope_id_equal(grant->scope.id, holders->scope.id))
		g_string_append_printf(line, ", from %s", scope_label(&grant->scope));
	page_add(page, 2, STYLE_DIM, line->str);
}

static void write_holding(const State *state, const Holders *holders, const Holding *holding,
			  Page *page)
{
	const Grant *grant = &holding->assignment->grant;
	const bool is_activated = holding->assignment->assignment_type != ASSIGNMENT_ASSIGNED;
	g_autofree char *who = holding_who_words(holding);
	g_autoptr(GString) line = g_string_new(who);
	if (is_own(state, grant))
		g_string_append(line, " (you)");
	g_string_append_printf(line, ": %s", role_label(&grant->role));
	if (grant->access != ACCESS_NONE)
		g_string_append_printf(line, " (%s)", access_word(grant->access));
	page_add(page, 2, is_activated ? STYLE_OK : STYLE_TEXT, line->str);
	write_when(state, holders, grant, page);
	if (*holding_why(holding) != '\0')
		page_printf(page, 2, STYLE_TEXT, "  %s", holding_why(holding));
	if (holding->ticket_number != NULL && *holding->ticket_number != '\0')
		page_printf(page, 2, STYLE_DIM, "  ticket %s", holding->ticket_number);
}

/* What was not told stands above what was: who reads only the first lines is not misled. */
static void write_holdings(const State *state, const Holders *holders, Page *page)
{
	const Holdings *holdings = holders->holdings;
	g_autoptr(GPtrArray) problems = list_problems_new();
	holdings_add_problems(problems, holders->workload, holdings);
	for (guint i = 0; i < problems->len; i++)
		write_problem(state, ((const ListProblem *)problems->pdata[i])->problem, page);
	if (problems->len > 0)
		page_add_blank(page);
	for (guint i = 0; i < holdings->rows->len; i++)
		write_holding(state, holders, holdings->rows->pdata[i], page);
	if (holdings->rows->len > 0)
		return;
	g_autofree char *none = holdings_none_words(&holders->scope, holdings);
	page_add(page, 0, STYLE_TEXT, none);
}

static void write_freshness(const State *state, const Holders *holders, Page *page)
{
	if (holders->intent_id != 0) {
		const Wording wording = state_wording(state);
		page_printf(page, 0, STYLE_DIM, "Asking the service%s", wording_ellipsis(&wording));
		return;
	}
	if (holders->holdings == NULL)
		return;
	g_autofree char *at = state_local(state, holders->holdings->as_of);
	page_printf(page, 0, STYLE_DIM, "As of %s.", at);
}

static void write_holders(const State *state, const Dialog *dialog, Page *page)
{
	const Holders *holders = dialog->self;
	g_autofree char *where = scope_words(&holders->scope);
	page_add(page, 0, STYLE_TITLE, where);
	write_freshness(state, holders, page);
	page_add_blank(page);
	if (holders->problem != NULL)
		write_problem(state, holders->problem, page);
	if (holders->problem != NULL && holders->holdings != NULL)
		page_add_blank(page);
	if (holders->holdings != NULL)
		write_holdings(state, holders, page);
}

/* ---- Asking ------------------------------------------------------------------------------------- */

static void ask(Update *update, Holders *holders)
{
	update_drop(update, &holders->intent_id);
	Intent *intent = update_intent(update, INTENT_READ_HOLDINGS);
	intent->workload = holders->workload;
	scope_copy(&intent->scope, &holders->scope);
	holders->intent_id = update_send(update, intent);
}

void holders_open(Update *update, WorkloadId workload, const Scope *scope)
{
	Holders *holders = dialog_open(update, &holders_dialog)->self;
	holders->workload = workload;
	scope_copy(&holders->scope, scope);
	ask(update, holders);
}

static Holders *find(const State *state, uint64_t intent_id)
{
	const Dialog *dialog = dialog_find(state, &holders_dialog);
	Holders *holders = dialog != NULL ? dialog->self : NULL;
	return holders != NULL && holders->intent_id == intent_id ? holders : NULL;
}

/* What was known stays where nothing new is told. */
static void on_holdings(Update *update, const Event *event)
{
	Holders *holders = find(update->state, event->intent_id);
	if (holders == NULL)
		return;
	holders->intent_id = 0;
	g_clear_pointer(&holders->problem, problem_free);
	holders->problem = problem_copy(event->problem);
	if (event->holdings == NULL)
		return;
	g_clear_pointer(&holders->holdings, holdings_free);
	holders->holdings = holdings_copy(event->holdings);
}

static void on_intent_done(Update *update, const Event *event)
{
	Holders *holders = event->intent_id != 0 ? find(update->state, event->intent_id) : NULL;
	if (holders != NULL)
		holders->intent_id = 0;
}

static Holders *open_one(const State *state)
{
	return dialog_find(state, &holders_dialog)->self;
}

static void run_again(Update *update)
{
	ask(update, open_one(update->state));
}

static void run_close(Update *update)
{
	update_drop(update, &open_one(update->state)->intent_id);
	dialog_close(update);
}

static const Context context = {
	.name = "Who else",
	.traits = PAGE_TRAITS,
	.help_place = 45,
};

static const Action actions[] = {
	{ "who-again", "r R", "ask again", "Ask again who is active there.", .place = 576,
	  .footer = 1, .run = run_again },
	{ "who-close", "esc q enter", "close", "Close what was told of others.", .place = 577,
	  .footer = 2, .run = run_close },
};

const DialogKind holders_dialog = {
	.title = "Who else",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Holders),
	.clear = holders_clear,
	.write = write_holders,
	.listeners = {
		.on = { [EVENT_HOLDINGS] = on_holdings, [EVENT_INTENT_DONE] = on_intent_done },
	},
};
