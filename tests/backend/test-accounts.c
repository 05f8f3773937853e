/* Several accounts and tenants side by side: going from one to another, and that nothing of them is mixed. */
#include "tests/backend/sign-in-steps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/error.h"
#include "src/backend/owners.h"
#include "src/model/elsewhere.h"
#include "tests/e2e/browser.h"

#define OMAR     "omar@fabrikam.com"
#define CONTOSO  "8f3c1f0a-5f0e-4a53-9d0e-6d1a4c0f7b21"
#define FABRIKAM "b6d3e7a1-2c64-4f0b-9a51-77c0de9f1a02"

/* ---- steps ---- */

static int setup(void **state)
{
	steps_setup(state);
	steps_sign_in(*state, intent_new(0, INTENT_SIGN_IN), YOU);
	return 0;
}

static Intent *entry_intent(void)
{
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->account = account_new();
	intent->account->tid = g_strdup(FABRIKAM);
	return intent;
}

/* As a guest, without a page. */
static void enter_fabrikam(Fixture *fixture)
{
	const guint from = fixture->seen->len;
	const uint64_t id = fixture_send(fixture, entry_intent());
	const Event *done = steps_await_stage(fixture, SIGN_IN_DONE);
	if (done->problem != NULL)
		fail_msg("%s", done->problem->message);
	assert_string_equal(done->account->tid, FABRIKAM);
	fixture_await_intent(fixture, id);
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		assert_true(event->sign_in == NULL || event->sign_in->stage != SIGN_IN_PAGE);
	}
}

static const GPtrArray *list_accounts(Fixture *fixture)
{
	Intent *intent = intent_new(0, INTENT_LIST_ACCOUNTS);
	const Event *event;
	intent->is_deep = true;
	fixture_send(fixture, intent);
	do
		event = fixture_await(fixture, EVENT_ACCOUNTS);
	while (!event->is_complete);
	assert_null(event->problem);
	return event->rows;
}

static const KnownAccount *find_known(const GPtrArray *rows, const char *tid, const char *upn)
{
	for (guint i = 0; i < rows->len; i++) {
		const KnownAccount *known = rows->pdata[i];
		if (known->account != NULL && strcmp(known->account->tid, tid) == 0 &&
		    strcmp(known->account->upn, upn) == 0)
			return known;
	}
	return NULL;
}

static const Event *use(Fixture *fixture, const char *name, const Account *account)
{
	Intent *intent = intent_new(0, INTENT_USE_ACCOUNT);
	intent->name = g_strdup(name);
	intent->account = account_copy(account);
	fixture_send(fixture, intent);
	return fixture_await(fixture, EVENT_USED);
}

static void use_tenant(Fixture *fixture, const char *tid)
{
	const KnownAccount *known = find_known(list_accounts(fixture), tid, YOU);
	assert_non_null(known);
	const Event *used = use(fixture, "test", known->account);
	if (used->problem != NULL)
		fail_msg("%s", used->problem->message);
	assert_string_equal(used->account->tid, tid);
}

static bool has_eligible(Fixture *fixture, const char *scope)
{
	const Event *event = fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE);
	for (guint i = 0; event != NULL && i < event->rows->len; i++) {
		const Eligibility *row = event->rows->pdata[i];
		if (g_strcmp0(row->grant.scope.name, scope) == 0)
			return true;
	}
	return false;
}

static void refresh(Fixture *fixture)
{
	const guint from = fixture->seen->len;
	fixture_await_intent(fixture, fixture_refresh(fixture));
	if (fixture_has_seen(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE, from))
		fail_msg("%s", fixture_latest(fixture, EVENT_LIST_FAILED, WORKLOAD_AZURE)
				       ->problem->message);
}

static AccountSettings *add_settings(Fixture *fixture, const char *name, const char *cloud)
{
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup(name);
	account->cloud = g_strdup(cloud);
	account->token_source = TOKEN_SOURCE_FILE;
	account->token_file = g_strdup(tenant_token_file(fixture->tenant));
	g_ptr_array_add(fixture->settings->accounts, account);
	return account;
}

/* ---- tenants ---- */

static void tenants__are_listed__those_not_signed_in_to_as_well(void **state)
{
	Fixture *fixture = *state;
	fixture_forget_requests(fixture);
	const GPtrArray *rows = list_accounts(fixture);
	/* The start asks for the tenant's name already: nobody asks twice. */
	assert_true(tenant_count(fixture->tenant, "GET", "/tenants") <= 1);
	const KnownAccount *own = find_known(rows, CONTOSO, YOU);
	const KnownAccount *other = find_known(rows, FABRIKAM, YOU);
	assert_int_equal(rows->len, 2);
	assert_true(own->is_current);
	assert_string_equal(own->account->tenant_name, "Contoso");
	assert_true(known_account_is_new(other));
	assert_string_equal(other->account->tenant_name, "Fabrikam");
}

