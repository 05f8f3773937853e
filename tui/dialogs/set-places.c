#include "tui/dialogs/set-places.h"

#include "frontend/selection.h"
#include "src/model/duration.h"
#include "tui/core/dialogs.h"
#include "tui/dialogs/activate.h"

/* An id below the row's scope. A name might be that of several scopes which nobody has listed yet. */
static void add_below(const State *state, GPtrArray *places, const Eligibility *row,
		      const ScopeWords *words)
{
	const Grant *grant = &row->grant;
	if (words->id == NULL || words->is_guess || grant_covers(grant, words->id) == COVERS_NOT)
		return;
	const ScopeNode *node = tree_find(&state->scopes.tree, words->id);
	g_auto(Scope) scope = { 0 };
	if (node != NULL)
		scope_copy(&scope, &node->scope);
	else
		scope_init(&scope, scope_type_from_arm_id(words->id), words->id, NULL);
	targets_add(places, row, &scope, 0);
}

GPtrArray *set_find_places(const State *state, const SetRow *wanted)
{
	GPtrArray *places = targets_new();
	const Access access =
		wanted->access != NULL ? access_from_word(wanted->access) : ACCESS_NONE;
	g_auto(ScopeWords) words = { 0 };
	const char *role = alias_words(state->aliases, ALIAS_ROLE, wanted->role);
	if (wanted->scope != NULL)
		scope_words_init(&words, alias_words(state->aliases, ALIAS_SCOPE, wanted->scope));
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *rows = state->lists.eligible[workload];
		for (guint i = 0; i < rows->len; i++) {
			const Eligibility *row =
				((const Row *)g_ptr_array_index(rows, i))->eligibility;
			if (!grant_has_role(&row->grant, role) ||
			    (access != ACCESS_NONE && row->grant.access != access))
				continue;
			if (wanted->scope == NULL || scope_has_words(&row->grant.scope, &words))
				targets_add(places, row, &row->grant.scope, 0);
			else
				add_below(state, places, row, &words);
		}
	}
	return places;
}

int64_t set_row_length(const State *state, const ActivationSet *set, const SetRow *row)
{
	const char *text = row->duration != NULL ? row->duration : set->duration;
	int64_t length = 0;
	if (text == NULL || !duration_parse(text, state->now, state->at.zone, &length, NULL))
		return 0;
	return length;
}

const char *set_unclear_words(guint places)
{
	return places == 0 ? "not eligible, as far as is known"
			   : "fits several rows: say where in the set";
}

Activation *set_make_activation(const State *state, const ActivationSet *set, const SetRow *row,
				const Target *place)
{
	Activation *activation = activation_new(place->eligibility, &place->scope);
	activation->duration = set_row_length(state, set, row);
	activation->justification = g_strdup(set->reason);
	activation->ticket_system = g_strdup(set->ticket_system);
	activation->set_name = g_strdup(set->name);
	return activation;
}

const char *set_needs_clear(const State *state, const ActivationSet *set)
{
	for (guint i = 0; i < set->rows->len; i++) {
		g_autoptr(GPtrArray) places =
			set_find_places(state, g_ptr_array_index(set->rows, i));
		if (places->len != 1)
			return "A role of the set is not clear: it is marked in the list.";
	}
	return NULL;
}

void set_start(Update *update, const ActivationSet *set)
{
	const State *state = update->state;
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < set->rows->len; i++) {
		const SetRow *row = g_ptr_array_index(set->rows, i);
		g_autoptr(GPtrArray) places = set_find_places(state, row);
		g_ptr_array_add(activations,
				set_make_activation(state, set, row, g_ptr_array_index(places, 0)));
	}
	dialog_close(update);
	activate_open(update, activations);
}
