/*
 * Each verb ends as `help VERB` says, with each code that the built-in tenant can play; and misuse of each ends with 2. What the table
 * says is read from the program itself.
 */
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/cli/schema.h"
#include "tests/e2e/apart.h"

/* How the world is when the verb runs. */
typedef enum {
	WELL,
	FAR,        /* nobody answers */
	NEW,        /* … and nothing is known of an earlier run */
	SIGNED_OUT, /* nobody is signed in */
	LOST,       /* … and nobody answers */
	BROKEN,     /* … and the login host does not do what it says */
	HALF,       /* Graph permits nothing */
	SHUT,       /* nobody permits anything */
	FULL,       /* standard output takes nothing */
} World;

typedef struct Case {
	int code;
	World world;
	/* "%s": the id that `before` printed: of its request, or of the first row; "%a": of all rows; "%f": a file of the stage's folder. */
	const char *line;
	const char *before; /* NULL: nothing */
	const char *told;   /* then a word to the tenant, "/path {…}"; NULL: none */
	World past;         /* how the world is when `before` runs */
} Case;

#define READER    "-r Reader -s sub-dev"
#define ASK       "activate -r Contributor -s rg-payments -m hotfix -t INC1 -w --json"
#define PENDING   "list approvals --json"
#define SET(name) "[set " name "]\nreason=x\nreason_unasked=yes\nduration=30m\n"
#define SETS                                                                                     \
	SET("day")                                                                               \
	"role.1=Reader | at sub-dev\n" SET("asked") "role.1=Contributor | at rg-payments\n" SET( \
		"mixed") "role.1=Reader | at sub-dev\nrole.2=Contributor | at rg-payments\n"
#define PAYMENTS "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-payments"
#define EDGE     "-r Owner -s rg-edge -m x"
#define HUB      "-r Owner -s /subscriptions/44444444-4444-4444-8444-444444444444 -m x"
#define REFUSE                                                                      \
	"/faults [{\"host\":\"arm\",\"method\":\"PATCH\",\"path\":\"*Approvals*\"," \
	"\"kind\":\"status\",\"status\":403,\"code\":\"Forbidden\"}]"

/* Somebody else was quicker. */
#define CONFLICT                                                                    \
	"/faults [{\"host\":\"arm\",\"method\":\"PATCH\",\"path\":\"*Approvals*\"," \
	"\"kind\":\"status\",\"status\":409,\"code\":\"Conflict\"}]"

