/*
 * No secret leaves the process but for the keyring and the service: after a run of everything, each token, code and verifier
 * that the tenant ever saw is searched for in every file, in what was printed, and in what the system tells of the process.
 */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "tests/e2e/browser.h"
#include "tests/e2e/dashboard.h"
#include "tests/e2e/verb.h"

/* Where to look, and what for. */
typedef struct Search {
	GPtrArray *secrets; /* char* */
	GPtrArray *found;   /* char*: "PLACE holds a KIND" */
	size_t places;
} Search;

/* ---- searching ---- */

static void search_bytes(Search *search, const char *place, const char *bytes, size_t length)
{
	search->places++;
	for (guint i = 0; i < search->secrets->len; i++) {
		const char *secret = search->secrets->pdata[i];
		if (memmem(bytes, length, secret, strlen(secret)) != NULL)
			g_ptr_array_add(search->found,
					g_strdup_printf("%s holds secret %u of %u", place, i,
							search->secrets->len));
	}
}

static void search_file(Search *search, const char *path)
{
	g_autofree char *bytes = NULL;
	size_t length = 0;
	if (g_file_get_contents(path, &bytes, &length, NULL))
		search_bytes(search, path, bytes, length);
}

/* The tenant's own files hold tokens by design. */
static bool is_tenants(const char *name)
{
	return g_str_equal(name, "ready.json") || g_str_equal(name, "tokens.json");
}

static void search_folder(Search *search, const char *path)
{
	g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
	for (const char *name; folder != NULL && (name = g_dir_read_name(folder)) != NULL;) {
		g_autofree char *child = g_build_filename(path, name, NULL);
		if (g_file_test(child, G_FILE_TEST_IS_DIR))
			search_folder(search, child);
		else if (!is_tenants(name))
			search_file(search, child);
	}
}

static void search_process(Search *search, pid_t pid)
{
	static const char *const names[] = { "cmdline", "environ", "comm",   "status",
					     "limits",  "maps",    "mounts", "stack" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *path = g_strdup_printf("/proc/%d/%s", (int)pid, names[i]);
		search_file(search, path);
	}
}

static GPtrArray *read_secrets(Stage *stage)
{
	GPtrArray *secrets = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(cJSON) answer = tenant_call(stage->tenant, "GET", "/secrets", NULL);
	const cJSON *item;
	cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(answer, "secrets"))
	{
		const char *value =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "value"));

		assert_non_null(value);
		assert_true(strlen(value) >= 16);
		g_ptr_array_add(secrets, g_strdup(value));
		/* Of a token the signature alone would do. */
		if (strrchr(value, '.') != NULL)
			g_ptr_array_add(secrets, g_strdup(strrchr(value, '.') + 1));
	}
	return secrets;
}

/* ---- a run of everything ---- */

static void run_verbs(Search *search, Stage *stage, const char *log)
{
	static const char *const lines[] = {
		"myroles list eligible --log %s",
		"myroles list active --json --log %s",
		"myroles activate --role Reader --reason redaction --duration 1h --log %s",
		"myroles history --log %s",
		"myroles accounts --json --log %s",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_auto(Verb) verb = { .stage = stage };
		g_auto(GStrv) parts = g_strsplit(lines[i], "%s", 2);
		g_autofree char *line = g_strconcat(parts[0], log, parts[1], NULL);
		verb_run(&verb, line);
		search_bytes(search, line, verb.output, strlen(verb.output));
		search_bytes(search, line, verb.errors, strlen(verb.errors));
	}
}

/* Until the tenant has issued more than these. */
static void await_new_secrets(Stage *stage, Pty *pty, guint count)
{
	const gint64 end = g_get_monotonic_time() + PTY_DEADLINE_MS * INT64_C(1000);
	guint now = count;
	while (now <= count && g_get_monotonic_time() < end) {
		g_autoptr(GPtrArray) secrets = read_secrets(stage);
		now = secrets->len;
		pty_drain(pty, 20);
	}
	assert_true(now > count);
}

