/*
 * A pasted denial: the role that permits what was denied, the least first, is selected at the narrowest scope. Several that do it only
 * together are marked, and one form opens for them; it does for a plan, and for what comes from a file. What is not known is said, and
 * nothing is selected then; nor is it where a person went on meanwhile.
 */
#include "frontend/plan-words.h"
#include "frontend/problem-words.h"
#include "frontend/why-words.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/why-file.h"
#include "tui/screens/roles.h"

static void note_row(State *state)
{
	Roles *roles = roles_data(state);
	const Eligibility *selected = roles_selected(state);
	g_free(roles->why_row);
	roles->why_row = selected != NULL ? g_strdup(selected->grant.id) : NULL;
}

bool roles_ask_why(Update *update, const char *text)
{
	note_row(update->state);
	return known_why_ask(update, text);
}

void roles_ask_file(Update *update)
{
	note_row(update->state);
	why_file_ask(update);
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
			roles_mark_at(state, target->eligibility->grant.id, &target->scope);
	}
	g_clear_pointer(&roles_data(state)->scope_owner, g_free);
	screen_focus(update, pane);
	scope_show_selected(update);
	return true;
}

static void open_form(Update *update, const Way *way)
{
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		g_ptr_array_add(activations, activation_new(target->eligibility, &target->scope));
	}
	activate_open(update, activations);
}

static bool is_for_form(const WhyNews *news, const Way *way)
{
	return news->plan != NULL || news->is_filed || way->targets->len > 1;
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

/* What of the plan is not known. */
static void add_plan(const WhyNews *news, GString *text)
{
	if (news->plan == NULL)
		return;
	g_autoptr(GPtrArray) skipped = skipped_words(news->plan);
	for (guint i = 0; i < skipped->len; i++)
		add_sentence(text, g_strdup(skipped->pdata[i]));
	if (news->denial->is_cut)
		add_sentence(text, g_strdup("The plan is longer than what was looked at."));
	if (news->is_partial)
		add_sentence(text, g_strdup("The plan says of itself that it is not complete."));
}

static void add_doubts(const State *state, const WhyNews *news, GString *text)
{
	const Wording wording = state_wording(state);
	add_plan(news, text);
	add_sentence(text, obstacle_words(news->denial));
	add_denies(news->why, text);
	add_sentence(text, lacking_sentence(news->why, news->is_open, news->is_blind));
	add_sentence(text, news->is_blind ? NULL : unknown_words(news->why));
	add_sentence(text, news->guess != NULL ? guess_words(news->guess) : NULL);
	add_sentence(text, age_words(&wording, news->why));
	if (news->denial->is_cut && news->plan == NULL)
		add_sentence(text, g_strdup("The text is longer than what was looked at."));
	if (news->why->is_cut)
		add_sentence(text, g_strdup("There are too many sets of roles to try them all: a "
					    "smaller one may exist."));
	if (news->problem != NULL && news->is_open)
		add_sentence(text, problem_words(&wording, news->problem));
}

/* Nothing of it is a matter of roles, or it is not told of which. */
static char *nothing_words(const WhyNews *news)
{
	const Denial *denial = news->denial;
	const Need *placeless = need_find_placeless(denial->needs);
	if (placeless != NULL && news->plan != NULL)
		return g_strdup_printf("In which subscription %s is, the plan does not tell. Set "
				       "ARM_SUBSCRIPTION_ID, as for Terraform, and start again.",
				       placeless->whom);
	if (news->plan != NULL) {
		g_autoptr(GString) text = g_string_new(NULL);
		add_plan(news, text);
		if (text->len == 0)
			add_sentence(text, g_strdup("The plan needs nothing of Azure."));
		return g_string_free(g_steal_pointer(&text), FALSE);
	}
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
		add_sentence(text, g_strdup_printf("%s it again to go there.",
						   news->is_filed ? "Read" : "Paste"));
	else if (way != NULL && way->targets->len > 1)
		add_sentence(text, g_strdup("They are marked."));
	add_doubts(update->state, news, doubts);
	if (doubts->len > 0)
		g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", doubts->str);
	add_sentence(text, unasked_denies_words(news->why->unasked));
	const bool is_clear = way != NULL && doubts->len == 0 && way->is_certain;
	update_notice(update, is_clear ? NOTICE_INFO : NOTICE_WARNING, "%s", text->str);
}

/* All of it is permitted by what is active. */
static void tell_allowed(Update *update, const WhyNews *news)
{
	const Wording wording = state_wording(update->state);
	g_autoptr(GString) text = g_string_new(NULL);
	if (news->plan == NULL)
		add_sentence(text, allowed_words(&wording, news->why, 0));
	else
		add_sentence(text, g_strdup_printf("All %u operations of the plan are permitted by "
						   "what is active.",
						   news->why->needs->len));
	const gsize length = text->len;
	add_plan(news, text);
	update_notice(update, text->len > length ? NOTICE_WARNING : NOTICE_INFO, "%s", text->str);
}

void roles_hear_why(Update *update, gconstpointer about)
{
	const WhyNews *news = about;
	State *state = update->state;
	const bool is_waited = is_waited_for(state);
	g_clear_pointer(&roles_data(state)->why_row, g_free);
	if (news->why == NULL) {
		g_autofree char *words = nothing_words(news);
		update_notice(update, NOTICE_WARNING, "%s", words);
		return;
	}
	if (bits_is_empty(news->why->missing)) {
		if (is_waited)
			select_active(update, news->why);
		tell_allowed(update, news);
		return;
	}
	const Way *way = news->why->ways->len > 0 ? news->why->ways->pdata[0] : NULL;
	name_scopes(state, news->why);
	const bool is_selected = way != NULL && is_waited && select_way(update, way);
	tell(update, news, way, is_selected);
	if (is_selected && is_for_form(news, way))
		open_form(update, way);
}
