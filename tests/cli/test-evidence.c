/*
 * Evidence: what is packed is whole, and each way in which it is not is told.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/signature.h"
#include "src/base/archive.h"
#include "tests/cli/run.h"

static char *path_of(const Stage *stage, const char *name)
{
	return g_build_filename(stage->folder, name, NULL);
}

static void write_private(const char *path, const void *data, gsize length)
{
	g_autoptr(GError) error = NULL;
	g_file_set_contents_full(path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
				 &error);
	assert_null(error);
}

/*
 * A key pair "NAME" and the line "NAME@example.com KEY" as NAME.signers; `phrase`: what opens the key, or "". False: there is no
 * ssh-keygen here.
 */
static bool make_locked_key(const Stage *stage, const char *name, const char *phrase)
{
	g_autofree char *program = g_find_program_in_path("ssh-keygen");
	g_autofree char *key = path_of(stage, name);
	g_autofree char *public = g_strconcat(key, ".pub", NULL);
	g_autofree char *signers = g_strconcat(key, ".signers", NULL);
	const char *const argv[] = { "ssh-keygen", "-q", "-t", "ed25519", "-N",
				     phrase,       "-f", key,  NULL };
	g_autofree char *text = NULL;
	if (program == NULL)
		return false;
	g_free(run_program(stage, argv));
	assert_true(g_file_get_contents(public, &text, NULL, NULL));
	g_autofree char *line = g_strdup_printf("%s@example.com %s", name, text);
	write_private(signers, line, strlen(line));
	return true;
}

static bool make_key(const Stage *stage, const char *name)
{
	return make_locked_key(stage, name, "");
}

static void run_at(Verb *verb, const char *format, int code)
{
	g_auto(GStrv) parts = g_strsplit(format, "@", -1);
	g_autofree char *folder = g_strconcat(verb->stage->folder, "/", NULL);
	g_autofree char *line = g_strjoinv(folder, parts);
	run_to(verb, line, code);
}

