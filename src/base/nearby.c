#include "src/base/nearby.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 64 /* nothing that anybody means is longer */

/* Letters left out, put in, changed or swapped with the next, as many as it takes (optimal string alignment). */
static guint distance(const char *a, const char *b)
{
	const size_t rows = strlen(a);
	const size_t columns = strlen(b);
	guint table[LONGEST + 1][LONGEST + 1];
	for (size_t i = 0; i <= rows; i++)
		table[i][0] = (guint)i;
	for (size_t k = 0; k <= columns; k++)
		table[0][k] = (guint)k;
	for (size_t i = 1; i <= rows; i++) {
		for (size_t k = 1; k <= columns; k++) {
			const bool is_same = a[i - 1] == b[k - 1];
			const guint change = table[i - 1][k - 1] + (is_same ? 0 : 1);
			const guint shift = MIN(table[i - 1][k], table[i][k - 1]) + 1;
			table[i][k] = MIN(change, shift);
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				table[i][k] = MIN(table[i][k], table[i - 2][k - 2] + 1);
		}
	}
	return table[rows][columns];
}

const char *nearby_word(const char *word, const GPtrArray *words)
{
	const size_t length = strlen(word);
	const char *nearest = NULL;
	guint least = (guint)MAX(length / 3, 1) + 1;
	if (length == 0 || length > LONGEST)
		return NULL;
	for (guint i = 0; i < words->len; i++) {
		const char *other = words->pdata[i];
		if (strlen(other) > LONGEST)
			continue;
		const bool is_begun = length >= 2 && g_str_has_prefix(other, word);
		const guint far = is_begun ? 0 : distance(word, other);
		if (far >= least || far >= length)
			continue;
		nearest = other;
		least = far;
	}
	return nearest;
}

char *nearby_hint(const char *word, const GPtrArray *words)
{
	const char *near = nearby_word(word, words);
	return near != NULL ? g_strdup_printf(" (did you mean %s?)", near) : g_strdup("");
}
