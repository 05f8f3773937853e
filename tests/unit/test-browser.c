/* Which addresses a browser is given, and where there is none to give them to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/base/browser.h"
#include "src/base/limits.h"
#include "src/base/process.h"
#include "tests/unit/scratch.h"

static void browser_is_url__takes__plain_https_and_loopback(void **state)
{
	(void)state;
	assert_true(browser_is_url("https://login.microsoftonline.com/organizations?a=b%20c#d"));
	assert_true(browser_is_url("https://h:8443/"));
	assert_true(browser_is_url("http://127.0.0.1:8080/authorize?x=1"));
	assert_true(browser_is_url("http://[::1]:8080/"));
	assert_true(browser_is_url("http://localhost/"));
}

static void browser_is_url__refuses__what_could_be_something_else(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"--help",
		"-https://h/",
		"h",
		"/etc/passwd",
		"file:///etc/passwd",
		"javascript:alert(1)",
		"ftp://h/",
		"http://example.com/",
		"http://127.0.0.1.example.com/",
		"https://",
		"https://user@h/",
		"https://h/a b",
		"https://h/$(id)\n",
		"https://h/`id`",
		"https://h/\"x\"",
		"https://h/\x1b]0;x",
		"https://h/\xc3\xa9",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) error = NULL;
		if (browser_is_url(bad[i]))
			fail_msg("%s was taken", bad[i]);
		assert_false(browser_open(bad[i], &error));
		assert_int_equal(error->code, BROWSER_ERROR_URL);
	}
	assert_false(browser_is_url(NULL));
	g_autofree char *path = g_strnfill(LIMIT_URL, 'a');
	g_autofree char *large = g_strconcat("https://h/", path, NULL);
	assert_false(browser_is_url(large));
}

static void forget_where_we_are(void)
{
	static const char *const names[] = { "SSH_CONNECTION",    "SSH_TTY",
					     "WSL_DISTRO_NAME",   "WSL_INTEROP",
					     "REMOTE_CONTAINERS", "CODESPACES",
					     "container",         "DISPLAY",
					     "WAYLAND_DISPLAY" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_unsetenv(names[i]);
}

static void browser_is_elsewhere__tells__by_which_sign(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value, *why;
	} signs[] = {
		{ "SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22", "this is an SSH session" },
		{ "SSH_TTY", "/dev/pts/1", "this is an SSH session" },
		{ "WSL_DISTRO_NAME", "Debian", "this is WSL" },
		{ "REMOTE_CONTAINERS", "true", "this is a container" },
		{ "CODESPACES", "true", "this is a container" },
		{ "container", "podman", "this is a container" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		const char *why = NULL;
		forget_where_we_are();
		g_setenv("DISPLAY", ":0", TRUE);
		g_setenv(signs[i].name, signs[i].value, TRUE);
		assert_true(browser_is_elsewhere(&why));
		assert_string_equal(why, signs[i].why);
	}
}

static void browser_open__starts_nothing__without_a_desktop(void **state)
{
	(void)state;
	g_autoptr(GError) error = NULL;
	const char *why = NULL;
	forget_where_we_are();
	assert_true(browser_is_elsewhere(&why));
	assert_false(browser_open("https://h/", &error));
	assert_int_equal(error->code, BROWSER_ERROR_NO_DESKTOP);
	assert_non_null(strstr(error->message, "https://h/"));
}

#define READER_SECONDS 30

/* A new process with `umask 027`, a soft core limit of 512 bytes and a proxy opens a page. True: the opener has these, too. */
static bool open_as_found(const char *folder, const char *pipe)
{
	struct rlimit core = { 0 };
	g_autofree char *told = NULL;
	alarm(READER_SECONDS);
	if (getrlimit(RLIMIT_CORE, &core) != 0)
		return false;
	core.rlim_cur = MIN(512, core.rlim_max);
	setrlimit(RLIMIT_CORE, &core);
	umask(027);
	forget_where_we_are();
	g_unsetenv("SUDO_UID");
	g_setenv("DISPLAY", ":0", TRUE);
	g_setenv("https_proxy", "http://proxy.example:3128", TRUE);
	g_setenv("NO_PROXY", "intra.example", TRUE);
	g_setenv("SSLKEYLOGFILE", "/nowhere/keys", TRUE);
	g_autofree char *path = g_strconcat(folder, ":", g_getenv("PATH"), NULL);
	g_setenv("PATH", path, TRUE);
	process_harden();
	if (!browser_open("https://h/", NULL) || !g_file_get_contents(pipe, &told, NULL, NULL))
		return false;
	return strcmp(told, core.rlim_cur == 512
				    ? "0027 1 http://proxy.example:3128 intra.example none\n"
				    : "0027 0 http://proxy.example:3128 intra.example none\n") == 0;
}

static void browser_open__gives_back__what_was_found(void **state)
{
	(void)state;
	char *folder = scratch_new();
	g_autofree char *pipe = g_build_filename(folder, "pipe", NULL);
	/* A shell counts core limits in blocks of 512 bytes. */
	g_autofree char *text =
		g_strdup_printf("#!/bin/sh\necho \"$(umask) $(ulimit -S -c) $https_proxy $NO_PROXY "
				"${SSLKEYLOGFILE-none}\" >%s\n",
				pipe);
	g_autofree char *opener = scratch_write(folder, "xdg-open", 0700, text);
	assert_non_null(opener);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		_exit(open_as_found(folder, pipe) ? 0 : 1);
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	scratch_remove(folder);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(browser_is_url__takes__plain_https_and_loopback),
		cmocka_unit_test(browser_is_url__refuses__what_could_be_something_else),
		cmocka_unit_test(browser_is_elsewhere__tells__by_which_sign),
		cmocka_unit_test(browser_open__starts_nothing__without_a_desktop),
		cmocka_unit_test(browser_open__gives_back__what_was_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
