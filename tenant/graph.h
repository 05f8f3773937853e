/* Microsoft Graph as far as PIM's clients use it: directory roles and groups, their policies, the
 * directory's names, and $batch. */
#pragma once

#include "tenant/filter.h"
#include "tenant/page.h"
#include "tenant/refusal.h"
#include "tenant/service.h"
#include "tenant/tokens.h"

/* One call, taken apart: /{version}/{part}/{part}/… */
typedef struct GraphCall {
	Service *service;
	Caller caller;
	const HttpRequest *request;
	HttpResponse *response;
	bool is_beta;
	char **parts; /* without the version; owned */
	guint count;
} GraphCall;

void graph_handle(Service *service, const HttpRequest *request, HttpResponse *response);

/* ---- shared by the files of this part -------------------------------------------------------- */

/* Which lists there are; entra's and the groups' have the same rows under other names. */
typedef enum { GRAPH_ELIGIBILITY, GRAPH_ASSIGNMENT, GRAPH_REQUEST } GraphKind;

typedef struct GraphCollection {
	const char *name;
	Workload workload;
	GraphKind kind;
	bool is_instance;
	const char *type;           /* microsoft.graph.… */
	const char *const *readers; /* permissions, any of which will do */
	const char *const *writers;
} GraphCollection;

bool graph_lists(GraphCall *call, const GraphCollection *collection, const char *rest,
		 Refusal *refusal);
bool graph_requests(GraphCall *call, const GraphCollection *collection, const char *rest,
		    Refusal *refusal);
bool graph_policies(GraphCall *call, Refusal *refusal);
bool graph_directory(GraphCall *call, Refusal *refusal);
bool graph_role_definitions(GraphCall *call, Refusal *refusal);
bool graph_role_assignments(GraphCall *call, Refusal *refusal);
bool graph_batch(GraphCall *call, Refusal *refusal);

bool graph_needs_scope(const GraphCall *call, const char *const *any, Refusal *refusal);
/* Is this word in $expand? */
bool graph_expands(const GraphCall *call, const char *word);
/* "\"@odata.context\":\"…/$metadata#what\"," for the head of a list. */
char *graph_context(const GraphCall *call, const char *what);
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
