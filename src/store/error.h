/*
 * Errors of everything that is kept on disk.
 */
#ifndef MYROLES_STORE_ERROR_H
#define MYROLES_STORE_ERROR_H

#include <glib.h>

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);

typedef enum {
	STORE_ERROR_CONFIG =
		1, /* myroles.conf: the message names file, group, key and what was expected */
	STORE_ERROR_DAMAGED, /* not a database of ours, or a broken one */
	STORE_ERROR_VERSION, /* written by a newer version of this program */
	STORE_ERROR_BUSY,    /* another process held it for too long */
	STORE_ERROR_IO,
	STORE_ERROR_FULL,    /* the disk, or what one may have of it */
	STORE_ERROR_RENEWED, /* it was damaged and a new one was made: there is nothing to do */
} StoreError;

/* What a file's trouble is to a database in it: FULL or IO. */
StoreError store_error_of(const GError *error);

#endif
