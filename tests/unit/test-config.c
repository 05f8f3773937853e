/* myroles.conf: what is taken, and what each mistake is told as. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/model/mistake.h"
#include "src/store/config.h"
#include "src/store/error.h"
#include "tests/unit/scratch.h"

static Settings *parse(const char *text)
{
	g_autoptr(GError) error = NULL;
	Settings *settings = config_parse("test.conf", text, strlen(text), &error);
	if (error != NULL)
		print_message("%s\n", error->message);
	assert_null(error);
	assert_non_null(settings);
	return settings;
}

static void config__takes__a_byte_order_mark(void **state)
{
	(void)state;
	g_autoptr(Settings) settings = parse("\xEF\xBB\xBF[myroles]\r\nsnapshot=off\r\n");
	assert_false(settings->has_snapshot);
	g_autoptr(Settings) nothing = parse("\xEF\xBB\xBF");
	assert_true(nothing->has_snapshot);
}

static void config__takes_every_key(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		parse("# a comment\n"
		      "[myroles]\n account = work "
		      "\nsnapshot=off\nother_accounts=on\nlog=~/myroles.log\n\n"
		      "[account work]\ntenant=contoso.com\ncloud=lab\n"
		      "client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46\n"
		      "token_source=file\ntoken_file=/run/tokens.json\n"
		      "[account home]\ntenant=129a304b-4aea-4b86-a9f7-ba7e2b23737a\n"
		      "[cloud lab]\nlogin=https://login.lab/\narm=http://127.0.0.1:8080\n"
		      "graph=http://[::1]:8081/\nca_file=/etc/lab.pem\n"
		      "portal=https://portal.lab/\narm_audience=https://arm.lab//\n"
		      "[cloud public]\nca_file=/etc/proxy.pem\n"
		      "[keys]\nquit=Q ctrl-c\nfilter=#\nback=\\\n"
		      "[theme]\nselected=bold\n");
	g_autofree char *log = g_build_filename(files_home_folder(), "myroles.log", NULL);
	assert_string_equal(settings->path, "test.conf");
	assert_string_equal(settings->account, "work");
	assert_true(settings->has_others);
	assert_false(settings->has_snapshot);
	assert_string_equal(settings->log_file, log);

	const AccountSettings *work = settings_find_account(settings, NULL);
	assert_non_null(work);
	assert_string_equal(work->name, "work");
	assert_string_equal(work->tenant, "contoso.com");
	assert_string_equal(work->cloud, "lab");
	assert_string_equal(work->client_id, "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
	assert_int_equal(work->token_source, TOKEN_SOURCE_FILE);
	assert_string_equal(work->token_file, "/run/tokens.json");
	const AccountSettings *home = settings_find_account(settings, "home");
	assert_int_equal(home->token_source, TOKEN_SOURCE_SIGN_IN);
	assert_int_equal(home->token_store, TOKEN_STORE_SECRET_SERVICE);
	assert_null(home->cloud);

	g_autoptr(Cloud) lab = settings_find_cloud(settings, "lab");
	assert_string_equal(lab->login, "https://login.lab");
	assert_string_equal(lab->arm, "http://127.0.0.1:8080");
	assert_string_equal(lab->graph, "http://[::1]:8081");
	assert_string_equal(lab->ca_file, "/etc/lab.pem");
	assert_string_equal(lab->portal, "https://portal.lab");
	assert_string_equal(lab->arm_audience, "https://arm.lab//");
	assert_false(lab->is_builtin);
	/* A built-in cloud behind an intercepting proxy: its own hosts, another CA. */
	g_autoptr(Cloud) public = settings_find_cloud(settings, "public");
	assert_true(public->is_builtin);
	assert_string_equal(public->arm, "https://management.azure.com");
	assert_string_equal(public->ca_file, "/etc/proxy.pem");

	assert_string_equal(g_hash_table_lookup(settings->keys, "quit"), "Q ctrl-c");
	assert_string_equal(g_hash_table_lookup(settings->keys, "filter"), "#");
	assert_string_equal(g_hash_table_lookup(settings->keys, "back"), "\\");
	assert_string_equal(g_hash_table_lookup(settings->theme, "selected"), "bold");
}

