/*
 * Reasons that say nothing to who reads them later.
 */
#ifndef MYROLES_FRONTEND_REASON_H
#define MYROLES_FRONTEND_REASON_H

#include <stdbool.h>

/* "admin", "needed", "asdf", "...": nothing is learned from it. NULL and blanks: there is none, which is another matter. */
bool reason_is_generic(const char *reason);

/* The sentence for who gave such a one; NULL: there is nothing to say of it. Static. */
const char *reason_advise(const char *reason);

#endif
