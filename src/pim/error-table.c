#include "src/pim/error-table.h"

#include <string.h>

#define LIST(...) ((const char *const[]){ __VA_ARGS__, NULL })

/*
 * Order matters where texts overlap: the first row that fits wins. Sources: the documented common errors of
 * Microsoft.Authorization, governanceRoleAssignmentRequest (same service), and error texts that users reported.
 */
const PimErrorRow pim_error_rows[] = {
	{ PIM_ERROR_STEP_UP, PROBLEM_STEP_UP, "step-up",
	  LIST("RoleAssignmentRequestAcrsValidationFailed", "AcrsValidationFailed", "MfaRule",
	       "RequestDisallowedByAzure"),
	  LIST("claims=%7b", "claims={", "without authenticating through MFA",
	       "insufficient_claims"),
	  "The role asks for a stronger sign-in than the one in use.",
	  "Sign in again with the method that the role asks for, then try again." },
	{ PIM_ERROR_POLICY, PROBLEM_REFUSED, "policy",
	  LIST("RoleAssignmentRequestPolicyValidationFailed", "PolicyValidationFailed"),
	  LIST("policy rules failed"), "The role's settings refuse this request.",
	  "Change what they ask for and try again." },
	{ PIM_ERROR_TOO_SHORT, PROBLEM_REFUSED, "too-short", LIST("ActiveDurationTooShort"),
	  LIST("active duration is too short", "Miniumum Required is 5 minutes",
	       "Minimum Required is 5 minutes"),
	  "A role stays active for at least five minutes.", "Deactivate it after that." },
	{ PIM_ERROR_START_IN_PAST, PROBLEM_REFUSED, "start-in-past", LIST("StartTimeInPast"),
	  LIST("start time is in the past", "StartDateTime cannot be in the past"),
	  "The start is in the past by the service's clock.",
	  "Start now, or choose a later start." },
	{ PIM_ERROR_DISABLED, PROBLEM_REFUSED, "disabled-subscription",
	  LIST("ReadOnlyDisabledSubscription", "DisabledSubscription", "SubscriptionDisabled",
	       "SubscriptionNotEnabled"),
	  LIST("is disabled and therefore", "is marked as read only"),
	  "The subscription is disabled, so nothing in it can be changed.",
	  "Its owner or a billing administrator can enable it again." },
	{ PIM_ERROR_NO_SUBSCRIPTION, PROBLEM_REFUSED, "no-subscription",
	  LIST("SubscriptionNotFound", "InvalidSubscriptionId"), NULL,
	  "The service does not find the subscription: it is gone, or of another tenant.",
	  "Choose the account of its tenant{accounts}, or refresh the list{refresh}." },
	{ PIM_ERROR_NO_SCOPE, PROBLEM_REFUSED, "no-scope",
	  LIST("ResourceGroupNotFound", "ResourceNotFound", "ParentResourceNotFound",
	       "ManagementGroupNotFound"),
	  NULL, "The service does not find the scope: it is gone, or has another name.",
	  "Refresh the list{refresh} and choose the scope again." },
	{ PIM_ERROR_WRONG_TENANT, PROBLEM_SIGN_IN, "wrong-tenant",
	  LIST("InvalidAuthenticationTokenTenant"),
	  LIST("is from the wrong issuer", "must match the tenant"),
	  "The sign-in is of another tenant than this scope.",
	  "Choose the account of its tenant{accounts}, or sign in there{sign-in}." },
	{ PIM_ERROR_AZURE_POLICY, PROBLEM_REFUSED, "azure-policy",
	  LIST("RequestDisallowedByPolicy"), LIST("was disallowed by policy"),
	  "An Azure policy of the organization forbids it.",
	  "Ask whoever looks after its policies." },
	{ PIM_ERROR_NOT_ONBOARDED, PROBLEM_REFUSED, "not-onboarded",
	  LIST("NotOnboarded", "ResourceNotOnboarded", "SubscriptionNotOnboarded",
	       "TenantNotOnboarded", "ResourceIsNotOnboarded"),
	  LIST("not onboarded", "not been onboarded"),
	  "Privileged Identity Management does not look after it yet.",
	  "Its owner, or an administrator of the tenant, can onboard it in the portal." },
	{ PIM_ERROR_PENDING, PROBLEM_REFUSED, "pending",
	  LIST("PendingRoleAssignmentRequest", "RoleAssignmentRequestPending", "RequestConflict"),
	  LIST("existing pending Role assignment request", "pending request already exists"),
	  "Another request for this role is still pending.",
	  "Wait for it, or open the requests{requests} and cancel it, before asking again." },
	{ PIM_ERROR_ALREADY_ACTIVE, PROBLEM_ALREADY, "already-active",
	  LIST("RoleAssignmentExists", "RoleAssignmentScheduleExists"),
	  LIST("assignment already exists"), "The role is already active there.",
	  "For more time deactivate it first, then activate it again." },
	{ PIM_ERROR_REQUEST_EXISTS, PROBLEM_REFUSED, "request-exists",
	  LIST("RoleAssignmentRequestExists"), LIST("assignment request with Id"),
	  "The service has such a request already.", "Refresh{refresh} to see its state." },
	{ PIM_ERROR_NOT_ACTIVE, PROBLEM_FAILED, "not-active", LIST("RoleAssignmentDoesNotExist"),
	  LIST("assignment does not exist"),
	  "Still active, as far as is known: the service did not find what is to be ended.",
	  "Try again in a minute: for a while after an activation the service does not know of "
	  "it." },
	{ PIM_ERROR_CANNOT_CANCEL, PROBLEM_REFUSED, "cannot-cancel",
	  LIST("RequestCannotBeCancelled"), LIST("cannot be cancelled", "cannot be canceled"),
	  "The request can no longer be canceled.",
	  "Refresh{refresh} to see its state; deactivate the role if it is active." },
	{ PIM_ERROR_INVALID, PROBLEM_FAILED, "invalid",
	  LIST("InvalidRoleAssignmentRequest", "InvalidRequestContent", "InvalidResourceType",
	       "InvalidApiVersionParameter", "InvalidPolicy", "InputPolicyNotFound",
	       "InvalidFilter", "InvalidResource"),
	  LIST("role assignment request is invalid", "request body is invalid"),
	  "The service did not understand the request.",
	  "Refresh{refresh} and try again; if it keeps failing, report it with the request id." },
	{ PIM_ERROR_LOCKED, PROBLEM_REFUSED, "locked",
	  LIST("ResourceIsLocked", "ScopeLocked", "FailedAsResourceIsLocked"),
	  LIST("resource is locked", "scope is locked"), "The scope is locked.",
	  "Ask its owner to remove the lock." },
	{ PIM_ERROR_SCOPE, PROBLEM_REFUSED, "scope", LIST("InvalidScope"),
	  LIST("not supported to be assigned to a single resource scope"),
	  "The service does not take this scope for the role.",
	  "Refresh the list{refresh} and choose the scope as it stands there." },
	{ PIM_ERROR_NO_LICENSE, PROBLEM_NOT_ALLOWED, "no-licence",
	  LIST("AadPremiumLicenseRequired"), LIST("needs an AAD Premium"),
	  "The tenant has no license for Privileged Identity Management.",
	  "An administrator can add Microsoft Entra ID P2 or Entra ID Governance." },
	{ PIM_ERROR_NO_CONSENT, PROBLEM_NOT_ALLOWED, "no-consent",
	  LIST("PermissionScopeNotGranted"),
	  LIST("PermissionScopeNotGranted", "scopes are missing in the token"),
	  "The program lacks a permission that this needs.",
	  "An administrator can consent to it for the application." },
	{ PIM_ERROR_NO_PERMISSION, PROBLEM_NOT_ALLOWED, "no-permission",
	  LIST("AuthorizationFailed", "LinkedAuthorizationFailed", "InsufficientPermissions",
	       "Authorization_RequestDenied", "AccessDenied", "Forbidden"),
	  LIST("does not have authorization to perform action",
	       "does not have permissions for this request",
	       "Insufficient privileges to complete the operation"),
	  "The signed-in account may not do this.",
	  "Ask an administrator, or sign in with another account." },
	{ PIM_ERROR_NO_REQUEST, PROBLEM_FAILED, "no-request",
	  LIST("RoleAssignmentRequestNotFound", "RoleAssignmentScheduleRequestNotFound",
	       "RoleEligibilityScheduleRequestNotFound"),
	  NULL, "The service does not know the request, or no longer does.",
	  "Requests are forgotten after 30 to 45 days." },
	{ PIM_ERROR_NO_ROLE, PROBLEM_REFUSED, "no-role",
	  LIST("RoleNotFound", "RoleDefinitionDoesNotExist"), NULL,
	  "The service does not find the role: it was deleted, or is of another tenant.",
	  "Refresh the list{refresh}." },
	{ PIM_ERROR_NO_SUBJECT, PROBLEM_REFUSED, "no-subject", LIST("SubjectNotFound"), NULL,
	  "The service does not find the account: it is not, or not yet, of this tenant.",
	  "Choose the account of its tenant{accounts}; one that was just added is known in a few "
	  "minutes." },
	{ PIM_ERROR_NOT_FOUND, PROBLEM_FAILED, "not-found",
	  LIST("Request_ResourceNotFound", "Directory_ObjectNotFound", "NotFound", "ItemNotFound"),
	  NULL, "The service does not know it, or no longer does.", "Refresh the list{refresh}." },
	{ PIM_ERROR_AT_ONCE, PROBLEM_FAILED, "at-once", LIST("Directory_ConcurrencyViolation"),
	  NULL, "The service was changing the same thing at that moment.",
	  "Try again in a minute." },
	{ PIM_ERROR_THROTTLED, PROBLEM_UNREACHABLE, "throttled",
	  LIST("TooManyRequests", "SubscriptionRequestsThrottled", "RequestThrottled"), NULL,
	  "The service is busy and asked to wait.", "Try again in a minute." },
	{ PIM_ERROR_UNAUTHENTICATED, PROBLEM_SIGN_IN, "unauthenticated",
	  LIST("InvalidAuthenticationToken", "ExpiredAuthenticationToken", "AuthenticationFailed",
	       "InvalidAuthenticationTokenAudience"),
	  LIST("AADSTS70043", "AADSTS50173"), "The service did not accept the sign-in.",
	  "Sign in again{sign-in}." },
	{ PIM_ERROR_SERVER, PROBLEM_UNREACHABLE, "server",
	  LIST("InternalServerError", "ServiceUnavailable", "GatewayTimeout", "BadGateway",
	       "ServerTimeout"),
	  NULL, "The service failed.", "Try again in a minute." },
	/* Never recognized in an answer: this program's own conclusions, and the rest. */
	{ PIM_ERROR_NARROW_REFUSED, PROBLEM_NOT_ALLOWED, "narrow-refused", NULL, NULL,
	  "Azure does not let this account see the narrower scope, so the role cannot be activated "
	  "there.",
	  "Choose a wider scope: the subscription, or the scope of the eligibility." },
	{ PIM_ERROR_NO_OBJECT, PROBLEM_REFUSED, "no-object", NULL, NULL,
	  "The service does not find what the request is about: it is gone, or of another "
	  "tenant.",
	  "Refresh the list{refresh}." },
	{ PIM_ERROR_NO_ELIGIBILITY, PROBLEM_REFUSED, "no-eligibility", NULL, NULL,
	  "The service does not find the eligibility.",
	  "Refresh the list{refresh}; it may have ended." },
	{ PIM_ERROR_ASKED_TOO_SHORT, PROBLEM_REFUSED, "too-short", NULL, NULL,
	  "A role stays active for at least five minutes.", "Ask for a longer time." },
	{ PIM_ERROR_ENDED_BEFORE, PROBLEM_REFUSED, "ended-before", NULL, NULL,
	  "Nothing was left to end: it was ended a few minutes ago, and the service does not find "
	  "it any more.",
	  "Refresh{refresh} to see what is active." },
	{ PIM_ERROR_STILL_ENDING, PROBLEM_FAILED, "still-ending", NULL, NULL,
	  "Not active: the service has not done with ending the last activation.",
	  "Try again in a minute." },
	{ PIM_ERROR_CONFLICT, PROBLEM_REFUSED, "conflict", NULL, NULL,
	  "The request conflicts with something that is there already.",
	  "Refresh{refresh} to see what stands in the way." },
	{ PIM_ERROR_UNKNOWN_OUTCOME, PROBLEM_UNKNOWN_OUTCOME, "unknown-outcome", NULL, NULL,
	  "Outcome unknown: the service did not answer. Nothing was sent twice.",
	  "Look again{look-again} in a while; the same request is looked up, not repeated." },
	{ PIM_ERROR_DECIDED, PROBLEM_ALREADY, "already-decided", NULL, NULL,
	  "Somebody decided the same already.", "Refresh{refresh} to see what waits." },
	{ PIM_ERROR_DECIDED_OTHERWISE, PROBLEM_REFUSED, "decided-otherwise", NULL, NULL,
	  "Somebody decided otherwise already.", "Ask them, if it should be another way." },
	{ PIM_ERROR_NOT_WAITING, PROBLEM_REFUSED, "not-waiting", NULL, NULL,
	  "It waits for nobody any more: it was canceled, or it lapsed.",
	  "Refresh{refresh} to see what waits." },
	{ PIM_ERROR_CHANGED, PROBLEM_CHANGED, "changed", NULL, NULL,
	  "The role or its settings changed while the form was open.",
	  "Look at the form again and confirm it." },
	{ PIM_ERROR_FAILED, PROBLEM_FAILED, "failed", NULL, NULL, NULL, NULL },
};
const size_t pim_error_row_count = G_N_ELEMENTS(pim_error_rows);

