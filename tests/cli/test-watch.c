/* What comes is told: once, by whichever process is first; in lines that programs read, and where nobody looks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "tests/cli/run.h"
#include "tests/e2e/dashboard.h"
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
		assert_members(document, "schema time event change text grant end account tenant "
					 "request errors");
		count += g_strcmp0(text(document, "event"), event) == 0;
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

/* What could not be looked at has a line of its own, in the same shape. */
static void watch__tells_in_a_line__what_it_could_not_look_at(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/faults",
		    "{\"host\":\"arm\",\"kind\":\"status\",\"status\":403,\"count\":-1}");
	run_to(&result, "myroles watch --once --json", 6);
	assert_int_equal(count_lines(&result, NULL), 1);
	assert_true(count_lines(&result, "eligibility") > 0);
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

static gboolean on_deadline(gpointer data)
{
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

/* `pty`: of a dashboard that is kept looking; NULL: there is none. */
static void wait_told(const Daemon *daemon, guint32 count, Pty *pty)
{
	bool is_late = false;
	const guint timer = g_timeout_add(PTY_DEADLINE_MS, on_deadline, &is_late);
	while (daemon->last_id < count && !is_late) {
		if (pty != NULL) {
			pty_press(pty, "R");
			pty_drain(pty, 100);
		}
		g_main_context_iteration(NULL, pty == NULL);
	}
	if (!is_late)
		g_source_remove(timer);
	assert_true(daemon->last_id >= count);
}

/* What the dashboard told the next `watch` prints, and shows to nobody. */
static void event__is_shown_once__by_a_dashboard_and_watches(void **state)
{
	Stage *stage = *state;
	Watch before, after;
	Daemon daemon = { 0 };
	g_auto(Verb) result = { .stage = stage };
	stage_needs_keyring(stage);
	stage_write_config(stage, NULL);
	daemon_start(&daemon, keyring_address(stage->keyring));
	run_to(&result, "myroles activate -r Reader -s sub-dev -m shift -d 5m -w", 0);
	begin_watch(&before, stage, "before");
	finish_watch(&before, "before");
	const guint total = count_all(&before.result);
	wait_told(&daemon, total, NULL);
	assert_int_equal(daemon.last_id, total);
	g_autoptr(Pty) pty = stage_run(stage, NULL);
	assert_true(pty_wait_match(pty, "azure fresh"));
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT4M\"}");
	wait_told(&daemon, total + 1, pty);
	begin_watch(&after, stage, "after");
	finish_watch(&after, "after");
	assert_non_null(strstr(after.result.output, "Reader on sub-dev ends at"));
	wait_told(&daemon, count_all(&after.result), pty);
	dashboard_quit(pty);
	while (g_main_context_iteration(NULL, FALSE))
		continue;
	assert_int_equal(daemon.last_id, count_all(&after.result));
	verb_clear(&before.result);
	verb_clear(&after.result);
	daemon_stop(&daemon);
}

/* ---- The terminal ------------------------------------------------------------------------------------ */

/* The terminal says so; help that opens and closes shows that it was heard. */
static void tell_focus(Pty *pty, bool is_here)
{
	pty_type(pty, is_here ? "\033[I" : "\033[O");
	pty_press(pty, "?");
	assert_true(pty_wait_text(pty, "enter run"));
	pty_press(pty, "escape");
	assert_true(pty_wait_gone(pty, "enter run"));
}

/* Bells, which end titles and notifications, too. */
static guint count_bells(const Pty *pty)
{
	size_t length = 0;
	guint count = 0;
	const char *bytes = pty_bytes(pty, &length);
	for (size_t i = 0; i < length; i++) {
		count += bytes[i] == '\a';
		count -= i > 0 && bytes[i] == ']' && bytes[i - 1] == '\033';
	}
	return count;
}

/* It rings when it is known that no other process tells. */
static void refresh_until_bells(Pty *pty, guint count)
{
	const gint64 end = g_get_monotonic_time() + PTY_DEADLINE_MS * INT64_C(1000);
	while (count_bells(pty) < count && g_get_monotonic_time() < end) {
		pty_press(pty, "R");
		pty_drain(pty, 250);
	}
	assert_true(count_bells(pty) >= count);
}

/* Three eligibilities end soon, and two requests wait for a decision. */
#define NEWS_OF_SCENARIO 5

/* More than five notices at once are a flood, and ring no more: a dashboard before the one that is meant tells those. */
static void tell_news_of_scenario(Stage *stage)
{
	g_autoptr(Pty) pty = dashboard_open(stage, NULL);
	refresh_until_bells(pty, NEWS_OF_SCENARIO);
	dashboard_quit(pty);
}

#define SEEN   "Reader on sub-dev ends at"
#define UNSEEN "Virtual Machine Contributor on rg-edge ends at"

/* Two roles are near their end: one while somebody looks at the terminal, and one while nobody does. The bell rings for both. */
static Pty *let_end(Stage *stage, const char *const *environment)
{
	g_auto(Verb) result = { .stage = stage };
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT15M\"}"); /* its own ends are over */
	tell_news_of_scenario(stage);
	run_to(&result, "myroles activate -r Reader -s sub-dev -m shift -d 20m -w", 0);
	run_to(&result,
	       "myroles activate -r 'Virtual Machine Contributor' -s rg-edge -m shift -d 30m -w",
	       0);
	Pty *pty = stage_run(stage, &(StageRun){ .environment = environment });
	assert_true(pty_wait_match(pty, "azure fresh"));
	tell_focus(pty, true);
	assert_int_equal(count_bells(pty), 0);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT17M\"}");
	refresh_until_bells(pty, 1);
	tell_focus(pty, false);
	const guint between = count_bells(pty);
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT9M\"}");
	refresh_until_bells(pty, between + 1);
	return pty;
}

static bool has_written(const Pty *pty, const char *text)
{
	size_t length = 0;
	const char *bytes = pty_bytes(pty, &length);
	return g_strstr_len(bytes, (gssize)length, text) != NULL;
}

static void terminal__is_told__only_while_nobody_looks(void **state)
{
	static const char *const environment[] = { "TERM_PROGRAM=iTerm.app", NULL };
	g_autoptr(Pty) pty = let_end(*state, environment);
	g_autofree char *told = pty_wait_osc(pty, "\033]9;myroles: " UNSEEN);
	assert_non_null(told);
	assert_false(has_written(pty, "\033]9;myroles: " SEEN));
	dashboard_quit(pty);
}

/* It might show the sequence as text. The bell and the screen tell. */
static void terminal__is_told_nothing__that_it_may_not_know(void **state)
{
	g_autoptr(Pty) pty = let_end(*state, NULL);
	dashboard_quit(pty);
	static const char *const sequences[] = { "\033]9;", "\033]99;", "\033]777;" };
	for (size_t i = 0; i < G_N_ELEMENTS(sequences); i++)
		assert_false(has_written(pty, sequences[i]));
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
		STAGE_TEST(watch__tells_in_a_line__what_it_could_not_look_at),
		STAGE_TEST(watch__only_tells__that_nobody_is_signed_in),
		STAGE_TEST_KEYRING(event__is_shown_once__by_whole_programs),
		STAGE_TEST_KEYRING(event__is_shown_once__by_a_dashboard_and_watches),
		STAGE_TEST(terminal__is_told__only_while_nobody_looks),
		STAGE_TEST(terminal__is_told_nothing__that_it_may_not_know),
		STAGE_TEST(unit__is_sound__for_systemd),
	};
	return stage_run_tests(tests);
}
