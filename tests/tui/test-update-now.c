/* Update scripts: what is there already, told where a role is chosen, and how near its end it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/tui/desk.h"

/* Of the eligible row with that role, at that scope, an hour ago. */
static Request *make_request(const Desk *desk, const char *role, const char *scope_id,
			     RequestState state)
{
	Request *request = request_new();
	const Grant *grant = NULL;
	for (size_t i = 0; i < desk_rows(desk, "eligible"); i++) {
		grant = desk_grant(desk, "eligible", i);
		if (strcmp(grant->role.name, role) == 0)
			break;
	}
	request->id = g_strdup_printf("%s at %s", role, scope_id);
	request->kind = REQUEST_ACTIVATE;
	request->workload = grant->workload;
	request->state = state;
	request->is_own = true;
	request->created = request->start = DESK_NOW - HOUR;
	request->duration = HOUR;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(role);
	request->eligibility_schedule_id = g_strdup(grant->schedule_id);
	scope_init(&request->scope, scope_type_from_arm_id(scope_id), scope_id,
		   strrchr(scope_id, '/') + 1);
	return request;
}

/* The journal has these (taken), the newest first. */
static void tell_journal(Desk *desk, Request *first, Request *second)
{
	Event *event = event_new(EVENT_HISTORY, 0);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	Request *const requests[] = { first, second };
	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++) {
		if (requests[i] == NULL)
			continue;
		HistoryEntry *entry = history_entry_new();
		entry->request = requests[i];
		entry->first_learnt = entry->last_learnt = DESK_NOW - HOUR;
		g_ptr_array_add(event->rows, entry);
	}
	desk_event(desk, event);
}

static Desk *at_roles(void)
{
	Desk *desk = desk_new(120, 30);
	desk_load(desk);
	return desk;
}

static bool shows(Desk *desk, const char *text)
{
	g_autofree char *screen = desk_screen_text(desk);
	return strstr(screen, text) != NULL;
}

/* ---- Whom is waited for --------------------------------------------------------------------------- */

static void now__says_whom_is_waited_for__without_a_look_at_the_row(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_answer_policies(desk, 8 * HOUR, true, false);
	tell_journal(desk, make_request(desk, "Owner", EDGE, REQUEST_STATE_WAITING), NULL);
	assert_true(shows(desk, "waiting"));
	const Intent *intent = desk_intent(desk, INTENT_READ_POLICY);
	assert_string_equal(intent->eligibility->grant.role.name, "Owner");
	assert_string_equal(intent->scope.id, EDGE);

	Policy *policy = make_policy(8 * HOUR, true, false);
	policy->needs_approval = true;
	policy->approvers = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(policy->approvers, g_strdup("SecOps"));
	Event *event = policy_event(intent->eligibility, EDGE, policy);
	event->intent_id = intent->id;
	desk_event(desk, event);
	assert_true(shows(desk, "waiting: SecOps"));
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 1);
}

static void now__reads_nothing__for_what_is_decided(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_answer_policies(desk, 8 * HOUR, true, false);
	tell_journal(desk, make_request(desk, "Owner", EDGE, REQUEST_STATE_REFUSED), NULL);
	assert_int_equal(desk_count_intents(desk, INTENT_READ_POLICY), 0);
}

/* ---- Used last -------------------------------------------------------------------------------------- */

/* What was refused, failed, taken back or has not begun held nothing. */
static void uses__are_activations_that_held__and_nothing_else(void **unused)
{
	(void)unused;
	static const RequestState states[] = { REQUEST_STATE_REFUSED,   REQUEST_STATE_FAILED,
					       REQUEST_STATE_CANCELED,  REQUEST_STATE_WAITING,
					       REQUEST_STATE_SCHEDULED, REQUEST_STATE_UNKNOWN };
	for (size_t i = 0; i < G_N_ELEMENTS(states); i++) {
		g_autoptr(Desk) desk = at_roles();
		Request *other = make_request(desk, "Contributor", PAYMENTS, states[i]);
		Request *held = make_request(desk, "Contributor", EDGE, REQUEST_STATE_ENDED);
		tell_journal(desk, other, held);
		desk_select(desk, "Contributor");
		g_autofree char *text = desk_screen_text(desk);
		assert_non_null(strstr(text, "once in 30 days, last on rg-edge"));
	}
}

static void last_scope__counts__what_was_activated_elsewhere(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Contributor");
	assert_string_equal(desk_target(desk), MG);
	tell_journal(desk, make_request(desk, "Contributor", EDGE, REQUEST_STATE_REFUSED),
		     make_request(desk, "Contributor", PAYMENTS, REQUEST_STATE_ENDED));
	/* What was refused is no scope that was used. */
	assert_string_equal(desk_target(desk), PAYMENTS);
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
	assert_true(shows(desk, "last rg"));
}

static void last_scope__moves_nothing__while_somebody_moves_there(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = at_roles();
	desk_select(desk, "Contributor");
	desk_keys(desk, "tab");
	tell_journal(desk, make_request(desk, "Contributor", PAYMENTS, REQUEST_STATE_ENDED), NULL);
	assert_string_equal(desk_selected_scope(desk), "Platform");
	assert_string_equal(desk_target(desk), MG);
}

