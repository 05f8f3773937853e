/*
 * Signing in: a page to open or a code to type, and what comes of it. sign-in.c has the dialog; sign-in-page.c what it shows,
 * and what it knows while it is open.
 */
#ifndef MYROLES_TUI_DIALOGS_SIGN_IN_H
#define MYROLES_TUI_DIALOGS_SIGN_IN_H

#include "tui/core/effects.h"

/* In another tenant, as a guest; NULL: as anybody, from the start. */
void sign_in_at(Update *update, const Account *account);

/* The same person again, stronger or with a permission more: for what was refused without. */
void sign_in_step_up(Update *update, const StepUp *step_up);

/* The demo comes with tokens: a guard for what signs in. */
const char *sign_in_needs_no_demo(const State *state);

/* ---- Between the dialog's own files, and those of its page as a picture -------------------------- */

typedef struct SignIn {
	uint64_t intent_id; /* 0: it is over */
	SignInMethod method;
	bool is_new;            /* as anybody */
	Account *account;       /* in that tenant; NULL: where and who one is */
	bool is_step_up;        /* it is for what `submission_id` was refused for, with `claims` */
	uint64_t submission_id; /* 0: none */
	WorkloadId workload;    /* of that */
	char *claims;           /* NULL: a second factor is wanted, or */
	char *permission;       /* this; NULL: none */
	SignInProgress *progress; /* NULL: not begun, or failed */
	Problem *problem;         /* why that failed; NULL: it did not */
} SignIn;

extern const Context sign_in_context;

void sign_in_clear(void *self);
Dialog *sign_in_find(const State *state); /* the open one; NULL: none */
void sign_in_write(const State *state, const Dialog *dialog, Page *page);

#endif
