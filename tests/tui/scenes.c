#include "tests/tui/scenes.h"

static void show_loading(Fixture *fixture)
{
	fixture_load_account(fixture);
}

static void show_roles(Fixture *fixture)
{
	fixture_select(fixture, "Contributor");
}

static void show_active(Fixture *fixture)
{
	while (fixture->state->focus != PANE_ACTIVE)
		fixture_keys(fixture, "tab");
}

/* Five minutes and thirty seconds later: one row ends soon, its notice is on. */
static void show_urgent(Fixture *fixture)
{
	show_active(fixture);
	for (int i = 0; i < 27; i++)
		fixture_advance(fixture, 10);
}

static void show_filter(Fixture *fixture)
{
	fixture_select(fixture, "Contributor");
	fixture_keys(fixture, "/");
	fixture_type(fixture, "con");
	fixture_answer(fixture);
}

static void show_nothing_fits(Fixture *fixture)
{
	fixture_select(fixture, "Contributor");
	fixture_keys(fixture, "/");
	fixture_type(fixture, "zzz");
}

static void show_marks(Fixture *fixture)
{
	fixture_select(fixture, "Owner");
	fixture_keys(fixture, "space");
	fixture_select(fixture, "Contributor");
	fixture_keys(fixture, "space");
	fixture_select(fixture, "Global Reader");
	fixture_keys(fixture, "space");
	fixture_answer(fixture);
}

static void open_scopes(Fixture *fixture)
{
	fixture_select(fixture, "Contributor");
	while (fixture->state->focus != PANE_SCOPE)
		fixture_keys(fixture, "tab");
	fixture_answer(fixture);
	fixture_keys(fixture, "g right");
	fixture_answer(fixture);
	fixture_keys(fixture, "right");
	fixture_answer(fixture);
	fixture_keys(fixture, "down");
}

static void show_scopes(Fixture *fixture)
{
	open_scopes(fixture);
}

static void show_scope_filter(Fixture *fixture)
{
	open_scopes(fixture);
	fixture_keys(fixture, "/");
	fixture_answer(fixture);
	fixture_type(fixture, "rg-e");
	fixture_answer(fixture);
}

static void open_form(Fixture *fixture, const char *role)
{
	fixture_select(fixture, role);
	fixture_keys(fixture, "a");
	fixture_answer(fixture);
}

static void go_to_field(Fixture *fixture, FormFieldId id)
{
	const Overlay *overlay = state_overlay(fixture->state);

	for (int i = 0; i < FORM_FIELD_COUNT && overlay->form->focus != id; i++)
		fixture_keys(fixture, "tab");
}

static void show_form_all(Fixture *fixture)
{
	open_form(fixture, "Contributor");
	go_to_field(fixture, FORM_REASON);
	fixture_type(fixture, "deploy hotfix 4711");
}

static void show_form_nothing(Fixture *fixture)
{
	open_form(fixture, "Reader");
}

static void show_form_active(Fixture *fixture)
{
	open_form(fixture, "Global Reader");
}

static void show_form_wrong(Fixture *fixture)
{
	open_form(fixture, "Contributor");
	fixture_keys(fixture, "enter");
}

static void show_form_mixed(Fixture *fixture)
{
	show_marks(fixture);
	fixture_keys(fixture, "a");
	fixture_answer(fixture);
}

static void fill_form(Fixture *fixture)
{
	show_form_all(fixture);
	go_to_field(fixture, FORM_TICKET);
	fixture_type(fixture, "INC0012345");
	go_to_field(fixture, FORM_TICKET_SYSTEM);
	fixture_type(fixture, "ServiceNow");
}

static void show_confirm(Fixture *fixture)
{
	fill_form(fixture);
	fixture_keys(fixture, "enter");
}

static void send_form(Fixture *fixture)
{
	show_confirm(fixture);
	fixture_keys(fixture, "enter");
}

static void show_outcome_sending(Fixture *fixture)
{
	send_form(fixture);
}

static void show_outcome_active(Fixture *fixture)
{
	send_form(fixture);
	fixture_outcome(fixture, 0, REQUEST_STATE_ACTIVE, NULL);
}

static void show_outcome_waiting(Fixture *fixture)
{
	send_form(fixture);
	fixture_outcome(fixture, 0, REQUEST_STATE_WAITING, NULL);
}

static void show_outcome_refused(Fixture *fixture)
{
	send_form(fixture);
	fixture_outcome(fixture, 0, REQUEST_STATE_REFUSED,
			problem_new(PROBLEM_REFUSED, "RoleAssignmentRequestPolicyValidationFailed",
				    "At most 8h here.", "Change the duration and try again."));
}

static void show_outcome_unknown(Fixture *fixture)
{
	send_form(fixture);
	fixture_outcome(fixture, 0, REQUEST_STATE_UNKNOWN, NULL);
}