static void config__takes_views(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		parse("[view soon]\nlist=eligible\nfilter=until:today !owner\nsort=end\n"
		      "columns=role, at\n[view active]\n");
	assert_int_equal(settings->views->len, 2);
	const ViewSettings *soon = g_ptr_array_index(settings->views, 0);
	assert_string_equal(soon->name, "soon");
	assert_string_equal(soon->list, "eligible");
	assert_string_equal(soon->filter, "until:today !owner");
	assert_string_equal(soon->sort, "end");
	assert_string_equal(soon->columns, "role, at");
}

static void config__takes_what_a_sign_in_needs(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		parse("[account other]\nauthority=http://127.0.0.1:8080/realms/lab/\n"
		      "token_source=sign-in\ntoken_store=memory\n"
		      "mfa_claims={\"access_token\":{\"acrs\":{\"values\":[\"p1\"]}}}\n"
		      "arm_client_id=lab-arm\ngraph_client_id=lab-graph\n");
	const AccountSettings *other = settings_find_account(settings, "other");
	assert_int_equal(other->token_source, TOKEN_SOURCE_SIGN_IN);
	assert_int_equal(other->token_store, TOKEN_STORE_MEMORY);
	assert_string_equal(other->authority, "http://127.0.0.1:8080/realms/lab");
	assert_string_equal(other->mfa_claims,
			    "{\"access_token\":{\"acrs\":{\"values\":[\"p1\"]}}}");
	assert_string_equal(other->arm_client_id, "lab-arm");
	assert_string_equal(other->graph_client_id, "lab-graph");
}

static void config__has_one_account__when_none_is_written(void **state)
{
	(void)state;
	const char *const texts[] = { "", "\n# nothing\n", "[keys]\nquit=Q\n",
				      "[myroles]\naccount=default\n" };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(Settings) settings = parse(texts[i]);
		const AccountSettings *account = settings_find_account(settings, NULL);
		assert_non_null(account);
		assert_string_equal(account->name, "default");
		assert_int_equal(account->token_source, TOKEN_SOURCE_SIGN_IN);
		assert_null(account->cloud);
		assert_true(settings->has_snapshot);
	}
}

#define LAB "[cloud lab]\nlogin=https://l\narm=https://a\ngraph=https://g\n"

