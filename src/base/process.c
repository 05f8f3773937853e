#include "src/base/process.h"

#include <glib.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* A handler, so that a program that is started does not inherit it as one that is ignored would be. */
static void on_file_limit(int number)
{
	(void)number;
}

void process_harden(void)
{
	/* Lowering a limit of one's own and these prctl words cannot fail: nothing to check. */
	const struct rlimit none = { 0, 0 };
	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef WITH_SANITIZER
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	signal(SIGXFSZ, on_file_limit);
	umask(S_IRWXG | S_IRWXO);
	/* libcurl would write the keys of every TLS session there. */
	g_unsetenv("SSLKEYLOGFILE");
}
