/*
 * The program ends while a request is in each of its states, and the world goes on without it: what the next start looks up, tells
 * and writes down, and that it sends nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "src/store/journal.h"
#include "tests/backend/fixture.h"

#define PAYMENTS "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/rg-payments"
#define DAY      INT64_C(86400)

/* ---- Whose requests -------------------------------------------------------------------------- */

/* A role that is had at once, one that waits for an approver, and one whose eligibility ends soon. */
typedef struct Place {
	const char *name;
	WorkloadId workload;
	const char *role, *scope;
	const char *approved, *approved_scope, *approved_at;
	const char *ending, *ending_scope;
	const char *ahead; /* so much later it ends soon; NULL: it does now */
	const char *host, *method, *requests, *extensions;
} Place;

static const Place places[] = {
	{ "azure", WORKLOAD_AZURE, "Reader", "sub-dev", "Contributor", "Platform", PAYMENTS,
	  "Owner", "rg-edge", NULL, "arm", "PUT", "roleAssignmentScheduleRequests",
	  "roleEligibilityScheduleRequests" },
	{ "entra", WORKLOAD_ENTRA, "Helpdesk Administrator", "東京支社", "Global Administrator",
	  "directory", NULL, "Helpdesk Administrator", "東京支社", NULL, "graph", "POST",
	  "roleAssignmentScheduleRequests", "roleEligibilityScheduleRequests" },
	{ "group", WORKLOAD_GROUP, "sg-oncall", "sg-oncall", "sg-finance-break-glass",
	  "sg-finance-break-glass", NULL, "sg-finance-break-glass", "sg-finance-break-glass",
	  "P20D", "graph", "POST", "assignmentScheduleRequests", "eligibilityScheduleRequests" },
};

/* ---- Until it ends --------------------------------------------------------------------------- */

/* What is asked for, and how it stands when the program ends. */
typedef enum {
	WAITING,
	SCHEDULED,
	EXTENDING, /* waits for an administrator */
	RUNNING,   /* being provisioned */
	LOST,      /* the answer; the service has it */
	LOST_WAY,  /* the request itself, as it turned out later */
} Beginning;

/* The call that sends requests fails so, and none can be looked up. */
static void break_sending(Fixture *fixture, const Place *place, const char *kind)
{
	g_autofree char *faults = g_strdup_printf(
		"[{\"host\":\"%s\",\"method\":\"%s\",\"path\":\"*%s*\",\"kind\":%s},"
		"{\"host\":\"%s\",\"method\":\"GET\",\"path\":\"*%s*\",\"kind\":\"status\","
		"\"status\":503,\"count\":-1}]",
		place->host, place->method, place->requests, kind, place->host, place->requests);
	tenant_tell(fixture->tenant, "/faults", faults);
}

static void set_up_world(Fixture *fixture, const Place *place, Beginning beginning)
{
	if (beginning == RUNNING)
		tenant_tell(fixture->tenant, "/settings", "{\"lag_ms\":900000}");
	else if (beginning == LOST)
		break_sending(fixture, place, "\"drop\"");
	else if (beginning == LOST_WAY)
		break_sending(fixture, place, "\"status\",\"status\":503");
}

static Intent *new_extension(Fixture *fixture, const Place *place)
{
	Intent *intent = intent_new(0, INTENT_EXTEND);
	const Eligibility *row = fixture_find_eligible(fixture, place->ending, place->ending_scope);
	intent->workload = row->grant.workload;
	intent->eligibility = eligibility_copy(row);
	intent->duration = 30 * DAY;
	intent->text = g_strdup("still on call");
	return intent;
}

static Intent *new_activation(Fixture *fixture, const Place *place, Beginning beginning)
{
	const bool needs_approval = beginning == WAITING;
	const Eligibility *row =
		fixture_find_eligible(fixture, needs_approval ? place->approved : place->role,
				      needs_approval ? place->approved_scope : place->scope);
	Intent *intent = fixture_new_activation(row, needs_approval ? place->approved_at : NULL);
	Activation *activation = fixture_activation(intent);
	activation->duration = 1800;
	if (needs_approval)
		activation->ticket_number = g_strdup("INC1");
	if (beginning == SCHEDULED)
		activation->start = clock_now(backend_clock(fixture->backend)) + 7200;
	return intent;
}

