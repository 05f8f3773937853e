/*
 * What is known of one thing, line by line: for people, for programs, and as JSON.
 */
#ifndef MYROLES_CLI_FACTS_H
#define MYROLES_CLI_FACTS_H

#include <cjson/cJSON.h>
#include <glib.h>

typedef struct Fact {
	const char *name; /* of the member in JSON and of the plain column: "role_id" */
	const char *label;
	char *value; /* NULL: not known */
} Fact;

/* Fact*. Caller unrefs. */
GPtrArray *facts_new(void);

/* Takes the value. Both names are static. */
void facts_add(GPtrArray *facts, const char *name, const char *label, char *value);

/* "label  value" on a terminal, without what is not known; "name<tab>value" in a pipe. */
void facts_print(const GPtrArray *facts);

/* An object; what is not known is null. The caller frees. */
cJSON *facts_document(const GPtrArray *facts);

#endif
