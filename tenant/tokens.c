#include "tenant/tokens.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"

const char *tokens_audience(Host host)
{
	return host == HOST_GRAPH ? "https://graph.microsoft.com" : "https://management.azure.com/";
}

Host tokens_host_of(const Service *service, const char *resource)
{
	static const struct {
		Host host;
		const char *resource;
	} rows[] = {
		{ HOST_ARM, "https://management.azure.com" },
		{ HOST_ARM, "https://management.core.windows.net" },
		{ HOST_ARM, "797f4846-ba00-4fd7-ba43-dac1f8f63013" },
		{ HOST_GRAPH, "https://graph.microsoft.com" },
		{ HOST_GRAPH, "00000003-0000-0000-c000-000000000000" },
	};
	g_autofree char *plain = g_strdup(resource);
	while (g_str_has_suffix(plain, "/"))
		plain[strlen(plain) - 1] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].resource, plain) == 0)
			return rows[i].host;
	}
	if (strcmp(plain, http_server_url(service->server, HOST_ARM)) == 0)
		return HOST_ARM;
	if (strcmp(plain, http_server_url(service->server, HOST_GRAPH)) == 0)
		return HOST_GRAPH;
	return HOST_COUNT;
}

static void add_strings(cJSON *claims, const char *name, const char *const *strings)
{
	if (strings == NULL || strings[0] == NULL)
		return;
	cJSON *array = json_add_array(claims, name);
	for (; *strings != NULL; strings++)
		json_push(array, *strings);
}

char *tokens_issue(Service *service, const TokenSpec *spec)
{
	int64_t now = service_now(service) / TIMES_SECOND;
	int64_t life = spec->lifetime ? spec->lifetime : service->settings.token_seconds;
	g_autoptr(cJSON) claims = cJSON_CreateObject();
	g_autofree char *issuer =
		g_strconcat("https://sts.windows.net/", spec->world->id, "/", NULL);
	g_autofree char *serial = g_strdup_printf("%" G_GUINT64_FORMAT, ++service->token_serial);
	json_add(claims, "aud",
		 spec->audience != NULL ? spec->audience : tokens_audience(spec->host));
	json_add(claims, "iss", issuer);
	cJSON_AddNumberToObject(claims, "iat", (double)now);
	cJSON_AddNumberToObject(claims, "nbf", (double)now - 5);
	cJSON_AddNumberToObject(claims, "exp", (double)(now + life));
	add_strings(claims, "acrs", spec->acrs);
	add_strings(claims, "amr",
		    spec->amr != NULL ? spec->amr : (const char *const *)spec->user->amr);
	json_add(claims, "appid",
		 spec->client_id != NULL ? spec->client_id
					 : "04b07795-8ddb-461a-bbee-02f9e1bf7b46");
	json_add(claims, "name", spec->user->name);
	json_add(claims, "oid", spec->user->id);
	json_add(claims, "scp",
		 spec->scopes != NULL       ? spec->scopes
		 : spec->host == HOST_GRAPH ? TOKENS_ALL_GRAPH_SCOPES
					    : "user_impersonation");
	json_add(claims, "tid", spec->world->id);
	json_add(claims, "upn", spec->user->upn);
	json_add(claims, "uti", serial);
	json_add(claims, "ver", "1.0");
	if (spec->has_cp1)
		json_push(json_add_array(claims, "xms_cc"), "cp1");
	char *token = jwt_sign(service->key, claims);
	service_note_secret(service, "access_token", token);
	return token;
}

void tokens_revoke(Service *service, const char *object_id)
{
	uint64_t *serial = g_new(uint64_t, 1);
	*serial = service->token_serial + 1;
	g_hash_table_replace(service->revoked, g_strdup(object_id != NULL ? object_id : "*"),
			     serial);
}

static bool is_revoked(const Service *service, const char *object_id, const cJSON *claims)
{
	uint64_t serial = g_ascii_strtoull(json_text_or(claims, "uti", "0"), NULL, 10);
	const uint64_t *all = g_hash_table_lookup(service->revoked, "*");
	const uint64_t *own = g_hash_table_lookup(service->revoked, object_id);
	return (all != NULL && serial < *all) || (own != NULL && serial < *own);
}

/* Checking a signature costs more than everything else a small request needs. */
static const cJSON *claims_of(Service *service, const char *token)
{
	const cJSON *known = g_hash_table_lookup(service->tokens, token);
	if (known != NULL)
		return known;
	cJSON *claims = jwt_verify(service->key, token);
	if (claims == NULL)
		return NULL;
	if (g_hash_table_size(service->tokens) > 1000)
		g_hash_table_remove_all(service->tokens);
	g_hash_table_insert(service->tokens, g_strdup(token), claims);
	return claims;
}

