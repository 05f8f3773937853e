/* The journal: what it keeps, what it folds, whom it tells apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "src/store/error.h"
#include "tests/unit/journal-fixture.h"

static void journal__keeps_every_member__over_a_restart(void **state)
{
	Fixture *fixture = *state;
	Request *request = fixture_make_request("r1", REQUEST_STATE_WAITING, 100);
	request->service_id = g_strdup("s1");
	request->workload = WORKLOAD_GROUP;
	request->access = ACCESS_OWNER;
	request->eligibility_schedule_id = g_strdup("e1");
	request->status = g_strdup("PendingApproval");
	request->code = g_strdup("Code");
	request->message = g_strdup("müßig 日本");
	request->ticket_number = g_strdup("INC1");
	request->ticket_system = g_strdup("SNOW");
	request->approval_id = g_strdup("a1");
	request->start = 110;
	request->end = 3710;
	g_autoptr(Request) expected = request_copy(request);
	assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 120, request));
	fixture_reopen(fixture);

	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 1);
	const HistoryEntry *entry = entries->pdata[0];
	assert_int_equal(entry->source, HISTORY_SOURCE_LOCAL);
	assert_int_equal(entry->first_learnt, 120);
	assert_int_equal(entry->last_learnt, 120);
	const Request *got = entry->request;
	assert_string_equal(got->id, "r1");
	assert_string_equal(got->service_id, "s1");
	assert_int_equal(got->workload, WORKLOAD_GROUP);
	assert_int_equal(got->kind, REQUEST_ACTIVATE);
	assert_string_equal(got->role.id, expected->role.id);
	assert_string_equal(got->role.name, "Reader");
	assert_int_equal(got->scope.type, SCOPE_RESOURCE_GROUP);
	assert_string_equal(got->scope.id, expected->scope.id);
	assert_string_equal(got->scope.name, "rg-payments");
	assert_int_equal(got->access, ACCESS_OWNER);
	assert_string_equal(got->eligibility_schedule_id, "e1");
	assert_int_equal(got->state, REQUEST_STATE_WAITING);
	assert_string_equal(got->status, "PendingApproval");
	assert_string_equal(got->code, "Code");
	assert_string_equal(got->message, "müßig 日本");
	assert_string_equal(got->justification, "hotfix 4711");
	assert_string_equal(got->ticket_number, "INC1");
	assert_string_equal(got->ticket_system, "SNOW");
	assert_string_equal(got->approval_id, "a1");
	assert_int_equal(got->created, 100);
	assert_int_equal(got->start, 110);
	assert_int_equal(got->duration, 3600);
	assert_int_equal(got->end, 3710);
	assert_true(got->is_own);
}

static void journal__folds_events_of_one_request__into_one_entry(void **state)
{
	Fixture *fixture = *state;
	assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 10,
				   fixture_make_request("r1", REQUEST_STATE_PREPARED, 0)));
	Request *sent =
		fixture_make_request("R1", REQUEST_STATE_RUNNING, 0); /* letter case differs */
	g_clear_pointer(&sent->justification, g_free);                /* the service left it out */
	assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 11, sent));
	assert_true(fixture_append(fixture, HISTORY_SOURCE_SERVICE, 12,
				   fixture_make_request("r1", REQUEST_STATE_ACTIVE, 0)));

	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 1);
	const HistoryEntry *entry = entries->pdata[0];
	assert_int_equal(entry->request->state, REQUEST_STATE_ACTIVE);
	assert_string_equal(entry->request->justification, "hotfix 4711");
	assert_int_equal(entry->source, HISTORY_SOURCE_LOCAL);
	assert_int_equal(entry->first_learnt, 10);
	assert_int_equal(entry->last_learnt, 12);

	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) events =
		journal_read_events(fixture->journal, fixture->account, "r1", &error);
	assert_non_null(events);
	assert_int_equal(events->len, 3);
	const HistoryEvent *first = events->pdata[0], *last = events->pdata[2];
	assert_int_equal(first->request->state, REQUEST_STATE_PREPARED);
	assert_int_equal(last->source, HISTORY_SOURCE_SERVICE);
	assert_true(first->sequence < last->sequence);
}

