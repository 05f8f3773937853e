#include "tests/tui/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/fixture-data.h"

/* One message; true when the state asks to go on. */
static bool apply_one(Fixture *fixture, Message *message)
{
	const guint before = fixture->effects->len;
	bool wants_more = false;

	message->now = fixture->state->now;
	state_update(fixture->state, message, fixture->effects);
	for (guint i = before; i < fixture->effects->len; i++) {
		const Effect *effect = g_ptr_array_index(fixture->effects, i);

		wants_more = wants_more || effect->kind == EFFECT_CONTINUE;
	}
	return wants_more;
}

/* … and all the pieces that it leaves for later. */
static void apply(Fixture *fixture, Message *message)
{
	Message more = { .kind = MESSAGE_TIME };
	bool wants_more = apply_one(fixture, message);

	while (wants_more)
		wants_more = apply_one(fixture, &more);
}

Fixture *fixture_new(int columns, int rows, bool is_ascii)
{
	Fixture *fixture = g_new0(Fixture, 1);
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("+01:00");
	StateOptions options = {
		.zone = zone,
		.portal = "https://portal.azure.com",
		.is_ascii = is_ascii,
		.columns = columns,
		.rows = rows,
		.now = FIXTURE_NOW,
	};

	fixture->state = state_new(&options);
	fixture->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	fixture->grid = grid_new(columns, rows);
	state_start(fixture->state, fixture->effects);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		for (ListId list = LIST_ELIGIBILITIES; list <= LIST_ASSIGNMENTS; list++) {
			Event *event = event_new(EVENT_LOADING, 0);

			event->workload = id;
			event->list = list;
			fixture_event(fixture, event);
		}
	}
	return fixture;
}

Fixture *fixture_new_loaded(int columns, int rows, bool is_ascii)
{
	Fixture *fixture = fixture_new(columns, rows, is_ascii);

	fixture_load_account(fixture);
	fixture_load_last_scope(fixture);
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		fixture_load_eligible(fixture, id);
		fixture_load_active(fixture, id);
	}
	fixture_load_history(fixture);
	fixture_answer(fixture);
	return fixture;
}

void fixture_free(Fixture *fixture)
{
	if (!fixture)
		return;
	state_free(fixture->state);
	g_ptr_array_unref(fixture->effects);
	grid_free(fixture->grid);
	g_free(fixture);
}

static void press(Fixture *fixture, Key key)
{
	Message message = { .kind = MESSAGE_KEY, .input = { .kind = KEY_EVENT_KEY, .key = key } };

	assert_int_not_equal(key, KEY_NONE);
	apply(fixture, &message);
}

void fixture_keys(Fixture *fixture, const char *names)
{
	g_auto(GStrv) keys = g_strsplit(names, " ", -1);

	for (size_t i = 0; keys[i]; i++)
		press(fixture, key_from_name(keys[i]));
}

void fixture_type(Fixture *fixture, const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		press(fixture, g_utf8_get_char(text));
}

void fixture_advance(Fixture *fixture, int64_t seconds)
{
	Message message = { .kind = MESSAGE_TIME, .now = fixture->state->now + seconds };

	state_update(fixture->state, &message, fixture->effects);
}

void fixture_resize(Fixture *fixture, int columns, int rows)
{
	Message message = { .kind = MESSAGE_RESIZE, .columns = columns, .rows = rows };

	apply(fixture, &message);
	grid_free(fixture->grid);
	fixture->grid = grid_new(columns, rows);
}

void fixture_event(Fixture *fixture, Event *event)
{
	Message message = { .kind = MESSAGE_EVENT, .event = event };

	apply(fixture, &message);
	event_free(event);
}

/* ---- Lists ------------------------------------------------------------------------------------ */

void fixture_load_account(Fixture *fixture)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);

	event->account = fixture_data_account();
	fixture_event(fixture, event);
}

void fixture_load_rows(Fixture *fixture, EventKind kind, WorkloadId workload, GPtrArray *rows)
{
	Event *event = event_new(kind, 0);

	event->workload = workload;
	event->list = kind == EVENT_ELIGIBILITIES ? LIST_ELIGIBILITIES : LIST_ASSIGNMENTS;
	event->rows = rows;
	event->as_of = fixture->state->now;
	event->is_complete = true;
	fixture_event(fixture, event);
}

void fixture_load_eligible(Fixture *fixture, WorkloadId workload)
{
	fixture_load_rows(fixture, EVENT_ELIGIBILITIES, workload,
			  fixture_data_eligible(workload, fixture->state->now));
}

void fixture_load_active(Fixture *fixture, WorkloadId workload)
{
	fixture_load_rows(fixture, EVENT_ASSIGNMENTS, workload,
			  fixture_data_active(workload, fixture->state->now));
}

void fixture_load_last_scope(Fixture *fixture)
{
	g_autoptr(GPtrArray) rows = fixture_data_eligible(WORKLOAD_AZURE, fixture->state->now);
	Event *event = event_new(EVENT_LAST_SCOPES, 0);

	event->last_scopes = g_ptr_array_new_with_free_func((GDestroyNotify)last_scope_free);
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = g_ptr_array_index(rows, i);
		LastScope *last;

		if (!g_str_equal(row->grant.role.name, "Contributor"))
			continue;
		last = g_new0(LastScope, 1);
		last->eligibility_id = g_strdup(row->grant.id);
		scope_init(&last->scope, SCOPE_RESOURCE_GROUP, FIXTURE_PAYMENTS, "rg-payments");
		g_ptr_array_add(event->last_scopes, last);
	}
	fixture_event(fixture, event);
}

