/* Descriptors in the main loop. */
#ifndef MYROLES_BASE_WATCH_H
#define MYROLES_BASE_WATCH_H

#include <glib-unix.h>

/*
 * Calls whenever the descriptor is ready, until the source is destroyed or the callback says G_SOURCE_REMOVE. The callback
 * may not iterate the loop. The caller unrefs.
 */
GSource *watch_fd(int fd, GIOCondition condition, GUnixFDSourceFunc ready, gpointer data);

#endif
