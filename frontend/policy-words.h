/*
 * What a policy asks for, in words.
 */
#ifndef MYROLES_FRONTEND_POLICY_WORDS_H
#define MYROLES_FRONTEND_POLICY_WORDS_H

#include <glib.h>

#include "src/model/policy.h"

/* "up to 8h, reason + ticket, approval by SecOps". The caller frees. */
char *policy_describe(const Policy *policy);

/* What an activation needs beside the form: approval by whom, a stronger sign-in. NULL: nothing. The caller frees. */
char *policy_demands(const Policy *policy);

/* " by SecOps, Ann", of `most` at most; nothing when nobody is known. */
void policy_append_approvers(GString *text, const Policy *policy, guint most);
#define APPROVERS_SHOWN 3 /* in a line that says more */

#endif