static void evidence__is_whole__and_says_who_signed(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	if (!make_key(stage, "anna") || !make_key(stage, "mallory"))
		skip();
	run_to(&result, "myroles activate -r Reader -s sub-dev -m x -d 30m -w", 0);
	run_at(&result, "myroles evidence --from today --key @anna @e.tar", 0);
	run_at(&result, "myroles evidence verify @e.tar", 0);
	assert_non_null(
		strstr(result.output, "whole, signer not checked; signed with the key SHA256:"));
	run_at(&result, "myroles evidence verify @e.tar --signers @anna.signers", 0);
	assert_non_null(strstr(result.output, "whole, signed by anna@example.com."));
	run_at(&result, "myroles evidence verify @e.tar --signers @anna.signers --json", 0);
	g_autoptr(cJSON) signed_document = parse(&result);
	assert_string_equal(text(member(signed_document, "evidence"), "signer"),
			    "anna@example.com");
	assert_true(cJSON_IsNull(member(member(signed_document, "evidence"), "key")));
	run_at(&result, "myroles evidence verify @e.tar --signers @mallory.signers", 1);
	assert_non_null(strstr(result.errors, "not among the signers"));

	/* What the role asked for then is in it. */
	g_autofree char *path = path_of(stage, "e.tar");
	g_autofree char *data = NULL;
	gsize length = 0;
	assert_true(g_file_get_contents(path, &data, &length, NULL));
	g_autoptr(GPtrArray) files = archive_read(data, length, NULL);
	const char *json = g_bytes_get_data(archive_find(files, "entries.json"), NULL);
	assert_non_null(strstr(json, "\"longest_seconds\""));
	assert_non_null(archive_find(files, "timeline.svg"));
	assert_non_null(archive_find(files, "history.csv"));
	GStatBuf status;
	assert_int_equal(g_stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
}

/* ---- A key that is locked ------------------------------------------------------------------------- */

#define PHRASE "correct horse battery"

/* Until ssh-keygen asks on the terminal. */
static Pty *pack_until_asked(Stage *stage, const char *file)
{
	g_autofree char *key = path_of(stage, "carol");
	const char *const arguments[] = { "evidence", "--key", key, file, NULL };
	Pty *pty = stage_run(stage, &(StageRun){ .columns = 200, .arguments = arguments });
	if (!pty_wait_text(pty, "passphrase"))
		fail_msg("no question: %s", pty_screen(pty));
	return pty;
}

static void evidence__is_signed__once_the_phrase_is_typed(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *file = path_of(stage, "e.tar");
	int status = 0;
	if (!make_locked_key(stage, "carol", PHRASE))
		skip();
	g_autoptr(Pty) pty = pack_until_asked(stage, file);
	pty_type(pty, PHRASE "\r");
	assert_true(pty_wait_end(pty, &status));
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_false(pty_has_text(pty, PHRASE));
	run_at(&result, "myroles evidence verify @e.tar --signers @carol.signers", 0);
	assert_non_null(strstr(result.output, "whole, signed by carol@example.com."));
}

/* ---- A security key ------------------------------------------------------------------------------- */

/* One of software, as ssh-keygen loads it. False: there is no ssh-keygen here, or it takes no such key. */
static bool make_security_key(const Stage *stage, const char *provider)
{
	g_autofree char *key = path_of(stage, "dora");
	g_autofree char *public = g_strconcat(key, ".pub", NULL);
	g_autofree char *signers = path_of(stage, "dora.signers");
	g_autofree char *text = NULL;
	const char *const argv[] = {
		"sh",     "-c", "ssh-keygen -q -t ed25519-sk -w \"$0\" -N '' -f \"$1\" 2>&1",
		provider, key,  NULL
	};
	g_free(run_program(stage, argv));
	if (!g_file_get_contents(public, &text, NULL, NULL))
		return false;
	assert_true(g_str_has_prefix(text, "sk-ssh-ed25519@openssh.com "));
	g_autofree char *line = g_strdup_printf("dora@example.com %s", text);
	write_private(signers, line, strlen(line));
	return true;
}

/* Who holds the key is asked on the terminal to touch it, and its signature counts as any other. */
static void evidence__is_signed__by_a_security_key(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	const char *built = g_getenv("top_builddir");
	g_autofree char *folder = g_canonicalize_filename(built != NULL ? built : ".", NULL);
	g_autofree char *provider = g_build_filename(folder, "tests", "cli", "soft-key.so", NULL);
	g_autofree char *file = path_of(stage, "e.tar");
	g_autofree char *key = path_of(stage, "dora");
	int status = 0;
	if (!make_security_key(stage, provider)) {
		print_message("ssh-keygen makes no security keys here\n");
		skip();
	}
	g_autofree char *variable = g_strconcat("SSH_SK_PROVIDER=", provider, NULL);
	const char *const environment[] = { variable, NULL };
	const char *const arguments[] = { "evidence", "--key", key, file, NULL };
	g_autoptr(Pty) pty = stage_run(
		stage,
		&(StageRun){ .columns = 200, .arguments = arguments, .environment = environment });
	if (!pty_wait_text(pty, "Confirm user presence for key ED25519-SK SHA256:"))
		fail_msg("no question: %s", pty_screen(pty));
	assert_true(pty_wait_end(pty, &status));
	assert_int_equal(WEXITSTATUS(status), 0);
	run_at(&result, "myroles evidence verify @e.tar --signers @dora.signers", 0);
	assert_non_null(strstr(result.output, "whole, signed by dora@example.com."));
	run_at(&result, "myroles evidence verify @e.tar", 0);
	assert_non_null(
		strstr(result.output, "whole, signer not checked; signed with the key SHA256:"));
}

/* Of the file, or of a part of it. */
static guint count_files(const Stage *stage, const char *word)
{
	guint count = 0;
	g_autoptr(GDir) folder = g_dir_open(stage->folder, 0, NULL);
	for (const char *name; (name = g_dir_read_name(folder)) != NULL;)
		count += strstr(name, word) != NULL;
	return count;
}

/* ssh-keygen misses what comes between its question and its read. */
static void interrupt(Pty *pty)
{
	const gint64 end = g_get_monotonic_time() + PTY_DEADLINE_MS * INT64_C(1000);
	while (!pty_has_text(pty, "Nothing was written") && g_get_monotonic_time() < end) {
		pty_press(pty, "ctrl-c");
		pty_drain(pty, 250);
	}
}

/* Nothing is left of it, and the terminal shows again what is typed. */
static void evidence__leaves_nothing__when_the_phrase_is_not_given(void **state)
{
	Stage *stage = *state;
	g_autofree char *file = path_of(stage, "locked.tar");
	int status = 0;
	if (!make_locked_key(stage, "carol", PHRASE))
		skip();
	for (int round = 0; round < 2; round++) {
		g_autofree char *why = NULL;
		g_autoptr(Pty) pty = pack_until_asked(stage, file);
		if (round == 0)
			interrupt(pty);
		else
			pty_type(pty, "wrong\r");
		assert_true(pty_wait_end(pty, &status));
		assert_int_equal(WEXITSTATUS(status), round == 0 ? 130 : 1);
		assert_int_equal(count_files(stage, "locked"), 0);
		assert_true(pty_is_restored(pty, &why));
	}
}

/* More than a pipe holds is never read whole by who ends at once: the signal counts, not the broken pipe. */
static void signature__is_interrupted__when_ssh_keygen_ends_before_it_read(void **state)
{
	static const struct {
		const char *ending;
		SignatureError code;
	} rows[] = {
		{ "kill -INT $$", SIGNATURE_ERROR_INTERRUPTED },
		{ "exit 1", SIGNATURE_ERROR_PROGRAM },
		{ "exit 0", SIGNATURE_ERROR_PROGRAM },
	};
	const gsize length = 1 << 20;
	g_autoptr(GBytes) text = g_bytes_new_take(g_malloc0(length), length);
	g_autofree char *program = path_of(*state, "ssh-keygen");
	g_autofree char *path = g_strdup(g_getenv("PATH"));
	g_autofree char *search = g_strconcat(((const Stage *)*state)->folder, ":", path, NULL);
	signal(SIGPIPE, SIG_IGN); /* as the program has it */
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autofree char *script = g_strdup_printf("#!/bin/sh\n%s\n", rows[i].ending);
		write_private(program, script, strlen(script));
		assert_int_equal(g_chmod(program, 0700), 0);
		g_setenv("PATH", search, TRUE);
		g_autoptr(GBytes) signature = signature_make("key", text, &error);
		g_setenv("PATH", path, TRUE);
		assert_null(signature);
		if (!g_error_matches(error, SIGNATURE_ERROR, (int)rows[i].code) ||
		    strstr(error->message, "could not be run") != NULL)
			fail_msg("%s: %s", rows[i].ending, error->message);
	}
}

