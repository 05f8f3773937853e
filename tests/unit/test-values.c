/* The plain values of the model: policies, settings, clouds, problems, accounts, intents, events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/event.h"
#include "src/model/list.h"
#include "src/model/settings.h"

static Policy *make_policy(int64_t maximum, const char *needs, const char *context,
			   const char *approvers)
{
	Policy *policy = policy_new();
	policy->is_known = true;
	policy->maximum = maximum;
	policy->needs_justification = strchr(needs, 'j') != NULL;
	policy->needs_ticket = strchr(needs, 't') != NULL;
	policy->needs_mfa = strchr(needs, 'm') != NULL;
	policy->needs_approval = strchr(needs, 'a') != NULL;
	policy->context = g_strdup(context);
	if (approvers != NULL) {
		policy->approvers = g_ptr_array_new_with_free_func(g_free);
		g_auto(GStrv) names = g_strsplit(approvers, ",", -1);
		for (char **name = names; *name != NULL; name++)
			g_ptr_array_add(policy->approvers, g_strdup(*name));
	}
	return policy;
}

static void policy_new_unknown__asks_for_a_reason(void **state)
{
	(void)state;
	g_autoptr(Policy) unknown = policy_new_unknown();
	assert_false(unknown->is_known);
	assert_true(unknown->needs_justification);
}

static void policy_equal__sees_every_member(void **state)
{
	(void)state;
	g_autoptr(Policy) policy = make_policy(60, "jtma", "c1", "A,B");
	g_autoptr(Policy) copy = policy_copy(policy);
	assert_true(policy_equal(policy, copy));
	assert_true(policy_equal(NULL, NULL));
	assert_false(policy_equal(policy, NULL));
	assert_null(policy_copy(NULL));
	bool *flags[] = { &copy->is_known, &copy->needs_justification, &copy->needs_ticket,
			  &copy->needs_mfa, &copy->needs_approval };
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++) {
		*flags[i] = !*flags[i];
		assert_false(policy_equal(policy, copy));
		*flags[i] = !*flags[i];
	}
	copy->maximum++;
	assert_false(policy_equal(policy, copy));
	copy->maximum--;
	g_ptr_array_remove_index(copy->approvers, 1);
	assert_false(policy_equal(policy, copy));
	g_ptr_array_add(copy->approvers, g_strdup("C"));
	assert_false(policy_equal(policy, copy));
	g_autoptr(Policy) other = make_policy(60, "jtma", "c2", "A,B");
	assert_false(policy_equal(policy, other));
}

static void policy_unite__asks_what_either_asks(void **state)
{
	(void)state;
	g_autoptr(Policy) into = make_policy(0, "j", NULL, "A");
	g_autoptr(Policy) first = make_policy(7200, "t", "c1", "A,B");
	g_autoptr(Policy) second = make_policy(3600, "am", "c2", NULL);
	policy_unite(into, first);
	policy_unite(into, second);
	g_autoptr(Policy) expected = make_policy(3600, "jtma", "c1", "A,B");
	assert_true(policy_equal(into, expected));
	g_autoptr(Policy) unlimited = make_policy(0, "", NULL, NULL);
	g_autoptr(Policy) unknown = policy_new_unknown();
	policy_unite(into, unlimited);
	assert_true(policy_equal(into, expected));
	policy_unite(into, unknown);
	assert_false(into->is_known);
}

static void clouds__have_hosts_of_their_own(void **state)
{
	(void)state;
	static const struct {
		const char *name, *login, *arm, *graph, *portal;
	} cases[] = {
		{ "public", "login.microsoftonline.com", "management.azure.com",
		  "graph.microsoft.com", "portal.azure.com" },
		{ "usgov", "login.microsoftonline.us", "management.usgovcloudapi.net",
		  "graph.microsoft.us", "portal.azure.us" },
		{ "dod", "login.microsoftonline.us", "management.usgovcloudapi.net",
		  "dod-graph.microsoft.us", "portal.azure.us" },
		{ "china", "login.chinacloudapi.cn", "management.chinacloudapi.cn",
		  "microsoftgraph.chinacloudapi.cn", "portal.azure.cn" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(Cloud) cloud = cloud_new_builtin(cases[i].name);
		const char *const got[] = { cloud->login, cloud->arm, cloud->graph, cloud->portal };
		const char *const hosts[] = { cases[i].login, cases[i].arm, cases[i].graph,
					      cases[i].portal };
		assert_true(cloud->is_builtin);
		assert_string_equal(cloud->name, cases[i].name);
		for (size_t j = 0; j < G_N_ELEMENTS(got); j++) {
			assert_true(g_str_has_prefix(got[j], "https://"));
			assert_string_equal(got[j] + strlen("https://"), hosts[j]);
		}
	}
	assert_null(cloud_new_builtin("mars"));
	assert_null(cloud_new_builtin(NULL));
	assert_null(cloud_copy(NULL));
}

static void add_account(Settings *settings, const char *name)
{
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup(name);
	g_ptr_array_add(settings->accounts, account);
}

static void settings__choose_the_account_that_is_meant(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = settings_new();
	assert_true(settings->has_snapshot);
	assert_null(settings_find_account(settings, NULL));
	add_account(settings, "a");
	assert_string_equal(settings_find_account(settings, NULL)->name, "a");
	add_account(settings, "b");
	assert_null(settings_find_account(settings, NULL)); /* which one? */
	assert_string_equal(settings_find_account(settings, "b")->name, "b");
	assert_null(settings_find_account(settings, "c"));
	settings->account = g_strdup("b");
	assert_string_equal(settings_find_account(settings, NULL)->name, "b");
	assert_string_equal(settings_find_account(settings, "a")->name, "a");

	Cloud *own = g_new0(Cloud, 1);
	own->name = g_strdup("lab");
	own->arm = g_strdup("https://arm.lab");
	own->arm_audience = g_strdup("x");
	own->ca_file = g_strdup("/ca");
	g_ptr_array_add(settings->clouds, own);
	g_autoptr(Cloud) lab = settings_find_cloud(settings, "lab");
	g_autoptr(Cloud) public = settings_find_cloud(settings, "public");
	assert_string_equal(lab->arm, "https://arm.lab");
	assert_string_equal(lab->arm_audience, "x");
	assert_string_equal(lab->ca_file, "/ca");
	assert_false(lab->is_builtin);
	assert_true(public->is_builtin);
	assert_null(settings_find_cloud(settings, "mars"));
	settings_free(NULL);
	account_settings_free(NULL);
	cloud_free(NULL);
}

