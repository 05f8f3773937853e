#include "tenant/http-wire.h"

#include <gnutls/gnutls.h>
#include <sys/socket.h>

/* libmicrohttpd shuts a socket down before it closes it, which sends FIN. Dissolving the
 * association sends RST at once (connect(2), AF_UNSPEC). */
void http_wire_reset(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const struct sockaddr nobody = { .sa_family = AF_UNSPEC };
	(void)!connect(info->connect_fd, &nobody, sizeof nobody);
}

void http_wire_send(struct MHD_Connection *connection, const char *bytes, size_t length)
{
	const union MHD_ConnectionInfo *tls =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	if (tls != NULL && tls->tls_session != NULL) {
		(void)!gnutls_record_send(tls->tls_session, bytes, length);
		return;
	}
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	(void)!send(info->connect_fd, bytes, length, MSG_NOSIGNAL);
}