static const struct {
	const char *text, *expected;
} mistakes[] = {
	{ "[myroles]\ncolour=red\n", "[myroles] colour: unknown key; expected one of account, "
				     "snapshot, mouse, other_accounts, log" },
	{ "[alias]\nrole.a=b\nrole.b=c\nrole.c=A\n",
	  "[alias] role.a=b: stands for itself in the end; expected the name or the id of a role" },
	{ "[alias]\nscope.a=a\n", "[alias] scope.a=a: stands for itself" },
	{ "[alias]\nrole.a=b\nrole.b=b\n", "[alias] role.a=b: stands for itself" },
	{ "[alias]\nrole.uaa=x\nrole.UAA=y\n",
	  "[alias] role.UAA=y: is role.uaa once more, letter case aside" },
	{ "[alias]\nrole.a b=x\n", "expected a word of letters" },
	{ "[alias]\nrole.acdd72a7-3385-48ef-bd42-f606fba81ae7=x\n", "that is no id" },
	{ "[alias]\nrole.a=\n", "expected the name or the id of a role" },
	{ "[alias]\nplace.a=x\n", "[alias] place.a: unknown key" },
	{ "[cloud]\nx=1\n",
	  "[cloud]: unknown group (did you mean [cloud NAME]?); expected [myroles]" },
	{ "[accounts work]\nx=1\n", "[accounts work]: unknown group" },
	{ "[account ]\n", "[account ]: expected a name" },
	{ "[account a b]\n", "[account a b]: expected a name" },
	{ "[account a]\n[account  a]\n", "[account  a]: expected a name" },
	{ "[myroles]\nsnapshot=maybe\n", "[myroles] snapshot=maybe: expected on or off" },
	{ "[myroles]\nlog=here.log\n", "expected an absolute path" },
	{ "[myroles]\nsnapshot=on # yes\n", "expected comments on lines of their own" },
	{ "[myroles]\naccount=\n", "[myroles] account=: expected the NAME" },
	{ "[myroles]\naccount=none\n[account a]\n", "[myroles] account=none: expected" },
	{ "[account a]\ntenant=not/one\n", "[account a] tenant=not/one: expected a tenant" },
	{ "[account a]\nclient_id=a b\n", "[account a] client_id=a b: expected the id" },
	{ "[account a]\ntoken_source=vault\n", "token_source=vault: expected sign-in, az or file" },
	{ "[account a]\nmfa_claims=amr\n", "expected a claims request" },
	{ "[account a]\nmfa_claims=[1]\n", "expected a claims request" },
	{ "[account a]\ntoken_store=file\n", "expected secret-service, kernel, command or memory" },
	{ "[account a]\nauthority=http://example.com\n", "expected https" },
	{ "[account a]\nauthority=https://i\ntoken_source=az\n",
	  "authority: expected token_source=sign-in beside it" },
	{ "[account a]\nclient_id=a\narm_client_id=b\n",
	  "client_id: expected no arm_client_id or graph_client_id beside it" },
	{ "[account a]\ncloud=mars\n", "[account a] cloud=mars: expected public, usgov" },
	{ "[account a]\ntoken_source=file\n", "expected token_file= beside it" },
	{ "[account a]\ntoken_store=command\n", "expected token_store_command= beside it" },
	{ "[account a]\ntoken_store_command=/x\n", "expected token_store=command beside it" },
	{ "[account a]\ntoken_store=command\ntoken_store_command=pass\n",
	  "expected an absolute path, and words" },
	{ "[account a]\ntoken_store=command\ntoken_store_command=/x 'y\n",
	  "expected an absolute path, and words" },
	{ "[account a]\ntoken_file=/x\n", "expected token_source=file beside it" },
	{ LAB "[account a]\ntoken_source=az\ncloud=lab\n",
	  "[account a] cloud=lab: expected a built-in cloud" },
	{ "[cloud lab]\narm=https://a\n", "[cloud lab] login: expected all of" },
	{ "[cloud public]\narm=https://a\n", "[cloud public]: is built in" },
	{ "[cloud public]\nportal=https://a\n", "[cloud public]: is built in" },
	{ "[cloud x]\narm=http://example.com\n", "arm=http://example.com: expected https" },
	{ "[cloud x]\narm=https://u@h\n", "expected https" },
	{ "[cloud x]\narm=https://h/?q\n", "expected https" },
	{ "[cloud x]\narm=ftp://h\n", "expected https" },
	{ "[cloud x]\narm=h\n", "expected https" },
	{ "[cloud x]\narm=https://\n", "expected https" },
	{ "[keys]\nquit=q\n[theme]\na=b\n[keys]\nquit=x\n", "line 5: [keys] is there twice" },
	{ "[keys]\nquit=q\n quit = x\n", "line 3: [keys] quit is there twice" },
	{ "[cloud lab]\narm[de]=https://a\n", "line 2: [cloud lab] arm[de]: unknown key" },
	{ "[myroles]\nsnapshto=on\n",
	  "line 2: [myroles] snapshto: unknown key (did you mean snapshot?)" },
	{ "\n[acount work]\n",
	  "line 2: [acount work]: unknown group (did you mean [account work]?)" },
	{ "[clouds]\n", "line 1: [clouds]: unknown group (did you mean [cloud NAME]?)" },
	{ "[key]\n", "(did you mean [keys]?)" },
	{ "[sets a]\n", "(did you mean [set a]?)" },
	{ "[set a]\n", "line 1: [set a]: expected at least one role.WORD=" },
	{ "[set a]\nrole.1=Reader | rg-edge\n",
	  "line 2: [set a] role.1=Reader | rg-edge: expected" },
	{ "[set a]\nrole.1=Reader | for ever\n", "expected ROLE | at SCOPE | for TIME" },
	{ "[set a]\nrole.=Reader\n", "role.: unknown key" },
	{ "[set a]\nrole.1=Reader\nreson=x\n", "(did you mean reason?)" },
	{ "[set a]\nrole.1=Reader\nreason={}\n", "line 3: [set a] reason={}: expected text" },
	{ "[set a]\nrole.1=Reader\nduration=8\n", "expected a length: 90m" },
	{ "[set a b]\nrole.1=Reader\n", "expected a name of letters" },
	{ "[keys]\nquit\n", "line 2: quit: expected KEY=VALUE" },
	{ "[keys] # of mine\n", "line 1: [keys] # of mine: expected [GROUP] alone" },
	{ "=x\n", "line 1: =x: expected KEY=VALUE" },
	{ "\nquit=q\n", "line 2: quit=q: expected a [GROUP] above it" },
	{ "[account a]\ntenant=c.de\ncloud=mars\n", "line 3: [account a] cloud=mars" },
	{ "[account a]\n\ntoken_source=file\n", "line 3: [account a] token_source: expected" },
	{ "[keys]\nx\ny\nz\n", "(and 2 more)" },
	{ "[keys]\nquit=a\x01"
	  "b\n",
	  "line 2: expected no control characters" },
	{ "[keys]\nquit=\xff\n", "line 2: is not UTF-8 text; save it as UTF-8" },
	{ "\xff\xfe[", "is UTF-16; save it as UTF-8" },
	{ "\xfe\xff[", "is UTF-16; save it as UTF-8" },
	{ "quit=q\n", "test.conf: " },
	{ "[keys]\nquit\n", "test.conf: " },
	{ "[keys\n", "test.conf: " },
};

