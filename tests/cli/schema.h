/*
 * What verbs print with --json, held against doc/myroles.schema.json: the keywords that it uses, and no others. Stricter than a
 * reader has to be: a member that the schema does not name is a mistake.
 */
#ifndef MYROLES_TESTS_CLI_SCHEMA_H
#define MYROLES_TESTS_CLI_SCHEMA_H

#include <cjson/cJSON.h>

/* The schema itself; the caller frees it. */
cJSON *schema_read(void);

/* NULL: it is a `kind`, a definition of the schema. Else where and why not; the caller frees. */
char *schema_mistake(const cJSON *schema, const char *kind, const cJSON *value);

/* One document after the other, of the kind that the line's verb prints. Fails where one does not fit, or there is none. */
void assert_documents(const char *line, const char *printed);

#endif
