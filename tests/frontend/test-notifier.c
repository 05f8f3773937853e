/* What is told beside the screen: when, how often, and in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "frontend/notifier.h"

#define NOW    INT64_C(1772716020) /* 2026-03-05T13:07:00Z */
#define MINUTE INT64_C(60)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

typedef struct Fixture {
	Notifier *notifier;
	GTimeZone *zone;
	Wording wording;
} Fixture;

static int set_up(void **state)
{
	Fixture *fixture = g_new0(Fixture, 1);
	fixture->notifier = notifier_new(NULL);
	fixture->zone = g_time_zone_new_utc();
	fixture->wording = (Wording){ .now = NOW, .zone = fixture->zone };
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	notifier_free(fixture->notifier);
	g_time_zone_unref(fixture->zone);
	g_free(fixture);
	return 0;
}

static void fill(Grant *grant, const char *role, Instant start, Instant end)
{
	grant->id = g_strconcat("azure-", role, NULL);
	grant->role.id = g_strdup(role);
	grant->role.name = g_strdup(role);
	scope_init(&grant->scope, SCOPE_RESOURCE_GROUP, "/subscriptions/1/resourceGroups/rg", "rg");
	grant->start = start;
	grant->end = end;
}

static void take_active(Fixture *fixture, Instant start, Instant end)
{
	g_autoptr(Event) event = event_new(EVENT_ASSIGNMENTS, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	Assignment *row = assignment_new();
	fill(&row->grant, "Owner", start, end);
	g_ptr_array_add(event->rows, row);
	notifier_take(fixture->notifier, &fixture->wording, event);
}

/* One's own requests: none, or one that goes on where that ends. */
static void take_next(Fixture *fixture, Instant end, RequestState state)
{
	g_autoptr(Event) event = event_new(EVENT_REQUESTS, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	if (end != 0) {
		Request *request = request_new();
		request->id = g_strdup("next");
		request->kind = REQUEST_ACTIVATE;
		request->state = state;
		request->role.id = g_strdup("Owner");
		request->role.name = g_strdup("Owner");
		scope_init(&request->scope, SCOPE_RESOURCE_GROUP,
			   "/subscriptions/1/resourceGroups/rg", "rg");
		request->start = end + 1;
		request->end = end + HOUR;
		g_ptr_array_add(event->rows, request);
	}
	notifier_take(fixture->notifier, &fixture->wording, event);
}

static void take_eligible(Fixture *fixture)
{
	g_autoptr(Event) event = event_new(EVENT_ELIGIBILITIES, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	Eligibility *row = eligibility_new();
	fill(&row->grant, "Owner", 0, 0);
	g_ptr_array_add(event->rows, row);
	notifier_take(fixture->notifier, &fixture->wording, event);
}

/* All that is to be told now, joined by blanks; the caller frees. */
static char *told(Fixture *fixture)
{
	GString *text = g_string_new(NULL);
	for (;;) {
		g_autoptr(Notification) next = notifier_next(fixture->notifier);
		if (next == NULL)
			return g_string_free(text, FALSE);
		g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", next->text);
	}
}

static void assert_told(Fixture *fixture, const char *expected)
{
	g_autofree char *text = told(fixture);
	assert_string_equal(text, expected);
}

static void assert_told_at(Fixture *fixture, Instant now, const char *expected)
{
	fixture->wording.now = now;
	notifier_tick(fixture->notifier, &fixture->wording);
	assert_told(fixture, expected);
}

static void end__is_told__when_near_at_five_minutes_and_at_the_end(void **state)
{
	Fixture *fixture = *state;
	const Instant end = NOW + 8 * HOUR;
	take_active(fixture, NOW, end);
	assert_int_equal(notifier_next_wake(fixture->notifier, NOW), end - 30 * MINUTE);
	assert_told_at(fixture, end - 31 * MINUTE, "");
	assert_told_at(fixture, end - 30 * MINUTE, "Owner on rg ends at 21:07.");
	assert_told_at(fixture, end - 29 * MINUTE, "");
	assert_int_equal(notifier_next_wake(fixture->notifier, fixture->wording.now),
			 end - 5 * MINUTE);
	assert_told_at(fixture, end - 5 * MINUTE, "Owner on rg ends at 21:07.");
	assert_told_at(fixture, end, "Owner on rg has ended.");
	assert_told_at(fixture, end + 1, "");
	assert_int_equal(notifier_next_wake(fixture->notifier, end), 0);
}

static void take_about_requests(Fixture *fixture, EventKind kind)
{
	g_autoptr(Event) event = event_new(kind, 0);
	event->list = LIST_REQUESTS;
	notifier_take(fixture->notifier, &fixture->wording, event);
}

/* Whether it goes on is known with one's requests, or never. */
static void end__is_told__once_it_is_known_whether_it_goes_on(void **state)
{
	Fixture *fixture = *state;
	const Instant end = NOW + 5 * MINUTE;
	take_about_requests(fixture, EVENT_LOADING);
	take_active(fixture, NOW - 8 * HOUR, end);
	assert_told(fixture, "");
	take_next(fixture, end, REQUEST_STATE_SCHEDULED);
	assert_told(fixture, "Owner on rg goes on until 14:12.");
	assert_told_at(fixture, end, "");
	take_next(fixture, end, REQUEST_STATE_ACTIVE);
	assert_told(fixture, "");
	take_next(fixture, end, REQUEST_STATE_FAILED);
	assert_told(fixture, "Owner on rg has ended.");
	notifier_forget(fixture->notifier);
	fixture->wording.now = NOW;
	take_about_requests(fixture, EVENT_LOADING);
	take_active(fixture, NOW - 8 * HOUR, end);
	assert_told(fixture, "");
	take_about_requests(fixture, EVENT_LIST_FAILED);
	assert_told(fixture, "Owner on rg ends at 13:12.");
}

/* What was asked for here is known before any list has it; what a list says of it goes before. */
static void end__goes_on__as_the_last_word_on_it_says(void **state)
{
	Fixture *fixture = *state;
	const Instant end = NOW + HOUR;
	take_next(fixture, 0, REQUEST_STATE_UNKNOWN);
	take_active(fixture, NOW - 7 * HOUR, end);
	g_autoptr(Event) event = event_new(EVENT_FINISHED, 7);
	event->request = request_new();
	event->request->id = g_strdup("NEXT");
	event->request->kind = REQUEST_ACTIVATE;
	event->request->state = REQUEST_STATE_SCHEDULED;
	event->request->role.id = g_strdup("Owner");
	scope_init(&event->request->scope, SCOPE_RESOURCE_GROUP,
		   "/subscriptions/1/resourceGroups/rg", "rg");
	event->request->start = end + 1;
	event->request->end = end + HOUR;
	notifier_take(fixture->notifier, &fixture->wording, event);
	assert_told_at(fixture, end - 30 * MINUTE, "Owner on rg goes on until 15:07.");
	take_next(fixture, end, REQUEST_STATE_CANCELED);
	assert_told_at(fixture, end - 5 * MINUTE, "Owner on rg ends at 14:07.");
}

static void end__names_more_time__where_it_may_be_asked_for(void **state)
{
	Fixture *fixture = *state;
	take_next(fixture, 0, REQUEST_STATE_UNKNOWN);
	take_eligible(fixture);
	take_active(fixture, NOW - 8 * HOUR, NOW + 5 * MINUTE);
	assert_told(fixture, "Owner on rg ends at 13:12. Ask for more time.");
	assert_told_at(fixture, NOW + 5 * MINUTE, "Owner on rg has ended.");
}

static void late__is_told_once__and_what_is_long_over_never(void **state)
{
	Fixture *fixture = *state;
	take_active(fixture, NOW - 8 * HOUR, NOW + MINUTE);
	assert_told(fixture, "Owner on rg ends at 13:08.");
	notifier_forget(fixture->notifier);
	take_active(fixture, NOW - 9 * HOUR, NOW - HOUR);
	assert_told(fixture, "");
}

static void before__is_as_configured__and_never_the_whole_of_a_short_role(void **state)
{
	Fixture *fixture = *state;
	notifier_free(fixture->notifier);
	const NotifySettings settings = { .has_names = false, .before = { HOUR, 10 * MINUTE } };
	fixture->notifier = notifier_new(&settings);
	take_active(fixture, NOW, NOW + 4 * HOUR);
	assert_told_at(fixture, NOW + 3 * HOUR, "An activation ends at 17:07.");
	notifier_forget(fixture->notifier);
	fixture->wording.now = NOW;
	take_active(fixture, NOW, NOW + 10 * MINUTE);
	assert_told(fixture, "");
	assert_int_equal(notifier_next_wake(fixture->notifier, NOW), NOW + 5 * MINUTE);
}

static void take_request(Fixture *fixture, EventKind kind, RequestState state)
{
	g_autoptr(Event) event = event_new(kind, 7);
	Request *request = request_new();
	request->id = g_strdup("r1");
	request->kind = REQUEST_ACTIVATE;
	request->state = state;
	request->role.name = g_strdup("Owner");
	request->requester_name = g_strdup("Ann");
	request->end = NOW + HOUR;
	scope_init(&request->scope, SCOPE_RESOURCE_GROUP, "/subscriptions/1/resourceGroups/rg",
		   "rg");
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)request_free);
	if (kind == EVENT_FINISHED)
		event->request = request;
	else
		g_ptr_array_add(event->rows, request);
	notifier_take(fixture->notifier, &fixture->wording, event);
}

static void decision__is_told__of_what_waited(void **state)
{
	Fixture *fixture = *state;
	take_request(fixture, EVENT_REQUESTS, REQUEST_STATE_ACTIVE);
	take_request(fixture, EVENT_FINISHED, REQUEST_STATE_REFUSED);
	assert_told(fixture, "");
	take_request(fixture, EVENT_REQUESTS, REQUEST_STATE_WAITING);
	take_request(fixture, EVENT_REQUESTS, REQUEST_STATE_ACTIVE);
	assert_told(fixture, "Owner on rg: active until 14:07.");
	take_request(fixture, EVENT_REQUESTS, REQUEST_STATE_ACTIVE);
	assert_told(fixture, "");
	take_request(fixture, EVENT_APPROVALS, REQUEST_STATE_WAITING);
	take_request(fixture, EVENT_APPROVALS, REQUEST_STATE_WAITING);
	assert_told(fixture, "Ann asks for Owner on rg: it waits for your decision.");
}

static void eligibility__is_told__two_weeks_before_its_end(void **state)
{
	Fixture *fixture = *state;
	static const Instant ends[] = { 0, NOW - 1, NOW + 15 * DAY, NOW + 13 * DAY };
	g_autoptr(Event) event = event_new(EVENT_ELIGIBILITIES, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
		Eligibility *row = eligibility_new();
		g_autofree char *role = g_strdup_printf("Role%zu", i);
		fill(&row->grant, role, 0, ends[i]);
		g_ptr_array_add(event->rows, row);
	}
	event->is_stale = true;
	notifier_take(fixture->notifier, &fixture->wording, event);
	assert_told(fixture, "");
	event->is_stale = false;
	notifier_take(fixture->notifier, &fixture->wording, event);
	notifier_take(fixture->notifier, &fixture->wording, event);
	assert_told(fixture, "Your eligibility for Role3 on rg ends Wed 18 Mar 13:07.");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(end__is_told__when_near_at_five_minutes_and_at_the_end),
		TEST(end__is_told__once_it_is_known_whether_it_goes_on),
		TEST(end__goes_on__as_the_last_word_on_it_says),
		TEST(end__names_more_time__where_it_may_be_asked_for),
		TEST(late__is_told_once__and_what_is_long_over_never),
		TEST(before__is_as_configured__and_never_the_whole_of_a_short_role),
		TEST(decision__is_told__of_what_waited),
		TEST(eligibility__is_told__two_weeks_before_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
