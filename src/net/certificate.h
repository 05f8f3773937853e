/*
 * Why TLS did not come about: an unknown issuer, or a service that is not what it should be. Only this room includes this
 * file.
 */
#ifndef MYROLES_NET_CERTIFICATE_H
#define MYROLES_NET_CERTIFICATE_H

#include <curl/curl.h>

#include "src/net/http.h"

/*
 * What libcurl's code and words come to: HTTP_ERROR_TLS for an issuer that nobody trusts here, HTTP_ERROR_CERTIFICATE for
 * a certificate of another time or name, HTTP_ERROR_HANDSHAKE for a TLS that is not ours, HTTP_ERROR_CA_FILE where the configuration's `ca_file` (NULL:
 * the system's) holds none; NULL: no trouble of TLS.
 */
GError *certificate_error(CURLcode code, const char *host, const char *why, const char *ca_file);

/* What is to be said of a connection that another try may bring about: words of ours, or `why` itself. */
const char *certificate_passing_words(const char *why);

/*
 * HTTP_ERROR_CA_FILE where the configuration's `ca_file` cannot be opened or is no file; libcurl would wait for ever at a
 * pipe. What it holds is libcurl's to say. NULL: it can be read.
 */
GError *certificate_check_file(const char *ca_file);

#endif
