#include "tenant/moods.h"

#include <string.h>

#include "tenant/ids.h"

bool moods_lists(const Service *service, const Assignment *row, bool is_schedule)
{
	const Settings *settings = &service->settings;
	int64_t now = service_now(service);
	int64_t lag = settings->list_lag_s * TIMES_SECOND;
	if (*settings->list_hides != '\0' && strcmp(row->role->name, settings->list_hides) == 0)
		return false;
	/* Only what a request did is late: an end that comes by itself is known beforehand. */
	bool is_made = row->request_id != NULL && now < row->created + lag;
	bool is_ended = row->shown_until != 0 && now >= row->shown_until + lag;
	if (row->is_gone || is_made || is_ended || (row->end != 0 && now >= row->end))
		return false;
	return is_schedule || (row->shown_from <= now && row->start <= now);
}

bool moods_counts(const Service *service, const Assignment *row)
{
	const Settings *settings = &service->settings;
	int64_t lag = (settings->list_lag_s + settings->effective_lag_s) * TIMES_SECOND;
	return row->request_id == NULL || service_now(service) >= row->created + lag;
}

bool moods_drops(const Service *service, uint64_t reading, uint64_t number)
{
	int64_t every = service->settings.root_list_drops;
	return every > 0 && (reading + number) % (uint64_t)every == 0;
}

bool moods_purges(const Service *service, const PimRequest *request)
{
	int64_t days = service->settings.purge_days;
	return days > 0 && service_now(service) - request->created > days * TIMES_DAY;
}

/* ---- PIM ------------------------------------------------------------------------------------- */

typedef struct Reason {
	const char *name;
	unsigned status;
	const char *code;
	const char *message; /* %s: what it is about: a scope, a group, of ARM's the subscription */
	const char *claim, *value; /* with which the token passes; NULL: none helps */
} Reason;

#define RULES_FAILED "The following policy rules failed: "
#define WANTS_C1                                                                \
	"&claims=%7B%22access_token%22%3A%7B%22acrs%22%3A%7B%22essential%22%3A" \
	"true%2C%20%22value%22%3A%22c1%22%7D%7D%7D"

static const Reason pim_reasons[] = {
	{ "assignment_missing", 400, "RoleAssignmentDoesNotExist",
	  "The Role assignment does not exist." },
	{ "assignment_missing_in_text", 400, "UnknownError",
	  "{\"errorCode\":\"RoleAssignmentDoesNotExist\",\"message\":\"The Role assignment does "
	  "not "
	  "exist.\"}" },
	{ "assignment_exists", 400, "RoleAssignmentExists", "The Role assignment already exists." },
	{ "request_exists", 400, "RoleAssignmentRequestExists",
	  "The Role assignment request already exists." },
	{ "request_exists_with_id", 409, "RoleAssignmentRequestExists",
	  "A role assignment request with Id: 11111111-2222-4333-8444-555555555555 already "
	  "exists." },
	{ "pending", 400, "PendingRoleAssignmentRequest",
	  "There is an existing pending Role assignment request." },
	{ "in_flight", 409, "RequestConflict", "Another request is in flight." },
	{ "too_short", 400, "ActiveDurationTooShort",
	  "The Active duration is too short. Miniumum Required is 5 minutes." },
	{ "context", 400, "RoleAssignmentRequestAcrsValidationFailed", WANTS_C1, "acrs", "c1" },
	{ "mfa_rule", 400, "RoleAssignmentRequestPolicyValidationFailed",
	  RULES_FAILED "[\"MfaRule\"]", "amr", "mfa" },
	{ "eligibility_rule", 400, "RoleAssignmentRequestPolicyValidationFailed",
	  RULES_FAILED "[\"EligibilityRule\"]" },
	{ "resource_missing", 404, "ResourceNotFound", "The resource is not found." },
	{ "object_missing", 404, "Request_ResourceNotFound",
	  "Resource '%s' does not exist or one of its queried reference-property objects are not "
	  "present." },
	{ "role_missing", 404, "RoleNotFound", "The Role is not found." },
	{ "definition_missing", 400, "RoleDefinitionDoesNotExist",
	  "The role definition does not exist." },
	{ "subject_missing", 404, "SubjectNotFound", "The subject is not found." },
	{ "bad_scope", 400, "InvalidScope", "The scope '%s' is invalid." },
	{ "tenant_not_onboarded", 403, "TenantNotOnboarded",
	  "The tenant is not onboarded to Privileged Identity Management." },
	{ "resource_locked", 400, "ResourceIsLocked", "The resource is locked." },
	{ "not_licensed", 400, "AadPremiumLicenseRequired",
	  "The tenant needs an AAD Premium 2 license." },
	{ "denied", 403, "Authorization_RequestDenied",
	  "Insufficient privileges to complete the operation." },
	{ "at_once", 409, "Directory_ConcurrencyViolation",
	  "A conflicting change to '%s' is under way." },
	{ "unheard_of", 400, "TenantInQuarantine", "The tenant is in quarantine." },
};

