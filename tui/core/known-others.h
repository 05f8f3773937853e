/*
 * The owner of what other accounts hold, as it was known last. It is read from what is kept, once a minute while it is shown: for
 * an account that is not in use nothing is sent.
 */
#ifndef MYROLES_TUI_CORE_KNOWN_OTHERS_H
#define MYROLES_TUI_CORE_KNOWN_OTHERS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/elsewhere.h"
#include "tui/core/news.h"
#include "tui/widgets/rows.h"

typedef struct KnownOthers {
	bool is_shown;
	bool is_asked;    /* … since a key asked for it, and what came was not told yet */
	GPtrArray *told;  /* Elsewhere*, as they came; or NULL */
	GPtrArray *rows;  /* Row* */
	GPtrArray *ids;   /* char*: of these rows */
	GHashTable *held; /* const Assignment* of a row → const Elsewhere* */
	char *refusal;    /* why nothing can be done with such a row, and what to do; or NULL */
	uint64_t intent;  /* 0: it is not being read */
	Instant next;     /* when it is read again; 0: at once */
} KnownOthers;

void known_others_init(KnownOthers *others, bool is_shown);
void known_others_clear(KnownOthers *others);

/* Shows them, or no more. */
void known_others_toggle(Update *update);

/* Whose it is, of a row of these; NULL: of the account in use. Borrowed. */
const Elsewhere *known_others_find(const KnownOthers *others, gconstpointer assignment);

extern const Listeners known_others_listeners;

#endif