/* Its id; the caller frees. */
static char *begin(Fixture *fixture, const Place *place, Beginning beginning)
{
	static const RequestState states[] = {
		REQUEST_STATE_WAITING, REQUEST_STATE_SCHEDULED, REQUEST_STATE_WAITING,
		REQUEST_STATE_RUNNING, REQUEST_STATE_PREPARED,  REQUEST_STATE_PREPARED,
	};
	if (beginning == EXTENDING && place->ahead != NULL) {
		g_autofree char *later = g_strdup_printf("{\"advance\":\"%s\"}", place->ahead);
		tenant_tell(fixture->tenant, "/clock", later);
		fixture_await_intent(fixture, fixture_refresh(fixture));
	}
	Intent *intent = beginning == EXTENDING ? new_extension(fixture, place)
						: new_activation(fixture, place, beginning);
	set_up_world(fixture, place, beginning);
	fixture_send(fixture, intent);
	const Event *event = fixture_await_state(fixture, EVENT_PROGRESS, states[beginning]);
	while (beginning >= LOST && event->problem == NULL)
		event = fixture_await(fixture, EVENT_PROGRESS);
	return g_strdup(event->request->id);
}

/* ---- What is told and written ---------------------------------------------------------------- */

static const Event *find_end(const Fixture *fixture, guint from, guint *count)
{
	const Event *found = NULL;
	*count = 0;
	for (guint i = from; i < fixture->seen->len; i++) {
		const Event *event = fixture->seen->pdata[i];
		if (event->kind != EVENT_FINISHED)
			continue;
		found = event;
		(*count)++;
	}
	return found;
}

/* Of graph the lists count, too: they are all that is asked for what has no id of theirs yet. */
static size_t count_looks(Fixture *fixture, const Place *place, Beginning beginning)
{
	const char *kind = beginning == EXTENDING ? place->extensions : place->requests;
	g_autofree char *path =
		g_strconcat(kind, place->workload == WORKLOAD_AZURE ? "/" : "", NULL);
	return tenant_count(fixture->tenant, "GET", path);
}

/* The service is asked for the request so often; the lists that are loaded meanwhile tell of it, too. */
static void await_looks(Fixture *fixture, const Place *place, Beginning beginning, size_t looks)
{
	while (count_looks(fixture, place, beginning) < looks)
		fixture_await_intent(fixture, fixture_refresh(fixture));
	fixture_await_intent(fixture, fixture_refresh(fixture));
}

static void assert_written(Fixture *fixture, const char *name, const char *id, RequestState state)
{
	guint count = 0;
	fixture_send(fixture, intent_new(0, INTENT_READ_HISTORY));
	const Event *event = fixture_await(fixture, EVENT_HISTORY);
	for (guint i = 0; i < event->rows->len; i++) {
		const HistoryEntry *entry = event->rows->pdata[i];
		if (g_ascii_strcasecmp(entry->request->id, id) != 0)
			continue;
		count++;
		if (entry->request->state != state)
			fail_msg("%s: written as %s", name,
				 request_state_word(entry->request->state));
	}
	if (count != 1)
		fail_msg("%s: %u entries", name, count);
}

static void assert_sent_once(Fixture *fixture, const Place *place, Beginning beginning,
			     const char *name)
{
	const size_t sent =
		tenant_count(fixture->tenant, place->method,
			     beginning == EXTENDING ? place->extensions : place->requests);
	if (sent != 1)
		fail_msg("%s: sent %zu times", name, sent);
}

/* ---- The world meanwhile --------------------------------------------------------------------- */

typedef struct Case {
	const char *name;
	Beginning beginning;
	const char *path, *body; /* what is told to the tenant while nobody looks; NULL: nothing */
	RequestState end; /* PREPARED: none; then `later` brings it while the program runs again */
	const char *later_path, *later_body;
	RequestState later_end;
} Case;

#define HOURS(n) "/clock", "{\"advance\":\"PT" n "H\"}"
#define ALL_WELL "/settings", "{\"lag_ms\":0}"
#define NOTHING  NULL, NULL, REQUEST_STATE_PREPARED
#define NO_MORE  NULL, NULL, REQUEST_STATE_PREPARED

