#include "tui/core/known-others.h"

#include "tui/core/effects.h"

#define READ_SECONDS 60 /* other processes may have activated something */

void known_others_init(KnownOthers *others, bool is_shown)
{
	others->is_shown = is_shown;
	others->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	others->ids = g_ptr_array_new_with_free_func(g_free);
	others->held = g_hash_table_new(NULL, NULL);
}

static void forget_rows(KnownOthers *others)
{
	g_hash_table_remove_all(others->held);
	g_ptr_array_set_size(others->rows, 0);
	g_ptr_array_set_size(others->ids, 0);
	g_clear_pointer(&others->told, g_ptr_array_unref);
}

void known_others_clear(KnownOthers *others)
{
	forget_rows(others);
	g_hash_table_unref(others->held);
	g_ptr_array_unref(others->rows);
	g_ptr_array_unref(others->ids);
	g_free(others->refusal);
}

const Elsewhere *known_others_find(const KnownOthers *others, gconstpointer assignment)
{
	return g_hash_table_lookup(others->held, assignment);
}

/* ---- Rows ------------------------------------------------------------------------------------- */

/* One role may be held by two accounts: their rows are two. */
static Row *new_row(KnownOthers *others, const Elsewhere *elsewhere)
{
	const Account *account = elsewhere->account;
	Row *row = row_new_assignment(elsewhere->assignment);
	char *id = g_strjoin("/", elsewhere->name, account->tid != NULL ? account->tid : "",
			     account->oid != NULL ? account->oid : "", row->id, NULL);
	g_autofree char *search = g_strjoin(" ", elsewhere_tenant(elsewhere), elsewhere->name,
					    account->upn != NULL ? account->upn : "", NULL);
	g_ptr_array_add(others->ids, id);
	row->id = id;
	row->is_elsewhere = true;
	row_add_search(row, search);
	return row;
}

/* What has ended is left out. */
static void make_rows(KnownOthers *others, Instant now)
{
	g_hash_table_remove_all(others->held);
	g_ptr_array_set_size(others->rows, 0);
	g_ptr_array_set_size(others->ids, 0);
	for (guint i = 0; others->told != NULL && i < others->told->len; i++) {
		const Elsewhere *elsewhere = others->told->pdata[i];
		if (grant_has_ended(&elsewhere->assignment->grant, now))
			continue;
		g_ptr_array_add(others->rows, new_row(others, elsewhere));
		g_hash_table_insert(others->held, elsewhere->assignment, (gpointer)elsewhere);
	}
}

/* Once the keys are known. */
static void make_refusal(State *state)
{
	const Action *action = action_table_find(state->actions, "accounts");
	const char *key = action != NULL ? keymap_key(state->keymap, action) : NULL;
	if (state->others.refusal == NULL)
		state->others.refusal = g_strdup_printf(
			"This is another account's role, as it was known last: %s%s switches to "
			"that account.",
			key != NULL ? key : "", key != NULL ? "" : "the action \"accounts\"");
}

/* ---- Reading ---------------------------------------------------------------------------------- */

static void read_kept(Update *update)
{
	State *state = update->state;
	KnownOthers *others = &state->others;
	/* While nobody is known, everybody would be another one. */
	if (!others->is_shown || others->intent != 0 || state->account == NULL)
		return;
	others->next = state->now + READ_SECONDS;
	others->intent = update_send(update, update_intent(update, INTENT_READ_OTHERS));
}

void known_others_toggle(Update *update)
{
	KnownOthers *others = &update->state->others;
	others->is_shown = !others->is_shown;
	others->is_asked = others->is_shown;
	forget_rows(others);
	update_announce(update, NEWS_OTHERS, NULL);
	read_kept(update);
}

/* Whoever asked for them is told what came. */
static void tell_asked(Update *update)
{
	KnownOthers *others = &update->state->others;
	if (others->is_asked)
		update_notice(
			update, NOTICE_INFO,
			others->rows->len > 0
				? "The active roles of other accounts are shown, as they were "
				  "known last."
				: "No other account is known to hold an active role.");
	others->is_asked = false;
}

static void on_others(Update *update, const Event *event)
{
	State *state = update->state;
	KnownOthers *others = &state->others;
	if (!others->is_shown || event->intent_id != others->intent)
		return;
	make_refusal(state);
	forget_rows(others);
	others->told = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	make_rows(others, state->now);
	if (event->problem != NULL)
		update_notice_problem(update, NOTICE_WARNING, "Other accounts", event->problem);
	else
		tell_asked(update);
	update_announce(update, NEWS_OTHERS, NULL);
}

static void on_done(Update *update, const Event *event)
{
	KnownOthers *others = &update->state->others;
	if (event->intent_id == others->intent)
		others->intent = 0;
}

/* Who was another one may be in use now. */
static void on_account_changed(Update *update, gconstpointer about)
{
	KnownOthers *others = &update->state->others;
	(void)about;
	forget_rows(others);
	others->next = 0;
	if (others->intent != 0)
		update_drop(update, &others->intent);
}

static bool has_ended_row(const KnownOthers *others, Instant now)
{
	for (guint i = 0; i < others->rows->len; i++) {
		const Row *row = others->rows->pdata[i];
		if (grant_has_ended(&row->assignment->grant, now))
			return true;
	}
	return false;
}

static void on_time(Update *update, gconstpointer about)
{
	State *state = update->state;
	KnownOthers *others = &state->others;
	(void)about;
	if (has_ended_row(others, state->now)) {
		make_rows(others, state->now);
		update_announce(update, NEWS_OTHERS, NULL);
	}
	if (state->now >= others->next)
		read_kept(update);
}

const Listeners known_others_listeners = {
	.on = { [EVENT_OTHERS] = on_others, [EVENT_INTENT_DONE] = on_done },
	.hear = { [NEWS_ACCOUNT] = on_account_changed, [NEWS_TIME] = on_time },
};
