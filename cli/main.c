#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/command-line.h"
#include "cli/tell.h"
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

int main(int argc, char **argv)
{
	process_harden();
	signal(SIGPIPE, SIG_IGN);
	setlocale(LC_ALL, "");
	g_set_prgname("myroles");
	tell_take_library_messages();
	g_auto(Options) options = { 0 };
	g_autoptr(GError) error = NULL;
	const Verb *verb = NULL;
	if (!options_parse(&options, &verb, argc, argv, &error)) {
		g_autofree char *hint = g_strdup_printf("See `myroles%s%s --help`.",
							*verb->name != '\0' ? " " : "", verb->name);
		g_autofree char *message = g_strconcat(error->message, ".", NULL);
		tell(message, hint);
		return EXIT_USAGE;
	}
	if (options.wants_help) {
		g_autofree char *help = options_help(verb);
		g_print("%s", help);
		return (int)finish(EXIT_DONE);
	}
	if (options.wants_version) {
		g_print("%s\n", PACKAGE_STRING);
		return (int)finish(EXIT_DONE);
	}
	return (int)finish(verb_run(verb, &options));
}
