/*
 * A line from the person's terminal that nobody else is to see: the address that a browser ended at holds a code.
 */
#ifndef MYROLES_CLI_PASTE_H
#define MYROLES_CLI_PASTE_H

#include <glib.h>

typedef struct Paste Paste;

/* A line without its end, wiped afterwards. From the main loop, once for each line. */
typedef void (*PasteLine)(const char *line, gpointer data);

/*
 * Listens on standard input. A terminal does not echo meanwhile, and takes lines longer than its own 4,095 characters.
 * NULL: there is nothing to read from.
 */
Paste *paste_new(PasteLine taken, gpointer data);

/* The terminal is as before. */
void paste_free(Paste *paste);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paste, paste_free)

#endif
