#include "src/model/mistake.h"

Mistake *mistake_new(size_t line, const char *text)
{
	Mistake *mistake = g_new0(Mistake, 1);
	mistake->line = line;
	mistake->text = g_strdup(text);
	return mistake;
}

void mistake_free(Mistake *mistake)
{
	if (mistake == NULL)
		return;
	g_free(mistake->text);
	g_free(mistake);
}

GPtrArray *mistakes_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)mistake_free);
}

static int compare_lines(gconstpointer a, gconstpointer b)
{
	const size_t first = (*(const Mistake *const *)a)->line;
	const size_t second = (*(const Mistake *const *)b)->line;
	return (first > second) - (first < second);
}

void mistakes_sort(GPtrArray *mistakes)
{
	g_ptr_array_sort(mistakes, compare_lines);
}

char *mistake_words(const Mistake *mistake, const char *path)
{
	return mistake->line == 0
		       ? g_strdup_printf("%s: %s", path, mistake->text)
		       : g_strdup_printf("%s: line %zu: %s", path, mistake->line, mistake->text);
}
