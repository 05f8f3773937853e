/*
 * How far a role has come (src/model/truth.h), in words.
 */
#ifndef MYROLES_FRONTEND_LAMP_WORDS_H
#define MYROLES_FRONTEND_LAMP_WORDS_H

#include "frontend/wording.h"
#include "src/model/grant.h"
#include "src/model/truth.h"

/* An active role, and how far it has come. Borrowed. */
typedef struct TruthRow {
	const Assignment *assignment;
	const Truth *truth;
} TruthRow;

/* "yes", "no", "not known": of one lamp. */
const char *light_word(Light light);

/* "granted yes, listed no, effective not known". The caller frees. */
char *lamps_words(const Truth *truth);

/* "It is listed, but not known to be effective: …" The caller frees. */
char *lamp_lack_words(const Truth *truth, Lamp lamp);

#endif
