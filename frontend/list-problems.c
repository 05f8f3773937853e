#include "frontend/list-problems.h"

static void list_problem_free(gpointer data)
{
	ListProblem *item = data;
	problem_free(item->problem);
	g_free(item);
}

GPtrArray *list_problems_new(void)
{
	return g_ptr_array_new_with_free_func(list_problem_free);
}

static bool is_same(const ListProblem *item, const WorkloadId *workload, const Problem *problem)
{
	const bool is_same_place = item->has_workload == (workload != NULL) &&
				   (workload == NULL || item->workload == *workload);
	return is_same_place && g_strcmp0(item->problem->message, problem->message) == 0;
}

void list_problems_add(GPtrArray *problems, const WorkloadId *workload, const Problem *problem)
{
	for (guint i = 0; i < problems->len; i++) {
		if (is_same(g_ptr_array_index(problems, i), workload, problem))
			return;
	}
	ListProblem *item = g_new0(ListProblem, 1);
	item->has_workload = workload != NULL;
	item->workload = workload != NULL ? *workload : WORKLOAD_AZURE;
	item->problem = problem_copy(problem);
	g_ptr_array_add(problems, item);
}

static void add_skipped(GPtrArray *problems, const Event *event)
{
	g_autofree char *message =
		g_strdup_printf("%zu of the rows could not be read.", event->skipped);
	g_autoptr(Problem) problem =
		problem_new(PROBLEM_FAILED, "unreadable-rows", message,
			    "The service's answer is damaged; the others are shown.");
	list_problems_add(problems, &event->workload, problem);
}

static void add_gaps(GPtrArray *problems, const Event *event)
{
	g_autoptr(Problem) problem = problem_new(
		PROBLEM_FAILED, "partial-list",
		"The tenant refuses the whole list, so each subscription was asked on its own.",
		"Roles at management groups, resource groups and resources may be missing.");
	list_problems_add(problems, &event->workload, problem);
}

/* The scopes by name are not known: nothing of them came. */
static void add_failed(GPtrArray *problems, const Event *event)
{
	g_autoptr(GString) text = g_string_new("These scopes did not answer: ");
	for (guint i = 0; i < event->failed->len; i++)
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "",
				       (const char *)event->failed->pdata[i]);
	g_string_append_c(text, '.');
	g_autoptr(Problem) problem =
		problem_new(PROBLEM_UNREACHABLE, "scopes-failed", text->str,
			    "What is there may be missing; try again in a minute.");
	list_problems_add(problems, &event->workload, problem);
}

/* Rows that rest on one's own request alone, and the service did not say whether it still holds. */
static void add_unconfirmed(GPtrArray *problems, const Event *event)
{
	for (guint i = 0; event->rows != NULL && i < event->rows->len; i++) {
		const Assignment *row = event->rows->pdata[i];
		if (!row->is_unconfirmed)
			continue;
		g_autofree char *message = g_strdup_printf(
			"%s is not confirmed: scope %s did not answer.",
			role_label(&row->grant.role), scope_label(&row->grant.scope));
		g_autoptr(Problem) problem = problem_new(PROBLEM_UNREACHABLE, "not-confirmed",
							 message, "Look again in a minute.");
		list_problems_add(problems, &event->workload, problem);
	}
}

void list_problems_add_holes(GPtrArray *problems, const Event *event)
{
	if (event->skipped > 0)
		add_skipped(problems, event);
	if (event->has_gaps)
		add_gaps(problems, event);
	if (event->failed != NULL)
		add_failed(problems, event);
	if (event->kind == EVENT_ASSIGNMENTS)
		add_unconfirmed(problems, event);
}
