#include "src/backend/confirm.h"

#include "src/backend.h"
#include "src/pim/error.h"
#include "src/pim/fetch.h"

/* The services end nothing sooner after it began: until then the request's own word is enough. */
#define LEAST_SECONDS 300

typedef struct Confirm {
	const Network *network;
	Request *request; /* as the service has it, or what is asked about */
	ConfirmDone done;
	gpointer data;
} Confirm;

static Confirm *confirm_new(const Network *network, const Request *request, ConfirmDone done,
			    gpointer data)
{
	Confirm *confirm = g_new0(Confirm, 1);
	confirm->network = network;
	confirm->request = request_copy(request);
	confirm->done = done;
	confirm->data = data;
	return confirm;
}

/* Takes the question. */
static void answer(Confirm *confirm, ConfirmAnswer answer, const Request *told, const GError *error)
{
	confirm->done(answer, told, error, confirm->data);
	request_free(confirm->request);
	g_free(confirm);
}

static ConfirmAnswer judge(const Request *request)
{
	switch (request->state) {
	case REQUEST_STATE_ACTIVE:
		return CONFIRM_HELD;
	case REQUEST_STATE_ENDED:
	case REQUEST_STATE_CANCELED:
	case REQUEST_STATE_REFUSED:
	case REQUEST_STATE_FAILED:
		return CONFIRM_GONE;
	default:
		return CONFIRM_SILENT;
	}
}

/* ---- all of one's own requests ---- */

static bool is_end(const Request *request)
{
	return request->kind == REQUEST_DEACTIVATE || request->kind == REQUEST_REMOVE;
}

/* The newest that changed whether the role is held there; NULL: none is told. Borrowed. */
static const Request *find_newest(const GPtrArray *rows, const Request *like)
{
	const Request *newest = NULL;
	for (guint i = 0; i < rows->len; i++) {
		const Request *row = rows->pdata[i];
		const bool is_change = row->kind == REQUEST_ACTIVATE || is_end(row);
		if (is_change && request_has_come_true(row) && request_is_of_role(row, like) &&
		    (newest == NULL || row->created > newest->created))
			newest = row;
	}
	return newest;
}

static void load_requests(Confirm *confirm, PimListDone done)
{
	const PimWorkload *workload = pim_workload(confirm->request->workload);
	workload->lists.load[LIST_REQUESTS](workload, &confirm->network->context, NULL, done,
					    confirm);
}

/* ---- what is held ---- */

static void on_requests(const PimList *list, const GError *error, gpointer data)
{
	Confirm *confirm = data;
	/* Names follow. */
	if (list != NULL && !list->is_complete)
		return;
	if (error != NULL && fetch_is_canceled(error)) {
		answer(confirm, CONFIRM_SILENT, NULL, error);
		return;
	}
	Request *told = confirm->request;
	const Request *newest = list != NULL ? find_newest(list->rows, told) : NULL;
	if (newest == NULL || !is_end(newest) || newest->created <= told->start) {
		/* The request's own word stands, whatever else could not be read. */
		answer(confirm, CONFIRM_HELD, told, NULL);
		return;
	}
	told->state = REQUEST_STATE_ENDED;
	told->end = newest->created;
	answer(confirm, CONFIRM_GONE, told, NULL);
}

static void on_told(const Request *request, const GError *error, gpointer data)
{
	Confirm *confirm = data;
	const ConfirmAnswer word = request != NULL ? judge(request) : CONFIRM_SILENT;
	const Instant now = clock_now(confirm->network->clock);
	if (word != CONFIRM_HELD || request->start == 0 || request->start + LEAST_SECONDS > now) {
		answer(confirm, word, request, error);
		return;
	}
	request_free(confirm->request);
	confirm->request = request_copy(request);
	load_requests(confirm, on_requests);
}

void confirm_request(const Network *network, const Request *request, ConfirmDone done,
		     gpointer data)
{
	const PimWorkload *workload = pim_workload(request->workload);
	Confirm *confirm = confirm_new(network, request, done, data);
	workload->requests.look_up(workload, &network->context, request, on_told, confirm);
}

/* ---- what was ended ---- */

static void on_newest(const PimList *list, const GError *error, gpointer data)
{
	Confirm *confirm = data;
	if (list != NULL && !list->is_complete)
		return;
	const Request *newest = list != NULL ? find_newest(list->rows, confirm->request) : NULL;
	if (newest == NULL)
		answer(confirm, CONFIRM_SILENT, NULL, error);
	else
		answer(confirm, is_end(newest) ? CONFIRM_GONE : judge(newest), newest, NULL);
}

void confirm_newest(const Network *network, const Request *like, ConfirmDone done, gpointer data)
{
	load_requests(confirm_new(network, like, done, data), on_newest);
}

/* ---- what there is already ---- */

static const Request *find_waiting(const GPtrArray *rows, const Request *like)
{
	for (guint i = 0; i < rows->len; i++) {
		const Request *row = rows->pdata[i];
		const bool is_open = !request_state_is_final(row->state) ||
				     row->state == REQUEST_STATE_WAITING ||
				     row->state == REQUEST_STATE_SCHEDULED;
		if (row->kind == REQUEST_ACTIVATE && is_open && request_is_of_role(row, like))
			return row;
	}
	return NULL;
}

static void on_existing(const PimList *list, const GError *error, gpointer data)
{
	Confirm *confirm = data;
	if (list != NULL && !list->is_complete)
		return;
	const Request *newest = list != NULL ? find_newest(list->rows, confirm->request) : NULL;
	const Request *waiting = list != NULL ? find_waiting(list->rows, confirm->request) : NULL;
	if (newest != NULL && !is_end(newest) && judge(newest) == CONFIRM_HELD)
		answer(confirm, CONFIRM_HELD, newest, NULL);
	else if (waiting != NULL)
		answer(confirm, CONFIRM_SILENT, waiting, NULL);
	else
		answer(confirm, newest != NULL ? CONFIRM_GONE : CONFIRM_SILENT, NULL, error);
}

void confirm_existing(const Network *network, const Request *like, ConfirmDone done, gpointer data)
{
	load_requests(confirm_new(network, like, done, data), on_existing);
}

/* ---- what could not be confirmed ---- */

bool confirm_is_turned_away(const GError *error)
{
	g_autoptr(Problem) problem = backend_explain(error);
	return problem->kind == PROBLEM_SIGN_IN || problem->kind == PROBLEM_STEP_UP;
}

Problem *confirm_explain_unconfirmed(const GError *why)
{
	Problem *problem = backend_explain(why);
	char *message = g_strconcat("Not confirmed: ", problem->message, NULL);
	g_free(problem->message);
	problem->message = message;
	g_free(problem->code);
	problem->code = g_strdup("not-confirmed");
	return problem;
}

Problem *confirm_explain_unknown(const GError *why)
{
	g_autoptr(GError) silence = pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME, "no answer in time");
	g_autoptr(Problem) reason = backend_explain(why);
	Problem *problem = backend_explain(silence);
	if (reason->kind == PROBLEM_UNREACHABLE || reason->kind == PROBLEM_FAILED)
		return problem;
	g_free(problem->message);
	problem->message = g_strdup_printf("Outcome unknown: nothing was sent twice, and it cannot "
					   "be looked up. %s",
					   reason->message);
	problem_set_hint(problem, reason->hint);
	problem->said = g_steal_pointer(&reason->said);
	return problem;
}
