/* Commands for a shell: what a shell reads back is what was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/command.h"

#define NOW 1772716020 /* 2026-03-05T13:07:00Z */
#define RG  "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-payments"

typedef struct Parts {
	WorkloadId workload;
	const char *role, *scope_id;
	ScopeType scope_type;
	Access access;
	int64_t duration;
	const char *reason, *ticket, *system;
	Instant start;
} Parts;

static char *command_of(const Parts *parts, bool is_demo)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const Wording wording = { .now = NOW, .zone = zone };
	Eligibility eligibility = {
		.grant = { .workload = parts->workload,
			   .role = { .id = (char *)"role-id", .name = (char *)parts->role },
			   .access = parts->access },
	};
	const Activation activation = {
		.eligibility = &eligibility,
		.scope = { .type = parts->scope_type, .id = (char *)parts->scope_id },
		.duration = parts->duration,
		.start = parts->start,
		.justification = (char *)parts->reason,
		.ticket_number = (char *)parts->ticket,
		.ticket_system = (char *)parts->system,
	};
	return command_activate(&wording, &activation, is_demo);
}

/* The words that a shell makes of it, joined by "|". */
static char *read_back(const char *command)
{
	g_auto(GStrv) words = NULL;
	assert_true(g_shell_parse_argv(command, NULL, &words, NULL));
	return g_strjoinv("|", words);
}

static void command_activate__is_read_back__as_it_was_meant(void **unused)
{
	static const struct {
		Parts parts;
		const char *words;
	} cases[] = {
		{ { WORKLOAD_AZURE, "Contributor", RG, SCOPE_RESOURCE_GROUP, .duration = 5400,
		    .reason = "deploy 4711" },
		  "myroles|activate|--role=Contributor|--scope=" RG
		  "|--duration=1h30m|--reason=deploy 4711" },
		{ { WORKLOAD_ENTRA, "Global Reader", "/", SCOPE_DIRECTORY },
		  "myroles|activate|--role=Global Reader" },
		{ { WORKLOAD_GROUP, "sg-oncall", "group-1", SCOPE_GROUP, ACCESS_OWNER },
		  "myroles|activate|--role=sg-oncall|--access=owner" },
		{ { WORKLOAD_AZURE, "It's $(reboot) `now` \"x\"", RG, SCOPE_RESOURCE_GROUP,
		    .reason = "a; rm -rf ~ & \\" },
		  "myroles|activate|--role=It's $(reboot) `now` \"x\"|--scope=" RG
		  "|--reason=a; rm -rf ~ & \\" },
		{ { WORKLOAD_AZURE, "-x", RG, SCOPE_RESOURCE_GROUP, .reason = "two\nlines",
		    .ticket = "INC 1", .system = "ServiceNow" },
		  "myroles|activate|--role=-x|--scope=" RG
		  "|--reason=two lines|--ticket=INC 1|--ticket-system=ServiceNow" },
		{ { WORKLOAD_AZURE, "Reader", RG, SCOPE_RESOURCE_GROUP, .system = "ServiceNow",
		    .start = NOW + 3600 },
		  "myroles|activate|--role=Reader|--scope=" RG "|--start=2026-03-05 14:07" },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *command = command_of(&cases[i].parts, false);
		g_autofree char *words = read_back(command);
		assert_string_equal(words, cases[i].words);
	}
}

static void command__names_the_demo__where_it_is_one(void **unused)
{
	const Parts parts = { WORKLOAD_ENTRA, "Reader", "/", SCOPE_DIRECTORY };
	(void)unused;
	g_autofree char *command = command_of(&parts, true);
	assert_string_equal(command, "myroles demo activate --role=Reader");
}

