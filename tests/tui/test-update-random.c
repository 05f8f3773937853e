/* Random keys, events, times and sizes: nothing breaks, and what must always hold does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/tui/desk.h"

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
	Event *event = g_rand_boolean(rand) ? eligible_event(workload, NULL, NULL)
					    : active_event(workload, NULL, NULL);
	event->is_stale = g_rand_int_range(rand, 0, 5) == 0;
	event->is_complete = g_rand_boolean(rand);
	for (int i = 0; i < count; i++) {
		g_autofree char *role = g_strdup_printf("role %d", g_rand_int_range(rand, 0, 40));
		const char *scope = scopes[g_rand_int_range(rand, 0, G_N_ELEMENTS(scopes))];
		Instant end =
			g_rand_boolean(rand) ? 0 : DESK_NOW + g_rand_int_range(rand, -100, 10000);
		if (event->kind == EVENT_ELIGIBILITIES)
			g_ptr_array_add(event->rows, make_eligible(workload, role, scope, role));
		else
			g_ptr_array_add(event->rows, make_active(workload, role, scope, "s", end));
	}
	return event;
}

static Event *random_account(GRand *rand)
{
	return account_event(
		make_account("oid-1", g_rand_boolean(rand) ? "tid-1" : "tid-2", NULL, NULL));
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
static Event *random_answer(GRand *rand, const Desk *desk)
{
	if (desk_count_all(desk) == 0)
		return event_new(EVENT_INTENT_DONE, 1);
	const Effect *effect = desk_effect_at(
		desk, (size_t)g_rand_int_range(rand, 0, (gint32)desk_count_all(desk)));
	const Intent *intent = effect->kind == EFFECT_INTENT ? effect->intent : NULL;
	g_autoptr(Problem) problem =
		problem_new((ProblemKind)g_rand_int_range(rand, 0, PROBLEM_CANCELED + 1), "code",
			    "It failed.", g_rand_boolean(rand) ? "Do this." : NULL);
	bool has_failed = g_rand_int_range(rand, 0, 4) == 0;
	if (intent == NULL)
		return event_new(EVENT_INTENT_DONE, effect->intent_id);
	Event *event;
	switch (intent->kind) {
	case INTENT_LIST_CHILDREN:
		event = children_event(intent->scope.id, intent->is_deep, SUB_PROD, EDGE, SUB_DEV,
				       PAYMENTS, MG, NULL);
		break;
	case INTENT_READ_POLICY:
		event = policy_event(intent->eligibility, intent->scope.id, random_policy(rand));
		break;
	case INTENT_CHECK:
		event = event_new(EVENT_CHECKED, intent->id);
		break;
	case INTENT_ACTIVATE:
		event = request_event(
			desk, (EventKind)g_rand_int_range(rand, EVENT_PROGRESS, EVENT_REFUSED + 1),
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

static void random_step(GRand *rand, Desk *desk)
{
	switch (g_rand_int_range(rand, 0, 12)) {
	case 0:
		desk_event(desk, g_rand_int_range(rand, 0, 30) ? random_lists(rand)
							       : random_account(rand));
		return;
	case 1:
	case 2:
		desk_event(desk, random_answer(rand, desk));
		return;
	case 3:
		desk_wait(desk, g_rand_int_range(rand, -5, 400));
		return;
	case 4:
		desk_resize(desk, g_rand_int_range(rand, 0, 130), g_rand_int_range(rand, 0, 50));
		return;
	case 5:
		desk_paste(desk, words[g_rand_int_range(rand, 0, G_N_ELEMENTS(words))]);
		return;
	case 6:
		desk_mouse(desk, g_rand_int_range(rand, 0, 130), g_rand_int_range(rand, 0, 50),
			   g_rand_int_range(rand, 1, 6));
		desk_drag(desk, g_rand_int_range(rand, 0, 130), g_rand_int_range(rand, 0, 50));
		return;
	default:
		desk_key(desk, random_key(rand));
	}
}

/* How many activations were sent on the way. */
static size_t run_seed(guint32 seed, int steps)
{
	size_t activations = 0;
	g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
	g_autoptr(Desk) desk = desk_new(80, 24);
	desk_load(desk);
	for (int i = 0; i < steps; i++) {
		const bool is_confirming = g_strcmp0(desk_dialog(desk), "Activate?") == 0;
		/* What is sent was confirmed: by an Enter in the confirm pane alone. */
		size_t sent = desk_count_intents(desk, INTENT_ACTIVATE);
		random_step(rand, desk);
		size_t now = desk_count_intents(desk, INTENT_ACTIVATE);
		assert_true(now == sent || (is_confirming && now == sent + 1));
		activations += now - sent;
		desk_check(desk);
		if (desk_count_all(desk) > 400)
			desk_forget_oldest(desk, 200);
	}
	return activations;
}

static void anything__in_any_order__keeps_what_must_hold(void **unused)
{
	(void)unused;
	size_t activations = 0;
	for (guint32 seed = 11; seed <= 30; seed++)
		activations += run_seed(seed, 500);
	/* Else the keys went nowhere. */
	assert_true(activations > 0);
}

/* Moving draws the rows alone whose selection changed: desk_draw() sees that the others are what they would be. */
static void rows_that_stay__are_as_drawn_anew__whatever_happened(void **unused)
{
	(void)unused;
	for (guint32 seed = 21; seed <= 26; seed++) {
		g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
		g_autoptr(Desk) desk = desk_new(80, 24);
		desk_load(desk);
		for (int i = 0; i < 300; i++) {
			random_step(rand, desk);
			desk_draw(desk);
			desk_key(desk, g_rand_boolean(rand) ? KEY_DOWN : KEY_UP);
			desk_draw(desk);
			if (desk_count_all(desk) > 400)
				desk_forget_oldest(desk, 200);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anything__in_any_order__keeps_what_must_hold),
		cmocka_unit_test(rows_that_stay__are_as_drawn_anew__whatever_happened),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
