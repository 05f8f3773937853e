/*
 * An error as a person is told: what happened, in a sentence, and the next step. Made from a GError by
 * one table (src/explain.c); plain values, so that frontends need no room's error domain.
 */
#ifndef MYROLES_MODEL_PROBLEM_H
#define MYROLES_MODEL_PROBLEM_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
	PROBLEM_FAILED,      /* something else; exit code 1 */
	PROBLEM_USAGE,       /* exit code 2 */
	PROBLEM_SIGN_IN,     /* no token, expired, revoked; exit code 3 */
	PROBLEM_REFUSED,     /* a rule said no: change something and try again; exit code 4 */
	PROBLEM_STEP_UP,     /* stronger sign-in wanted: see `claims` */
	PROBLEM_NOT_ALLOWED, /* missing permission, consent or license */
	PROBLEM_ALREADY,     /* it is so already; information, not an error */
	PROBLEM_CHANGED, /* eligibility or policy changed since it was shown: look and confirm again */
	PROBLEM_UNREACHABLE,     /* network, time-out, server errors; exit code 7 */
	PROBLEM_UNKNOWN_OUTCOME, /* sent, no answer: may have happened; nothing is sent twice */
	PROBLEM_CANCELED,
} ProblemKind;

/* The code of what the account's settings rule out: it fails the same way each time. */
#define PROBLEM_CODE_UNSUPPORTED "unsupported"

/* The next step when a stronger sign-in was refused like the one before it. */
#define PROBLEM_HINT_STILL_STEP_UP \
	"The sign-in was not strong enough: ask an administrator which method the role wants."

typedef struct Problem {
	ProblemKind kind;
	char *code; /* a word that programs may switch on: the service's code, or ours ("timed-out") */
	char *message; /* one sentence, sanitized */
	/*
	 * The next step, or NULL. An action that helps is named in braces where it is told how to do it, "Sign in{sign-in}.": a
	 * frontend makes " with S" or nothing of it. Names: those of the dashboard's actions.
	 */
	char *hint;
	char *said;       /* the service's own message, sanitized; NULL: none */
	char *request_id; /* of the service, for its support; or NULL */
	char *claims; /* PROBLEM_STEP_UP, PROBLEM_SIGN_IN: the claims challenge as JSON, validated; or NULL */
	char *permission; /* PROBLEM_NOT_ALLOWED: what one's own sign-in lacks, and may ask for; or NULL */
	char **rules; /* of a policy refusal: "ExpirationRule", …; or NULL */
} Problem;

Problem *problem_new(ProblemKind kind, const char *code, const char *message, const char *hint);
Problem *problem_copy(const Problem *problem);
void problem_free(Problem *problem);
void problem_set_hint(Problem *problem, const char *hint); /* another next step; copied */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Problem, problem_free)

#endif
