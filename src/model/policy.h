/*
 * What an activation of one role at one scope demands of an end user (rules *_EndUser_Assignment).
 */
#ifndef MYROLES_MODEL_POLICY_H
#define MYROLES_MODEL_POLICY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Must who decides say why? */
typedef enum {
	APPROVER_REASON_UNKNOWN, /* no stage says */
	APPROVER_REASON_FREE,
	APPROVER_REASON_NEEDED, /* of one stage at least */
} ApproverReason;

typedef struct Policy {
	bool is_known;   /* false: could not be read; ask for a reason and learn from the answer */
	int64_t maximum; /* longest activation in seconds; 0: unknown */
	int64_t eligible_maximum; /* seconds for which one may be made eligible; 0: unknown, or forever */
	bool needs_justification;
	bool needs_ticket;
	bool needs_mfa;
	bool needs_approval;
	char *context;        /* authentication context ("c1"), or NULL */
	GPtrArray *approvers; /* char*: display names or ids; may be NULL */
	ApproverReason approver_reason;
} Policy;

Policy *policy_new(void);
Policy *policy_copy(const Policy *policy);
void policy_free(Policy *policy);
bool policy_equal(const Policy *a, const Policy *b); /* for who asks; NULL equals only NULL */

/* What to assume where the policy could not be read: not known, a justification, nothing else. */
Policy *policy_new_unknown(void);

/* The union for one form over several rows: every demand of either, the shorter maximum. */
void policy_unite(Policy *into, const Policy *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)

#endif
