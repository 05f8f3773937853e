#include <string.h>

#include "cli/document.h"
#include "cli/resolve.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/tell.h"

/* In a pipe: type, name, id. */
static const Column COLUMNS[] = { { "TYPE", .is_whole = true }, { "NAME" }, { "ID" } };

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

/* `target` and all below it, as far as the row may be narrowed. */
static ExitCode add_tree(Session *session, const Target *target, Scopes *scopes)
{
	add_copy(scopes, &target->scope);
	if (!workload_info(target->eligibility->grant.workload)->can_narrow_scope)
		return EXIT_DONE;
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) children =
		load_children(session, target->eligibility, &target->scope, true, &code);
	for (guint i = 0; children != NULL && i < children->len; i++)
		add_copy(scopes, g_ptr_array_index(children, i));
	return code;
}

/* Without a scope: all scopes of every row with that role. */
static ExitCode add_all(Session *session, const Selection *selection, GPtrArray *rows,
			Scopes *scopes)
{
	ExitCode code = EXIT_DONE;
	bool is_any = false;
	for (guint i = 0; i < rows->len && code == EXIT_DONE; i++) {
		Eligibility *row = g_ptr_array_index(rows, i);
		if (!grant_has_role(&row->grant, selection->role))
			continue;
		is_any = true;
		Target target = { .eligibility = row, .scope = row->grant.scope }; /* borrowed */
		code = add_tree(session, &target, scopes);
	}
	if (is_any)
		return code;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	choose_grant(selection, grants, "eligible"); /* tells that there is none */
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
	if (rows->len == 0 && session.problems->len > 0)
		return session_report(&session, false);
	Selection selection = { .role = options->arguments[0], .scope = options->arguments[1] };
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_scope);
	g_autoptr(GHashTable) ids = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	Scopes scopes = { .list = list, .ids = ids };
	if (selection.scope == NULL) {
		code = add_all(&session, &selection, rows, &scopes);
	} else {
		g_auto(Target) target = { 0 };
		code = choose_target(&session, &selection, rows, &target);
		if (code == EXIT_DONE)
			code = add_tree(&session, &target, &scopes);
	}
	if (code != EXIT_DONE)
		return code;
	print(&session, list, options->is_json, as_of);
	return session_report(&session, list->len > 0);
}