static void journal__writes_nothing__when_an_event_adds_nothing(void **state)
{
	Fixture *fixture = *state;
	assert_true(fixture_append(fixture, HISTORY_SOURCE_SERVICE, 1,
				   fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100)));
	assert_false(fixture_append(fixture, HISTORY_SOURCE_SERVICE, 2,
				    fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100)));
	Request *poorer = fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100);
	g_clear_pointer(&poorer->role.name, g_free);
	assert_false(fixture_append(fixture, HISTORY_SOURCE_SERVICE, 3, poorer));
	/* That it was made here is news. */
	assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 4,
				   fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100)));
	/* A role that was given back stays so, whatever word the service keeps. */
	assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 5,
				   fixture_make_request("r1", REQUEST_STATE_ENDED, 100)));
	assert_false(fixture_append(fixture, HISTORY_SOURCE_SERVICE, 6,
				    fixture_make_request("r1", REQUEST_STATE_ACTIVE, 100)));
}

/* The list was quicker than the answer to the sending. */
static void journal__keeps_one_entry__when_the_service_told_of_it_first(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("mine", REQUEST_STATE_PREPARED, 0));
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 2,
		       fixture_make_request("THEIRS", REQUEST_STATE_ACTIVE, 0));
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 2,
		       fixture_make_request("other", REQUEST_STATE_ACTIVE, 0));
	Request *answer = fixture_make_request("mine", REQUEST_STATE_ACTIVE, 0);
	answer->service_id = g_strdup("theirs");
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 3, answer);
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 4,
		       fixture_make_request("theirs", REQUEST_STATE_ACTIVE, 0));

	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 2);
	g_autoptr(GError) error = NULL;
	g_autoptr(HistoryEntry) entry = NULL;
	assert_true(journal_find(fixture->journal, fixture->account, "theirs", &entry, &error));
	assert_string_equal(entry->request->id, "mine");
	assert_int_equal(entry->source, HISTORY_SOURCE_LOCAL);
}

static void journal__knows_a_request_by_the_services_id__from_then_on(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("mine", REQUEST_STATE_PREPARED, 0));
	Request *answer = fixture_make_request("mine", REQUEST_STATE_RUNNING, 0);
	answer->service_id = g_strdup("theirs");
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 2, answer);
	fixture_append(fixture, HISTORY_SOURCE_SERVICE, 3,
		       fixture_make_request("THEIRS", REQUEST_STATE_ACTIVE, 0));

	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 1);
	assert_string_equal(fixture_request_at(entries, 0)->id, "mine");
	assert_int_equal(fixture_request_at(entries, 0)->state, REQUEST_STATE_ACTIVE);

	g_autoptr(GError) error = NULL;
	g_autoptr(HistoryEntry) entry = NULL, none = NULL;
	assert_true(journal_find(fixture->journal, fixture->account, "theirs", &entry, &error));
	assert_non_null(entry);
	assert_string_equal(entry->request->id, "mine");
	assert_true(journal_find(fixture->journal, fixture->account, "nobody's", &none, &error));
	assert_null(none);
}

static void journal__reads_by_period_words_and_limit__newest_first(void **state)
{
	Fixture *fixture = *state;
	for (int i = 1; i <= 5; i++) {
		g_autofree char *id = g_strdup_printf("r%d", i);
		Request *request = fixture_make_request(id, REQUEST_STATE_ACTIVE, i * 100);
		if (i == 3) {
			g_free(request->role.name);
			request->role.name = g_strdup("Schlüssel-Öffner");
		}
		fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1, request);
	}
	static const struct {
		HistoryQuery query;
		const char *expected;
	} cases[] = {
		{ { 0 }, "r5 r4 r3 r2 r1" },
		{ { .limit = 2 }, "r5 r4" },
		{ { .since = 300 }, "r5 r4 r3" },
		{ { .until = 300 }, "r2 r1" },
		{ { .since = 200, .until = 400 }, "r3 r2" },
		{ { .text = "öffner" }, "r3" },
		{ { .text = "READER 4711", .limit = 1 }, "r5" },
		{ { .text = "payments reader", .until = 201 }, "r2 r1" },
		{ { .text = "nothing like it" }, "" },
		{ { .text = "", .since = 500 }, "r5" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) entries = fixture_read(fixture, cases[i].query);
		g_autoptr(GString) ids = g_string_new(NULL);
		for (guint j = 0; j < entries->len; j++)
			g_string_append_printf(ids, "%s%s", j > 0 ? " " : "",
					       fixture_request_at(entries, j)->id);
		assert_string_equal(ids->str, cases[i].expected);
	}
}

