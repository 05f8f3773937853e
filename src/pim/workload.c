#include "src/pim/workload.h"

#include "src/pim/azure.h"
#include "src/pim/entra.h"
#include "src/pim/graph.h"
#include "src/pim/groups.h"

/* One row per workload. */
static const PimWorkload *const workloads[WORKLOAD_COUNT] = {
	[WORKLOAD_AZURE] = &azure_workload,
	[WORKLOAD_ENTRA] = &entra_kind.workload,
	[WORKLOAD_GROUP] = &groups_kind.workload,
};

const PimWorkload *pim_workload(WorkloadId id)
{
	g_return_val_if_fail((unsigned)id < WORKLOAD_COUNT, NULL);
	return workloads[id];
}

void pim_context_init(PimContext *context, Http *http, Clock *clock)
{
	*context = (PimContext){ .http = http, .clock = clock };
	context->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	context->places = g_hash_table_new_full(scope_id_hash, scope_id_equal_hash, g_free, NULL);
	context->graph = graph_queue_new(context);
}

void pim_context_clear(PimContext *context)
{
	g_clear_pointer(&context->graph, graph_queue_free);
	g_clear_pointer(&context->names, g_hash_table_unref);
	g_clear_pointer(&context->places, g_hash_table_unref);
}
