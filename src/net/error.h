/*
 * Errors of this room that know whether the request had left. Only this room includes this file.
 */
#ifndef MYROLES_NET_ERROR_H
#define MYROLES_NET_ERROR_H

#include "src/net/http.h"

GError *error_new(HttpError code, bool was_sent, const char *format, ...) G_GNUC_PRINTF(3, 4);

#endif
