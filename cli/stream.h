/*
 * What comes from a descriptor, in pieces, while the main loop runs: it may be a secret, and is wiped behind whoever took it.
 */
#ifndef MYROLES_CLI_STREAM_H
#define MYROLES_CLI_STREAM_H

#include <glib.h>
#include <stddef.h>

typedef struct Stream Stream;

typedef void (*StreamBytes)(const char *bytes, size_t length, gpointer data);
/* Once, after all bytes: `problem` is an errno, 0 at the end. */
typedef void (*StreamEnd)(int problem, gpointer data);

/* The descriptor is borrowed. Neither function may free the stream. */
Stream *stream_new(int fd, StreamBytes bytes, StreamEnd end, gpointer data);
void stream_free(Stream *stream); /* nothing is told afterwards */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stream, stream_free)

#endif
