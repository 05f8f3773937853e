/*
 * Azure resource roles through ARM (Microsoft.Authorization 2020-10-01): the functions behind the workload's
 * row and what they share. Private to this room.
 */
#ifndef MYROLES_PIM_AZURE_H
#define MYROLES_PIM_AZURE_H

#include "src/json/value.h"
#include "src/pim/workload.h"

extern const PimWorkload azure_workload;

/* The shape of FetchDecode: one element of ARM's lists to a row. */
gpointer azure_decode_eligibility(const PimContext *context, const JsonValue *element,
				  gpointer data, GError **error);
gpointer azure_decode_assignment(const PimContext *context, const JsonValue *element, gpointer data,
				 GError **error);
gpointer azure_decode_request(const PimContext *context, const JsonValue *element, gpointer data,
			      GError **error);
gpointer azure_decode_child(const PimContext *context, const JsonValue *element, gpointer data,
			    GError **error);

/*
 * "{scope}/providers/Microsoft.Authorization/{kind}?api-version=2020-10-01" with "&$filter=…" when `filter` is given
 * (plain text, escaped here). `scope_id` "" or "/": the tenant's root. The caller frees.
 */
char *azure_url(const char *scope_id, const char *kind, const char *filter);
char *azure_url_version(const char *scope_id, const char *kind, const char *filter,
			const char *version);

/* The URL of one assignment schedule request of ours; `action` "validate", "cancel" or NULL. The caller frees. */
char *azure_request_url(const Request *request, const char *action);

/* The full id of an eligibility schedule: `schedule_id` itself, or built from a bare GUID. The caller frees. */
char *azure_full_schedule_id(const char *scope_id, const char *schedule_id);

void azure_list_eligible(const PimContext *context, GCancellable *cancellable, PimListDone done,
			 gpointer data);
void azure_list_active(const PimContext *context, GCancellable *cancellable, PimListDone done,
		       gpointer data);
void azure_list_active_at(const PimContext *context, GPtrArray *scopes, GCancellable *cancellable,
			  PimListDone done, gpointer data);
void azure_list_requests(const PimContext *context, GCancellable *cancellable, PimListDone done,
			 gpointer data);
void azure_list_children(const PimContext *context, const Scope *scope, bool is_deep,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void azure_read_policy(const PimContext *context, const Grant *grant, const Scope *scope,
		       GCancellable *cancellable, PimPolicyDone done, gpointer data);
void azure_read_role(const PimContext *context, const Grant *grant, GCancellable *cancellable,
		     PimTextDone done, gpointer data);
void azure_submit(const PimContext *context, const Request *request, const Grant *grant,
		  bool is_check, PimRequestDone done, gpointer data);
void azure_look_up(const PimContext *context, const Request *request, PimRequestDone done,
		   gpointer data);
void azure_cancel(const PimContext *context, const Request *request, PimRequestDone done,
		  gpointer data);

/* A list of schedule instances: where it is and how it is read. */
typedef struct AzureSource {
	const char *kind;
	const char *filter;
	gpointer (*decode)(const PimContext *context, const JsonValue *element, gpointer data,
			   GError **error);
	GDestroyNotify free_row;
	void (*merge)(GPtrArray *rows);
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