static void tenants__are_told_in_two_steps__as_they_come_from_the_service(void **state)
{
	Fixture *fixture = *state;
	fixture_restart(fixture);
	Intent *intent = intent_new(0, INTENT_LIST_ACCOUNTS);
	intent->is_deep = true;
	fixture_send(fixture, intent);
	const Event *first = fixture_await(fixture, EVENT_ACCOUNTS);
	assert_false(first->is_complete);
	assert_int_equal(first->rows->len, 1);
	/* Tokens are kept in memory here, and gone: that is told beside what is known. */
	const Event *second = fixture_await(fixture, EVENT_ACCOUNTS);
	assert_true(second->is_complete);
	assert_int_equal(second->rows->len, 1);
	assert_string_equal(second->problem->code, "not-signed-in");
}

static void tenants__are_not_listed__where_the_configuration_names_one(void **state)
{
	Fixture *fixture = *state;
	AccountSettings *settings = fixture->settings->accounts->pdata[0];
	settings->tenant = g_strdup(CONTOSO);
	assert_int_equal(list_accounts(fixture)->len, 1);
}

static void guest__enters_without_a_page__and_sees_that_tenant_alone(void **state)
{
	Fixture *fixture = *state;
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
	enter_fabrikam(fixture);
	refresh(fixture);
	assert_true(has_eligible(fixture, "fabrikam-shop"));
	assert_false(has_eligible(fixture, "sub-dev"));
	const GPtrArray *rows = list_accounts(fixture);
	assert_int_equal(rows->len, 2);
	assert_true(find_known(rows, FABRIKAM, YOU)->is_current);
	assert_false(known_account_is_new(find_known(rows, CONTOSO, YOU)));
}

static void guest__comes_home__with_the_tokens_kept(void **state)
{
	Fixture *fixture = *state;
	refresh(fixture);
	enter_fabrikam(fixture);
	refresh(fixture);
	const guint from = fixture->seen->len;
	use_tenant(fixture, CONTOSO);
	/* What the last look knew is there at once, and said to be old. */
	assert_true(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
	assert_true(fixture_latest(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE)->is_stale);
	assert_true(has_eligible(fixture, "sub-dev"));
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
	assert_false(has_eligible(fixture, "fabrikam-shop"));
	use_tenant(fixture, FABRIKAM);
	refresh(fixture);
	assert_true(has_eligible(fixture, "fabrikam-shop"));
}

static void guest__signs_in_on_a_page__where_the_platform_wants_it(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/login/error",
		    "{\"on\":\"token\",\"error\":\"interaction_required\",\"number\":50076,"
		    "\"claims\":\"{\\\"access_token\\\":{\\\"acrs\\\":{\\\"essential\\\":true,"
		    "\\\"value\\\":\\\"c1\\\"}}}\"}");
	fixture_send(fixture, entry_intent());
	const SignInProgress *page = steps_await_stage(fixture, SIGN_IN_PAGE)->sign_in;
	assert_non_null(strstr(page->url, "/" FABRIKAM "/"));
	assert_non_null(strstr(page->url, "acrs"));
	g_autofree char *back = browser_sign_in(page->url, YOU, NULL);
	browser_visit(back);
	assert_string_equal(steps_await_stage(fixture, SIGN_IN_DONE)->account->tid, FABRIKAM);
}

static void guest__stays_at_home__when_the_other_tenant_does_not_let_in(void **state)
{
	Fixture *fixture = *state;
	const uint64_t id = fixture_send(fixture, entry_intent());
	backend_drop(fixture->backend, id);
	fixture_await_intent(fixture, id);
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
	assert_string_equal(fixture_latest(fixture, EVENT_ACCOUNT, 0)->account->tid, CONTOSO);
}

static void tenant__is_refused__when_it_is_neither_id_nor_domain(void **state)
{
	Fixture *fixture = *state;
	Intent *intent = entry_intent();
	g_free(intent->account->tid);
	intent->account->tid = g_strdup("../common");
	fixture_send(fixture, intent);
	assert_string_equal(fixture_await(fixture, EVENT_SIGN_IN_FAILED)->problem->code, "client");
}

/* ---- accounts ---- */

