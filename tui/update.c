/* The dispatcher: messages in, effects out. */
#include "tui/update.h"

#include <string.h>

#include "frontend/problem-words.h"
#include "tui/layout.h"
#include "tui/update-internal.h"

/* ---- Effects ---------------------------------------------------------------------------------- */

Intent *update_intent(Update *update, IntentKind kind)
{
	return intent_new(++update->state->last_intent, kind);
}

static Effect *add_effect(Update *update, EffectKind kind)
{
	Effect *effect = g_new0(Effect, 1);
	effect->kind = kind;
	g_ptr_array_add(update->effects, effect);
	return effect;
}

uint64_t update_send(Update *update, Intent *intent)
{
	Effect *effect = add_effect(update, EFFECT_INTENT);
	effect->intent = intent;
	effect->intent_id = intent->id;
	return intent->id;
}

void update_drop(Update *update, uint64_t *intent_id)
{
	if (*intent_id == 0)
		return;
	guint64 *id = g_new(guint64, 1);
	*id = *intent_id;
	g_hash_table_add(update->state->dropped, id);
	add_effect(update, EFFECT_DROP)->intent_id = *intent_id;
	*intent_id = 0;
}

void update_effect(Update *update, EffectKind kind, const char *text)
{
	add_effect(update, kind)->text = g_strdup(text);
}

/* ---- Notices ---------------------------------------------------------------------------------- */

static void take_notice(Update *update, NoticeKind kind, char *text)
{
	State *state = update->state;
	Notice *notice = g_new0(Notice, 1);
	notice->kind = kind;
	notice->text = text;
	notice->at = state->now;
	/* What went wrong stays until a key says that it was read. */
	if (kind == NOTICE_INFO || kind == NOTICE_OK)
		notice->until = state->now + STATE_NOTICE_SECONDS;
	if (state->messages->len >= STATE_MESSAGES_LIMIT)
		g_ptr_array_remove_index(state->messages, 0);
	g_ptr_array_add(state->messages, notice);
}

