#include "src/net/url.h"

#include <curl/curl.h>
#include <string.h>

#include "src/base/host.h"
#include "src/base/limits.h"
#include "src/net/http.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURLU, curl_url_cleanup)

void url_clear(Url *url)
{
	g_clear_pointer(&url->text, g_free);
	g_clear_pointer(&url->scheme, g_free);
	g_clear_pointer(&url->host, g_free);
	g_clear_pointer(&url->port, g_free);
	g_clear_pointer(&url->path, g_free);
}

static bool fail(GError **error, const char *what)
{
	g_set_error(error, HTTP_ERROR, HTTP_ERROR_BAD_URL, "refused URL: %s", what);
	return false;
}

static char *get_part(CURLU *handle, CURLUPart part)
{
	/* The port in any case, but not in the text: one page has one spelling. */
	unsigned flags = part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : CURLU_NO_DEFAULT_PORT;
	char *text = NULL;
	char *copy;
	if (curl_url_get(handle, part, &text, flags) != CURLUE_OK)
		return NULL;
	copy = g_strdup(text);
	curl_free(text);
	return copy;
}

static bool set_url(CURLU *handle, const char *text, unsigned flags, GError **error)
{
	CURLUcode code;
	if (strlen(text) > LIMIT_URL)
		return fail(error, "too long");
	code = curl_url_set(handle, CURLUPART_URL, text, flags | CURLU_DISALLOW_USER);
	return code == CURLUE_OK || fail(error, curl_url_strerror(code));
}

/* libcurl's parser forgives one slash or three; nobody else does. */
static bool has_two_slashes(const char *text)
{
	const char *colon = strchr(text, ':');
	return colon != NULL && g_str_has_prefix(colon, "://") && colon[3] != '/';
}

/* It also decodes escapes in a host, so that one name has many spellings. */
static bool has_escaped_host(const char *text)
{
	const char *host = strchr(text, ':') + strlen("://");
	return memchr(host, '%', strcspn(host, "/?#")) != NULL;
}

/* Names are ASCII here (Punycode included), addresses may be in brackets. */
static bool is_plain_host(const char *host)
{
	for (; *host != '\0'; host++) {
		if (!g_ascii_isalnum(*host) && strchr("-._[]:", *host) == NULL)
			return false;
	}
	return true;
}

bool url_parse(const char *text, Url *out, GError **error)
{
	g_autoptr(CURLU) handle = curl_url();
	g_auto(Url) url = { 0 };
	g_autofree char *host = NULL;
	if (!has_two_slashes(text))
		return fail(error, "not an absolute URL");
	if (has_escaped_host(text))
		return fail(error, "an escape in the host");
	if (!set_url(handle, text, 0, error))
		return false;
	curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
	url.scheme = get_part(handle, CURLUPART_SCHEME);
	host = get_part(handle, CURLUPART_HOST);
	if (url.scheme == NULL || host == NULL || host[0] == '\0' || !is_plain_host(host))
		return fail(error, "no host");
	url.host = g_ascii_strdown(host, -1);
	if (strcmp(url.scheme, "http") == 0 && !host_is_loopback(url.host))
		return fail(error, "plain http is for loopback addresses only");
	if (strcmp(url.scheme, "https") != 0 && strcmp(url.scheme, "http") != 0)
		return fail(error, "neither https nor http");
	url.port = get_part(handle, CURLUPART_PORT);
	url.path = get_part(handle, CURLUPART_PATH);
	url.text = get_part(handle, CURLUPART_URL);
	if (url.port == NULL || url.path == NULL || url.text == NULL)
		return fail(error, "not understood");
	*out = url;
	memset(&url, 0, sizeof url);
	return true;
}

bool url_parse_base(const char *text, Url *out, GError **error)
{
	g_auto(Url) url = { 0 };
	if (!url_parse(text, &url, error))
		return false;
	if (strpbrk(text, "?#") != NULL)
		return fail(error, "a base URL has no query");
	while (g_str_has_suffix(url.path, "/"))
		url.path[strlen(url.path) - 1] = '\0';
	while (g_str_has_suffix(url.text, "/"))
		url.text[strlen(url.text) - 1] = '\0';
	*out = url;
	memset(&url, 0, sizeof url);
	return true;
}

char *url_resolve(const char *page, const char *reference, GError **error)
{
	g_autoptr(CURLU) handle = curl_url();
	/* Services are known to leave blanks in a link's query: those are encoded instead of refused. */
	if (!set_url(handle, page, 0, error) ||
	    !set_url(handle, reference, CURLU_URLENCODE | CURLU_ALLOW_SPACE, error))
		return NULL;
	curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
	return get_part(handle, CURLUPART_URL);
}

bool url_is_within(const Url *url, const Url *base)
{
	size_t length = strlen(base->path);
	/* libcurl has removed "." and ".." from the path. */
	return strcmp(url->scheme, base->scheme) == 0 && strcmp(url->host, base->host) == 0 &&
	       strcmp(url->port, base->port) == 0 && strncmp(url->path, base->path, length) == 0 &&
	       (url->path[length] == '/' || url->path[length] == '\0');
}