static void account__is_added__beside_the_one_that_is_there(void **state)
{
	Fixture *fixture = *state;
	Intent *intent = intent_new(0, INTENT_SIGN_IN);
	intent->is_new = true;
	steps_sign_in(fixture, intent, OMAR);
	const GPtrArray *rows = list_accounts(fixture);
	assert_true(find_known(rows, FABRIKAM, OMAR)->is_current);
	assert_non_null(find_known(rows, CONTOSO, YOU));
	use_tenant(fixture, CONTOSO);
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
}

static const char *newest_reason(Fixture *fixture)
{
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *event = fixture_await(fixture, EVENT_HISTORY);
	const HistoryEntry *entry = event->rows->len > 0 ? event->rows->pdata[0] : NULL;
	return entry != NULL ? entry->request->justification : NULL;
}

static void journal_and_last_scopes__belong_to_one_tenant(void **state)
{
	Fixture *fixture = *state;
	enter_fabrikam(fixture);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "rg-shop");
	Intent *activation = fixture_new_activation(row, NULL);
	g_free(fixture_activation(activation)->justification);
	fixture_activation(activation)->justification = g_strdup("in fabrikam only");
	Intent *remember = intent_new(0, INTENT_REMEMBER_SCOPE);
	remember->eligibility = eligibility_copy(row);
	scope_copy(&remember->scope, &row->grant.scope);
	fixture_send(fixture, remember);
	fixture_send(fixture, activation);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_string_equal(newest_reason(fixture), "in fabrikam only");
	use_tenant(fixture, CONTOSO);
	assert_int_equal(fixture_latest(fixture, EVENT_LAST_SCOPES, 0)->last_scopes->len, 0);
	const char *reason = newest_reason(fixture);
	assert_true(reason == NULL || strcmp(reason, "in fabrikam only") != 0);
	use_tenant(fixture, FABRIKAM);
	assert_int_equal(fixture_latest(fixture, EVENT_LAST_SCOPES, 0)->last_scopes->len, 1);
	assert_string_equal(newest_reason(fixture), "in fabrikam only");
}

static void start__begins_with_the_one_used_last__or_the_one_asked_for(void **state)
{
	Fixture *fixture = *state;
	enter_fabrikam(fixture);
	fixture_restart(fixture);
	assert_string_equal(fixture_await(fixture, EVENT_ACCOUNT)->account->tid, FABRIKAM);
	fixture->wanted_tenant = "contoso";
	fixture_restart(fixture);
	assert_string_equal(fixture_await(fixture, EVENT_ACCOUNT)->account->tid, CONTOSO);
	AccountSettings *settings = fixture->settings->accounts->pdata[0];
	settings->tenant = g_strdup(CONTOSO);
	fixture->wanted_tenant = NULL;
	fixture_restart(fixture);
	assert_string_equal(fixture_await(fixture, EVENT_ACCOUNT)->account->tid, CONTOSO);
}

static void start__fails__where_nobody_is_signed_in_to_the_tenant(void **state)
{
	Fixture *fixture = *state;
	const BackendOptions options = { .tenant = "Fabrikam", .state_dir = fixture->folder };
	g_autoptr(GError) error = NULL;
	g_autoptr(Backend) backend = backend_new(fixture->settings, &options, &error);
	assert_null(backend);
	assert_string_equal(error->message, "nobody is signed in to the tenant Fabrikam");
}

/* What is locked for the whole machine holds above options, and above a choice on screen. */
static void account__is_not_chosen__where_another_is_locked(void **state)
{
	Fixture *fixture = *state;
	GHashTable *locks = fixture->settings->locks;
	fixture->settings->machine = g_strdup("/etc/myroles.conf");
	g_hash_table_insert(locks, g_strdup("tenant"), g_strdup(CONTOSO));
	const BackendOptions options = { .tenant = "Fabrikam", .state_dir = fixture->folder };
	g_autoptr(GError) error = NULL;
	g_autoptr(Backend) backend = backend_new(fixture->settings, &options, &error);
	assert_null(backend);
	assert_non_null(strstr(error->message, "/etc/myroles.conf locks it to"));

	g_hash_table_insert(locks, g_strdup("account"), g_strdup("test"));
	const Event *used = use(fixture, "file", NULL);
	assert_non_null(used->problem);
	assert_non_null(strstr(used->problem->message, "account=file cannot be chosen"));
}

static Backend *open_as(Fixture *fixture, const char *tenant, const char *person, GError **error)
{
	const BackendOptions options = { .tenant = tenant,
					 .person = person,
					 .state_dir = fixture->folder };
	return backend_new(fixture->settings, &options, error);
}