static const Case cases[] = {
	{ 2, WELL, "", NULL, NULL },
	{ 0, WELL, "list eligible", NULL, NULL },
	{ 1, SHUT, "list eligible", NULL, NULL },
	{ 2, WELL, "list nothing", NULL, NULL },
	{ 3, SIGNED_OUT, "list eligible", NULL, NULL },
	{ 6, HALF, "list eligible", NULL, NULL },
	{ 7, FAR, "list eligible", NULL, NULL },
	{ 0, WELL, "list active --at rg-payments", NULL, NULL },
	{ 1, WELL, "list active --at sub-prod", NULL, NULL },
	{ 2, WELL, "list active --at nowhere", NULL, NULL },
	{ 2, WELL, "list eligible --at rg-payments", NULL, NULL },
	{ 2, WELL, "list eligible --all-accounts", NULL, NULL },
	{ 2, WELL, "list active --at rg-payments --all-accounts", NULL, NULL },
	{ 6, WELL, "list active --at rg-payments", "list eligible",
	  "/faults [{\"host\":\"arm\",\"path\":\"*roleAssignmentScheduleRequests\",\"kind\":"
	  "\"status\",\"status\":403,\"code\":\"AuthorizationFailed\",\"count\":-1}]" },
	{ 7, FAR, "list active --at directory", NULL, NULL },
	{ 0, FAR, "status", "list active", NULL },
	{ 1, FULL, "status", "list active", NULL },
	{ 2, WELL, "status --format {rol}", NULL, NULL },
	{ 3, SIGNED_OUT, "status --truth", NULL, NULL },
	{ 6, FAR, "status", "list active", NULL, HALF },
	{ 7, NEW, "status", NULL, NULL },
	{ 0, WELL, "has Reader", NULL, NULL },
	{ 1, WELL, "has Owner", NULL, NULL },
	{ 2, WELL, "has Reader --access boss", NULL, NULL },
	{ 7, FAR, "has Owner", NULL, NULL },
	{ 0, WELL, "scopes Contributor", NULL, NULL },
	{ 1, SHUT, "scopes Contributor", NULL, NULL },
	{ 2, WELL, "scopes Nobody", NULL, NULL },
	{ 3, SIGNED_OUT, "scopes Contributor", NULL, NULL },
	{ 6, HALF, "scopes Contributor", NULL, NULL },
	{ 7, FAR, "scopes Contributor", NULL, NULL },
	{ 0, WELL, "show Reader sub-dev", NULL, NULL },
	{ 1, SHUT, "show Reader sub-dev", NULL, NULL },
	{ 2, WELL, "show Nobody", NULL, NULL },
	{ 3, SIGNED_OUT, "show Reader sub-dev", NULL, NULL },
	{ 6, HALF, "show Reader sub-dev", NULL, NULL },
	{ 7, FAR, "show Reader sub-dev", NULL, NULL },
	{ 0, WELL, "policy Reader sub-dev", NULL, NULL },
	{ 1, SHUT, "policy Reader sub-dev", NULL, NULL },
	{ 2, WELL, "policy Nobody", NULL, NULL },
	{ 3, SIGNED_OUT, "policy Reader sub-dev", NULL, NULL },
	{ 6, WELL, "policy Reader sub-dev", "list eligible",
	  "/settings {\"policies_forbidden\":true}" },
	{ 7, FAR, "policy Reader sub-dev", NULL, NULL },
	{ 0, WELL, "why Microsoft.Web/sites/write rg-payments", NULL, NULL },
	{ 1, WELL, "why RequestDisallowedByPolicy\\ x", NULL, NULL },
	{ 2, WELL, "why Microsoft.Web/sites/write nowhere", NULL, NULL },
	{ 3, SIGNED_OUT, "why Microsoft.Web/sites/write rg-payments", NULL, NULL },
	{ 6, HALF, "why Microsoft.Web/sites/write rg-payments", NULL, NULL },
	{ 7, FAR, "why Microsoft.Web/sites/write " PAYMENTS, "list eligible", NULL },
	{ 0, WELL, "open Reader sub-dev --print", NULL, NULL },
	{ 1, SHUT, "open Reader sub-dev --print", NULL, NULL },
	{ 2, WELL, "open Nobody --print", NULL, NULL },
	{ 3, SIGNED_OUT, "open Reader sub-dev --print", NULL, NULL },
	{ 7, FAR, "open Reader sub-dev --print", NULL, NULL },
	{ 0, WELL, "activate " READER " -d 30m -w", NULL, NULL },
	{ 1, SHUT, "activate " READER, NULL, NULL },
	{ 2, WELL, "activate -r Nobody", NULL, NULL },
	{ 3, WELL, "activate -r Owner -s rg-edge -m x -n", NULL, NULL },
	{ 3, SIGNED_OUT, "activate " READER, NULL, NULL },
	{ 4, WELL, "activate " READER " -d 30h", NULL, NULL },
	{ 5, WELL, ASK, NULL, NULL },
	{ 6, WELL, "activate " READER " -r Owner -s rg-edge -m x -n", NULL, NULL },
	{ 7, FAR, "activate " READER, NULL, NULL },
	{ 0, WELL, "deactivate -r Reader -s rg-payments -w", NULL, NULL },
	{ 1, SHUT, "deactivate -r Reader", NULL, NULL },
	{ 2, WELL, "deactivate -r Nobody", NULL, NULL },
	{ 3, SIGNED_OUT, "deactivate -r Reader", NULL, NULL },
	{ 4, WELL, "deactivate " READER " -w", "activate " READER " -d 30m -w --json", NULL },
	{ 6, WELL, "deactivate -r Reader -s rg-payments -s sub-dev -w",
	  "activate " READER " -d 30m -w --json", NULL },
	{ 7, FAR, "deactivate -r Reader", NULL, NULL },
	{ 0, WELL, "exec -r Reader -s rg-payments -- true", NULL, NULL },
	{ 1, SHUT, "exec " READER " -- true", NULL, NULL },
	{ 2, WELL, "exec -r Nobody -- true", NULL, NULL },
	{ 3, SIGNED_OUT, "exec " READER " -- true", NULL, NULL },
	{ 4, WELL, "exec " READER " -d 30h -- true", NULL, NULL },
	{ 5, WELL, "exec -r Contributor -s rg-payments -m hotfix -t INC1 -- true", NULL, NULL },
	{ 7, FAR, "exec " READER " -- true", NULL, NULL },
	{ 126, WELL, "exec " READER " -- /", NULL, NULL },
	{ 127, WELL, "exec " READER " -- /nowhere", NULL, NULL },
	{ 0, WELL, "set day -w", NULL, NULL },
	{ 1, SHUT, "set day", NULL, NULL },
	{ 2, WELL, "set nothing", NULL, NULL },
	{ 3, SIGNED_OUT, "set day", NULL, NULL },
	{ 4, WELL, "set day --end -w", "set day -w --json", NULL },
	{ 5, WELL, "set asked -t INC1 -w", NULL, NULL },
	{ 6, WELL, "set mixed -t INC1 -w", NULL, NULL },
	{ 7, FAR, "set day", NULL, NULL },
	{ 0, WELL, "cancel %s", ASK, NULL },
	{ 2, WELL, "cancel 00000000-no-such", NULL, NULL },
	{ 4, WELL, "cancel %s", ASK, "/deny {}" },
	{ 1, FULL, "cancel %s", ASK, NULL },
	{ 7, FAR, "cancel 00000000-no-such", NULL, NULL },
	{ 7, FAR, "wait 00000000-no-such", NULL, NULL },
	{ 3, SIGNED_OUT, "cancel %s", ASK, NULL },
	{ 3, SIGNED_OUT, "wait %s", ASK, NULL },
	{ 1, FULL, "doctor", NULL, NULL },
	{ 2, WELL, "logout", NULL, NULL },
	{ 0, WELL, "wait %s", ASK, "/approve {}" },
	{ 1, WELL, "wait %s", "activate " READER " -d 30m -w --json",
	  "/clock {\"advance\":\"PT9H\"}" },
	{ 2, WELL, "wait 00000000-no-such", NULL, NULL },
	{ 4, WELL, "wait %s", ASK, "/deny {}" },
	{ 0, WELL, "wait %s", "extend " EDGE " --json", "/approve {}" },
	{ 4, WELL, "wait %s", "renew " HUB " --json", "/deny {}" },
	{ 0, WELL, "cancel %s", "extend " EDGE " --json", NULL },
	{ 5, WELL, "wait --timeout 1s %s", ASK, NULL },
	{ 6, WELL, "wait --wait=effective %s",
	  "activate -r 'Helpdesk Administrator' -d 30m -w --json", NULL },
	{ 0, WELL, "brief %s", PENDING, NULL },
	{ 1, SHUT, "brief 00000000-no-such", NULL, NULL },
	{ 2, WELL, "brief 00000000-no-such", NULL, NULL },
	{ 3, SIGNED_OUT, "brief 00000000-no-such", NULL, NULL },
	{ 6, WELL, "brief %s", PENDING, "/settings {\"policies_forbidden\":true}" },
	{ 7, FAR, "brief 00000000-no-such", NULL, NULL },
	{ 0, WELL, "approve %s -m ok", PENDING, NULL },
	{ 2, WELL, "approve 00000000-no-such -m ok", NULL, NULL },
	{ 3, SIGNED_OUT, "approve 00000000-no-such -m ok", NULL, NULL },
	{ 4, WELL, "approve %s", PENDING, NULL },
	{ 7, FAR, "approve 00000000-no-such -m ok", NULL, NULL },
	{ 1, WELL, "approve %s -m ok", PENDING, REFUSE },
	{ 6, WELL, "approve %a -m ok", PENDING, REFUSE },
	{ 0, WELL, "deny %s -m no", PENDING, NULL },
	{ 2, WELL, "deny %s", PENDING, NULL },
	{ 3, SIGNED_OUT, "deny 00000000-no-such -m no", NULL, NULL },
	{ 7, FAR, "deny 00000000-no-such -m no", NULL, NULL },
	{ 1, WELL, "deny %s -m no", PENDING, REFUSE },
	{ 4, WELL, "deny %s -m no", PENDING, CONFLICT },
	{ 6, WELL, "deny %a -m no", PENDING, REFUSE },
	{ 0, WELL, "extend " EDGE, "list eligible", "/settings {\"lag_ms\":60000}" },
	{ 0, WELL, "extend " EDGE " --dry-run", NULL, NULL },
	{ 4, WELL, "extend " EDGE " -d 60d", "list eligible",
	  "/policy "
	  "{\"role\":\"Owner\",\"scope\":\"/subscriptions/22222222-2222-4222-8222-222222222222/"
	  "resourceGroups/rg-edge\",\"eligible_max\":\"P30D\"}" },
	{ 1, SHUT, "extend " EDGE, NULL, NULL },
	{ 2, WELL, "extend -r Owner -s rg-edge", NULL, NULL },
	{ 3, SIGNED_OUT, "extend " EDGE, NULL, NULL },
	{ 4, WELL, "extend -r Contributor -s platform -m x", NULL, NULL },
	{ 5, WELL, "extend " EDGE, NULL, NULL },
	{ 7, FAR, "extend " EDGE, NULL, NULL },
	{ 0, WELL, "renew " HUB, "list eligible", "/settings {\"lag_ms\":60000}" },
	{ 1, SHUT, "renew " HUB, NULL, NULL },
	{ 2, WELL, "renew -r Nobody -m x", NULL, NULL },
	{ 3, SIGNED_OUT, "renew " HUB, NULL, NULL },
	{ 4, WELL, "renew -r Owner -s /subscriptions/55555555-5555-4555-8555-555555555555 -m x",
	  NULL, NULL },
	{ 5, WELL, "renew " HUB, NULL, NULL },
	{ 7, FAR, "renew " HUB, NULL, NULL },
	{ 0, WELL, "history", NULL, NULL },
	{ 1, WELL, "history --svg /dev/null/x.svg", ASK, NULL },
	{ 2, WELL, "history --limit 0", NULL, NULL },
	{ 6, FAR, "history", ASK, NULL },
	{ 7, NEW, "history", NULL, NULL },
	{ 3, SIGNED_OUT, "history", NULL, NULL },
	{ 0, WELL, "changes", NULL, NULL },
	{ 1, SHUT, "changes", NULL, NULL },
	{ 2, WELL, "changes --sometimes", NULL, NULL },
	{ 3, SIGNED_OUT, "changes", NULL, NULL },
	{ 6, HALF, "changes", NULL, NULL },
	{ 7, FAR, "changes", NULL, NULL },
	{ 0, WELL, "watch --once", NULL, NULL },
	{ 1, SHUT, "watch --once", NULL, NULL },
	{ 2, WELL, "watch --every 1s", NULL, NULL },
	{ 3, SIGNED_OUT, "watch --once", NULL, NULL },
	{ 6, HALF, "watch --once", NULL, NULL },
	{ 7, FAR, "watch --once", NULL, NULL },
	{ 0, WELL, "agent", NULL, NULL },
	{ 2, WELL, "agent now", NULL, NULL },
	{ 0, WELL, "evidence %f", ASK, NULL },
	{ 1, WELL, "evidence /dev/null/y.tar", NULL, NULL },
	{ 2, WELL, "evidence --from soon x.tar", NULL, NULL },
	{ 6, FAR, "evidence %f", ASK, NULL },
	{ 1, BROKEN, "login --device", NULL, NULL },
	{ 2, WELL, "login --tenant ../common", NULL, NULL },
	{ 7, LOST, "login --device", NULL, NULL },
	{ 2, WELL, "logout --account nobody", NULL, NULL },
	{ 0, WELL, "accounts", NULL, NULL },
	{ 1, FULL, "accounts", NULL, NULL },
	{ 2, WELL, "accounts --account nobody", NULL, NULL },
	{ 0, WELL, "config check", NULL, NULL },
	{ 1, WELL, "config init", NULL, NULL },
	{ 2, WELL, "config check --config /nowhere.conf", NULL, NULL },
	{ 0, WELL, "doctor", NULL, NULL },
	{ 2, WELL, "doctor --config /nowhere.conf", NULL, NULL },
	{ 3, SIGNED_OUT, "doctor", NULL, NULL },
	{ 7, FAR, "doctor", NULL, NULL },
	{ 0, WELL, "demo list eligible", NULL, NULL },
	{ 1, WELL, "demo has Owner", NULL, NULL },
	{ 2, WELL, "demo list nothing", NULL, NULL },
	{ 3, WELL, "demo activate " EDGE " -n", NULL, NULL },
	{ 4, WELL, "demo activate " READER " -d 30h", NULL, NULL },
	{ 5, WELL, "demo " ASK, NULL, NULL },
	{ 6, WELL, "demo activate " READER " -r Owner -s rg-edge -m x -n", NULL, NULL },
	{ 7, WELL, "demo has Reader@nowhere", NULL, NULL },
	{ 0, WELL, "completion bash", NULL, NULL },
	{ 1, FULL, "completion bash", NULL, NULL },
	{ 2, WELL, "completion tcsh", NULL, NULL },
	{ 0, WELL, "help list", NULL, NULL },
	{ 1, FULL, "help list", NULL, NULL },
	{ 2, WELL, "help nothing", NULL, NULL },
};