static void problems_and_accounts__are_copied_deeply(void **state)
{
	(void)state;
	g_autoptr(Problem) problem = problem_new(PROBLEM_REFUSED, "code", "message", NULL);
	problem->request_id = g_strdup("id");
	problem->claims = g_strdup("{}");
	problem->rules = g_strsplit("ExpirationRule MfaRule", " ", -1);
	g_autoptr(Problem) copy = problem_copy(problem);
	assert_int_equal(copy->kind, PROBLEM_REFUSED);
	assert_string_equal(copy->code, "code");
	assert_string_equal(copy->message, "message");
	assert_null(copy->hint);
	assert_string_equal(copy->request_id, "id");
	assert_string_equal(copy->claims, "{}");
	assert_string_equal(copy->rules[1], "MfaRule");
	assert_null(problem_copy(NULL));
	problem_free(NULL);

	g_autoptr(Account) account = account_new();
	account->cloud = g_strdup("public");
	account->client_id = g_strdup("c");
	account->oid = g_strdup("o");
	account->tid = g_strdup("t");
	account->upn = g_strdup("u");
	account->tenant_name = g_strdup("n");
	g_autoptr(Account) other = account_copy(account);
	assert_string_equal(other->cloud, "public");
	assert_string_equal(other->client_id, "c");
	assert_string_equal(other->oid, "o");
	assert_string_equal(other->tid, "t");
	assert_string_equal(other->upn, "u");
	assert_string_equal(other->tenant_name, "n");
	assert_null(account_copy(NULL));
	account_free(NULL);
}

static void list_kinds__are_found_by_their_events__and_copy_their_rows(void **state)
{
	(void)state;
	for (int id = 0; id < LIST_COUNT; id++) {
		const ListKind *kind = list_kind((ListId)id);
		ListId found = LIST_COUNT;
		assert_true(list_from_event(kind->event, &found));
		assert_int_equal(found, id);
		g_autoptr(GPtrArray) none = list_copy_rows((ListId)id, NULL);
		assert_int_equal(none->len, 0);
	}
	ListId found = LIST_COUNT;
	assert_false(list_from_event(EVENT_LIST_FAILED, &found));
	assert_int_equal(found, LIST_COUNT);

	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	Request *request = request_new();
	request->id = g_strdup("r");
	g_ptr_array_add(rows, request);
	g_autoptr(GPtrArray) copy = list_copy_rows(LIST_REQUESTS, rows);
	g_ptr_array_unref(rows);
	assert_string_equal(((const Request *)copy->pdata[0])->id, "r");
}

