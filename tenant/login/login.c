#include "tenant/login/login.h"

#include <string.h>

#include "tenant/json.h"
#include "tenant/login/call.h"

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
	for (char **word = all; *word != NULL; word++)
		json_push(array, *word);
}

static void serve_metadata(LoginCall *call)
{
	cJSON *json = cJSON_CreateObject();
	/* For /organizations the issuer is a pattern, not an issuer. */
	g_autofree char *issuer =
		g_strconcat(call->request->base, "/",
			    call->world != NULL ? call->world->id : "{tenantid}", "/v2.0", NULL);
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
	g_hash_table_add(call->login->consents,
			 g_strdup_printf("%s *", client != NULL ? client : ""));
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
	if (call->world != NULL || g_strv_contains(anywhere, tenant))
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
		if (call->tenant == NULL)
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
