#include "src/net/proxy.h"

#include <string.h>

#include "src/base/host.h"
#include "src/net/error.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURLU, curl_url_cleanup)

/* Does an entry of no_proxy, "example.com" or ".example.com", name the host or a domain of it? */
static bool is_exception(const char *entry, const char *host)
{
	while (*entry == '.')
		entry++;
	size_t length = strlen(entry), whole = strlen(host);
	if (length == 0 || length > whole)
		return false;
	const char *end = host + whole - length;
	return g_ascii_strcasecmp(end, entry) == 0 && (end == host || end[-1] == '.');
}

/* As libcurl reads it: one that is empty counts as none, and the other one is asked. */
static bool is_excepted(const char *host)
{
	const char *list = g_getenv("no_proxy");
	if (list == NULL || *list == '\0')
		list = g_getenv("NO_PROXY");
	if (list == NULL)
		return false;
	g_auto(GStrv) entries = g_strsplit_set(list, ", ", -1);
	for (char **entry = entries; *entry != NULL; entry++) {
		if (strcmp(*entry, "*") == 0 || is_exception(*entry, host))
			return true;
	}
	return false;
}

const char *proxy_variable(const char *host)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy",
					     "ALL_PROXY" };
	if (host_is_loopback(host) || is_excepted(host))
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *value = g_getenv(names[i]);
		if (value != NULL && *value != '\0')
			return names[i];
	}
	return NULL;
}

void proxy_set(CURL *easy, const char *variable)
{
	if (strchr(g_getenv(variable), '@') != NULL) {
		curl_easy_setopt(easy, CURLOPT_PROXYAUTH,
				 (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM));
		return;
	}
	/* Without a name and a password of its own: whoever is signed in to this machine (Kerberos). */
	curl_easy_setopt(easy, CURLOPT_PROXYAUTH, (long)CURLAUTH_NEGOTIATE);
	curl_easy_setopt(easy, CURLOPT_PROXYUSERPWD, ":");
}

/* As libcurl reads it: the scheme may be left out. */
static bool is_address(const char *value)
{
	g_autoptr(CURLU) handle = curl_url();
	return curl_url_set(handle, CURLUPART_URL, value,
			    CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME) == CURLUE_OK;
}

/* Of another kind than libcurl knows; it tells that as a connection that failed. */
static bool has_odd_scheme(const char *value)
{
	static const char *const kinds[] = { "http",    "https",  "socks",  "socks4",
					     "socks4a", "socks5", "socks5h" };
	const char *end = value != NULL ? strstr(value, "://") : NULL;
	if (end == NULL)
		return false;
	g_autofree char *scheme = g_ascii_strdown(value, end - value);
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_str_equal(scheme, kinds[i]))
			return false;
	}
	return true;
}

/* Would a name and a password do? Of a proxy that names no way it is not known. */
static bool takes_password(CURL *easy)
{
	long offered = 0;
	curl_easy_getinfo(easy, CURLINFO_PROXYAUTH_AVAIL, &offered);
	return ((unsigned long)offered & CURLAUTH_NEGOTIATE) == 0 ||
	       ((unsigned long)offered & (CURLAUTH_BASIC | CURLAUTH_DIGEST | CURLAUTH_NTLM)) != 0;
}

static GError *answer_error(CURL *easy, long status, const char *host, const char *variable)
{
	if (status == 407 && !takes_password(easy))
		return error_new(HTTP_ERROR_PROXY_TICKET, false,
				 "the proxy that %s names wants a sign-in by Kerberos (407)",
				 variable);
	if (status == 407)
		return error_new(HTTP_ERROR_PROXY, false,
				 "the proxy that %s names wants a sign-in (407)", variable);
	/* 502 and the like may pass by themselves. */
	return error_new(status >= 500 ? HTTP_ERROR_NOT_SENT : HTTP_ERROR_PROXY_REFUSES, false,
			 "the proxy that %s names lets nothing through to %s (%ld)", variable, host,
			 status);
}

static GError *silence_error(const char *variable)
{
	return error_new(HTTP_ERROR_PROXY, false, "the proxy that %s names does not answer",
			 variable);
}

GError *proxy_silence(CURL *easy, const char *variable)
{
	long status = 0;
	if (variable == NULL)
		return NULL;
	if (easy != NULL)
		curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
	return status == 0 ? silence_error(variable) : NULL;
}

GError *proxy_error(CURL *easy, CURLcode code, const char *host, const char *variable)
{
	long status = 0;
	curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &status);
	if (status >= 300)
		return answer_error(easy, status, host, variable);
	/* The proxy is well: it is what lies behind it that says nothing. */
	if (status >= 200 && code == CURLE_OPERATION_TIMEDOUT)
		return error_new(HTTP_ERROR_NOT_SENT, false,
				 "%s does not answer through the proxy that %s names", host,
				 variable);
	if (has_odd_scheme(g_getenv(variable)))
		return error_new(HTTP_ERROR_PROXY, false,
				 "%s names a kind of proxy that is not known: there are http, "
				 "https, socks4 and socks5",
				 variable);
	switch (code) {
	case CURLE_COULDNT_RESOLVE_PROXY:
		return error_new(HTTP_ERROR_PROXY, false,
				 is_address(g_getenv(variable))
					 ? "nobody knows the host of the proxy that %s names"
					 : "what stands in %s is no address of a proxy",
				 variable);
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_URL_MALFORMAT:
		return error_new(HTTP_ERROR_PROXY, false,
				 "what stands in %s is no address of a proxy", variable);
	case CURLE_OPERATION_TIMEDOUT:
		return silence_error(variable);
	default:
		return error_new(HTTP_ERROR_NOT_SENT, false,
				 "no connection to %s through the proxy that %s names: %s", host,
				 variable, curl_easy_strerror(code));
	}
}
