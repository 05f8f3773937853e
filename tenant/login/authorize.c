/* /authorize and the page behind it: who signs in, consent, and the way back to the client. */
#include "tenant/login/call.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"

/* ---- the redirect ---------------------------------------------------------------------------- */

/* Plain http to this machine alone; for localhost any port will do (learn.microsoft.com,
 * reply-url). */
static bool is_loopback(const char *uri)
{
	static const char *const hosts[] = { "http://localhost", "http://127.0.0.1" };
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		size_t length = strlen(hosts[i]);
		if (uri != NULL && g_str_has_prefix(uri, hosts[i]) &&
		    (uri[length] == '\0' || uri[length] == ':' || uri[length] == '/'))
			return true;
	}
	return false;
}

static void append(GString *text, const char *name, const char *value)
{
	g_autofree char *escaped = g_uri_escape_string(value, NULL, false);
	g_string_append_printf(text, "%s%s=%s", text->len > 0 ? "&" : "", name, escaped);
}

static void send_form(LoginCall *call, const AuthRequest *request, GHashTable *values)
{
	GHashTableIter iterator;
	gpointer name, value;
	g_autofree char *action = g_markup_escape_text(request->redirect_uri, -1);
	g_autoptr(GString) body = g_string_new(NULL);
	g_string_append_printf(body, "<form method=\"post\" action=\"%s\">\n", action);
	g_hash_table_iter_init(&iterator, values);
	while (g_hash_table_iter_next(&iterator, &name, &value)) {
		g_autofree char *escaped = g_markup_escape_text(value, -1);
		g_string_append_printf(body, "<input type=\"hidden\" name=\"%s\" value=\"%s\">\n",
				       (const char *)name, escaped);
	}
	g_string_append(body, "<button>Continue</button></form>\n");
	login_page(call, 200, "Working", body->str);
}

/* Back to the client, in the mode it asked for. */
static void send_back(LoginCall *call, const AuthRequest *request, GHashTable *values)
{
	GHashTableIter iterator;
	gpointer name, value;
	g_autoptr(GString) query = g_string_new(NULL);
	if (g_strcmp0(request->mode, "form_post") == 0) {
		send_form(call, request, values);
		return;
	}
	g_hash_table_iter_init(&iterator, values);
	while (g_hash_table_iter_next(&iterator, &name, &value))
		append(query, name, value);
	bool is_fragment = g_strcmp0(request->mode, "fragment") == 0;
	bool has_query = strchr(request->redirect_uri, '?') != NULL;
	g_autofree char *url = g_strconcat(request->redirect_uri,
					   is_fragment ? "#"
					   : has_query ? "&"
						       : "?",
					   query->str, NULL);
	call->response->status = 302;
	http_add_header(call->response, "Location", url);
}

static void send_error(LoginCall *call, const AuthRequest *request, const char *error, int number,
		       const char *text)
{
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *description = g_strdup_printf("AADSTS%d: %s", number, text);
	g_hash_table_insert(values, (gpointer) "error", (gpointer)error);
	g_hash_table_insert(values, (gpointer) "error_description", description);
	if (request->state != NULL)
		g_hash_table_insert(values, (gpointer) "state", request->state);
	send_back(call, request, values);
}

