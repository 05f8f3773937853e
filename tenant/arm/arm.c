#include "tenant/arm/arm.h"

#include <string.h>

#include "tenant/arm/call.h"
#include "tenant/arm/rows.h"
#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/moods.h"
#include "tenant/requests.h"
#include "tenant/throttle.h"

typedef struct ArmRoute {
	const char *collection;
	const char *methods;  /* separated by spaces */
	const char *versions; /* separated by spaces; the first is the one in general use */
	bool (*handle)(ArmCall *call, Refusal *refusal);
	bool is_question; /* whatever its method, it changes nothing */
} ArmRoute;

#define PIM "2020-10-01 2020-10-01-preview"

/* Those below providers/Microsoft.Authorization. */
static const ArmRoute routes[] = {
	{ "roleEligibilityScheduleInstances", "GET", PIM, arm_list_eligibility_instances },
	{ "roleEligibilitySchedules", "GET", PIM, arm_list_eligibility_schedules },
	{ "roleAssignmentScheduleInstances", "GET", PIM, arm_list_assignment_instances },
	{ "roleAssignmentSchedules", "GET", PIM, arm_list_assignment_schedules },
	{ "roleAssignmentScheduleRequests", "GET PUT POST", PIM " 2022-04-01-preview",
	  arm_schedule_requests },
	{ "roleEligibilityScheduleRequests", "GET PUT POST", PIM, arm_schedule_requests },
	{ "roleAssignmentApprovals", "GET PATCH PUT", "2021-01-01-preview", arm_approvals },
	{ "roleManagementPolicyAssignments", "GET", PIM, arm_policy_assignments },
	{ "roleManagementPolicies", "GET", PIM, arm_policies },
	{ "eligibleChildResources", "GET", PIM, arm_eligible_children },
	{ "roleDefinitions", "GET", "2022-04-01 2022-05-01-preview", arm_role_definitions },
	{ "denyAssignments", "GET", "2022-04-01", arm_deny_assignments },
	{ "permissions", "GET", "2022-04-01 2022-05-01-preview", arm_permissions },
	{ "checkAccess", "POST", "2018-09-01-preview", arm_check_access, true },
};

/* The others, by the last word that is not a name. */
static const ArmRoute plain_routes[] = {
	{ "subscriptions", "GET", "2022-12-01 2021-01-01 2020-01-01 2019-11-01",
	  arm_subscriptions },
	{ "resourcegroups", "GET", "2021-04-01 2022-09-01", arm_resource_groups },
	{ "tenants", "GET", "2022-12-01 2021-01-01 2020-01-01 2019-11-01", arm_tenants },
	{ "managementGroups", "GET", "2023-04-01 2020-05-01 2021-04-01", arm_management_groups },
	{ "getEntities", "POST", "2023-04-01 2020-05-01 2021-04-01", arm_entities },
};

static void answer_refusal(ArmCall *call, const Refusal *refusal)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *error = json_add_object(json, "error");
	json_add(error, "code", refusal->code);
	g_autofree char *message =
		g_strconcat(refusal->message,
			    call->service->settings.hostile_errors ? hostile_tail() : NULL, NULL);
	json_add(error, "message", message);
	http_answer_json(call->response, refusal->status, json);
	if (refusal->status == 401)
		throttle_add_challenge(call->service, refusal, call->response);
}

static bool is_word_of(const char *words, const char *word)
{
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	return word != NULL && g_strv_contains((const char *const *)all, word);
}

static bool check_version(const ArmCall *call, const ArmRoute *route, Refusal *refusal)
{
	const char *version = http_query(call->request, "api-version");
	if (version == NULL || *version == '\0')
		return refuse(refusal, 400, "MissingApiVersionParameter",
			      "The api-version query parameter (?api-version=) is required for all "
			      "requests.");
	if (is_word_of(route->versions, version))
		return true;
	g_auto(GStrv) all = g_strsplit(route->versions, " ", -1);
	g_autofree char *list = g_strjoinv(", ", all);
	return refuse(refusal, 400, "NoRegisteredProviderFound",
		      "No registered resource provider found for location '' and API version '%s' "
		      "for type '%s'. The supported api-versions are '%s'.",
		      version, route->collection, list);
}

static const ArmRoute *find_route(const ArmRoute *rows, size_t count, const char *collection)
{
	for (size_t i = 0; i < count; i++) {
		if (ids_equal(rows[i].collection, collection))
			return &rows[i];
	}
	return NULL;
}

/* The last "/providers/Microsoft.Authorization/" counts: a scope may hold providers of its own. */
static const char *find_provider(const char *path)
{
	static const char provider[] = "/providers/Microsoft.Authorization/";
	const char *found = NULL;
	for (const char *at = strchr(path, '/'); at != NULL; at = strchr(at + 1, '/')) {
		if (g_ascii_strncasecmp(at, provider, strlen(provider)) == 0)
			found = at;
	}
	return found != NULL ? found + strlen(provider) : NULL;
}

