#include <string.h>

#include "cli/document.h"
#include "cli/resolve.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/target.h"
#include "cli/tell.h"
#include "cli/trees.h"

/* In a pipe: type, name, id. */
static const Column COLUMNS[] = { { "TYPE", .is_whole = true },
				  { "NAME" },
				  { "ID", .is_whole = true } };

static void add_scope(Table *table, const Scope *scope)
{
	char *cells[] = { (char *)scope_type_word(scope->type), (char *)scope_label(scope),
			  scope->id };
	table_add(table, cells);
}

static void print(const Session *session, const GPtrArray *scopes, bool is_json, Instant as_of)
{
	if (is_json) {
		cJSON *items = cJSON_CreateArray();
		for (guint i = 0; i < scopes->len; i++)
			cJSON_AddItemToArray(items, document_scope(scopes->pdata[i]));
		document_print(document_list(session, as_of, items));
		return;
	}
	g_autoptr(Table) table = table_new(COLUMNS, G_N_ELEMENTS(COLUMNS));
	for (guint i = 0; i < scopes->len; i++)
		add_scope(table, scopes->pdata[i]);
	if (scopes->len > 0)
		table_print(table);
}

/* Scopes in the order found, each once. */
typedef struct Scopes {
	GPtrArray *list; /* Scope* */
	GHashTable *ids; /* set of their ids */
} Scopes;

static void add_copy(Scopes *scopes, const Scope *scope)
{
	if (scope->id == NULL || g_hash_table_contains(scopes->ids, scope->id))
		return;
	Scope *copy = g_new0(Scope, 1);
	scope_copy(copy, scope);
	g_ptr_array_add(scopes->list, copy);
	g_hash_table_add(scopes->ids, copy->id);
}

static void free_scope(gpointer scope)
{
	scope_clear(scope);
	g_free(scope);
}

static bool can_narrow(const Target *target)
{
	return workload_info(target->eligibility->grant.workload)->can_narrow_scope;
}

/* Each of `targets` (Target*) and all below it, as far as the row may be narrowed. */
static ExitCode add_trees(Session *session, const GPtrArray *targets, Scopes *scopes)
{
	g_autoptr(GPtrArray) trees = g_ptr_array_new_with_free_func((GDestroyNotify)tree_free);
	for (guint i = 0; i < targets->len; i++) {
		const Target *target = g_ptr_array_index(targets, i);
		if (can_narrow(target))
			g_ptr_array_add(trees, tree_new(target->eligibility, &target->scope));
	}
	ExitCode code = load_trees(session, trees);
	for (guint i = 0, next = 0; code == EXIT_DONE && i < targets->len; i++) {
		const Target *target = g_ptr_array_index(targets, i);
		add_copy(scopes, &target->scope);
		const Tree *tree = can_narrow(target) ? trees->pdata[next++] : NULL;
		for (guint k = 0; tree != NULL && k < tree->scopes->len; k++)
			add_copy(scopes, g_ptr_array_index(tree->scopes, k));
	}
	return code;
}

/* Without a scope: all scopes of every row with that role. */
static ExitCode add_all(Session *session, const Selection *selection, GPtrArray *rows,
			Scopes *scopes, Refusal *refusal)
{
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < rows->len; i++) {
		Eligibility *row = g_ptr_array_index(rows, i);
		if (!grant_has_role(&row->grant, selection->role))
			continue;
		Target *target = g_new0(Target, 1);
		*target = (Target){ .eligibility = row, .scope = row->grant.scope }; /* borrowed */
		g_ptr_array_add(targets, target);
	}
	if (targets->len > 0)
		return add_trees(session, targets, scopes);
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	choose_grant(selection, grants, "eligible", refusal); /* tells that there is none */
	return EXIT_USAGE;
}

ExitCode verb_scopes(const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, options, &code))
		return code;
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(&session, SESSION_ELIGIBLE, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	if (is_in_a_failed_list(&session, grants, options->arguments[0]))
		return session_report(&session, false);
	Selection selection = { .role = options->arguments[0], .scope = options->arguments[1] };
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_scope);
	g_autoptr(GHashTable) ids = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	Scopes scopes = { .list = list, .ids = ids };
	g_auto(Refusal) refusal = { 0 };
	if (selection.scope == NULL) {
		code = add_all(&session, &selection, rows, &scopes, &refusal);
	} else {
		g_auto(Target) target = { 0 };
		code = choose_target(&session, &selection, rows, &target, &refusal);
		g_autoptr(GPtrArray) targets = g_ptr_array_new();
		g_ptr_array_add(targets, &target);
		if (code == EXIT_DONE)
			code = add_trees(&session, targets, &scopes);
	}
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, options);
	if (code != EXIT_DONE)
		return code;
	print(&session, list, options->is_json, as_of);
	return session_report(&session, list->len > 0);
}