static const Case cases[] = {
	{ "approved", WAITING, "/approve", "{}", REQUEST_STATE_ACTIVE, NO_MORE },
	{ "denied", WAITING, "/deny", "{}", REQUEST_STATE_REFUSED, NO_MORE },
	{ "canceled", WAITING, "/cancel", "{}", REQUEST_STATE_CANCELED, NO_MORE },
	{ "lapsed", WAITING, HOURS("25"), REQUEST_STATE_FAILED, NO_MORE },
	{ "extended", EXTENDING, "/approve", "{}", REQUEST_STATE_GRANTED, NO_MORE },
	{ "not extended", EXTENDING, "/deny", "{}", REQUEST_STATE_REFUSED, NO_MORE },
	{ "extension taken back", EXTENDING, "/cancel", "{}", REQUEST_STATE_CANCELED, NO_MORE },
	{ "extending", EXTENDING, NOTHING, "/approve", "{}", REQUEST_STATE_GRANTED },
	{ "waiting", WAITING, NOTHING, "/approve", "{}", REQUEST_STATE_ACTIVE },
	{ "begun", SCHEDULED, HOURS("2"), REQUEST_STATE_ACTIVE, NO_MORE },
	{ "not begun", SCHEDULED, NOTHING, "/cancel", "{}", REQUEST_STATE_CANCELED },
	{ "called off", SCHEDULED, "/cancel", "{}", REQUEST_STATE_CANCELED, NO_MORE },
	{ "provisioned", RUNNING, "/clock", "{\"advance\":\"PT16M\"}", REQUEST_STATE_ACTIVE,
	  NO_MORE },
	{ "provisioning", RUNNING, NOTHING, "/clock", "{\"advance\":\"PT16M\"}",
	  REQUEST_STATE_ACTIVE },
	{ "found", LOST, ALL_WELL, REQUEST_STATE_ACTIVE, NO_MORE },
	{ "never arrived", LOST_WAY, HOURS("1"), REQUEST_STATE_FAILED, NO_MORE },
};

/* What is told after `from` of the one request that was followed. */
static void assert_end(Fixture *fixture, const char *name, guint from, RequestState expected)
{
	guint count = 0;
	const Event *end = find_end(fixture, from, &count);
	if (end == NULL)
		end = fixture_await(fixture, EVENT_FINISHED);
	find_end(fixture, from, &count);
	if (count != 1 || end->intent_id != 0 || end->request->state != expected)
		fail_msg("%s: %u ends, told as %s", name, count,
			 request_state_word(end->request->state));
}

static void play(Fixture *fixture, const Place *place, const Case *row, const char *name)
{
	guint count = 0;
	g_autofree char *id = begin(fixture, place, row->beginning);
	fixture_stop(fixture);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	/* From here on it is found, and minutes away from its end. */
	if (row->beginning == RUNNING)
		tenant_tell(fixture->tenant, "/clock", "{\"advance\":\"PT4M\"}");
	if (row->path != NULL)
		tenant_tell(fixture->tenant, row->path, row->body);
	const guint from = fixture->seen->len;
	const size_t looks = count_looks(fixture, place, row->beginning);
	fixture_restart(fixture);
	await_looks(fixture, place, row->beginning, looks + 2);
	if (row->path == NULL) {
		find_end(fixture, from, &count);
		if (count != 0)
			fail_msg("%s: an end was told that has not come", name);
		tenant_tell(fixture->tenant, row->later_path, row->later_body);
		fixture_await(fixture, EVENT_FINISHED);
	}
	const RequestState expected = row->path != NULL ? row->end : row->later_end;
	assert_end(fixture, name, from, expected);
	assert_written(fixture, name, id, expected);
	assert_sent_once(fixture, place, row->beginning, name);
}

static void play_all(Fixture *fixture, const Place *place)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const Case *row = &cases[i];
		guint count = 0;
		g_autofree char *name = g_strdup_printf("%s, %s", place->name, row->name);
		play(fixture, place, row, name);
		/* What is told is not told again by the start after it. */
		const guint from = fixture->seen->len;
		fixture_restart(fixture);
		fixture_await_intent(fixture, fixture_refresh(fixture));
		find_end(fixture, from, &count);
		if (count != 0)
			fail_msg("%s: told again", name);
		fixture_reset_tenant(fixture);
		g_clear_pointer(&fixture->state_dir, g_free);
		fixture->state_dir = g_strdup_printf("%s/%zu", fixture->folder, i);
		fixture_restart(fixture);
	}
}

