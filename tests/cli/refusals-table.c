#include "tests/cli/refusals-table.h"

#include <stddef.h>

/* It means the same to every verb. */
#define SAME(code, words, state)                                                                   \
	{                                                                                          \
		{ code, words, state, NULL }, { code, words, state }, { code, words, NULL, NULL }, \
		{                                                                                  \
			code, words, state                                                         \
		}                                                                                  \
	}

/* Three tries take half a minute: tests/backend/test-faults.c plays them by a quick clock. */
#define TOO_LONG  \
	{         \
		0 \
	}
/* Of Azure a scope, elsewhere the request. */
#define NOT_ALIKE \
	{         \
		0 \
	}

const Refusal refusals_table[] = {
	{ "assignment_missing",
	  "RoleAssignmentDoesNotExist",
	  { { 4, "does not find the eligibility", "refused" },
	    TOO_LONG,
	    { 1, "does not know the request", NULL },
	    { 4, "does not find the eligibility", "refused" } } },
	{ "assignment_missing_in_text",
	  "RoleAssignmentDoesNotExist",
	  { { 4, "does not find the eligibility", "refused" },
	    TOO_LONG,
	    { 1, "does not know the request", NULL },
	    { 4, "does not find the eligibility", "refused" } } },
	{ "assignment_exists",
	  "RoleAssignmentExists",
	  { { 4, "no list shows until when", "refused", "already-active" },
	    { 4, "conflicts with something", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "conflicts with something", "refused" } } },
	{ "request_exists",
	  "RoleAssignmentRequestExists",
	  { { 4, "has such a request already", "refused" },
	    { 4, "has such a request already", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "has such a request already", "refused" } } },
	{ "request_exists_with_id",
	  "RoleAssignmentRequestExists",
	  { { 4, "has such a request already", "refused" },
	    { 4, "has such a request already", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "has such a request already", "refused" } } },
	{ "pending",
	  "PendingRoleAssignmentRequest",
	  { { 4, "still pending", "refused" },
	    { 4, "still pending", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "still pending", "refused" } } },
	{ "in_flight",
	  "RequestConflict",
	  { { 4, "still pending", "refused" },
	    { 4, "still pending", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "still pending", "refused" } } },
	{ "too_short",
	  "ActiveDurationTooShort",
	  { { 4, "Ask for a longer time.", "refused" },
	    { 4, "Deactivate it after that.", "refused" },
	    { 4, "conflicts with something", NULL },
	    { 4, "conflicts with something", "refused" } } },
	{ "context", "RoleAssignmentRequestAcrsValidationFailed",
	  SAME(3, "asks for a stronger sign-in", "refused") },
	{ "mfa_rule", "RoleAssignmentRequestPolicyValidationFailed",
	  SAME(3, "multi-factor authentication", "refused") },
	{ "eligibility_rule", "RoleAssignmentRequestPolicyValidationFailed",
	  SAME(4, "no valid eligibility", "refused") },
	{ "resource_missing",
	  "ResourceNotFound",
	  { { 4, "The service does not find", "refused" },
	    { 4, "The service does not find", "refused" },
	    NOT_ALIKE,
	    { 4, "does not find what the request is about", "refused" } } },
	{ "object_missing",
	  "Request_ResourceNotFound",
	  { { 4, "does not find what the request is about", "refused" },
	    { 4, "does not find what the request is about", "refused" },
	    { 1, "does not know the request", NULL },
	    { 4, "does not find what the request is about", "refused" } } },
	{ "role_missing", "RoleNotFound", SAME(4, "does not find the role", "refused") },
	{ "definition_missing", "RoleDefinitionDoesNotExist",
	  SAME(4, "does not find the role", "refused") },
	{ "subject_missing", "SubjectNotFound", SAME(4, "does not find the account", "refused") },
	{ "bad_scope", "InvalidScope", SAME(4, "does not take this scope", "refused") },
	{ "tenant_not_onboarded", "TenantNotOnboarded",
	  SAME(4, "does not look after it yet", "refused") },
	{ "resource_locked", "ResourceIsLocked", SAME(4, "The scope is locked.", "refused") },
	{ "not_licensed", "AadPremiumLicenseRequired", SAME(1, "has no license", "refused") },
	{ "denied",
	  "Authorization_RequestDenied",
	  { { 1, "may not do this", "refused" },
	    { 1, "may not do this", "refused" },
	    { 1, "may not do this", NULL },
	    { 1, "lacks the permission", "refused" } } },
	{ "at_once", "Directory_ConcurrencyViolation",
	  SAME(1, "changing the same thing at that moment", "failed") },
	{ "unheard_of", "TenantInQuarantine",
	  SAME(1, "The service said: The tenant is in quarantine.", "failed") },
	{ .reason = NULL },
};