/* Which of two people in one tenant is meant is never guessed. */
static void start__asks_who_is_meant__where_several_signed_in(void **state)
{
	Fixture *fixture = *state;
	enter_fabrikam(fixture);
	Intent *other = intent_new(0, INTENT_SIGN_IN);
	other->is_new = true;
	steps_sign_in(fixture, other, "omar@fabrikam.com");
	g_clear_pointer(&fixture->backend, backend_free);
	g_autoptr(GError) error = NULL;
	assert_null(open_as(fixture, "Fabrikam", NULL, &error));
	assert_true(g_error_matches(error, AUTH_ERROR, AUTH_ERROR_AMBIGUOUS));
	assert_non_null(strstr(error->message, "omar@fabrikam.com"));
	g_clear_error(&error);
	assert_null(open_as(fixture, "Contoso", "OMAR@fabrikam.com", &error));
	assert_true(g_error_matches(error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN));
	g_autoptr(Backend) found = open_as(fixture, "Fabrikam", "OMAR@fabrikam.com", NULL);
	assert_non_null(found);
	assert_string_equal(found->identity->signed_in->upn, "omar@fabrikam.com");
	fixture_restart(fixture);
}

/* ---- names of the configuration ---- */

static void name__brings_its_own_tokens__and_back(void **state)
{
	Fixture *fixture = *state;
	add_settings(fixture, "file", "tenant");
	refresh(fixture);
	const Event *used = use(fixture, "file", NULL);
	assert_null(used->problem);
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
	const GPtrArray *rows = list_accounts(fixture);
	assert_true(((const KnownAccount *)rows->pdata[rows->len - 1])->is_current);
	used = use(fixture, "test", NULL);
	assert_null(used->problem);
	assert_string_equal(used->account->upn, YOU);
}

static void name__changes_nothing__when_it_cannot_be_used(void **state)
{
	Fixture *fixture = *state;
	add_settings(fixture, "broken", "no such cloud");
	refresh(fixture);
	const guint from = fixture->seen->len;
	const Event *used = use(fixture, "broken", NULL);
	assert_string_equal(used->problem->code, "configuration");
	assert_string_equal(used->account->tid, CONTOSO);
	assert_string_equal(use(fixture, "nobody's", NULL)->problem->code, "configuration");
	assert_false(fixture_has_seen(fixture, EVENT_ELIGIBILITIES, WORKLOAD_AZURE, from));
	refresh(fixture);
}

/* What was asked as one account is never sent as another. */
static void requests__are_refused__that_waited_for_the_account_before(void **state)
{
	Fixture *fixture = *state;
	add_settings(fixture, "file", "tenant");
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	Intent *activation = fixture_new_activation(row, NULL);
	use(fixture, "file", NULL);
	fixture_forget_requests(fixture);
	fixture_send(fixture, activation); /* waits until it is known whose tokens the file holds */
	use(fixture, "test", NULL);
	const Event *refused = fixture_latest(fixture, EVENT_REFUSED, WORKLOAD_AZURE);
	assert_string_equal(refused->problem->code, "wrong-account");
	use(fixture, "file", NULL);
	refresh(fixture);
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "ScheduleRequests"), 0);
}

/* Everything at once, and none of it is heard of as the other account's. */
static void account__is_changed__whatever_is_under_way(void **state)
{
	static const IntentKind kinds[] = { INTENT_REFRESH, INTENT_EXAMINE, INTENT_READ_HISTORY };
	Fixture *fixture = *state;
	add_settings(fixture, "file", "tenant");
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	for (size_t i = 0; i <= G_N_ELEMENTS(kinds); i++) {
		Intent *policy = intent_new(0, INTENT_READ_POLICY);
		policy->eligibility = eligibility_copy(row);
		scope_copy(&policy->scope, &row->grant.scope);
		fixture_send(fixture, policy);
		for (size_t k = 0; k < i; k++)
			fixture_send(fixture, intent_new(0, kinds[k]));
		fixture_send(fixture, entry_intent()); /* a guest's way in, half of it */
		assert_null(use(fixture, i % 2 == 0 ? "file" : "test", NULL)->problem);
	}
	use(fixture, "file", NULL);
	const guint from = fixture->seen->len;
	refresh(fixture);
	assert_true(has_eligible(fixture, "sub-dev"));
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		assert_true(event->account == NULL || strcmp(event->account->tid, CONTOSO) == 0);
	}
}

