#include "tests/tui/scenes/scenes.h"

static void show_loading(Desk *desk)
{
	pictures_load_account(desk);
}

static void show_roles(Desk *desk)
{
	pictures_select(desk, "Contributor");
}

static void show_active(Desk *desk)
{
	desk_focus_on(desk, "active");
}

/* Five minutes and thirty seconds later: one row ends soon, its notice is on. */
static void show_urgent(Desk *desk)
{
	show_active(desk);
	for (int i = 0; i < 27; i++)
		desk_wait(desk, 10);
}

static void show_filter(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "/");
	desk_type(desk, "con");
	pictures_answer(desk);
}

static void show_nothing_fits(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "/");
	desk_type(desk, "zzz");
}

static void show_marks(Desk *desk)
{
	pictures_select(desk, "Owner");
	desk_keys(desk, "space");
	pictures_select(desk, "Contributor");
	desk_keys(desk, "space");
	pictures_select(desk, "Global Reader");
	desk_keys(desk, "space");
	pictures_answer(desk);
}

static void open_scopes(Desk *desk)
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

static void show_scopes(Desk *desk)
{
	open_scopes(desk);
}

static void show_scope_filter(Desk *desk)
{
	open_scopes(desk);
	desk_keys(desk, "/");
	pictures_answer(desk);
	desk_type(desk, "rg-e");
	pictures_answer(desk);
}

static void open_form(Desk *desk, const char *role)
{
	pictures_select(desk, role);
	desk_keys(desk, "a");
	pictures_answer(desk);
}

static void show_form_all(Desk *desk)
{
	open_form(desk, "Contributor");
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "deploy hotfix 4711");
}

static void show_form_nothing(Desk *desk)
{
	pictures_select(desk, "Reader");
	desk_keys(desk, "down a"); /* the other one, at a subscription */
	pictures_answer(desk);
}

static void show_form_active(Desk *desk)
{
	open_form(desk, "Global Reader");
}

static void show_form_wrong(Desk *desk)
{
	open_form(desk, "Contributor");
	desk_keys(desk, "enter");
}

static void show_form_mixed(Desk *desk)
{
	show_marks(desk);
	desk_keys(desk, "a");
	pictures_answer(desk);
}

static void fill_form(Desk *desk)
{
	show_form_all(desk);
	desk_focus_on_field(desk, "ticket");
	desk_type(desk, "INC0012345");
	desk_focus_on_field(desk, "in");
	desk_type(desk, "ServiceNow");
}

static void show_confirm(Desk *desk)
{
	fill_form(desk);
	desk_keys(desk, "enter");
}

static void send_form(Desk *desk)
{
	show_confirm(desk);
	desk_keys(desk, "enter");
}

static void show_outcome_sending(Desk *desk)
{
	send_form(desk);
}

static void show_outcome_active(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_ACTIVE, NULL);
}

static void show_outcome_waiting(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_WAITING, NULL);
}

static void show_outcome_refused(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_REFUSED,
			 problem_new(PROBLEM_REFUSED, "RoleAssignmentRequestPolicyValidationFailed",
				     "At most 8h here.", "Change the duration and try again."));
}

static void show_outcome_unknown(Desk *desk)
{
	send_form(desk);
	pictures_outcome(desk, 0, REQUEST_STATE_UNKNOWN, NULL);
}

static void show_outcome_mixed(Desk *desk)
{
	show_form_mixed(desk);
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "incident 815");
	desk_focus_on_field(desk, "ticket");
	desk_type(desk, "INC0815");
	desk_keys(desk, "enter");
	desk_keys(desk, "enter");
	pictures_outcome(desk, 0, REQUEST_STATE_ACTIVE, NULL);
	pictures_outcome(desk, 1, REQUEST_STATE_REFUSED,
			 problem_new(PROBLEM_STEP_UP, "AcrsValidationFailed",
				     "A stronger sign-in is wanted (context c1).",
				     "Sign in again and try again."));
	pictures_outcome(desk, 2, REQUEST_STATE_WAITING, NULL);
}

static void show_details(Desk *desk)
{
	pictures_select(desk, "Contributor");
	desk_keys(desk, "i");
	pictures_answer(desk);
}

static void show_help(Desk *desk)
{
	desk_keys(desk, "?");
}

static void show_palette(Desk *desk)
{
	desk_keys(desk, ":");
}

static void show_palette_filter(Desk *desk)
{
	desk_keys(desk, ":");
	desk_type(desk, "act");
}

static void show_deactivate(Desk *desk)
{
	show_active(desk);
	desk_keys(desk, "D");
}

static void show_messages(Desk *desk)
{
	show_urgent(desk);
	desk_keys(desk, "m");
}

static void show_history(Desk *desk)
{
	desk_keys(desk, "4");
	pictures_answer(desk);
}

static void show_requests(Desk *desk)
{
	desk_keys(desk, "2");
}

static void show_approvals(Desk *desk)
{
	desk_keys(desk, "3");
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

static void show_hostile(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_names(desk, PICTURES_HOSTILE_NAMES);
	pictures_answer(desk);
}

static void show_hostile_details(Desk *desk)
{
	show_hostile(desk);
	desk_keys(desk, "down down i");
	pictures_answer(desk);
}

static void show_hostile_confirm(Desk *desk)
{
	show_hostile(desk);
	desk_keys(desk, "space down space down space down space a");
	pictures_answer(desk);
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "because");
	desk_keys(desk, "enter");
}

