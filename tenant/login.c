#include "tenant/login.h"

#include "tenant/login-state.h"

#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"

#include <string.h>

const char *login_param(const LoginCall *call, const char *name)
{
	return g_hash_table_lookup(call->form, name);
}

/* ---- answers --------------------------------------------------------------------------------- */

static void add_error(LoginCall *call, cJSON *json, const char *error, int number,
		      const char *description)
{
	g_autofree char *trace = ids_fresh();
	g_autofree char *fresh = ids_fresh();
	const char *correlation = http_header(call->request, "client-request-id");
	g_autofree char *time = times_format(service_now(call->service), 0);
	bool is_hostile = call->service->settings.hostile_errors;
	g_autofree char *text = g_strdup_printf(
		"AADSTS%d: %s%s Trace ID: %s Correlation ID: %s Timestamp: %s", number, description,
		is_hostile ? hostile_tail() : "", trace, correlation ? correlation : fresh, time);
	json_add(json, "error", error);
	json_add(json, "error_description", text);
	cJSON_AddItemToArray(json_add_array(json, "error_codes"), cJSON_CreateNumber(number));
	json_add(json, "timestamp", time);
	json_add(json, "trace_id", trace);
	json_add(json, "correlation_id", correlation ? correlation : fresh);
	g_autofree char *uri =
		g_strdup_printf("https://login.microsoftonline.com/error?code=%d", number);
	json_add(json, "error_uri", uri);
}

void login_error(LoginCall *call, unsigned status, const char *error, int number,
		 const char *description)
{
	cJSON *json = cJSON_CreateObject();
	add_error(call, json, error, number, description);
	http_answer_json(call->response, status, json);
}

bool login_answer_planned(LoginCall *call, const char *endpoint)
{
	g_autoptr(cJSON) plan = login_take_error(call->login, endpoint);
	if (!plan)
		return false;
	cJSON *json = cJSON_CreateObject();
	add_error(call, json, json_text(plan, "error"), (int)json_number(plan, "number", 50000),
		  json_text_or(plan, "description", "Planned."));
	if (json_text(plan, "suberror"))
		json_add(json, "suberror", json_text(plan, "suberror"));
	if (json_text(plan, "claims"))
		json_add(json, "claims", json_text(plan, "claims"));
	g_autofree char *retry_after = json_text_or_number(plan, "retry_after");
	if (retry_after)
		http_add_header(call->response, "Retry-After", retry_after);
	http_answer_json(call->response, (unsigned)json_number(plan, "status", 400), json);
	return true;
}

void login_page(LoginCall *call, unsigned status, const char *title, const char *body)
{
	g_autofree char *escaped = g_markup_escape_text(title, -1);
	g_string_printf(
		call->response->body,
		"<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title></head>\n"
		"<body><h1>%s</h1>\n%s</body></html>\n",
		escaped, escaped, body);
	call->response->status = status;
	g_free(call->response->content_type);
	call->response->content_type = g_strdup("text/html; charset=utf-8");
	http_add_header(call->response, "Referrer-Policy", "no-referrer");
}

const Object *login_find_person(const LoginCall *call, World *world, const char *name,
				World **found)
{
	*found = world;
	if (!name)
		return NULL;
	if (!world)
		return service_find_account(call->service, name, found);
	const Object *user = world_find_user(world, name);
	return user ? user : world_find_object(world, name);
}

/* ---- metadata -------------------------------------------------------------------------------- */

static void add_url(cJSON *json, const LoginCall *call, const char *name, const char *path)
{
	g_autofree char *url = g_strconcat(call->request->base, "/", call->tenant, path, NULL);
	json_add(json, name, url);
}

static void add_words(cJSON *json, const char *name, const char *words)
{
	cJSON *array = json_add_array(json, name);
	g_auto(GStrv) all = g_strsplit(words, " ", -1);
	for (char **word = all; *word; word++)
		json_push(array, *word);
}

