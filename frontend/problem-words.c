#include "frontend/problem-words.h"

char *problem_words(const Problem *problem)
{
	return g_strconcat(problem->message, problem->hint != NULL ? " " : "", problem->hint, NULL);
}

const char *problem_opening(const Problem *problem)
{
	switch (problem->kind) {
	case PROBLEM_REFUSED:
	case PROBLEM_STEP_UP:
	case PROBLEM_NOT_ALLOWED:
		return "Refused: ";
	case PROBLEM_CHANGED:
		return "Changed: ";
	case PROBLEM_ALREADY:
		return "";
	case PROBLEM_UNKNOWN_OUTCOME:
		return "Outcome unknown: ";
	case PROBLEM_CANCELLED:
		return "Canceled: ";
	default:
		return "Failed: ";
	}
}
