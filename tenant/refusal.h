/* What the service answers instead of doing what was asked. Each host puts it in its own shape. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "tenant/settings.h"

typedef struct Refusal {
	unsigned status; /* 0: nothing refused */
	char *code;
	char *message;
	char *claims; /* JSON for WWW-Authenticate with error="insufficient_claims", or NULL */
} Refusal;

void refusal_clear(Refusal *refusal);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Refusal, refusal_clear)

/* Always returns false, so that a check can `return refuse(...)`. */
bool refuse(Refusal *refusal, unsigned status, const char *code, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* RoleAssignmentRequestPolicyValidationFailed with the names of the rules, in the form that
 * settings choose: `["MfaRule"]` or `MfaRule - Multi-factor authentication is required`. */
bool refuse_rules(Refusal *refusal, const Settings *settings, const GPtrArray *rules);
/* RoleAssignmentRequestAcrsValidationFailed: the challenge is in the message. */
bool refuse_context(Refusal *refusal, const Settings *settings, const char *context);