static const ArmRoute *split_provider(ArmCall *call, const char *rest)
{
	static const size_t provider = sizeof "/providers/Microsoft.Authorization/" - 1;
	const char *path = call->request->path;
	g_autofree char *scope = g_strndup(path, (size_t)(rest - path) - provider);
	g_auto(GStrv) parts = g_strsplit(rest, "/", 3);
	guint count = g_strv_length(parts);
	call->scope = ids_normalize_scope(scope);
	call->collection = g_strdup(parts[0]);
	call->name = count > 1 && *parts[1] ? g_strdup(parts[1]) : NULL;
	call->action = count > 2 && *parts[2] ? g_strdup(parts[2]) : NULL;
	return find_route(routes, G_N_ELEMENTS(routes), parts[0]);
}

/* /subscriptions, /subscriptions/{id}/resourcegroups, /tenants, …/managementGroups/{id}/{what} */
static const ArmRoute *split_plain(ArmCall *call)
{
	g_autofree char *path = ids_normalize_scope(call->request->path);
	g_auto(GStrv) parts = g_strsplit(path + 1, "/", 6);
	guint count = g_strv_length(parts);
	guint at = 0;
	call->scope = g_strdup("/");
	if (count > 2 && ids_equal(parts[0], "providers") &&
	    ids_equal(parts[1], "Microsoft.Management")) {
		at = 2;
	} else if (count > 2 && ids_equal(parts[0], "subscriptions")) {
		g_free(call->scope);
		call->scope = g_strconcat("/subscriptions/", parts[1], NULL);
		at = 2;
	}
	if (at >= count)
		return NULL;
	call->collection = g_strdup(parts[at]);
	call->name = count > at + 1 ? g_strdup(parts[at + 1]) : NULL;
	call->action = count > at + 2 ? g_strdup(parts[at + 2]) : NULL;
	return find_route(plain_routes, G_N_ELEMENTS(plain_routes), call->collection);
}

/* ARM's mandatory MFA: whatever creates, changes or deletes. */
static bool check_mfa(const ArmCall *call, Refusal *refusal)
{
	if (!call->service->settings.writes_need_mfa || strcmp(call->request->method, "GET") == 0 ||
	    caller_has_claim(&call->caller, "amr", "mfa") ||
	    caller_has_claim(&call->caller, "acrs", "p1"))
		return true;
	refuse(refusal, 401, "InvalidAuthenticationToken",
	       "The access token does not satisfy the claims required by policy.");
	refusal->claims =
		g_strdup("{\"access_token\":{\"acrs\":{\"essential\":true,\"values\":[\"p1\"]}}}");
	return false;
}

/* Its calls are checked one by one, when they are made. */
static bool dispatch_batch(ArmCall *call, Refusal *refusal)
{
	static const ArmRoute route = { "batch", "POST", "2020-06-01", NULL };
	if (!check_version(call, &route, refusal))
		return false;
	if (!is_word_of(route.methods, call->request->method))
		return refuse(refusal, 405, "HttpMethodNotSupported",
			      "The HTTP method '%s' is not supported at scope.",
			      call->request->method);
	return arm_batch(call, arm_handle, refusal);
}

static bool dispatch(ArmCall *call, Refusal *refusal)
{
	if (!tokens_authenticate(call->service, call->request, &call->caller, refusal) ||
	    !throttle_check(call->service, &call->caller, call->request, call->response, refusal))
		return false;
	if (ids_equal(call->request->path, "/batch"))
		return dispatch_batch(call, refusal);
	const char *rest = find_provider(call->request->path);
	const ArmRoute *route = rest != NULL ? split_provider(call, rest) : split_plain(call);
	if (route == NULL)
		return refuse(refusal, 404, "InvalidResourceType",
			      "The resource type could not be found in the namespace "
			      "'Microsoft.Authorization' for api version '%s'.",
			      http_query(call->request, "api-version"));
	if (!check_version(call, route, refusal))
		return false;
	if (!is_word_of(route->methods, call->request->method))
		return refuse(refusal, 405, "HttpMethodNotSupported",
			      "The HTTP method '%s' is not supported at scope.",
			      call->request->method);
	if (!route->is_question && !check_mfa(call, refusal))
		return false;
	if (call->service->settings.no_license && rest != NULL)
		return refuse(refusal, 400, "AadPremiumLicenseRequired",
			      "The tenant needs an AAD Premium 2 license.");
	/* getEntities is a POST that only reads. */
	bool is_write =
		rest != NULL && !route->is_question && strcmp(call->request->method, "GET") != 0;
	if (!is_write)
		call->response->delay_ms += moods_delay_ms(call->service, call->scope);
	if (!moods_allow_scope(call->service, &call->caller, call->scope, is_write, refusal))
		return false;
	if (rest != NULL && !arm_check_scope(call, refusal))
		return false;
	requests_settle(call->service, call->caller.world);
	return route->handle(call, refusal);
}

void arm_handle(Service *service, const HttpRequest *request, HttpResponse *response)
{
	ArmCall call = { .service = service, .request = request, .response = response };
	g_auto(Refusal) refusal = { 0 };
	g_autofree char *id = ids_fresh();
	const char *correlation = http_header(request, "x-ms-correlation-request-id");
	http_add_header(response, "Cache-Control", "no-cache");
	http_add_header(response, "x-ms-request-id", id);
	http_add_header(response, "x-ms-correlation-request-id",
			correlation != NULL ? correlation : id);
	if (!dispatch(&call, &refusal))
		answer_refusal(&call, &refusal);
	g_free(call.scope);
	g_free(call.collection);
	g_free(call.name);
	g_free(call.action);
}
