#include "tui/core/state.h"

#include "tui/core/actions.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/views.h"

/* Those of the core, who know before screens and dialogs are told. */
static const Listeners *const owners[] = {
	&known_lists_listeners,     &known_journal_listeners,   &known_requests_listeners,
	&known_approvals_listeners, &known_dormant_listeners,   &known_policies_listeners,
	&known_others_listeners,    &known_scopes_listeners,    &known_changes_listeners,
	&known_why_listeners,       &known_owed_listeners,      &submissions_listeners,
	&notifications_listeners,   &known_proposals_listeners,
};

static void notice_free(Notice *notice)
{
	g_free(notice->text);
	g_free(notice->said);
	g_free(notice);
}

ActionTable *state_action_table(const Tables *tables)
{
	ActionTable *table = action_table_new();
	for (size_t i = 0; i < tables->screen_count; i++) {
		const ScreenKind *kind = tables->screens[i];
		action_table_add(table, kind->context, kind->actions, kind->action_count);
	}
	for (size_t i = 0; i < tables->dialog_count; i++) {
		const DialogKind *kind = tables->dialogs[i];
		action_table_add(table, kind->context, kind->actions, kind->action_count);
	}
	actions_add_core(table);
	action_table_sort(table);
	return table;
}

static void add_listeners(State *state)
{
	state->listeners = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(owners); i++)
		g_ptr_array_add(state->listeners, (gpointer)owners[i]);
	for (size_t i = 0; i < state->tables->screen_count; i++)
		g_ptr_array_add(state->listeners, (gpointer)&state->tables->screens[i]->listeners);
	for (size_t i = 0; i < state->tables->dialog_count; i++)
		g_ptr_array_add(state->listeners, (gpointer)&state->tables->dialogs[i]->listeners);
}

static void init_screens(State *state)
{
	const Tables *tables = state->tables;
	state->screens = g_new0(Screen, tables->screen_count);
	for (size_t i = 0; i < tables->screen_count; i++)
		screen_init(&state->screens[i], tables->screens[i], state);
	state->screen = &state->screens[0];
	state->focus = &state->screen->panes[state->screen->kind->first_focus];
	state->dialogs = g_ptr_array_new_with_free_func((GDestroyNotify)dialog_free);
	state->memories = g_new0(void *, tables->dialog_count);
}

/* Only the demo has people to change between: elsewhere an account is a person's own. */
static bool has_people(const StateOptions *options)
{
	return options->banner != NULL && options->settings != NULL &&
	       options->settings->accounts->len >= 2;
}

static char **find_people(const StateOptions *options)
{
	const Settings *settings = options->settings;
	if (!has_people(options))
		return NULL;
	const AccountSettings *first = settings_find_account(settings, NULL);
	g_autoptr(GStrvBuilder) names = g_strv_builder_new();
	if (first != NULL)
		g_strv_builder_add(names, first->name);
	for (guint i = 0; i < settings->accounts->len; i++) {
		const AccountSettings *account = g_ptr_array_index(settings->accounts, i);
		if (account != first)
			g_strv_builder_add(names, account->name);
	}
	return g_strv_builder_end(names);
}

/* The first one that the demo names asks, the others decide. */
static char *find_asker(const StateOptions *options)
{
	if (!has_people(options))
		return NULL;
	return g_strdup(((const AccountSettings *)options->settings->accounts->pdata[0])->name);
}

static GPtrArray *copy_sets(const Settings *settings)
{
	GPtrArray *sets = g_ptr_array_new_with_free_func((GDestroyNotify)activation_set_free);
	for (guint i = 0; settings != NULL && i < settings->sets->len; i++)
		g_ptr_array_add(sets, activation_set_copy(settings->sets->pdata[i]));
	return sets;
}

