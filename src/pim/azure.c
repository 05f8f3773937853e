#include "src/pim/azure.h"

#include "src/pim/access.h"
#include "src/pim/definitions.h"
#include "src/pim/deny-assignments.h"
#include "src/pim/holdings.h"

const PimWorkload azure_workload = {
	.id = WORKLOAD_AZURE,
	.audience = AUDIENCE_ARM,
	.lists = {
		.load = {
			[LIST_ELIGIBILITIES] = azure_list_eligible,
			[LIST_ASSIGNMENTS] = azure_list_active,
			[LIST_REQUESTS] = azure_list_requests,
			[LIST_APPROVALS] = azure_list_approvals,
			[LIST_DORMANT] = azure_list_dormant,
		},
		.load_active_at = azure_list_active_at,
	},
	.reads = { azure_list_children, azure_read_policy, azure_read_role,
		   azure_list_definitions, azure_read_definition },
	.proofs = { azure_check_access, azure_list_permissions },
	.denies = azure_list_denies,
	.holdings = { azure_list_holdings, azure_list_holding_requests },
	.requests = { azure_submit, azure_look_up, azure_cancel },
	.decisions = { azure_decide, azure_look_up_decision },
};
