#include "cli/why-ask.h"

#include "cli/trees.h"
#include "frontend/selection.h"

#define PATIENCE_SECONDS 20 /* for what management groups hold, all together */

void why_asked_clear(WhyAsked *asked)
{
	listing_clear(&asked->eligible);
	listing_clear(&asked->active);
	operations_free(asked->operations);
	g_clear_pointer(&asked->definitions, g_ptr_array_unref);
	g_clear_pointer(&asked->denies, g_ptr_array_unref);
	g_clear_pointer(&asked->unasked, g_ptr_array_unref);
	g_clear_pointer(&asked->held, g_hash_table_unref);
	problem_free(asked->problem);
}

static void release_scopes(gpointer scopes)
{
	if (scopes != NULL)
		g_ptr_array_unref(scopes);
}

bool why_ask_lists(Session *session, WhyAsked *asked)
{
	asked->operations = operations_new();
	asked->definitions = g_ptr_array_new();
	asked->held =
		g_hash_table_new_full(scope_id_hash, scope_id_equal_hash, g_free, release_scopes);
	return session_list(session, LIST_ELIGIBILITIES, LISTS_ASKED_OR_KEPT, &asked->eligible) &&
	       session_list(session, LIST_ASSIGNMENTS, LISTS_ASKED_OR_KEPT, &asked->active);
}

/* ---- what management groups hold ---- */

static void note_tree(WhyAsked *asked, const Tree *tree)
{
	g_hash_table_replace(asked->held, g_strdup(tree->scope->id),
			     tree->is_lacking || !tree->is_over ? NULL
								: g_ptr_array_ref(tree->scopes));
}

/* Of these rows, each group once. False: interrupted. */
static bool load_groups(Session *session, WhyAsked *asked, const GPtrArray *rows)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		const char *id = row->grant.scope.id;
		if (g_hash_table_contains(asked->held, id))
			continue;
		g_hash_table_insert(asked->held, g_strdup(id), NULL);
		g_ptr_array_add(trees, tree_new(row, &row->grant.scope));
	}
	if (load_trees_within(session, trees, PATIENCE_SECONDS) != EXIT_DONE)
		return false;
	for (guint i = 0; i < trees->len; i++)
		note_tree(asked, trees->pdata[i]);
	return true;
}

static Covers look_into_group(const Grant *grant, const char *scope_id, gpointer data)
{
	const WhyAsked *asked = data;
	gpointer value = NULL;
	if (!g_hash_table_lookup_extended(asked->held, grant->scope.id, NULL, &value) ||
	    value == NULL)
		return COVERS_MAYBE;
	const GPtrArray *scopes = value;
	for (guint i = 0; i < scopes->len; i++) {
		const Scope *scope = scopes->pdata[i];
		if (scope_id_covers(scope->id, scope_id))
			return COVERS_SURELY;
	}
	return COVERS_NOT;
}

/* ---- a scope by its name ---- */

static void add_named(GPtrArray *found, const Scope *scope, const ScopeWords *words)
{
	if (!scope_has_words(scope, words))
		return;
	for (guint i = 0; i < found->len; i++) {
		if (scope_id_equal(found->pdata[i], scope->id))
			return;
	}
	g_ptr_array_add(found, g_strdup(scope->id));
}

static bool can_hold(const Grant *grant)
{
	return workload_info(grant->workload)->can_narrow_scope &&
	       (grant->scope.type == SCOPE_MANAGEMENT_GROUP ||
		grant->scope.type == SCOPE_SUBSCRIPTION);
}

static bool find_below(Session *session, const WhyAsked *asked, const ScopeWords *words,
		       GPtrArray *found)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	for (guint i = 0; i < asked->eligible.rows->len; i++) {
		const Eligibility *row = asked->eligible.rows->pdata[i];
		if (can_hold(&row->grant) && g_hash_table_add(seen, row->grant.scope.id))
			g_ptr_array_add(trees, tree_new(row, &row->grant.scope));
	}
	if (load_trees_within(session, trees, PATIENCE_SECONDS) != EXIT_DONE)
		return false;
	for (guint i = 0; i < trees->len; i++) {
		const Tree *tree = trees->pdata[i];
		for (guint k = 0; k < tree->scopes->len; k++)
			add_named(found, tree->scopes->pdata[k], words);
	}
	return true;
}

char *why_find_scope(Session *session, const WhyAsked *asked, const char *text)
{
	g_auto(ScopeWords) words = { 0 };
	scope_words_init(&words, text);
	/* A resource's child is none that one could activate at, but it says what is meant. */
	if (words.id != NULL && !words.is_guess)
		return *text == '/' ? scope_normalize_arm_id(text) : g_strdup(words.id);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < asked->eligible.rows->len; i++) {
		const Grant *grant = &((const Eligibility *)asked->eligible.rows->pdata[i])->grant;
		if (workload_info(grant->workload)->can_narrow_scope)
			add_named(found, &grant->scope, &words);
	}
	if (found->len == 0 && !find_below(session, asked, &words, found))
		return NULL;
	if (found->len == 1)
		return g_strdup(found->pdata[0]);
	if (found->len == 0)
		tell_format("No scope below your eligible rows is called \"%s\". Give its id.",
			    text);
	else
		tell_format("\"%s\" is the name of %u scopes, such as %s and %s. Give the id.",
			    text, found->len, (const char *)found->pdata[0],
			    (const char *)found->pdata[1]);
	return NULL;
}

