#include "src/base/host.h"

#include <gio/gio.h>
#include <string.h>

bool host_is_loopback(const char *host)
{
	g_autofree char *bare = NULL;
	g_autoptr(GInetAddress) address = NULL;
	if (g_ascii_strcasecmp(host, "localhost") == 0)
		return true;
	if (host[0] == '[' && g_str_has_suffix(host, "]"))
		bare = g_strndup(host + 1, strlen(host) - 2);
	address = g_inet_address_new_from_string(bare != NULL ? bare : host);
	return address != NULL && g_inet_address_get_is_loopback(address);
}