/* ---- One case ----------------------------------------------------------------------------------- */

static const char *first_word(const char *line, size_t *length)
{
	*length = strcspn(line, " ");
	return line;
}

#define PORTAL "portal=https://portal.example.com\n"

static void write_signed_out(Stage *stage)
{
	stage_write_sign_in_config(stage, STAGE_CLIENT "token_store=memory\n" SETS);
}

static void set_world(Stage *stage, World world)
{
	static const char *const faults[] = {
		[FAR] = "{\"path\":\"*\",\"kind\":\"drop\",\"count\":-1}",
		[NEW] = "{\"path\":\"*\",\"kind\":\"drop\",\"count\":-1}",
		[HALF] = "{\"host\":\"graph\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
			 "\"status\":403,\"code\":\"Authorization_RequestDenied\"}",
		[SHUT] = "{\"path\":\"*\",\"count\":-1,\"kind\":\"status\",\"status\":403,"
			 "\"code\":\"AuthorizationFailed\"}",
		[LOST] = "{\"path\":\"*\",\"kind\":\"drop\",\"count\":-1}",
		[BROKEN] = "{\"host\":\"login\",\"path\":\"*\",\"count\":-1,\"kind\":\"status\","
			   "\"status\":200,\"body\":\"{}\"}",
		[FULL] = NULL,
	};
	if (faults[world] != NULL)
		tenant_tell(stage->tenant, "/faults", faults[world]);
	if (world == SIGNED_OUT || world == LOST || world == BROKEN)
		write_signed_out(stage);
	else
		stage_write_config(stage, PORTAL SETS);
}

