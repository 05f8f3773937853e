/*
 * Signing in, as a person sees it: where it stands and what is to be done. Plain values.
 */
#ifndef MYROLES_MODEL_SIGN_IN_H
#define MYROLES_MODEL_SIGN_IN_H

#include <glib.h>
#include <stdbool.h>

#include "src/base/clock.h"

typedef enum {
	SIGN_IN_BROWSER, /* a browser here, or elsewhere with the address pasted back */
	SIGN_IN_DEVICE,  /* a code that is typed on any device */
} SignInMethod;

typedef enum {
	SIGN_IN_STARTING,  /* the platform is asked where its pages are */
	SIGN_IN_PAGE,      /* the person is to open `url` (and to type `user_code`) */
	SIGN_IN_FINISHING, /* the answer came: tokens are got and kept */
	SIGN_IN_DONE,
} SignInStage;

/* One page may not be enough: each client registration has one of its own. */
typedef struct SignInProgress {
	SignInStage stage;
	SignInMethod method;
	char *what;      /* what this page is for: "Azure roles"; NULL: everything */
	int step, steps; /* 1 of 2 */
	char *url;       /* printable ASCII (browser_is_url); NULL: none yet */
	char *user_code; /* SIGN_IN_DEVICE; else NULL */
	Instant expires; /* of the code; 0: it has no end */
	char *qr;        /* of `url`: qr_size rows of qr_size modules, '#' and ' '; NULL: none */
	int qr_size;
} SignInProgress;

SignInProgress *sign_in_progress_copy(const SignInProgress *progress);
void sign_in_progress_free(SignInProgress *progress);

/*
 * The QR code as text, with a quiet zone around it: half blocks, two rows of modules in one of characters, dark on light.
 * `row` counts from 0 to half the columns, rounded up. The caller frees.
 */
int sign_in_qr_columns(const SignInProgress *progress);
char *sign_in_qr_row(const SignInProgress *progress, int row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SignInProgress, sign_in_progress_free)

#endif
