#include "tui/core/effects.h"

#include "frontend/problem-words.h"
#include "tui/core/words.h"

#define NOTICES_LIMIT 200

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

void update_export(Update *update, HistoryExport *export, const char *path, bool may_replace)
{
	Effect *effect = add_effect(update, EFFECT_EXPORT);
	effect->export = export;
	effect->text = g_strdup(path);
	effect->may_replace = may_replace;
}

void update_save_set(Update *update, const ActivationSet *set)
{
	add_effect(update, EFFECT_SAVE_SET)->set = activation_set_copy(set);
}

void update_keep_place(Update *update, const char *name, KeptPlace *place)
{
	Effect *effect = add_effect(update, EFFECT_KEEP_PLACE);
	effect->text = g_strdup(name);
	effect->place = place;
}

void update_notify(Update *update, const Notification *notification)
{
	add_effect(update, EFFECT_NOTIFY)->notification = notification_copy(notification);
}

void update_tell_proposer(Update *update, uint64_t proposal_id, ProposalNews *news)
{
	Effect *effect = add_effect(update, EFFECT_TELL_PROPOSER);
	effect->proposal_id = proposal_id;
	effect->news = news;
}

void update_leash(Update *update, uint64_t proposal_id)
{
	add_effect(update, EFFECT_LEASH)->proposal_id = proposal_id;
}

void update_announce(Update *update, NewsKind kind, gconstpointer about)
{
	const GPtrArray *all = update->state->listeners;
	for (guint i = 0; i < all->len; i++) {
		const Listeners *listeners = g_ptr_array_index(all, i);
		if (listeners->hear[kind] != NULL)
			listeners->hear[kind](update, about);
	}
}

/* ---- Notices ---------------------------------------------------------------------------------- */

static Notice *take_notice(Update *update, NoticeKind kind, char *text, const char *said)
{
	State *state = update->state;
	Notice *notice = g_new0(Notice, 1);
	notice->kind = kind;
	notice->text = text;
	notice->said = g_strdup(said);
	notice->at = state->now;
	/* What went wrong stays until a key says that it was read. */
	if (kind == NOTICE_INFO || kind == NOTICE_OK)
		notice->until = state->now + NOTICE_SECONDS;
	if (state->notices->len >= NOTICES_LIMIT)
		g_ptr_array_remove_index(state->notices, 0);
	g_ptr_array_add(state->notices, notice);
	return notice;
}

void update_notice(Update *update, NoticeKind kind, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	take_notice(update, kind, g_strdup_vprintf(format, arguments), NULL);
	va_end(arguments);
}

void update_notice_aside(Update *update, const char *text)
{
	take_notice(update, NOTICE_INFO, g_strdup(text), NULL)->is_aside = true;
}

void update_notice_problem(Update *update, NoticeKind kind, const char *what,
			   const Problem *problem)
{
	const Wording wording = state_wording(update->state);
	g_autofree char *words = problem_words(&wording, problem);
	take_notice(update, kind,
		    g_strdup_printf("%s%s%s", what != NULL ? what : "", what != NULL ? ": " : "",
				    words),
		    problem->said);
}

void update_dismiss_notices(Update *update, const Notice *shown)
{
	GPtrArray *notices = update->state->notices;
	const bool is_alone = shown != NULL && shown->until;
	for (guint i = notices->len; i > 0; i--) {
		Notice *notice = g_ptr_array_index(notices, i - 1);
		if (!is_alone || notice == shown)
			notice->is_dismissed = true;
	}
}