void fixture_load_history(Fixture *fixture)
{
	Event *event = event_new(EVENT_HISTORY, fixture_intent(fixture, INTENT_READ_HISTORY)->id);

	event->rows = fixture_data_history(fixture->state->now);
	event->as_of = fixture->state->now;
	fixture_event(fixture, event);
}

void fixture_fail(Fixture *fixture, WorkloadId workload, ListId list, ProblemKind kind,
		  const char *message, const char *hint)
{
	Event *event = event_new(EVENT_LIST_FAILED, 0);

	event->workload = workload;
	event->list = list;
	event->problem = problem_new(kind, "test", message, hint);
	fixture_event(fixture, event);
}

/* ---- Answers ---------------------------------------------------------------------------------- */

static void answer(Fixture *fixture, const Intent *intent)
{
	Event *event;

	switch (intent->kind) {
	case INTENT_READ_POLICY:
		event = event_new(EVENT_POLICY, intent->id);
		event->eligibility_id = g_strdup(intent->eligibility->grant.id);
		event->policy = fixture_data_policy(intent->eligibility->grant.role.name);
		scope_copy(&event->scope, &intent->scope);
		fixture_event(fixture, event);
		break;
	case INTENT_LIST_CHILDREN:
		event = event_new(EVENT_CHILDREN, intent->id);
		event->rows = fixture_data_children(intent->scope.id, intent->is_deep);
		event->is_deep = intent->is_deep;
		scope_copy(&event->scope, &intent->scope);
		fixture_event(fixture, event);
		break;
	case INTENT_READ_ROLE:
		event = event_new(EVENT_ROLE, intent->id);
		event->role_id = g_strdup(intent->eligibility ? intent->eligibility->grant.role.id
							      : intent->assignment->grant.role.id);
		event->permissions = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(event->permissions, g_strdup("actions: *"));
		g_ptr_array_add(event->permissions,
				g_strdup("not actions: Microsoft.Authorization/*/Delete"));
		fixture_event(fixture, event);
		break;
	default:
		break;
	}
}

void fixture_answer(Fixture *fixture)
{
	while (fixture->answered < fixture->effects->len) {
		const Effect *effect = g_ptr_array_index(fixture->effects, fixture->answered++);

		if (effect->kind == EFFECT_INTENT)
			answer(fixture, effect->intent);
	}
}

const Intent *fixture_intent(const Fixture *fixture, IntentKind kind)
{
	for (guint i = fixture->effects->len; i > 0; i--) {
		const Effect *effect = g_ptr_array_index(fixture->effects, i - 1);

		if (effect->kind == EFFECT_INTENT && effect->intent->kind == kind)
			return effect->intent;
	}
	fail_msg("no intent %d was asked for", (int)kind);
	return NULL;
}

static Request *request_of(const Fixture *fixture, const Activation *activation, guint i)
{
	const Grant *grant = &activation->eligibility->grant;
	Request *request = request_new();

	request->id = g_strdup_printf("66666666-0000-4000-8000-%012u", i);
	request->workload = grant->workload;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	scope_copy(&request->scope, &activation->scope);
	request->access = grant->access;
	request->justification = g_strdup(activation->justification);
	request->created = fixture->state->now;
	request->duration = activation->duration;
	request->is_own = true;
	return request;
}

void fixture_outcome(Fixture *fixture, guint i, RequestState state, Problem *problem)
{
	const Intent *intent = fixture_intent(fixture, INTENT_ACTIVATE);
	const Activation *activation = g_ptr_array_index(intent->activations, i);
	Event *event = event_new(EVENT_PROGRESS, intent->id);
	Instant start = fixture->state->now;

	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->request = request_of(fixture, activation, i);
	event->request->state = REQUEST_STATE_PREPARED;
	fixture_event(fixture, event);

	event = event_new(problem || request_state_is_final(state) || state == REQUEST_STATE_UNKNOWN
				  ? EVENT_FINISHED
				  : EVENT_PROGRESS,
			  intent->id);
	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->request = request_of(fixture, activation, i);
	event->request->state = state;
	event->request->end = state == REQUEST_STATE_ACTIVE ? start + activation->duration : 0;
	event->problem = problem;
	fixture_event(fixture, event);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

const char *fixture_row_id(const Fixture *fixture, const char *role)
{
	for (WorkloadId id = 0; id < WORKLOAD_COUNT; id++) {
		for (guint i = 0; i < fixture->state->eligible[id]->len; i++) {
			const Row *row = g_ptr_array_index(fixture->state->eligible[id], i);

			if (g_str_equal(row->eligibility->grant.role.name, role))
				return row->id;
		}
	}
	fail_msg("no eligible row for %s", role);
	return NULL;
}

void fixture_select(Fixture *fixture, const char *role)
{
	const char *id = fixture_row_id(fixture, role);
	size_t count = pane_count(state_pane(fixture->state, PANE_ELIGIBLE));

	while (fixture->state->focus != PANE_ELIGIBLE)
		fixture_keys(fixture, "tab");
	fixture_keys(fixture, "g");
	for (size_t i = 0; i < count; i++) {
		if (g_str_equal(state_selected_eligible(fixture->state)->grant.id, id))
			break;
		fixture_keys(fixture, "down");
	}
	assert_string_equal(state_selected_eligible(fixture->state)->grant.id, id);
	fixture_answer(fixture);
}

const Grid *fixture_draw(Fixture *fixture)
{
	view_draw(fixture->state, fixture->grid);
	return fixture->grid;
}
