/*
 * The file of token_source=file: {"arm":"…","graph":"…"}, 0600. `path` is copied, `clock` borrowed. While the token there is the
 * rejected one or has ended, the file is read again for up to `patience_ms`. Then a rejected one that has not ended is handed out again: what the service
 * said of it is the answer. Errors: FILE_MISSING, FILE_UNSAFE, FILE_BAD, EXPIRED.
 */
#ifndef MYROLES_AUTH_TOKEN_FILE_H
#define MYROLES_AUTH_TOKEN_FILE_H

#include "src/auth/origin.h"
#include "src/base/clock.h"

TokenOrigin *token_file_new(const char *path, Clock *clock, unsigned patience_ms);

#endif
