/*
 * One thing that was looked at, and how it was found: for `myroles doctor`. Plain values.
 */
#ifndef MYROLES_MODEL_FINDING_H
#define MYROLES_MODEL_FINDING_H

#include <glib.h>

#include "src/model/problem.h"

typedef enum {
	FINDING_OK,
	FINDING_WARNING, /* works, but not as well as it could */
	FINDING_FAILED,
} FindingState;

typedef struct Finding {
	char *area; /* "sign-in", "endpoint", "clock", … */
	char *what; /* which of them: "azure", "login.microsoftonline.com" */
	FindingState state;
	char *text;       /* how it is, in a sentence, sanitized */
	Problem *problem; /* why, and the next step; NULL: nothing is wrong */
} Finding;

/* Copies; `problem` is taken and may be NULL. */
Finding *finding_new(const char *area, const char *what, FindingState state, const char *text,
		     Problem *problem);
void finding_free(Finding *finding);

/* "ok", "warning", "failed" */
const char *finding_state_word(FindingState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)

#endif
