#include "tests/tui/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/tui/desk-private.h"
#include "tui/core/view.h"
#include "tui/tables.h"

/* ---- Input ------------------------------------------------------------------------------------ */

/* What is asked since, of the other processes that a desk does not have: taken out of the effects. */
static GArray *take_claims(Desk *desk, guint first)
{
	GArray *claims = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	for (guint i = first; i < desk->effects->len;) {
		const Effect *effect = desk_effect_at(desk, i);
		if (effect->kind != EFFECT_INTENT || effect->intent->kind != INTENT_CLAIM) {
			i++;
			continue;
		}
		g_array_append_val(claims, effect->intent->id);
		g_ptr_array_remove_index(desk->effects, i);
	}
	return claims;
}

static void answer_claims(Desk *desk, guint first)
{
	g_autoptr(GArray) claims = take_claims(desk, first);
	for (guint i = 0; i < claims->len; i++) {
		g_autoptr(Event) event =
			event_new(EVENT_CLAIMED, g_array_index(claims, uint64_t, i));
		event->is_complete = desk->is_first;
		const Message answer = { .kind = MESSAGE_EVENT, .now = desk->now, .event = event };
		state_update(desk->state, &answer, desk->effects);
	}
}

static void send_one(Desk *desk, Message *message)
{
	const guint before = desk->effects->len;
	message->now = desk->now;
	desk->wants_more = false;
	state_update(desk->state, message, desk->effects);
	answer_claims(desk, before);
	for (guint i = before; i < desk->effects->len; i++)
		desk->wants_more |= desk_effect_at(desk, i)->kind == EFFECT_CONTINUE;
}

/* … and what the loop would do while nothing else waits. */
static void send_message(Desk *desk, Message *message)
{
	Message more = { .kind = MESSAGE_TIME };
	send_one(desk, message);
	while (desk->wants_more && !desk->is_held)
		send_one(desk, &more);
}

Desk *desk_start(const DeskStart *start)
{
	g_autoptr(GTimeZone) zone = start->zone != NULL ? g_time_zone_new_identifier(start->zone)
							: g_time_zone_new_utc();
	const StateOptions options = {
		.tables = &dashboard_tables,
		.zone = zone,
		.banner = start->banner,
		.portal = "https://portal.azure.com",
		.elsewhere = start->elsewhere,
		.settings = start->settings,
		.is_ascii = start->is_ascii,
		.has_demo = start->has_demo,
		.keeps_place = start->keeps_place,
		.columns = start->columns,
		.rows = start->rows,
		.now = start->now ? start->now : DESK_NOW,
	};
	Desk *desk = g_new0(Desk, 1);
	desk->state = state_new(&options);
	desk->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	desk->grid = grid_new(start->columns, start->rows);
	desk->now = options.now;
	state_start(desk->state, desk->effects);
	return desk;
}

void desk_free(Desk *desk)
{
	if (desk == NULL)
		return;
	state_free(desk->state);
	g_ptr_array_unref(desk->effects);
	grid_free(desk->grid);
	g_free(desk);
}

void desk_key(Desk *desk, Key key)
{
	Message message = { .kind = MESSAGE_KEY, .input = { .kind = KEY_EVENT_KEY, .key = key } };
	send_message(desk, &message);
}

void desk_keys(Desk *desk, const char *names)
{
	g_auto(GStrv) words = g_strsplit(names, " ", -1);
	for (size_t i = 0; words[i] != NULL; i++) {
		const Key key = key_from_name(words[i]);
		if (key == KEY_NONE)
			fail_msg("no key \"%s\"", words[i]);
		desk_key(desk, key);
	}
}

void desk_type(Desk *desk, const char *text)
{
	for (; *text; text = g_utf8_next_char(text))
		desk_key(desk, g_utf8_get_char(text));
}

void desk_paste(Desk *desk, const char *text)
{
	g_autofree char *copy = g_strdup(text);
	Message message = { .kind = MESSAGE_KEY,
			    .input = { .kind = KEY_EVENT_PASTE, .paste = copy } };
	send_message(desk, &message);
}

void desk_input(Desk *desk, const KeyEvent *input)
{
	Message message = { .kind = MESSAGE_KEY, .input = *input };
	send_message(desk, &message);
}

void desk_mouse(Desk *desk, int column, int row, int button)
{
	Message message = {
		.kind = MESSAGE_KEY,
		.input = { .kind = KEY_EVENT_MOUSE,
			   .column = column,
			   .row = row,
			   .button = button },
	};
	send_message(desk, &message);
}

void desk_drag(Desk *desk, int column, int row)
{
	const KeyEvent input = {
		.kind = KEY_EVENT_MOUSE, .column = column, .row = row, .button = 1, .is_drag = true
	};
	desk_input(desk, &input);
}

void desk_tell_first(Desk *desk)
{
	desk->is_first = true;
}

void desk_choose(Desk *desk, const Notification *notification, bool is_portal)
{
	Message message = { .kind = MESSAGE_CHOSEN,
			    .notification = notification,
			    .is_known = is_portal };
	send_message(desk, &message);
}

void desk_propose(Desk *desk, uint64_t id, const char *eligibility_id, const char *scope_id)
{
	g_autoptr(Proposal) proposal = g_new0(Proposal, 1);
	proposal->number = (uint32_t)id;
	const Account *account = desk->state->account;
	proposal->tid = g_strdup(account != NULL ? account->tid : "tid-1");
	proposal->oid = g_strdup(account != NULL ? account->oid : "oid-1");
	proposal->eligibility_id = g_strdup(eligibility_id);
	proposal->scope_id = g_strdup(scope_id);
	proposal->duration = 45 * 60;
	proposal->reason = g_strdup("count the idle disks");
	proposal->claim = g_strdup("helper");
	proposal->id = id;
	proposal->pid = 4711;
	proposal->program = g_strdup("/usr/bin/helper");
	proposal->holder = 1000 + (int64_t)id;
	Message message = { .kind = MESSAGE_PROPOSED, .proposal = proposal };
	send_message(desk, &message);
}

