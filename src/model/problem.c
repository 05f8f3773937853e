#include "src/model/problem.h"

Problem *problem_new(ProblemKind kind, const char *code, const char *message, const char *hint)
{
	Problem *problem = g_new0(Problem, 1);
	problem->kind = kind;
	problem->code = g_strdup(code);
	problem->message = g_strdup(message);
	problem->hint = g_strdup(hint);
	return problem;
}

Problem *problem_copy(const Problem *problem)
{
	if (problem == NULL)
		return NULL;
	Problem *copy = problem_new(problem->kind, problem->code, problem->message, problem->hint);
	copy->said = g_strdup(problem->said);
	copy->request_id = g_strdup(problem->request_id);
	copy->claims = g_strdup(problem->claims);
	copy->permission = g_strdup(problem->permission);
	copy->rules = g_strdupv(problem->rules);
	return copy;
}

void problem_set_hint(Problem *problem, const char *hint)
{
	g_free(problem->hint);
	problem->hint = g_strdup(hint);
}

void problem_free(Problem *problem)
{
	if (problem == NULL)
		return;
	g_free(problem->code);
	g_free(problem->permission);
	g_free(problem->message);
	g_free(problem->hint);
	g_free(problem->said);
	g_free(problem->request_id);
	g_free(problem->claims);
	g_strfreev(problem->rules);
	g_free(problem);
}
