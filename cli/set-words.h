/*
 * What a set is started with: its reason with all words filled in, and the ticket, given by options or asked for.
 */
#ifndef MYROLES_CLI_SET_WORDS_H
#define MYROLES_CLI_SET_WORDS_H

#include <stdbool.h>

#include "src/model/activation-set.h"
#include "src/model/settings.h"

/* As options say; borrowed. NULL: not said. */
typedef struct SetGiven {
	const char *reason, *ticket, *ticket_system;
	char **with; /* "WORD=TEXT" each */
} SetGiven;

typedef struct SetWords {
	char *reason, *ticket, *ticket_system;
} SetWords;

/*
 * A reason of the set is offered at the terminal, and sent without being asked for only where the set says so. False: it was told
 * what is missing.
 */
bool set_words_read(const ActivationSet *set, const SetGiven *given, SetWords *words);

/* For a rehearsal, which sends nothing: what is not given stands for itself. False: an option makes no sense; it was told. */
bool set_words_rehearse(const ActivationSet *set, const SetGiven *given, SetWords *words);

/* Of the configuration. NULL: it was told. Borrowed. */
const ActivationSet *set_find(const Settings *settings, const char *name);

/* Order* of its rows; `duration` (may be NULL) goes before theirs. Caller unrefs. */
GPtrArray *set_orders(const ActivationSet *set, const SetWords *words, const char *duration);

void set_words_clear(SetWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SetWords, set_words_clear)

#endif
