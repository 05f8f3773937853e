#include "src/pim/workload.h"

#include "src/pim/azure.h"

/* One row per workload; what is not there yet is NULL. */
static const PimWorkload *const workloads[WORKLOAD_COUNT] = {
	[WORKLOAD_AZURE] = &azure_workload,
};

const PimWorkload *pim_workload(WorkloadId id)
{
	return id < WORKLOAD_COUNT ? workloads[id] : NULL;
}
