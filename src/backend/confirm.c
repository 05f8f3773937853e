#include "src/backend/confirm.h"

typedef struct Confirm {
	ConfirmDone done;
	gpointer data;
} Confirm;

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

static void on_told(const Request *request, const GError *error, gpointer data)
{
	Confirm *confirm = data;
	confirm->done(request != NULL ? judge(request) : CONFIRM_SILENT, request, error,
		      confirm->data);
	g_free(confirm);
}

void confirm_request(const Network *network, const Request *request, ConfirmDone done,
		     gpointer data)
{
	const PimWorkload *workload = pim_workload(request->workload);
	Confirm *confirm = g_new0(Confirm, 1);
	confirm->done = done;
	confirm->data = data;
	workload->requests.look_up(workload, &network->context, request, on_told, confirm);
}
