/*
 * Names of operations ("Microsoft.Compute/virtualMachines/start/action", "microsoft.directory/users/create"), and the patterns by
 * which roles permit them. Letter case never matters.
 * Source: learn.microsoft.com, "Understand Azure role definitions"; "Microsoft Entra built-in roles".
 */
#ifndef MYROLES_MODEL_OPERATION_H
#define MYROLES_MODEL_OPERATION_H

#include <stdbool.h>
#include <stddef.h>

/* A role's actions and its data actions are two lists: a star in one reaches nothing of the other. The directory has its own. */
typedef enum { PLANE_CONTROL, PLANE_DATA, PLANE_DIRECTORY, PLANE_COUNT } Plane;

/* "control", "data", "directory". */
const char *plane_word(Plane plane);

/*
 * Does the pattern stand for the operation? A star stands for anything, slashes too; one between slashes also for nothing at all:
 * the role Managed Identity Operator holds "…/userAssignedIdentities/x/assign/action", with a star for the x, and may assign. In time
 * proportional to both lengths, however many stars there are.
 */
bool operation_matches(const char *pattern, const char *operation);

/* The same of the directory, where allEntities, allProperties and allTasks stand for all of their place. */
bool operation_matches_directory(const char *pattern, const char *operation);

/* How many bytes of `text` are such a name, from its begin on: namespace, type and what is done. 0: it begins with none. */
size_t operation_length(const char *text);

/* Is it one as a whole, not longer than LIMIT_OPERATION, and the directory's? */
bool operation_is_valid(const char *text);
bool operation_is_of_directory(const char *operation);

#endif
