/* Random keys, events, times and sizes: nothing breaks, and what must always hold does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/script.h"
#include "tui/action.h"
#include "tui/layout.h"

static const char *const words[] = {
	"", "pay", "o", "1h", "2h", "until 17:00", (EDGE), (PAYMENTS), "\xe6\x97\xa5\n", "x y z"
};

static Key random_key(GRand *rand)
{
	static const Key specials[] = { KEY_UP,    KEY_DOWN,      KEY_LEFT,   KEY_RIGHT,
					KEY_HOME,  KEY_END,       KEY_ENTER,  KEY_TAB,
					KEY_ENTER, KEY_ESCAPE,    KEY_DELETE, KEY_BACKSPACE,
					KEY_TAB,   KEY_PAGE_DOWN, KEY_PAGE_UP };
	static const char letters[] = "aaadDsgGhjkl /?:*uymvotwrRqn1244   ";
	if (g_rand_boolean(rand))
		return specials[g_rand_int_range(rand, 0, G_N_ELEMENTS(specials))];
	if (g_rand_int_range(rand, 0, 20) == 0)
		return KEY_CTRL | (Key)g_rand_int_range(rand, 'a', 'z' + 1);
	return (Key)letters[g_rand_int_range(rand, 0, sizeof(letters) - 1)];
}

static Event *random_lists(GRand *rand)
{
	static const char *const scopes[] = { MG, SUB_PROD, SUB_DEV, EDGE, PAYMENTS };
	WorkloadId workload = (WorkloadId)g_rand_int_range(rand, 0, WORKLOAD_COUNT);
	int count = g_rand_int_range(rand, 0, 30);
	Event *event = g_rand_boolean(rand) ? script_eligibles(workload, NULL, NULL)
					    : script_actives(workload, NULL, NULL);
	event->is_stale = g_rand_int_range(rand, 0, 5) == 0;
	event->is_complete = g_rand_boolean(rand);
	for (int i = 0; i < count; i++) {
		g_autofree char *role = g_strdup_printf("role %d", g_rand_int_range(rand, 0, 40));
		const char *scope = scopes[g_rand_int_range(rand, 0, G_N_ELEMENTS(scopes))];
		Instant end = g_rand_boolean(rand)
				      ? 0
				      : SCRIPT_START + g_rand_int_range(rand, -100, 10000);
		if (event->kind == EVENT_ELIGIBILITIES)
			g_ptr_array_add(event->rows, script_eligible(workload, role, scope, role));
		else
			g_ptr_array_add(event->rows,
					script_active(workload, role, scope, "s", end));
	}
	return event;
}

static Event *random_account(GRand *rand)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_new();
	event->account->oid = g_strdup("oid-1");
	event->account->tid = g_strdup(g_rand_boolean(rand) ? "tid-1" : "tid-2");
	return event;
}

static Policy *random_policy(GRand *rand)
{
	Policy *policy = policy_new();
	policy->is_known = g_rand_boolean(rand);
	policy->maximum = g_rand_int_range(rand, 0, 3) * 3600;
	policy->needs_ticket = g_rand_boolean(rand);
	policy->needs_justification = g_rand_boolean(rand);
	policy->needs_approval = g_rand_boolean(rand);
	return policy;
}

/* An answer to one of the intents sent so far, right or wrong. */
static Event *random_answer(GRand *rand, const Script *script)
{
	if (script->effects->len == 0)
		return event_new(EVENT_INTENT_DONE, 1);
	const Effect *effect = g_ptr_array_index(
		script->effects, (guint)g_rand_int_range(rand, 0, (gint32)script->effects->len));
	const Intent *intent = effect->kind == EFFECT_INTENT ? effect->intent : NULL;
	g_autoptr(Problem) problem =
		problem_new((ProblemKind)g_rand_int_range(rand, 0, PROBLEM_CANCELLED + 1), "code",
			    "It failed.", g_rand_boolean(rand) ? "Do this." : NULL);
	bool has_failed = g_rand_int_range(rand, 0, 4) == 0;
	if (!intent)
		return event_new(EVENT_INTENT_DONE, effect->intent_id);
	Event *event;
	switch (intent->kind) {
	case INTENT_LIST_CHILDREN:
		event = script_children(intent->scope.id, intent->is_deep, SUB_PROD, EDGE, SUB_DEV,
					PAYMENTS, MG, NULL);
		break;
	case INTENT_READ_POLICY:
		event = script_policy(intent->eligibility, intent->scope.id, random_policy(rand));
		break;
	case INTENT_CHECK:
		event = event_new(EVENT_CHECKED, intent->id);
		break;
	case INTENT_ACTIVATE:
		event = script_request(
			(EventKind)g_rand_int_range(rand, EVENT_PROGRESS, EVENT_REFUSED + 1),
			intent->id,
			g_ptr_array_index(
				intent->activations,
				(guint)g_rand_int_range(rand, 0, (gint32)intent->activations->len)),
			(RequestState)g_rand_int_range(rand, 0, REQUEST_STATE_FAILED + 1), NULL);
		break;
	default:
		event = event_new(EVENT_INTENT_DONE, intent->id);
		break;
	}
	event->intent_id = intent->id;
	if (has_failed)
		event->problem = g_steal_pointer(&problem);
	return event;
}

