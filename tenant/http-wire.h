/* What goes onto a connection without libmicrohttpd's doing. Its handler closes the connection after. */
#pragma once

#include <microhttpd.h>
#include <stddef.h>

void http_wire_reset(struct MHD_Connection *connection);
/* These bytes and nothing else; inside TLS where there is TLS. */
void http_wire_send(struct MHD_Connection *connection, const char *bytes, size_t length);
