/*
 * Errors of this room that know whether the request had left. Only this room includes this file.
 */
#ifndef MYROLES_NET_ERROR_H
#define MYROLES_NET_ERROR_H

#include "src/net/http.h"

GError *error_new(HttpError code, bool was_sent, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* A copy for a request that did not leave, whatever became of another one that `error` tells of. */
GError *error_copy_unsent(const GError *error);

#endif
