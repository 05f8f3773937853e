/* The pane of scopes on the roles screen. */
#include "tests/tui/scenes/scenes.h"

static void show_scopes(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_focus_on(desk, "scope");
	pictures_answer(desk);
	desk_keys(desk, "g right");
	pictures_answer(desk);
	desk_keys(desk, "right");
	pictures_answer(desk);
	desk_keys(desk, "down");
}

static void show_scope_filter(Desk *desk)
{
	show_scopes(desk);
	desk_keys(desk, "/");
	pictures_answer(desk);
	desk_type(desk, "rg-e");
	pictures_answer(desk);
}

/* A denial was pasted: not the first role that covers the scope, but the one that permits what was denied. */
static void show_denial(Desk *desk)
{
	desk_paste(desk, "(AuthorizationFailed) The client 'you@contoso.com' with object id "
			 "'11111111-1111-4111-8111-111111111111' does not have authorization to "
			 "perform action 'Microsoft.Web/sites/write' over scope '" PICTURES_PAYMENTS
			 "/providers/Microsoft.Web/sites/pay' or the scope is invalid.");
	const uint64_t id = desk_intent(desk, INTENT_READ_DEFINITIONS)->id;
	desk_event(desk,
		   definitions_event(desk, "Contributor", "actions: *", "Owner", "actions: *",
				     "Reader", "actions: */read", "User Access Administrator",
				     "actions: */read", "Key Vault Secrets Officer",
				     "data actions: Microsoft.KeyVault/vaults/secrets/*", NULL));
	desk_event(desk, event_new(EVENT_INTENT_DONE, id));
	Event *denies = denies_event(desk);
	const uint64_t denies_id = denies->intent_id;
	desk_event(desk, denies);
	desk_event(desk, event_new(EVENT_INTENT_DONE, denies_id));
	pictures_answer(desk);
}

const Scene scopes_scenes[] = {
	{ "denial", show_denial, AT_80x24 | AT_60x20 | AT_40x12 },
	{ "scopes", show_scopes, AT_ALL },
	{ "scope-filter", show_scope_filter, AT_80x24 | AT_40x12, .has_styles = true },
	{ NULL },
};