static void serve_metadata(LoginCall *call)
{
	cJSON *json = cJSON_CreateObject();
	/* For /organizations the issuer is a pattern, not an issuer. */
	g_autofree char *issuer =
		g_strconcat(call->request->base, "/", call->world ? call->world->id : "{tenantid}",
			    "/v2.0", NULL);
	json_add(json, "issuer", issuer);
	add_url(json, call, "authorization_endpoint", "/oauth2/v2.0/authorize");
	add_url(json, call, "token_endpoint", "/oauth2/v2.0/token");
	add_url(json, call, "device_authorization_endpoint", "/oauth2/v2.0/devicecode");
	add_url(json, call, "end_session_endpoint", "/oauth2/v2.0/logout");
	add_url(json, call, "jwks_uri", "/discovery/v2.0/keys");
	add_words(json, "response_modes_supported", "query fragment form_post");
	add_words(json, "response_types_supported", "code");
	add_words(json, "subject_types_supported", "pairwise");
	add_words(json, "id_token_signing_alg_values_supported", "RS256");
	add_words(json, "scopes_supported", "openid profile email offline_access");
	add_words(json, "token_endpoint_auth_methods_supported", "none");
	add_words(json, "code_challenge_methods_supported", "S256");
	add_words(json, "claims_supported",
		  "sub iss aud exp iat nonce preferred_username name tid ver oid");
	json_add(json, "cloud_instance_name", "microsoftonline.com");
	http_answer_json(call->response, 200, json);
}

static void serve_keys(LoginCall *call)
{
	http_answer_json(call->response, 200, jwt_key_set(call->service->key));
}

static void serve_logout(LoginCall *call)
{
	login_page(call, 200, "Signed out", "<p>You signed out of your account.</p>\n");
}

/* An administrator's consent for a client in the tenant. */
static void serve_consent(LoginCall *call)
{
	const char *client = login_param(call, "client_id");
	g_hash_table_add(call->login->consents, g_strdup_printf("%s *", client ? client : ""));
	login_page(call, 200, "Consent given", "<p>The permissions were granted.</p>\n");
}

/* ---- dispatch -------------------------------------------------------------------------------- */

static const struct {
	const char *method;
	const char *path;
	void (*handle)(LoginCall *call);
} routes[] = {
	{ "GET", "v2.0/.well-known/openid-configuration", serve_metadata },
	{ "GET", "discovery/v2.0/keys", serve_keys },
	{ "GET", "oauth2/v2.0/authorize", login_authorize },
	{ "GET", "sign-in", login_sign_in },
	{ "POST", "oauth2/v2.0/token", login_token },
	{ "POST", "oauth2/v2.0/devicecode", login_device_start },
	{ "GET", "oauth2/v2.0/logout", serve_logout },
	{ "GET", "adminconsent", serve_consent },
};

/* /{tenant}/…; false: answered with an error. */
static bool find_tenant(LoginCall *call, const char *tenant)
{
	static const char *const anywhere[] = { "organizations", "common", NULL };
	call->tenant = g_strdup(tenant);
	call->world = service_find_world(call->service, tenant);
	if (call->world || g_strv_contains(anywhere, tenant))
		return true;
	g_autofree char *text = g_strdup_printf(
		"Tenant '%s' not found. Check to make sure you have the correct tenant ID and are "
		"signing into the correct cloud.",
		tenant);
	login_error(call, 400, "invalid_tenant", 90002, text);
	return false;
}

static void dispatch(LoginCall *call)
{
	g_auto(GStrv) parts = g_strsplit(call->request->path + 1, "/", 2);
	if (strcmp(call->request->path, "/device") == 0) {
		login_device_page(call);
		return;
	}
	if (g_strv_length(parts) < 2 || !find_tenant(call, parts[0])) {
		if (!call->tenant)
			login_page(call, 404, "Not found", "");
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(routes); i++) {
		if (strcmp(routes[i].path, parts[1]) == 0 &&
		    strcmp(routes[i].method, call->request->method) == 0) {
			routes[i].handle(call);
			return;
		}
	}
	login_page(call, 404, "Not found", "");
}

void login_handle(Service *service, const HttpRequest *request, HttpResponse *response)
{
	LoginCall call = { .service = service,
			   .login = service->login,
			   .request = request,
			   .response = response };
	bool is_post = strcmp(request->method, "POST") == 0;
	call.form =
		is_post ? http_parse_form(request->body->str) : g_hash_table_ref(request->query);
	http_add_header(response, "Cache-Control", "no-store, no-cache");
	http_add_header(response, "Pragma", "no-cache");
	dispatch(&call);
	g_hash_table_unref(call.form);
	g_free(call.tenant);
}
