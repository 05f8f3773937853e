/*
 * From a denial to the role: what the verb says, what its command does, and what it keeps.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/run.h"
#include "tests/cli/schema.h"

#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define PAYMENTS PROD "/resourceGroups/rg-payments"
#define VAULT    PAYMENTS "/providers/Microsoft.KeyVault/vaults/kv-payments"
#define GET      "Microsoft.KeyVault/vaults/secrets/getSecret/action"
#define SENTENCE(action, scope)                                                                  \
	"myroles why \"(AuthorizationFailed) The client does not have authorization to perform " \
	"action '" action "' over scope '" scope "'\" "

static const cJSON *first_of(const cJSON *document, const char *list)
{
	return cJSON_GetArrayItem(member(document, list), 0);
}

static const char *role_of(const cJSON *document, int way, int activation)
{
	const cJSON *item = cJSON_GetArrayItem(member(document, "ways"), way);
	const cJSON *row = cJSON_GetArrayItem(member(item, "activations"), activation);
	return text(member(row, "role"), "name");
}

/* What the command activates is what was denied, and then it is allowed. */
static void why__gives_the_command__that_makes_it_allowed(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, SENTENCE(GET, VAULT "/secrets/db") "--json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_documents("why", result.output);
	assert_string_equal(role_of(document, 0, 0), "Key Vault Secrets Officer");
	const char *command = text(first_of(document, "ways"), "command");
	assert_string_equal(command,
			    "myroles activate --role='Key Vault Secrets Officer' --scope=" VAULT);
	g_autofree char *line = g_strconcat(command, " -m x -t INC1 -w", NULL);
	run_to(&result, line, 0);
	run_to(&result, "myroles why " GET " " VAULT " --json", 0);
	g_autoptr(cJSON) after = parse(&result);
	assert_string_equal(
		text(member(member(first_of(after, "needs"), "allowed_by"), "scope"), "id"), VAULT);
	assert_int_equal(cJSON_GetArraySize(member(after, "ways")), 0);
	run_to(&result, "myroles why " GET " " VAULT, 0);
	assert_non_null(strstr(result.errors, "permits " GET " at kv-payments already"));
}

static void why__names_the_least_first__and_no_other(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	/* By the name of a scope that lies in a management group. */
	run_to(&result, "myroles why Microsoft.Web/sites/write rg-payments --json", 0);
	g_autoptr(cJSON) document = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(document, "ways")), 1);
	assert_string_equal(role_of(document, 0, 0), "Contributor");
	/* What Contributor is not permitted another one is. */
	run_to(&result,
	       "myroles why Microsoft.Authorization/roleAssignments/write rg-payments --json", 0);
	g_autoptr(cJSON) access = parse(&result);
	assert_string_equal(role_of(access, 0, 0), "User Access Administrator");
	/* A condition may take it away. */
	run_to(&result,
	       "myroles why Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read "
	       "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/rg-データ基盤 "
	       "--json",
	       6);
	g_autoptr(cJSON) blobs = parse(&result);
	assert_false(cJSON_IsTrue(member(first_of(blobs, "ways"), "certain")));
	run_to(&result,
	       "myroles why Microsoft.Web/sites/write "
	       "/subscriptions/99999999-9999-4999-8999-999999999999",
	       1);
	assert_non_null(strstr(result.errors, "None of your eligible roles permits"));
}

static void why__says_so__where_no_role_helps(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles why 'code: ScopeLocked' --json", 1);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(document, "obstacle"), "lock");
	assert_non_null(strstr(result.errors, "A lock is in the way."));
	run_to(&result, "myroles why 'Insufficient privileges to complete the operation.'", 2);
	run_to(&result, "myroles why /nowhere/file", 2);
	run_to(&result, "myroles why Microsoft.Web/sites/write", 2);
	assert_non_null(strstr(result.errors, "--scope"));
	run_to(&result, "myroles why 'Microsoft.Web/*' /subscriptions/x", 2);
	assert_non_null(strstr(result.errors, "Microsoft.Web/* is no operation"));
	run_to(&result, "myroles why 'hello there' --json", 2);
	assert_documents("why", result.output);
}

