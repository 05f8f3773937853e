/*
 * What is wrong with the configuration, and where. Plain values.
 */
#ifndef MYROLES_MODEL_MISTAKE_H
#define MYROLES_MODEL_MISTAKE_H

#include <glib.h>
#include <stddef.h>

typedef struct Mistake {
	char *path;  /* of its file; NULL: the one that is being looked at */
	size_t line; /* from 1; 0: the file as a whole */
	char *text;  /* "[group] key=value: expected …", without the file and the line */
} Mistake;

Mistake *mistake_new(size_t line, const char *text); /* copies */
void mistake_free(Mistake *mistake);

/* Of Mistake*, which it owns. */
GPtrArray *mistakes_new(void);

/* Those of other files first, then by line; those of one line stay in their order. */
void mistakes_sort(GPtrArray *mistakes);

/* "FILE: line 3: TEXT"; `path` is the file that is being looked at. The caller frees. */
char *mistake_words(const Mistake *mistake, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mistake, mistake_free)

#endif
