/* The dispatcher: messages in, effects out. It knows owners and listeners; nobody below knows it. */
#include "tui/core/update.h"

#include <string.h>

#include "tui/core/dialogs.h"
#include "tui/core/input.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"

/* ---- Events ----------------------------------------------------------------------------------- */

static bool is_other_account(const Account *a, const Account *b)
{
	return g_strcmp0(a->cloud, b->cloud) != 0 ||
	       g_ascii_strcasecmp(a->tid != NULL ? a->tid : "", b->tid != NULL ? b->tid : "") !=
		       0 ||
	       g_ascii_strcasecmp(a->oid != NULL ? a->oid : "", b->oid != NULL ? b->oid : "") != 0;
}

/* What one account holds is never shown, and never sent, as another's. */
static void leave_account(Update *update)
{
	State *state = update->state;
	if (state->at.keeps_place)
		places_leave(update);
	update_announce(update, NEWS_ACCOUNT, NULL);
	screens_leave_account(state);
	places_forget(state);
	dialogs_leave_account(state);
	update_dismiss_notices(update, NULL);
	screens_rebuild(state);
	update_drop(update, &state->lists.refresh_intent);
}

static void on_account(Update *update, const Event *event)
{
	State *state = update->state;
	if (state->account != NULL &&
	    (event->account == NULL || is_other_account(state->account, event->account))) {
		leave_account(update);
		if (event->account != NULL) {
			known_lists_refresh(update, false);
			known_journal_read(update);
		}
	}
	const bool is_new =
		event->account != NULL &&
		(state->account == NULL || is_other_account(state->account, event->account));
	account_free(state->account);
	state->account = event->account != NULL ? account_copy(event->account) : NULL;
	if (is_new)
		places_ask(update);
}

static void on_notice(Update *update, const Event *event)
{
	if (event->problem != NULL)
		update_notice_problem(update,
				      event->problem->kind == PROBLEM_ALREADY ? NOTICE_INFO
									      : NOTICE_WARNING,
				      NULL, event->problem);
}

static void tell_listeners(Update *update, const Event *event)
{
	const GPtrArray *all = update->state->listeners;
	for (guint i = 0; i < all->len; i++) {
		const Listeners *listeners = g_ptr_array_index(all, i);
		if (listeners->on[event->kind] != NULL)
			listeners->on[event->kind](update, event);
	}
}

static void take_event(Update *update, const Event *event)
{
	guint64 id = event->intent_id;
	if (g_hash_table_contains(update->state->dropped, &id)) {
		if (event->kind == EVENT_INTENT_DONE)
			g_hash_table_remove(update->state->dropped, &id);
		return;
	}
	if ((size_t)event->kind >= EVENT_KINDS)
		return;
	if (event->kind == EVENT_ACCOUNT)
		on_account(update, event);
	else if (event->kind == EVENT_NOTICE)
		on_notice(update, event);
	tell_listeners(update, event);
}

/* Once all lists have come or failed, what one left is there again, or not. */
static void take_news(Update *update, const Event *event)
{
	const KnownLists *lists = &update->state->lists;
	const bool was_asking = lists->refresh_intent != 0;
	take_event(update, event);
	places_settle(update, was_asking && lists->refresh_intent == 0);
}

/* ---- Messages --------------------------------------------------------------------------------- */

/* Everything that follows the clock without being asked. */
static void tick(Update *update, Instant before)
{
	update_announce(update, NEWS_TIME, &before);
	known_lists_tick(update);
}

static void on_resume(Update *update, Instant before)
{
	update_effect(update, EFFECT_REDRAW, NULL);
	tick(update, before);
	if (!update->state->lists.refresh_intent)
		known_lists_refresh(update, false);
}

/* The clock may learn from the service that it was ahead: nothing waits for the hours that it was wrong. */
static void set_now(State *state, Instant now)
{
	if (now < state->now) {
		guint count = state->notices->len;
		Notice *notice = count ? g_ptr_array_index(state->notices, count - 1) : NULL;
		if (notice != NULL && notice->until)
			notice->until = MIN(notice->until, now + NOTICE_SECONDS);
		known_lists_bound_refresh(&state->lists, now);
	}
	state->revision += now != state->now; /* countdowns */
	state->now = now;
}

static void tell_copied(Update *update, const Message *message)
{
	if (message->is_known)
		update_notice(update, NOTICE_OK, "Copied %s", message->text);
	else
		update_notice(update, NOTICE_INFO, "Sent to the terminal: %s", message->text);
}

void state_update(State *state, const Message *message, GPtrArray *effects)
{
	Update update = { state, effects };
	const Instant before = state->now;
	state->has_layout = false;
	set_now(state, message->now);
	if (message->kind != MESSAGE_KEY) /* of a key its action tells */
		state->revision++;
	switch (message->kind) {
	case MESSAGE_KEY:
		screens_hold(state);
		places_note(state);
		input_take(&update, &message->input);
		places_note(state);
		break;
	case MESSAGE_RESIZE:
		state->at.columns = message->columns;
		state->at.rows = message->rows;
		break;
	case MESSAGE_EVENT:
		take_news(&update, message->event);
		break;
	case MESSAGE_PLACE:
		places_want(&update, kept_place_copy(message->place));
		break;
	case MESSAGE_RESUME:
		on_resume(&update, before);
		break;
	case MESSAGE_COPIED:
		tell_copied(&update, message);
		break;
	case MESSAGE_WRITTEN:
		update_announce(&update, NEWS_WRITTEN, message->written);
		break;
	case MESSAGE_ASKED:
		known_why_take(&update, message->asked);
		break;
	case MESSAGE_CHOSEN:
		notifications_choose(&update, message->notification, message->is_known);
		break;
	case MESSAGE_PROPOSED:
		known_proposals_take(&update, message->proposal);
		break;
	case MESSAGE_WITHDRAWN:
		known_proposals_withdraw(&update, message->proposal_id);
		break;
	case MESSAGE_HEARD:
		known_proposals_hear(state, message->text);
		break;
	case MESSAGE_QUIT:
		state->is_quitting = true;
		update_effect(&update, EFFECT_QUIT, NULL);
		break;
	case MESSAGE_TIME:
		known_lists_continue(&update);
		known_scopes_continue(&update);
		break;
	}
	tick(&update, before);
	screen_scroll(state);
	dialogs_clamp(state);
}

void state_start(State *state, GPtrArray *effects)
{
	Update update = { state, effects };
	known_lists_refresh(&update, false);
	known_journal_read(&update);
}

static void sooner(Instant *wake, Instant at)
{
	if (at && (!*wake || at < *wake))
		*wake = at;
}

Instant state_next_wake(const State *state)
{
	Instant wake = state->lists.next_refresh;
	for (size_t i = 0; i < state->tables->screen_count; i++) {
		if (state->tables->screens[i]->next_wake != NULL)
			sooner(&wake, state->tables->screens[i]->next_wake(state));
	}
	sooner(&wake, notifications_next_wake(state));
	sooner(&wake, known_proposals_next_wake(&state->proposals));
	const Notice *notice = state_notice(state);
	if (notice != NULL)
		sooner(&wake, notice->until);
	const Dialog *dialog = dialog_top(state);
	if (dialog != NULL && dialog->kind->next_wake != NULL)
		sooner(&wake, dialog->kind->next_wake(state, dialog));
	/* The clock on screen. */
	sooner(&wake, state->now - state->now % 60 + 60);
	return wake;
}
