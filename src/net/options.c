#include "src/net/options.h"

#include <string.h>

#include "src/base/host.h"
#include "src/net/proxy.h"

/* A connection that was idle for longer is not used again: seconds for reads, and for writes, which must not
 * meet one that the other side has just given up. */
#define IDLE_READ  90
#define IDLE_WRITE 15

/* libcurl fills it up to a hundred times before it comes back: as much may be held at once. */
#define READ_BUFFER 4096

static const char *const method_names[] = {
	[HTTP_GET] = "GET",     [HTTP_PUT] = "PUT",       [HTTP_POST] = "POST",
	[HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
};

const char *options_method_name(HttpMethod method)
{
	return method_names[method];
}

void http_global_init(void)
{
	/* The first call counts: libcurl only counts the others, and keeps the allocator that it has. */
	curl_global_init_mem(CURL_GLOBAL_DEFAULT, secret_malloc, secret_free_block, secret_realloc,
			     secret_strdup, secret_calloc);
}

/* ---- the system's certificates ---- */

static const char *find_system_certificates(void)
{
	static const char *const files[] = {
		"/etc/ssl/certs/ca-certificates.crt", /* Debian, Arch, Alpine */
		"/etc/pki/tls/certs/ca-bundle.crt",   /* Fedora, RHEL */
		"/etc/ssl/ca-bundle.pem",             /* openSUSE */
		"/etc/ssl/cert.pem",
	};
	const char *built_in = curl_version_info(CURLVERSION_NOW)->cainfo;
	if (built_in != NULL && g_file_test(built_in, G_FILE_TEST_IS_REGULAR))
		return built_in;
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		if (g_file_test(files[i], G_FILE_TEST_IS_REGULAR))
			return files[i];
	}
	return NULL;
}

/* ---- options ---- */

static void add_header(Transfer *transfer, const char *name, const char *value)
{
	g_autofree char *line = g_strconcat(name, ": ", value, NULL);
	transfer->headers = curl_slist_append(transfer->headers, line);
}

static void set_headers(Transfer *transfer)
{
	g_autofree char *id = g_uuid_string_random();
	add_header(transfer, "Accept", "application/json");
	add_header(transfer,
		   transfer->audience == AUDIENCE_ARM ? "x-ms-client-request-id"
						      : "client-request-id",
		   id);
	if (transfer->body != NULL)
		add_header(transfer, "Content-Type",
			   transfer->content_type != NULL ? transfer->content_type
							  : "application/json");
	/* No pause for a "100 Continue". */
	transfer->headers = curl_slist_append(transfer->headers, "Expect:");
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->headers);
}

static void set_body(Transfer *transfer)
{
	CURL *easy = transfer->easy;
	if (transfer->method == HTTP_GET)
		return;
	if (transfer->body != NULL || transfer->method != HTTP_DELETE) {
		/* Not copied by libcurl. */
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
				 transfer->body != NULL ? transfer->body : "");
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE,
				 transfer->body != NULL ? (long)strlen(transfer->body) : 0L);
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method_names[transfer->method]);
}

static void set_connection(Transfer *transfer)
{
	CURL *easy = transfer->easy;
	const char *certificates = transfer->shared->ca_file != NULL ? transfer->shared->ca_file
								     : find_system_certificates();
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, transfer->url.scheme);
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	/* The default path would switch off the cache of parsed certificates. */
	curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	if (certificates != NULL)
		curl_easy_setopt(easy, CURLOPT_CAINFO, certificates);
	curl_easy_setopt(easy, CURLOPT_CA_CACHE_TIMEOUT, -1L);
	const bool is_http1 =
		transfer->is_http1 ||
		g_hash_table_contains(transfer->shared->http1_hosts, transfer->url.host);
	curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
			 is_http1 ? (long)CURL_HTTP_VERSION_1_1 : (long)CURL_HTTP_VERSION_2TLS);
	/* libcurl would take a connection that it has, of either version. */
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, transfer->is_http1 ? 1L : 0L);
	/* With TLS the handshake tells whether one connection will do; plain http would wait for an answer. */
	curl_easy_setopt(easy, CURLOPT_PIPEWAIT,
			 !is_http1 && strcmp(transfer->url.scheme, "https") == 0 ? 1L : 0L);
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, (long)READ_BUFFER);
	curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
	curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN,
			 transfer->method == HTTP_GET ? (long)IDLE_READ : (long)IDLE_WRITE);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)transfer->shared->connect_ms);
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	const char *proxy = proxy_variable(transfer->url.host);
	/* The environment's proxy is for other machines. */
	if (host_is_loopback(transfer->url.host))
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
	else if (proxy != NULL)
		proxy_set(easy, proxy);
}

static void set_token(const Transfer *transfer)
{
	if (transfer->token == NULL)
		return;
	/* Without HTTPAUTH libcurl would send nothing, silently. */
	curl_easy_setopt(transfer->easy, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
	curl_easy_setopt(transfer->easy, CURLOPT_XOAUTH2_BEARER, secret_peek(transfer->token));
}

void options_set(Transfer *transfer)
{
	curl_easy_setopt(transfer->easy, CURLOPT_URL, transfer->url.text);
	curl_easy_setopt(transfer->easy, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	curl_easy_setopt(transfer->easy, CURLOPT_ACCEPT_ENCODING, "");
	set_connection(transfer);
	set_headers(transfer);
	set_body(transfer);
	set_token(transfer);
}