/* Not the first mistake, but one of them. */
static bool is_told_among_all(const char *text, const char *expected)
{
	g_autoptr(GPtrArray) found = mistakes_new();
	g_autoptr(Settings) settings = config_check("test.conf", text, strlen(text), found);
	assert_non_null(settings);
	for (guint i = 0; i < found->len; i++) {
		g_autofree char *words = mistake_words(found->pdata[i], "test.conf");
		if (strstr(words, expected) != NULL)
			return true;
	}
	return false;
}

static void config__tells_what_it_is__that_is_no_utf8(void **state)
{
	static const struct {
		const char text[32];
		size_t length;
		const char *expected;
	} cases[] = {
		{ "\xff\xfe[\0a\0]\0\n\0", 10, "test.conf: is UTF-16; save it as UTF-8" },
		{ "\0[\0a\0]\0\n", 8, "test.conf: is UTF-16; save it as UTF-8" },
		{ "\xff\xfe\0\0[\0\0\0]\0\0\0\n\0\0\0", 16,
		  "test.conf: is UTF-32; save it as UTF-8" },
		{ "# a\n# b\0c, which is longer\n", 27, "line 2: expected no control characters" },
		{ "# a\n\n#\xe4\n", 8, "line 3: is not UTF-8 text; save it as UTF-8" },
	};
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(config_parse("test.conf", cases[i].text, cases[i].length, &error));
		assert_non_null(strstr(error->message, cases[i].expected));
	}
}

static void config__names_group_key_and_what_was_expected__of_each_mistake(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(Settings) settings = config_parse("test.conf", mistakes[i].text,
							    strlen(mistakes[i].text), &error);
		assert_null(settings);
		assert_int_equal(error->domain, STORE_ERROR);
		assert_int_equal(error->code, STORE_ERROR_CONFIG);
		assert_true(g_str_has_prefix(error->message, "test.conf: "));
		if (strstr(error->message, mistakes[i].expected) == NULL &&
		    !is_told_among_all(mistakes[i].text, mistakes[i].expected))
			fail_msg("“%s” does not say “%s”", error->message, mistakes[i].expected);
	}
}

static void config__takes_sets(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		parse("[set morning]\nabout=On call\nduration=8h\nreason=On call {ticket}\n"
		      "reason_unasked=yes\nticket_system=ServiceNow\n"
		      "role.1=Reader | at rg-payments\nrole.oncall=sg-oncall | as owner | for 1h\n"
		      "[set b]\nrole.1=Reader\n");
	assert_int_equal(settings->sets->len, 2);
	const ActivationSet *set = activation_set_find(settings->sets, "morning");
	assert_string_equal(set->about, "On call");
	assert_string_equal(set->duration, "8h");
	assert_string_equal(set->reason, "On call {ticket}");
	assert_true(set->is_reason_unasked);
	assert_int_equal(set->rows->len, 2);
	const SetRow *second = set->rows->pdata[1];
	assert_string_equal(second->role, "sg-oncall");
	assert_string_equal(second->access, "owner");
	assert_string_equal(second->duration, "1h");
	assert_null(activation_set_find(settings->sets, "Morning"));
}

