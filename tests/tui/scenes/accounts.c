/* The list of accounts. */
#include "tests/tui/scenes/scenes.h"

#define ME     "0a1b2c3d-0000-4000-8000-00000000a001"
#define TENANT "0a1b2c3d-0000-4000-8000-00000000b001"

static void show_accounts(Desk *desk)
{
	desk_keys(desk, "A");
	desk_event(
		desk,
		accounts_event(
			desk, make_known_account("work", "you@contoso.com", ME, TENANT, "Contoso"),
			make_known_account("work", "admin.you@contoso.com", ME, TENANT, "Contoso"),
			make_known_account("work", "you@contoso.com", NULL, TENANT, "Fabrikam"),
			make_known_account("lab", NULL, NULL, NULL, NULL), NULL));
	desk_keys(desk, "down down");
}

const Scene accounts_scenes[] = {
	{ "accounts", show_accounts, AT_80x24 | AT_40x12 },
	{ NULL },
};
