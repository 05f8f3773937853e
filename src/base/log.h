/*
 * The log: off unless asked for, one file (0600), redacted in one place, capped in size. Libraries of
 * ours do not log what they return as an error; the log tells what went over the wire and when.
 */
#ifndef MYROLES_BASE_LOG_H
#define MYROLES_BASE_LOG_H

#include <glib.h>
#include <stdbool.h>

/* Opens `path` for appending (created 0600, never through a symlink). Until then log_write does nothing. */
bool log_open(const char *path, GError **error);
void log_close(void);
bool log_is_open(void);

/* One line, time-stamped, redacted and sanitized. At LIMIT_LOG_FILE the file becomes PATH.1 and a new one begins. */
void log_write(const char *area, const char *format, ...) G_GNUC_PRINTF(2, 3);

/*
 * Replaces what follows Authorization, Bearer, access_token, refresh_token, id_token, code, device_code,
 * user_code, code_verifier, client_assertion, client_secret, client_info, assertion, password and state (in
 * headers, JSON, forms and URLs, encoded or not), a URL's name and password, and anything shaped like a JWT, by "[redacted]". The
 * caller frees the result.
 */
char *log_redact(const char *text);

/* Only the names and passwords in URLs ("http://[redacted]@host"), for words that a person is told. */
char *log_redact_logins(const char *text);

#endif
