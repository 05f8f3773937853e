/* The deny assignments that there are at a scope and above it. */
#ifndef MYROLES_PIM_DENY_ASSIGNMENTS_H
#define MYROLES_PIM_DENY_ASSIGNMENTS_H

#include "src/json/value.h"
#include "src/model/deny-assignment.h"
#include "src/pim/workload.h"

/* PimWorkload.denies. GET {scope}/providers/Microsoft.Authorization/denyAssignments; wants the right to read them. */
void azure_list_denies(const PimWorkload *self, const PimContext *context, const Scope *scope,
		       GCancellable *cancellable, PimListDone done, gpointer data);

/* One of them, judged for the person of the context. A FetchDecode: NULL without an error: it is not about them. */
gpointer azure_decode_deny(const PimContext *context, const JsonValue *element, gpointer unused,
			   GError **error);

#endif