static void random_step(GRand *rand, Script *script)
{
	Message message = { .kind = MESSAGE_KEY, .now = script->now };
	switch (g_rand_int_range(rand, 0, 12)) {
	case 0:
		script_event(script, g_rand_int_range(rand, 0, 30) ? random_lists(rand)
								   : random_account(rand));
		return;
	case 1:
	case 2:
		script_event(script, random_answer(rand, script));
		return;
	case 3:
		script_wait(script, g_rand_int_range(rand, -5, 400));
		return;
	case 4:
		script_resize(script, g_rand_int_range(rand, 0, 130),
			      g_rand_int_range(rand, 0, 50));
		return;
	case 5:
		script_paste(script, words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
		return;
	case 6:
		script_mouse(script, g_rand_int_range(rand, 0, 130), g_rand_int_range(rand, 0, 50),
			     g_rand_int_range(rand, 1, 6));
		return;
	default:
		message.input.key = random_key(rand);
		state_update(script->state, &message, script->effects);
	}
}

static void check_panes(const State *state)
{
	Layout layout;
	layout_compute(state, &layout);
	for (int i = 0; i < PANE_COUNT; i++) {
		const Pane *pane = state_pane(state, (PaneId)i);
		size_t count = pane_count(pane), height = (size_t)layout.panes[i].rows.rows;
		assert_true(count == 0 ? !pane->selected && pane->cursor == 0
				       : pane->selected && pane->cursor < count);
		if (layout.panes[i].rows.rows <= 0)
			continue;
		/* The selection is on screen, and no row above is wasted. */
		assert_true(pane->top <= pane->cursor &&
			    (!count || pane->cursor < pane->top + height));
		assert_true(pane->top == 0 || pane->top + height <= count);
	}
}

static void check_areas(const State *state)
{
	Layout layout;
	Area box, inside;
	layout_compute(state, &layout);
	layout_overlay(state, &box, &inside);
	const Area areas[] = { layout.header, layout.status, layout.footer, layout.words,
			       layout.rule,   box,           inside };
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		assert_true(areas[i].column >= 0 && areas[i].row >= 0);
		assert_true(areas[i].column + areas[i].columns <= MAX(state->columns, 0));
		assert_true(areas[i].row + areas[i].rows <= MAX(state->rows, 0));
	}
}

static void check_words(const State *state)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		g_autofree char *words_of = state_freshness(state, (WorkloadId)i);
		assert_non_null(words_of);
	}
	g_autofree char *line = state_policy_line(state);
	assert_non_null(line);
	const Overlay *overlay = state_overlay(state);
	if (overlay) {
		g_autoptr(GPtrArray) lines = overlay_lines(state, overlay, 40);
		assert_true(overlay->kind == OVERLAY_FORM || overlay->kind == OVERLAY_PALETTE ||
			    lines->len > 0);
	}
	g_autoptr(GPtrArray) footer = state_footer(state);
	assert_non_null(footer);
	Instant wake = state_next_wake(state);
	assert_true(wake == 0 || wake > state->now || state->next_refresh <= state->now);
}

/* How many activations were sent on the way. */
static size_t run_seed(guint32 seed, int steps)
{
	size_t activations = 0;
	g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
	g_autoptr(Script) script = script_new(80, 24);
	script_load(script);
	for (int i = 0; i < steps; i++) {
		const Overlay *overlay = state_overlay(script->state);
		bool is_confirming = overlay && overlay->kind == OVERLAY_CONFIRM;
		/* What is sent was confirmed: by an Enter in the confirm pane alone. */
		size_t sent = script_count_intents(script, INTENT_ACTIVATE);
		random_step(rand, script);
		size_t now = script_count_intents(script, INTENT_ACTIVATE);
		assert_true(now == sent || (is_confirming && now == sent + 1));
		activations += now - sent;
		check_panes(script->state);
		check_areas(script->state);
		check_words(script->state);
		if (script->effects->len > 400)
			g_ptr_array_remove_range(script->effects, 0, 200);
	}
	return activations;
}

static void anything__in_any_order__keeps_what_must_hold(void **unused)
{
	(void)unused;
	size_t activations = 0;
	for (guint32 seed = 1; seed <= 20; seed++)
		activations += run_seed(seed, 500);
	/* Else the keys went nowhere. */
	assert_true(activations > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anything__in_any_order__keeps_what_must_hold),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
