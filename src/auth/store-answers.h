/* Answers of a store that has them at once: they are given from the main loop, as TokenStore wants it. */
#ifndef MYROLES_AUTH_STORE_ANSWERS_H
#define MYROLES_AUTH_STORE_ANSWERS_H

#include "src/auth/token-store.h"

typedef struct StoreAnswers StoreAnswers;

StoreAnswers *store_answers_new(void);

/* Those that were not given yet are given now, as canceled. */
void store_answers_free(StoreAnswers *answers);

/* To be given at the next turn. `value` is copied, `error` is taken; both may be NULL. */
void store_answers_load(StoreAnswers *answers, const Secret *value, GError *error, StoreLoaded done,
			gpointer data);
void store_answers_done(StoreAnswers *answers, GError *error, StoreDone done, gpointer data);

/* Is any not given yet? */
bool store_answers_are_due(const StoreAnswers *answers);

#endif