/* Of the request, or of all rows, with blanks between them. The caller frees. */
static char *ids_in(const char *output)
{
	g_autoptr(cJSON) document = cJSON_Parse(output);
	const cJSON *request = member(document, "request");
	if (request != NULL)
		return g_strdup(text(request, "id"));
	GString *ids = g_string_new(NULL);
	const cJSON *item = NULL;
	cJSON_ArrayForEach(item, member(document, "items"))
		g_string_append_printf(ids, "%s%s", ids->len > 0 ? " " : "", text(item, "id"));
	return g_string_free(ids, FALSE);
}

static char *prepare(Stage *stage, const Case *row)
{
	g_auto(Verb) before = { .stage = stage };
	if (row->before == NULL)
		return g_strdup("");
	g_autofree char *line = g_strconcat("myroles ", row->before, NULL);
	set_world(stage, row->past);
	verb_run(&before, line);
	if (row->told != NULL) {
		const char *body = strchr(row->told, ' ');
		g_autofree char *path = g_strndup(row->told, (size_t)(body - row->told));
		tenant_tell(stage->tenant, path, body + 1);
	}
	return ids_in(before.output);
}

/* Else its ends are played with documents, and each is held against the schema. */
static bool is_played_plain(const char *line)
{
	static const char *const without[] = { "",     "agent",      "has",      "exec",
					       "open", "login",      "evidence", "logout",
					       "demo", "completion", "help" };
	size_t length = 0;
	const char *word = first_word(line, &length);
	if (strstr(line, "--json") != NULL || strstr(line, " --format") != NULL ||
	    strstr(line, " --svg") != NULL)
		return true;
	for (size_t i = 0; i < G_N_ELEMENTS(without); i++) {
		if (strlen(without[i]) == length && strncmp(word, without[i], length) == 0)
			return true;
	}
	return false;
}

