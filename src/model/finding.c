#include "src/model/finding.h"

Finding *finding_new(const char *area, const char *what, FindingState state, const char *text,
		     Problem *problem)
{
	Finding *finding = g_new0(Finding, 1);
	finding->area = g_strdup(area);
	finding->what = g_strdup(what);
	finding->state = state;
	finding->text = g_strdup(text);
	finding->problem = problem;
	return finding;
}

void finding_free(Finding *finding)
{
	if (finding == NULL)
		return;
	g_free(finding->area);
	g_free(finding->what);
	g_free(finding->text);
	problem_free(finding->problem);
	g_free(finding);
}

const char *finding_state_word(FindingState state)
{
	static const char *const words[] = { "ok", "warning", "failed" };
	return words[state];
}
