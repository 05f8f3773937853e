/*
 * The small process that ends what is owed (src/model/owed.h): the verb `pay` of this binary, without a terminal, in a session of its
 * own, and with no descriptor but those below.
 */
#ifndef MYROLES_CLI_PAYER_H
#define MYROLES_CLI_PAYER_H

#include "cli/options.h"

#define PAYER_LEASH_FD  3
#define PAYER_HOLDER_FD 4

/* What it waits for first, and what it holds meanwhile. */
typedef struct PayerLeash {
	const char *word;
	int fd;     /* -1: none */
	int holder; /* a locked byte of backend_holders */
} PayerLeash;

/* `leash` may be NULL. False: it could not be started, or there is no place for one; then the next start of ours pays. */
bool payer_start(const Options *options, const PayerLeash *leash);

/* The same where something is due and nobody is there to pay. */
void payer_start_if_due(const Backend *backend, const Options *options);

#endif
