/*
 * What the services' error answers mean (ARM and Graph error bodies; codes and message forms as observed: the
 * code may be hidden behind BadRequest or UnknownError, so both code and message are looked at).
 */
#ifndef MYROLES_PIM_ERROR_H
#define MYROLES_PIM_ERROR_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/problem.h"
#include "src/net/http.h"

#define PIM_ERROR (pim_error_quark())
GQuark pim_error_quark(
	void); /* an extended domain: details travel inside the GError, also through copies */

/* One code per meaning; the sentence and the next step for each are rows of a table in error.c. */
typedef enum {
	PIM_ERROR_FAILED = 1,     /* anything not understood: the service's own words are shown */
	PIM_ERROR_ALREADY_ACTIVE, /* RoleAssignmentExists and its kin */
	PIM_ERROR_NOT_ACTIVE, /* RoleAssignmentDoesNotExist: soon after an activation it is on all the same */
	PIM_ERROR_REQUEST_EXISTS, /* RoleAssignmentRequestExists: one's own, sent before, or an active one */
	PIM_ERROR_PENDING,         /* PendingRoleAssignmentRequest, RequestConflict */
	PIM_ERROR_TOO_SHORT,       /* ActiveDurationTooShort: it cannot be ended yet */
	PIM_ERROR_ASKED_TOO_SHORT, /* the same, of what is to be activated */
	PIM_ERROR_POLICY,          /* RoleAssignmentRequestPolicyValidationFailed: see rules */
	PIM_ERROR_STEP_UP,         /* AcrsValidationFailed, MfaRule, 401 with claims */
	PIM_ERROR_INVALID,         /* InvalidRoleAssignmentRequest and other malformed requests */
	PIM_ERROR_NOT_FOUND,       /* Request_ResourceNotFound, 404: something that is not there */
	PIM_ERROR_NO_OBJECT,       /* the same, of a request's role, group or account */
	PIM_ERROR_NO_REQUEST,      /* RoleAssignmentRequestNotFound: never had, or purged */
	PIM_ERROR_NO_ROLE,         /* RoleNotFound, RoleDefinitionDoesNotExist */
	PIM_ERROR_NO_SUBJECT,      /* SubjectNotFound: the signed-in account */
	PIM_ERROR_NO_ELIGIBILITY,  /* "does not exist", of what is to be activated or extended */
	PIM_ERROR_LOCKED,          /* ResourceIsLocked */
	PIM_ERROR_CANNOT_CANCEL,
	PIM_ERROR_SCOPE,      /* InvalidScope */
	PIM_ERROR_NO_LICENSE, /* AadPremiumLicenseRequired */
	PIM_ERROR_NO_PERMISSION, /* AuthorizationFailed, InsufficientPermissions, Authorization_RequestDenied */
	PIM_ERROR_NO_CONSENT, /* PermissionScopeNotGranted: the application lacks a permission */
	PIM_ERROR_NARROW_REFUSED, /* AuthorizationFailed at a resource group narrower than the eligibility */
	PIM_ERROR_CONFLICT, /* 409 of any other kind */
	PIM_ERROR_AT_ONCE,  /* Directory_ConcurrencyViolation */
	PIM_ERROR_DISABLED, /* ReadOnlyDisabledSubscription and its kin */
	PIM_ERROR_NO_SUBSCRIPTION,
	PIM_ERROR_NO_SCOPE, /* ResourceGroupNotFound and its kin */
	PIM_ERROR_WRONG_TENANT,
	PIM_ERROR_AZURE_POLICY, /* RequestDisallowedByPolicy, but for multi-factor authentication */
	PIM_ERROR_NOT_ONBOARDED,
	PIM_ERROR_START_IN_PAST,
	PIM_ERROR_UNAUTHENTICATED, /* 401 */
	PIM_ERROR_THROTTLED,
	PIM_ERROR_SERVER,          /* 5xx */
	PIM_ERROR_ENDED_BEFORE,    /* "does not exist", soon after a deactivation */
	PIM_ERROR_STILL_ENDING,    /* "exists", soon after a deactivation */
	PIM_ERROR_UNKNOWN_OUTCOME, /* sent, no answer */
	PIM_ERROR_CHANGED,         /* eligibility or policy is no longer what was confirmed */
	PIM_ERROR_DECIDED,         /* of a decision: somebody took the same one before */
	PIM_ERROR_DECIDED_OTHERWISE,
	PIM_ERROR_NOT_WAITING, /* canceled, lapsed, or over in another way */
	PIM_ERROR_COUNT,
} PimErrorCode;

/* An error answer, whoever carried it: HTTP itself, or one item of a $batch. All borrowed. */
typedef struct PimAnswer {
	long status;
	const char *body;              /* NULL or "": none */
	const char *const *challenges; /* values of WWW-Authenticate, NULL-terminated; or NULL */
	const char *request_id;        /* or NULL */
	int64_t wait;                  /* seconds that it asks to wait; 0: none */
} PimAnswer;

/* Reads an error answer into a GError of PIM_ERROR; details (code, rules, claims, request id) travel with it. */
GError *pim_error_from_response(const HttpResponse *response);

GError *pim_error_from_answer(const PimAnswer *answer);

/* An error of our own making with a row of the table. `message` is for logs and tests; the row speaks to people. */
GError *pim_error_new(PimErrorCode code, const char *message);

/* What a failure to get an answer means for a request that changes something: sent without an answer or not. */
GError *pim_error_from_lost_answer(const GError *error);

/*
 * The answer to who only reads: what such a code says of a request ("still active") says nothing there, so the service's own words
 * are told. The caller frees.
 */
GError *pim_error_of_read(const HttpResponse *response);

/* The same error, its details included, under another code of the table. */
GError *pim_error_recode(const GError *error, PimErrorCode code);

/* Does the service say of a request that was looked for that it has none such? */
bool pim_error_is_lacking(const GError *error);

/* Names the permission that the call needs; the sentence then says it. */
void pim_error_set_permission(GError *error, const char *permission);

/* That one; NULL: none was named. Borrowed. */
const char *pim_error_permission(const GError *error);

/* A sentence of our own, in place of the table's: what only the caller can say. */
void pim_error_set_sentence(GError *error, const char *sentence);

/* For how many seconds the service asks to be left alone; 0: it does not. */
void pim_error_set_wait(GError *error, int64_t seconds);
int64_t pim_error_wait(const GError *error);

/* The HTTP status of the answer; 0: it comes of none. */
long pim_error_status(const GError *error);

/* Does the service's message speak of the request with this id? */
bool pim_error_names(const GError *error, const char *id);

/* The service's own code word, the rules that failed (NULL-terminated), the claims wanted; borrowed, may be NULL. */
const char *pim_error_service_code(const GError *error);
const char *const *pim_error_rules(const GError *error);

/* A Problem from a GError of PIM_ERROR (extra details included). NULL for other domains. */
Problem *pim_error_explain(const GError *error);

#endif
