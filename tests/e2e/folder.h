/* Folders of a test's own. */
#ifndef MYROLES_TESTS_E2E_FOLDER_H
#define MYROLES_TESTS_E2E_FOLDER_H

/* A new one (0700); the caller frees the path. Aborts when there is none to be had. */
char *folder_new(void);
/* Removes it with all that is in it; no folder there is fine. */
void folder_remove(const char *path);

#endif
