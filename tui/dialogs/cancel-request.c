#include "tui/dialogs/cancel-request.h"

#include "frontend/command.h"
#include "frontend/grant-words.h"
#include "frontend/open-requests.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"

typedef struct CancelRequest {
	Request *request; /* captured when the question was asked */
} CancelRequest;

/* One that was confirmed and is not told yet. */
typedef struct Running {
	uint64_t intent_id;
	Request *request;
	Problem *problem; /* why it was not canceled; NULL: still being asked */
} Running;

typedef struct Memory {
	GPtrArray *running; /* Running*; NULL: none yet */
} Memory;

static void running_free(gpointer data)
{
	Running *running = data;
	request_free(running->request);
	problem_free(running->problem);
	g_free(running);
}

static GPtrArray *running_of(const State *state)
{
	Memory *memory = dialog_memory(state, &cancel_request_dialog);
	if (memory->running == NULL)
		memory->running = g_ptr_array_new_with_free_func(running_free);
	return memory->running;
}

static void forget(void *self)
{
	g_clear_pointer(&((Memory *)self)->running, g_ptr_array_unref);
}

static void cancel_request_clear(void *self)
{
	request_free(((CancelRequest *)self)->request);
}

bool cancel_request_is_running(const State *state, const Request *request)
{
	const GPtrArray *all = running_of(state);
	for (guint i = 0; i < all->len; i++) {
		const Running *running = g_ptr_array_index(all, i);
		if (g_strcmp0(running->request->id, request->id) == 0)
			return true;
	}
	return false;
}

/* ---- The question --------------------------------------------------------------------------------- */

static char *words_of(const Request *request)
{
	return role_words(&request->role, request->access, &request->scope);
}

static void write_question(const State *state, const Dialog *dialog, Page *page)
{
	const CancelRequest *cancel = dialog->self;
	const Request *request = cancel->request;
	const Wording wording = state_wording(state);
	g_autofree char *stands =
		request_words(&wording, request, known_requests_policy(state, request));
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&request->role),
		    access_suffix(request->access));
	lines_add_scope(page, state, &request->scope, false);
	page_printf(page, 10, STYLE_TEXT, "stands    %s", stands);
	page_printf(page, 10, STYLE_DIM, "request   %s", request->id);
	page_add_blank(page);
	page_add(page, 0, STYLE_TEXT,
		 request->state == REQUEST_STATE_SCHEDULED
			 ? "The request is taken back: the role will not start."
			 : "The request is taken back: nobody will decide on it.");
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const CancelRequest *cancel = dialog->self;
	g_autofree char *command = command_cancel(cancel->request, state_is_demo(state));
	copies_add(all, COPY_COMMAND, command);
	copies_add(all, "request id", cancel->request->id);
}

void cancel_request_ask(Update *update, const Request *request)
{
	Request *copy = request_copy(request);
	CancelRequest *cancel = dialog_open(update, &cancel_request_dialog)->self;
	cancel->request = copy;
}

static void run_confirm(Update *update)
{
	CancelRequest *cancel = dialog_top(update->state)->self;
	Running *running = g_new0(Running, 1);
	running->request = g_steal_pointer(&cancel->request);
	dialog_close(update);
	Intent *intent = update_intent(update, INTENT_CANCEL);
	intent->workload = running->request->workload;
	intent->request = request_copy(running->request);
	running->intent_id = update_send(update, intent);
	g_ptr_array_add(running_of(update->state), running);
}

/* ---- What became of it ---------------------------------------------------------------------------- */

static Running *find(const State *state, uint64_t intent_id)
{
	const GPtrArray *all = running_of(state);
	for (guint i = 0; i < all->len; i++) {
		Running *running = g_ptr_array_index(all, i);
		if (running->intent_id == intent_id)
			return running;
	}
	return NULL;
}

static bool is_lost(const Running *running)
{
	return running->problem->kind == PROBLEM_UNKNOWN_OUTCOME;
}

/* It could not be canceled, or the answer was lost: how the request stands tells what happened. */
static void tell_looked_up(Update *update, const Running *running, const Request *now)
{
	const Wording wording = state_wording(update->state);
	g_autofree char *what = words_of(running->request);
	g_autofree char *stands = request_words(&wording, now, NULL);
	if (now->state == REQUEST_STATE_CANCELED)
		update_notice(update, NOTICE_OK, "%s: %s.", what,
			      is_lost(running) ? "canceled" : "already canceled");
	else if (now->state == REQUEST_STATE_UNKNOWN)
		update_notice(update, NOTICE_ERROR,
			      "%s: whether it is canceled is not known. Look again.", what);
	else if (request_is_open(now))
		update_notice(update, NOTICE_ERROR, "%s: not canceled. %s It is %s.", what,
			      running->problem->message, stands);
	else
		update_notice(update, NOTICE_WARNING, "%s: not canceled, already decided: %s.",
			      what, stands);
}

static void on_finished(Update *update, const Event *event)
{
	Running *running = find(update->state, event->intent_id);
	if (running == NULL || event->request == NULL)
		return;
	g_autofree char *what = words_of(running->request);
	g_autofree char *unwritten = g_strdup_printf("%s is canceled", what);
	if (running->problem != NULL)
		tell_looked_up(update, running, event->request);
	else if (event->problem != NULL)
		update_notice_problem(update, NOTICE_WARNING, unwritten, event->problem);
	else
		update_notice(update, NOTICE_OK, "%s: canceled.", what);
	g_ptr_array_remove(running_of(update->state), running);
}

/* How it stands by then follows, where the service was asked. */
static void on_refused(Update *update, const Event *event)
{
	Running *running = find(update->state, event->intent_id);
	if (running != NULL && running->problem == NULL)
		running->problem = problem_copy(event->problem);
}

/* It was not looked up, or that failed. */
static void on_done(Update *update, const Event *event)
{
	Running *running = find(update->state, event->intent_id);
	if (running == NULL)
		return;
	const Wording wording = state_wording(update->state);
	const bool is_known = running->problem != NULL && !is_lost(running);
	g_autofree char *what = words_of(running->request);
	g_autofree char *why = is_known ? problem_words(&wording, running->problem) : NULL;
	update_notice(update, NOTICE_ERROR, "%s: %s %s", what,
		      is_known ? "not canceled." : "whether it is canceled is not known.",
		      is_known ? why : "Look again.");
	g_ptr_array_remove(running_of(update->state), running);
}

static const Context context = {
	.name = "Cancel request",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
};

static const Action actions[] = {
	{ "confirm-cancel", "enter", "cancel it", "Take the request back that is shown.",
	  .place = 425, .footer = 1, .run = run_confirm },
};

const DialogKind cancel_request_dialog = {
	.title = "Cancel the request?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(CancelRequest),
	.clear = cancel_request_clear,
	.memory_size = sizeof(Memory),
	.forget = forget,
	.write = write_question,
	.copies = copies,
	.listeners.on = {
		[EVENT_FINISHED] = on_finished,
		[EVENT_REFUSED] = on_refused,
		[EVENT_INTENT_DONE] = on_done,
	},
};
