/*
 * What is still to be done once a role is on: whose tokens on this machine do not carry it.
 */
#ifndef MYROLES_FRONTEND_AFTERWARDS_H
#define MYROLES_FRONTEND_AFTERWARDS_H

#include "frontend/subject.h"
#include "frontend/wording.h"
#include "src/model/older-tokens.h"

/* "az has tokens from 13:02, before the role began. Renew them with `…`." The caller frees. */
char *older_tokens_words(const Wording *wording, const OlderTokens *row);

/* A sentence for each of `older` (OlderTokens*); NULL or empty: what may be so anywhere. May be empty; the caller frees. */
char **afterwards_words(const Wording *wording, const Subject *subject, const GPtrArray *older);

/*
 * A sentence for each of `tokens` (OlderTokens*, of other programs): how old they are, whether one of `rows` (Assignment*, active)
 * began after them, and what of it stays behind when a role ends. May be empty; the caller frees.
 */
char **token_words(const Wording *wording, const GPtrArray *tokens, const GPtrArray *rows);

#endif