static void evidence__says__that_it_proves_nothing_without_a_key(void **state)
{
	Stage *stage = *state;
	g_auto(Verb) result = { .stage = stage };
	run_at(&result, "myroles evidence @e.tar --json", 0);
	g_autoptr(cJSON) packed = parse(&result);
	assert_members(packed, "schema evidence errors");
	assert_members(member(packed, "evidence"), "path requests signed signer key");
	assert_true(cJSON_IsFalse(member(member(packed, "evidence"), "signed")));
	assert_true(cJSON_IsNumber(member(member(packed, "evidence"), "requests")));
	run_at(&result, "myroles evidence verify @none.tar --json", 2);
	g_autoptr(cJSON) failed = parse(&result);
	assert_true(cJSON_IsNull(member(failed, "evidence")));
	assert_int_equal(cJSON_GetArraySize(member(failed, "errors")), 1);
	run_at(&result, "myroles evidence @e.tar", 0);
	assert_non_null(strstr(result.output, "it proves nothing"));
	run_at(&result, "myroles evidence verify @e.tar", 0);
	assert_non_null(strstr(result.output, "not signed: it proves nothing"));
	g_autofree char *none = path_of(stage, "none");
	write_private(none, "", 0);
	run_at(&result, "myroles evidence verify @e.tar --signers @none", 1);
	g_autofree char *unsigned_file = path_of(stage, "f.tar");
	g_autofree char *line =
		g_strdup_printf("myroles evidence --key %s.nobody %s", none, unsigned_file);
	verb_run(&result, line);
	assert_int_equal(result.code, 1);
	assert_false(g_file_test(unsigned_file, G_FILE_TEST_EXISTS));
}

