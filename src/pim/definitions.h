/* The role definitions that can be read at a place: one shape of answer for both services. */
#ifndef MYROLES_PIM_DEFINITIONS_H
#define MYROLES_PIM_DEFINITIONS_H

#include "src/json/value.h"
#include "src/pim/workload.h"

/* PimReads.definitions. GET {scope}/providers/Microsoft.Authorization/roleDefinitions. */
void azure_list_definitions(const PimWorkload *self, const PimContext *context, const Grant *grant,
			    GCancellable *cancellable, PimListDone done, gpointer data);
/* GET /roleManagement/directory/roleDefinitions; wants RoleManagement.Read.Directory. */
void entra_list_definitions(const PimWorkload *self, const PimContext *context, const Grant *grant,
			    GCancellable *cancellable, PimListDone done, gpointer data);

/* One element of ARM's `permissions`, as a definition without id and name; NULL with an error: too many patterns, or too long ones. */
RoleDefinition *azure_decode_permission(const JsonValue *element, GError **error);

/* PimReads.definition: the same of one role. */
void azure_read_definition(const PimWorkload *self, const PimContext *context, const Grant *grant,
			   GCancellable *cancellable, PimDefinitionDone done, gpointer data);
void entra_read_definition(const PimWorkload *self, const PimContext *context, const Grant *grant,
			   GCancellable *cancellable, PimDefinitionDone done, gpointer data);

#endif
