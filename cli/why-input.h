/*
 * What `why` is asked about: an operation and a scope, a text with denials, or a plan, from the command line, a file or standard input.
 */
#ifndef MYROLES_CLI_WHY_INPUT_H
#define MYROLES_CLI_WHY_INPUT_H

#include "cli/session.h"
#include "frontend/why-read.h"

/* How it is to be understood. */
typedef struct WhyTerms {
	bool is_data;             /* the operation is one of data */
	const char *subscription; /* where a plan does not tell it: a GUID; or NULL */
} WhyTerms;

/*
 * From the words: "-", an operation, a text, or the name of a file. Nothing of it is kept but what the denial and the plan's needs hold.
 */
void why_read_input(Session *session, const char *words, const WhyTerms *terms, WhyInput *input);
/* An operation by itself, or a text: whatever it is, no file is read. Never NULL. */
Denial *why_read_text(const char *words);

#endif