static GPtrArray *copy_aliases(const Settings *settings)
{
	GPtrArray *aliases = g_ptr_array_new_with_free_func((GDestroyNotify)alias_free);
	for (guint i = 0; settings != NULL && i < settings->aliases->len; i++)
		g_ptr_array_add(aliases, alias_copy(settings->aliases->pdata[i]));
	return aliases;
}

State *state_new(const StateOptions *options)
{
	State *state = g_new0(State, 1);
	state->tables = options->tables;
	state->at = (Surroundings){
		.columns = options->columns,
		.rows = options->rows,
		.is_ascii = options->is_ascii,
		.has_mouse = options->has_mouse,
		.has_demo = options->has_demo,
		.has_administrator = options->has_administrator,
		.is_administrator_next = options->is_administrator_first,
		.keeps_place = options->keeps_place,
		.banner = g_strdup(options->banner),
		.people = find_people(options),
		.asker = find_asker(options),
		.portal = g_strdup(options->portal),
		.elsewhere = g_strdup(options->elsewhere),
		.subscription = g_strdup(options->subscription),
		.zone = options->zone != NULL ? g_time_zone_ref(options->zone)
					      : g_time_zone_new_local(),
	};
	state->now = options->now;
	state->sets = copy_sets(options->settings);
	state->aliases = copy_aliases(options->settings);
	state->actions = state_action_table(state->tables);
	state->keymap = keymap_new(
		state->actions, options->settings != NULL ? options->settings->keys : NULL, NULL);
	if (state->keymap == NULL)
		state->keymap = keymap_new(state->actions, NULL, NULL);
	known_lists_init(&state->lists);
	known_journal_init(&state->journal);
	known_rows_init(&state->approvals);
	known_rows_init(&state->dormant);
	known_requests_init(&state->requests);
	known_policies_init(&state->policies);
	known_proposals_init(&state->proposals);
	known_others_init(&state->others,
			  options->settings != NULL && options->settings->has_others);
	known_scopes_init(&state->scopes);
	state->scopes.tree.aliases = state->aliases;
	submissions_init(&state->submissions);
	notifications_init(&state->notifications,
			   options->settings != NULL ? &options->settings->notify : NULL);
	state->dropped = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	state->notices = g_ptr_array_new_with_free_func((GDestroyNotify)notice_free);
	places_init(&state->places);
	init_screens(state);
	views_init(state, options->settings);
	add_listeners(state);
	return state;
}

static void surroundings_clear(Surroundings *at)
{
	g_time_zone_unref(at->zone);
	g_free(at->banner);
	g_strfreev(at->people);
	g_free(at->asker);
	g_free(at->portal);
	g_free(at->elsewhere);
	g_free(at->subscription);
}

void state_free(State *state)
{
	if (state == NULL)
		return;
	g_ptr_array_unref(state->dialogs);
	g_ptr_array_unref(state->sets);
	g_ptr_array_unref(state->aliases);
	dialogs_forget(state);
	g_free(state->memories);
	g_free(state->words);
	for (size_t i = 0; i < state->tables->screen_count; i++)
		screen_clear(&state->screens[i]);
	g_free(state->screens);
	known_requests_clear(&state->requests);
	known_rows_clear(&state->approvals);
	known_rows_clear(&state->dormant);
	known_lists_clear(&state->lists);
	known_journal_clear(&state->journal);
	known_policies_clear(&state->policies);
	known_proposals_clear(&state->proposals);
	known_others_clear(&state->others);
	known_owed_clear(&state->owed);
	known_scopes_clear(&state->scopes);
	known_changes_clear(&state->changes);
	known_why_clear(&state->why);
	places_clear(&state->places);
	submissions_clear(&state->submissions);
	notifications_clear(&state->notifications);
	g_hash_table_unref(state->dropped);
	g_ptr_array_unref(state->notices);
	g_ptr_array_unref(state->views);
	g_ptr_array_unref(state->listeners);
	keymap_free(state->keymap);
	action_table_free(state->actions);
	account_free(state->account);
	surroundings_clear(&state->at);
	g_free(state);
}