static void last_scope__that_is_refused__is_asked_again__not_the_whole(void **unused)
{
	(void)unused;
	g_autoptr(Desk) desk = desk_new(120, 30);
	g_autoptr(Eligibility) row = make_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform");
	desk_event(desk, last_scope_event(row, PAYMENTS, "rg-payments"));
	desk_load(desk);
	desk_select(desk, "Contributor");
	desk_answer_policies(desk, 8 * HOUR, true, false);
	desk_open_form(desk);
	desk_focus_on_field(desk, "reason");
	desk_type(desk, "fix q4711");
	desk_keys(desk, "enter enter");
	desk_event(desk, request_event(desk, EVENT_REFUSED, desk_intent(desk, INTENT_ACTIVATE)->id,
				       desk_activation(desk, 0), REQUEST_STATE_UNKNOWN,
				       problem_new(PROBLEM_REFUSED, "TicketingRule",
						   "A ticket is required.", NULL)));
	desk_keys(desk, "esc");
	assert_string_equal(desk_target(desk), PAYMENTS);
	assert_string_equal(desk_selected_scope(desk), "rg-payments");
	assert_false(shows(desk, "last rg"));
}

/* ---- Near the end ----------------------------------------------------------------------------------- */

#define MINUTE INT64_C(60)
#define DAY    (24 * HOUR)

/* One active role of that length with so much left of it, as its row tells it. */
static const struct {
	int64_t length, left;
	const char *sign, *words;
	StyleId style;
} near_cases[] = {
	{ 5 * MINUTE, 5 * MINUTE, "  ", "5:00", STYLE_OK },
	{ 5 * MINUTE, 61, "  ", "1:01", STYLE_OK },
	{ 5 * MINUTE, 60, " !", "1:00", STYLE_WARNING },
	{ 5 * MINUTE, 30, "!!", "0:30", STYLE_URGENT },
	{ 30 * MINUTE, 30 * MINUTE, "  ", "30m", STYLE_OK },
	{ 30 * MINUTE, 6 * MINUTE + 1, "  ", "6:01", STYLE_OK },
	{ 30 * MINUTE, 6 * MINUTE, " !", "6:00", STYLE_WARNING },
	{ 30 * MINUTE, 3 * MINUTE, "!!", "3:00", STYLE_URGENT },
	{ HOUR, HOUR, "  ", "1h", STYLE_OK },
	{ HOUR, 12 * MINUTE, " !", "12m", STYLE_WARNING },
	{ HOUR, 5 * MINUTE, "!!", "5:00", STYLE_URGENT },
	{ 8 * HOUR, 31 * MINUTE, "  ", "31m", STYLE_OK },
	{ 8 * HOUR, 30 * MINUTE, " !", "30m", STYLE_WARNING },
	{ 8 * HOUR, 5 * MINUTE, "!!", "5:00", STYLE_URGENT },
	{ 30 * DAY, 30 * DAY, "  ", "30d", STYLE_OK },
	{ 30 * DAY, DAY, "  ", "24h", STYLE_OK },
	{ 30 * DAY, 30 * MINUTE, " !", "30m", STYLE_WARNING },
	{ 30 * DAY, 5 * MINUTE, "!!", "5:00", STYLE_URGENT },
	{ 0, 0, "  ", "permanent", STYLE_TEXT },
};

static void active_row__tells_how_near_its_end_is__by_sign_word_and_color(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(near_cases); i++) {
		const int64_t left = near_cases[i].left, length = near_cases[i].length;
		g_autoptr(Desk) desk = desk_new(120, 30);
		Assignment *row = make_active(WORKLOAD_AZURE, "Reader", EDGE, "rg-edge",
					      left > 0 ? DESK_NOW + left : 0);
		row->grant.start = DESK_NOW + left - length;
		desk_event(desk, active_event(WORKLOAD_AZURE, row, NULL));
		g_autofree char *screen = desk_screen_text(desk);
		g_autofree char *begin = g_strdup_printf("\n%s Reader", near_cases[i].sign);
		const char *line = strstr(screen, begin);
		const char *words = line != NULL ? strstr(line, near_cases[i].words) : NULL;
		const char *end = line != NULL ? strchr(line + 1, '\n') : NULL;
		if (words == NULL || words > end)
			fail_msg("case %zu: no \"%s\" and \"%s\" in\n%s", i, begin,
				 near_cases[i].words, screen);
		const int column = (int)g_utf8_strlen(line + 1, words - line - 1);
		const Cell *cell = grid_cell(desk_draw(desk), column, 3);
		if (cell->style != near_cases[i].style)
			fail_msg("case %zu: style %d", i, (int)cell->style);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(now__says_whom_is_waited_for__without_a_look_at_the_row),
		cmocka_unit_test(now__reads_nothing__for_what_is_decided),
		cmocka_unit_test(uses__are_activations_that_held__and_nothing_else),
		cmocka_unit_test(last_scope__counts__what_was_activated_elsewhere),
		cmocka_unit_test(last_scope__moves_nothing__while_somebody_moves_there),
		cmocka_unit_test(last_scope__that_is_refused__is_asked_again__not_the_whole),
		cmocka_unit_test(active_row__tells_how_near_its_end_is__by_sign_word_and_color),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
