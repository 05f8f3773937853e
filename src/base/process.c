#include "src/base/process.h"

#include <glib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

void process_harden(void)
{
	/* Lowering a limit of one's own and these prctl words cannot fail: nothing to check. */
	const struct rlimit none = { 0, 0 };
	(void)setrlimit(RLIMIT_CORE, &none);
#ifndef WITH_SANITIZER
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	umask(S_IRWXG | S_IRWXO);
	/* libcurl would write the keys of every TLS session there. */
	g_unsetenv("SSLKEYLOGFILE");
}
