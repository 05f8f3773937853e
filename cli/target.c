#include "cli/target.h"

#include "cli/resolve.h"
#include "cli/trees.h"

static const Eligibility *find_row(const GPtrArray *eligibilities, const Grant *grant)
{
	for (guint i = 0; i < eligibilities->len; i++) {
		const Eligibility *row = eligibilities->pdata[i];
		if (&row->grant == grant)
			return row;
	}
	return NULL;
}

static void add_pasted(GPtrArray *places, const Eligibility *row, const char *id)
{
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(id), id, NULL);
	targets_add(places, row, &scope);
}

/* What a row's tree holds under that name or id. */
static void search_tree(const Tree *tree, const ScopeWords *words, GPtrArray *places)
{
	for (guint i = 0; i < tree->scopes->len; i++) {
		const Scope *child = g_ptr_array_index(tree->scopes, i);
		if (scope_has_words(child, words))
			targets_add(places, tree->row, child);
		else if (words->id != NULL && scope_id_covers(child->id, words->id))
			add_pasted(places, tree->row, words->id);
	}
}

/* Below the rows of `grants`. */
static ExitCode search_below(Session *session, const GPtrArray *grants,
			     const GPtrArray *eligibilities, const ScopeWords *words,
			     bool is_judged, GPtrArray *places)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		const Eligibility *row = find_row(eligibilities, grant);
		if (!workload_info(grant->workload)->can_narrow_scope)
			continue;
		/* A name may be anywhere below the row; an id tells by itself, but for what a group holds. */
		const Covers covers =
			words->id != NULL ? grant_covers(grant, words->id) : COVERS_MAYBE;
		if (covers == COVERS_SURELY)
			add_pasted(places, row, words->id);
		else if (covers == COVERS_MAYBE)
			g_ptr_array_add(trees, tree_new(row, &grant->scope));
	}
	/* A resource's id below the one management group that may hold it: no tree knows better than the service. */
	if (words->id != NULL && is_judged && (places->len > 0 || trees->len == 1)) {
		const Tree *only = places->len == 0 ? g_ptr_array_index(trees, 0) : NULL;
		if (only != NULL)
			add_pasted(places, only->row, words->id);
		return EXIT_DONE;
	}
	ExitCode code = load_trees(session, trees);
	for (guint i = 0; code == EXIT_DONE && i < trees->len; i++)
		search_tree(g_ptr_array_index(trees, i), words, places);
	return code;
}

static void tell_places(const Selection *selection, const GPtrArray *places, Refusal *refusal)
{
	g_autofree char *message = g_strdup_printf("\"%s\" on \"%s\" matches %u rows. Nothing was "
						   "sent. Say which by the scope's id, by the "
						   "row's id as --role, or of a group by --access:",
						   selection->role, selection->scope, places->len);
	refusal_tell(refusal, REFUSAL_AMBIGUOUS, message);
	g_autoptr(GPtrArray) grants = g_ptr_array_new();
	for (guint i = 0; i < places->len; i++)
		g_ptr_array_add(grants, &((Target *)places->pdata[i])->eligibility->grant);
	refusal_expect(refusal, grants);
	for (guint i = 0; i < places->len; i++) {
		const Target *place = g_ptr_array_index(places, i);
		refusal_add(refusal, &place->eligibility->grant, &place->scope);
	}
}

static ExitCode choose_place(const Selection *selection, const GPtrArray *places, Target *target,
			     Refusal *refusal)
{
	if (places->len == 0) {
		g_autofree char *message =
			g_strdup_printf("\"%s\" cannot be activated at \"%s\": no such scope below "
					"your eligible rows. "
					"`myroles scopes \"%s\"` shows where it can.",
					selection->role, selection->scope, selection->role);
		refusal_tell(refusal, REFUSAL_UNKNOWN, message);
		return EXIT_USAGE;
	}
	if (places->len > 1) {
		tell_places(selection, places, refusal);
		return EXIT_USAGE;
	}
	const Target *place = g_ptr_array_index(places, 0);
	target->eligibility = eligibility_copy(place->eligibility);
	scope_copy(&target->scope, &place->scope);
	return EXIT_DONE;
}

static bool can_any_be_narrowed(const GPtrArray *grants)
{
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		if (workload_info(grant->workload)->can_narrow_scope)
			return true;
	}
	return false;
}

/* Without --scope only a row that has no choice is meant. */
static ExitCode choose_only(const Selection *selection, GPtrArray *fitting,
			    const GPtrArray *eligibilities, Target *target, Refusal *refusal)
{
	const bool has_choice = can_any_be_narrowed(fitting);
	g_autoptr(GPtrArray) places = targets_new();
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		targets_add(places, find_row(eligibilities, grant), &grant->scope);
	}
	if (places->len > 1 || has_choice) {
		g_autofree char *message =
			has_choice
				? g_strdup_printf("Say where to activate \"%s\": --scope "
						  "NAME, ID or URL, the narrowest that will do. It "
						  "is eligible at:",
						  selection->role)
				: g_strdup_printf(
					  "\"%s\" matches %u rows. Nothing was sent. Say which "
					  "by --scope, by the row's id as --role, or of a "
					  "group by --access member or owner:",
					  selection->role, fitting->len);
		tell_candidates(refusal, REFUSAL_AMBIGUOUS, message, fitting);
		return EXIT_USAGE;
	}
	return choose_place(selection, places, target, refusal);
}

ExitCode choose_target(Session *session, const Selection *selection, const GPtrArray *eligibilities,
		       Target *target, Refusal *refusal)
{
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(eligibilities);
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (fitting->len == 0) {
		choose_grant(selection, grants, "eligible", refusal);
		return EXIT_USAGE;
	}
	if (selection->scope == NULL)
		return choose_only(selection, fitting, eligibilities, target, refusal);
	g_autoptr(GPtrArray) places = targets_new();
	g_auto(ScopeWords) words = { 0 };
	scope_words_init(&words, selection->scope);
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		if (scope_has_words(&grant->scope, &words))
			targets_add(places, find_row(eligibilities, grant), &grant->scope);
	}
	/* A row's own scope goes before scopes of the same name further down. */
	ExitCode code = EXIT_DONE;
	if (places->len == 0)
		code = search_below(session, fitting, eligibilities, &words, selection->is_judged,
				    places);
	if (code != EXIT_DONE)
		return code;
	return choose_place(selection, places, target, refusal);
}

GPtrArray *find_named_places(const Selection *selection, const GPtrArray *eligibilities)
{
	GPtrArray *places = targets_new();
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(eligibilities);
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	g_auto(ScopeWords) words = { 0 };
	if (selection->scope != NULL)
		scope_words_init(&words, selection->scope);
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		const Eligibility *row = find_row(eligibilities, grant);
		const bool is_own = selection->scope == NULL
					    ? !can_any_be_narrowed(fitting)
					    : scope_has_words(&grant->scope, &words);
		if (is_own)
			targets_add(places, row, &grant->scope);
		else if (words.id != NULL && grant_covers(grant, words.id) != COVERS_NOT)
			add_pasted(places, row, words.id);
	}
	return places;
}
