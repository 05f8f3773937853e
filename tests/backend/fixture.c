#include "tests/backend/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/json/value.h"
#include "tests/e2e/folder.h"

#define DEADLINE_SECONDS 60

static unsigned pace_ms = 20;

void fixture_set_pace(unsigned milliseconds)
{
	pace_ms = milliseconds;
}

static unsigned mute_ms;

void fixture_set_mute(unsigned milliseconds)
{
	mute_ms = milliseconds;
}

void fixture_take_allocator(void)
{
	json_value_free(json_parse("{}", 2, NULL));
}

static int open_stage(void **state, const char *const *arguments)
{
	fixture_take_allocator();
	*state = stage_new(arguments);
	return 0;
}

int fixture_group_setup(void **state)
{
	return open_stage(state, NULL);
}

int fixture_group_setup_large(void **state)
{
	static const char *const arguments[] = { "--eligible=1000", NULL };
	return open_stage(state, arguments);
}

static Settings *make_settings(const Tenant *tenant)
{
	Settings *settings = settings_new();
	Cloud *cloud = g_new0(Cloud, 1);
	cloud->name = g_strdup("tenant");
	cloud->login = g_strdup(tenant_url(tenant, "login"));
	cloud->arm = g_strdup(tenant_url(tenant, "arm"));
	cloud->graph = g_strdup(tenant_url(tenant, "graph"));
	g_ptr_array_add(settings->clouds, cloud);
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup("test");
	account->cloud = g_strdup("tenant");
	account->token_source = TOKEN_SOURCE_FILE;
	account->token_file = g_strdup(tenant_token_file(tenant));
	g_ptr_array_add(settings->accounts, account);
	return settings;
}

static void open_backend(Fixture *fixture)
{
	g_autoptr(GError) error = NULL;
	const BackendOptions options = {
		.tenant = fixture->wanted_tenant,
		.state_dir = fixture->state_dir != NULL ? fixture->state_dir : fixture->folder,
		.cache_dir = fixture->folder,
		.home_dir = fixture->folder,
		.clock = fixture->clock,
		.pace_ms = pace_ms,
		.mute_ms = mute_ms,
		.is_hasty = fixture->is_hasty,
		.kept = fixture->kept,
		.change_ms = fixture->change_ms,
	};
	fixture->backend = backend_new(fixture->settings, &options, &error);
	g_assert_no_error(error);
}

void fixture_reset_tenant(Fixture *fixture)
{
	tenant_tell(fixture->tenant, "/reset", "{}");
	fixture_forget_requests(fixture);
}

void fixture_forget_requests(Fixture *fixture)
{
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/requests", NULL));
}

int fixture_setup(void **state)
{
	const Stage *stage = *state;
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->tenant = stage->tenant;
	g_setenv("XDG_RUNTIME_DIR", stage->folder, TRUE); /* locks */
	fixture_reset_tenant(fixture);
	fixture->folder = folder_new();
	fixture->settings = make_settings(stage->tenant);
	fixture->seen = g_ptr_array_new_with_free_func((GDestroyNotify)event_free);
	open_backend(fixture);
	*state = fixture;
	return 0;
}

int fixture_teardown(void **state)
{
	Fixture *fixture = *state;
	backend_free(fixture->backend);
	clock_free(fixture->clock);
	settings_free(fixture->settings);
	g_ptr_array_unref(fixture->seen);
	folder_remove(fixture->folder);
	g_free(fixture->folder);
	g_free(fixture->state_dir);
	g_free(fixture);
	return 0;
}

void fixture_stop(Fixture *fixture)
{
	g_clear_pointer(&fixture->backend, backend_free);
}

void fixture_restart(Fixture *fixture)
{
	fixture_stop(fixture);
	fixture->looked_at = fixture->seen->len;
	open_backend(fixture);
}

void fixture_use_tokens(Fixture *fixture, const char *text)
{
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	g_autoptr(GError) error = NULL;
	g_free(account->token_file);
	account->token_file = g_build_filename(fixture->folder, "tokens.json", NULL);
	g_file_set_contents_full(account->token_file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT,
				 0600, &error);
	g_assert_no_error(error);
	fixture_restart(fixture);
}

static char *token_of(Fixture *fixture, const char *host, const char *account)
{
	g_autofree char *body = g_strdup_printf(
		"{\"host\":\"%s\",\"account\":\"%s\",\"amr\":[\"pwd\",\"mfa\"]}", host, account);
	g_autoptr(cJSON) json = tenant_call(fixture->tenant, "POST", "/token", body);
	return g_strdup(cJSON_GetStringValue(cJSON_GetObjectItem(json, "token")));
}

void fixture_load_approvals(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << LIST_APPROVALS;
	fixture_await_intent(fixture, fixture_send(fixture, intent));
}

void fixture_become(Fixture *fixture, const char *account)
{
	g_autofree char *arm = token_of(fixture, "arm", account);
	g_autofree char *graph = token_of(fixture, "graph", account);
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}", arm, graph);
	fixture_use_tokens(fixture, text);
	/* What waits for another account than the last one is turned away: from here on it is known. */
	fixture_load_approvals(fixture);
}

void fixture_use_sign_in(Fixture *fixture, const char *client_id)
{
	AccountSettings *account = fixture->settings->accounts->pdata[0];
	account->token_source = TOKEN_SOURCE_SIGN_IN;
	account->token_store = TOKEN_STORE_MEMORY;
	account->client_id = g_strdup(client_id);
	g_clear_pointer(&account->token_file, g_free);
	fixture_restart(fixture);
}

