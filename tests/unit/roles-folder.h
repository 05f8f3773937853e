/*
 * The folder with real role definitions, denials and plans, which is not a part of this tree: tests that read it are skipped where it is
 * absent.
 */
#ifndef MYROLES_TESTS_UNIT_ROLES_FOLDER_H
#define MYROLES_TESTS_UNIT_ROLES_FOLDER_H

#include <cjson/cJSON.h>
#include <glib.h>

/* The file's text; skips the test when there is none. The caller frees. */
char *roles_folder_read(const char *name, gsize *length);
cJSON *roles_folder_read_json(const char *name);

/* Of the array `list` the element whose "name" it is; NULL: none. Borrowed. */
const cJSON *roles_folder_find(const cJSON *list, const char *name);

#endif
