#include "frontend/subject.h"

#include "frontend/grant-words.h"

static Subject subject_of_grant(RequestKind kind, const Grant *grant, const Scope *scope)
{
	Subject subject = {
		.kind = kind,
		.workload = grant->workload,
		.access = grant->access,
		.role = { .id = g_strdup(grant->role.id), .name = g_strdup(grant->role.name) },
		.row_id = g_strdup(grant->id),
	};
	scope_copy(&subject.scope, scope);
	return subject;
}

Subject subject_of_activation(const Activation *activation)
{
	return subject_of_grant(REQUEST_ACTIVATE, &activation->eligibility->grant,
				&activation->scope);
}

Subject subject_of_extension(const Eligibility *eligibility, bool is_renewal)
{
	return subject_of_grant(is_renewal ? REQUEST_RENEW : REQUEST_EXTEND, &eligibility->grant,
				&eligibility->grant.scope);
}

Subject subject_of_deactivation(const Assignment *assignment)
{
	return subject_of_grant(REQUEST_DEACTIVATE, &assignment->grant, &assignment->grant.scope);
}

Subject subject_of_request(const Request *request)
{
	Subject subject = {
		.kind = request->kind,
		.workload = request->workload,
		.access = request->access,
		.role = { .id = g_strdup(request->role.id), .name = g_strdup(request->role.name) },
	};
	scope_copy(&subject.scope, &request->scope);
	return subject;
}

Subject subject_of_decision(const Request *asked, bool is_denial)
{
	Subject subject = subject_of_request(asked);
	subject.kind = is_denial ? REQUEST_DENY : REQUEST_APPROVE;
	subject.row_id = g_strdup(asked->id);
	return subject;
}

void subject_clear(Subject *subject)
{
	role_clear(&subject->role);
	scope_clear(&subject->scope);
	g_clear_pointer(&subject->row_id, g_free);
}

char *subject_words(const Subject *subject)
{
	return role_words(&subject->role, subject->access, &subject->scope);
}

const char *subject_afterwards(const Subject *subject)
{
	return subject->kind == REQUEST_ACTIVATE
		       ? workload_info(subject->workload)->after_activation
		       : NULL;
}
