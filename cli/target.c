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

/* What is looked for below the rows, and where it was found. */
typedef struct Search {
	const Selection *selection;
	const GPtrArray *eligibilities; /* Eligibility* */
	ScopeWords words;
	GPtrArray *places; /* Target* */
} Search;

static void search_clear(Search *search)
{
	scope_words_clear(&search->words);
	g_clear_pointer(&search->places, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

static void add(const Search *search, const Eligibility *row, const Scope *scope)
{
	targets_add(search->places, row, scope, search->selection->until);
}

static void add_pasted(const Search *search, const Eligibility *row)
{
	const char *id = search->words.id;
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(id), id, NULL);
	add(search, row, &scope);
}

/* What a row's tree holds under that name or id. */
static void search_tree(const Search *search, const Tree *tree)
{
	const ScopeWords *words = &search->words;
	for (guint i = 0; i < tree->scopes->len; i++) {
		const Scope *child = g_ptr_array_index(tree->scopes, i);
		if (scope_has_words(child, words))
			add(search, tree->row, child);
		else if (words->id != NULL && scope_id_covers(child->id, words->id))
			add_pasted(search, tree->row);
	}
}

/* Where a group's scopes cannot be seen, the service judges whether it holds the one that was named. */
static void search_unseen(const Search *search, const GPtrArray *trees)
{
	if (search->words.id == NULL || !search->selection->is_judged || search->places->len > 0)
		return;
	for (guint i = 0; i < trees->len; i++) {
		const Tree *tree = g_ptr_array_index(trees, i);
		if (tree->is_lacking)
			add_pasted(search, tree->row);
	}
}

static ExitCode search_trees(Session *session, const Search *search, GPtrArray *trees)
{
	const bool is_patient = search->words.id != NULL && search->selection->is_judged;
	const ExitCode code = load_trees(session, trees, is_patient);
	for (guint i = 0; code == EXIT_DONE && i < trees->len; i++)
		search_tree(search, g_ptr_array_index(trees, i));
	if (code == EXIT_DONE)
		search_unseen(search, trees);
	return code;
}

/* A place, or a tree in which there may be one. */
static void take_row(const Search *search, const Eligibility *row, Covers covers, GPtrArray *trees)
{
	if (covers == COVERS_SURELY)
		add_pasted(search, row);
	else if (covers == COVERS_MAYBE)
		g_ptr_array_add(trees, tree_new(row, &row->grant.scope));
}

/* Below the rows of `grants`. */
static ExitCode search_below(Session *session, const Search *search, const GPtrArray *grants)
{
	const ScopeWords *words = &search->words;
	const GPtrArray *places = search->places;
	const bool is_known = words->id != NULL && !words->is_guess;
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		const Eligibility *row = find_row(search->eligibilities, grant);
		if (!workload_info(grant->workload)->can_narrow_scope)
			continue;
		/* A name may be anywhere below the row; an id tells by itself, but for what a group holds. */
		take_row(search, row, is_known ? grant_covers(grant, words->id) : COVERS_MAYBE,
			 trees);
	}
	/* A resource's id below the one management group that may hold it: no tree knows better than the service. */
	if (is_known && search->selection->is_judged && (places->len > 0 || trees->len == 1)) {
		const Tree *only = places->len == 0 ? g_ptr_array_index(trees, 0) : NULL;
		if (only != NULL)
			add_pasted(search, only->row);
		return EXIT_DONE;
	}
	return search_trees(session, search, trees);
}

/* The row at the very scope ends too early: one above it may last. */
static ExitCode search_above(Session *session, const Search *search, const GPtrArray *grants)
{
	const Target *place = g_ptr_array_index(search->places, 0);
	const Grant *near = &place->eligibility->grant;
	const Instant until = search->selection->until;
	if (search->places->len > 1 || !grant_ends_before(near, until))
		return EXIT_DONE;
	g_auto(Search) above = { .selection = search->selection,
				 .eligibilities = search->eligibilities,
				 .places = g_ptr_array_ref(search->places) };
	scope_words_init(&above.words, place->scope.id);
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		if (grant_ends_before(grant, until) ||
		    scope_id_equal(grant->scope.id, place->scope.id))
			continue;
		take_row(&above, find_row(search->eligibilities, grant),
			 grant_covers(grant, place->scope.id), trees);
	}
	return search_trees(session, &above, trees);
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

static char *choice_message(const Selection *selection, bool has_choice, guint count)
{
	if (has_choice)
		return g_strdup_printf("Say where to activate \"%s\": --scope NAME, ID or URL, the "
				       "narrowest that will do. It is eligible at:",
				       selection->role);
	if (selection->is_shown)
		return g_strdup_printf("\"%s\" matches %u rows. Say which by its scope, or by the "
				       "row's id:",
				       selection->role, count);
	return g_strdup_printf("\"%s\" matches %u rows. Nothing was sent. Say which by --scope, by "
			       "the row's id as --role, or of a group by --access member or owner:",
			       selection->role, count);
}

/* Without --scope only a row that has no choice is meant. */
static ExitCode choose_only(const Selection *selection, GPtrArray *fitting,
			    const GPtrArray *eligibilities, Target *target, Refusal *refusal)
{
	const bool has_choice = !selection->is_shown && can_any_be_narrowed(fitting);
	g_autoptr(GPtrArray) places = targets_new();
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		targets_add(places, find_row(eligibilities, grant), &grant->scope,
			    selection->until);
	}
	if (places->len > 1 || has_choice) {
		g_autofree char *message = choice_message(selection, has_choice, fitting->len);
		tell_candidates(refusal, REFUSAL_AMBIGUOUS, message, fitting);
		return EXIT_USAGE;
	}
	return choose_place(selection, places, target, refusal);
}

ExitCode choose_target(Session *session, const Selection *selection, const GPtrArray *eligibilities,
		       Target *target, Refusal *refusal)
{
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(eligibilities);
	if (tell_doubtful(selection, grants, refusal))
		return EXIT_USAGE;
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (fitting->len == 0) {
		choose_grant(selection, grants, "eligible", refusal);
		return EXIT_USAGE;
	}
	if (selection->scope == NULL)
		return choose_only(selection, fitting, eligibilities, target, refusal);
	g_auto(Search) search = { .selection = selection,
				  .eligibilities = eligibilities,
				  .places = targets_new() };
	scope_words_init(&search.words, selection->scope);
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		if (scope_has_words(&grant->scope, &search.words))
			add(&search, find_row(eligibilities, grant), &grant->scope);
	}
	/* A row's own scope goes before scopes of the same name further down. */
	const ExitCode code = search.places->len == 0 ? search_below(session, &search, fitting)
						      : search_above(session, &search, fitting);
	if (code != EXIT_DONE)
		return code;
	return choose_place(selection, search.places, target, refusal);
}

GPtrArray *find_named_places(const Selection *selection, const GPtrArray *eligibilities)
{
	g_auto(Search) search = { .selection = selection,
				  .eligibilities = eligibilities,
				  .places = targets_new() };
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(eligibilities);
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (selection->scope != NULL)
		scope_words_init(&search.words, selection->scope);
	const char *id = search.words.id;
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		const Eligibility *row = find_row(eligibilities, grant);
		const bool is_own = selection->scope == NULL
					    ? !can_any_be_narrowed(fitting)
					    : scope_has_words(&grant->scope, &search.words);
		if (is_own)
			add(&search, row, &grant->scope);
		else if (id != NULL && grant_covers(grant, id) != COVERS_NOT)
			add_pasted(&search, row);
	}
	return g_steal_pointer(&search.places);
}
