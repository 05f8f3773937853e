/*
 * A program of the person's own keeps the tokens: token_store=command. It is run, without a shell, as "COMMAND get NAME", "COMMAND
 * store NAME" and "COMMAND erase NAME". A secret goes into its standard input and comes from its standard output, and nowhere else.
 * 0 means done; of `get` with nothing printed: nothing is kept. A NAME is "myroles/", 32 hexadecimal digits, "/" and a word.
 */
#ifndef MYROLES_AUTH_COMMAND_STORE_H
#define MYROLES_AUTH_COMMAND_STORE_H

#include "src/auth/token-store.h"
#include "src/base/terminal-use.h"

/*
 * `command` are words as in a shell, without its expansions, the first an absolute path; `terminal` is borrowed, and lent as long as
 * a program runs; one runs at a time. Error: STORE_COMMAND.
 */
TokenStore *token_store_new_command(const char *command, const TerminalUse *terminal,
				    unsigned deadline_ms);

#endif
