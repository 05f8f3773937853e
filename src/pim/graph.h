/*
 * What the two workloads of Microsoft Graph v1.0 share: lists of the current user, requests, policies, names and
 * batches. Each workload is a GraphKind: its paths, members and permissions as data. Private to this room.
 */
#ifndef MYROLES_PIM_GRAPH_H
#define MYROLES_PIM_GRAPH_H

#include "src/json/build.h"
#include "src/json/value.h"
#include "src/model/list.h"
#include "src/pim/fetch.h"
#include "src/pim/workload.h"

/* A collection of Graph, the least delegated permission that opens it, and how its elements are read. */
typedef struct GraphCollection {
	const char *path;   /* below the kind's base */
	const char *expand; /* value of $expand, or NULL */
	const char *permission;
	FetchDecode decode;
	bool is_to_decide; /* what waits for one's decision, not what is one's own */
} GraphCollection;

typedef struct GraphKind {
	PimWorkload workload; /* the first member: a row is its kind, see graph_kind */
	const char *base;     /* "/roleManagement/directory/" */
	GraphCollection lists[LIST_COUNT];
	/* Requests for eligibilities: their permission is the one to make them, asked for by nothing else. */
	GraphCollection eligibility_requests;
	GraphCollection eligibility_schedules;
	const char *write_permission;
	const char *scope_member; /* by which lists of everybody's are filtered */
	/* Which role or group, and where: the members of a request's body that differ. */
	void (*add_target)(JsonBuilder *body, const Request *request);
	/* The $filter for the policy of this grant; the caller frees. `attempt` counts from 0; NULL: no further one. */
	char *(*make_policy_filter)(const Grant *grant, unsigned attempt);
	/* Where the display name of an unnamed role or scope is: a URL without version; NULL: it has its name. */
	char *(*make_role_url)(const Role *role);
	char *(*make_scope_url)(const Scope *scope); /* NULL: scopes are called as their roles */
} GraphKind;

static inline const GraphKind *graph_kind(const PimWorkload *workload)
{
	return (const GraphKind *)workload;
}

/* What the rows of both workloads name. */
void graph_list_eligible(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_active(const PimWorkload *self, const PimContext *context,
		       GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_requests(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_approvals(const PimWorkload *self, const PimContext *context,
			  GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_dormant(const PimWorkload *self, const PimContext *context,
			GCancellable *cancellable, PimListDone done, gpointer data);
/* Asks the approvals, too, where the requests tell of none. */
void groups_list_approvals(const PimWorkload *self, const PimContext *context,
			   GCancellable *cancellable, PimListDone done, gpointer data);
/* Where requests of that kind are. */
const GraphCollection *graph_requests_of(const GraphKind *kind, RequestKind of);
/* What is there of them, without names: to find one's own again. */
void graph_search_requests(const PimWorkload *self, const PimContext *context, RequestKind of,
			   PimListDone done, gpointer data);
void graph_read_policy(const PimWorkload *self, const PimContext *context,
		       const PimQuestion *question, GCancellable *cancellable, PimPolicyDone done,
		       gpointer data);
void graph_submit(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data);
void graph_look_up(const PimWorkload *self, const PimContext *context, const Request *request,
		   PimRequestDone done, gpointer data);
void graph_cancel(const PimWorkload *self, const PimContext *context, const Request *request,
		  PimRequestDone done, gpointer data);

void entra_decide(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data);
void entra_look_up_decision(const PimWorkload *self, const PimContext *context,
			    const Request *request, PimRequestDone done, gpointer data);
void groups_decide(const PimWorkload *self, const PimContext *context,
		   const PimSubmission *submission, PimRequestDone done, gpointer data);
void groups_look_up_decision(const PimWorkload *self, const PimContext *context,
			     const Request *request, PimRequestDone done, gpointer data);
void graph_explain_denial(const PimWorkload *self, const PimContext *context, const Request *denied,
			  PimRequestDone done, gpointer data);

/* What both kinds of request rows need after decoding: state, end, whether it is one's own, the service's id. */
Eligibility *graph_given_by(const PimContext *context, const JsonValue *element,
			    const Request *request); /* see dormant.h */
void graph_settle_request(const PimContext *context, const JsonValue *element, Request *request);
void graph_clear_if_blank(char **text);

/* Members that the rows of both kinds share. */
#define GRAPH_TEXT(path, type, member)                                     \
	{                                                                  \
		path, JSON_FIELD_TEXT, offsetof(type, member), false, NULL \
	}
#define GRAPH_NEEDED(path, type, member)                                  \
	{                                                                 \
		path, JSON_FIELD_TEXT, offsetof(type, member), true, NULL \
	}
#define GRAPH_INSTANT(path, type, member)                                     \
	{                                                                     \
		path, JSON_FIELD_INSTANT, offsetof(type, member), false, NULL \
	}
#define GRAPH_WORD(path, type, member, word)                               \
	{                                                                  \
		path, JSON_FIELD_WORD, offsetof(type, member), false, word \
	}
#define GRAPH_REQUEST_FIELDS                                                        \
	GRAPH_NEEDED("id", Request, id), GRAPH_TEXT("status", Request, status),     \
		GRAPH_TEXT("justification", Request, justification),                \
		GRAPH_TEXT("ticketInfo.ticketNumber", Request, ticket_number),      \
		GRAPH_TEXT("ticketInfo.ticketSystem", Request, ticket_system),      \
		GRAPH_TEXT("approvalId", Request, approval_id),                     \
		GRAPH_TEXT("principalId", Request, requester_id),                   \
		GRAPH_TEXT("principal.displayName", Request, requester_name),       \
		GRAPH_INSTANT("createdDateTime", Request, created),                 \
		GRAPH_INSTANT("scheduleInfo.startDateTime", Request, start),        \
		GRAPH_INSTANT("scheduleInfo.expiration.endDateTime", Request, end), \
		{ "scheduleInfo.expiration.duration", JSON_FIELD_DURATION,          \
		  offsetof(Request, duration), false, NULL },                       \
		GRAPH_WORD("action", Request, kind, graph_request_kind)

int graph_member_type(const char *word);
int graph_assignment_type(const char *word);
int graph_access(const char *word);
int graph_request_kind(const char *word);

/*
 * GETs one thing by a URL without version ("/groups/{id}?$select=displayName"). Calls made in the same turn of the
 * loop travel together in a $batch (at most 20 each); an item that is throttled is asked again when it may be.
 */
void graph_get(const PimContext *context, const char *url, FetchValueDone done, gpointer data);

GraphQueue *graph_queue_new(const PimContext *context);
void graph_queue_free(GraphQueue *queue);

#endif