static char *put(const char *line, const char *place, const char *text)
{
	g_auto(GStrv) parts = g_strsplit(line, place, -1);
	return g_strjoinv(text, parts);
}

static char *line_of(const Stage *stage, const Case *row, const char *ids)
{
	g_autofree char *id = g_strndup(ids, strcspn(ids, " "));
	g_autofree char *named = put(row->line, "%s", id);
	g_autofree char *all = put(named, "%a", ids);
	g_autofree char *file = stage_path(stage, "new-file");
	g_autofree char *line = put(all, "%f", file);
	g_unlink(file);
	return g_strchomp(
		g_strconcat("myroles ", line, is_played_plain(line) ? "" : " --json", NULL));
}

static void play(Stage *stage, const Case *row)
{
	g_autofree char *ids = prepare(stage, row);
	g_autofree char *line = line_of(stage, row, ids);
	g_auto(Verb) result = { .stage = stage };
	set_world(stage, row->world);
	if (row->world != FULL) {
		run_to(&result, line, row->code);
		return;
	}
	verb_run_into_full_disk(&result, line);
	if (result.code != row->code)
		fail_msg("`%s` into a full disk ended with %d", line, result.code);
}

/* ---- What the program says of itself -------------------------------------------------------------- */

/* The verbs, as the overview has them; the first is the dashboard. */
static GPtrArray *read_verbs(const Stage *stage)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_auto(Verb) help = { .stage = stage };
	run_to(&help, "myroles --help", 0);
	g_ptr_array_add(names, g_strdup(""));
	const char *list = strstr(help.output, "Verbs:\n");
	assert_non_null(list);
	g_auto(GStrv) lines = g_strsplit(strchr(list, '\n') + 1, "\n", -1);
	for (char **line = lines; g_str_has_prefix(*line, "  "); line++)
		g_ptr_array_add(names, g_strndup(*line + 2, strcspn(*line + 2, " ")));
	assert_true(names->len > 20);
	return names;
}

