/* Tokens of other programs on this machine that are older than a role: they may not carry it. */
#ifndef MYROLES_MODEL_OLDER_TOKENS_H
#define MYROLES_MODEL_OLDER_TOKENS_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"

typedef struct OlderTokens {
	const char *program; /* "az"; static, as `command` */
	const char *command; /* what a shell does to renew them */
	Instant written;     /* when they came, by the local clock */
	bool has_contexts;   /* the program is called by contexts of kubeconfig */
} OlderTokens;

/* Such rows; the caller frees. */
GPtrArray *older_tokens_new(void);

void older_tokens_add(GPtrArray *rows, const OlderTokens *row); /* copied */

#endif
