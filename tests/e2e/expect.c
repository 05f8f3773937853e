#include "tests/e2e/expect.h"

#include <stdio.h>
#include <sys/wait.h>

#include "tests/e2e/stream.h"

/* cmocka's own report has no room for a screen: it goes beside it, into the test's log. */
static void fail_with_screen(Pty *pty, const char *what, const char *file, int line)
{
	fprintf(stderr, "%s:%d: %s\n%s", file, line, what, pty_screen(pty));
	_fail(file, line);
}

void expect_came(bool has_come, Pty *pty, const char *what, const char *file, int line)
{
	g_autofree char *message = g_strdup_printf("did not come: %s", what);
	if (!has_come)
		fail_with_screen(pty, message, file, line);
}

void expect_clean_stream(Pty *pty, const char *file, int line)
{
	size_t length;
	const char *bytes = pty_bytes(pty, &length);
	g_autofree char *offence = stream_find_offence(bytes, length);
	if (offence != NULL)
		fail_with_screen(pty, offence, file, line);
}

void expect_restored_terminal(Pty *pty, const char *file, int line)
{
	g_autofree char *why = NULL;
	if (!pty_is_restored(pty, &why))
		fail_with_screen(pty, why, file, line);
}

void expect_exit_status(Pty *pty, int code, const char *file, int line)
{
	g_autofree char *message = NULL;
	int status;
	if (!pty_wait_end(pty, &status))
		fail_with_screen(pty, "did not end", file, line);
	if (code >= 0 ? WIFEXITED(status) && WEXITSTATUS(status) == code
		      : WIFSIGNALED(status) && WTERMSIG(status) == -code)
		return;
	message = g_strdup_printf("wait status %#x instead of %d", (unsigned)status, code);
	fail_with_screen(pty, message, file, line);
}
