#include "frontend/holding-words.h"

#include "frontend/list-problems.h"

char *holding_who_words(const Holding *holding)
{
	return g_strconcat(holding_who(holding), holding->is_of_group ? " (group)" : NULL, NULL);
}

const char *holding_why(const Holding *holding)
{
	if (holding->justification != NULL && *holding->justification != '\0')
		return holding->justification;
	return holding->assignment->assignment_type == ASSIGNMENT_ASSIGNED ? "standing" : "";
}

bool holding_is_from_above(const Holding *holding, const Scope *scope)
{
	return !scope_id_equal(holding->assignment->grant.scope.id, scope->id);
}

/* Reasons are missed only where there could be one. */
static bool lacks_reasons(const Holdings *holdings)
{
	for (guint i = 0; holdings->no_reasons != NULL && i < holdings->rows->len; i++) {
		const Holding *holding = holdings->rows->pdata[i];
		if (holding->assignment->assignment_type != ASSIGNMENT_ASSIGNED)
			return true;
	}
	return false;
}

static void add(GPtrArray *problems, WorkloadId workload, const char *code, const char *message,
		const char *hint)
{
	g_autoptr(Problem) problem = problem_new(PROBLEM_FAILED, code, message, hint);
	list_problems_add(problems, &workload, problem);
}

void holdings_add_problems(GPtrArray *problems, WorkloadId workload, const Holdings *holdings)
{
	if (holdings->skipped > 0) {
		g_autofree char *message = g_strdup_printf(
			"%zu of those active here could not be read.", holdings->skipped);
		add(problems, workload, "unreadable-rows", message,
		    "The service's answer is damaged; the others are shown.");
	}
	if (holdings->has_gaps)
		add(problems, workload, "partial-list",
		    "Who is active in the whole directory, or only here, was not told.",
		    "Others may be active; try again in a minute.");
	if (lacks_reasons(holdings)) {
		g_autoptr(Problem) problem = problem_copy(holdings->no_reasons);
		g_autofree char *message = g_strdup_printf("Why they are active was not told. %s",
							   holdings->no_reasons->message);
		g_free(problem->message);
		problem->message = g_steal_pointer(&message);
		list_problems_add(problems, &workload, problem);
	}
}

char *holdings_none_words(const Scope *scope, const Holdings *holdings)
{
	const char *where = scope_label(scope);
	return holdings_is_whole(holdings)
		       ? g_strdup_printf("Nobody is active at %s now.", where)
		       : g_strdup_printf(
				 "Nobody is known to be active at %s, but not all was told.",
				 where);
}