static bool refuse_for(const Reason *reason, const Caller *caller, const char *subject,
		       Refusal *refusal)
{
	if (reason->claim != NULL && caller_has_claim(caller, reason->claim, reason->value))
		return true;
	const char *mark = strstr(reason->message, "%s");
	if (mark == NULL)
		return refuse(refusal, reason->status, reason->code, "%s", reason->message);
	return refuse(refusal, reason->status, reason->code, "%.*s%s%s",
		      (int)(mark - reason->message), reason->message, subject, mark + 2);
}

static const Reason *find_reason(const Reason *reasons, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(reasons[i].name, name) == 0)
			return &reasons[i];
	}
	return NULL;
}

static bool refuse_unknown(const char *name, Refusal *refusal)
{
	return refuse(refusal, 500, "NoSuchReason", "'%s' is no reason to refuse.", name);
}

bool moods_take_request(const Service *service, const Caller *caller, const char *scope,
			Refusal *refusal)
{
	const char *name = service->settings.refuse_requests;
	const Reason *reason = find_reason(pim_reasons, G_N_ELEMENTS(pim_reasons), name);
	if (*name == '\0')
		return true;
	return reason != NULL ? refuse_for(reason, caller, scope, refusal)
			      : refuse_unknown(name, refusal);
}

static bool is_of(const Caller *caller, const RequestSpec *spec, const Assignment *row)
{
	return row->workload == spec->workload && row->is_activated &&
	       row->principal == caller->user && ids_equal(row->role->id, spec->role_id) &&
	       ids_equal(row->scope_id, spec->scope_id);
}

/* Seconds since it happened; -1: it has not. */
static int64_t seconds_since(int64_t time, int64_t now)
{
	return time == 0 || time > now ? -1 : (now - time) / TIMES_SECOND;
}

static bool has_just(const Service *service, const Caller *caller, const RequestSpec *spec,
		     bool is_end, int64_t limit)
{
	const GPtrArray *all = caller->world->assignments;
	int64_t now = service_now(service);
	for (guint i = 0; limit > 0 && i < all->len; i++) {
		const Assignment *row = g_ptr_array_index(all, i);
		int64_t passed = seconds_since(is_end ? row->shown_until : row->start, now);
		bool is_over = row->is_gone || row->shown_until != 0;
		if (is_of(caller, spec, row) && is_end == is_over && passed >= 0 && passed < limit)
			return true;
	}
	return false;
}

bool moods_allow_request(const Service *service, const Caller *caller, const RequestSpec *spec,
			 Refusal *refusal)
{
	const Settings *settings = &service->settings;
	if (!moods_take_request(service, caller, spec->scope_id, refusal))
		return false;
	if (strcmp(spec->type, "SelfActivate") == 0 &&
	    has_just(service, caller, spec, true, settings->exists_after_end_s))
		return refuse(refusal, 400, "RoleAssignmentExists",
			      "The Role assignment already exists.");
	if (strcmp(spec->type, "SelfDeactivate") == 0 &&
	    has_just(service, caller, spec, false, settings->unknown_to_end_s))
		return refuse(refusal, 400, "RoleAssignmentDoesNotExist",
			      "The Role assignment does not exist.");
	if (settings->past_start_refused && spec->start != 0 && spec->start < service_now(service))
		return refuse(refusal, 400, "InvalidRoleAssignmentRequest",
			      "The role assignment request is invalid. The start time is in the "
			      "past.");
	return true;
}

bool moods_refuse_twice(const Service *service, const char *id, Refusal *refusal)
{
	if (service->settings.twice_is_409)
		return refuse(refusal, 409, "RoleAssignmentRequestExists",
			      "A role assignment request with Id: %s already exists.", id);
	return refuse(refusal, 400, "RoleAssignmentRequestExists",
		      "The Role assignment request already exists.");
}

