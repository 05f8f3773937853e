/* Signing in: in a browser, by a code, and when it fails. */
#include "tests/tui/scenes/scenes.h"

static void show_sign_in(Desk *desk)
{
	Event *event;
	desk_keys(desk, "S");
	event = sign_in_event(
		desk, SIGN_IN_PAGE,
		"https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize"
		"?client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46&response_type=code"
		"&redirect_uri=http%3A%2F%2Flocalhost%3A53682%2F"
		"&scope=https%3A%2F%2Fmanagement.azure.com%2F.default%20openid%20offline_access"
		"&state=V2hvIHJlYWRzIHRoaXMgaXMgY3VyaW91cw&code_challenge_method=S256");
	event->sign_in->steps = 2;
	event->sign_in->what = g_strdup("Azure roles");
	desk_event(desk, event);
}

static void show_sign_in_address(Desk *desk)
{
	show_sign_in(desk);
	desk_keys(desk, "p");
	desk_type(desk, "http://localhost:53682/?code=secret");
}

static void show_sign_in_code(Desk *desk)
{
	desk_keys(desk, "S c");
	Event *event = sign_in_event(desk, SIGN_IN_PAGE, "https://microsoft.com/devicelogin");
	event->sign_in->method = SIGN_IN_DEVICE;
	event->sign_in->user_code = g_strdup("CXR8HQ9ZT");
	event->sign_in->expires = PICTURES_NOW + 872;
	/* Not a real one: three corners are enough to see whether they are drawn right. */
	event->sign_in->qr_size = 29;
	event->sign_in->qr = g_strnfill(29 * 29, ' ');
	for (int i = 0; i < 7 * 7; i++) {
		const int row = i / 7, column = i % 7;
		const bool is_ring = row % 6 == 0 || column % 6 == 0;
		const bool is_heart = row > 1 && row < 5 && column > 1 && column < 5;
		if (!is_ring && !is_heart)
			continue;
		event->sign_in->qr[row * 29 + column] = '#';
		event->sign_in->qr[row * 29 + column + 22] = '#';
		event->sign_in->qr[(row + 22) * 29 + column] = '#';
	}
	desk_event(desk, event);
}

static void show_sign_in_qr(Desk *desk)
{
	show_sign_in_code(desk);
	desk_keys(desk, "v");
}

static void show_sign_in_failed(Desk *desk)
{
	show_sign_in(desk);
	Problem *problem = problem_new(
		PROBLEM_SIGN_IN, "blocked", "Conditional Access blocks this sign-in (AADSTS53003).",
		"Sign in with the browser of a device that your organization manages.");
	problem->request_id = g_strdup("7b2f8d0e-3c51-4b0c-9a44-0c8e8f1d2a67");
	desk_event(desk, sign_in_failed_event(desk, problem));
}

static void show_store_choice(Desk *desk)
{
	show_sign_in(desk);
	Event *event = sign_in_event(desk, SIGN_IN_DONE, NULL);
	event->problem = problem_new(PROBLEM_FAILED, "no-keyring", "No keyring can be reached.",
				     "Start one.");
	desk_event(desk, event);
}

const Scene sign_in_scenes[] = {
	{ "sign-in", show_sign_in, AT_80x24 | AT_40x12 | AT_120x40 },
	{ "sign-in-elsewhere", show_sign_in, AT_80x24 | AT_40x12,
	  .elsewhere = "this is an SSH session" },
	{ "sign-in-address", show_sign_in_address, AT_80x24 },
	{ "sign-in-code", show_sign_in_code, AT_80x24 | AT_40x12 },
	{ "sign-in-qr", show_sign_in_qr, AT_80x24 | AT_40x12, .has_styles = true },
	{ "sign-in-failed", show_sign_in_failed, AT_80x24 | AT_40x12 },
	{ "store-choice", show_store_choice, AT_80x24 | AT_40x12 },
	{ NULL },
};
