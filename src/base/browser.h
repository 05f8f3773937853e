/*
 * Opens a page in the person's browser: by argv, with a validated URL and a cleaned environment.
 */
#ifndef MYROLES_TUI_BROWSER_H
#define MYROLES_TUI_BROWSER_H

#include <glib.h>
#include <stdbool.h>

#define BROWSER_ERROR (browser_error_quark())
GQuark browser_error_quark(void);

typedef enum {
	BROWSER_ERROR_URL = 1, /* see browser_is_url */
	BROWSER_ERROR_ROOT,    /* a browser is not started as root for somebody else */
	BROWSER_ERROR_NO_DESKTOP,
	BROWSER_ERROR_START,
} BrowserError;

/* True for an absolute https URL (http: on a loopback address) with a host and without user info, of printable ASCII. */
bool browser_is_url(const char *url);

/*
 * Is the person's browser likely not on this machine, or not able to come back to a port of it? `why` gets the sign of it,
 * as half a sentence: "this is an SSH session". A page is then better shown than opened.
 */
bool browser_is_elsewhere(const char **why);

/* Starts xdg-open and does not wait for it. It has umask, core limit and proxies as this process was given them. */
bool browser_open(const char *url, GError **error);

#endif
