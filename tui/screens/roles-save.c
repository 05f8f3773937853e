/* What is marked, or was activated today and is active, as a set of the configuration. */
#include "frontend/period.h"
#include "frontend/sets.h"
#include "tui/dialogs/save-set.h"
#include "tui/screens/roles.h"

/* const Request*, borrowed: one for each role at each scope. The caller unrefs. */
static GPtrArray *list_active_today(const State *state)
{
	g_autoptr(GPtrArray) entries = known_journal_entries(&state->journal);
	const Instant today = period_floor(state->now, PERIOD_DAY, state->at.zone);
	return set_list_active(entries, today, state->now);
}

const char *roles_needs_savable(const State *state)
{
	if (state->at.banner != NULL)
		return "The demo has no configuration that a set could be written into.";
	if (g_hash_table_size(roles_data(state)->marks) > 0)
		return NULL;
	g_autoptr(GPtrArray) active = list_active_today(state);
	return active->len > 0 ? NULL
			       : "Mark roles first: nothing is active that you activated today.";
}

static ActivationSet *make_of_marks(const State *state)
{
	ActivationSet *set = activation_set_new("");
	const Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	for (guint i = 0; i < pane->all->len; i++) {
		const Eligibility *row =
			((const Row *)g_ptr_array_index(pane->all, i))->eligibility;
		if (!roles_is_marked(state, row->grant.id))
			continue;
		g_autoptr(GPtrArray) scopes = roles_wanted(state, row);
		for (guint k = 0; k < scopes->len; k++)
			set_add_row(set, &row->grant, scopes->pdata[k]);
	}
	return set;
}

void roles_run_save(Update *update)
{
	const State *state = update->state;
	if (g_hash_table_size(roles_data(state)->marks) > 0) {
		save_set_ask(update, make_of_marks(state));
		return;
	}
	g_autoptr(GPtrArray) active = list_active_today(state);
	save_set_ask(update, set_of_requests("", active));
}
