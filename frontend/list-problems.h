/*
 * What went wrong with the lists of one answer: told beside the rows that came.
 */
#ifndef MYROLES_FRONTEND_LIST_PROBLEMS_H
#define MYROLES_FRONTEND_LIST_PROBLEMS_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/event.h"

typedef struct ListProblem {
	WorkloadId workload;
	bool has_workload; /* false: it is about no workload */
	Problem *problem;
} ListProblem;

/* ListProblem*. Caller unrefs. */
GPtrArray *list_problems_new(void);

/* Copies; one cause of one workload (NULL: none) is told once. */
void list_problems_add(GPtrArray *problems, const WorkloadId *workload, const Problem *problem);

/* A list with holes is not told as a whole one: rows that could not be read, scopes that were not asked. */
void list_problems_add_holes(GPtrArray *problems, const Event *event);

#endif