static void command_repeat__is_of_activations__alone(void **unused)
{
	Request request = { .kind = REQUEST_ACTIVATE,
			    .workload = WORKLOAD_ENTRA,
			    .role = { .name = (char *)"Reader" },
			    .scope = { .type = SCOPE_DIRECTORY, .id = (char *)"/" },
			    .duration = 3600,
			    .justification = (char *)"audit" };
	(void)unused;
	g_autofree char *command = command_repeat(&request, false);
	assert_string_equal(command, "myroles activate --role=Reader --duration=1h --reason=audit");
	request.kind = REQUEST_DEACTIVATE;
	assert_null(command_repeat(&request, false));
}

static void command__of_a_request__names_its_id(void **unused)
{
	(void)unused;
	Request one = { .id = (char *)"5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11" };
	Request odd = { .id = (char *)"a b;rm" };
	g_autoptr(GPtrArray) both = g_ptr_array_new();
	g_ptr_array_add(both, &one);
	g_ptr_array_add(both, &odd);
	g_autofree char *cancel = command_cancel(&one, false);
	g_autofree char *wait = command_wait(&one, true);
	g_autofree char *deny = command_decide(both, true, "not now", false);
	assert_string_equal(cancel, "myroles cancel 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11");
	assert_string_equal(wait, "myroles demo wait 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11");
	assert_string_equal(deny, "myroles deny 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11 'a b;rm' "
				  "--reason='not now'");
}

static void command_of_subject__ends_and_approves__and_knows_nothing_else(void **unused)
{
	(void)unused;
	Subject subject = {
		.kind = REQUEST_DEACTIVATE,
		.role = { .id = (char *)"role-id", .name = (char *)"Owner" },
		.scope = { .type = SCOPE_RESOURCE_GROUP, .id = (char *)RG },
		.row_id = (char *)"5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11",
	};
	g_autofree char *end = command_of_subject(&subject, NULL, false);
	assert_string_equal(end, "myroles deactivate --role=Owner --scope=" RG);
	subject.kind = REQUEST_APPROVE;
	g_autofree char *approve = command_of_subject(&subject, NULL, false);
	assert_string_equal(approve, "myroles approve 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11");
	g_autofree char *reasoned = command_of_subject(&subject, "go ahead", false);
	assert_string_equal(reasoned, "myroles approve 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11 "
				      "--reason='go ahead'");
	subject.kind = REQUEST_DENY; /* there it takes a word of why */
	assert_null(command_of_subject(&subject, NULL, false));
	g_autofree char *denial = command_of_subject(&subject, "no", false);
	assert_string_equal(denial,
			    "myroles deny 5c1c5b2e-9a55-4b4e-8f7e-6a1f6f0c2a11 --reason=no");
}

static void command_extend__names_the_eligible_role__and_how_much_longer(void **unused)
{
	(void)unused;
	g_autoptr(Eligibility) row = eligibility_new();
	row->grant.role.name = g_strdup("Owner");
	scope_init(&row->grant.scope, SCOPE_RESOURCE_GROUP, RG, NULL);
	g_autoptr(Extension) more = extension_new(row, false, 90 * INT64_C(86400), "on call");
	g_autofree char *extend = command_extend(more, false);
	assert_string_equal(extend, "myroles extend --role=Owner --scope=" RG
				    " --duration=90d --reason='on call'");
	g_autoptr(Extension) again = extension_new(row, true, 0, "on call");
	g_autofree char *renew = command_extend(again, true);
	assert_string_equal(renew,
			    "myroles demo renew --role=Owner --scope=" RG " --reason='on call'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(command_activate__is_read_back__as_it_was_meant),
		cmocka_unit_test(command__names_the_demo__where_it_is_one),
		cmocka_unit_test(command_repeat__is_of_activations__alone),
		cmocka_unit_test(command__of_a_request__names_its_id),
		cmocka_unit_test(command_of_subject__ends_and_approves__and_knows_nothing_else),
		cmocka_unit_test(command_extend__names_the_eligible_role__and_how_much_longer),
	};
	return cmocka_run_group_tests_name("command", tests, NULL, NULL);
}
