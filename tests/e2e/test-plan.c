/* A plan of Terraform brought to the dashboard opens one form for the least set of roles; nothing of its secrets is kept. */
#include <glib/gstdio.h>
#include <string.h>

#include "tests/e2e/dashboard.h"
#include "tests/e2e/folder.h"

#define REQUESTS "roleAssignmentScheduleRequests"
#define MARK     "s3cret-NEVER-keep-this"
#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define VAULT    PROD "/resourceGroups/rg-payments/providers/Microsoft.KeyVault/vaults/kv-payments"
#define CHANGE(type, after)                                                     \
	"{\"address\":\"" type ".a\",\"type\":\"" type                          \
	"\",\"change\":{\"actions\":[\"create\"],\"before\":{\"value\":\"" MARK \
	"\"},\"after\":{\"value\":\"" MARK "\"," after "}}}"
#define PLAN(changes)                                                                 \
	"{\"format_version\":\"1.2\",\"variables\":{\"a\":{\"value\":\"" MARK "\"}}," \
	"\"resource_changes\":[" changes "],\"configuration\":{\"provider_config\":{" \
	"\"azurerm\":{\"expressions\":{\"client_secret\":{\"constant_value\":\"" MARK \
	"\"},\"subscription_id\":{\"constant_value\":"                                \
	"\"22222222-2222-4222-8222-222222222222\"}}}}}}"
#define SECRET CHANGE("azurerm_key_vault_secret", "\"key_vault_id\":\"" VAULT "\"")
#define STORAGE                                                                          \
	CHANGE("azurerm_storage_account", "\"name\":\"s\",\"resource_group_name\":\"rg-" \
					  "payments\"")
#define STRANGE CHANGE("azurerm_unheard_of", "\"name\":\"s\"")
#define DENIAL                                                                        \
	"The client 'you@contoso.com' does not have authorization to perform action " \
	"'Microsoft.Storage/storageAccounts/write' over scope '" PROD                 \
	"/resourceGroups/rg-payments'\n"

static void assert_unkept(const Stage *stage)
{
	g_autofree char *line = g_strdup_printf("grep -raq " MARK " '%s'", stage->folder);
	int status = 0;
	assert_true(g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	assert_int_equal(WEXITSTATUS(status), 1);
}

/* Asks for what a file of this name holds. */
static void ask_for(Pty *pty, const char *path)
{
	pty_press(pty, ":");
	expect_text(pty, "─ Actions ─");
	pty_type(pty, "roles for a plan");
	expect_text(pty, "> roles for a plan");
	pty_press(pty, "enter");
	expect_text(pty, "─ Roles for a plan ─");
	pty_type(pty, path);
	pty_press(pty, "enter");
}

static void a_file(Pty *pty, const Stage *stage, const char *text)
{
	g_autofree char *path = stage_path(stage, "asked");
	assert_true(g_file_set_contents(path, text, -1, NULL));
	ask_for(pty, path);
	expect_gone(pty, "─ Roles for a plan ─");
	assert_int_equal(g_unlink(path), 0);
}

static void a_plan__opens_one_form_for_the_least_set__and_all_of_it_is_sent(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	a_file(pty, stage, PLAN(SECRET "," STORAGE));
	expect_text(pty, "─ Activate ─");
	expect_text(pty, "Key Vault Secrets Officer at kv-payments");
	expect_text(pty, "Contributor at rg-payments");
	expect_text(pty, "They are marked.");
	expect_text(pty, "│ ticket");
	pty_type(pty, "roll it out");
	pty_press(pty, "tab");
	pty_type(pty, "CHG-1");
	pty_press(pty, "enter");
	expect_text(pty, "─ Activate? ─");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 0);
	pty_press(pty, "enter");
	expect_text(pty, "─ Outcome ─");
	expect_text(pty, "Active until");
	expect_text(pty, "Waiting for approval");
	assert_int_equal(tenant_count(stage->tenant, "PUT", REQUESTS), 2);
	dashboard_close(pty);
	dashboard_quit(pty);
	assert_unkept(stage);
}

static void a_denial_in_a_file__opens_the_form_of_its_role(void **state)
{
	Stage *stage = *state;
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	a_file(pty, stage, DENIAL);
	expect_text(pty, "─ Activate ─");
	expect_row(pty, "at ", "rg-payments   (resource group in sub-prod");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	dashboard_quit(pty);
}

static void a_pasted_plan__is_read_likewise__and_what_is_not_known_is_told(void **state)
{
	Stage *stage = *state;
	const StageRun run = { .rows = 40, .columns = 120 };
	g_autoptr(Pty) pty = dashboard_open(stage, &run);
	pty_paste(pty, PLAN(SECRET "," STRANGE));
	expect_text(pty, "─ Activate ─");
	expect_row(pty, "at ", "kv-payments   (resource in rg-payments");
	expect_text(pty, "What azurerm_unheard_of.a needs is not known here.");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Activate ─");
	pty_paste(pty, "{\"format_version\":\"1.2\",\"variables\":{\"a\":\"" MARK);
	expect_text(pty, "The plan cannot be read");
	dashboard_quit(pty);
	assert_unkept(stage);
}

/* Neither a pipe that nobody writes into nor a device without an end is waited for. */
static void what_is_no_file__is_told__and_asked_for_again(void **state)
{
	Stage *stage = *state;
	g_autofree char *pipe = stage_path(stage, "pipe");
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	ask_for(pty, "/nowhere/plan.json");
	expect_text(pty, "No such file or directory");
	pty_press(pty, "ctrl-u");
	pty_type(pty, pipe);
	pty_press(pty, "enter");
	expect_text(pty, "it is no file");
	pty_press(pty, "ctrl-u");
	pty_type(pty, "/dev/zero");
	pty_press(pty, "enter");
	expect_text(pty, "/dev/zero cannot be read: it is no file");
	pty_press(pty, "ctrl-u");
	pty_type(pty, "/");
	pty_press(pty, "enter");
	expect_text(pty, "Is a directory");
	pty_press(pty, "escape");
	expect_gone(pty, "─ Roles for a plan ─");
	dashboard_quit(pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_plan__opens_one_form_for_the_least_set__and_all_of_it_is_sent),
		STAGE_TEST(a_denial_in_a_file__opens_the_form_of_its_role),
		STAGE_TEST(a_pasted_plan__is_read_likewise__and_what_is_not_known_is_told),
		STAGE_TEST(what_is_no_file__is_told__and_asked_for_again),
	};
	return stage_run_tests(tests);
}
