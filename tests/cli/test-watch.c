/* The verb that tells what comes: once, by whichever process is first, in lines that programs read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/frontend/daemon.h"

/* The lines of an event, each a document. */
static guint count_lines(const Verb *verb, const char *event)
{
	g_auto(GStrv) lines = g_strsplit(verb->output, "\n", -1);
	guint count = 0;
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '\0')
			continue;
		g_autoptr(cJSON) document = cJSON_Parse(*line);
		assert_members(document, "schema time event change text grant end request account "
					 "tenant");
		count += strcmp(text(document, "event"), event) == 0;
	}
	return count;
}

static void watch__tells_changes__from_now_on(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 0);
	assert_true(count_lines(&result, "eligibility") > 0);
	tenant_tell(stage->tenant, "/eligibility",
		    "{\"role\":\"Storage Blob Data Contributor\",\"scope\":\"rg-edge\","
		    "\"principal\":\"you@contoso.com\"}");
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 1);
	/* It was noticed before this one began. */
	run_to(&result, "myroles watch --once --json", 0);
	assert_int_equal(count_lines(&result, "change"), 0);
	run_to(&result, "myroles watch --once", 0);
	assert_non_null(strstr(result.output, "Z\teligibility\tYour eligibility for "));
}

/* Nothing asks for the keyring, a browser or a stronger sign-in: what is missing is told. */
static void watch__only_tells__that_nobody_is_signed_in(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	stage_write_sign_in_config(stage, "token_store=memory\n");
	run_to(&result, "myroles watch --once", 3);
	assert_string_equal(result.output, "");
	assert_non_null(strstr(result.errors, "myroles: "));
	assert_int_equal(tenant_count(stage->tenant, "POST", "token"), 0);
}

static guint count_all(const Verb *verb)
{
	guint count = 0;
	for (const char *at = verb->output; (at = strchr(at, '\n')) != NULL; at++)
		count++;
	return count;
}

/* ---- Several of them -------------------------------------------------------------------------------- */

typedef struct Watch {
	Verb result;
	GPid pid;
	bool has_ended;
} Watch;

static void on_ended(GPid pid, gint status, gpointer data)
{
	Watch *watch = data;
	(void)pid;
	watch->result.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	watch->has_ended = true;
}

/* Its lines go into a file of this name. */
static void begin_watch(Watch *watch, Stage *stage, const char *name)
{
	g_autofree char *path = stage_path(stage, name);
	g_autofree char *script =
		g_strdup_printf("exec \"$0\" watch --once --json >'%s' 2>/dev/null", path);
	g_autofree char *program = stage_program();
	g_autofree char *own = g_canonicalize_filename(program, NULL);
	g_auto(GStrv) environment = stage_environment(stage, NULL);
	const char *const argv[] = { "sh", "-c", script, own, NULL };
	*watch = (Watch){ .result.stage = stage };
	assert_true(g_spawn_async(NULL, (char **)argv, environment,
				  G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
				  &watch->pid, NULL));
	g_child_watch_add(watch->pid, on_ended, watch);
}

static void finish_watch(Watch *watch, const char *name)
{
	while (!watch->has_ended)
		g_main_context_iteration(NULL, TRUE);
	g_autofree char *path = stage_path(watch->result.stage, name);
	assert_true(g_file_get_contents(path, &watch->result.output, NULL, NULL));
	assert_int_equal(watch->result.code, 0);
}

/* Each prints its lines; the desktop is told by one of them, whichever is first, and not again by the next one. */
static void event__is_shown_once__by_whole_programs(void **state)
{
	static const char *const names[] = { "one", "two", "three" };
	Stage *stage = *state;
	Watch watches[G_N_ELEMENTS(names)];
	Daemon daemon = { 0 };
	stage_needs_keyring(stage); /* its bus is the desktop's */
	stage_write_config(stage, NULL);
	daemon_start(&daemon, keyring_address(stage->keyring));
	begin_watch(&watches[0], stage, names[0]);
	begin_watch(&watches[1], stage, names[1]);
	finish_watch(&watches[0], names[0]);
	finish_watch(&watches[1], names[1]);
	begin_watch(&watches[2], stage, names[2]);
	finish_watch(&watches[2], names[2]);
	const guint count = count_lines(&watches[0].result, "eligibility");
	const guint total = count_all(&watches[0].result);
	assert_true(count > 0);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		assert_int_equal(count_lines(&watches[i].result, "eligibility"), count);
		verb_clear(&watches[i].result);
	}
	/* Other kinds, too: what one of them printed in all. */
	assert_int_equal(daemon.last_id, total);
	daemon_stop(&daemon);
}

/* ---- The unit ---------------------------------------------------------------------------------------- */

/* As it is installed, but for where the program is and for pages that are not installed here. */
static void unit__is_sound__for_systemd(void **state)
{
	g_autofree char *folder = g_canonicalize_filename(
		g_getenv("top_builddir") != NULL ? g_getenv("top_builddir") : ".", NULL);
	g_autofree char *script = g_strdup_printf(
		"sed '/^Documentation=/d; s|^ExecStart=[^ ]*|ExecStart='\"$(command -v "
		"myroles)\"'|' "
		"'%s/snippets/myroles-watch.service' >myroles-watch.service && "
		"systemd-analyze --user verify ./myroles-watch.service 2>&1; echo \"=$?\"",
		folder);
	g_autofree char *there = g_find_program_in_path("systemd-analyze");
	const char *const argv[] = { "sh", "-c", script, NULL };
	if (there == NULL)
		skip();
	g_autofree char *told = run_program(*state, argv);
	if (strstr(told, "Failed to initialize manager") != NULL)
		skip();
	assert_string_equal(told, "=0\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(watch__tells_changes__from_now_on),
		STAGE_TEST(watch__only_tells__that_nobody_is_signed_in),
		STAGE_TEST_KEYRING(event__is_shown_once__by_whole_programs),
		STAGE_TEST(unit__is_sound__for_systemd),
	};
	return stage_run_tests(tests);
}