void desk_withdraw(Desk *desk, uint64_t id)
{
	Message message = { .kind = MESSAGE_WITHDRAWN, .proposal_id = id };
	send_message(desk, &message);
}

const ProposalNews *desk_told(const Desk *desk)
{
	const Effect *effect = desk_effect(desk, EFFECT_TELL_PROPOSER);
	return effect != NULL ? effect->news : NULL;
}

void desk_event(Desk *desk, Event *event)
{
	g_autoptr(Event) owned = event;
	Message message = { .kind = MESSAGE_EVENT, .event = owned };
	send_message(desk, &message);
}

void desk_set_written(Desk *desk, const char *why)
{
	const Written written = { .path = (char *)"/home/you/myroles.conf",
				  .why = (char *)why,
				  .set = desk_effect(desk, EFFECT_SAVE_SET)->set };
	Message message = { .kind = MESSAGE_WRITTEN, .written = &written };
	send_message(desk, &message);
}

void desk_written(Desk *desk, const char *path, const char *why, bool is_there)
{
	const Written written = { (char *)path, (char *)why, is_there, NULL };
	Message message = { .kind = MESSAGE_WRITTEN, .written = &written };
	send_message(desk, &message);
}

void desk_place_was(Desk *desk, const KeptPlace *place)
{
	Message message = { .kind = MESSAGE_PLACE, .place = place };
	send_message(desk, &message);
}

KeptPlace *desk_leave(const Desk *desk)
{
	return places_keep(desk->state);
}

void desk_wait(Desk *desk, int64_t seconds)
{
	Message message = { .kind = MESSAGE_TIME };
	desk->now += seconds;
	send_message(desk, &message);
}

void desk_resize(Desk *desk, int columns, int rows)
{
	Message message = { .kind = MESSAGE_RESIZE, .columns = columns, .rows = rows };
	send_message(desk, &message);
	grid_free(desk->grid);
	desk->grid = grid_new(columns, rows);
	desk->memory = (ViewMemory){ 0 };
}

void desk_hold(Desk *desk)
{
	desk->is_held = true;
}

bool desk_wants_more(const Desk *desk)
{
	return desk->wants_more;
}

Instant desk_now(const Desk *desk)
{
	return desk->now;
}

Instant desk_clock(const Desk *desk)
{
	return desk->state->now;
}

Instant desk_next_wake(const Desk *desk)
{
	return state_next_wake(desk->state);
}

void desk_stop_refresh(Desk *desk)
{
	desk->state->lists.next_refresh = 0;
}

/* What stays from the last time is what would be drawn anew. */
const Grid *desk_draw(Desk *desk)
{
	Grid *anew = grid_new(desk->grid->columns, desk->grid->rows);
	view_draw(desk->state, anew);
	view_redraw(&desk->memory, desk->state, desk->grid);
	const bool is_same = grid_equal(anew, desk->grid);
	grid_free(anew);
	assert_true(is_same);
	return desk->grid;
}

/* ---- Effects ---------------------------------------------------------------------------------- */

size_t desk_count_all(const Desk *desk)
{
	return desk->effects->len;
}

const Effect *desk_effect_at(const Desk *desk, size_t i)
{
	return g_ptr_array_index(desk->effects, i);
}

size_t desk_count(const Desk *desk, EffectKind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < desk->effects->len; i++)
		count += desk_effect_at(desk, i)->kind == kind;
	return count;
}

const Effect *desk_effect(const Desk *desk, EffectKind kind)
{
	for (size_t i = desk->effects->len; i > 0; i--)
		if (desk_effect_at(desk, i - 1)->kind == kind)
			return desk_effect_at(desk, i - 1);
	return NULL;
}

static bool is_intent(const Effect *effect, IntentKind kind)
{
	return effect->kind == EFFECT_INTENT && effect->intent->kind == kind;
}

size_t desk_count_intents(const Desk *desk, IntentKind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < desk->effects->len; i++)
		count += is_intent(desk_effect_at(desk, i), kind);
	return count;
}

const Intent *desk_intent(const Desk *desk, IntentKind kind)
{
	for (size_t i = desk->effects->len; i > 0; i--)
		if (is_intent(desk_effect_at(desk, i - 1), kind))
			return desk_effect_at(desk, i - 1)->intent;
	return NULL;
}

const Intent *desk_next_intent(Desk *desk)
{
	while (desk->given < desk->effects->len) {
		const Effect *effect = desk_effect_at(desk, desk->given++);
		if (effect->kind == EFFECT_INTENT)
			return effect->intent;
	}
	return NULL;
}

const Activation *desk_activation(const Desk *desk, guint i)
{
	const Intent *intent = desk_intent(desk, INTENT_ACTIVATE);
	assert_non_null(intent);
	assert_true(i < intent->activations->len);
	return g_ptr_array_index(intent->activations, i);
}

void desk_forget_oldest(Desk *desk, size_t count)
{
	if (count > 0)
		g_ptr_array_remove_range(desk->effects, 0, (guint)count);
	desk->given -= MIN(desk->given, (guint)count);
}

void desk_forget(Desk *desk)
{
	desk_forget_oldest(desk, desk->effects->len);
}
