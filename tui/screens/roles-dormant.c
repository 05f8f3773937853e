/* What begins later and what has ended, below what may be activated; and more time for both. */
#include "frontend/grant-words.h"
#include "frontend/request-words.h"
#include "frontend/term.h"
#include "src/model/duration.h"
#include "tui/core/known-requests.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/extend.h"
#include "tui/screens/roles.h"

static const Eligibility *selected(const State *state)
{
	const Row *row = pane_selected(roles_pane(state, ROLES_DORMANT));
	return row != NULL ? row->eligibility : NULL;
}

/* ---- More time ---------------------------------------------------------------------------------- */

static const Eligibility *find_subject(const State *state, bool *is_renewal)
{
	*is_renewal = roles_have_focus(state, ROLES_DORMANT);
	if (*is_renewal)
		return selected(state);
	return roles_needs_meant(state) == NULL ? roles_selected(state) : NULL;
}

const char *dormant_needs_extendable(const State *state)
{
	bool is_renewal = false;
	const Eligibility *eligibility = find_subject(state, &is_renewal);
	if (roles_have_focus(state, ROLES_ACTIVE))
		return "Select an eligible role: what is active is continued with its own key.";
	return eligibility != NULL
		       ? grant_find_extension_lack(&eligibility->grant, is_renewal, state->now)
		       : "There is no row here.";
}

void dormant_run_extend(Update *update)
{
	bool is_renewal = false;
	const Eligibility *eligibility = find_subject(update->state, &is_renewal);
	extend_ask(update, eligibility, is_renewal);
}

/* ---- Words ------------------------------------------------------------------------------------ */

static const char *extend_key(const State *state)
{
	const Action *action = action_table_find(state->actions, "extend");
	return action != NULL ? keymap_key(state->keymap, action) : NULL;
}

char *dormant_near_words(const State *state, const Grant *grant)
{
	const Nearness nearness = grant_term_nearness(grant, state->now);
	const char *key = extend_key(state);
	if (nearness != NEARNESS_SOON && nearness != NEARNESS_URGENT)
		return g_strdup("");
	g_autofree char *left = duration_format_countdown(grant_countdown(grant, state->now));
	if (known_requests_find_extension(state, grant) != NULL)
		return g_strdup_printf("ends in %s, more is asked for; ", left);
	const bool can_ask =
		key != NULL && grant_find_extension_lack(grant, false, state->now) == NULL;
	return g_strdup_printf("ends in %s%s%s; ", left, can_ask ? ", more with " : "",
			       can_ask ? key : "");
}

char *dormant_words(const State *state)
{
	const Eligibility *eligibility = selected(state);
	if (eligibility == NULL)
		return g_strdup("");
	const Wording wording = state_wording(state);
	const char *lack = grant_find_extension_lack(&eligibility->grant, true, state->now);
	const char *key = extend_key(state);
	g_autofree char *what = grant_words(&eligibility->grant, NULL);
	g_autofree char *term = grant_term_words(&wording, &eligibility->grant);
	const Request *asked = known_requests_find_extension(state, &eligibility->grant);
	g_autofree char *stands = asked != NULL ? request_words_short(&wording, asked) : NULL;
	if (stands != NULL)
		return g_strdup_printf("%s: %s; asked for again: %s.", what, term, stands);
	if (lack == NULL && key != NULL)
		return g_strdup_printf("%s: %s. Ask an administrator for it again with %s.", what,
				       term, key);
	return g_strdup_printf("%s: %s. %s", what, term,
			       eligibility->grant.start > state->now || lack == NULL ? "" : lack);
}

/* ---- The pane --------------------------------------------------------------------------------- */

void dormant_changed(Update *update)
{
	State *state = update->state;
	Pane *pane = roles_pane(state, ROLES_DORMANT);
	pane_rebuild(state, pane);
	if (state->focus == pane && !pane_is_there(pane))
		screen_focus(update, roles_pane(state, ROLES_ELIGIBLE));
}

static void collect(const State *state, GPtrArray *all)
{
	g_ptr_array_extend(all, state->dormant.rows, NULL, NULL);
}

static char *empty(const State *state)
{
	(void)state;
	return g_strdup("");
}

static void opened(Update *update)
{
	const char *lack = dormant_needs_extendable(update->state);
	if (lack == NULL)
		dormant_run_extend(update);
	else
		update_notice(update, NOTICE_INFO, "%s", lack);
}

const PaneKind dormant_pane = {
	.title = "Later or ended",
	.columns = dormant_columns,
	.column_count = DORMANT_COLUMNS,
	.sign_columns = LIST_SIGNED_COLUMNS, /* below those with signs */
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "end", "role", "scope", "workload" },
	.goes_when_empty = true,
	.collect = collect,
	.opened = opened,
};
