/* What other accounts hold, as it was known last: read from what is kept, and nothing is sent. */
#ifndef MYROLES_BACKEND_OTHERS_H
#define MYROLES_BACKEND_OTHERS_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"

typedef struct Others Others;

Others *others_new(Events *events, const Identity *identity);
void others_free(Others *others);

/* Intent; `others` is an Others. EVENT_OTHERS tells. */
void others_read(gpointer others, Intent *intent, Job *job);

#endif
