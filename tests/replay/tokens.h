/*
 * A token provider for tests: hands out one token after the other, and counts.
 */
#ifndef MYROLES_REPLAY_TOKENS_H
#define MYROLES_REPLAY_TOKENS_H

#include "src/net/token.h"

typedef struct ReplayTokens {
	TokenProvider base;
	const char *const *
		tokens; /* NULL-terminated; a rejected one is followed by the next, the last one stays */
	size_t at;
	unsigned asked;
	unsigned rejected;
	GError *error;   /* instead of a token */
	GError *refusal; /* instead of one with claims */
	GError *renewal; /* instead of one after a rejected one */
	bool is_stuck;   /* no answer until it is canceled */
	char *claims;    /* of the last call */
} ReplayTokens;

/* `tokens` borrowed. Freed by token_provider_free. */
ReplayTokens *replay_tokens_new(const char *const *tokens);

#endif
