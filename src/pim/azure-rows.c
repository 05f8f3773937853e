#include <string.h>

#include "src/base/text.h"
#include "src/pim/answer.h"
#include "src/pim/azure.h"
#include "src/pim/dormant.h"

/* The decode tables want functions that give an int. */
static int member_type_word_value(const char *word)
{
	return (int)member_type_from_word(word);
}

static int assignment_type_word_value(const char *word)
{
	return (int)assignment_type_from_word(word);
}

static int request_kind_word_value(const char *word)
{
	return (int)request_kind_from_word(word);
}

#define TEXT(path, type, member)                                           \
	{                                                                  \
		path, JSON_FIELD_TEXT, offsetof(type, member), false, NULL \
	}
#define NEEDED(path, type, member)                                        \
	{                                                                 \
		path, JSON_FIELD_TEXT, offsetof(type, member), true, NULL \
	}
#define INSTANT(path, type, member)                                           \
	{                                                                     \
		path, JSON_FIELD_INSTANT, offsetof(type, member), false, NULL \
	}

/* Members that both kinds of schedule instances have (ARM swagger 2020-10-01). */
#define GRANT_FIELDS(type)                                                                       \
	NEEDED("properties.scope", type, grant.scope.id),                                        \
		NEEDED("properties.roleDefinitionId", type, grant.role.id),                      \
		NEEDED("properties.principalId", type, grant.holder.id),                         \
		TEXT("properties.expandedProperties.scope.displayName", type, grant.scope.name), \
		TEXT("properties.expandedProperties.roleDefinition.displayName", type,           \
		     grant.role.name),                                                           \
		TEXT("properties.expandedProperties.principal.displayName", type,                \
		     grant.holder.name),                                                         \
		TEXT("properties.condition", type, grant.condition),                             \
		TEXT("properties.conditionVersion", type, grant.condition_version),              \
		INSTANT("properties.startDateTime", type, grant.start),                          \
		INSTANT("properties.endDateTime", type, grant.end),                              \
	{                                                                                        \
		"properties.memberType", JSON_FIELD_WORD, offsetof(type, grant.member_type),     \
			false, member_type_word_value                                            \
	}

static const JsonField eligibility_fields[] = {
	GRANT_FIELDS(Eligibility),
	TEXT("properties.roleEligibilityScheduleId", Eligibility, grant.schedule_id),
};

static const JsonField schedule_fields[] = {
	GRANT_FIELDS(Eligibility),
	TEXT("id", Eligibility, grant.schedule_id),
};

static const JsonField assignment_fields[] = {
	GRANT_FIELDS(Assignment),
	TEXT("properties.roleAssignmentScheduleId", Assignment, grant.schedule_id),
	TEXT("properties.linkedRoleEligibilityScheduleId", Assignment, eligibility_schedule_id),
	{ "properties.assignmentType", JSON_FIELD_WORD, offsetof(Assignment, assignment_type),
	  false, assignment_type_word_value },
};

static const JsonField request_fields[] = {
	NEEDED("name", Request, id),
	NEEDED("properties.scope", Request, scope.id),
	NEEDED("properties.roleDefinitionId", Request, role.id),
	TEXT("properties.expandedProperties.scope.displayName", Request, scope.name),
	TEXT("properties.expandedProperties.roleDefinition.displayName", Request, role.name),
	TEXT("properties.linkedRoleEligibilityScheduleId", Request, eligibility_schedule_id),
	TEXT("properties.status", Request, status),
	TEXT("properties.justification", Request, justification),
	TEXT("properties.ticketInfo.ticketNumber", Request, ticket_number),
	TEXT("properties.ticketInfo.ticketSystem", Request, ticket_system),
	TEXT("properties.approvalId", Request, approval_id),
	TEXT("properties.principalId", Request, requester_id),
	TEXT("properties.expandedProperties.principal.displayName", Request, requester_name),
	INSTANT("properties.createdOn", Request, created),
	INSTANT("properties.scheduleInfo.startDateTime", Request, start),
	INSTANT("properties.scheduleInfo.expiration.endDateTime", Request, end),
	{ "properties.scheduleInfo.expiration.duration", JSON_FIELD_DURATION,
	  offsetof(Request, duration), false, NULL },
	{ "properties.requestType", JSON_FIELD_WORD, offsetof(Request, kind), false,
	  request_kind_word_value },
};

static const JsonField child_fields[] = {
	NEEDED("id", Scope, id),
	TEXT("name", Scope, name),
};

static void clear_if_blank(char **text)
{
	if (*text != NULL && text_is_blank(*text))
		g_clear_pointer(text, g_free);
}