static void show_wide(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_names(desk, PICTURES_WIDE_NAMES);
	pictures_answer(desk);
}

static void show_many(Desk *desk)
{
	pictures_load_account(desk);
	pictures_load_many(desk, 10000);
	desk_keys(desk, "G up up page-up");
}

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

static void show_sign_out(Desk *desk)
{
	desk_keys(desk, ":");
	desk_type(desk, "sign out");
	desk_keys(desk, "enter");
}

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

/* The first start. */
static void show_nobody(Desk *desk)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++)
			desk_event(desk,
				   failed_event(id, list,
						problem_new(PROBLEM_SIGN_IN, "not-signed-in",
							    "Nobody is signed in.",
							    "Sign in: with S in the dashboard, or "
							    "with `myroles login`.")));
}

const Scene scenes[] = {
	{ "loading", show_loading, AT_80x24 | AT_40x12, .is_bare = true },
	{ "roles", show_roles, AT_ALL },
	{ "roles-ascii", show_roles, AT_80x24, .is_ascii = true, .has_styles = true },
	{ "active", show_active, AT_80x24 | AT_40x12, .has_styles = true },
	{ "urgent", show_urgent, AT_80x24, .has_styles = true },
	{ "filter", show_filter, AT_80x24 | AT_40x12, .has_styles = true },
	{ "nothing-fits", show_nothing_fits, AT_80x24 },
	{ "marks", show_marks, AT_80x24 | AT_40x12, .has_styles = true },
	{ "scopes", show_scopes, AT_ALL },
	{ "scope-filter", show_scope_filter, AT_80x24 | AT_40x12, .has_styles = true },
	{ "form-all", show_form_all, AT_ALL },
	{ "form-nothing", show_form_nothing, AT_80x24 | AT_40x12 },
	{ "form-active", show_form_active, AT_80x24 },
	{ "form-wrong", show_form_wrong, AT_80x24 | AT_40x12 },
	{ "form-mixed", show_form_mixed, AT_80x24 | AT_120x40 },
	{ "confirm", show_confirm, AT_80x24 | AT_40x12 },
	{ "outcome-sending", show_outcome_sending, AT_80x24 },
	{ "outcome-active", show_outcome_active, AT_80x24 | AT_40x12 },
	{ "outcome-waiting", show_outcome_waiting, AT_80x24 },
	{ "outcome-refused", show_outcome_refused, AT_80x24 | AT_40x12 },
	{ "outcome-unknown", show_outcome_unknown, AT_80x24 },
	{ "outcome-mixed", show_outcome_mixed, AT_80x24 },
	{ "details", show_details, AT_80x24 | AT_40x12 | AT_120x40 },
	{ "help", show_help, AT_80x24 | AT_40x12 },
	{ "palette", show_palette, AT_80x24 | AT_40x12 },
	{ "palette-filter", show_palette_filter, AT_80x24 },
	{ "deactivate", show_deactivate, AT_80x24 | AT_40x12 },
	{ "messages", show_messages, AT_80x24 },
	{ "history", show_history, AT_ALL },
	{ "requests", show_requests, AT_80x24 },
	{ "approvals", show_approvals, AT_80x24 },
	{ "failed", show_failed, AT_80x24 | AT_40x12 | AT_120x40, .is_bare = true },
	{ "all-failed", show_all_failed, AT_80x24, .is_bare = true },
	{ "nothing", show_nothing, AT_80x24 | AT_40x12, .is_bare = true },
	{ "hostile", show_hostile, AT_80x24, .is_bare = true },
	{ "hostile-details", show_hostile_details, AT_80x24, .is_bare = true },
	{ "hostile-confirm", show_hostile_confirm, AT_80x24, .is_bare = true },
	{ "wide", show_wide, AT_80x24 | AT_40x12 | AT_120x40, .is_bare = true },
	{ "wide-ascii", show_wide, AT_80x24, .is_bare = true, .is_ascii = true },
	{ "sign-in", show_sign_in, AT_80x24 | AT_40x12 | AT_120x40 },
	{ "sign-in-elsewhere", show_sign_in, AT_80x24 | AT_40x12,
	  .elsewhere = "this is an SSH session" },
	{ "sign-in-address", show_sign_in_address, AT_80x24 },
	{ "sign-in-code", show_sign_in_code, AT_80x24 | AT_40x12 },
	{ "sign-in-qr", show_sign_in_qr, AT_80x24 | AT_40x12, .has_styles = true },
	{ "sign-in-failed", show_sign_in_failed, AT_80x24 | AT_40x12 },
	{ "sign-out", show_sign_out, AT_80x24 | AT_40x12 },
	{ "accounts", show_accounts, AT_80x24 | AT_40x12 },
	{ "nobody", show_nobody, AT_80x24 | AT_40x12, .is_bare = true },
	{ "many", show_many, AT_80x24 | AT_40x12, .is_bare = true },
};

const size_t scenes_count = G_N_ELEMENTS(scenes);

Desk *scene_play(const Scene *scene, int columns, int rows)
{
	Desk *desk = pictures_start(&(DeskStart){
		.columns = columns,
		.rows = rows,
		.elsewhere = scene->elsewhere,
		.is_ascii = scene->is_ascii,
	});

	if (!scene->is_bare)
		pictures_load(desk);
	scene->play(desk);
	return desk;
}
