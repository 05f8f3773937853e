#include "src/model/request.h"

#include <string.h>

Request *request_new(void)
{
	return g_new0(Request, 1);
}

Request *request_copy(const Request *request)
{
	if (request == NULL)
		return NULL;
	Request *copy = request_new();
	*copy = *request;
	copy->id = g_strdup(request->id);
	copy->service_id = g_strdup(request->service_id);
	copy->role.id = g_strdup(request->role.id);
	copy->role.name = g_strdup(request->role.name);
	scope_copy(&copy->scope, &request->scope);
	copy->eligibility_schedule_id = g_strdup(request->eligibility_schedule_id);
	copy->status = g_strdup(request->status);
	copy->code = g_strdup(request->code);
	copy->message = g_strdup(request->message);
	copy->justification = g_strdup(request->justification);
	copy->ticket_number = g_strdup(request->ticket_number);
	copy->ticket_system = g_strdup(request->ticket_system);
	copy->approval_id = g_strdup(request->approval_id);
	copy->requester_id = g_strdup(request->requester_id);
	copy->requester_name = g_strdup(request->requester_name);
	copy->set_name = g_strdup(request->set_name);
	copy->settings = g_strdup(request->settings);
	return copy;
}

void request_free(Request *request)
{
	if (request == NULL)
		return;
	g_free(request->id);
	g_free(request->service_id);
	role_clear(&request->role);
	scope_clear(&request->scope);
	g_free(request->eligibility_schedule_id);
	g_free(request->status);
	g_free(request->code);
	g_free(request->message);
	g_free(request->justification);
	g_free(request->ticket_number);
	g_free(request->ticket_system);
	g_free(request->approval_id);
	g_free(request->requester_id);
	g_free(request->requester_name);
	g_free(request->set_name);
	g_free(request->settings);
	g_free(request);
}

/* What a status word says before kind and start are looked at. */
typedef enum {
	MEANS_RUNNING,
	MEANS_WAITING,
	MEANS_GRANTED,     /* accepted; still to be provisioned, or to start later */
	MEANS_PROVISIONED, /* done, unless it starts later */
	MEANS_REVOKED,
	MEANS_CANCELED,
	MEANS_REFUSED,
	MEANS_FAILED,
} StatusMeaning;

/* ARM swagger 2020-10-01, enum Status; Graph documents the same words as free text. */
static const struct {
	const char *word;
	StatusMeaning meaning;
	const char *reason; /* what the word itself tells of why; NULL: nothing */
} statuses[] = {
	{ "Accepted", MEANS_RUNNING },
	{ "PendingEvaluation", MEANS_RUNNING },
	{ "Granted", MEANS_GRANTED },
	{ "Denied", MEANS_REFUSED },
	{ "PendingProvisioning", MEANS_RUNNING },
	{ "Provisioned", MEANS_PROVISIONED },
	{ "PendingRevocation", MEANS_RUNNING },
	{ "Revoked", MEANS_REVOKED },
	{ "Canceled", MEANS_CANCELED },
	{ "Cancelled", MEANS_CANCELED },
	{ "Failed", MEANS_FAILED },
	{ "PendingApprovalProvisioning", MEANS_WAITING },
	{ "PendingApproval", MEANS_WAITING },
	{ "FailedAsResourceIsLocked", MEANS_FAILED, "a lock forbids it" },
	{ "PendingAdminDecision", MEANS_WAITING },
	{ "AdminApproved", MEANS_RUNNING },
	{ "AdminDenied", MEANS_REFUSED },
	{ "TimedOut", MEANS_FAILED, "took too long" },
	{ "ProvisioningStarted", MEANS_RUNNING },
	{ "Invalid", MEANS_FAILED, "invalid, says the service" },
	{ "PendingScheduleCreation", MEANS_RUNNING },
	{ "ScheduleCreated", MEANS_PROVISIONED },
	{ "PendingExternalProvisioning", MEANS_RUNNING },
};

static StatusMeaning status_meaning(const char *status)
{
	for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++) {
		if (g_ascii_strcasecmp(statuses[i].word, status) == 0)
			return statuses[i].meaning;
	}
	return MEANS_RUNNING;
}

/* Requests of an earlier day come with their status alone: what went wrong was told to whoever sent them. */
const char *request_reason(const Request *request)
{
	if (request->message != NULL && *request->message != '\0')
		return request->message;
	for (size_t i = 0; request->status != NULL && i < G_N_ELEMENTS(statuses); i++) {
		if (g_ascii_strcasecmp(statuses[i].word, request->status) != 0)
			continue;
		const bool has_waited = request->approval_id != NULL;
		if (has_waited && g_str_equal(statuses[i].word, "TimedOut"))
			return "not decided in time";
		return statuses[i].reason;
	}
	return NULL;
}

bool request_is_of_role(const Request *request, const Request *like)
{
	return request->workload == like->workload && request->access == like->access &&
	       request->role.id != NULL && like->role.id != NULL &&
	       scope_id_equal(request->scope.id, like->scope.id) &&
	       g_ascii_strcasecmp(role_guid(request->role.id), role_guid(like->role.id)) == 0;
}

bool request_has_come_true(const Request *request)
{
	return request->state == REQUEST_STATE_ACTIVE || request->state == REQUEST_STATE_ENDED;
}

bool request_is_decision(RequestKind kind)
{
	return kind == REQUEST_APPROVE || kind == REQUEST_DENY;
}

bool request_is_extension(RequestKind kind)
{
	return kind == REQUEST_EXTEND || kind == REQUEST_RENEW;
}