static void config__takes_aliases(void **state)
{
	(void)state;
	g_autoptr(Settings) settings =
		parse("[alias]\nrole.uaa=User Access Administrator\nrole.admin=UAA\n"
		      "scope.uaa=/subscriptions/1\n");
	const GPtrArray *aliases = settings->aliases;
	assert_string_equal(alias_words(aliases, ALIAS_ROLE, "Uaa"), "User Access Administrator");
	assert_string_equal(alias_words(aliases, ALIAS_ROLE, "admin"), "User Access Administrator");
	assert_string_equal(alias_words(aliases, ALIAS_SCOPE, "uaa"), "/subscriptions/1");
	/* Never a part of a word, and nothing of the other kind. */
	assert_string_equal(alias_words(aliases, ALIAS_ROLE, "ua"), "ua");
	assert_string_equal(alias_words(aliases, ALIAS_SCOPE, "admin"), "admin");
	assert_null(alias_words(aliases, ALIAS_ROLE, NULL));
	assert_string_equal(alias_words(NULL, ALIAS_ROLE, "uaa"), "uaa");
}

static ActivationSet *make_set(const char *name, const char *role)
{
	ActivationSet *set = activation_set_new(name);
	SetRow *row = g_new0(SetRow, 1);
	row->role = g_strdup(role);
	row->scope = g_strdup("/subscriptions/1");
	set->reason = g_strdup("On call {ticket}");
	g_ptr_array_add(set->rows, row);
	return set;
}

/* Where it is said, or behind the heading, or in a group of its own; everything else stays. */
static void config_set_token_store__changes_one_line__and_nothing_else(void **state)
{
	static const struct {
		const char *before, *after; /* NULL: no such file; it is refused */
	} cases[] = {
		{ NULL, "[account default]\ntoken_store=kernel\n" },
		{ "# mine", "# mine\n\n[account default]\ntoken_store=kernel\n" },
		{ "[account default]", "[account default]\ntoken_store=kernel\n" },
		{ "[account default]\n# so\n token_store = memory\n[account b]\n",
		  "[account default]\n# so\ntoken_store=kernel\n[account b]\n" },
		{ "[account b]\ntoken_store=memory\n\n [account default]\r\n# so\n"
		  "token_store = memory\ncloud=public\n",
		  "[account b]\ntoken_store=memory\n\n [account default]\r\n# so\n"
		  "token_store=kernel\ncloud=public\n" },
		{ "[account default]\ntoken_store=command\ntoken_store_command='/bin/keep'\n",
		  NULL },
		{ "[account default]\ncloud=nowhere\n[cluod x]\n", NULL },
	};
	(void)state;
	char *folder = scratch_new();
	g_autofree char *path = g_build_filename(folder, "my.conf", NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *written = NULL;
		g_autofree char *text = NULL;
		g_autoptr(GError) error = NULL;
		if (cases[i].before != NULL)
			g_free(scratch_write(folder, "my.conf", 0600, cases[i].before));
		const bool ok = config_set_token_store(path, "default", TOKEN_STORE_KERNEL,
						       &written, &error);
		assert_true(g_file_get_contents(path, &text, NULL, NULL));
		assert_int_equal(ok, cases[i].after != NULL);
		assert_string_equal(text, ok ? cases[i].after : cases[i].before);
	}
	scratch_remove(folder);
}