/* What was denied stands where nobody reads any more. */
static void why__says_so__where_the_text_is_too_long(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *path = stage_path(stage, "long.txt");
	g_autofree char *line = g_strdup_printf("myroles why '%s'", path);
	g_autofree char *blanks = g_strnfill(300 * 1024, '\n');
	g_autofree char *denial = g_strconcat(blanks, "Microsoft.Web/sites/write denied", NULL);
	assert_true(g_file_set_contents(path, denial, -1, NULL));
	run_to(&result, line, 2);
	assert_non_null(strstr(result.errors, "names no operation"));
	assert_non_null(strstr(result.errors, "longer, or names more, than can be looked at"));
}

/* The definition is read once a day, and as it was read last where nobody answers. */
static void why__keeps_what_roles_permit__for_a_day(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	const char *line =
		"myroles why Microsoft.Compute/virtualMachines/start/action "
		"/subscriptions/33333333-3333-4333-8333-333333333333/resourceGroups/rg-web"
		" --json";
	run_to(&result, line, 0);
	g_autoptr(cJSON) before = parse(&result);
	assert_string_equal(role_of(before, 0, 0), "Contributor");
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"path\":\"*roleDefinitions*\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"Forbidden\",\"count\":99}]");
	run_to(&result, line, 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"P2D\"}");
	run_to(&result, line, 0);
	g_autoptr(cJSON) after = parse(&result);
	assert_string_equal(text(first_of(after, "ways"), "as_of"),
			    text(first_of(before, "ways"), "as_of"));
	assert_non_null(strstr(result.errors, "is told as of"));
	/* What was never read is not known, and no role is guessed. */
	run_to(&result, "myroles why " GET " " VAULT " --json", 6);
	g_autoptr(cJSON) unknown = parse(&result);
	assert_string_equal(text(first_of(unknown, "unknown"), "reason"), "definition");
}

/* ---- deny assignments ---- */

#define SITE_WRITE "myroles why Microsoft.Web/sites/write " PAYMENTS

static void add_deny(const Stage *stage, const char *principal)
{
	g_autofree char *body =
		g_strdup_printf("{\"name\":\"Keep %s\",\"scope\":\"" PAYMENTS
				"\",\"actions\":[\"Microsoft.Web/*\"],\"principals\":[\"%s\"]}",
				principal, principal);
	tenant_tell(stage->tenant, "/deny-assignment", body);
}

static void let_read(const Stage *stage)
{
	tenant_tell(stage->tenant, "/assignment",
		    "{\"role\":\"Reader\",\"scope\":\"" PAYMENTS
		    "\",\"principal\":\"you@contoso.com\"}");
}

/* Who is only eligible may not read them: that is said, and changes no end. */
static void why__says_so__where_deny_assignments_are_not_known(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "[{\"host\":\"arm\",\"path\":\"*denyAssignments*\",\"kind\":\"status\","
		    "\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":1}]");
	run_to(&result, SITE_WRITE " --json", 0);
	assert_non_null(strstr(result.errors, "Deny assignments at rg-payments are not known"));
	g_autoptr(cJSON) unasked = parse(&result);
	assert_documents("why", result.output);
	assert_int_equal(cJSON_GetArraySize(member(unasked, "unasked_denies")), 1);
	assert_int_equal(cJSON_GetArraySize(member(unasked, "errors")), 0);
	run_to(&result, SITE_WRITE " --json", 0);
	assert_null(strstr(result.errors, "eny assignment"));
	g_autoptr(cJSON) asked = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(asked, "unasked_denies")), 0);
}