/* The codes of `help VERB`, as text: " 0 1 2 ". */
static char *read_codes(const Stage *stage, const char *name)
{
	g_auto(Verb) help = { .stage = stage };
	g_autofree char *line = g_strconcat("myroles help ", name, NULL);
	run_to(&help, line, 0);
	const char *list = strstr(help.output, "Exit codes:\n");
	if (list == NULL)
		fail_msg("`%s` tells no exit codes", line);
	GString *codes = g_string_new(" ");
	g_auto(GStrv) lines = g_strsplit(strchr(list, '\n') + 1, "\n", -1);
	for (char **row = lines; g_str_has_prefix(*row, "  "); row++)
		g_string_append_printf(codes, "%d ", (int)g_ascii_strtoll(*row + 2, NULL, 10));
	return g_string_free(codes, FALSE);
}

/* What needs a browser, a keyring or a moment that no line can name is shown by a test of its own. */
static const struct {
	const char *verb;
	int code;
	const char *file, *test;
} elsewhere[] = {
	{ "accounts", 6, "tests/e2e/test-keyring.c", "accounts__says__that_tenants_were_not_told" },
	{ "login", 0, "tests/e2e/test-keyring.c", "login__is_kept__for_the_next_run" },
	{ "login", 3, "tests/e2e/test-keyring.c", "login__takes_a_code__that_is_typed_elsewhere" },
	{ "login", 6, "tests/e2e/test-sign-in.c", "login__says_that_it_is_not_kept__in_memory" },
	{ "logout", 0, "tests/e2e/test-keyring.c", "logout__wipes_all" },
	{ "logout", 1, "tests/e2e/test-keyring.c",
	  "logout__says__that_a_locked_keyring_is_not_wiped" },
	{ "logout", 3, "tests/e2e/test-keyring.c", "logout__wipes_all" },
};