/* What stands in the file stays as it is, comments and all; a link of the person's stays a link. */
static void config_add_set__adds_to_the_end__and_nothing_else(void **state)
{
	(void)state;
	char *folder = scratch_new();
	g_autofree char *file =
		scratch_write(folder, "real.conf", 0600, "# mine\n[myroles]\nsnapshot=off");
	g_autofree char *path = g_build_filename(folder, "link.conf", NULL);
	assert_int_equal(symlink(file, path), 0);
	g_autoptr(ActivationSet) set = make_set("a", "Reader");
	g_autofree char *written = NULL;
	g_autoptr(GError) error = NULL;
	assert_true(config_add_set(path, set, &written, &error));
	assert_true(g_file_test(path, G_FILE_TEST_IS_SYMLINK));
	g_autofree char *text = NULL;
	assert_true(g_file_get_contents(file, &text, NULL, NULL));
	assert_string_equal(text, "# mine\n[myroles]\nsnapshot=off\n\n[set a]\n"
				  "reason=On call {ticket}\nrole.1=Reader | at /subscriptions/1\n");

	g_autofree char *none = NULL;
	assert_false(config_add_set(path, set, &none, &error));
	assert_int_equal(error->code, STORE_ERROR_CONFIG);
	g_clear_error(&error);
	g_autoptr(ActivationSet) broken = make_set("b", "a\n[myroles]");
	assert_false(config_add_set(path, broken, &none, &error));
	assert_int_equal(error->code, STORE_ERROR_CONFIG);
	g_autofree char *after = NULL;
	assert_true(g_file_get_contents(file, &after, NULL, NULL));
	assert_string_equal(after, text);
	scratch_remove(folder);
}

static void config_check__tells_every_mistake__by_line(void **state)
{
	(void)state;
	static const char text[] = "[myroles]\naccount=none\nsnapshot=maybe\n"
				   "[account a]\ncloud=mars\ntennant=x\n"
				   "[account a]\nread_only=true\n[them]\nx=y\n[keys]\nquit=Q\n";
	static const struct {
		size_t line;
		const char *text;
	} expected[] = {
		{ 2, "account=none" },
		{ 3, "snapshot=maybe" },
		{ 5, "cloud=mars" },
		{ 6, "tennant: unknown key (did you mean tenant?)" },
		{ 7, "[account a] is there twice" },
		{ 8, "read_only=true: expected yes or no" },
		{ 9, "[them]: unknown group (did you mean [theme]?)" },
	};
	g_autoptr(GPtrArray) found = mistakes_new();
	g_autoptr(Settings) settings = config_check("test.conf", text, sizeof text - 1, found);
	assert_int_equal(found->len, G_N_ELEMENTS(expected));
	for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
		const Mistake *mistake = found->pdata[i];
		assert_int_equal(mistake->line, expected[i].line);
		if (strstr(mistake->text, expected[i].text) == NULL)
			fail_msg("“%s” does not say “%s”", mistake->text, expected[i].text);
	}
	assert_int_equal(settings_line(settings, "keys", "quit"), 12);
	assert_int_equal(settings_line(settings, "keys", NULL), 11);
	assert_int_equal(settings_line(settings, "keys", "back"), 0);
}

static void config__refuses_a_nul(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	static const char text[] = "[keys]\nquit=a\0b\n";
	assert_null(config_parse("test.conf", text, sizeof text - 1, &error));
	assert_int_equal(error->code, STORE_ERROR_CONFIG);
}

static Settings *load(const char *own, GError **error)
{
	const ConfigFiles files = { .own = own };
	return config_load(&files, error);
}

