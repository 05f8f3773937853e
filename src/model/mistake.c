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
	g_free(mistake->path);
	g_free(mistake->text);
	g_free(mistake);
}

GPtrArray *mistakes_new(void)
{
	return g_ptr_array_new_with_free_func((GDestroyNotify)mistake_free);
}

static int compare_lines(gconstpointer a, gconstpointer b)
{
	const Mistake *first = *(const Mistake *const *)a, *second = *(const Mistake *const *)b;
	if ((first->path == NULL) != (second->path == NULL))
		return first->path == NULL ? 1 : -1;
	return (first->line > second->line) - (first->line < second->line);
}

void mistakes_sort(GPtrArray *mistakes)
{
	g_ptr_array_sort(mistakes, compare_lines);
}

char *mistake_words(const Mistake *mistake, const char *path)
{
	const char *file = mistake->path != NULL ? mistake->path : path;
	return mistake->line == 0
		       ? g_strdup_printf("%s: %s", file, mistake->text)
		       : g_strdup_printf("%s: line %zu: %s", file, mistake->line, mistake->text);
}