/* Page by page, and then what has changed: nothing is left out where several were made at one moment. */
static void journal__is_read_in_pages__and_by_what_was_learnt(void **state)
{
	Fixture *fixture = *state;
	for (int i = 0; i < 25; i++) {
		g_autofree char *id = g_strdup_printf("r%d", i);
		fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1000 + i,
			       fixture_make_request(id, REQUEST_STATE_ACTIVE, 100 + i / 10));
	}
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	HistoryQuery query = { .limit = 4 };
	for (guint got = 4; got == 4;) {
		g_autoptr(GPtrArray) page = fixture_read(fixture, query);
		got = page->len;
		for (guint i = 0; i < page->len; i++) {
			const HistoryEntry *entry = page->pdata[i];
			assert_true(g_hash_table_add(seen, g_strdup(entry->request->id)));
			query.behind_moment = history_entry_moment(entry);
			query.behind_place = entry->place;
		}
	}
	assert_int_equal(g_hash_table_size(seen), 25);
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 2000,
		       fixture_make_request("r3", REQUEST_STATE_ENDED, 100));
	g_autoptr(GPtrArray) changed =
		fixture_read(fixture, (HistoryQuery){ .learnt_since = 1024 });
	assert_int_equal(changed->len, 2);
	assert_string_equal(fixture_request_at(changed, 0)->id, "r24");
	assert_string_equal(fixture_request_at(changed, 1)->id, "r3");
}

static Request *make_held(const char *id, Instant start, Instant end)
{
	Request *request = fixture_make_request(id, REQUEST_STATE_ACTIVE, start);
	request->start = start;
	request->end = end;
	request->duration = end - start;
	return request;
}

static Request *make_given_back(const char *id, Instant at)
{
	Request *request = fixture_make_request(id, REQUEST_STATE_ENDED, at);
	request->kind = REQUEST_DEACTIVATE;
	/* The same scope and role, as another list writes them. */
	g_free(request->scope.id);
	request->scope.id = g_strdup("/SUBSCRIPTIONS/s/resourcegroups/rg");
	return request;
}

static void assert_end(Fixture *fixture, const char *id, RequestState state, Instant end)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(HistoryEntry) entry = NULL;
	assert_true(journal_find(fixture->journal, fixture->account, id, &entry, &error));
	assert_int_equal(entry->request->state, state);
	assert_int_equal(entry->request->end, end);
}

/* Who gave the role back, here or in the portal, and which of the two is told first, makes no difference. */
static void journal__tells_the_end__of_what_was_given_back(void **state)
{
	Fixture *fixture = *state;
	const HistorySource service = HISTORY_SOURCE_SERVICE;
	fixture_append(fixture, service, 9000, make_held("before", 1000, 2000));
	fixture_append(fixture, service, 9000, make_held("first", 3000, 8000));
	fixture_append(fixture, service, 9000, make_given_back("d1", 4000));
	fixture_append(fixture, service, 9000, make_given_back("d2", 6000));
	fixture_append(fixture, service, 9000, make_held("second", 5000, 9500));
	fixture_append(fixture, service, 9000, make_held("last", 7000, 9900));
	Request *elsewhere = make_held("elsewhere", 3500, 8000);
	g_free(elsewhere->scope.id);
	elsewhere->scope.id = g_strdup("/subscriptions/s");
	fixture_append(fixture, service, 9000, elsewhere);
	Request *other_role = make_held("other-role", 3500, 8000);
	g_free(other_role->role.id);
	other_role->role.id = g_strdup("/roleDefinitions/2");
	fixture_append(fixture, service, 9000, other_role);

	assert_end(fixture, "before", REQUEST_STATE_ACTIVE, 2000);
	assert_end(fixture, "first", REQUEST_STATE_ENDED, 4000);
	assert_end(fixture, "second", REQUEST_STATE_ENDED, 6000);
	assert_end(fixture, "last", REQUEST_STATE_ACTIVE, 9900);
	assert_end(fixture, "elsewhere", REQUEST_STATE_ACTIVE, 8000);
	assert_end(fixture, "other-role", REQUEST_STATE_ACTIVE, 8000);
	/* The service goes on telling the first end, and nothing is written again. */
	assert_false(fixture_append(fixture, service, 9100, make_held("first", 3000, 8000)));
	assert_false(fixture_append(fixture, service, 9100, make_given_back("d1", 4000)));
}

