/*
 * What the journal's tests share: a journal in a folder of its own, and requests to write into it.
 */
#ifndef MYROLES_TESTS_JOURNAL_FIXTURE_H
#define MYROLES_TESTS_JOURNAL_FIXTURE_H

#include "src/store/journal.h"

typedef struct Fixture {
	char *folder, *path;
	Journal *journal;
	Account *account;
} Fixture;

int fixture_set_up(void **state);
int fixture_tear_down(void **state);

/* Closes the journal and opens it again. */
void fixture_reopen(Fixture *fixture);

#define FIXTURE_PATIENCE_MS 3000 /* for another process, on a busy machine */

Journal *fixture_open_journal(const char *path);

/* An activation of Reader on rg-payments for an hour, with a reason. */
Request *fixture_make_request(const char *id, RequestState state, Instant created);

/* Appends one event; true when it was new. Takes `request`. */
bool fixture_append(Fixture *fixture, HistorySource source, Instant learnt, Request *request);

/* Entries by `query`, which are also counted. */
GPtrArray *fixture_read(Fixture *fixture, HistoryQuery query);

const Request *fixture_request_at(GPtrArray *entries, guint index);

/* Runs SQL beside the journal, as another program could. */
void fixture_execute(const char *path, const char *sql, int expected);

#define FIXTURE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

#endif
