#include "tenant/graph/query.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"

#define TOP_LIMIT 999

/* ---- the types ------------------------------------------------------------------------------- */

typedef struct QueryType {
	const char *segment; /* of the path, or the name of what is expanded */
	const char *type;    /* microsoft.graph.… */
	const char *members; /* separated by spaces */
	const char *links;   /* what may be expanded */
} QueryType;

#define ROLE_KEYS   "id principalId roleDefinitionId directoryScopeId appScopeId "
#define ROLE_LINKS  "principal roleDefinition directoryScope appScope "
#define GROUP_KEYS  "id principalId accessId groupId "
#define GROUP_LINKS "principal group "
#define HISTORY     "createdUsing createdDateTime modifiedDateTime status scheduleInfo "
#define WINDOW      "startDateTime endDateTime memberType "
#define REQUEST                                                                            \
	"status createdDateTime completedDateTime approvalId customData createdBy action " \
	"isValidationOnly targetScheduleId justification scheduleInfo ticketInfo "
#define OBJECT "id displayName description deletedDateTime createdDateTime mail "
#define PERSON                                                                           \
	OBJECT "userPrincipalName givenName surname jobTitle department accountEnabled " \
	       "userType employeeId preferredLanguage"
#define GROUP                                                                            \
	OBJECT "isAssignableToRole securityEnabled mailEnabled mailNickname groupTypes " \
	       "visibility"

static const QueryType types[] = {
	{ "roleEligibilityScheduleInstances", "unifiedRoleEligibilityScheduleInstance",
	  ROLE_KEYS WINDOW "roleEligibilityScheduleId", ROLE_LINKS },
	{ "roleEligibilitySchedules", "unifiedRoleEligibilitySchedule",
	  ROLE_KEYS HISTORY "memberType", ROLE_LINKS },
	{ "roleAssignmentScheduleInstances", "unifiedRoleAssignmentScheduleInstance",
	  ROLE_KEYS WINDOW "assignmentType roleAssignmentOriginId roleAssignmentScheduleId",
	  ROLE_LINKS "activatedUsing" },
	{ "roleAssignmentSchedules", "unifiedRoleAssignmentSchedule",
	  ROLE_KEYS HISTORY "memberType assignmentType", ROLE_LINKS "activatedUsing" },
	{ "roleAssignmentScheduleRequests", "unifiedRoleAssignmentScheduleRequest",
	  ROLE_KEYS REQUEST, ROLE_LINKS "activatedUsing targetSchedule" },
	{ "roleEligibilityScheduleRequests", "unifiedRoleEligibilityScheduleRequest",
	  ROLE_KEYS REQUEST, ROLE_LINKS "targetSchedule" },
	{ "eligibilityScheduleInstances", "privilegedAccessGroupEligibilityScheduleInstance",
	  GROUP_KEYS WINDOW "eligibilityScheduleId", GROUP_LINKS },
	{ "eligibilitySchedules", "privilegedAccessGroupEligibilitySchedule",
	  GROUP_KEYS HISTORY "memberType", GROUP_LINKS },
	{ "assignmentScheduleInstances", "privilegedAccessGroupAssignmentScheduleInstance",
	  GROUP_KEYS WINDOW "assignmentType assignmentScheduleId", GROUP_LINKS "activatedUsing" },
	{ "assignmentSchedules", "privilegedAccessGroupAssignmentSchedule",
	  GROUP_KEYS HISTORY "memberType assignmentType", GROUP_LINKS "activatedUsing" },
	{ "assignmentScheduleRequests", "privilegedAccessGroupAssignmentScheduleRequest",
	  GROUP_KEYS REQUEST, GROUP_LINKS "activatedUsing targetSchedule" },
	{ "eligibilityScheduleRequests", "privilegedAccessGroupEligibilityScheduleRequest",
	  GROUP_KEYS REQUEST, GROUP_LINKS "targetSchedule" },
	{ "roleAssignmentApprovals", "approval", "id", "steps" },
	{ "assignmentApprovals", "approval", "id", "stages steps" },
	{ "roleDefinitions", "unifiedRoleDefinition",
	  "id displayName description isBuiltIn isEnabled templateId version resourceScopes "
	  "rolePermissions",
	  "inheritsPermissionsFrom" },
	{ "roleAssignments", "unifiedRoleAssignment", ROLE_KEYS "condition", ROLE_LINKS },
	{ "roleManagementPolicyAssignments", "unifiedRoleManagementPolicyAssignment",
	  "id policyId scopeId scopeType roleDefinitionId", "policy" },
	{ "administrativeUnits", "administrativeUnit", OBJECT "visibility", "members" },
	{ "directoryObjects", "directoryObject", PERSON " isAssignableToRole", "" },
	{ "groups", "group", GROUP, "members owners" },
	{ "users", "user", PERSON, "manager" },
	{ "me", "user", PERSON, "manager" },
	/* What is expanded. */
	{ "principal", "directoryObject", PERSON " isAssignableToRole", "" },
	{ "directoryScope", "directoryObject", PERSON " isAssignableToRole", "" },
	{ "group", "group", GROUP, "members owners" },
	{ "roleDefinition", "unifiedRoleDefinition",
	  "id displayName description isBuiltIn isEnabled templateId version resourceScopes "
	  "rolePermissions",
	  "inheritsPermissionsFrom" },
	{ "policy", "unifiedRoleManagementPolicy",
	  "id displayName description isOrganizationDefault scopeId scopeType lastModifiedDateTime "
	  "lastModifiedBy",
	  "rules effectiveRules" },
	/* The members that matter live on the derived types. */
	{ "rules", "unifiedRoleManagementPolicyRule", "id target", "" },
	{ "effectiveRules", "unifiedRoleManagementPolicyRule", "id target", "" },
};

