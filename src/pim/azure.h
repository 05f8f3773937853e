/*
 * Azure resource roles through ARM (Microsoft.Authorization 2020-10-01): the functions behind the workload's
 * row and what they share. Private to this room.
 */
#ifndef MYROLES_PIM_AZURE_H
#define MYROLES_PIM_AZURE_H

#include "src/json/value.h"
#include "src/model/list.h"
#include "src/pim/fetch.h"

extern const PimWorkload azure_workload;

/* The shape of FetchDecode: one element of ARM's lists to a row. */
gpointer azure_decode_eligibility(const PimContext *context, const JsonValue *element,
				  gpointer data, GError **error);
gpointer azure_decode_assignment(const PimContext *context, const JsonValue *element, gpointer data,
				 GError **error);
gpointer azure_decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error);
gpointer azure_decode_schedule(const PimContext *context, const JsonValue *element, gpointer data,
			       GError **error);
/* What a request for an eligibility gave (Eligibility*); NULL without error: nothing. */
gpointer azure_decode_given(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error);
gpointer azure_decode_child(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error);

/* What the row names. */
void azure_list_eligible(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_active(const PimWorkload *self, const PimContext *context,
		       GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_active_at(const PimWorkload *self, const PimContext *context, GPtrArray *scopes,
			  GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_requests(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_approvals(const PimWorkload *self, const PimContext *context,
			  GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_dormant(const PimWorkload *self, const PimContext *context,
			GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_children(const PimWorkload *self, const PimContext *context,
			 const PimQuestion *question, GCancellable *cancellable, PimListDone done,
			 gpointer data);
void azure_read_policy(const PimWorkload *self, const PimContext *context,
		       const PimQuestion *question, GCancellable *cancellable, PimPolicyDone done,
		       gpointer data);
void azure_read_role(const PimWorkload *self, const PimContext *context, const Grant *grant,
		     GCancellable *cancellable, PimTextDone done, gpointer data);
void azure_submit(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data);
void azure_look_up(const PimWorkload *self, const PimContext *context, const Request *request,
		   PimRequestDone done, gpointer data);
void azure_cancel(const PimWorkload *self, const PimContext *context, const Request *request,
		  PimRequestDone done, gpointer data);

void azure_decide(const PimWorkload *self, const PimContext *context,
		  const PimSubmission *submission, PimRequestDone done, gpointer data);
void azure_look_up_decision(const PimWorkload *self, const PimContext *context,
			    const Request *request, PimRequestDone done, gpointer data);
void azure_explain_denial(const PimContext *context, const Request *denied, PimRequestDone done,
			  gpointer data);

/* A list of schedule instances: where it is and how it is read. */
typedef struct AzureSource {
	const char *path;
	const char *filter;
	FetchDecode decode;
	ListId list;
} AzureSource;

/*
 * `source` (static) asked at every subscription that the account can list: the way around a service that refuses
 * the list at the tenant's root. `original` (copied) is the error told when this does not work either.
 */
void azure_list_by_subscription(const PimContext *context, const AzureSource *source,
				const GError *original, GCancellable *cancellable, PimListDone done,
				gpointer data);

/* True when another way of asking may succeed where this error came from the tenant's root. */
bool azure_is_worth_another_way(const GError *error);

#endif
