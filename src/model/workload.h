/*
 * The three workloads of PIM, and what each can do. Frontends never ask which workload they hold; they
 * ask what it can do.
 */
#ifndef MYROLES_MODEL_WORKLOAD_H
#define MYROLES_MODEL_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>

typedef enum {
	WORKLOAD_AZURE, /* Azure resource roles, through ARM */
	WORKLOAD_ENTRA, /* Entra directory roles, through Microsoft Graph */
	WORKLOAD_GROUP, /* membership and ownership of groups, through Microsoft Graph */
	WORKLOAD_COUNT,
} WorkloadId;

typedef struct WorkloadInfo {
	WorkloadId id;
	const char *name;        /* "azure", "entra", "group": the word in JSON, screens and docs */
	const char *title;       /* "Azure resource roles" */
	const char *line;        /* "azure", "entra", "groups": the word in the freshness line */
	bool can_narrow_scope;   /* a wide eligibility may be activated at a scope below it */
	bool can_check;          /* the service offers a dry run */
	bool can_schedule;       /* a start in the future is accepted */
	bool can_extend;         /* an eligibility's holder may ask for more of it */
	bool can_read_role;      /* what a role permits can be looked up */
	bool can_prove;          /* whether a role that is on counts already can be asked */
	bool has_access;         /* rows carry member or owner */
	const char *portal_page; /* where the portal lists one's roles, below its base URL */
	const char *
		after_activation; /* what to tell once a role is active (stale tokens elsewhere); or NULL */
} WorkloadInfo;

/* Never NULL for a valid id; static. */
const WorkloadInfo *workload_info(WorkloadId id);

/* By its name, any letter case; false when unknown. */
bool workload_from_name(const char *name, WorkloadId *out);

#endif
