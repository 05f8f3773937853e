/* A tenant that puts escapes, odd characters and absurd lengths into every string; and TLS. */
#include <string.h>

#include "tests/e2e/dashboard.h"
#include "tests/e2e/folder.h"

static void a_hostile_tenant__writes_nothing_on_the_terminal(void **state)
{
	static const char *const arguments[] = { "--scenario=hostile", NULL };
	static const struct {
		int rows, columns;
	} sizes[] = { { 24, 80 }, { 60, 200 } };
	g_autoptr(Stage) stage = stage_new(arguments);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
		const StageRun run = { .rows = sizes[i].rows, .columns = sizes[i].columns };
		g_autoptr(Pty) pty = stage_run(stage, &run);
		expect_match(pty, "azure (fresh|failed)");
		for (int row = 0; row < 6; row++) {
			pty_press(pty, "down i");
			expect_text(pty, "esc close");
			pty_press(pty, "q");
			expect_gone(pty, "esc close");
		}
		pty_press(pty, "4");
		expect_text(pty, "[4 History]");
		pty_press(pty, "1 m");
		expect_text(pty, "Messages");
		pty_press(pty, "q");
		expect_gone(pty, "Messages");
		dashboard_quit(pty);
	}
}

static void assert_no_controls(const char *text)
{
	assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p))
		if (g_unichar_iscntrl(g_utf8_get_char(p)))
			fail_msg("U+%04X in %s", g_utf8_get_char(p), text);
}

/* A name in a notification must not end its sequence, and what is copied must be no keystroke when it is pasted. */
static void notices_and_copies__hold_no_controls__whatever_a_tenant_says(void **state)
{
	static const char *const arguments[] = { "--scenario=hostile", NULL };
	static const char *const environment[] = { "TERM_PROGRAM=iTerm.app", NULL };
	const StageRun run = { .environment = environment };
	g_autoptr(Stage) stage = stage_new(arguments);
	g_autoptr(Pty) pty = stage_run(stage, &run);
	(void)state;
	expect_match(pty, "azure fresh");
	for (int row = 0; row < 12; row++)
		pty_press(pty, "down y");
	g_autofree char *copied = pty_wait_osc(pty, "\033]52;c;");
	assert_non_null(copied);
	/* The role that was active from the start has four minutes left: near enough for a notice. */
	tenant_tell(stage->tenant, "/clock", "{\"advance\":\"PT1H56M\"}");
	dashboard_refresh(pty, "!!"); /* the mark of what ends soon */
	g_autofree char *notice = pty_wait_osc(pty, "\033]9;");
	assert_non_null(notice);
	assert_no_controls(notice);
	gsize length = 0;
	g_autofree guchar *plain = g_base64_decode(copied, &length);
	g_autofree char *text = g_strndup((char *)plain, length);
	assert_int_equal(strlen(text), length);
	assert_no_controls(text);
	dashboard_quit(pty);
}

static void verbs__print_nothing_but_text__whatever_a_tenant_says(void **state)
{
	static const char *const tenant[] = { "--scenario=hostile", NULL };
	static const char *const verbs[][4] = {
		{ "list", "eligible", NULL },
		{ "list", "eligible", "--json", NULL },
		{ "list", "active", NULL },
		{ "history", NULL },
		{ "history", "--json", NULL },
		/* Several rows fit: they are told to choose from. */
		{ "activate", "--role=acdd72a7-3385-48ef-bd42-f606fba81ae7", "--reason=x", NULL },
	};
	g_autoptr(Stage) stage = stage_new(tenant);
	int status;
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
		const StageRun run = { .columns = 200, .arguments = verbs[i] };
		g_autoptr(Pty) pty = stage_run(stage, &run);
		size_t length;
		expect_came(pty_wait_end(pty, &status), pty, verbs[i][0], __FILE__, __LINE__);
		pty_bytes(pty, &length);
		assert_true(length > 0);
		expect_clean(pty);
	}
}

static void tls__is_spoken__with_the_authority_of_the_configuration_only(void **state)
{
	g_autofree char *folder = folder_new();
	g_autofree char *certificate = NULL, *key = NULL;
	(void)state;
	stage_make_certificate(folder, &certificate, &key);
	const char *const arguments[] = { "--tls", certificate, key, NULL };
	g_autoptr(Stage) stage = stage_new(arguments);
	g_autofree char *authority = g_strdup_printf("ca_file=%s\n", certificate);

	assert_true(g_str_has_prefix(tenant_url(stage->tenant, "arm"), "https://"));
	Pty *untrusted = stage_run(stage, NULL);
	expect_match(untrusted, "azure failed|certificate");
	dashboard_quit(untrusted);
	pty_free(untrusted);

	stage_write_config(stage, authority);
	g_autoptr(Pty) trusted = dashboard_open(stage, NULL);
	expect_row(trusted, "Contributor", "Platform");
	dashboard_quit(trusted);
	folder_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hostile_tenant__writes_nothing_on_the_terminal),
		cmocka_unit_test(notices_and_copies__hold_no_controls__whatever_a_tenant_says),
		cmocka_unit_test(verbs__print_nothing_but_text__whatever_a_tenant_says),
		cmocka_unit_test(tls__is_spoken__with_the_authority_of_the_configuration_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
