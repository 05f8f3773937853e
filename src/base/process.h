/*
 * What this process keeps from others from its first line on.
 */
#ifndef MYROLES_BASE_PROCESS_H
#define MYROLES_BASE_PROCESS_H

/*
 * RLIMIT_CORE 0, not dumpable (not in sanitizer builds, which need ptrace), umask 077, SSLKEYLOGFILE
 * unset. A file beyond the limit of its size (SIGXFSZ) is an error of the write, not the end. Call it first in main().
 */
void process_harden(void);

#endif