static bool refuse_expired(Service *service, const cJSON *claims, Host host, Refusal *refusal)
{
	record_count(service->record, COUNT_EXPIRED_TOKENS);
	if (host == HOST_GRAPH)
		return refuse(refusal, 401, "InvalidAuthenticationToken",
			      "Lifetime validation failed, the token is expired.");
	g_autofree char *end = times_format(json_number(claims, "exp", 0) * TIMES_SECOND, 0);
	g_autofree char *now = times_format(service_now(service), 0);
	return refuse(
		refusal, 401, "ExpiredAuthenticationToken",
		"The access token expiry UTC time '%s' is earlier than current UTC time '%s'.", end,
		now);
}

/* Continuous access evaluation: a client that declared cp1 is told to come with a newer token. */
static bool refuse_revoked(Service *service, const Caller *caller, Refusal *refusal)
{
	record_count(service->record, COUNT_BAD_TOKENS);
	refuse(refusal, 401, "InvalidAuthenticationToken",
	       "Continuous access evaluation resulted in challenge with result: "
	       "InteractionRequired and code: TokenCreatedWithOutdatedPolicies");
	if (caller_has_claim(caller, "xms_cc", "cp1"))
		refusal->claims = g_strdup_printf("{\"access_token\":{\"nbf\":{\"essential\":true, "
						  "\"value\":\"%" G_GINT64_FORMAT "\"}}}",
						  service_now(service) / TIMES_SECOND);
	return false;
}

static bool check_claims(Service *service, Host host, Caller *caller, Refusal *refusal)
{
	const cJSON *claims = caller->claims;
	const char *tenant = json_text_or(claims, "tid", "");
	const char *object = json_text_or(claims, "oid", "");
	int64_t now = service_now(service) / TIMES_SECOND;
	Host meant = tokens_host_of(service, json_text_or(claims, "aud", ""));
	if (meant != host) {
		record_count(service->record, COUNT_WRONG_HOST_TOKENS);
		return host == HOST_GRAPH
			       ? refuse(refusal, 401, "InvalidAuthenticationToken",
					"Access token validation failure. Invalid audience.")
			       : refuse(refusal, 401, "InvalidAuthenticationTokenAudience",
					"The access token has been obtained for wrong audience or "
					"resource '%s'.",
					json_text_or(claims, "aud", ""));
	}
	caller->world = service_find_world(service, tenant);
	caller->user = caller->world != NULL ? world_find_object(caller->world, object) : NULL;
	if (caller->user == NULL) {
		record_count(service->record, COUNT_BAD_TOKENS);
		return refuse(refusal, 401, "InvalidAuthenticationTokenTenant",
			      "The access token is from the wrong issuer.");
	}
	int64_t early = service->settings.token_dies_after_s;
	if (json_number(claims, "exp", 0) <= now ||
	    (early && json_number(claims, "iat", 0) + early <= now))
		return refuse_expired(service, claims, host, refusal);
	if (json_number(claims, "nbf", 0) > now)
		return refuse(refusal, 401, "InvalidAuthenticationToken",
			      "The access token is not yet valid.");
	if (is_revoked(service, object, claims))
		return refuse_revoked(service, caller, refusal);
	return true;
}

bool tokens_authenticate(Service *service, const HttpRequest *request, Caller *caller,
			 Refusal *refusal)
{
	*caller = (Caller){ 0 };
	const char *header = http_header(request, "Authorization");
	if (header == NULL || g_ascii_strncasecmp(header, "Bearer ", 7) != 0)
		return request->host == HOST_GRAPH
			       ? refuse(refusal, 401, "InvalidAuthenticationToken",
					"Access token is empty.")
			       : refuse(refusal, 401, "AuthenticationFailed",
					"Authentication failed. The 'Authorization' header is "
					"missing.");
	caller->claims = claims_of(service, header + 7);
	if (caller->claims == NULL) {
		record_count(service->record, COUNT_BAD_TOKENS);
		return refuse(refusal, 401, "InvalidAuthenticationToken",
			      "The access token is invalid.");
	}
	return check_claims(service, request->host, caller, refusal);
}

bool caller_has_claim(const Caller *caller, const char *claim, const char *value)
{
	const cJSON *item;
	cJSON_ArrayForEach(item, json_get(caller->claims, claim))
	{
		if (g_strcmp0(cJSON_GetStringValue(item), value) == 0)
			return true;
	}
	return false;
}

bool caller_has_scope(const Caller *caller, const char *const *any)
{
	g_auto(GStrv) held = g_strsplit(json_text_or(caller->claims, "scp", ""), " ", -1);
	for (; *any != NULL; any++) {
		if (g_strv_contains((const char *const *)held, *any))
			return true;
	}
	return false;
}