/* Ctrl-C is for tests/cli/test-interrupt.c, which plays it for each verb that waits. */
static bool is_shown_elsewhere(const char *verb, int code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
		if (strcmp(elsewhere[i].verb, verb) == 0 && elsewhere[i].code == code)
			return true;
	}
	return code == 130;
}

static void every_test_that_shows_a_code__is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(elsewhere); i++) {
		if (elsewhere[i].file == NULL) /* nothing shows it yet */
			continue;
		g_autofree char *path = source_file(elsewhere[i].file);
		g_autofree char *text = NULL;
		g_autofree char *begin = g_strdup_printf("static void %s(", elsewhere[i].test);
		assert_true(g_file_get_contents(path, &text, NULL, NULL));
		if (strstr(text, begin) == NULL)
			fail_msg("%s has no test %s", path, elsewhere[i].test);
	}
}

static bool is_played(const char *verb, int code)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		size_t length = 0;
		const char *word = first_word(cases[i].line, &length);
		if (strlen(verb) == length && strncmp(word, verb, length) == 0 &&
		    cases[i].code == code)
			return true;
	}
	return false;
}

/* ---- Tests -------------------------------------------------------------------------------------- */

/* Patience is long where nobody answers: those that need nothing before are played together. */
static bool is_patient(const Case *row)
{
	return row->world == FAR && row->before == NULL;
}

static void play_case(Stage *stage, size_t row)
{
	if (!is_patient(&cases[row]))
		play(stage, &cases[row]);
}

static void every_verb__ends_with_the_code__of_what_became_of_it(void **state)
{
	(void)state;
	play_apart(G_N_ELEMENTS(cases), play_case);
}

