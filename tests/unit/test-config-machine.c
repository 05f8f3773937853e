/* The configuration of a whole machine, below the person's own and above it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/model/mistake.h"
#include "src/store/config.h"
#include "src/store/error.h"
#include "tests/unit/scratch.h"

#define TENANT "129a304b-4aea-4b86-a9f7-ba7e2b23737a"
#define OTHER  "6d61bd4f-2b79-4e0c-8a2f-1a4d7bd9c3a0"

/* Reads both from a folder of their own; NULL with what is told. Each may be NULL: it is not there. */
static Settings *load(const char *machine, const char *own, char **told)
{
	char *folder = scratch_new();
	g_autofree char *machine_path = g_build_filename(folder, "machine.conf", NULL);
	g_autofree char *own_path = NULL;
	if (machine != NULL)
		g_free(scratch_write(folder, "machine.conf", 0644, machine));
	own_path = scratch_write(folder, "own.conf", 0600, own != NULL ? own : "");
	const ConfigFiles files = { own_path, machine_path, geteuid() };
	g_autoptr(GError) error = NULL;
	Settings *settings = config_load(&files, &error);
	if (error != NULL && told != NULL)
		*told = g_strdup(error->message);
	else if (error != NULL)
		fail_msg("%s", error->message);
	scratch_remove(folder);
	return settings;
}

static void config_machine__gives__what_the_person_does_not_say(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		load("[account corp]\ntenant=" TENANT "\ncloud=usgov\nclient_id=app\n"
		     "[set morning]\nrole.1=Reader\n[cloud lab]\nlogin=https://l\narm=https://a\n"
		     "graph=https://g\n[myroles]\nsnapshot=off\n",
		     NULL, NULL);
	const AccountSettings *account = settings_find_account(settings, NULL);
	assert_string_equal(account->name, "corp");
	assert_string_equal(account->tenant, TENANT);
	assert_string_equal(account->client_id, "app");
	assert_non_null(activation_set_find(settings->sets, "morning"));
	g_autoptr(Cloud) cloud = settings_find_cloud(settings, "lab");
	assert_string_equal(cloud->arm, "https://a");
	assert_false(settings->has_snapshot);
	assert_true(g_str_has_suffix(settings->machine, "machine.conf"));
}

static void config_machine__gives_way__to_what_the_person_says(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = load(
		"[account corp]\ntenant=" TENANT "\nclient_id=app\ncloud=usgov\n"
		"[account more]\n[set a]\nrole.1=Reader\nrole.2=Owner\n[myroles]\naccount=corp\n",
		"[account corp]\narm_client_id=mine\n[set a]\nrole.9=Contributor\n", NULL);
	const AccountSettings *account = settings_find_account(settings, NULL);
	assert_string_equal(account->name, "corp");
	assert_string_equal(account->tenant, TENANT);
	assert_string_equal(account->arm_client_id, "mine");
	assert_null(account->client_id);
	assert_int_equal(activation_set_find(settings->sets, "a")->rows->len, 1);
	assert_int_equal(settings->accounts->len, 2);

	/* One account of one's own is the one that is used, whatever else there is for everybody. */
	g_autoptr(Settings) own = load("[account corp]\n[account more]\n[myroles]\naccount=more\n",
				       "[account mine]\n", NULL);
	assert_string_equal(settings_find_account(own, NULL)->name, "mine");
}

static void config_machine__holds_in_every_account__what_it_locks(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		load("[locked]\ntenant=" TENANT "\nread_only=yes\nsnapshot=off\nnotice_names=no\n",
		     "[account a]\n[account b]\ntenant=" TENANT "\n", NULL);
	for (guint i = 0; i < settings->accounts->len; i++) {
		const AccountSettings *account = settings->accounts->pdata[i];
		assert_string_equal(account->tenant, TENANT);
		assert_true(account->guard.is_read_only);
	}
	assert_int_equal(settings->accounts->len, 2);
	assert_false(settings->has_snapshot);
	assert_false(settings->notify.has_names);
	assert_true(settings_may_choose(settings, "tenant", TENANT));
	assert_true(settings_may_choose(settings, "tenant", NULL));
	assert_true(settings_may_choose(settings, "account", "a"));
	assert_false(settings_may_choose(settings, "tenant", OTHER));

	g_autoptr(Settings) none = load("[locked]\nclient_id=app\n", NULL, NULL);
	assert_string_equal(settings_find_account(none, NULL)->client_id, "app");
}