/* A dashboard that renews its tokens, is refused, and dies of a signal that would leave a core. */
static void run_dashboard(Search *search, Stage *stage, const char *log)
{
	const char *const arguments[] = { "--log", log, NULL };
	const StageRun run = { .arguments = arguments };
	g_autoptr(Pty) pty = dashboard_open(stage, &run);
	size_t length = 0;
	g_autoptr(GPtrArray) secrets = read_secrets(stage);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT2H\"}");
	pty_press(pty, "R");
	/* The line says "fresh" before it, too. */
	await_new_secrets(stage, pty, secrets->len);
	/* A list that was on its way already tells of the time before: then it is asked for once more. */
	dashboard_refresh(pty, "azure fresh");
	pty_press(pty, "S");
	expect_text(pty, "esc give up");
	pty_press(pty, "escape");
	/* A role that ended meanwhile may have the last word in the line of notices: the footer tells that it is closed. */
	expect_text(pty, "/ filter");
	search_process(search, pty_pid(pty));
	pty_signal(pty, SIGABRT);
	expect_killed(pty, SIGABRT);
	const char *bytes = pty_bytes(pty, &length);
	search_bytes(search, "the screen", bytes, length);
}

static Search new_search(Stage *stage)
{
	return (Search){ .secrets = read_secrets(stage),
			 .found = g_ptr_array_new_with_free_func(g_free) };
}

static void look_everywhere(Stage *stage)
{
	g_autofree char *log = stage_path(stage, "everything.log");
	struct rlimit wanted = { 0 };
	g_auto(Verb) verb = { .stage = stage };
	/* The shell would allow a core: the program itself must not. */
	getrlimit(RLIMIT_CORE, &wanted);
	wanted.rlim_cur = wanted.rlim_max;
	setrlimit(RLIMIT_CORE, &wanted);
	verb_login(&verb, 1, true);
	assert_int_equal(verb.code, 0);
	Search first = new_search(stage);
	run_verbs(&first, stage, log);
	run_dashboard(&first, stage, log);
	/* Everything once more, for what was issued meanwhile. */
	Search search = new_search(stage);
	assert_true(search.secrets->len > first.secrets->len);
	search_bytes(&search, "login", verb.output, strlen(verb.output));
	search_bytes(&search, "login", verb.errors, strlen(verb.errors));
	run_verbs(&search, stage, log);
	search_folder(&search, stage->folder);
	/* What everybody may read of keys: their names. */
	search_file(&search, "/proc/keys");
	assert_true(search.places > 12);
	for (guint i = 0; i < search.found->len; i++)
		print_message("%s\n", (char *)search.found->pdata[i]);
	for (guint i = 0; i < first.found->len; i++)
		print_message("%s\n", (char *)first.found->pdata[i]);
	assert_int_equal(search.found->len + first.found->len, 0);
	Search *both[] = { &first, &search };
	for (size_t i = 0; i < G_N_ELEMENTS(both); i++) {
		g_ptr_array_unref(both[i]->secrets);
		g_ptr_array_unref(both[i]->found);
	}
}

static void secrets__are_nowhere__after_a_run_of_everything(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	look_everywhere(stage);
}

static void secrets__are_nowhere_else__in_the_keyring_of_the_kernel(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) doctor = { .stage = stage };
	stage_write_sign_in_config(stage, STAGE_CLIENT "token_store=kernel\n");
	verb_run(&doctor, "myroles doctor");
	if (strstr(doctor.output, "ok\tkeyring\tkernel\t") == NULL) {
		print_message("skipped: %s\n", doctor.output);
		verb_clear(&doctor);
		skip();
	}
	look_everywhere(stage);
	/* That keyring outlives the stage. */
	verb_run(&doctor, "myroles logout");
	assert_int_equal(doctor.code, 0);
}

/* The search itself finds what is there. */
static void secrets__are_found__where_they_are(void **state)
{
	Stage *stage = *state;
	stage_needs_keyring(stage);
	Search search = new_search(stage);
	search_file(&search, tenant_token_file(stage->tenant));
	assert_true(search.found->len > 0);
	g_ptr_array_unref(search.secrets);
	g_ptr_array_unref(search.found);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST_KEYRING(secrets__are_nowhere__after_a_run_of_everything),
		STAGE_TEST_SIGNED_OUT(secrets__are_nowhere_else__in_the_keyring_of_the_kernel),
		STAGE_TEST_KEYRING(secrets__are_found__where_they_are),
	};
	return stage_run_tests(tests);
}
