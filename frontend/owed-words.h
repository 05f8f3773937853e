/* Ends that are owed (src/model/owed.h), in words. */
#ifndef MYROLES_FRONTEND_OWED_WORDS_H
#define MYROLES_FRONTEND_OWED_WORDS_H

#include "frontend/wording.h"
#include "src/model/owed.h"

/* "ends, as its command has ended: owed since 14:07, possible from 14:12 on". The caller frees. */
char *owed_words(const Wording *wording, const Owed *owed);

/* "on a leash", "ends 14:12", "not ended": beside a time in a table. The caller frees. */
char *owed_mark(const Wording *wording, const Owed *owed);

#endif