void update_notice(Update *update, NoticeKind kind, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	take_notice(update, kind, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

void update_notice_problem(Update *update, NoticeKind kind, const char *what,
			   const Problem *problem)
{
	const Wording wording = state_wording(update->state);
	g_autofree char *words = problem_words(&wording, problem);
	take_notice(update, kind,
		    g_strdup_printf("%s%s%s", what ? what : "", what ? ": " : "", words));
}

void update_dismiss_notices(Update *update, const Notice *shown)
{
	GPtrArray *messages = update->state->messages;
	const bool is_alone = shown && shown->until;
	for (guint i = messages->len; i > 0; i--) {
		Notice *notice = g_ptr_array_index(messages, i - 1);
		if (!is_alone || notice == shown)
			notice->is_dismissed = true;
	}
}

/* ---- Events ----------------------------------------------------------------------------------- */

static bool is_other_account(const Account *a, const Account *b)
{
	return g_strcmp0(a->cloud, b->cloud) != 0 ||
	       g_ascii_strcasecmp(a->tid ? a->tid : "", b->tid ? b->tid : "") != 0 ||
	       g_ascii_strcasecmp(a->oid ? a->oid : "", b->oid ? b->oid : "") != 0;
}

static void on_account(Update *update, const Event *event)
{
	State *state = update->state;
	/* What one account holds is never shown, and never sent, as another's. */
	if (state->account &&
	    (!event->account || is_other_account(state->account, event->account))) {
		state_forget_rows(state);
		update_dismiss_notices(update, NULL);
		for (int i = 0; i < PANE_COUNT; i++)
			panes_rebuild(state, (PaneId)i);
		update_drop(update, &state->refresh_intent);
		if (event->account) {
			roles_refresh(update, false);
			update_read_history(update);
		}
	}
	account_free(state->account);
	state->account = event->account ? account_copy(event->account) : NULL;
}

static void on_notice(Update *update, const Event *event)
{
	if (event->problem)
		update_notice_problem(update,
				      event->problem->kind == PROBLEM_ALREADY ? NOTICE_INFO
									      : NOTICE_WARNING,
				      NULL, event->problem);
}

static void on_intent_done(Update *update, const Event *event)
{
	State *state = update->state;
	if (event->intent_id == state->refresh_intent) {
		state->refresh_intent = 0;
		state->next_refresh = state->now + STATE_REFRESH_SECONDS;
	}
	if (event->intent_id == state->history_intent) {
		state->history_intent = 0;
		state->history_load.is_loading = false;
	}
	scope_on_done(update, event->intent_id);
	outcome_on_event(update, event);
	scope_want_policy(update);
}

typedef void (*EventHandler)(Update *update, const Event *event);

static const EventHandler handlers[] = {
	[EVENT_ACCOUNT] = on_account,
	[EVENT_LOADING] = roles_on_loading,
	[EVENT_ELIGIBILITIES] = roles_on_list,
	[EVENT_ASSIGNMENTS] = roles_on_list,
	[EVENT_REQUESTS] = roles_on_list,
	[EVENT_LIST_FAILED] = roles_on_failed,
	[EVENT_CHILDREN] = scope_on_children,
	[EVENT_POLICY] = scope_on_policy,
	[EVENT_ROLE] = scope_on_role,
	[EVENT_CHECKED] = form_on_checked,
	[EVENT_PROGRESS] = outcome_on_event,
	[EVENT_FINISHED] = outcome_on_event,
	[EVENT_REFUSED] = outcome_on_event,
	[EVENT_HISTORY] = history_on_rows,
	[EVENT_LAST_SCOPES] = scope_on_last_scopes,
	[EVENT_SIGN_IN] = sign_in_on_progress,
	[EVENT_SIGN_IN_FAILED] = sign_in_on_failed,
	[EVENT_SIGNED_OUT] = sign_in_on_signed_out,
	[EVENT_ACCOUNTS] = accounts_on_list,
	[EVENT_USED] = accounts_on_used,
	[EVENT_NOTICE] = on_notice,
	[EVENT_INTENT_DONE] = on_intent_done,
};

static void on_event(Update *update, const Event *event)
{
	guint64 id = event->intent_id;
	if (g_hash_table_contains(update->state->dropped, &id)) {
		if (event->kind == EVENT_INTENT_DONE)
			g_hash_table_remove(update->state->dropped, &id);
		return;
	}
	if ((size_t)event->kind < G_N_ELEMENTS(handlers) && handlers[event->kind])
		handlers[event->kind](update, event);
}

/* ---- Messages --------------------------------------------------------------------------------- */

static void on_resume(Update *update)
{
	update_effect(update, EFFECT_REDRAW, NULL);
	roles_tick(update);
	if (!update->state->refresh_intent)
		roles_refresh(update, false);
}

/* Time words in the form and elsewhere follow the clock without being asked. */
static void on_time(Update *update, Instant before)
{
	State *state = update->state;
	roles_tick(update);
	Overlay *overlay = overlay_top(state);
	if (overlay && overlay->form && before / 60 != state->now / 60)
		form_update(update, overlay->form);
}

/* The clock may learn from the service that it was ahead: nothing waits for the hours that it was wrong. */
static void set_now(State *state, Instant now)
{
	if (now < state->now) {
		guint count = state->messages->len;
		Notice *notice = count ? g_ptr_array_index(state->messages, count - 1) : NULL;
		if (notice && notice->until)
			notice->until = MIN(notice->until, now + STATE_NOTICE_SECONDS);
		if (state->next_refresh)
			state->next_refresh = MIN(state->next_refresh, now + STATE_REFRESH_SECONDS);
	}
	state->now = now;
}

void state_update(State *state, const Message *message, GPtrArray *effects)
{
	Update update = { state, effects };
	Instant before = state->now;
	set_now(state, message->now);
	switch (message->kind) {
	case MESSAGE_KEY:
		panes_hold(state);
		input_take(&update, &message->input);
		break;
	case MESSAGE_RESIZE:
		state->columns = message->columns;
		state->rows = message->rows;
		break;
	case MESSAGE_EVENT:
		on_event(&update, message->event);
		break;
	case MESSAGE_RESUME:
		on_resume(&update);
		break;
	case MESSAGE_QUIT:
		state->is_quitting = true;
		update_effect(&update, EFFECT_QUIT, NULL);
		break;
	case MESSAGE_TIME:
		roles_continue(&update);
		scope_continue(&update);
		break;
	}
	on_time(&update, before);
	panes_scroll(state);
	overlay_clamp(state);
}

void state_start(State *state, GPtrArray *effects)
{
	Update update = { state, effects };
	roles_refresh(&update, false);
	update_read_history(&update);
}

Instant state_next_wake(const State *state)
{
	Instant wake = roles_next_wake(state);
	const Notice *notice = state_notice(state);
	if (notice && notice->until && (!wake || notice->until < wake))
		wake = notice->until;
	/* What is left of a code's time. */
	const Overlay *overlay = state_overlay(state);
	if (overlay && overlay->progress && overlay->progress->expires > state->now)
		wake = state->now + 1;
	/* The clock on screen. */
	Instant minute = state->now - state->now % 60 + 60;
	if (!wake || minute < wake)
		wake = minute;
	return wake;
}
