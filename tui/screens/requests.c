/* The Requests screen: what one asked for and waits for, and what came to nothing lately. */
#include "frontend/grant-words.h"
#include "frontend/nearness.h"
#include "frontend/open-requests.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "tui/core/context.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/again.h"
#include "tui/dialogs/cancel-request.h"
#include "tui/dialogs/details.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

typedef struct Requests {
	uint64_t follow_intent; /* one is being looked up; 0: none */
} Requests;

static const Context context = {
	.name = "Requests",
	.traits = SCREEN_TRAITS | TRAIT_ROWS | TRAIT_LINKED,
};

static Requests *data_of(const State *state)
{
	return screen_data(state, &context);
}

static Pane *pane_of(const State *state)
{
	return &screen_find(state, &context)->panes[0];
}

static const Request *selected_request(const State *state)
{
	const Row *row = pane_selected(pane_of(state));
	return row != NULL ? row->request : NULL;
}

/* ---- What can be done ----------------------------------------------------------------------------- */

static const char *needs_cancelable(const State *state)
{
	const Request *request = selected_request(state);
	if (request == NULL)
		return "There is no row here.";
	if (cancel_request_is_running(state, request))
		return "This request is being canceled already.";
	switch (request->state) {
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return NULL;
	case REQUEST_STATE_UNKNOWN:
		return "Whether the service has this request is not known: look again first.";
	case REQUEST_STATE_PREPARED:
		return "This request is just being sent.";
	case REQUEST_STATE_REFUSED:
	case REQUEST_STATE_FAILED:
		return "This request came to nothing: there is nothing to cancel.";
	default:
		return "The service works on this request already: only what waits or starts later "
		       "can be canceled.";
	}
}

static void run_cancel(Update *update)
{
	cancel_request_ask(update, selected_request(update->state));
}

static const char *needs_unsettled(const State *state)
{
	const Request *request = selected_request(state);
	if (request == NULL)
		return "There is no row here.";
	if (data_of(state)->follow_intent != 0)
		return "A request is being looked up already.";
	return request_is_open(request) ? NULL : "How this request ended is known.";
}

static void run_look(Update *update)
{
	const Request *request = selected_request(update->state);
	Intent *intent = update_intent(update, INTENT_FOLLOW);
	intent->workload = request->workload;
	intent->request = request_copy(request);
	data_of(update->state)->follow_intent = update_send(update, intent);
	update_notice(update, NOTICE_INFO, "Looking up what became of %s.",
		      role_label(&request->role));
}

static const char *needs_repeatable(const State *state)
{
	return again_needs_repeatable(state, selected_request(state));
}

static void run_repeat(Update *update)
{
	again_repeat(update, selected_request(update->state));
}

static size_t count_open(const State *state)
{
	size_t count = 0;
	for (guint i = 0; i < state->requests.open->len; i++)
		count += request_is_open(g_ptr_array_index(state->requests.open, i));
	return count;
}

static void run_show(Update *update)
{
	screen_open(update, &context);
}

/* ---- Words ---------------------------------------------------------------------------------------- */

static char *load_trouble(const Wording *wording, const Load *load)
{
	if (load->problem != NULL)
		return problem_words(wording, load->problem);
	if (load->skipped > 0)
		return g_strdup_printf("%zu of the rows could not be read.", load->skipped);
	return load->has_gaps ? g_strdup("only subscriptions could be asked.") : NULL;
}

static void add_trouble(GString *text, const char *whose, const char *trouble)
{
	if (trouble != NULL)
		g_string_append_printf(text, "%s%s: %s", text->len > 0 ? " " : "", whose, trouble);
}

/* Why what is shown may not be all; NULL: it is. */
static char *find_trouble(const State *state)
{
	const Wording wording = state_wording(state);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_autofree char *trouble =
			load_trouble(&wording, &state->lists.loads[i][LIST_REQUESTS]);
		add_trouble(text, workload_info((WorkloadId)i)->line, trouble);
	}
	g_autofree char *unread = load_trouble(&wording, &state->journal.load);
	add_trouble(text, "history", unread);
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static bool is_loading(const State *state)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const LoadStatus status = state->lists.loads[i][LIST_REQUESTS].status;
		if (status == LOAD_IDLE || status == LOAD_LOADING)
			return true;
	}
	return state->journal.load.as_of == 0 && state->journal.load.is_loading;
}

static char *empty(const State *state)
{
	const Wording wording = state_wording(state);
	g_autofree char *trouble = find_trouble(state);
	if (trouble != NULL)
		return g_strdup_printf("%s There may be requests that are not shown.", trouble);
	if (is_loading(state))
		return g_strdup_printf("Loading%s", wording_ellipsis(&wording));
	return g_strdup("No request of yours is under way, and none failed since yesterday. The "
			"history has the others.");
}

static char *make_title(const State *state)
{
	g_autofree char *trouble = find_trouble(state);
	return g_strdup(trouble != NULL ? "Requests (may not be all)" : "Requests");
}

