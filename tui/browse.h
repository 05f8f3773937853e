/*
 * Opens a page in the person's browser: by argv, with a validated URL and a cleaned environment.
 */
#ifndef MYROLES_TUI_BROWSE_H
#define MYROLES_TUI_BROWSE_H

#include <glib.h>
#include <stdbool.h>

#define BROWSE_ERROR (browse_error_quark())
GQuark browse_error_quark(void);

typedef enum {
	BROWSE_ERROR_URL = 1, /* not https, or with characters that a URL does not have */
	BROWSE_ERROR_ROOT,    /* a browser is not started as root for somebody else */
	BROWSE_ERROR_NO_DESKTOP,
	BROWSE_ERROR_START,
} BrowseError;

/* True for an absolute https URL with a host and without user info, made of printable ASCII. */
bool browse_is_url(const char *url);

/* Starts xdg-open and does not wait for it. */
bool browse_open(const char *url, GError **error);

#endif
