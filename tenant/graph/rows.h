/* The shapes that Graph's rows have in common; checked against the official samples. */
#pragma once

#include "tenant/graph/call.h"

/* The person, group, unit or application as Graph shows it. */
cJSON *graph_object(const Object *object, bool has_type);
cJSON *graph_role(const Role *role);
/* Adds roleDefinition, principal, directoryScope, group as $expand asks. */
void graph_expand(const GraphCall *call, cJSON *row, const GraphCollection *collection,
		  const Role *role, const char *scope_id, const Object *principal);
/* The id of a schedule: for groups it is made of three parts. */
char *graph_schedule_id(Workload workload, const char *scope_id, const Role *role, const char *id);
void graph_add_keys(cJSON *row, Workload workload, const char *scope_id, const Role *role,
		    const Object *principal);
void graph_add_schedule(cJSON *row, int64_t start, ExpireKind expire, int64_t end,
			int64_t duration);
