/* What a call asks of its answer beside the filter: $select, $expand, $top, $count.
 *
 * Names are those of the CSDL (graph.microsoft.com/v1.0/$metadata); one that is not there is refused. */
#pragma once

#include "tenant/graph/call.h"

/* False: an option or a name is not known, or a value makes no sense. */
bool graph_query_check(const GraphCall *call, Refusal *refusal);
/* Leaves in the answer what $select names. */
void graph_query_select(const GraphCall *call);
