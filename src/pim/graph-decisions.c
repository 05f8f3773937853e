/*
 * Decisions through Graph. Approvals of directory roles are in beta alone, as steps; those of groups in v1.0, as
 * stages, and in beta as steps. reviewResult has to be in Pascal case.
 */
#include "src/json/build.h"
#include "src/pim/decide.h"
#include "src/pim/graph.h"

static const JsonField stage_fields[] = {
	{ "id", JSON_FIELD_TEXT, offsetof(DecideStage, id), true, NULL },
	{ "status", JSON_FIELD_TEXT, offsetof(DecideStage, status), false, NULL },
	{ "reviewResult", JSON_FIELD_TEXT, offsetof(DecideStage, result), false, NULL },
	{ "assignedToMe", JSON_FIELD_BOOL, offsetof(DecideStage, is_mine), false, NULL },
	{ "reviewedBy.id", JSON_FIELD_TEXT, offsetof(DecideStage, reviewer_id), false, NULL },
	{ "reviewedBy.displayName", JSON_FIELD_TEXT, offsetof(DecideStage, reviewer_name), false,
	  NULL },
	{ "justification", JSON_FIELD_TEXT, offsetof(DecideStage, reason), false, NULL },
	{ "reviewedDateTime", JSON_FIELD_INSTANT, offsetof(DecideStage, reviewed), false, NULL },
};

#define ROLES  "/beta/roleManagement/directory/roleAssignmentApprovals/"
#define GROUPS "/v1.0/identityGovernance/privilegedAccess/group/assignmentApprovals/"
#define BETA   "/beta/identityGovernance/privilegedAccess/group/assignmentApprovals/"

static char *make_url(const char *base, const char *approval_id, const char *rest,
		      const char *stage_id)
{
	g_autofree char *approval = g_uri_escape_string(approval_id, NULL, FALSE);
	g_autofree char *stage =
		stage_id == NULL ? NULL : g_uri_escape_string(stage_id, NULL, FALSE);
	return g_strconcat(base, approval, rest, stage, NULL);
}

static char *make_role_url(const char *approval_id)
{
	return make_url(ROLES, approval_id, "?$expand=steps", NULL);
}

static char *make_role_step_url(const char *approval_id, const char *stage_id)
{
	return make_url(ROLES, approval_id, "/steps/", stage_id);
}

static char *make_group_url(const char *approval_id)
{
	return make_url(GROUPS, approval_id, NULL, NULL);
}

static char *make_group_stage_url(const char *approval_id, const char *stage_id)
{
	return make_url(GROUPS, approval_id, "/stages/", stage_id);
}

static char *make_group_beta_url(const char *approval_id)
{
	return make_url(BETA, approval_id, "?$expand=steps", NULL);
}

static char *make_group_step_url(const char *approval_id, const char *stage_id)
{
	return make_url(BETA, approval_id, "/steps/", stage_id);
}

static char *make_body(const Request *decision, const char *stage_id)
{
	(void)stage_id;
	g_autoptr(JsonBuilder) body = json_builder_new();
	json_builder_text(body, "reviewResult", decide_result(decision));
	json_builder_text(body, "justification", decision->justification);
	return json_builder_finish(body);
}

static const DecideRead role_reads[] = { { make_role_url, "steps" } };
static const DecideWay role_ways[] = { { HTTP_PATCH, make_role_step_url, make_body, NULL } };

static const DecideRead group_reads[] = {
	{ make_group_url, "stages" },
	{ make_group_beta_url, "steps" },
};
static const DecideWay group_ways[] = {
	{ HTTP_PATCH, make_group_stage_url, make_body, NULL },
	{ HTTP_PATCH, make_group_step_url, make_body, NULL },
};

#define KIND(permission_, reads_, ways_)                                                         \
	{                                                                                        \
		.audience = AUDIENCE_GRAPH, .permission = (permission_), .fields = stage_fields, \
		.field_count = G_N_ELEMENTS(stage_fields), .reads = (reads_),                    \
		.read_count = G_N_ELEMENTS(reads_), .ways = (ways_),                             \
		.way_count = G_N_ELEMENTS(ways_)                                                 \
	}

static const DecideKind entra_decide_kind =
	KIND("RoleAssignmentSchedule.ReadWrite.Directory", role_reads, role_ways);
static const DecideKind groups_decide_kind =
	KIND("PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", group_reads, group_ways);

void entra_decide(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_submit(&entra_decide_kind, context, submission->request, done, data);
}

void entra_look_up_decision(const PimWorkload *self, const PimContext *context,
			    const Request *request, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_look_up(&entra_decide_kind, context, request, done, data);
}

void groups_decide(const PimWorkload *self, const PimContext *context,
		   const PimSubmission *submission, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_submit(&groups_decide_kind, context, submission->request, done, data);
}

void groups_look_up_decision(const PimWorkload *self, const PimContext *context,
			     const Request *request, PimRequestDone done, gpointer data)
{
	(void)self;
	decide_look_up(&groups_decide_kind, context, request, done, data);
}

void graph_explain_denial(const PimWorkload *self, const PimContext *context, const Request *denied,
			  PimRequestDone done, gpointer data)
{
	decide_explain(self->id == WORKLOAD_ENTRA ? &entra_decide_kind : &groups_decide_kind,
		       context, denied, done, data);
}
