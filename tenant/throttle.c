#include "tenant/throttle.h"

#include <string.h>

#include "tenant/jwt.h"

typedef struct Bucket {
	double tokens;
	int64_t filled;
} Bucket;

static bool take(Service *service, const char *name, int64_t burst, int64_t rate, double *left)
{
	int64_t now = service_now(service);
	Bucket *bucket = g_hash_table_lookup(service->buckets, name);
	if (bucket == NULL) {
		bucket = g_new0(Bucket, 1);
		bucket->tokens = (double)burst;
		bucket->filled = now;
		g_hash_table_insert(service->buckets, g_strdup(name), bucket);
	}
	double gained = (double)(now - bucket->filled) * (double)rate / (double)TIMES_SECOND;
	bucket->tokens = MIN((double)burst, bucket->tokens + MAX(gained, 0));
	bucket->filled = now;
	*left = bucket->tokens;
	if (bucket->tokens < 1)
		return false;
	bucket->tokens -= 1;
	*left = bucket->tokens;
	return true;
}

bool throttle_check(Service *service, const Caller *caller, const HttpRequest *request,
		    HttpResponse *response, Refusal *refusal)
{
	const Settings *settings = &service->settings;
	bool is_read = strcmp(request->method, "GET") == 0;
	int64_t burst = is_read ? settings->reads_burst : settings->writes_burst;
	int64_t rate = is_read ? settings->reads_per_second : settings->writes_per_second;
	double left = is_read ? 249 : 199;
	g_autofree char *name = g_strdup_printf("%s %s %d", caller->user->id,
						is_read ? "reads" : "writes", (int)request->host);
	bool is_free = burst == 0 || take(service, name, burst, rate, &left);
	if (request->host == HOST_ARM) {
		bool is_tenant = !g_str_has_prefix(request->path, "/subscriptions/");
		g_autofree char *header = g_strdup_printf("x-ms-ratelimit-remaining-%s-%s",
							  is_tenant ? "tenant" : "subscription",
							  is_read ? "reads" : "writes");
		g_autofree char *value = g_strdup_printf("%d", (int)left);
		http_add_header(response, header, value);
	} else {
		http_add_header(response, "x-ms-resource-unit", "1");
	}
	if (is_free)
		return true;
	record_count(service->record, COUNT_THROTTLED);
	g_autofree char *seconds = g_strdup_printf("%d", rate > 0 ? (int)(1 + 1 / rate) : 10);
	http_add_header(response, "Retry-After", seconds);
	return refuse(refusal, 429, "TooManyRequests", "Please retry again later.");
}

static char *encode_claims(const Settings *settings, const char *claims)
{
	if (settings->claims_base64url)
		return jwt_base64url(claims, strlen(claims));
	return g_base64_encode((const guchar *)claims, strlen(claims));
}

void throttle_add_challenge(const Service *service, const Refusal *refusal, HttpResponse *response)
{
	g_autofree char *authority = g_strconcat(http_server_url(service->server, HOST_LOGIN),
						 "/common/oauth2/authorize", NULL);
	if (refusal->claims == NULL) {
		g_autofree char *value =
			g_strdup_printf("Bearer authorization_uri=\"%s\", error=\"invalid_token\", "
					"error_description=\"%s\"",
					authority, refusal->message);
		http_add_header(response, "WWW-Authenticate", value);
		return;
	}
	g_autofree char *claims = encode_claims(&service->settings, refusal->claims);
	g_autofree char *value = g_strdup_printf("Bearer realm=\"\", authorization_uri=\"%s\", "
						 "error=\"insufficient_claims\", claims=\"%s\"",
						 authority, claims);
	if (service->settings.claims_several_headers) {
		/* Another scheme first, and the members in another order with odd spaces. */
		g_free(value);
		value = g_strdup_printf(
			"Bearer  claims=\"%s\" ,error=\"insufficient_claims\",realm=\"\"", claims);
		http_add_header(response, "WWW-Authenticate", "PoP realm=\"\"");
	}
	http_add_header(response, "WWW-Authenticate", value);
}
