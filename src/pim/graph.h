/*
 * What the two workloads of Microsoft Graph v1.0 share: lists of the current user, requests, policies, names and
 * batches. Each workload is a GraphKind: its paths, members and permissions as data. Private to this room.
 */
#ifndef MYROLES_PIM_GRAPH_H
#define MYROLES_PIM_GRAPH_H

#include "src/json/build.h"
#include "src/json/value.h"
#include "src/pim/fetch.h"
#include "src/pim/workload.h"

/* A collection of Graph and the least delegated permission that opens it. */
typedef struct GraphCollection {
	const char *path;   /* below the kind's base */
	const char *expand; /* value of $expand, or NULL */
	const char *permission;
} GraphCollection;

typedef struct GraphKind {
	WorkloadId id;
	const char *base; /* "/roleManagement/directory/" */
	GraphCollection eligible, active, requests;
	const char *write_permission;
	FetchDecode decode_eligibility, decode_assignment, decode_request;
	/* Which role or group, and where: the members of a request's body that differ. */
	void (*add_target)(JsonBuilder *body, const Request *request);
	/* The $filter for the policy of this grant; the caller frees. `attempt` counts from 0; NULL: no further one. */
	char *(*make_policy_filter)(const Grant *grant, unsigned attempt);
	/* Where the display name of a row's unnamed role or scope is: a URL without version; NULL: it has its names. */
	char *(*make_name_url)(const Grant *grant);
	void (*set_name)(Grant *grant, const char *name);
} GraphKind;

void graph_list_eligible(const GraphKind *kind, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_active(const GraphKind *kind, const PimContext *context, GCancellable *cancellable,
		       PimListDone done, gpointer data);
void graph_list_requests(const GraphKind *kind, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void graph_read_policy(const GraphKind *kind, const PimContext *context, const Grant *grant,
		       PimPolicyDone done, gpointer data);

typedef struct GraphSubmit {
	const GraphKind *kind;
	const Request *request;
	bool is_check;
} GraphSubmit;
void graph_submit(const PimContext *context, const GraphSubmit *submit, PimRequestDone done,
		  gpointer data);
void graph_look_up(const GraphKind *kind, const PimContext *context, const Request *request,
		   PimRequestDone done, gpointer data);
void graph_cancel(const GraphKind *kind, const PimContext *context, const Request *request,
		  PimRequestDone done, gpointer data);

/* What both kinds of request rows need after decoding: state, end, whether it is one's own, the service's id. */
void graph_settle_request(const PimContext *context, const JsonValue *element, Request *request);
void graph_clear_if_empty(char **text);

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