/* ---- ARM ------------------------------------------------------------------------------------- */

static const Reason arm_reasons[] = {
	{ "disabled", 409, "ReadOnlyDisabledSubscription",
	  "The subscription '%s' is disabled and therefore marked as read only. You cannot perform "
	  "any write actions on this subscription until it is re-enabled." },
	{ "disabled_403", 403, "DisabledSubscription",
	  "The subscription '%s' is disabled. Enable it before this operation." },
	{ "subscription_not_found", 404, "SubscriptionNotFound",
	  "The subscription '%s' could not be found." },
	{ "wrong_tenant", 401, "InvalidAuthenticationTokenTenant",
	  "The access token is from the wrong issuer. It must match the tenant associated with "
	  "this subscription '%s'." },
	{ "policy_mfa", 403, "RequestDisallowedByPolicy",
	  "Resource '%s' was disallowed by policy. Reasons: 'Creation, deletion or update was "
	  "attempted without authenticating through MFA.'.",
	  "amr", "mfa" },
	{ "policy", 403, "RequestDisallowedByPolicy",
	  "Resource '%s' was disallowed by policy. Reasons: 'No changes on Fridays.'." },
	{ "locked", 409, "ScopeLocked",
	  "The scope '%s' cannot perform write operation because following scope(s) are locked. "
	  "Please remove the lock and try again." },
	{ "not_onboarded", 404, "ResourceNotOnboarded",
	  "The resource '%s' is not onboarded to Privileged Identity Management." },
};

static const char *subject_of(const char *scope)
{
	static const char prefix[] = "/subscriptions/";
	return g_str_has_prefix(scope, prefix) ? scope + strlen(prefix) : scope;
}

static bool refuse_by(const char *name, const Caller *caller, const char *scope, Refusal *refusal)
{
	const char *subject = subject_of(scope);
	int length = (int)(subject == scope ? strlen(subject) : strcspn(subject, "/"));
	g_autofree char *plain = g_strndup(subject, (gsize)length);
	const Reason *reason = find_reason(arm_reasons, G_N_ELEMENTS(arm_reasons), name);
	if (reason == NULL)
		return refuse_unknown(name, refusal);
	/* The context that stands for a second factor does as well. */
	if (reason->claim != NULL && caller_has_claim(caller, "acrs", "p1"))
		return true;
	return refuse_for(reason, caller, plain, refusal);
}

bool moods_allow_scope(const Service *service, const Caller *caller, const char *scope,
		       bool is_write, Refusal *refusal)
{
	const Settings *settings = &service->settings;
	const char *name = is_write ? settings->refuse_writes : settings->refuse_reads;
	bool is_meant = *settings->refuse_scope != '\0'
				? world_is_within(caller->world, scope, settings->refuse_scope)
				: is_write;
	return *name == '\0' || !is_meant || refuse_by(name, caller, scope, refusal);
}

/* ---- what counts ----------------------------------------------------------------------------- */

/* Longer than anybody waits. */
#define NEVER_MS (60 * 60 * 1000)

bool moods_allow_access(const char *word, HttpResponse *response, Refusal *refusal)
{
	if (strcmp(word, "forbidden") == 0)
		return refuse(refusal, 403, "AuthorizationFailed",
			      "The client does not have authorization to perform this action.");
	if (strcmp(word, "missing") == 0)
		return refuse(refusal, 404, "InvalidResourceType",
			      "The resource type could not be found in the namespace "
			      "'Microsoft.Authorization'.");
	if (strcmp(word, "throttled") == 0) {
		http_add_header(response, "Retry-After", "1");
		return refuse(refusal, 429, "TooManyRequests", "Please retry again later.");
	}
	if (strcmp(word, "slow") == 0)
		response->delay_ms += NEVER_MS;
	return true;
}

void moods_spoil_access(const char *word, HttpResponse *response)
{
	if (strcmp(word, "half") == 0)
		g_string_truncate(response->body, response->body->len / 2);
}

int64_t moods_delay_ms(const Service *service, const char *scope)
{
	const Settings *settings = &service->settings;
	return *settings->slow_scope != '\0' && ids_is_path_within(scope, settings->slow_scope)
		       ? settings->slow_scope_ms
		       : 0;
}

bool moods_is_delegated(const Service *service, const char *scope)
{
	const char *delegated = service->settings.delegated_scope;
	return *delegated != '\0' && ids_is_path_within(scope, delegated);
}
