/* The banner of what changed, and the list behind it. */
#include "src/model/change.h"
#include "tests/tui/scenes/scenes.h"

static Change *add(GPtrArray *rows, const Desk *desk, ChangeKind kind, const char *role,
		   const char *scope)
{
	const Grant grant = { .role = { .id = (char *)role, .name = (char *)role },
			      .scope = { .id = (char *)scope, .name = (char *)scope } };
	Change *change = change_new(kind, &grant, desk_now(desk) - 20 * HOUR);
	change->number = rows->len + 1;
	g_ptr_array_add(rows, change);
	return change;
}

static void tell_changes(Desk *desk)
{
	Event *event = event_new(EVENT_CHANGES, 0);
	GPtrArray *rows = event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)change_free);
	add(rows, desk, CHANGE_NEW, "Backup Operator", "rg-data")->after =
		desk_now(desk) + 30 * 24 * HOUR;
	add(rows, desk, CHANGE_GONE, "Virtual Machine Contributor", "rg-edge-dev");
	add(rows, desk, CHANGE_SHORTENED, "Owner", "rg-edge")->after =
		desk_now(desk) + 3 * 24 * HOUR;
	Change *maximum = add(rows, desk, CHANGE_MAXIMUM, "Contributor", "rg-payments");
	maximum->before = 8 * HOUR;
	maximum->after = 2 * HOUR;
	add(rows, desk, CHANGE_APPROVAL, "Contributor", "rg-payments")->gained =
		g_strdup("SecOps\nNguyễn Minh");
	Change *role = add(rows, desk, CHANGE_PERMISSIONS, "Monitoring Contributor", "Platform");
	role->gained = g_strdup("actions: Microsoft.Insights/alertRules/*\n"
				"actions: Microsoft.Support/*");
	role->lost = g_strdup("notActions: Microsoft.Insights/workbooks/delete");
	desk_event(desk, event);
}

static void show_changes(Desk *desk)
{
	tell_changes(desk);
	desk_keys(desk, "C");
}

const Scene changes_scenes[] = {
	{ "changes-banner", tell_changes, AT_80x24 },
	{ "changes", show_changes, AT_40x12 },
	{ NULL },
};