#define LOCKED  "[locked]\ntenant=" TENANT "\n"
#define MACHINE "machine.conf"

static const struct {
	const char *machine, *own;
	const char *file;     /* that is named first */
	const char *expected; /* beside it */
} refusals[] = {
	{ LOCKED, "[account a]\ntenant=" OTHER "\n", "own.conf",
	  "line 2: [account a] tenant=" OTHER ": " },
	{ LOCKED, "[account a]\ntenant=" OTHER "\n", "own.conf", MACHINE " locks it to " TENANT },
	{ LOCKED, "[account a]\nauthority=https://i\n", "own.conf",
	  "authority: expected no such line, since" },
	{ "[locked]\nclient_id=a\n", "[account a]\narm_client_id=b\n", "own.conf",
	  "line 2: [account a] arm_client_id: expected no such line" },
	{ "[locked]\ncloud=lab\n[cloud lab]\nlogin=https://l\narm=https://a\ngraph=https://g\n",
	  "[cloud lab]\nlogin=https://x\narm=https://x\ngraph=https://x\n", "own.conf",
	  "line 1: [cloud lab]: expected no such group" },
	{ "[locked]\nsnapshot=off\n", "[myroles]\nsnapshot=on\n", "own.conf", "line 2: [myroles]" },
	{ "[locked]\nread_only=maybe\n", NULL, MACHINE, "line 2: [locked] read_only=maybe" },
	{ "[locked]\nlog=/x\n", NULL, MACHINE, "line 2: [locked] log: expected a key of" },
	{ "[locked]\nfilter=x\n", NULL, MACHINE, "line 2: [locked] filter: expected a key of" },
	{ "[myroles]\nlog=/x\n", NULL, MACHINE, "line 2: [myroles] log: names a file of one" },
	{ "[account a]\ntoken_source=file\ntoken_file=/x\n", NULL, MACHINE, "line 3: [account a]" },
	{ "[account a]\ntoken_store_command=x\n", NULL, MACHINE,
	  "line 2: [account a] token_store_command: no command may stand" },
	{ "[myroles]\nbrowser=x\n", NULL, MACHINE, "line 2: [myroles] browser: no command" },
	{ "[keys]\nquit=x\n", NULL, MACHINE, "line 1: [keys]: keys, colors and views" },
	{ "[acount a]\n", NULL, MACHINE, "line 1: [acount a]: unknown group" },
	{ "[account a]\ncloud=mars\n", NULL, MACHINE, "line 2: [account a] cloud=mars" },
	{ "[account a]\ntenant[de]=x\n", NULL, MACHINE, "line 2: [account a] tenant[de]: unknown" },
	{ NULL, "[locked]\ntenant=x\n", "own.conf", "line 1: [locked]: only the file of a whole" },
};

static void config_machine__is_refused__with_file_line_and_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *told = NULL;
		g_autoptr(Settings) settings = load(refusals[i].machine, refusals[i].own, &told);
		assert_null(settings);
		g_autofree char *first = g_strndup(told, strcspn(told, ":"));
		if (!g_str_has_suffix(first, refusals[i].file) ||
		    strstr(told, refusals[i].expected) == NULL)
			fail_msg("“%s” does not say “%s”", told, refusals[i].expected);
	}
}

