#include "cli/trees.h"

#include "cli/tell.h"
#include "cli/wait.h"

/* Trees asked for at once: as many as have connections. Further ones would only wait, and their time runs. */
#define TREES_AT_ONCE 6

Tree *tree_new(const Eligibility *row, const Scope *scope)
{
	Tree *tree = g_new0(Tree, 1);
	tree->row = row;
	tree->scope = scope;
	tree->scopes = g_ptr_array_new();
	return tree;
}

void tree_free(Tree *tree)
{
	g_ptr_array_unref(tree->scopes);
	problem_free(tree->problem);
	g_free(tree);
}

static void start(Session *session, Tree *tree)
{
	Intent *intent = intent_new(0, INTENT_LIST_CHILDREN);
	intent->workload = tree->row->grant.workload;
	intent->is_deep = true;
	intent->eligibility = eligibility_copy(tree->row);
	scope_copy(&intent->scope, tree->scope);
	tree->intent_id = session_send(session, intent);
}

static Tree *find(const GPtrArray *trees, guint started, uint64_t intent_id)
{
	for (guint i = 0; i < started; i++) {
		Tree *tree = g_ptr_array_index(trees, i);
		if (!tree->is_over && tree->intent_id == intent_id)
			return tree;
	}
	return NULL;
}

/* True when the tree is known as far as it will be. */
static bool take(Tree *tree, const Event *event)
{
	if (event->problem != NULL) {
		problem_free(tree->problem);
		tree->problem = problem_copy(event->problem);
		tree->is_over = true;
	}
	if (event->kind == EVENT_CHILDREN && event->rows != NULL) {
		g_ptr_array_unref(tree->scopes);
		tree->scopes = g_ptr_array_ref(event->rows);
	}
	tree->is_over |= event->kind == EVENT_CHILDREN || event->kind == EVENT_INTENT_DONE;
	tree->is_lacking = tree->is_over && tree->scopes->len == 0;
	return tree->is_over;
}

ExitCode load_trees(Session *session, GPtrArray *trees, bool is_patient)
{
	guint started = 0, over = 0;
	while (over < trees->len) {
		while (started < trees->len && started - over < TREES_AT_ONCE)
			start(session, g_ptr_array_index(trees, started++));
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		Tree *tree = find(trees, started, event->intent_id);
		if (tree == NULL)
			continue;
		if (event->problem != NULL && !is_patient)
			return tell_problem(event->problem);
		over += take(tree, event);
	}
	return EXIT_DONE;
}

typedef struct Patience {
	Session *session;
	bool is_over;
} Patience;

static void end_patience(gpointer data)
{
	Patience *patience = data;
	patience->is_over = true;
	patience->session->is_interrupted = true;
}

ExitCode load_trees_within(Session *session, GPtrArray *trees, unsigned seconds)
{
	Patience patience = { session, false };
	Timer *timer = timer_after(seconds * 1000, end_patience, &patience);
	const ExitCode code = load_trees(session, trees, true);
	timer_free(timer);
	if (code == EXIT_DONE || !patience.is_over)
		return code;
	session->is_interrupted = false;
	g_autofree char *message =
		g_strdup_printf("The service did not answer within %u s.", seconds);
	for (guint i = 0; i < trees->len; i++) {
		Tree *tree = g_ptr_array_index(trees, i);
		if (!tree->is_over)
			tree->problem =
				problem_new(PROBLEM_UNREACHABLE, "timed-out", message, NULL);
	}
	return EXIT_DONE;
}
