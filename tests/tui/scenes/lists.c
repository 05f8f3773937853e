/* What lists can be: on their way, failed, empty. */
#include "tests/tui/scenes/scenes.h"

static void show_loading(Desk *desk)
{
	pictures_load_account(desk);
}

/* One workload lacks a permission, one stands on old rows: the third is as good as ever. */
static void show_failed(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_workload(desk, WORKLOAD_AZURE);
	pictures_load_workload(desk, WORKLOAD_GROUP);
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_ELIGIBILITIES,
				      problem_new(PROBLEM_NOT_ALLOWED, "test",
						  "Entra roles: the permission "
						  "RoleManagement.ReadWrite.Directory is missing.",
						  "Ask an administrator for consent.")));
	desk_event(desk, failed_event(WORKLOAD_ENTRA, LIST_ASSIGNMENTS,
				      problem_new(PROBLEM_NOT_ALLOWED, "test",
						  "Entra roles: the permission "
						  "RoleManagement.ReadWrite.Directory is missing.",
						  "Ask an administrator for consent.")));
	desk_event(desk, failed_event(WORKLOAD_GROUP, LIST_ELIGIBILITIES,
				      problem_new(PROBLEM_UNREACHABLE, "test",
						  "graph.microsoft.com did not answer in time.",
						  "Press R to try again.")));
	desk_wait(desk, 30);
}

static void show_all_failed(Desk *desk)
{
	pictures_load_account(desk);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++)
			desk_event(desk,
				   failed_event(id, list,
						problem_new(PROBLEM_UNREACHABLE, "test",
							    "management.azure.com could not be "
							    "reached: the name is unknown.",
							    "Look at the network, then press R.")));
}

static void show_nothing(Desk *desk)
{
	pictures_load_account(desk);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		pictures_load_none(desk, id);
}

/* The first start. */
static void show_nobody(Desk *desk)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++)
			desk_event(desk, failed_event(id, list,
						      problem_new(PROBLEM_SIGN_IN, "not-signed-in",
								  "Nobody is signed in.",
								  "Sign in{sign-in}.")));
}

const Scene lists_scenes[] = {
	{ "loading", show_loading, AT_80x24 | AT_40x12, .is_bare = true },
	{ "failed", show_failed, AT_80x24 | AT_40x12 | AT_120x40, .is_bare = true },
	{ "all-failed", show_all_failed, AT_80x24, .is_bare = true },
	{ "nothing", show_nothing, AT_80x24 | AT_40x12, .is_bare = true },
	{ "nobody", show_nobody, AT_ALL, .is_bare = true },
	{ NULL },
};
