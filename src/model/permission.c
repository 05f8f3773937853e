#include "src/model/permission.h"

static const Permission table[] = {
	{ "RoleEligibilitySchedule.Read.Directory", WORKLOAD_ENTRA, "list eligible directory roles",
	  false },
	{ "RoleAssignmentSchedule.ReadWrite.Directory", WORKLOAD_ENTRA,
	  "list active directory roles, activate and deactivate them", false },
	{ "RoleManagementPolicy.Read.Directory", WORKLOAD_ENTRA,
	  "read what a directory role asks for", false },
	{ "RoleManagement.Read.Directory", WORKLOAD_ENTRA,
	  "read what a directory role permits, and names that lists leave out", true },
	{ "AdministrativeUnit.Read.All", WORKLOAD_ENTRA, "show the names of administrative units",
	  true },
	{ "PrivilegedEligibilitySchedule.Read.AzureADGroup", WORKLOAD_GROUP, "list eligible groups",
	  false },
	{ "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup", WORKLOAD_GROUP,
	  "list active groups, activate and deactivate them", false },
	{ "RoleManagementPolicy.Read.AzureADGroup", WORKLOAD_GROUP, "read what a group asks for",
	  false },
	{ "GroupMember.Read.All", WORKLOAD_GROUP, "show the names of groups", true },
	{ "RoleEligibilitySchedule.ReadWrite.Directory", WORKLOAD_ENTRA,
	  "ask for more of an eligible directory role", true, true },
	{ "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup", WORKLOAD_GROUP,
	  "ask for more of an eligible group", true, true },
};

const Permission *permission_table(size_t *count)
{
	*count = sizeof table / sizeof table[0];
	return table;
}