static void activation_copy__outlives_the_original(void **state)
{
	(void)state;
	g_autoptr(Eligibility) eligibility = eligibility_new();
	g_auto(Scope) scope = { 0 };
	eligibility->grant.id = g_strdup("e");
	scope_init(&scope, SCOPE_SUBSCRIPTION, "/subscriptions/1", "sub");
	Activation *activation = activation_new(eligibility, &scope);
	activation->duration = 60;
	activation->start = 5;
	activation->justification = g_strdup("why");
	activation->ticket_number = g_strdup("n");
	activation->ticket_system = g_strdup("s");
	activation->policy = policy_new_unknown();

	g_autoptr(Activation) row = activation_copy(activation);
	activation_free(activation);
	assert_string_equal(row->eligibility->grant.id, "e");
	assert_string_equal(row->scope.id, "/subscriptions/1");
	assert_string_equal(row->scope.name, "sub");
	assert_int_equal(row->duration, 60);
	assert_int_equal(row->start, 5);
	assert_string_equal(row->justification, "why");
	assert_string_equal(row->ticket_number, "n");
	assert_string_equal(row->ticket_system, "s");
	assert_true(row->policy->needs_justification);
	assert_null(activation_copy(NULL));
	intent_free(NULL);
	activation_free(NULL);
}

static void event__owns_what_it_carries(void **state)
{
	(void)state;
	g_autoptr(Event) event = event_new(EVENT_PROGRESS, 3);
	assert_int_equal(event->kind, EVENT_PROGRESS);
	assert_int_equal(event->intent_id, 3);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(event->rows, request_new());
	event->eligibility_id = g_strdup("e");
	event->role_id = g_strdup("r");
	scope_init(&event->scope, SCOPE_ROOT, "/", NULL);
	event->policy = policy_new();
	event->request = request_new();
	event->permissions = g_ptr_array_new_with_free_func(g_free);
	event->last_scopes = g_ptr_array_new_with_free_func((GDestroyNotify)last_scope_free);
	LastScope *last = g_new0(LastScope, 1);
	last->eligibility_id = g_strdup("e");
	g_ptr_array_add(event->last_scopes, last);
	event->account = account_new();
	event->problem = problem_new(PROBLEM_FAILED, "c", "m", "h");
	event_free(NULL);
	last_scope_free(NULL);
}

static void workloads__are_found_by_name(void **state)
{
	(void)state;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const WorkloadInfo *info = workload_info((WorkloadId)i);
		WorkloadId id = WORKLOAD_COUNT;
		assert_int_equal(info->id, i);
		assert_non_null(info->title);
		assert_non_null(info->line);
		g_autofree char *upper = g_ascii_strup(info->name, -1);
		assert_true(workload_from_name(upper, &id));
		assert_int_equal(id, i);
	}
	WorkloadId id = WORKLOAD_ENTRA;
	assert_false(workload_from_name("sharepoint", &id));
	assert_false(workload_from_name(NULL, &id));
	assert_int_equal(id, WORKLOAD_ENTRA);
}

static void account_login__leaves_out__what_is_no_login(void **unused)
{
	Account account = { .upn = (char *)"ada@contoso.com" };
	(void)unused;
	assert_string_equal(account_login(&account), "ada@contoso.com");
	account.upn = (char *)"Ada Lovelace"; /* of an issuer that knows no user names */
	assert_null(account_login(&account));
	account.upn = NULL;
	assert_null(account_login(&account));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_new_unknown__asks_for_a_reason),
		cmocka_unit_test(policy_equal__sees_every_member),
		cmocka_unit_test(policy_unite__asks_what_either_asks),
		cmocka_unit_test(clouds__have_hosts_of_their_own),
		cmocka_unit_test(settings__choose_the_account_that_is_meant),
		cmocka_unit_test(problems_and_accounts__are_copied_deeply),
		cmocka_unit_test(list_kinds__are_found_by_their_events__and_copy_their_rows),
		cmocka_unit_test(activation_copy__outlives_the_original),
		cmocka_unit_test(event__owns_what_it_carries),
		cmocka_unit_test(account_login__leaves_out__what_is_no_login),
		cmocka_unit_test(workloads__are_found_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
