#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/verbs.h"
#include "src/base/process.h"

static bool has_reader_left(void)
{
	struct pollfd output = { .fd = STDOUT_FILENO };
	return poll(&output, 1, 0) > 0 && (output.revents & POLLERR) != 0;
}

/* What was printed must have arrived; a reader that has seen enough is no failure. */
static ExitCode finish(ExitCode code)
{
	errno = 0;
	const bool is_flushed = fflush(stdout) == 0;
	if ((is_flushed && ferror(stdout) == 0) || has_reader_left())
		return code;
	if (errno != 0)
		tell_format("The output could not be written: %s.", g_strerror(errno));
	else
		tell("The output could not be written.", NULL);
	return code == EXIT_DONE ? EXIT_FAILED : code;
}

/* A locale that is not installed here says nothing about the terminal: one that names another charset is believed. */
static void use_locale(void)
{
	if (setlocale(LC_ALL, "") != NULL)
		return;
	const char *wanted = g_getenv("LC_ALL");
	if (wanted == NULL || *wanted == '\0')
		wanted = g_getenv("LC_CTYPE");
	if (wanted == NULL || *wanted == '\0')
		wanted = g_getenv("LANG");
	const char *charset = wanted != NULL ? strchr(wanted, '.') : NULL;
	if (charset == NULL || g_ascii_strncasecmp(charset, ".utf", 4) == 0)
		setlocale(LC_ALL, "C.UTF-8");
}

int main(int argc, char **argv)
{
	process_harden();
	signal(SIGPIPE, SIG_IGN);
	use_locale();
	g_set_prgname("myroles");
	tell_take_library_messages();
	return (int)finish(command_run(verb_table, NULL, argc, argv));
}