/*
 * The canonical id, and the type: the id tells it; the word of the answer is only asked where the id says nothing.
 * The odd form providers/Microsoft.Subscription/subscriptions/… means the same as the plain one.
 */
static void settle_scope(Scope *scope, const char *word)
{
	char *id = scope_normalize_arm_id(scope->id);
	if (id != NULL) {
		g_free(scope->id);
		scope->id = id;
	}
	scope->type = scope_type_from_arm_id(scope->id);
	if (scope->type == SCOPE_UNKNOWN && word != NULL)
		scope->type = scope_type_from_word(word);
	clear_if_blank(&scope->name);
}

static const char *scope_word(const JsonValue *element)
{
	return json_text(json_get(element, "properties.expandedProperties.scope.type"));
}

static void settle_grant(Grant *grant, const JsonValue *element)
{
	grant->workload = WORKLOAD_AZURE;
	settle_scope(&grant->scope, scope_word(element));
	clear_if_blank(&grant->role.name);
	clear_if_blank(&grant->condition);
	clear_if_blank(&grant->condition_version);
	grant->id = grant_make_id(WORKLOAD_AZURE, grant->role.id, grant->scope.id, ACCESS_NONE,
				  grant->holder.id);
}

gpointer azure_decode_eligibility(const PimContext *context, const JsonValue *element,
				  gpointer data, GError **error)
{
	(void)context, (void)data;
	g_autoptr(Eligibility) row = eligibility_new();
	if (!json_decode(element, eligibility_fields, G_N_ELEMENTS(eligibility_fields), row, error))
		return NULL;
	settle_grant(&row->grant, element);
	return g_steal_pointer(&row);
}

gpointer azure_decode_schedule(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error)
{
	(void)context, (void)data;
	g_autoptr(Eligibility) row = eligibility_new();
	if (!json_decode(element, schedule_fields, G_N_ELEMENTS(schedule_fields), row, error))
		return NULL;
	settle_grant(&row->grant, element);
	return g_steal_pointer(&row);
}

gpointer azure_decode_assignment(const PimContext *context, const JsonValue *element, gpointer data,
				 GError **error)
{
	(void)context, (void)data;
	g_autoptr(Assignment) row = assignment_new();
	if (!json_decode(element, assignment_fields, G_N_ELEMENTS(assignment_fields), row, error))
		return NULL;
	settle_grant(&row->grant, element);
	clear_if_blank(&row->eligibility_schedule_id);
	return g_steal_pointer(&row);
}

/* ARM names an approval by its path at the tenant's root. */
static void settle_approval(Request *row)
{
	clear_if_blank(&row->approval_id);
	const char *slash = row->approval_id == NULL ? NULL : strrchr(row->approval_id, '/');
	if (slash == NULL)
		return;
	char *name = g_strdup(slash + 1);
	g_free(row->approval_id);
	row->approval_id = name;
}

gpointer azure_decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error)
{
	(void)data;
	g_autoptr(Request) row = request_new();
	if (!json_decode(element, request_fields, G_N_ELEMENTS(request_fields), row, error))
		return NULL;
	row->workload = WORKLOAD_AZURE;
	settle_scope(&row->scope, scope_word(element));
	const char *requestor = json_text(json_get(element, "properties.requestorId"));
	const char *principal = json_text(json_get(element, "properties.principalId"));
	settle_approval(row);
	answer_settle(context, row, requestor != NULL ? requestor : principal);
	return g_steal_pointer(&row);
}

gpointer azure_decode_given(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error)
{
	g_autoptr(Request) request = azure_decode_request(context, element, data, error);
	if (request == NULL)
		return NULL;
	const DormantGift gift = {
		.request = request,
		.principal_id = json_text(json_get(element, "properties.principalId")),
		.schedule_id =
			json_text(json_get(element, "properties.targetRoleEligibilityScheduleId")),
	};
	return dormant_from_request(context, &gift);
}

gpointer azure_decode_child(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error)
{
	(void)context, (void)data;
	Scope *row = g_new0(Scope, 1);
	if (!json_decode(element, child_fields, G_N_ELEMENTS(child_fields), row, error)) {
		scope_free(row);
		return NULL;
	}
	/* The display name stands in one of two places, and often in neither. */
	const char *shown = json_text(json_get(element, "properties.displayName"));
	if (shown != NULL && !text_is_blank(shown)) {
		g_free(row->name);
		row->name = g_strdup(shown);
	}
	settle_scope(row, json_text(json_get(element, "type")));
	return row;
}