/* A request that was sent is followed again when its account is in use again. */
static void request__is_followed_on__when_its_account_comes_back(void **state)
{
	Fixture *fixture = *state;
	tenant_tell(fixture->tenant, "/settings", "{\"lag_ms\":900000}");
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "sub-dev");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	while (tenant_count(fixture->tenant, "PUT", "ScheduleRequests") == 0)
		g_main_context_iteration(NULL, FALSE);
	/* Found from here on, and provisioned only when told so. */
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT4M\"}");
	enter_fabrikam(fixture);
	refresh(fixture);
	use_tenant(fixture, CONTOSO);
	refresh(fixture);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT16M\"}");
	const Event *finished = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_string_equal(finished->request->scope.name, "sub-dev");
	assert_int_equal(tenant_count(fixture->tenant, "PUT", "ScheduleRequests"), 1);
}

static const GPtrArray *read_others(Fixture *fixture)
{
	fixture_send(fixture, intent_new(0, INTENT_READ_OTHERS));
	const Event *event = fixture_await(fixture, EVENT_OTHERS);
	assert_null(event->problem);
	return event->rows;
}

static const Elsewhere *find_elsewhere(const GPtrArray *rows, const char *scope)
{
	for (guint i = 0; i < rows->len; i++) {
		const Elsewhere *row = rows->pdata[i];
		if (g_strcmp0(row->assignment->grant.scope.name, scope) == 0)
			return row;
	}
	return NULL;
}

/* Of an account that is not in use: its lists as they were kept, and what was activated and ended since. */
static void others__are_told_from_what_is_kept__and_nothing_is_sent(void **state)
{
	Fixture *fixture = *state;
	refresh(fixture);
	assert_int_equal(read_others(fixture)->len, 0);
	enter_fabrikam(fixture);
	const GPtrArray *home = read_others(fixture);
	assert_non_null(find_elsewhere(home, "rg-payments"));
	assert_string_equal(find_elsewhere(home, "rg-payments")->account->tid, CONTOSO);
	const Eligibility *row = fixture_find_eligible(fixture, "Reader", "rg-shop");
	fixture_send(fixture, fixture_new_activation(row, NULL));
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	g_autoptr(Assignment) active =
		assignment_copy(fixture_find_active(fixture, "Reader", "rg-shop"));
	use_tenant(fixture, CONTOSO);
	refresh(fixture);
	fixture_forget_requests(fixture);
	const GPtrArray *rows = read_others(fixture);
	const Elsewhere *shop = find_elsewhere(rows, "rg-shop");
	assert_non_null(shop);
	assert_string_equal(shop->account->tid, FABRIKAM);
	assert_string_equal(shop->name, "test");
	assert_true(shop->as_of > 0);
	assert_null(find_elsewhere(rows, "rg-payments"));
	assert_int_equal(tenant_count(fixture->tenant, "GET", "/"), 0);
	assert_int_equal(tenant_count(fixture->tenant, "POST", "/"), 0);

	use_tenant(fixture, FABRIKAM);
	tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT6M\"}");
	Intent *end = intent_new(0, INTENT_DEACTIVATE);
	end->assignment = g_steal_pointer(&active);
	fixture_send(fixture, end);
	fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ENDED);
	use_tenant(fixture, CONTOSO);
	assert_null(find_elsewhere(read_others(fixture), "rg-shop"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tenants__are_listed__those_not_signed_in_to_as_well),
		TEST(tenants__are_told_in_two_steps__as_they_come_from_the_service),
		TEST(tenants__are_not_listed__where_the_configuration_names_one),
		TEST(guest__enters_without_a_page__and_sees_that_tenant_alone),
		TEST(guest__comes_home__with_the_tokens_kept),
		TEST(guest__signs_in_on_a_page__where_the_platform_wants_it),
		TEST(guest__stays_at_home__when_the_other_tenant_does_not_let_in),
		TEST(tenant__is_refused__when_it_is_neither_id_nor_domain),
		TEST(account__is_added__beside_the_one_that_is_there),
		TEST(journal_and_last_scopes__belong_to_one_tenant),
		TEST(start__begins_with_the_one_used_last__or_the_one_asked_for),
		TEST(start__fails__where_nobody_is_signed_in_to_the_tenant),
		TEST(account__is_not_chosen__where_another_is_locked),
		TEST(start__asks_who_is_meant__where_several_signed_in),
		TEST(name__brings_its_own_tokens__and_back),
		TEST(name__changes_nothing__when_it_cannot_be_used),
		TEST(requests__are_refused__that_waited_for_the_account_before),
		TEST(account__is_changed__whatever_is_under_way),
		TEST(request__is_followed_on__when_its_account_comes_back),
		TEST(others__are_told_from_what_is_kept__and_nothing_is_sent),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