static const QueryType *find_type(const char *segment)
{
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		if (ids_equal(types[i].segment, segment))
			return &types[i];
	}
	return NULL;
}

/* That of the last segment that has one: "groups/{id}" is of "groups". */
static const QueryType *type_of(const GraphCall *call)
{
	const QueryType *found = NULL;
	for (guint i = 0; i < call->count; i++) {
		const QueryType *type = find_type(call->parts[i]);
		found = type != NULL ? type : found;
	}
	return found;
}

static bool is_word_of(const char *words, const char *word)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	for (char **at = all; *at != NULL; at++) {
		if (**at != '\0' && ids_equal(*at, word))
			return true;
	}
	return false;
}

/* ---- $select and $expand --------------------------------------------------------------------- */

/* Parts at a separator that stands outside of parentheses. */
static GPtrArray *split_outside(const char *text, char separator)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	const char *start = text;
	int depth = 0;
	for (const char *at = text;; at++) {
		depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
		if (*at != '\0' && (*at != separator || depth > 0))
			continue;
		g_ptr_array_add(parts, g_strstrip(g_strndup(start, (gsize)(at - start))));
		if (*at == '\0')
			return parts;
		start = at + 1;
	}
}

static bool refuse_name(const QueryType *type, const char *name, Refusal *refusal)
{
	return refuse(
		refusal, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named '%s' "
		"on type 'microsoft.graph.%s'.",
		name, type->type);
}

static bool check_select(const QueryType *type, const char *select, Refusal *refusal)
{
	g_autoptr(GPtrArray) names = split_outside(select, ',');
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		if (!is_word_of(type->members, name) && !is_word_of(type->links, name) &&
		    strcmp(name, "*") != 0)
			return refuse_name(type, name, refusal);
	}
	return true;
}

/* One link without what stands in its parentheses. */
static bool check_link(const QueryType *type, char *link, const QueryType **inner, char **options,
		       Refusal *refusal)
{
	char *open = strchr(link, '(');
	if (open != NULL && !g_str_has_suffix(link, ")"))
		return refuse(refusal, 400, "BadRequest",
			      "Parsing OData Select and Expand failed: a parenthesis is missing.");
	if (open != NULL) {
		link[strlen(link) - 1] = '\0';
		*open = '\0';
	}
	if (!is_word_of(type->links, link))
		return refuse_name(type, link, refusal);
	*inner = find_type(link);
	*options = open != NULL ? open + 1 : NULL;
	return true;
}

typedef struct Level {
	const QueryType *type;
	char *expand; /* owned */
} Level;

static void level_free(gpointer data)
{
	Level *level = data;
	g_free(level->expand);
	g_free(level);
}

static void push(GPtrArray *levels, const QueryType *type, const char *expand)
{
	Level *level = g_new0(Level, 1);
	level->type = type;
	level->expand = g_strdup(expand);
	g_ptr_array_add(levels, level);
}