static void config_check_files__tells_mistakes_of_both__each_with_its_file(void **state)
{
	(void)state;
	char *folder = scratch_new();
	g_autofree char *machine = scratch_write(folder, "machine.conf", 0644, "[keys]\nquit=x\n");
	g_autofree char *own = scratch_write(folder, "own.conf", 0600, "[myroles]\nx=y\n");
	const ConfigFiles files = { own, machine, geteuid() };
	g_autoptr(GPtrArray) mistakes = mistakes_new();
	g_autoptr(Settings) settings = config_check_files(&files, mistakes, NULL);
	assert_non_null(settings);
	assert_int_equal(mistakes->len, 2);
	g_autofree char *first = mistake_words(mistakes->pdata[0], settings->path);
	g_autofree char *second = mistake_words(mistakes->pdata[1], settings->path);
	assert_true(g_str_has_prefix(first, machine));
	assert_true(g_str_has_prefix(second, own));
	scratch_remove(folder);
}

/* NULL: it is taken; else what is told. */
static char *refusal_of(const char *path, unsigned owner, FilesError *code)
{
	char *text = NULL;
	g_autoptr(GError) error = NULL;
	if (files_read_owned(path, 100, owner, &text, NULL, &error)) {
		g_free(text);
		return NULL;
	}
	*code = (FilesError)error->code;
	return g_strdup(error->message);
}

static void files_read_owned__takes__what_only_its_owner_can_have_written(void **state)
{
	(void)state;
	char *folder = scratch_new();
	const unsigned own = geteuid();
	FilesError code = 0;
	g_autofree char *good = scratch_write(folder, "good", 0644, "x");
	g_autofree char *open = scratch_write(folder, "open", 0666, "x");
	g_autofree char *link = g_build_filename(folder, "link", NULL);
	g_autofree char *bad_link = g_build_filename(folder, "bad-link", NULL);
	g_autofree char *round = g_build_filename(folder, "round", NULL);
	g_autofree char *dangling = g_build_filename(folder, "dangling", NULL);
	assert_int_equal(symlink("good", link), 0);
	assert_int_equal(symlink(open, bad_link), 0);
	assert_int_equal(symlink("round", round), 0);
	assert_int_equal(symlink("nothing", dangling), 0);
	assert_null(refusal_of(good, own, &code));
	assert_null(refusal_of(link, own, &code));

	const struct {
		const char *path;
		unsigned owner;
		FilesError code;
		const char *told;
	} cases[] = {
		{ good, own + 1, FILES_ERROR_NOT_OWNED, "belongs to another user" },
		{ open, own, FILES_ERROR_NOT_OWNED, "others may write to it" },
		{ bad_link, own, FILES_ERROR_NOT_OWNED, "others may write to it" },
		{ round, own, FILES_ERROR_NOT_OWNED, "is a link to a link" },
		{ dangling, own, FILES_ERROR_DANGLING, "is linked to, but not there" },
		{ folder, own, FILES_ERROR_NOT_OWNED, "" },
		{ "/nowhere/x", own, FILES_ERROR_MISSING, "" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *told = refusal_of(cases[i].path, cases[i].owner, &code);
		assert_non_null(told);
		assert_int_equal(code, cases[i].code);
		assert_non_null(strstr(told, cases[i].told));
	}
	/* Who may write to the folder puts another file in its place. */
	assert_int_equal(chmod(folder, 0777), 0);
	g_autofree char *told = refusal_of(good, own, &code);
	assert_non_null(told);
	assert_true(g_str_has_prefix(told, folder));
	assert_int_equal(chmod(folder, 0700), 0);
	scratch_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config_machine__gives__what_the_person_does_not_say),
		cmocka_unit_test(config_machine__gives_way__to_what_the_person_says),
		cmocka_unit_test(config_machine__holds_in_every_account__what_it_locks),
		cmocka_unit_test(config_machine__is_refused__with_file_line_and_reason),
		cmocka_unit_test(config_check_files__tells_mistakes_of_both__each_with_its_file),
		cmocka_unit_test(files_read_owned__takes__what_only_its_owner_can_have_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
