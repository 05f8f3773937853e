/*
 * What waits for one's decision in groups: the requests tell it, and where they tell of none, the approvals. Those
 * carry ids and stages alone, the decided ones included; who asked and why stands in the request of the same id. One that cannot
 * be read hides no other.
 */
#include "src/pim/answer.h"
#include "src/pim/decide.h"
#include "src/pim/error.h"
#include "src/pim/graph.h"

#define BASE "/identityGovernance/privilegedAccess/group/"

typedef struct ApprovalsCall {
	const PimWorkload *self;
	const PimContext *context;
	GCancellable *cancellable;
	PimList list;    /* what the requests told; without rows of its own */
	GError *error;   /* … or that they did not */
	GPtrArray *rows; /* Request* */
	guint waiting;   /* requests that are being read */
	size_t skipped;
	PimListDone done;
	gpointer data;
} ApprovalsCall;

static void end(ApprovalsCall *call, const GError *error)
{
	const PimList told = { .rows = call->rows,
			       .skipped = call->skipped,
			       .is_complete = true,
			       .as_of = call->list.as_of };
	call->done(error == NULL ? &told : NULL, error, call->data);
	g_ptr_array_unref(call->rows);
	g_clear_error(&call->error);
	g_clear_object(&call->cancellable);
	g_free(call);
}

/* ---- the approvals ---- */

/* Does a stage of it ask the signed-in person? */
static bool is_asking(const JsonValue *approval)
{
	const JsonValue *stages = json_get(approval, "stages");
	for (size_t i = 0; i < json_array_length(stages); i++) {
		const JsonValue *stage = json_array_at(stages, i);
		if (json_is_true(json_get(stage, "assignedToMe")) &&
		    decide_is_open(json_text(json_get(stage, "status"))))
			return true;
	}
	return false;
}

static gpointer decode_approval(const PimContext *context, const JsonValue *element, gpointer data,
				GError **error)
{
	(void)context, (void)data;
	const char *id = json_text(json_get(element, "id"));
	if (id == NULL)
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING, "id is missing");
	return id != NULL && is_asking(element) ? g_strdup(id) : NULL;
}

static void on_request(const JsonValue *value, const GError *error, gpointer data)
{
	ApprovalsCall *call = data;
	(void)error;
	const GraphCollection *collection = &graph_kind(call->self)->lists[LIST_APPROVALS];
	Request *row = value == NULL ? NULL : collection->decode(call->context, value, NULL, NULL);
	if (row != NULL && answer_waits_for_decision(row))
		g_ptr_array_add(call->rows, row);
	else
		request_free(row);
	call->skipped += row == NULL;
	if (--call->waiting == 0)
		end(call, NULL);
}

static void on_approvals(const PimList *list, const GError *error, gpointer data)
{
	ApprovalsCall *call = data;
	if (error != NULL) {
		/* The requests were answered: that there are none is what is known. */
		g_autoptr(GError) first = g_steal_pointer(&call->error);
		end(call, first);
		return;
	}
	call->list.as_of = list->as_of;
	call->skipped += list->skipped;
	call->waiting = list->rows->len;
	if (call->waiting == 0) {
		end(call, NULL);
		return;
	}
	for (guint i = 0; i < list->rows->len; i++) {
		g_autofree char *id = g_uri_escape_string(list->rows->pdata[i], NULL, FALSE);
		g_autofree char *url = g_strconcat(BASE "assignmentScheduleRequests/", id,
						   "?$expand=principal,group", NULL);
		graph_get(call->context, url, on_request, call);
	}
}

static void ask_approvals(ApprovalsCall *call)
{
	const FetchSpec spec = {
		.audience = AUDIENCE_GRAPH,
		.url = "/v1.0" BASE "assignmentApprovals/filterByCurrentUser(on='approver')",
		.decode = decode_approval,
		.free_row = g_free,
	};
	fetch_list(call->context, &spec, call->cancellable, on_approvals, call);
}

/* ---- the requests ---- */

static void on_requests(const PimList *list, const GError *error, gpointer data)
{
	ApprovalsCall *call = data;
	if (list != NULL && (list->rows->len > 0 || !list->is_complete)) {
		const bool is_over = list->is_complete;
		call->done(list, NULL, call->data);
		if (is_over) {
			g_ptr_array_unref(call->rows);
			g_clear_object(&call->cancellable);
			g_free(call);
		}
		return;
	}
	if (error != NULL && fetch_is_canceled(error)) {
		end(call, error);
		return;
	}
	if (list != NULL)
		call->list = (PimList){ .as_of = list->as_of };
	call->skipped = list != NULL ? list->skipped : 0;
	call->error = error != NULL ? g_error_copy(error) : NULL;
	ask_approvals(call);
}

void groups_list_approvals(const PimWorkload *self, const PimContext *context,
			   GCancellable *cancellable, PimListDone done, gpointer data)
{
	ApprovalsCall *call = g_new0(ApprovalsCall, 1);
	call->self = self;
	call->context = context;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	call->done = done;
	call->data = data;
	graph_list_approvals(self, context, cancellable, on_requests, call);
}