/* ---- what roles permit ---- */

typedef void (*TakeAnswer)(WhyAsked *asked, const Event *event);

/* Each answer to the intent, to its end. False: interrupted. */
static bool read_answers(Session *session, WhyAsked *asked, Intent *intent, TakeAnswer take)
{
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return false;
		if (event->intent_id != id)
			continue;
		take(asked, event);
		if (event->kind == EVENT_INTENT_DONE)
			return true;
	}
}

static void take_definitions(WhyAsked *asked, const Event *event)
{
	if (event->problem != NULL && asked->problem == NULL)
		asked->problem = problem_copy(event->problem);
	if (event->kind != EVENT_DEFINITIONS || event->rows == NULL)
		return;
	g_ptr_array_unref(asked->definitions);
	asked->definitions = g_ptr_array_ref(event->rows);
}

static bool read_definitions(Session *session, WhyAsked *asked, GPtrArray *rows)
{
	Intent *intent = intent_new(0, INTENT_READ_DEFINITIONS);
	intent->eligibilities = g_ptr_array_ref(rows);
	return read_answers(session, asked, intent, take_definitions);
}

static void take_denies(WhyAsked *asked, const Event *event)
{
	if (event->kind != EVENT_DENIES || event->rows == NULL)
		return;
	asked->denies = g_ptr_array_ref(event->rows);
	g_ptr_array_unref(asked->unasked);
	asked->unasked = g_ptr_array_ref(event->failed);
}

/* Those that are not told are not known: nobody said that there is none. */
static bool read_denies(Session *session, WhyAsked *asked, GPtrArray *places)
{
	Intent *intent = intent_new(0, INTENT_READ_DENIES);
	intent->places = g_ptr_array_ref(places);
	asked->unasked = g_ptr_array_ref(places);
	return read_answers(session, asked, intent, take_denies);
}

WhyQuestion why_question(const WhyAsked *asked, const GPtrArray *needs)
{
	return (WhyQuestion){
		.needs = needs,
		.eligibilities = asked->eligible.rows,
		.assignments = asked->active.rows,
		.definitions = asked->definitions,
		.denies = asked->denies,
		.unasked = asked->unasked,
		.operations = asked->operations,
		.covers = look_into_group,
		.covers_data = (gpointer)asked,
	};
}

bool why_ask_roles(Session *session, WhyAsked *asked, const GPtrArray *needs)
{
	WhyQuestion question = why_question(asked, needs);
	g_autoptr(GPtrArray) rows = why_rows_to_read(&question);
	if (rows->len == 0)
		return true;
	if (!read_definitions(session, asked, rows))
		return false;
	g_autoptr(GPtrArray) places = why_places_to_ask(needs);
	if (places->len > 0 && !read_denies(session, asked, places))
		return false;
	question.definitions = asked->definitions;
	g_autoptr(GPtrArray) doubtful = why_rows_in_doubt(&question, rows);
	return load_groups(session, asked, doubtful);
}

/* ---- what scopes are called ---- */

static const char *name_among(const GPtrArray *scopes, const char *id)
{
	for (guint i = 0; i < scopes->len; i++) {
		const Scope *scope = scopes->pdata[i];
		if (scope->name != NULL && scope_id_equal(scope->id, id))
			return scope->name;
	}
	return NULL;
}

/* NULL: nobody told it. */
static const char *find_name(const WhyAsked *asked, const char *id)
{
	GHashTableIter iter;
	gpointer held = NULL;
	const char *name = NULL;
	for (guint i = 0; name == NULL && i < asked->eligible.rows->len; i++) {
		const Eligibility *row = asked->eligible.rows->pdata[i];
		if (scope_id_equal(row->grant.scope.id, id))
			name = row->grant.scope.name;
	}
	for (guint i = 0; name == NULL && i < asked->active.rows->len; i++) {
		const Assignment *row = asked->active.rows->pdata[i];
		if (scope_id_equal(row->grant.scope.id, id))
			name = row->grant.scope.name;
	}
	g_hash_table_iter_init(&iter, asked->held);
	while (name == NULL && g_hash_table_iter_next(&iter, NULL, &held))
		name = held != NULL ? name_among(held, id) : NULL;
	return name;
}

void why_name_scopes(const WhyAsked *asked, const Why *why)
{
	for (guint i = 0; i < why->needs->len; i++) {
		Need *need = why->needs->pdata[i];
		const ScopeType type =
			need->scope != NULL ? scope_type_from_arm_id(need->scope) : SCOPE_UNKNOWN;
		if (need->place == NULL &&
		    (type == SCOPE_SUBSCRIPTION || type == SCOPE_MANAGEMENT_GROUP))
			need->place = g_strdup(find_name(asked, need->scope));
	}
	for (guint i = 0; i < why->ways->len; i++) {
		const Way *way = why->ways->pdata[i];
		for (guint k = 0; k < way->targets->len; k++) {
			Scope *scope = &((Target *)way->targets->pdata[k])->scope;
			if (scope->name == NULL)
				scope->name = g_strdup(find_name(asked, scope->id));
		}
	}
}