/* That rows may be missing comes before what the row with the focus is. */
static char *words(const State *state)
{
	const Request *request = selected_request(state);
	g_autofree char *trouble = find_trouble(state);
	if (request == NULL)
		return NULL;
	if (trouble != NULL)
		return g_strdup_printf("What is shown may not be all. %s", trouble);
	const Wording wording = state_wording(state);
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *stands =
		request_words(&wording, request, known_requests_policy(state, request));
	g_autoptr(GString) reason = g_string_new(NULL);
	request_write_reason(state, request, reason);
	return g_strdup_printf("%s: %s%s%s", what, stands, reason->len > 0 ? "; " : "",
			       reason->str);
}

/* ---- The rows ------------------------------------------------------------------------------------- */

static void collect(const State *state, GPtrArray *all)
{
	g_ptr_array_extend(all, state->requests.rows, NULL, NULL);
}

/* Who may approve stands in the policy. */
static void want_policy(Update *update)
{
	const Request *request = selected_request(update->state);
	if (request == NULL || request->state != REQUEST_STATE_WAITING ||
	    update->state->focus != pane_of(update->state))
		return;
	const Eligibility *eligibility = known_requests_find_eligible(update->state, request);
	if (eligibility != NULL)
		known_policies_read(update, eligibility, &request->scope);
}

static void on_rows(Update *update, gconstpointer about)
{
	(void)about;
	pane_rebuild(update->state, pane_of(update->state));
	want_policy(update);
}

static void on_eligible(Update *update, gconstpointer about)
{
	(void)about;
	want_policy(update);
}

/* Countdowns to a start, and the day after which a failure is no news any more. */
static Instant next_wake(const State *state)
{
	Instant wake = 0;
	for (guint i = 0; i < state->requests.open->len; i++) {
		const Request *request = g_ptr_array_index(state->requests.open, i);
		const Grant like = { .end = request->state == REQUEST_STATE_SCHEDULED
						    ? request->start
						    : 0 };
		const Instant next = grant_next_countdown(&like, state->now);
		if (next != 0 && (wake == 0 || next < wake))
			wake = next;
	}
	return wake;
}

static void on_finished(Update *update, const Event *event)
{
	const State *state = update->state;
	if (event->intent_id != data_of(state)->follow_intent || event->request == NULL ||
	    submissions_tell_found(event))
		return;
	const Request *request = event->request;
	const Wording wording = state_wording(state);
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *stands =
		request_words(&wording, request, known_requests_policy(state, request));
	update_notice(update, NOTICE_INFO, "%s: %s%s", what, stands,
		      request_words_stop(request, stands));
}

static void on_done(Update *update, const Event *event)
{
	Requests *requests = data_of(update->state);
	if (event->intent_id == requests->follow_intent)
		requests->follow_intent = 0;
}

static void on_account_changed(Update *update, gconstpointer about)
{
	(void)about;
	data_of(update->state)->follow_intent = 0;
}

/* ---- The last activation, from everywhere ------------------------------------------------------ */

static const Request *last_activation(const State *state)
{
	const Request *last = NULL;
	for (guint i = 0; i < state->journal.rows->len; i++) {
		const Row *row = g_ptr_array_index(state->journal.rows, i);
		const Request *request = row_request(row);
		if (request->kind == REQUEST_ACTIVATE &&
		    (last == NULL || request->created > last->created))
			last = request;
	}
	return last;
}

static const char *needs_last(const State *state)
{
	const Request *last = last_activation(state);
	return last != NULL ? again_needs_repeatable(state, last)
			    : "Nothing was activated here yet.";
}

static void run_again(Update *update)
{
	again_repeat(update, last_activation(update->state));
}

static const PaneKind pane = {
	.title = "Requests",
	.make_title = make_title,
	.columns = request_columns,
	.column_count = REQUEST_COLUMNS,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "time", "role", "scope", "workload" },
	.is_chosen_always = true,
	.collect = collect,
	.focused = want_policy,
	.selected = want_policy,
	.filtered = want_policy,
	.opened = details_open,
};

static const Action actions[] = {
	{ "cancel-request", "x", "cancel", "Take the request back, after a question.", .place = 22,
	  .footer = 1, .guard = needs_cancelable, .run = run_cancel },
	{ "repeat-request", "a", "repeat", "Ask for the same again; a key takes its reason over.",
	  .place = 23, .footer = 3, .guard = needs_repeatable, .run = run_repeat },
	{ "look-up-request", "r", "look again", "Ask what became of the request.", .place = 24,
	  .footer = 2, .guard = needs_unsettled, .run = run_look },
	{ "again", ".", "once more", "Fill in the form of the last activation again.", .place = 15,
	  .traits = TRAIT_SCREEN, .guard = needs_last, .run = run_again },
	{ "requests", "2", "Requests", "Show your requests.", .place = 310, .traits = TRAIT_SCREEN,
	  .run = run_show },
};

const ScreenKind requests_screen = {
	.title = "Requests",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &pane },
	.size = sizeof(Requests),
	.opened = known_journal_read,
	.refreshed = known_journal_read,
	.badge = count_open,
	.words = words,
	.next_wake = next_wake,
	.listeners = {
		.on = { [EVENT_FINISHED] = on_finished, [EVENT_INTENT_DONE] = on_done },
		.hear = {
			[NEWS_ACCOUNT] = on_account_changed,
			[NEWS_ELIGIBLE] = on_eligible,
			[NEWS_REQUESTS] = on_rows,
			[NEWS_HISTORY] = on_rows,
		},
	},
};
