/* What roles permit: read once a day, kept, and as it was kept where it cannot be read. */
#ifndef MYROLES_BACKEND_DEFINITIONS_H
#define MYROLES_BACKEND_DEFINITIONS_H

#include "src/backend/identity.h"
#include "src/backend/jobs.h"

typedef struct Definitions Definitions;

Definitions *definitions_new(Events *events, Network *network, const Identity *identity,
			     Kept *files);
void definitions_free(Definitions *definitions);

/* INTENT_READ_DEFINITIONS; `definitions` is a Definitions. */
void definitions_read(gpointer definitions, Intent *intent, Job *job);

/* The role's as it was read within a day; NULL: it has to be read. The caller frees. */
RoleDefinition *definitions_find(const Definitions *definitions, const Grant *grant);

/* It has just been read: dated, and kept. */
void definitions_keep(const Definitions *definitions, RoleDefinition *definition);

#endif
