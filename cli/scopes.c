#include "cli/lists.h"
#include "cli/print.h"
#include "cli/resolve.h"
#include "cli/shape.h"
#include "cli/target.h"
#include "cli/trees.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "frontend/list-problems.h"

#define PATIENCE_SECONDS 20 /* for all trees together: a slow one is told as missing */

static void print(const Session *session, GPtrArray *scopes, const Options *options, Instant as_of)
{
	const Wording wording = session_wording(session);
	const ListSource source = { session->account, as_of, session->problems };
	shape_sort(options, &scope_sheet, &wording, scopes);
	if (options->is_json)
		print_document(
			document_list(&wording, &source, document_items(scopes, document_scope)));
	else if (scopes->len > 0)
		print_rows(options, session->settings, &scope_sheet, &wording, scopes);
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
	Scope *copy = scope_new_copy(scope);
	g_ptr_array_add(scopes->list, copy);
	g_hash_table_add(scopes->ids, copy->id);
}

static bool can_narrow(const Target *target)
{
	return workload_info(target->eligibility->grant.workload)->can_narrow_scope;
}

/* Those below which nothing is known, by name, and why. */
static void note_lacks(const Session *session, const GPtrArray *trees)
{
	g_autoptr(GString) names = g_string_new(NULL);
	const Tree *first = NULL;
	for (guint i = 0; i < trees->len; i++) {
		const Tree *tree = g_ptr_array_index(trees, i);
		if (tree->problem == NULL)
			continue;
		first = first != NULL ? first : tree;
		g_string_append_printf(names, "%s%s", names->len > 0 ? ", " : "",
				       scope_label(tree->scope));
	}
	if (first == NULL)
		return;
	g_autofree char *message = g_strdup_printf("What lies below %s is not known: %s",
						   names->str, first->problem->message);
	g_autoptr(Problem) problem = problem_copy(first->problem);
	g_free(problem->message);
	problem->message = g_steal_pointer(&message);
	list_problems_add(session->problems, &first->row->grant.workload, problem);
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
	const ExitCode code = load_trees_within(session, trees, PATIENCE_SECONDS);
	note_lacks(session, trees);
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

/* With one: the row that is meant there. */
static ExitCode add_one(Session *session, const Selection *selection, const GPtrArray *rows,
			Scopes *scopes, Refusal *refusal)
{
	g_auto(Target) target = { 0 };
	const ExitCode code = choose_target(session, selection, rows, &target, refusal);
	if (code != EXIT_DONE)
		return code;
	g_autoptr(GPtrArray) targets = g_ptr_array_new();
	g_ptr_array_add(targets, &target);
	return add_trees(session, targets, scopes);
}

static ExitCode run(Session *session, const Options *options)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_ELIGIBILITIES, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) grants = grants_of_eligibilities(rows);
	Selection selection = { .role = options->arguments[0], .scope = options->arguments[1] };
	selection_take_aliases(&selection, session->settings->aliases);
	if (is_in_a_failed_list(session, grants, selection.role))
		return session_report(session, false);
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	g_autoptr(GHashTable) ids = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	Scopes scopes = { .list = list, .ids = ids };
	g_auto(Refusal) refusal = { 0 };
	if (tell_doubtful(&selection, grants, &refusal))
		return refusal_end(&refusal, options);
	const ExitCode code = selection.scope == NULL
				      ? add_all(session, &selection, rows, &scopes, &refusal)
				      : add_one(session, &selection, rows, &scopes, &refusal);
	if (code == EXIT_USAGE)
		return refusal_end(&refusal, options);
	if (code != EXIT_DONE)
		return code;
	print(session, list, options, as_of);
	return session_report(session, list->len > 0);
}

static const OptionRow own_options[] = { OPTIONS_TABLE, OPTION_JSON, { 0 } };

static const VerbSheet sheets[] = { { NULL, &scope_sheet }, { 0 } };

const Verb verb_scopes = {
	.name = "scopes",
	.arguments = "ROLE [SCOPE]",
	.summary = "List where a role can be activated",
	.options = own_options,
	.sheets = sheets,
	.arguments_min = 1,
	.arguments_max = 2,
	.run = run,
};