bool request_is_denied(const Request *request)
{
	return request->state == REQUEST_STATE_REFUSED && request->status != NULL &&
	       status_meaning(request->status) == MEANS_REFUSED;
}

bool request_may_be_explained(const Request *request)
{
	return request->kind == REQUEST_ACTIVATE && request_is_denied(request) &&
	       request->approval_id != NULL && request->message == NULL;
}

RequestState request_state_from_status(const char *status, RequestKind kind, Instant start,
				       Instant now)
{
	if (status == NULL)
		return REQUEST_STATE_UNKNOWN;

	bool is_later = start > now;
	bool takes_away = kind == REQUEST_DEACTIVATE || kind == REQUEST_REMOVE;
	const StatusMeaning meaning = status_meaning(status);
	/* What is added to an eligibility mostly begins where it ends: granted it is all the same. */
	if (request_is_extension(kind) &&
	    (meaning == MEANS_PROVISIONED || (meaning == MEANS_GRANTED && is_later)))
		return REQUEST_STATE_GRANTED;
	switch (meaning) {
	case MEANS_GRANTED:
		return is_later ? REQUEST_STATE_SCHEDULED : REQUEST_STATE_RUNNING;
	case MEANS_PROVISIONED:
		if (takes_away)
			return REQUEST_STATE_ENDED;
		return is_later ? REQUEST_STATE_SCHEDULED : REQUEST_STATE_ACTIVE;
	case MEANS_WAITING:
		return REQUEST_STATE_WAITING;
	case MEANS_REVOKED: /* of a deactivation: its success */
		return REQUEST_STATE_ENDED;
	case MEANS_CANCELED:
		return REQUEST_STATE_CANCELED;
	case MEANS_REFUSED:
		return REQUEST_STATE_REFUSED;
	case MEANS_FAILED:
		return REQUEST_STATE_FAILED;
	case MEANS_RUNNING:
		break;
	}
	return REQUEST_STATE_RUNNING;
}

bool request_state_is_final(RequestState state)
{
	return state != REQUEST_STATE_UNKNOWN && state != REQUEST_STATE_PREPARED &&
	       state != REQUEST_STATE_RUNNING;
}

static const char *const kind_words[] = {
	[REQUEST_OTHER] = "other",
	[REQUEST_ACTIVATE] = "activate",
	[REQUEST_DEACTIVATE] = "deactivate",
	[REQUEST_EXTEND] = "extend",
	[REQUEST_RENEW] = "renew",
	[REQUEST_ASSIGN] = "assign",
	[REQUEST_REMOVE] = "remove",
	[REQUEST_APPROVE] = "approve",
	[REQUEST_DENY] = "deny",
};

/* SelfActivate, adminAssign, activate: who asks stands in front of what is asked. */
RequestKind request_kind_from_word(const char *word)
{
	if (word == NULL)
		return REQUEST_OTHER;
	if (g_ascii_strncasecmp(word, "self", 4) == 0)
		word += 4;
	else if (g_ascii_strncasecmp(word, "admin", 5) == 0)
		word += 5;
	if (g_ascii_strcasecmp(word, "update") == 0)
		return REQUEST_ASSIGN;
	for (size_t i = 0; i < G_N_ELEMENTS(kind_words); i++) {
		if (g_ascii_strcasecmp(kind_words[i], word) == 0)
			return (RequestKind)i;
	}
	return REQUEST_OTHER;
}

const char *request_kind_word(RequestKind kind)
{
	return (size_t)kind < G_N_ELEMENTS(kind_words) ? kind_words[kind] : "other";
}

static const char *const state_words[] = {
	[REQUEST_STATE_UNKNOWN] = "unknown",     [REQUEST_STATE_PREPARED] = "prepared",
	[REQUEST_STATE_RUNNING] = "running",     [REQUEST_STATE_WAITING] = "waiting",
	[REQUEST_STATE_SCHEDULED] = "scheduled", [REQUEST_STATE_ACTIVE] = "active",
	[REQUEST_STATE_ENDED] = "ended",         [REQUEST_STATE_CANCELED] = "canceled",
	[REQUEST_STATE_REFUSED] = "refused",     [REQUEST_STATE_FAILED] = "failed",
	[REQUEST_STATE_DECIDED] = "decided",     [REQUEST_STATE_GRANTED] = "granted",
};

const char *request_state_word(RequestState state)
{
	return (size_t)state < G_N_ELEMENTS(state_words) ? state_words[state] : "unknown";
}

RequestState request_state_from_word(const char *word)
{
	for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(state_words); i++) {
		if (g_ascii_strcasecmp(state_words[i], word) == 0)
			return (RequestState)i;
	}
	return REQUEST_STATE_UNKNOWN;
}

Assignment *request_make_assignment(const Request *request, const char *holder_id, Instant now)
{
	Assignment *row = assignment_new();
	Grant *grant = &row->grant;
	grant->workload = request->workload;
	grant->role.id = g_strdup(request->role.id);
	grant->role.name = g_strdup(request->role.name);
	scope_copy(&grant->scope, &request->scope);
	grant->access = request->access;
	grant->member_type = MEMBER_DIRECT;
	grant->holder.id = g_strdup(holder_id);
	grant->start = request->start != 0 ? request->start : now;
	grant->end = request->end != 0 ? request->end : grant->start + request->duration;
	grant->id = grant_make_id(grant->workload, grant->role.id, grant->scope.id, grant->access,
				  grant->holder.id);
	row->assignment_type = ASSIGNMENT_ACTIVATED;
	row->eligibility_schedule_id = g_strdup(request->eligibility_schedule_id);
	row->is_provisional = true;
	return row;
}