static void send_code(LoginCall *call, const AuthRequest *request, World *world, const Object *user)
{
	g_auto(ClaimsRequest) claims = { 0 };
	AuthCode *code = g_new0(AuthCode, 1);
	claims_parse(request->claims, &claims);
	code->session = session_new(world, user, request->client_id);
	code->session->used = service_now(call->service);
	code->session->nonce = g_strdup(request->nonce);
	session_prove(code->session, &claims);
	code->redirect_uri = g_strdup(request->redirect_uri);
	code->challenge = g_strdup(request->challenge);
	code->scope = g_strdup(request->scope);
	code->claims = g_strdup(request->claims);
	code->created = service_now(call->service);
	char *name = login_secret();
	g_hash_table_insert(call->login->codes, name, code);
	service_note_secret(call->service, "code", name);
	record_count(call->service->record, COUNT_SIGN_INS);
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	g_autofree char *session = ids_fresh();
	g_hash_table_insert(values, (gpointer) "code", name);
	g_hash_table_insert(values, (gpointer) "session_state", session);
	if (request->state != NULL)
		g_hash_table_insert(values, (gpointer) "state", request->state);
	send_back(call, request, values);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void append_link(GString *body, const LoginCall *call, const char *id, const char *what,
			const char *value, const char *label)
{
	g_autofree char *escaped = g_uri_escape_string(value, NULL, false);
	g_autofree char *text = g_markup_escape_text(label, -1);
	g_string_append_printf(body, "<p><a href=\"/%s/sign-in?request=%s&amp;%s=%s\">%s</a></p>\n",
			       call->tenant, id, what, escaped, text);
}

/* One link per account that may sign in here, and one to give up. */
static void show_accounts(LoginCall *call, const char *id)
{
	g_autoptr(GString) body = g_string_new(NULL);
	for (guint w = 0; w < call->service->worlds->len; w++) {
		const World *world = g_ptr_array_index(call->service->worlds, w);
		if (call->world != NULL && world != call->world)
			continue;
		for (guint i = 0; i < world->objects->len; i++) {
			const Object *user = g_ptr_array_index(world->objects, i);
			if (user->is_account)
				append_link(body, call, id, "account", user->id, user->upn);
		}
	}
	append_link(body, call, id, "cancel", "1", "Cancel");
	login_page(call, 200, "Pick an account", body->str);
}

static bool has_consent(const LoginCall *call, const AuthRequest *request, const Object *user)
{
	g_autofree char *own = g_strdup_printf("%s %s", request->client_id, user->id);
	g_autofree char *all = g_strdup_printf("%s *", request->client_id);
	return !call->service->settings.login_consent ||
	       g_hash_table_contains(call->login->consents, own) ||
	       g_hash_table_contains(call->login->consents, all);
}

static void show_consent(LoginCall *call, const AuthRequest *request, const Object *user,
			 const char *id)
{
	g_autoptr(GString) body = g_string_new("<p>This application would like to:</p>\n");
	g_autofree char *scope = g_markup_escape_text(request->scope, -1);
	g_string_append_printf(body, "<p>%s</p>\n", scope);
	g_string_append_printf(body,
			       "<p><a href=\"/%s/sign-in?request=%s&amp;account=%s&amp;consent=1\">"
			       "Accept</a></p>\n",
			       call->tenant, id, user->id);
	append_link(body, call, id, "decline", "1", "Cancel");
	login_page(call, 200, "Permissions requested", body->str);
}

static void finish(LoginCall *call, const char *id, const char *name)
{
	const AuthRequest *request = g_hash_table_lookup(call->login->requests, id);
	World *world = NULL;
	const Object *user = login_find_person(call, request->world, name, &world);
	if (user == NULL) {
		send_error(call, request, "access_denied", 50020,
			   "User account does not exist in tenant and cannot access the "
			   "application in that tenant.");
	} else if (login_param(call, "consent") != NULL) {
		g_hash_table_add(call->login->consents,
				 g_strdup_printf("%s %s", request->client_id, user->id));
		send_code(call, request, world, user);
	} else if (call->service->settings.login_admin_consent) {
		send_error(call, request, "access_denied", 90094,
			   "Admin consent is required for the permissions requested by this "
			   "application.");
	} else if (!has_consent(call, request, user)) {
		show_consent(call, request, user, id);
		return;
	} else {
		send_code(call, request, world, user);
	}
	g_hash_table_remove(call->login->requests, id);
}

void login_sign_in(LoginCall *call)
{
	const char *id = login_param(call, "request");
	const AuthRequest *request =
		id != NULL ? g_hash_table_lookup(call->login->requests, id) : NULL;
	if (request == NULL) {
		login_page(call, 400, "Sign-in failed", "<p>This sign-in is over.</p>\n");
		return;
	}
	if (login_param(call, "cancel") != NULL || login_param(call, "decline") != NULL) {
		send_error(call, request, "access_denied", 65004,
			   "User declined to consent to access the app.");
		g_hash_table_remove(call->login->requests, id);
		return;
	}
	finish(call, id, login_param(call, "account"));
}

/* ---- the request ----------------------------------------------------------------------------- */

/* Those that cannot be told to the client, because it is not known to be one. */
static bool check_client(LoginCall *call)
{
	const char *client = login_param(call, "client_id");
	const char *redirect = login_param(call, "redirect_uri");
	const char *problem = NULL;
	if (!ids_is_guid(client))
		problem = "AADSTS700016: Application was not found in the directory.";
	else if (!is_loopback(redirect))
		problem =
			"AADSTS50011: The redirect URI specified in the request does not match the "
			"redirect URIs configured for the application.";
	if (problem == NULL)
		return true;
	g_autofree char *escaped = g_markup_escape_text(problem, -1);
	g_autofree char *body = g_strdup_printf("<p>%s</p>\n", escaped);
	login_page(call, 400, "Sign-in failed", body);
	return false;
}

static bool check_request(LoginCall *call, const AuthRequest *request)
{
	const char *type = login_param(call, "response_type");
	const char *method = login_param(call, "code_challenge_method");
	g_auto(ClaimsRequest) claims = { 0 };
	bool is_strict = call->service->settings.login_strict;
	if (g_strcmp0(type, "code") != 0) {
		send_error(call, request, "unsupported_response_type", 700054,
			   "response_type is not enabled for the application.");
	} else if (request->scope == NULL || *request->scope == '\0') {
		send_error(call, request, "invalid_request", 900144,
			   "The request body must contain the following parameter: 'scope'.");
	} else if ((is_strict && request->challenge == NULL) ||
		   (request->challenge != NULL && g_strcmp0(method, "S256") != 0)) {
		send_error(call, request, "invalid_request", 50147,
			   "Missing or unsupported code_challenge.");
	} else if (request->challenge != NULL && strlen(request->challenge) != 43) {
		send_error(call, request, "invalid_request", 501491,
			   "Size of the code_challenge is invalid.");
	} else if (!claims_parse(request->claims, &claims)) {
		send_error(call, request, "invalid_request", 90023, "The claims are malformed.");
	} else if (login_param(call, "amr_values") != NULL) {
		send_error(call, request, "invalid_request", 901002,
			   "The 'amr_values' request parameter is not supported.");
	} else {
		return true;
	}
	return false;
}

static AuthRequest *take_request(const LoginCall *call)
{
	AuthRequest *request = g_new0(AuthRequest, 1);
	request->world = call->world;
	request->client_id = g_strdup(login_param(call, "client_id"));
	request->redirect_uri = g_strdup(login_param(call, "redirect_uri"));
	request->scope = g_strdup(login_param(call, "scope"));
	request->state = g_strdup(login_param(call, "state"));
	request->nonce = g_strdup(login_param(call, "nonce"));
	request->challenge = g_strdup(login_param(call, "code_challenge"));
	request->claims = g_strdup(login_param(call, "claims"));
	request->mode = g_strdup(login_param(call, "response_mode"));
	return request;
}

static const char *first_account(const LoginCall *call)
{
	const Object *user = world_first_account(
		call->world != NULL ? call->world : g_ptr_array_index(call->service->worlds, 0));
	return user != NULL ? user->id : NULL;
}

static void go_on(LoginCall *call, const AuthRequest *request, const char *id)
{
	const char *prompt = login_param(call, "prompt");
	const char *hint = login_param(call, "login_hint");
	g_autoptr(cJSON) plan = login_take_error(call->login, "authorize");
	if (plan != NULL)
		send_error(call, request, json_text(plan, "error"),
			   (int)json_number(plan, "number", 50000),
			   json_text_or(plan, "description", "Planned."));
	else if (g_strcmp0(prompt, "none") == 0 && !call->service->settings.login_auto)
		send_error(call, request, "login_required", 50058,
			   "A silent sign-in request was sent but no user is signed in.");
	else if (call->service->settings.login_auto)
		finish(call, id, hint != NULL ? hint : first_account(call));
	else
		show_accounts(call, id);
}

void login_authorize(LoginCall *call)
{
	if (!check_client(call))
		return;
	char *id = login_secret();
	AuthRequest *request = take_request(call);
	g_hash_table_insert(call->login->requests, id, request);
	if (check_request(call, request))
		go_on(call, request, id);
	else
		g_hash_table_remove(call->login->requests, id);
}