static void why__tells_no_role__where_it_is_denied(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	let_read(stage);
	add_deny(stage, "everyone");
	run_to(&result, SITE_WRITE " --json", 1);
	assert_documents("why", result.output);
	assert_non_null(strstr(result.errors,
			       "The deny assignment \"Keep everyone\" at rg-payments "
			       "takes away Microsoft.Web/sites/write"));
	g_autoptr(cJSON) document = parse(&result);
	assert_int_equal(cJSON_GetArraySize(member(document, "ways")), 0);
	const cJSON *denied = first_of(document, "denied");
	assert_string_equal(text(member(denied, "role"), "name"), "Contributor");
	assert_string_equal(text(member(denied, "denied_by"), "name"), "Keep everyone");
	run_to(&result, SITE_WRITE, 1);
	assert_non_null(strstr(result.output, "denied"));
	/* Elsewhere it is none. */
	run_to(&result, "myroles why Microsoft.Compute/virtualMachines/write " PAYMENTS, 0);
	assert_null(strstr(result.errors, "Keep everyone"));
}

static void why__tells_a_doubt__where_a_group_is_denied(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	let_read(stage);
	add_deny(stage, "sg-network-operators");
	run_to(&result, SITE_WRITE " --json", 6);
	assert_documents("why", result.output);
	assert_non_null(strstr(result.errors, "may take away Microsoft.Web/sites/write"));
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(role_of(document, 0, 0), "Contributor");
	assert_string_equal(text(member(first_of(document, "needs"), "maybe_denied_by"), "name"),
			    "Keep sg-network-operators");
}

/* ---- plans ---- */

#define MARK "s3cret-NEVER-print-this"
#define CHANGE(type, after)                                                              \
	"{\"address\":\"" type ".a\",\"type\":\"" type                                   \
	"\",\"provider_name\":\"r/hashicorp/azurerm\","                                  \
	"\"change\":{\"actions\":[\"create\"],\"before\":{\"value\":\"" MARK             \
	"\"},\"after\":{\"value\":\"" MARK "\"," after "},\"before_sensitive\":{\"" MARK \
	"\":true}}}"
#define PLAN(changes)                                                                 \
	"{\"format_version\":\"1.2\",\"variables\":{\"a\":{\"value\":\"" MARK "\"}}," \
	"\"resource_changes\":[" changes "],\"prior_state\":{\"a\":\"" MARK "\"},"    \
	"\"configuration\":{\"provider_config\":{\"azurerm\":{\"expressions\":{"      \
	"\"client_secret\":{\"constant_value\":\"" MARK "\"},\"subscription_id\":{"   \
	"\"constant_value\":\"22222222-2222-4222-8222-222222222222\"}}}}}}"
#define SECRET_CHANGE CHANGE("azurerm_key_vault_secret", "\"key_vault_id\":\"" VAULT "\"")
#define STORAGE_CHANGE                                                                  \
	CHANGE("azurerm_storage_account", "\"name\":\"sta\",\"resource_group_name\":\"" \
					  "rg-payments\"")

/* Whatever it ends with, nothing of the secrets is said or kept. */
static void run_plan(Verb *result, const Stage *stage, const char *plan, const char *more, int code)
{
	g_autofree char *path = g_build_filename(stage->folder, "plan.json", NULL);
	assert_true(g_file_set_contents(path, plan, -1, NULL));
	g_autofree char *line = g_strdup_printf("myroles why '%s' %s", path, more);
	run_to(result, line, code);
	assert_null(strstr(result->output, MARK));
	assert_null(strstr(result->errors, MARK));
	assert_int_equal(unlink(path), 0);
}

static void why__reads_a_plan__and_says_what_each_role_is_for(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_plan(&result, stage, PLAN(SECRET_CHANGE "," STORAGE_CHANGE), "--json", 0);
	assert_documents("why", result.output);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(role_of(document, 0, 0), "Key Vault Secrets Officer");
	assert_string_equal(role_of(document, 0, 1), "Contributor");
	assert_true(cJSON_IsTrue(member(document, "exact")));
	run_plan(&result, stage, PLAN(SECRET_CHANGE "," STORAGE_CHANGE), "", 0);
	assert_non_null(strstr(result.errors, "The plan needs "));
	assert_non_null(
		strstr(result.errors,
		       "Contributor on rg-payments is for "
		       "Microsoft.Storage/storageAccounts/write (azurerm_storage_account.a)"));
}

