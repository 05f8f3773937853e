/*
 * Other programs that keep tokens of the person on this machine. Only the times of their files are looked at: what is in them is
 * none of our business.
 */
#ifndef MYROLES_AUTH_OTHER_TOOLS_H
#define MYROLES_AUTH_OTHER_TOOLS_H

#include <glib.h>

#include "src/base/clock.h"

/*
 * OlderTokens*: whose tokens came before `since` and may still be in use at `now`, both by the local clock, below the folder
 * `home`. A program that has written since may have renewed all, or one of several: it is not told. Nor is what cannot be
 * looked at, belongs to somebody else, or is no plain file, nor anything of a folder
 * with more than LIMIT_TOOL_FILES. The caller frees.
 */
GPtrArray *other_tools_find_older(const char *home, Instant since, Instant now);

/*
 * The same of all that there are, whatever they are older than: where one file has all tokens, when that was written; where each
 * has a file of its own, when the oldest that may still be in use was.
 */
GPtrArray *other_tools_list(const char *home, Instant now);

#endif
