/*
 * A folder of a test's own, and files in it.
 */
#ifndef MYROLES_TESTS_SCRATCH_H
#define MYROLES_TESTS_SCRATCH_H

#include <glib.h>
#include <sys/types.h>

/* A new folder (0700). scratch_remove removes it with all that is in it, and frees the name. */
char *scratch_new(void);
void scratch_remove(char *folder);

/* Writes folder/name with exactly this mode and returns its path; the caller frees. */
char *scratch_write(const char *folder, const char *name, mode_t mode, const char *text);

#endif
