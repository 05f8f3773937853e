/*
 * How verbs are used, for help and manual. Each runs as it stands in tests/cli/test-examples.c, on the built-in tenant.
 */
#ifndef MYROLES_CLI_EXAMPLES_H
#define MYROLES_CLI_EXAMPLES_H

typedef struct Example {
	const char *verb;
	const char *line;  /* as typed into a shell */
	const char *words; /* what it does */
} Example;

/* Ended by one without a verb. */
extern const Example examples[];

/* "Examples:\n  …" The caller frees; NULL: the verb has none. */
char *examples_text(const char *verb);

#endif
