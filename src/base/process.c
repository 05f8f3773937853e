#include "src/base/process.h"

#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_LOG "SSLKEYLOGFILE"

/* What the process was given, and a program that it starts for a person is given again. A process has one of each. */
static struct {
	bool is_known;
	mode_t mask;
	struct rlimit core;
	sigset_t blocked;
	struct sigaction pipe, file_limit; /* SIGPIPE, SIGXFSZ */
	char *key_log;                     /* SSLKEYLOGFILE; NULL: it was not there */
} found;

/* A handler, so that a program that is started does not inherit it as one that is ignored would be. */
static void on_file_limit(int number)
{
	(void)number;
}

/*
 * Else the next file that is opened takes the place of one that was closed, and what is printed goes into the journal. Nothing can be
 * read from what stands there instead, and nothing written to it, so that neither is taken for done.
 */
static void fill_descriptors(void)
{
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) < 0)
			_exit(1);
	}
}

void process_harden(void)
{
	fill_descriptors();
	/* Lowering a limit of one's own and these prctl words cannot fail: nothing to check. */
	(void)getrlimit(RLIMIT_CORE, &found.core);
	/* The hard limit stays, so that a child can have its own back; not being dumpable does the rest. */
	const struct rlimit none = { 0, found.core.rlim_max };
	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef WITH_SANITIZER
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	sigprocmask(SIG_SETMASK, NULL, &found.blocked);
	sigaction(SIGPIPE, NULL, &found.pipe);
	sigaction(SIGXFSZ, NULL, &found.file_limit);
	signal(SIGXFSZ, on_file_limit);
	found.mask = umask(S_IRWXG | S_IRWXO);
	found.is_known = true;
	/* libcurl would write the keys of every TLS session there. */
	found.key_log = g_strdup(g_getenv(KEY_LOG));
	g_unsetenv(KEY_LOG);
}

void process_restore(gpointer data)
{
	(void)data;
	if (!found.is_known)
		return;
	(void)setrlimit(RLIMIT_CORE, &found.core);
	umask(found.mask);
}

void process_restore_signals(void)
{
	if (!found.is_known)
		return;
	sigaction(SIGPIPE, &found.pipe, NULL);
	sigaction(SIGXFSZ, &found.file_limit, NULL);
	sigprocmask(SIG_SETMASK, &found.blocked, NULL);
}

char **process_restore_environment(char **environment)
{
	return found.key_log != NULL ? g_environ_setenv(environment, KEY_LOG, found.key_log, TRUE)
				     : environment;
}