static void journal__lists_what_is_unfinished_and_what_is_active(void **state)
{
	Fixture *fixture = *state;
	for (int i = REQUEST_STATE_UNKNOWN; i <= REQUEST_STATE_FAILED; i++) {
		Request *request = fixture_make_request(request_state_word((RequestState)i),
							(RequestState)i, 100 + i);
		request->end = 1000;
		fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1, request);
	}
	Request *over = fixture_make_request("over", REQUEST_STATE_ACTIVE, 1);
	over->end = 499;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1, over);

	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) unfinished =
		journal_list_unfinished(fixture->journal, fixture->account, &error);
	assert_non_null(unfinished);
	assert_int_equal(unfinished->len, 5);
	assert_string_equal(fixture_request_at(unfinished, 0)->id, "scheduled");
	assert_string_equal(fixture_request_at(unfinished, 4)->id, "unknown");

	g_autoptr(GPtrArray) active =
		journal_list_active(fixture->journal, fixture->account, 500, &error);
	assert_non_null(active);
	assert_int_equal(active->len, 1);
	assert_string_equal(fixture_request_at(active, 0)->id, "active");
}

static void journal__never_mixes__accounts(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1));
	Account *first = fixture->account;
	char **members[] = { &first->cloud, &first->tid, &first->oid, &first->client_id };
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
		char *kept = *members[i];
		*members[i] = g_strdup("another");
		g_autoptr(GPtrArray) none = fixture_read(fixture, (HistoryQuery){ 0 });
		assert_int_equal(none->len, 0);
		/* The same id at another account is another request. */
		assert_true(fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
					   fixture_make_request("r1", REQUEST_STATE_FAILED, 1)));
		g_free(*members[i]);
		*members[i] = kept;
	}
	g_autoptr(GPtrArray) mine = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(mine->len, 1);
	assert_int_equal(fixture_request_at(mine, 0)->state, REQUEST_STATE_ACTIVE);
}

static void journal_import__writes_all_or_none(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GPtrArray) events =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	const char *const ids[] = { "a", "b", "a", "" };
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_autoptr(Request) request = fixture_make_request(ids[i], REQUEST_STATE_ACTIVE, 1);
		g_ptr_array_add(events, history_event_new(HISTORY_SOURCE_SERVICE, 1, request));
	}
	g_autoptr(GError) error = NULL;
	size_t added = 99;
	assert_false(journal_import(fixture->journal, fixture->account, events, &added, &error));
	assert_int_equal(error->domain, STORE_ERROR);
	assert_int_equal(added, 99);
	g_autoptr(GPtrArray) none = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(none->len, 0);

	g_clear_error(&error);
	g_ptr_array_set_size(events, 3);
	assert_true(journal_import(fixture->journal, fixture->account, events, &added, &error));
	assert_int_equal(added, 2);
}

static void import_end(Fixture *fixture, Instant start, Instant end)
{
	g_autoptr(GPtrArray) events =
		g_ptr_array_new_with_free_func((GDestroyNotify)history_event_free);
	g_autoptr(Request) told = fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1);
	g_autoptr(GError) error = NULL;
	told->start = start;
	told->end = end;
	told->duration = end - start;
	g_ptr_array_add(events, history_event_new(HISTORY_SOURCE_SERVICE, 1, told));
	assert_true(journal_import(fixture->journal, fixture->account, events, NULL, &error));
}

static void assert_held_until(Fixture *fixture, Instant end, int64_t duration)
{
	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	assert_int_equal(entries->len, 1);
	assert_int_equal(fixture_request_at(entries, 0)->end, end);
	assert_int_equal(fixture_request_at(entries, 0)->duration, duration);
}

/* A role ends with its eligibility; the request goes on naming the hour that was asked for. */
static void journal_import__keeps_the_earlier_end__of_the_same_start(void **state)
{
	Fixture *fixture = *state;
	Request *bounded = fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1);
	bounded->start = 100;
	bounded->end = 280;
	bounded->duration = 180;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1, bounded);
	import_end(fixture, 100, 3700);
	assert_held_until(fixture, 280, 180);
	/* An earlier one is news, and so is another start, as after an approval. */
	import_end(fixture, 100, 200);
	assert_held_until(fixture, 200, 100);
	import_end(fixture, 150, 3750);
	assert_held_until(fixture, 3750, 3600);
}

static bool append(Fixture *fixture, const char *id, GError **error)
{
	g_autoptr(Request) request = fixture_make_request(id, REQUEST_STATE_PREPARED, 1);
	g_autoptr(HistoryEvent) event = history_event_new(HISTORY_SOURCE_LOCAL, 1, request);
	return journal_append(fixture->journal, fixture->account, event, NULL, error);
}