static void every_verb__ends_with_its_code__when_nobody_answers(void **state)
{
	Stage *stage = *state;
	g_autoptr(GString) script = g_string_new(NULL);
	set_world(stage, FAR);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (is_patient(&cases[i]))
			g_string_append_printf(script,
					       "(myroles %s%s >out.%zu 2>/dev/null </dev/null; "
					       "echo \"%zu=$?\") & ",
					       cases[i].line,
					       is_played_plain(cases[i].line) ? "" : " --json", i,
					       i);
	}
	g_string_append(script, "wait");
	const char *const argv[] = { "sh", "-c", script->str, NULL };
	g_autofree char *told = run_program(stage, argv);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *line = g_strdup_printf("\n%zu=%d\n", i, cases[i].code);
		g_autofree char *all = g_strconcat("\n", told, NULL);
		if (is_patient(&cases[i]) && strstr(all, line) == NULL)
			fail_msg("`%s` did not end with %d: %s", cases[i].line, cases[i].code,
				 told);
		g_autofree char *name = g_strdup_printf("%s/out.%zu", stage->folder, i);
		g_autofree char *printed = NULL;
		if (is_patient(&cases[i]) && !is_played_plain(cases[i].line) &&
		    g_file_get_contents(name, &printed, NULL, NULL))
			assert_documents(cases[i].line, printed);
	}
}

/* What is played is in the table; what is in the table is played, here or elsewhere. */
static void every_code__that_help_tells__is_shown(void **state)
{
	Stage *stage = *state;
	g_autoptr(GPtrArray) verbs = read_verbs(stage);
	for (guint i = 1; i < verbs->len; i++) {
		const char *verb = verbs->pdata[i];
		g_autofree char *known = read_codes(stage, verb);
		g_auto(GStrv) codes = g_strsplit(g_strstrip(known), " ", -1);
		for (char **code = codes; *code != NULL; code++) {
			const int number = (int)g_ascii_strtoll(*code, NULL, 10);
			if (!is_played(verb, number) && !is_shown_elsewhere(verb, number))
				fail_msg("nothing shows %s ending with %d", verb, number);
			if (is_played(verb, number) && is_shown_elsewhere(verb, number))
				fail_msg("%s ending with %d is played here: say so once", verb,
					 number);
		}
		for (size_t k = 0; k < G_N_ELEMENTS(cases); k++) {
			size_t length = 0;
			const char *word = first_word(cases[k].line, &length);
			g_autofree char *code = g_strdup_printf("%d", cases[k].code);
			if (strlen(verb) == length && strncmp(word, verb, length) == 0 &&
			    !g_strv_contains((const char *const *)codes, code))
				fail_msg("help %s does not tell %s", verb, code);
		}
	}
}

/* An option that nobody has, a word too many, a configuration that is not there: told, and nothing is sent. */
static void every_verb__ends_with_2__when_misused(void **state)
{
	Stage *stage = *state;
	static const char *const wrong[] = { "--nonsense", "--config", "--json=x" };
	g_autoptr(GPtrArray) verbs = read_verbs(stage);
	for (guint i = 0; i < verbs->len; i++) {
		for (size_t k = 0; k < G_N_ELEMENTS(wrong); k++) {
			g_autofree char *line =
				g_strdup_printf("myroles %s %s", (char *)verbs->pdata[i], wrong[k]);
			g_auto(Verb) result = { .stage = stage };
			run_to(&result, line, 2);
			/* Who wanted a document gets one. */
			if (g_str_has_prefix(wrong[k], "--json"))
				cJSON_Delete(parse(&result));
			else
				assert_string_equal(result.output, "");
			if (strstr(result.errors, "--help") == NULL)
				fail_msg("`%s` says %s", line, result.errors);
		}
	}
	assert_int_equal(count_requests(stage), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(every_verb__ends_with_the_code__of_what_became_of_it),
		STAGE_TEST(every_verb__ends_with_its_code__when_nobody_answers),
		STAGE_TEST(every_code__that_help_tells__is_shown),
		cmocka_unit_test(every_test_that_shows_a_code__is_there),
		STAGE_TEST(every_verb__ends_with_2__when_misused),
	};
	return stage_run_tests(tests);
}