const PimRuleRow pim_rule_rows[] = {
	{ "ExpirationRule", "The role's settings do not allow that much time.",
	  "Ask for a shorter time." },
	{ "JustificationRule", "The role asks for a reason.", "Give a reason." },
	{ "TicketingRule", "The role asks for a ticket.", "Give a ticket number and its system." },
	{ "MfaRule", "The role asks for multi-factor authentication.",
	  "Sign in again with multi-factor authentication." },
	{ "EligibilityRule", "There is no valid eligibility for this role at this scope.",
	  "Refresh the list{refresh}; the eligibility may have ended." },
	{ "AcrsRule", "The role asks for a stronger sign-in.",
	  "Sign in again with the method that the role asks for." },
	{ "ApprovalRule", "The role's settings on approval refuse this request.",
	  "Ask the role's administrator." },
};
const size_t pim_rule_row_count = G_N_ELEMENTS(pim_rule_rows);

const PimErrorRow *pim_error_row(int code)
{
	for (size_t i = 0; i < pim_error_row_count; i++)
		if ((int)pim_error_rows[i].code == code)
			return &pim_error_rows[i];
	return &pim_error_rows[pim_error_row_count - 1];
}

const PimRuleRow *pim_rule_row(const char *rule)
{
	for (size_t i = 0; i < pim_rule_row_count; i++)
		if (g_ascii_strcasecmp(pim_rule_rows[i].rule, rule) == 0)
			return &pim_rule_rows[i];
	return NULL;
}

const PimErrorRow *pim_error_row_for_word(const char *word)
{
	if (word == NULL)
		return NULL;
	for (size_t i = 0; i < pim_error_row_count; i++) {
		const char *const *words = pim_error_rows[i].words;
		for (size_t j = 0; words != NULL && words[j] != NULL; j++)
			if (g_ascii_strcasecmp(words[j], word) == 0)
				return &pim_error_rows[i];
	}
	return NULL;
}

const PimErrorRow *pim_error_row_for_message(const char *message)
{
	if (message == NULL)
		return NULL;
	for (size_t i = 0; i < pim_error_row_count; i++) {
		const char *const *phrases = pim_error_rows[i].phrases;
		for (size_t j = 0; phrases != NULL && phrases[j] != NULL; j++)
			if (strcasestr(message, phrases[j]) != NULL)
				return &pim_error_rows[i];
	}
	return NULL;
}
