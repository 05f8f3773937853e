/*
 * A pasted denial: the role that permits what was denied, the least first, is selected at the narrowest scope. What is not known is
 * said, and nothing is selected then; nor is it where a person went on meanwhile.
 */
#include "frontend/problem-words.h"
#include "frontend/why-words.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/screens/roles.h"

bool roles_ask_why(Update *update, const char *text)
{
	State *state = update->state;
	Roles *roles = roles_data(state);
	const Eligibility *selected = roles_selected(state);
	g_free(roles->why_row);
	roles->why_row = selected != NULL ? g_strdup(selected->grant.id) : NULL;
	if (!known_why_ask(update, text))
		return false;
	const Denial *denial = state->why.denial;
	if (denial == NULL)
		return true;
	g_autofree char *need = need_words(denial->needs->pdata[0]);
	update_notice(update, NOTICE_INFO, "Looking for the role that permits %s%s", need,
		      state->at.is_ascii ? "..." : "…");
	return true;
}

/* ---- Going there -------------------------------------------------------------------------------- */

/* Nobody is taken away from what they turned to meanwhile: keys are on their way. */
static bool is_waited_for(const State *state)
{
	const Eligibility *selected = roles_selected(state);
	return roles_are_open(state) && dialog_top(state) == NULL &&
	       g_strcmp0(selected != NULL ? selected->grant.id : NULL,
			 roles_data(state)->why_row) == 0;
}

/* A filter that hides the row goes. */
static bool select_row(State *state, Pane *pane, const char *id)
{
	if (pane_select_id(state, pane, id))
		return true;
	field_set(&pane->filter, "");
	pane_filter_changed(state, pane);
	return pane_select_id(state, pane, id);
}

static void choose_scope(State *state, const Target *target)
{
	const Grant *grant = &target->eligibility->grant;
	if (workload_info(grant->workload)->can_narrow_scope)
		known_scopes_choose(&state->scopes, grant->id, &target->scope);
}

/* Marks of before go: one key would activate them in place of these. */
static bool select_way(Update *update, const Way *way)
{
	State *state = update->state;
	Pane *pane = roles_pane(state, ROLES_ELIGIBLE);
	GHashTable *marks = roles_data(state)->marks;
	const Target *first = way->targets->pdata[0];
	if (!select_row(state, pane, first->eligibility->grant.id))
		return false;
	g_hash_table_remove_all(marks);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		choose_scope(state, target);
		if (way->targets->len > 1)
			g_hash_table_add(marks, g_strdup(target->eligibility->grant.id));
	}
	g_clear_pointer(&roles_data(state)->scope_owner, g_free);
	screen_focus(update, pane);
	scope_show_selected(update);
	return true;
}

static void select_active(Update *update, const Why *why)
{
	const Assignment *row = why->needs->len > 0 ? why->allowed->pdata[0] : NULL;
	Pane *pane = roles_pane(update->state, ROLES_ACTIVE);
	if (row != NULL && pane_select_id(update->state, pane, row->grant.id))
		screen_focus(update, pane);
}

/* ---- Words -------------------------------------------------------------------------------------- */

/* As the tree calls them: texts name ids. */
static void name_scopes(const State *state, const Why *why)
{
	for (guint i = 0; i < why->ways->len; i++) {
		const Way *way = why->ways->pdata[i];
		for (guint k = 0; k < way->targets->len; k++) {
			Scope *scope = &((Target *)way->targets->pdata[k])->scope;
			const ScopeNode *node = tree_find(&state->scopes.tree, scope->id);
			if (scope->name == NULL && node != NULL)
				scope->name = g_strdup(node->scope.name);
		}
	}
}

static void add_sentence(GString *text, char *sentence)
{
	if (sentence != NULL)
		g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", sentence);
	g_free(sentence);
}

static void add_denies(const Why *why, GString *text)
{
	g_autoptr(GPtrArray) sentences = deny_sentences(why);
	for (guint i = 0; i < sentences->len; i++)
		add_sentence(text, g_strdup(sentences->pdata[i]));
}

static void add_doubts(const State *state, const WhyNews *news, GString *text)
{
	const Wording wording = state_wording(state);
	add_sentence(text, obstacle_words(news->denial));
	add_denies(news->why, text);
	add_sentence(text, lacking_sentence(news->why, news->is_open, news->is_blind));
	add_sentence(text, news->is_blind ? NULL : unknown_words(news->why));
	add_sentence(text, news->guess != NULL ? guess_words(news->guess) : NULL);
	add_sentence(text, age_words(&wording, news->why));
	if (news->denial->is_cut)
		add_sentence(text, g_strdup("The text is longer than what was looked at."));
	if (news->problem != NULL && news->is_open)
		add_sentence(text, problem_words(&wording, news->problem));
}

/* Nothing of it is a matter of roles, or it is not told of which. */
static char *nothing_words(const Denial *denial)
{
	const Need *placeless = need_find_placeless(denial->needs);
	if (placeless != NULL) {
		g_autofree char *words = placeless_words(placeless);
		return g_strdup_printf("%s Paste the whole message, or the id with it.", words);
	}
	char *obstacle = obstacle_words(denial);
	return obstacle != NULL
		       ? obstacle
		       : g_strdup("The text says that something is not permitted, but not what.");
}

static void tell(Update *update, const WhyNews *news, const Way *way, bool is_selected)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) doubts = g_string_new(NULL);
	add_sentence(text, first_way_words(news->why));
	if (way != NULL && !is_selected)
		add_sentence(text, g_strdup("Paste it again to go there."));
	else if (way != NULL && way->targets->len > 1)
		add_sentence(text, g_strdup("They are marked."));
	add_doubts(update->state, news, doubts);
	if (doubts->len > 0)
		g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", doubts->str);
	add_sentence(text, unasked_denies_words(news->why->unasked));
	const bool is_clear = way != NULL && doubts->len == 0 && way->is_certain;
	update_notice(update, is_clear ? NOTICE_INFO : NOTICE_WARNING, "%s", text->str);
}

void roles_hear_why(Update *update, gconstpointer about)
{
	const WhyNews *news = about;
	State *state = update->state;
	const bool is_waited = is_waited_for(state);
	g_clear_pointer(&roles_data(state)->why_row, g_free);
	if (news->why == NULL) {
		g_autofree char *words = nothing_words(news->denial);
		update_notice(update, NOTICE_WARNING, "%s", words);
		return;
	}
	if (bits_is_empty(news->why->missing)) {
		const Wording wording = state_wording(state);
		g_autofree char *words = allowed_words(&wording, news->why, 0);
		if (is_waited)
			select_active(update, news->why);
		update_notice(update, NOTICE_INFO, "%s", words);
		return;
	}
	const Way *way = news->why->ways->len > 0 ? news->why->ways->pdata[0] : NULL;
	name_scopes(state, news->why);
	tell(update, news, way, way != NULL && is_waited && select_way(update, way));
}
