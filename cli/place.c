#include "cli/place.h"

#include "cli/lists.h"
#include "cli/trees.h"
#include "frontend/selection.h"

#define PATIENCE_SECONDS 20 /* for all that lies below one's eligibilities */

void place_clear(Place *place)
{
	scope_clear(&place->scope);
}

/* What was found so far. */
typedef struct Search {
	Session *session;
	ScopeWords words;
	GPtrArray *eligibilities; /* Eligibility*; NULL: not asked for */
	GPtrArray *grants; /* Grant*, owned: one for each scope that fits, with its row's role */
} Search;

static void free_grant(gpointer grant)
{
	grant_clear(grant);
	g_free(grant);
}

static void search_clear(Search *search)
{
	scope_words_clear(&search->words);
	g_clear_pointer(&search->eligibilities, g_ptr_array_unref);
	g_clear_pointer(&search->grants, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Search, search_clear)

static void look_at(const Search *search, const Grant *row, const Scope *scope)
{
	if (!scope_has_words(scope, &search->words))
		return;
	for (guint i = 0; i < search->grants->len; i++) {
		const Grant *known = search->grants->pdata[i];
		if (known->workload == row->workload && scope_id_equal(known->scope.id, scope->id))
			return;
	}
	Grant *found = g_new0(Grant, 1);
	grant_copy(found, row);
	scope_clear(&found->scope);
	scope_copy(&found->scope, scope);
	g_ptr_array_add(search->grants, found);
}

/* Each begins with its grant. False: interrupted. */
static bool look_in_list(Search *search, ListId list)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(search->session, list, &as_of);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Grant *grant = rows->pdata[i];
		look_at(search, grant, &grant->scope);
	}
	if (rows != NULL && list == LIST_ELIGIBILITIES)
		search->eligibilities = g_ptr_array_ref(rows);
	return rows != NULL;
}

static bool look_below(Search *search)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < search->eligibilities->len; i++) {
		const Eligibility *row = search->eligibilities->pdata[i];
		if (workload_info(row->grant.workload)->can_narrow_scope)
			g_ptr_array_add(trees, tree_new(row, &row->grant.scope));
	}
	if (load_trees_within(search->session, trees, PATIENCE_SECONDS) != EXIT_DONE)
		return false;
	for (guint i = 0; i < trees->len; i++) {
		const Tree *tree = trees->pdata[i];
		for (guint k = 0; k < tree->scopes->len; k++)
			look_at(search, &tree->row->grant, tree->scopes->pdata[k]);
	}
	return true;
}

/* The nearest first: what takes long is asked only where nothing was found. False: interrupted. */
static bool look(Search *search)
{
	if (!look_in_list(search, LIST_ELIGIBILITIES))
		return false;
	if (search->grants->len == 0 && !look_in_list(search, LIST_ASSIGNMENTS))
		return false;
	return search->grants->len > 0 || search->words.id != NULL || look_below(search);
}

static ExitCode refuse(const Search *search, const char *text, Refusal *refusal)
{
	if (search->grants->len == 0 && search->session->problems->len > 0)
		return session_report(search->session, false);
	g_autofree char *message =
		search->grants->len == 0
			? g_strdup_printf("No scope of yours is called \"%s\". Give its resource "
					  "id or the portal's URL.",
					  text)
			: g_strdup_printf("%u scopes are called \"%s\". Say which by its id:",
					  search->grants->len, text);
	refusal_tell(refusal, search->grants->len == 0 ? REFUSAL_UNKNOWN : REFUSAL_AMBIGUOUS,
		     message);
	for (guint i = 0; i < search->grants->len; i++)
		refusal_add(refusal, search->grants->pdata[i], NULL);
	return EXIT_USAGE;
}

static ExitCode take_id(Place *place, const char *id)
{
	place->workload = WORKLOAD_AZURE;
	scope_init(&place->scope, scope_type_from_arm_id(id), id, NULL);
	return EXIT_DONE;
}

ExitCode choose_scope(Session *session, const char *words, Place *place, Refusal *refusal)
{
	const char *text = alias_words(session->settings->aliases, ALIAS_SCOPE, words);
	g_auto(Search) search = { .session = session,
				  .grants = g_ptr_array_new_with_free_func(free_grant) };
	scope_words_init(&search.words, text);
	if (search.words.id != NULL && !search.words.is_guess)
		return take_id(place, search.words.id);
	if (g_ascii_strcasecmp(text, "directory") == 0) {
		place->workload = WORKLOAD_ENTRA;
		scope_init(&place->scope, SCOPE_DIRECTORY, "/", "directory");
		return EXIT_DONE;
	}
	if (!look(&search))
		return EXIT_INTERRUPTED;
	if (search.grants->len == 1) {
		const Grant *found = search.grants->pdata[0];
		place->workload = found->workload;
		scope_copy(&place->scope, &found->scope);
		/* Lists that failed beside it had nothing to do with it. */
		g_ptr_array_set_size(session->problems, 0);
		return EXIT_DONE;
	}
	if (search.grants->len == 0 && search.words.id != NULL)
		return take_id(place, search.words.id);
	return refuse(&search, text, refusal);
}
