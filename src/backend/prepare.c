#include "src/backend/prepare.h"

#include "src/json/policy.h"

static Request *prepare(const Grant *grant, const Scope *scope, RequestKind kind, Instant now)
{
	Request *request = request_new();
	request->id = g_uuid_string_random();
	request->workload = grant->workload;
	request->kind = kind;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	scope_copy(&request->scope, scope);
	request->access = grant->access;
	request->state = REQUEST_STATE_PREPARED;
	request->created = now;
	request->is_own = true;
	return request;
}

Request *prepare_activation(const Activation *activation, Instant now)
{
	const Grant *grant = &activation->eligibility->grant;
	const Scope *scope = activation->scope.id != NULL ? &activation->scope : &grant->scope;
	Request *request = prepare(grant, scope, REQUEST_ACTIVATE, now);
	request->eligibility_schedule_id = g_strdup(grant->schedule_id);
	request->justification = g_strdup(activation->justification);
	request->ticket_number = g_strdup(activation->ticket_number);
	request->ticket_system = g_strdup(activation->ticket_system);
	request->start = activation->start;
	request->duration = activation->duration;
	if (request->start != 0)
		request->end = request->start + request->duration;
	request->set_name = g_strdup(activation->set_name);
	request->holder = activation->holder;
	if (activation->policy != NULL && activation->policy->is_known)
		request->settings = policy_to_json(activation->policy);
	return request;
}

Request *prepare_deactivation(const Assignment *assignment, Instant now)
{
	const Grant *grant = &assignment->grant;
	Request *request = prepare(grant, &grant->scope, REQUEST_DEACTIVATE, now);
	request->eligibility_schedule_id = g_strdup(assignment->eligibility_schedule_id);
	return request;
}

Request *prepare_extension(const Intent *intent, Instant now)
{
	const Grant *grant = &intent->eligibility->grant;
	const RequestKind kind = intent->is_renewal ? REQUEST_RENEW : REQUEST_EXTEND;
	Request *request = prepare(grant, &grant->scope, kind, now);
	request->eligibility_schedule_id = g_strdup(grant->schedule_id);
	request->justification = g_strdup(intent->text);
	/* What is added to an eligibility begins where it ends. */
	if (intent->duration > 0)
		request->end = MAX(now, grant->end) + intent->duration;
	return request;
}

Request *prepare_decision(const Request *asked, bool is_denial, const char *reason, Instant now)
{
	Request *request = request_new();
	request->id = g_uuid_string_random();
	request->workload = asked->workload;
	request->kind = is_denial ? REQUEST_DENY : REQUEST_APPROVE;
	request->role.id = g_strdup(asked->role.id);
	request->role.name = g_strdup(asked->role.name);
	scope_copy(&request->scope, &asked->scope);
	request->access = asked->access;
	request->state = REQUEST_STATE_PREPARED;
	request->created = now;
	request->justification = g_strdup(reason);
	request->approval_id =
		g_strdup(asked->approval_id != NULL ? asked->approval_id : asked->id);
	request->duration = asked->duration; /* how long was asked for: briefs tell it */
	request->requester_id = g_strdup(asked->requester_id);
	request->requester_name = g_strdup(asked->requester_name);
	request->is_own = true;
	return request;
}