static void config_load__refuses__files_that_others_could_have_written(void **state)
{
	(void)state;
	char *folder = scratch_new();
	g_autofree char *good =
		scratch_write(folder, "good.conf", 0644, "[myroles]\nsnapshot=off\n");
	g_autofree char *group = scratch_write(folder, "group.conf", 0664, "");
	g_autofree char *all = scratch_write(folder, "all.conf", 0646, "");
	g_autofree char *link = g_build_filename(folder, "link.conf", NULL);
	g_autofree char *fifo = g_build_filename(folder, "fifo.conf", NULL);
	g_autofree char *missing = g_build_filename(folder, "missing.conf", NULL);
	g_autofree char *bad_link = g_build_filename(folder, "bad-link.conf", NULL);
	assert_int_equal(symlink(good, link), 0);
	assert_int_equal(symlink(group, bad_link), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	g_autofree char *filler = g_strnfill(LIMIT_CONFIG_FILE + 1, '\n');
	g_autofree char *large = scratch_write(folder, "large.conf", 0600, filler);

	g_autoptr(GError) error = NULL;
	g_autoptr(Settings) settings = load(good, &error);
	assert_non_null(settings);
	assert_false(settings->has_snapshot);
	g_autoptr(Settings) linked = load(link, &error);
	assert_non_null(linked);
	assert_false(linked->has_snapshot);
	const struct {
		const char *path;
		FilesError code;
	} cases[] = {
		{ group, FILES_ERROR_UNSAFE },    { all, FILES_ERROR_UNSAFE },
		{ bad_link, FILES_ERROR_UNSAFE }, { fifo, FILES_ERROR_UNSAFE },
		{ folder, FILES_ERROR_UNSAFE },   { missing, FILES_ERROR_MISSING },
		{ large, FILES_ERROR_TOO_LARGE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) problem = NULL;
		assert_null(load(cases[i].path, &problem));
		assert_int_equal(problem->domain, FILES_ERROR);
		assert_int_equal(problem->code, cases[i].code);
		assert_non_null(strstr(problem->message, cases[i].path));
	}
	scratch_remove(folder);
}

static void config__has_each_key_in_its_manual(void **state)
{
	(void)state;
	const char *top = g_getenv("top_srcdir");
	g_autofree char *path =
		g_build_filename(top != NULL ? top : ".", "man", "myroles.conf.5", NULL);
	g_autofree char *page = NULL;
	if (!g_file_get_contents(path, &page, NULL, NULL))
		fail_msg("%s cannot be read", path);
	ConfigKey key;
	size_t count = 0;
	for (; config_key_at(count, &key); count++) {
		g_autofree char *entry = g_strdup_printf("\n.B %s=\n", key.name);
		assert_true(strlen(key.expected) > 0);
		if (strstr(page, entry) == NULL)
			fail_msg("%s has no paragraph for [%s] %s", path, key.group, key.name);
	}
	assert_true(count > 10);
}

/* As it is: everything at its default. With all taken out of its comments: nothing that is unknown. */
static void config_template__has_each_key__in_a_comment(void **state)
{
	(void)state;
	g_autofree char *template = config_template();
	g_autoptr(Settings) settings = parse(template);
	assert_int_equal(settings->accounts->len, 1);
	ConfigKey key;
	for (size_t i = 0; config_key_at(i, &key); i++) {
		g_autofree char *line = g_strdup_printf("\n#%s=\n", key.name);
		if (strstr(template, line) == NULL)
			fail_msg("no line for [%s] %s", key.group, key.name);
	}
	g_auto(GStrv) lines = g_strsplit(template, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		assert_true(g_utf8_strlen(*line, -1) <= 120);
		if ((*line)[0] == '#' && (*line)[1] != ' ')
			(*line)[0] = ' ';
	}
	g_autofree char *open = g_strjoinv("\n", lines);
	g_autoptr(GPtrArray) found = mistakes_new();
	g_autoptr(Settings) opened = config_check("test.conf", open, strlen(open), found);
	assert_int_equal(opened->accounts->len, 1);
	assert_non_null(g_hash_table_lookup(opened->theme, "base"));
	for (guint i = 0; i < found->len; i++)
		assert_null(strstr(((const Mistake *)found->pdata[i])->text, "unknown"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config__takes__a_byte_order_mark),
		cmocka_unit_test(config__takes_every_key),
		cmocka_unit_test(config__takes_views),
		cmocka_unit_test(config__takes_what_a_sign_in_needs),
		cmocka_unit_test(config__has_one_account__when_none_is_written),
		cmocka_unit_test(config__tells_what_it_is__that_is_no_utf8),
		cmocka_unit_test(config__names_group_key_and_what_was_expected__of_each_mistake),
		cmocka_unit_test(config__takes_sets),
		cmocka_unit_test(config__takes_aliases),
		cmocka_unit_test(config_set_token_store__changes_one_line__and_nothing_else),
		cmocka_unit_test(config_add_set__adds_to_the_end__and_nothing_else),
		cmocka_unit_test(config_check__tells_every_mistake__by_line),
		cmocka_unit_test(config__refuses_a_nul),
		cmocka_unit_test(config_load__refuses__files_that_others_could_have_written),
		cmocka_unit_test(config__has_each_key_in_its_manual),
		cmocka_unit_test(config_template__has_each_key__in_a_comment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
