/* One's own requests that are not over: the service's list and the journal as one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "frontend/open-requests.h"

#define NOW INT64_C(1772716020)
#define ID  "aaaaaaaa-0000-4000-8000-00000000abcd"

static Request *make_request(const char *id, RequestState state)
{
	Request *request = request_new();
	request->id = g_strdup(id);
	request->state = state;
	request->is_own = true;
	return request;
}

/* What the journal knows, as of NOW. */
static HistoryEntry *make_entry(const char *id, RequestState state)
{
	HistoryEntry *entry = history_entry_new();
	entry->request = make_request(id, state);
	entry->first_learnt = entry->last_learnt = NOW;
	return entry;
}

static GPtrArray *requests(Request *one)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	g_ptr_array_add(rows, one);
	return rows;
}

static GPtrArray *entries(HistoryEntry *one)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	g_ptr_array_add(rows, one);
	return rows;
}

/* Takes both. */
static GPtrArray *unite(HistoryEntry *entry, Request *request, Instant as_of)
{
	g_autoptr(GPtrArray) known = entries(entry);
	g_autoptr(GPtrArray) rows = requests(request);
	const ToldRequests told[WORKLOAD_COUNT] = { [WORKLOAD_ENTRA] = { rows, as_of } };
	return open_requests(known, told, NOW);
}

#define GONE (-1)

static void open_requests__believe_the_newer_word__and_open_nothing_again(void **unused)
{
	(void)unused;
	static const struct {
		RequestState known, told;
		Instant as_of;
		int expected;
	} cases[] = {
		{ REQUEST_STATE_WAITING, REQUEST_STATE_WAITING, NOW - 1, REQUEST_STATE_WAITING },
		{ REQUEST_STATE_WAITING, REQUEST_STATE_SCHEDULED, NOW, REQUEST_STATE_SCHEDULED },
		{ REQUEST_STATE_SCHEDULED, REQUEST_STATE_WAITING, NOW - 1,
		  REQUEST_STATE_SCHEDULED },
		{ REQUEST_STATE_WAITING, REQUEST_STATE_ACTIVE, NOW, GONE },
		{ REQUEST_STATE_ACTIVE, REQUEST_STATE_RUNNING, NOW - 1, GONE },
		/* what the service says of one whose answer was lost is more than nothing */
		{ REQUEST_STATE_UNKNOWN, REQUEST_STATE_WAITING, NOW - 100, REQUEST_STATE_WAITING },
		{ REQUEST_STATE_PREPARED, REQUEST_STATE_REFUSED, NOW - 100, REQUEST_STATE_REFUSED },
		/* lists lag */
		{ REQUEST_STATE_CANCELED, REQUEST_STATE_WAITING, NOW + 100, GONE },
		{ REQUEST_STATE_ENDED, REQUEST_STATE_RUNNING, NOW + 100, GONE },
		{ REQUEST_STATE_WAITING, REQUEST_STATE_CANCELED, NOW - 100, GONE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GPtrArray) open = unite(make_entry(ID, cases[i].known),
						  make_request(ID, cases[i].told), cases[i].as_of);
		assert_int_equal(open->len, cases[i].expected == GONE ? 0 : 1);
		if (open->len == 1)
			assert_int_equal(((Request *)open->pdata[0])->state, cases[i].expected);
	}
}

static void open_requests__keep_what_was_written_here(void **unused)
{
	(void)unused;
	HistoryEntry *entry = make_entry(ID, REQUEST_STATE_UNKNOWN);
	entry->request->justification = g_strdup("deploy hotfix 4711");
	entry->request->ticket_number = g_strdup("INC1");
	g_autofree char *loud = g_ascii_strup(ID, -1);
	Request *request = make_request(loud, REQUEST_STATE_WAITING);
	request->justification = g_strdup("deploy hot");
	request->status = g_strdup("PendingApproval");
	request->created = NOW - 60;
	g_autoptr(GPtrArray) open = unite(entry, request, NOW);
	assert_int_equal(open->len, 1);
	const Request *both = open->pdata[0];
	assert_string_equal(both->id, ID);
	assert_string_equal(both->justification, "deploy hotfix 4711");
	assert_string_equal(both->ticket_number, "INC1");
	assert_string_equal(both->status, "PendingApproval");
	assert_int_equal(both->created, NOW - 60);
}

/* Graph chooses an id of its own. */
static void open_requests__know_a_request_by_either_id(void **unused)
{
	(void)unused;
	HistoryEntry *entry = make_entry(ID, REQUEST_STATE_WAITING);
	entry->request->service_id = g_strdup("theirs");
	g_autoptr(GPtrArray) open =
		unite(entry, make_request("THEIRS", REQUEST_STATE_WAITING), NOW);
	assert_int_equal(open->len, 1);
	const Request *both = open->pdata[0];
	assert_string_equal(both->id, ID);
	assert_string_equal(both->service_id, "theirs");
}

static void open_requests__tell_what_only_one_side_knows(void **unused)
{
	(void)unused;
	g_autoptr(GPtrArray) open = unite(make_entry("here", REQUEST_STATE_UNKNOWN),
					  make_request("there", REQUEST_STATE_WAITING), NOW);
	assert_int_equal(open->len, 2);
	Request *strange = make_request("there", REQUEST_STATE_WAITING);
	strange->is_own = false; /* an administrator's */
	g_autoptr(GPtrArray) own = unite(make_entry("here", REQUEST_STATE_ENDED), strange, NOW);
	assert_int_equal(own->len, 0);
	const ToldRequests nothing[WORKLOAD_COUNT] = { 0 };
	g_autoptr(GPtrArray) none = open_requests(NULL, nothing, NOW);
	assert_int_equal(none->len, 0);
}

/* What came to nothing is news for a day: from when it was heard of, since it may have waited for a day before. */
static void open_requests__have_what_failed_lately__for_a_day(void **unused)
{
	(void)unused;
	static const struct {
		int64_t created, first, last; /* hours ago */
		RequestState state;
		bool is_shown;
	} cases[] = {
		{ 1, 1, 1, REQUEST_STATE_REFUSED, true },
		{ 23, 23, 23, REQUEST_STATE_FAILED, true },
		{ 25, 25, 25, REQUEST_STATE_FAILED, false },
		{ 30, 30, 2, REQUEST_STATE_FAILED, true },
		{ 47, 47, 25, REQUEST_STATE_FAILED, false },
		/* the journal heard of an old one today, and of its role's name after that */
		{ 200, 1, 0, REQUEST_STATE_REFUSED, false },
		{ 1, 1, 1, REQUEST_STATE_CANCELED, false },
		{ 1, 1, 1, REQUEST_STATE_ACTIVE, false },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		HistoryEntry *entry = make_entry(ID, cases[i].state);
		entry->request->created = NOW - cases[i].created * 3600;
		entry->first_learnt = NOW - cases[i].first * 3600;
		entry->last_learnt = NOW - cases[i].last * 3600;
		g_autoptr(GPtrArray) known = entries(entry);
		const ToldRequests nothing[WORKLOAD_COUNT] = { 0 };
		g_autoptr(GPtrArray) open = open_requests(known, nothing, NOW);
		if (open->len != cases[i].is_shown)
			fail_msg("case %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_requests__have_what_failed_lately__for_a_day),
		cmocka_unit_test(open_requests__believe_the_newer_word__and_open_nothing_again),
		cmocka_unit_test(open_requests__keep_what_was_written_here),
		cmocka_unit_test(open_requests__know_a_request_by_either_id),
		cmocka_unit_test(open_requests__tell_what_only_one_side_knows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
