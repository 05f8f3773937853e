/*
 * What `why` is asked about: an operation and a scope, or a text with denials, from the command line, a file or standard input.
 */
#ifndef MYROLES_CLI_WHY_INPUT_H
#define MYROLES_CLI_WHY_INPUT_H

#include "cli/session.h"
#include "src/model/denial.h"

/*
 * From the words: "-", an operation, a text, or the name of a file. NULL: it cannot be read, which was told; or interrupted. Nothing of the
 * text is kept but what the denial holds. The caller frees.
 */
Denial *why_read_input(Session *session, const char *words, bool is_data);

#endif
