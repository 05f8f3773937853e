/*
 * What tests of the backend do to sign in at the login host of the built-in tenant, in steps.
 */
#ifndef MYROLES_TESTS_SIGN_IN_STEPS_H
#define MYROLES_TESTS_SIGN_IN_STEPS_H

#include "tests/backend/fixture.h"

#define OWN_CLIENT "0d4f6f4e-9c3b-4a57-8a0b-3f1e2d4c5b6a"
#define YOU        "you@contoso.com"

/* For cmocka: a backend whose account signs in with a client of its own. */
int steps_setup(void **state);

/* The next event of a sign-in at that stage. Borrowed. */
const Event *steps_await_stage(Fixture *fixture, SignInStage stage);
const SignInProgress *steps_await_page(Fixture *fixture);

/* The page is followed as this account; the browser comes back by itself. */
void steps_follow(Fixture *fixture, const char *account);

/* A whole sign-in of one page, begun by `intent` (taken). */
void steps_sign_in(Fixture *fixture, Intent *intent, const char *account);

/* All lists come anew, with rows. */
void steps_assert_lists_come(Fixture *fixture);

/* They come anew, and that of this workload does not. Borrowed. */
const Problem *steps_list_problem(Fixture *fixture, WorkloadId workload);

#endif