static void restart__tells_the_end_once__of_each_state(void **state)
{
	play_all(*state, &places[0]);
}

static void restart__tells_the_end_once__of_directory_roles(void **state)
{
	play_all(*state, &places[1]);
}

static void restart__tells_the_end_once__of_groups(void **state)
{
	play_all(*state, &places[2]);
}

/* An approval that came meanwhile: az, which was last used before, does not carry the role. */
static void restart__names_older_tokens__with_the_approval(void **state)
{
	Fixture *fixture = *state;
	g_autofree char *folder = g_build_filename(fixture->folder, ".azure", NULL);
	g_autofree char *cache = g_build_filename(folder, "msal_token_cache.json", NULL);
	const struct timespec times[2] = { { .tv_sec = time(NULL) - 60 },
					   { .tv_sec = time(NULL) - 60 } };
	assert_int_equal(g_mkdir_with_parents(folder, 0700), 0);
	assert_true(g_file_set_contents(cache, "{", 1, NULL));
	assert_int_equal(utimensat(AT_FDCWD, cache, times, 0), 0);
	g_autofree char *id = begin(fixture, &places[0], WAITING);
	fixture_stop(fixture);
	tenant_tell(fixture->tenant, "/approve", "{}");
	fixture_restart(fixture);
	fixture_refresh(fixture);
	const Event *end = fixture_await_state(fixture, EVENT_FINISHED, REQUEST_STATE_ACTIVE);
	assert_string_equal(end->request->id, id);
	assert_non_null(end->older_tokens);
	const OlderTokens *az = end->older_tokens->pdata[0];
	assert_string_equal(az->program, "az");
	assert_int_equal(az->written, times[0].tv_sec);
}

static void write_refused(Fixture *fixture, const char *id)
{
	const Account *account = fixture_latest(fixture, EVENT_ACCOUNT, 0)->account;
	g_autofree char *path = g_build_filename(fixture->folder, "journal.db", NULL);
	g_autoptr(HistoryEntry) entry = NULL;
	GError *error = NULL;
	Journal *journal = journal_open(path, 3000, &error);
	g_assert_no_error(error);
	assert_true(journal_find(journal, account, id, &entry, &error));
	assert_non_null(entry);
	entry->request->state = REQUEST_STATE_REFUSED;
	g_autoptr(HistoryEvent) event =
		history_event_new(HISTORY_SOURCE_LOCAL, entry->last_learnt, entry->request);
	assert_true(journal_append(journal, account, event, NULL, &error));
	journal_close(journal);
}

/* The process that sends it goes on while another one begins, is refused, and writes that down. */
static void restart__takes_the_word_of_another_process__for_what_was_refused(void **state)
{
	Fixture *fixture = *state;
	const size_t looks = count_looks(fixture, &places[0], LOST_WAY);
	g_autofree char *id = begin(fixture, &places[0], LOST_WAY);
	fixture_stop(fixture);
	cJSON_Delete(tenant_call(fixture->tenant, "DELETE", "/faults", NULL));
	fixture_restart(fixture);
	await_looks(fixture, &places[0], LOST_WAY, looks + 2);
	write_refused(fixture, id);
	const Event *end = fixture_await(fixture, EVENT_FINISHED);
	assert_string_equal(end->request->id, id);
	assert_int_equal(end->request->state, REQUEST_STATE_REFUSED);
	assert_sent_once(fixture, &places[0], LOST_WAY, "refused");
}

int main(void)
{
	fixture_set_pace(100); /* a busy machine is no mute service */
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(restart__tells_the_end_once__of_each_state),
		TEST(restart__tells_the_end_once__of_directory_roles),
		TEST(restart__tells_the_end_once__of_groups),
		TEST(restart__takes_the_word_of_another_process__for_what_was_refused),
		TEST(restart__names_older_tokens__with_the_approval),
	};
	return cmocka_run_group_tests(tests, fixture_group_setup, stage_close);
}
