/*
 * Does a role that is on count already? What the service says of it: checkAccess (2018-09-01-preview, not documented; its shape is
 * that of public clients such as kubeguard/guard), and permissions (2022-04-01), which is documented for resource groups and
 * callable above them (azure-rest-api-specs#19473).
 */
#ifndef MYROLES_PIM_ACCESS_H
#define MYROLES_PIM_ACCESS_H

#include "src/json/value.h"
#include "src/pim/workload.h"

/* PimProofs.check: POST {scope}/providers/Microsoft.Authorization/checkAccess about the question's operation. */
void azure_check_access(const PimWorkload *self, const PimContext *context,
			const PimProofQuestion *question, GCancellable *cancellable,
			PimProofDone done, gpointer data);

/* PimProofs.permissions: GET {scope}/providers/Microsoft.Authorization/permissions. */
void azure_list_permissions(const PimWorkload *self, const PimContext *context,
			    const PimProofQuestion *question, GCancellable *cancellable,
			    PimProofDone done, gpointer data);

/* What checkAccess answered about the question. PROOF_NONE: nothing about it. */
Proof access_read_decisions(const JsonValue *answer, const PimProofQuestion *question);

#endif