/* "$select=a,b;$expand=c": the expansions within wait in `levels`. */
static bool check_options(const QueryType *type, const char *options, GPtrArray *levels,
			  Refusal *refusal)
{
	g_autoptr(GPtrArray) all = split_outside(options, ';');
	for (guint i = 0; i < all->len; i++) {
		const char *option = g_ptr_array_index(all, i);
		if (g_str_has_prefix(option, "$expand="))
			push(levels, type, option + strlen("$expand="));
		else if (!g_str_has_prefix(option, "$select="))
			return refuse(refusal, 400, "BadRequest",
				      "Parsing OData Select and Expand failed: '%s'.", option);
		else if (!check_select(type, option + strlen("$select="), refusal))
			return false;
	}
	return true;
}

static bool check_level(const Level *level, GPtrArray *levels, Refusal *refusal)
{
	g_autoptr(GPtrArray) links = split_outside(level->expand, ',');
	for (guint i = 0; i < links->len; i++) {
		const QueryType *inner = NULL;
		char *options = NULL;
		if (!check_link(level->type, g_ptr_array_index(links, i), &inner, &options,
				refusal))
			return false;
		if (inner != NULL && options != NULL &&
		    !check_options(inner, options, levels, refusal))
			return false;
	}
	return true;
}

static bool check_expand(const QueryType *type, const char *expand, Refusal *refusal)
{
	g_autoptr(GPtrArray) levels = g_ptr_array_new_with_free_func(level_free);
	push(levels, type, expand);
	for (guint i = 0; i < levels->len; i++) {
		if (!check_level(g_ptr_array_index(levels, i), levels, refusal))
			return false;
	}
	return true;
}

/* ---- the options ----------------------------------------------------------------------------- */

static bool check_names(const GraphCall *call, Refusal *refusal)
{
	static const char known[] = "$filter $select $expand $top $skip $count $orderby $search "
				    "$skiptoken $format";
	GHashTableIter iterator;
	gpointer name;
	g_hash_table_iter_init(&iterator, call->request->query);
	while (g_hash_table_iter_next(&iterator, &name, NULL)) {
		if (*(const char *)name == '$' && !is_word_of(known, name))
			return refuse(refusal, 400, "BadRequest",
				      "The query parameter '%s' is not supported.",
				      (const char *)name);
	}
	return true;
}

static bool check_values(const GraphCall *call, Refusal *refusal)
{
	const char *top = http_query(call->request, "$top");
	const char *count = http_query(call->request, "$count");
	guint64 number = 0;
	if (top != NULL && !g_ascii_string_to_unsigned(top, 10, 1, TOP_LIMIT, &number, NULL))
		return refuse(refusal, 400, "BadRequest",
			      "Invalid value '%s' for $top query option found.", top);
	if (count != NULL && !ids_equal(count, "true") && !ids_equal(count, "false"))
		return refuse(refusal, 400, "BadRequest",
			      "Invalid value '%s' for $count query option found.", count);
	return true;
}

bool graph_query_check(const GraphCall *call, Refusal *refusal)
{
	const char *select = http_query(call->request, "$select");
	const char *expand = http_query(call->request, "$expand");
	const QueryType *type = type_of(call);
	if (!check_names(call, refusal) || !check_values(call, refusal))
		return false;
	if (type == NULL)
		return true;
	return (select == NULL || check_select(type, select, refusal)) &&
	       (expand == NULL || check_expand(type, expand, refusal));
}

static void select_members(const GraphCall *call, cJSON *row, const char *words)
{
	cJSON *member = row->child;
	while (member != NULL) {
		cJSON *next = member->next;
		if (*member->string != '@' && !is_word_of(words, member->string) &&
		    !graph_expands(call, member->string))
			cJSON_Delete(cJSON_DetachItemViaPointer(row, member));
		member = next;
	}
}

void graph_query_select(const GraphCall *call)
{
	const char *select = http_query(call->request, "$select");
	HttpResponse *response = call->response;
	if (select == NULL || strchr(select, '*') != NULL || response->status != 200)
		return;
	g_autoptr(cJSON) json = json_parse(response->body->str, response->body->len);
	if (json == NULL)
		return;
	cJSON *rows = cJSON_GetObjectItemCaseSensitive(json, "value");
	cJSON *row;
	g_autofree char *words = g_strdelimit(g_strdup(select), ",", ' ');
	if (cJSON_IsArray(rows)) {
		cJSON_ArrayForEach(row, rows)
		{
			select_members(call, row, words);
		}
	} else if (cJSON_IsObject(json)) {
		select_members(call, json, words);
	}
	g_string_truncate(response->body, 0);
	json_append(response->body, json);
}
