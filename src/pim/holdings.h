/* What the workloads share in telling who is active at a scope. Private to this room. */
#ifndef MYROLES_PIM_HOLDINGS_H
#define MYROLES_PIM_HOLDINGS_H

#include "src/model/holding.h"
#include "src/pim/fetch.h"

/* One list of a scope. Copied; what it points to is static. */
typedef struct HoldingsSource {
	Audience audience;
	FetchDecode decode;
	gconstpointer decode_data;
	GDestroyNotify free_row;
	/* A refusal as a person is told it. The caller frees. */
	GError *(*judge)(const GError *error, const char *permission);
	const char *permission;
} HoldingsSource;

/* All of `urls` (char*, at least one; borrowed), which together tell of it. Where one did not answer, the list has gaps. */
void holdings_load(const PimContext *context, const HoldingsSource *source, GPtrArray *urls,
		   GCancellable *cancellable, PimListDone done, gpointer data);

/* Where other people's are refused: the permission's name is what the person can ask for. */
GError *holdings_refuse(const GError *error, const char *sentence);

void azure_list_holdings(const PimWorkload *self, const PimContext *context, const Scope *scope,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void azure_list_holding_requests(const PimWorkload *self, const PimContext *context,
				 const Scope *scope, GCancellable *cancellable, PimListDone done,
				 gpointer data);
void graph_list_holdings(const PimWorkload *self, const PimContext *context, const Scope *scope,
			 GCancellable *cancellable, PimListDone done, gpointer data);
void graph_list_holding_requests(const PimWorkload *self, const PimContext *context,
				 const Scope *scope, GCancellable *cancellable, PimListDone done,
				 gpointer data);

#endif