static void why__guesses_nothing__of_a_plan(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_plan(&result, stage, PLAN(SECRET_CHANGE "," CHANGE("azurerm_unheard_of", "\"a\":1")),
		 "--json", 6);
	assert_documents("why", result.output);
	g_autoptr(cJSON) document = parse(&result);
	assert_string_equal(text(first_of(document, "skipped"), "reason"), "type");
	assert_non_null(strstr(result.errors, "What azurerm_unheard_of.a needs is not known"));
	run_plan(&result, stage, PLAN(CHANGE("azurerm_unheard_of", "\"a\":1")), "--json", 6);
	assert_documents("why", result.output);
	run_plan(&result, stage, PLAN(""), "", 0);
	assert_non_null(strstr(result.errors, "The plan needs nothing of Azure."));
	run_plan(&result, stage, "{\"format_version\":\"1.2\",\"variables\":{\"a\":\"" MARK, "", 2);
	assert_non_null(strstr(result.errors, "The plan cannot be read"));
	run_plan(&result, stage, "{\"format_version\":\"1.2\",\"values\":{\"a\":\"" MARK "\"}}", "",
		 2);
	assert_non_null(strstr(result.errors, "it is a state"));
	/* What is too long to be an address: of that one nothing is known, which is said. */
	g_autofree char *long_name = g_strnfill(3 * 1024 * 1024, 'a');
	g_autofree char *long_plan = g_strdup_printf(
		"{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"azurerm_lb.%s\","
		"\"type\":\"azurerm_lb\",\"change\":{\"actions\":[\"create\"]}}]}",
		long_name);
	run_plan(&result, stage, long_plan, "", 6);
	assert_non_null(strstr(result.errors, "not all of it was."));
	/* Nor is it in a log, a journal or a snapshot. */
	g_autofree char *line = g_strdup_printf("grep -raq " MARK " '%s'", stage->folder);
	int status = 0;
	assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	assert_int_equal(WEXITSTATUS(status), 1);
}

/* A subscription by its name. */
static void why__calls_scopes__by_their_names(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles why Microsoft.Web/sites/write " PROD, 0);
	assert_non_null(strstr(result.output, "Contributor\tsub-prod\t"));
}

/* Neither a device nor a pipe that nobody writes into keeps a person who wants to leave. */
static void why__ends__for_what_has_no_end(void **state)
{
	static const char *const argv[] = {
		"bash", "-c",
		"set -m; cd \"$HOME\"; mkfifo pipe; myroles why \"$HOME/pipe\" & p=$!\n"
		"until ls -l /proc/$p/fd 2>&1 | grep -q '/pipe$'; do :; done\n"
		"kill -INT $p; wait $p; echo \"=$?\"",
		NULL
	};
	g_auto(Verb) result = { .stage = *state };
	run_to(&result, "myroles why /dev/zero", 2);
	assert_non_null(strstr(result.errors, "longer, or names more, than can be looked at"));
	run_to(&result, "myroles why ''", 2);
	assert_non_null(strstr(result.errors, "\"\" cannot be read"));
	g_autofree char *told = run_program(*state, argv);
	assert_non_null(strstr(told, "=130\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(why__gives_the_command__that_makes_it_allowed),
		STAGE_TEST(why__names_the_least_first__and_no_other),
		STAGE_TEST(why__says_so__where_no_role_helps),
		STAGE_TEST(why__says_so__where_the_text_is_too_long),
		STAGE_TEST(why__keeps_what_roles_permit__for_a_day),
		STAGE_TEST(why__says_so__where_deny_assignments_are_not_known),
		STAGE_TEST(why__tells_no_role__where_it_is_denied),
		STAGE_TEST(why__tells_a_doubt__where_a_group_is_denied),
		STAGE_TEST(why__reads_a_plan__and_says_what_each_role_is_for),
		STAGE_TEST(why__guesses_nothing__of_a_plan),
		STAGE_TEST(why__calls_scopes__by_their_names),
		STAGE_TEST(why__ends__for_what_has_no_end),
	};
	return stage_run_tests(tests);
}
