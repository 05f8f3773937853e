#include "src/model/workload.h"

#include <glib.h>

static const WorkloadInfo workloads[WORKLOAD_COUNT] = {
	[WORKLOAD_AZURE] = {
		.id = WORKLOAD_AZURE,
		.name = "azure",
		.title = "Azure resource roles",
		.line = "azure",
		.portal_page = "#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/azurerbac",
		.can_narrow_scope = true,
		.can_check = true,
		.can_schedule = true,
		.can_extend = true,
		.can_read_role = true,
		.can_prove = true,
		.after_activation = "Azure CLI, kubectl and other tools may keep a token without the new "
				    "role; sign in to them again if access is refused.",
	},
	[WORKLOAD_ENTRA] = {
		.id = WORKLOAD_ENTRA,
		.name = "entra",
		.title = "Entra directory roles",
		.line = "entra",
		.portal_page = "#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles",
		.can_check = true,
		.can_schedule = true,
		.can_extend = true,
		.can_read_role = true,
		.after_activation = "Portals and tools that are signed in already may need to be "
				    "reloaded before the new role shows.",
	},
	[WORKLOAD_GROUP] = {
		.id = WORKLOAD_GROUP,
		.name = "group",
		.title = "Group memberships and ownerships",
		.line = "groups",
		.portal_page = "#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup",
		.can_check = true,
		.can_schedule = true,
		.can_extend = true,
		.can_read_role = true,
		.has_access = true,
		.after_activation = "What the group grants may follow some minutes later; tools that are "
				    "signed in already may need a new sign-in.",
	},
};

const WorkloadInfo *workload_info(WorkloadId id)
{
	g_return_val_if_fail((unsigned)id < WORKLOAD_COUNT, NULL);
	return &workloads[id];
}

bool workload_from_name(const char *name, WorkloadId *out)
{
	for (int id = 0; name != NULL && id < WORKLOAD_COUNT; id++) {
		if (g_ascii_strcasecmp(workloads[id].name, name) == 0) {
			*out = (WorkloadId)id;
			return true;
		}
	}
	return false;
}