#define SUM_OF_ONE "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"

/* Each is a sound archive whose manifest is not true of it. */
static void evidence__is_refused__when_the_manifest_is_not_true(void **state)
{
	Stage *stage = *state;
	static const struct {
		const char *content, *manifest, *told;
	} rows[] = {
		{ "one", SUM_OF_ONE "  a\n", NULL },
		{ "two", SUM_OF_ONE "  a\n", "missing or was changed" },
		{ "one", NULL, "no manifest" },
		{ "one", "", "damaged" },
		{ "one", SUM_OF_ONE "  a", "damaged" },
		{ "one", "\n", "does not name" },
		{ "one", SUM_OF_ONE "  b\n", "missing or was changed" },
		{ "one", SUM_OF_ONE " a\n", "missing or was changed" },
		{ "one", SUM_OF_ONE "  a\n" SUM_OF_ONE "  a\n", "twice" },
		{ NULL, SUM_OF_ONE "  a\n", "missing or was changed" },
	};
	g_auto(Verb) result = { .stage = stage };
	g_autofree char *path = path_of(stage, "e.tar");
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GPtrArray) files = archive_new();
		if (rows[i].content != NULL)
			archive_add(files, "a", rows[i].content, strlen(rows[i].content));
		if (rows[i].manifest != NULL)
			archive_add(files, "manifest.sha256", rows[i].manifest,
				    strlen(rows[i].manifest));
		g_autoptr(GBytes) bytes = archive_write(files, 0);
		write_private(path, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
		run_at(&result, "myroles evidence verify @e.tar", rows[i].told != NULL ? 1 : 0);
		if (rows[i].told != NULL && strstr(result.errors, rows[i].told) == NULL)
			fail_msg("row %zu: “%s”", i, result.errors);
	}
	g_autoptr(GPtrArray) more = archive_new();
	archive_add(more, "a", "one", 3);
	archive_add(more, "b", "one", 3);
	archive_add(more, "manifest.sha256", SUM_OF_ONE "  a\n", 68);
	g_autoptr(GBytes) bytes = archive_write(more, 0);
	write_private(path, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	run_at(&result, "myroles evidence verify @e.tar", 1);
	assert_non_null(strstr(result.errors, "does not name"));
	write_private(path, "no archive", 10);
	run_at(&result, "myroles evidence verify @e.tar", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(evidence__is_whole__and_says_who_signed),
		STAGE_TEST(evidence__says__that_it_proves_nothing_without_a_key),
		STAGE_TEST(evidence__is_refused__when_the_manifest_is_not_true),
		STAGE_TEST(evidence__is_signed__once_the_phrase_is_typed),
		STAGE_TEST(evidence__is_signed__by_a_security_key),
		STAGE_TEST(evidence__leaves_nothing__when_the_phrase_is_not_given),
		STAGE_TEST(signature__is_interrupted__when_ssh_keygen_ends_before_it_read),
	};
	return stage_run_tests(tests);
}