static guint count_entries(Fixture *fixture)
{
	g_autoptr(GPtrArray) entries = fixture_read(fixture, (HistoryQuery){ 0 });
	return entries->len;
}

static void journal_group__is_written_whole__or_not_at_all(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	assert_true(journal_begin_group(fixture->journal, &error));
	assert_true(append(fixture, "a", &error));
	assert_true(append(fixture, "b", &error));
	assert_true(journal_end_group(fixture->journal, &error));
	assert_int_equal(count_entries(fixture), 2);

	assert_true(journal_begin_group(fixture->journal, &error));
	assert_true(append(fixture, "c", &error));
	assert_false(append(fixture, "", NULL)); /* which no entry can be */
	assert_false(append(fixture, "d", NULL));
	assert_false(journal_end_group(fixture->journal, &error));
	assert_true(g_error_matches(error, STORE_ERROR, STORE_ERROR_IO));
	assert_int_equal(count_entries(fixture), 2);
	/* The next one is not the worse for it. */
	assert_true(append(fixture, "e", NULL));
	fixture_reopen(fixture);
	assert_int_equal(count_entries(fixture), 3);
}

static void journal__remembers_the_last_scope__per_eligibility(void **state)
{
	Fixture *fixture = *state;
	g_autoptr(GError) error = NULL;
	g_auto(Scope) first = { 0 }, second = { 0 };
	scope_init(&first, SCOPE_SUBSCRIPTION, "/subscriptions/1", "sub-prod");
	scope_init(&second, SCOPE_RESOURCE_GROUP, "/subscriptions/1/resourceGroups/x", NULL);
	const Account *account = fixture->account;
	assert_true(journal_set_last_scope(fixture->journal, account, "e1", &first, 1, &error));
	assert_true(journal_set_last_scope(fixture->journal, account, "e2", &first, 2, &error));
	assert_true(journal_set_last_scope(fixture->journal, account, "e1", &second, 3, &error));
	fixture_reopen(fixture);

	g_autoptr(GPtrArray) scopes = journal_list_last_scopes(fixture->journal, account, &error);
	assert_non_null(scopes);
	assert_int_equal(scopes->len, 2);
	const LastScope *newest = scopes->pdata[0], *oldest = scopes->pdata[1];
	assert_string_equal(newest->eligibility_id, "e1");
	assert_int_equal(newest->scope.type, SCOPE_RESOURCE_GROUP);
	assert_string_equal(newest->scope.id, second.id);
	assert_null(newest->scope.name);
	assert_string_equal(oldest->eligibility_id, "e2");
	assert_string_equal(oldest->scope.name, "sub-prod");
}

static void journal__never_changes_events__by_anyone(void **state)
{
	Fixture *fixture = *state;
	fixture_append(fixture, HISTORY_SOURCE_LOCAL, 1,
		       fixture_make_request("r1", REQUEST_STATE_ACTIVE, 1));
	fixture_execute(fixture->path, "UPDATE event SET state = 'failed'", SQLITE_CONSTRAINT);
	fixture_execute(fixture->path, "DELETE FROM event", SQLITE_CONSTRAINT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(journal__keeps_every_member__over_a_restart),
		FIXTURE_TEST(journal__folds_events_of_one_request__into_one_entry),
		FIXTURE_TEST(journal__writes_nothing__when_an_event_adds_nothing),
		FIXTURE_TEST(journal__keeps_one_entry__when_the_service_told_of_it_first),
		FIXTURE_TEST(journal__knows_a_request_by_the_services_id__from_then_on),
		FIXTURE_TEST(journal__reads_by_period_words_and_limit__newest_first),
		FIXTURE_TEST(journal__is_read_in_pages__and_by_what_was_learnt),
		FIXTURE_TEST(journal__tells_the_end__of_what_was_given_back),
		FIXTURE_TEST(journal__lists_what_is_unfinished_and_what_is_active),
		FIXTURE_TEST(journal__never_mixes__accounts),
		FIXTURE_TEST(journal_import__writes_all_or_none),
		FIXTURE_TEST(journal_import__keeps_the_earlier_end__of_the_same_start),
		FIXTURE_TEST(journal_group__is_written_whole__or_not_at_all),
		FIXTURE_TEST(journal__remembers_the_last_scope__per_eligibility),
		FIXTURE_TEST(journal__never_changes_events__by_anyone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