static void show_outcome_mixed(Fixture *fixture)
{
	show_form_mixed(fixture);
	go_to_field(fixture, FORM_REASON);
	fixture_type(fixture, "incident 815");
	go_to_field(fixture, FORM_TICKET);
	fixture_type(fixture, "INC0815");
	fixture_keys(fixture, "enter");
	fixture_keys(fixture, "enter");
	fixture_outcome(fixture, 0, REQUEST_STATE_ACTIVE, NULL);
	fixture_outcome(fixture, 1, REQUEST_STATE_REFUSED,
			problem_new(PROBLEM_STEP_UP, "AcrsValidationFailed",
				    "A stronger sign-in is wanted (context c1).",
				    "Sign in again and try again."));
	fixture_outcome(fixture, 2, REQUEST_STATE_WAITING, NULL);
}

static void show_details(Fixture *fixture)
{
	fixture_select(fixture, "Contributor");
	fixture_keys(fixture, "i");
	fixture_answer(fixture);
}

static void show_help(Fixture *fixture)
{
	fixture_keys(fixture, "?");
}

static void show_palette(Fixture *fixture)
{
	fixture_keys(fixture, ":");
}

static void show_palette_filter(Fixture *fixture)
{
	fixture_keys(fixture, ":");
	fixture_type(fixture, "act");
}

static void show_deactivate(Fixture *fixture)
{
	show_active(fixture);
	fixture_keys(fixture, "D");
}

static void show_messages(Fixture *fixture)
{
	show_urgent(fixture);
	fixture_keys(fixture, "m");
}

static void show_history(Fixture *fixture)
{
	fixture_keys(fixture, "4");
	fixture_answer(fixture);
}

static void show_requests(Fixture *fixture)
{
	fixture_keys(fixture, "2");
}

static void show_approvals(Fixture *fixture)
{
	fixture_keys(fixture, "3");
}

/* One workload lacks a permission, one stands on old rows: the third is as good as ever. */
static void show_failed(Fixture *fixture)
{
	fixture_load_account(fixture);
	fixture_load_eligible(fixture, WORKLOAD_AZURE);
	fixture_load_active(fixture, WORKLOAD_AZURE);
	fixture_load_eligible(fixture, WORKLOAD_GROUP);
	fixture_load_active(fixture, WORKLOAD_GROUP);
	fixture_fail(fixture, WORKLOAD_ENTRA, LIST_ELIGIBILITIES, PROBLEM_NOT_ALLOWED,
		     "Entra roles: the permission RoleManagement.ReadWrite.Directory is missing.",
		     "Ask an administrator for consent.");
	fixture_fail(fixture, WORKLOAD_ENTRA, LIST_ASSIGNMENTS, PROBLEM_NOT_ALLOWED,
		     "Entra roles: the permission RoleManagement.ReadWrite.Directory is missing.",
		     "Ask an administrator for consent.");
	fixture_fail(fixture, WORKLOAD_GROUP, LIST_ELIGIBILITIES, PROBLEM_UNREACHABLE,
		     "graph.microsoft.com did not answer in time.", "Press R to try again.");
	fixture_advance(fixture, 30);
}

static void show_all_failed(Fixture *fixture)
{
	fixture_load_account(fixture);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++)
			fixture_fail(
				fixture, id, list, PROBLEM_UNREACHABLE,
				"management.azure.com could not be reached: the name is unknown.",
				"Look at the network, then press R.");
}

static void show_nothing(Fixture *fixture)
{
	fixture_load_account(fixture);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		fixture_load_none(fixture, id);
}

static void show_hostile(Fixture *fixture)
{
	fixture_load_account(fixture);
	fixture_load_names(fixture, FIXTURE_NAMES_HOSTILE);
	fixture_answer(fixture);
}

static void show_hostile_details(Fixture *fixture)
{
	show_hostile(fixture);
	fixture_keys(fixture, "down down i");
	fixture_answer(fixture);
}

static void show_hostile_confirm(Fixture *fixture)
{
	show_hostile(fixture);
	fixture_keys(fixture, "space down space down space down space a");
	fixture_answer(fixture);
	go_to_field(fixture, FORM_REASON);
	fixture_type(fixture, "because");
	fixture_keys(fixture, "enter");
}

static void show_wide(Fixture *fixture)
{
	fixture_load_account(fixture);
	fixture_load_names(fixture, FIXTURE_NAMES_WIDE);
	fixture_answer(fixture);
}

static void show_many(Fixture *fixture)
{
	fixture_load_account(fixture);
	fixture_load_many(fixture, 10000);
	fixture_keys(fixture, "G up up page-up");
}

