/*
 * Decisions through ARM (roleAssignmentApprovals 2021-01-01-preview). Approvals are a collection of the tenant: a management
 * group in front of it is 404. PATCH works in production, other clients PUT, the portal sends a batch.
 */
#include <string.h>

#include "src/json/build.h"
#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/decide.h"
#include "src/pim/error.h"

#define APPROVAL_VERSION "2021-01-01-preview"
#define COLLECTION       "roleAssignmentApprovals/"

static const JsonField stage_fields[] = {
	{ "name", JSON_FIELD_TEXT, offsetof(DecideStage, id), true, NULL },
	{ "properties.status", JSON_FIELD_TEXT, offsetof(DecideStage, status), false, NULL },
	{ "properties.reviewResult", JSON_FIELD_TEXT, offsetof(DecideStage, result), false, NULL },
	{ "properties.assignedToMe", JSON_FIELD_BOOL, offsetof(DecideStage, is_mine), false, NULL },
	{ "properties.reviewedBy.principalId", JSON_FIELD_TEXT, offsetof(DecideStage, reviewer_id),
	  false, NULL },
	{ "properties.reviewedBy.principalName", JSON_FIELD_TEXT,
	  offsetof(DecideStage, reviewer_name), false, NULL },
	{ "properties.justification", JSON_FIELD_TEXT, offsetof(DecideStage, reason), false, NULL },
	{ "properties.reviewedDateTime", JSON_FIELD_INSTANT, offsetof(DecideStage, reviewed), false,
	  NULL },
};

static char *make_url(const char *approval_id, const char *rest, const char *stage_id)
{
	g_autofree char *approval = g_uri_escape_string(approval_id, NULL, FALSE);
	g_autofree char *stage =
		stage_id == NULL ? NULL : g_uri_escape_string(stage_id, NULL, FALSE);
	g_autofree char *kind = g_strconcat(COLLECTION, approval, rest, stage, NULL);
	return azure_url_version("", kind, NULL, APPROVAL_VERSION);
}

static char *make_approval_url(const char *approval_id)
{
	return make_url(approval_id, NULL, NULL);
}

static char *make_stages_url(const char *approval_id)
{
	return make_url(approval_id, "/stages", NULL);
}

static char *make_stage_url(const char *approval_id, const char *stage_id)
{
	return make_url(approval_id, "/stages/", stage_id);
}

static void add_properties(JsonBuilder *body, const Request *decision)
{
	json_builder_begin(body, "properties");
	json_builder_text(body, "reviewResult", decide_result(decision));
	json_builder_text(body, "justification", decision->justification);
	json_builder_end(body);
}

static char *make_body(const Request *decision, const char *stage_id)
{
	(void)stage_id;
	g_autoptr(JsonBuilder) body = json_builder_new();
	add_properties(body, decision);
	return json_builder_finish(body);
}

/* ---- the portal's batch ---- */

static char *make_batch_url(const char *approval_id, const char *stage_id)
{
	(void)approval_id, (void)stage_id;
	return g_strdup("/batch?api-version=2020-06-01");
}

static char *make_batch_body(const Request *decision, const char *stage_id)
{
	g_autofree char *url = make_stage_url(decision->approval_id, stage_id);
	g_autoptr(JsonBuilder) body = json_builder_new();
	json_builder_begin_list(body, "requests");
	json_builder_begin(body, NULL);
	json_builder_text(body, "httpMethod", "PUT");
	json_builder_text(body, "name", decision->id);
	json_builder_text(body, "url", url);
	json_builder_begin(body, "content");
	add_properties(body, decision);
	return json_builder_finish(body);
}

/* The batch is answered with 200 whatever became of what is in it. */
static GError *look_inside(const JsonValue *value)
{
	const JsonValue *answer =
		value == NULL ? NULL : json_array_at(json_get(value, "responses"), 0);
	double number = 0;
	if (answer == NULL || !json_number(json_get(answer, "httpStatusCode"), &number))
		return pim_error_new(PIM_ERROR_UNKNOWN_OUTCOME, "a batch without an answer");
	const long status = (long)number;
	if (status >= 200 && status < 300)
		return NULL;
	const JsonValue *content = json_get(answer, "content");
	g_autofree char *text = content == NULL ? NULL : json_print(content);
	const PimAnswer inner = { .status = status, .body = text };
	GError *error = pim_error_from_answer(&inner);
	if (status >= 500)
		error->code = PIM_ERROR_UNKNOWN_OUTCOME;
	return error;
}

/* ---- the kind ---- */

static const DecideRead reads[] = {
	{ make_approval_url, "properties.stages" },
	{ make_stages_url, "value" },
};

static const DecideWay ways[] = {
	{ HTTP_PATCH, make_stage_url, make_body, NULL },
	{ HTTP_PUT, make_stage_url, make_body, NULL },
	{ HTTP_POST, make_batch_url, make_batch_body, look_inside },
};

static const DecideKind decide_kind = {
	.audience = AUDIENCE_ARM,
	.fields = stage_fields,
	.field_count = G_N_ELEMENTS(stage_fields),
	.reads = reads,
	.read_count = G_N_ELEMENTS(reads),
	.ways = ways,
	.way_count = G_N_ELEMENTS(ways),
	.is_stage_known = true,
};

void azure_decide(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_submit(&decide_kind, context, submission->request, done, data);
}

void azure_look_up_decision(const PimWorkload *self, const PimContext *context,
			    const Request *request, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_look_up(&decide_kind, context, request, done, data);
}

void azure_explain_denial(const PimContext *context, const Request *denied, PimRequestDone done,
			  gpointer data)
{
	decide_explain(&decide_kind, context, denied, done, data);
}
