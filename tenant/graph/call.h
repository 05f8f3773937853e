/* One call of Graph, and what its files share. graph.c takes a call apart and finds its handler. */
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

/* ---- what the call asks and may -------------------------------------------------------------- */

/* Does its token carry one of these permissions (NULL-terminated)? False: refused. */
bool graph_needs_scope(const GraphCall *call, const char *const *any, Refusal *refusal);
/* A list that is not the caller's own: is it filtered, and may they read what others hold there? False: refused. */
bool graph_may_list(const GraphCall *call, const GraphCollection *collection, const Filter *filter,
		    Refusal *refusal);
/* Is this word in $expand? */
bool graph_expands(const GraphCall *call, const char *word);
/* "\"@odata.context\":\"…/$metadata#what\"," for the head of a list. */
char *graph_context(const GraphCall *call, const char *what);

/* ---- handlers: false when refused ------------------------------------------------------------ */

bool graph_lists(GraphCall *call, const GraphCollection *collection, const char *rest,
		 Refusal *refusal);
bool graph_requests(GraphCall *call, const GraphCollection *collection, const char *rest,
		    Refusal *refusal);
/* "{…}Approvals/…" of this workload; used: parts before what follows the collection. */
bool graph_approvals(GraphCall *call, Workload workload, guint used, Refusal *refusal);
bool graph_policies(GraphCall *call, Refusal *refusal);
bool graph_directory(GraphCall *call, Refusal *refusal);
bool graph_role_definitions(GraphCall *call, Refusal *refusal);
bool graph_role_assignments(GraphCall *call, Refusal *refusal);

/* Answers one request, as Graph answers any. */
typedef void (*GraphHandler)(Service *service, const HttpRequest *request, HttpResponse *response);
/* handle: for each call of the batch. */
bool graph_batch(GraphCall *call, GraphHandler handle, Refusal *refusal);