static void sign_in_event(Fixture *fixture, SignInStage stage, int step)
{
	Event *event = event_new(EVENT_SIGN_IN, fixture_intent(fixture, INTENT_SIGN_IN)->id);
	event->sign_in = g_new0(SignInProgress, 1);
	event->sign_in->stage = stage;
	event->sign_in->step = step;
	event->sign_in->steps = 2;
	event->sign_in->what = g_strdup("Azure roles");
	event->sign_in->url = g_strdup(
		"https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize"
		"?client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46&response_type=code"
		"&redirect_uri=http%3A%2F%2Flocalhost%3A53682%2F"
		"&scope=https%3A%2F%2Fmanagement.azure.com%2F.default%20openid%20offline_access"
		"&state=V2hvIHJlYWRzIHRoaXMgaXMgY3VyaW91cw&code_challenge_method=S256");
	fixture_event(fixture, event);
}

static void show_sign_in(Fixture *fixture)
{
	fixture_keys(fixture, "S");
	sign_in_event(fixture, SIGN_IN_PAGE, 1);
}

static void show_sign_in_elsewhere(Fixture *fixture)
{
	fixture->state->elsewhere = g_strdup("this is an SSH session");
	show_sign_in(fixture);
}

static void show_sign_in_address(Fixture *fixture)
{
	show_sign_in(fixture);
	fixture_keys(fixture, "p");
	fixture_type(fixture, "http://localhost:53682/?code=secret");
}

static void show_sign_in_code(Fixture *fixture)
{
	fixture_keys(fixture, "S c");
	Event *event = event_new(EVENT_SIGN_IN, fixture_intent(fixture, INTENT_SIGN_IN)->id);
	event->sign_in = g_new0(SignInProgress, 1);
	event->sign_in->stage = SIGN_IN_PAGE;
	event->sign_in->method = SIGN_IN_DEVICE;
	event->sign_in->url = g_strdup("https://microsoft.com/devicelogin");
	event->sign_in->user_code = g_strdup("CXR8HQ9ZT");
	event->sign_in->expires = FIXTURE_NOW + 872;
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
	fixture_event(fixture, event);
}

static void show_sign_in_qr(Fixture *fixture)
{
	show_sign_in_code(fixture);
	fixture_keys(fixture, "v");
}

static void show_sign_in_failed(Fixture *fixture)
{
	show_sign_in(fixture);
	Event *event = event_new(EVENT_SIGN_IN_FAILED, fixture_intent(fixture, INTENT_SIGN_IN)->id);
	event->problem = problem_new(
		PROBLEM_SIGN_IN, "blocked", "Conditional Access blocks this sign-in (AADSTS53003).",
		"Sign in with the browser of a device that your organization manages.");
	event->problem->request_id = g_strdup("7b2f8d0e-3c51-4b0c-9a44-0c8e8f1d2a67");
	fixture_event(fixture, event);
}

static void show_sign_out(Fixture *fixture)
{
	fixture_keys(fixture, ":");
	fixture_type(fixture, "sign out");
	fixture_keys(fixture, "enter");
}

static void add_known(GPtrArray *rows, const char *name, const char *upn, const char *tenant,
		      bool is_new)
{
	KnownAccount *known = g_new0(KnownAccount, 1);
	known->name = g_strdup(name);
	known->is_current = rows->len == 0;
	if (upn) {
		known->account = account_new();
		known->account->oid =
			is_new ? NULL : g_strdup("0a1b2c3d-0000-4000-8000-00000000a001");
		known->account->tid = g_strdup("0a1b2c3d-0000-4000-8000-00000000b001");
		known->account->upn = g_strdup(upn);
		known->account->tenant_name = g_strdup(tenant);
		known->account->cloud = g_strdup("public");
	}
	g_ptr_array_add(rows, known);
}

static void show_accounts(Fixture *fixture)
{
	fixture_keys(fixture, "A");
	Event *event = event_new(EVENT_ACCOUNTS, fixture_intent(fixture, INTENT_LIST_ACCOUNTS)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)known_account_free);
	add_known(event->rows, "work", "you@contoso.com", "Contoso", false);
	add_known(event->rows, "work", "admin.you@contoso.com", "Contoso", false);
	add_known(event->rows, "work", "you@contoso.com", "Fabrikam", true);
	add_known(event->rows, "lab", NULL, NULL, false);
	event->is_complete = true;
	fixture_event(fixture, event);
	fixture_keys(fixture, "down down");
}

/* The first start. */
static void show_nobody(Fixture *fixture)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++)
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++) {
			Event *event = event_new(EVENT_LIST_FAILED, 0);
			event->workload = id;
			event->list = list;
			event->problem = problem_new(
				PROBLEM_SIGN_IN, "not-signed-in", "Nobody is signed in.",
				"Sign in: with S in the dashboard, or with `myroles login`.");
			fixture_event(fixture, event);
		}
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
	{ "sign-in-elsewhere", show_sign_in_elsewhere, AT_80x24 | AT_40x12 },
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

Fixture *scene_play(const Scene *scene, int columns, int rows)
{
	Fixture *fixture = scene->is_bare ? fixture_new(columns, rows, scene->is_ascii)
					  : fixture_new_loaded(columns, rows, scene->is_ascii);

	scene->play(fixture);
	return fixture;
}
