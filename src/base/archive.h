/*
 * A few files as one, in the plain tar format of POSIX.1-1988 (ustar; pax(1p), "ustar Interchange Format"): any tar unpacks it.
 * What is read is taken only as it is written here: regular files with simple names and nothing else, each once, nothing
 * behind the end. Whatever is otherwise is refused, so that two programs cannot see different things in one file.
 */
#ifndef MYROLES_BASE_ARCHIVE_H
#define MYROLES_BASE_ARCHIVE_H

#include <glib.h>

#define ARCHIVE_ERROR (archive_error_quark())
GQuark archive_error_quark(void);

typedef enum {
	ARCHIVE_ERROR_FORMAT = 1, /* not as it is written here */
	ARCHIVE_ERROR_LIMIT,      /* too many entries, or too large */
} ArchiveError;

typedef struct ArchiveEntry {
	char *name; /* small letters, digits, - and dots, at most 64; none begins with a dot */
	GBytes *data;
} ArchiveEntry;

/* Of ArchiveEntry*, which it owns. Caller unrefs. */
GPtrArray *archive_new(void);

/* Copies `length` bytes. The name is one that may stand there. */
void archive_add(GPtrArray *entries, const char *name, const void *data, size_t length);

/* NULL: there is none of that name. Borrowed. */
GBytes *archive_find(const GPtrArray *entries, const char *name);

/* `mtime`: of each entry, in seconds since 1970. Caller unrefs. */
GBytes *archive_write(const GPtrArray *entries, gint64 mtime);

/* ArchiveEntry*; NULL with `error` set. Caller unrefs. */
GPtrArray *archive_read(const void *data, size_t length, GError **error);

#endif
