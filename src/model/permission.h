/*
 * The delegated permissions that this program asks Microsoft Graph for, and what each opens. ARM has but one,
 * user_impersonation. Source: Microsoft Graph permissions reference, least privilege of each call used.
 */
#ifndef MYROLES_MODEL_PERMISSION_H
#define MYROLES_MODEL_PERMISSION_H

#include <stdbool.h>
#include <stddef.h>

#include "src/model/workload.h"

typedef struct Permission {
	const char *name;    /* as in the token's scp */
	WorkloadId workload; /* what lacks without it */
	const char *purpose;
	bool is_optional; /* names only, or one action */
	bool is_unasked;  /* no sign-in asks for it: who has it can do a little more */
} Permission;

/* The table; `count` gets its length. */
const Permission *permission_table(size_t *count);

#endif
