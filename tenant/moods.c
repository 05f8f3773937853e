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

typedef struct Reason {
	const char *name;
	unsigned status;
	const char *code;
	const char *message; /* %s: the subscription, or the scope where there is none */
} Reason;

static const Reason reasons[] = {
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
	  "attempted without authenticating through MFA.'." },
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
	for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++) {
		const Reason *reason = &reasons[i];
		if (strcmp(reason->name, name) != 0)
			continue;
		/* A second factor, or the context that stands for it, is all that is missing. */
		if (strcmp(name, "policy_mfa") == 0 && (caller_has_claim(caller, "amr", "mfa") ||
							caller_has_claim(caller, "acrs", "p1")))
			return true;
		g_auto(GStrv) halves = g_strsplit(reason->message, "%s", 2);
		return refuse(refusal, reason->status, reason->code, "%s%s%s", halves[0], plain,
			      halves[1]);
	}
	return refuse(refusal, 500, "NoSuchReason", "'%s' is no reason to refuse.", name);
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