uint64_t fixture_send(Fixture *fixture, Intent *intent)
{
	intent->id = ++fixture->last_intent;
	backend_send(fixture->backend, intent);
	return fixture->last_intent;
}

uint64_t fixture_refresh(Fixture *fixture)
{
	return fixture_send(fixture, intent_new(0, INTENT_REFRESH));
}

/* ---- waiting ---- */

typedef bool (*EventTest)(const Event *event, gconstpointer data);

static gboolean on_deadline(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

static void take_events(Fixture *fixture)
{
	for (Event *event; (event = backend_take_event(fixture->backend)) != NULL;)
		g_ptr_array_add(fixture->seen, event);
}

static void list_seen(const Fixture *fixture, guint from)
{
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		print_message(
			"# event %d intent %d %s %s\n", (int)event->kind, (int)event->intent_id,
			event->request == NULL ? "" : request_state_word(event->request->state),
			event->problem == NULL ? "" : event->problem->message);
	}
}

static const Event *await(Fixture *fixture, EventTest test, gconstpointer data)
{
	const guint from = fixture->looked_at;
	bool is_over = false;
	const guint timer = g_timeout_add_seconds(DEADLINE_SECONDS, on_deadline, &is_over);
	take_events(fixture);
	while (!is_over) {
		while (fixture->looked_at < fixture->seen->len) {
			const Event *event = fixture->seen->pdata[fixture->looked_at++];
			if (test(event, data)) {
				g_source_remove(timer);
				return event;
			}
		}
		g_main_context_iteration(NULL, TRUE);
		take_events(fixture);
	}
	list_seen(fixture, from);
	fail_msg("the event did not come");
	return NULL;
}

static bool is_of_kind(const Event *event, gconstpointer data)
{
	return event->kind == *(const EventKind *)data;
}

const Event *fixture_await(Fixture *fixture, EventKind kind)
{
	return await(fixture, is_of_kind, &kind);
}

static bool is_done(const Event *event, gconstpointer data)
{
	return event->kind == EVENT_INTENT_DONE && event->intent_id == *(const uint64_t *)data;
}

void fixture_await_intent(Fixture *fixture, uint64_t intent)
{
	await(fixture, is_done, &intent);
}

typedef struct Wanted {
	EventKind kind;
	RequestState state;
} Wanted;

static bool is_in_state(const Event *event, gconstpointer data)
{
	const Wanted *wanted = data;
	return event->kind == wanted->kind && event->request != NULL &&
	       event->request->state == wanted->state;
}

const Event *fixture_run_to_end(Fixture *fixture, Intent *intent)
{
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_FINISHED);
}

const Event *fixture_await_state(Fixture *fixture, EventKind kind, RequestState state)
{
	const Wanted wanted = { kind, state };
	return await(fixture, is_in_state, &wanted);
}

bool fixture_has_seen(const Fixture *fixture, EventKind kind, WorkloadId workload, guint from)
{
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind == kind && event->workload == workload)
			return true;
	}
	return false;
}

/* ---- rows ---- */

static bool is_grant(const Grant *grant, const char *role, const char *scope)
{
	return g_strcmp0(grant->role.name, role) == 0 &&
	       g_str_equal(scope_label(&grant->scope), scope);
}

const Event *fixture_latest(const Fixture *fixture, EventKind kind, WorkloadId workload)
{
	for (guint i = fixture->seen->len; i > 0; i--) {
		const Event *event = fixture->seen->pdata[i - 1];
		if (event->kind == kind && event->workload == workload)
			return event;
	}
	return NULL;
}

const char *fixture_oid(const Fixture *fixture)
{
	const Event *event = fixture_latest(fixture, EVENT_ACCOUNT, 0);
	assert_non_null(event);
	return event->account->oid;
}

const Eligibility *fixture_find_eligible(Fixture *fixture, const char *role, const char *scope)
{
	fixture_await_intent(fixture, fixture_refresh(fixture));
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Event *event = fixture_latest(fixture, EVENT_ELIGIBILITIES, workload);
		for (guint i = 0; event != NULL && i < event->rows->len; i++) {
			const Eligibility *row = event->rows->pdata[i];
			if (is_grant(&row->grant, role, scope))
				return row;
		}
	}
	fail_msg("no eligibility for %s at %s", role, scope);
	return NULL;
}

const Assignment *fixture_find_active(const Fixture *fixture, const char *role, const char *scope)
{
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const Event *event = fixture_latest(fixture, EVENT_ASSIGNMENTS, workload);
		for (guint i = 0; event != NULL && i < event->rows->len; i++) {
			const Assignment *row = event->rows->pdata[i];
			if (is_grant(&row->grant, role, scope))
				return row;
		}
	}
	return NULL;
}

bool fixture_is_active_complete(const Fixture *fixture, WorkloadId workload)
{
	const Event *event = fixture_latest(fixture, EVENT_ASSIGNMENTS, workload);
	return event != NULL && event->is_complete;
}

Intent *fixture_new_activation(const Eligibility *eligibility, const char *scope_id)
{
	Intent *intent = intent_new(0, INTENT_ACTIVATE);
	g_auto(Scope) scope = { 0 };
	if (scope_id == NULL)
		scope_copy(&scope, &eligibility->grant.scope);
	else
		scope_init(&scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	Activation *activation = activation_new(eligibility, &scope);
	activation->duration = 3600;
	activation->justification = g_strdup("deploy hotfix 4711");
	intent->activations = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	g_ptr_array_add(intent->activations, activation);
	return intent;
}

Activation *fixture_activation(const Intent *intent)
{
	return intent->activations->pdata[0];
}
