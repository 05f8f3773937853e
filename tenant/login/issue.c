/* What a grant gives: the tokens of an answer, cut to what is asked for. */
#include "tenant/login/call.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/tokens.h"

/* Of the Azure CLI's public client, for Graph: none of PIM's. */
#define AZURE_CLI "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
#define AZURE_CLI_GRAPH                                                                   \
	"AuditLog.Read.All Directory.AccessAsUser.All Group.ReadWrite.All User.Read.All " \
	"User.ReadWrite.All"

/* ---- scopes ---------------------------------------------------------------------------------- */

typedef struct Wanted {
	Host host;
	char *audience;
	bool is_named; /* the resource was part of the scope */
	bool has_id_token;
	bool has_refresh_token;
	bool has_default;
	bool is_mixed; /* more than one resource */
	GString *names;
} Wanted;

static void wanted_clear(Wanted *wanted)
{
	g_free(wanted->audience);
	if (wanted->names != NULL)
		g_string_free(wanted->names, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

/* "https://management.azure.com//.default": the last slash parts resource and name. A name alone
 * means Graph. */
static bool add_scope(LoginCall *call, Wanted *wanted, const char *word)
{
	const char *slash = strrchr(word, '/');
	g_autofree char *resource = slash != NULL ? g_strndup(word, (size_t)(slash - word))
						  : g_strdup(tokens_audience(HOST_GRAPH));
	const char *name = slash != NULL ? slash + 1 : word;
	Host host = tokens_host_of(call->service, resource);
	if (host == HOST_COUNT)
		return false;
	if (wanted->audience != NULL && wanted->host != host) {
		wanted->is_mixed = true;
		return true;
	}
	if (wanted->audience == NULL) {
		wanted->host = host;
		wanted->is_named = slash != NULL;
		wanted->audience = g_steal_pointer(&resource);
	}
	if (strcmp(name, ".default") == 0)
		wanted->has_default = true;
	else
		g_string_append_printf(wanted->names, "%s%s", wanted->names->len ? " " : "", name);
	return true;
}

static bool read_scope(LoginCall *call, const char *scope, Wanted *wanted)
{
	static const char *const plain[] = { "openid", "profile", "email", NULL };
	wanted->names = g_string_new(NULL);
	wanted->host = HOST_GRAPH;
	g_auto(GStrv) words = g_strsplit(scope != NULL ? scope : "", " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (**word == '\0')
			continue;
		if (strcmp(*word, "offline_access") == 0)
			wanted->has_refresh_token = !call->service->settings.login_without_refresh;
		else if (g_strv_contains(plain, *word))
			wanted->has_id_token = wanted->has_id_token || **word == 'o';
		else if (!add_scope(call, wanted, *word)) {
			g_autofree char *text = g_strdup_printf(
				"The provided value for scope %s is not valid.", *word);
			login_error(call, 400, "invalid_scope", 70011, text);
			return false;
		}
	}
	if (wanted->has_default && wanted->names->len > 0) {
		login_error(call, 400, "invalid_scope", 70011,
			    ".default scope can't be combined with resource-specific scopes.");
		return false;
	}
	return true;
}

/* ---- answers --------------------------------------------------------------------------------- */

static char *make_id_token(LoginCall *call, const Session *session)
{
	int64_t now = service_now(call->service) / TIMES_SECOND;
	g_autoptr(cJSON) claims = cJSON_CreateObject();
	g_autofree char *issuer =
		g_strconcat(call->request->base, "/", session->world->id, "/v2.0", NULL);
	g_autofree char *subject = ids_derive(session->client_id, "subject", session->user->id);
	json_add(claims, "aud", session->client_id);
	json_add(claims, "iss", issuer);
	cJSON_AddNumberToObject(claims, "iat", (double)now);
	cJSON_AddNumberToObject(claims, "nbf", (double)now);
	cJSON_AddNumberToObject(claims, "exp", (double)now + 3600);
	json_add(claims, "name", session->user->name);
	if (session->nonce != NULL)
		json_add(claims, "nonce", session->nonce);
	json_add(claims, "oid", session->user->id);
	json_add(claims, "preferred_username", session->user->upn);
	json_add(claims, "sub", session->user->subject != NULL ? session->user->subject : subject);
	json_add(claims, "tid", session->world->id);
	json_add(claims, "ver", "2.0");
	return jwt_sign(call->service->key, claims);
}

/* What was consented to once comes with every later token, whatever that one was asked for by. */
static const char *add_named(LoginCall *call, const Session *session, const char *names)
{
	g_autofree char *key = g_strconcat(session->client_id, " ", session->user->id, NULL);
	const char *before = g_hash_table_lookup(call->login->named, key);
	g_auto(GStrv) words = g_strsplit(names, " ", -1);
	g_auto(GStrv) old = g_strsplit(before != NULL ? before : "", " ", -1);
	g_autoptr(GString) all = g_string_new(before);
	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0' && !g_strv_contains((const char *const *)old, *word))
			g_string_append_printf(all, "%s%s", all->len > 0 ? " " : "", *word);
	}
	if (all->len == 0)
		return NULL;
	g_hash_table_replace(call->login->named, g_strdup(key), g_strdup(all->str));
	return g_hash_table_lookup(call->login->named, key);
}

static char *granted_scopes(LoginCall *call, const Session *session, const Wanted *wanted)
{
	if (wanted->host == HOST_ARM)
		return g_strdup("user_impersonation");
	if (strcmp(session->client_id, AZURE_CLI) == 0)
		return g_strdup(AZURE_CLI_GRAPH);
	const char *named = add_named(call, session, wanted->names->str);
	return g_strdup(named != NULL ? named : TOKENS_ALL_GRAPH_SCOPES);
}

/* As the answer names them: each with the resource that was asked for, and ".default" when it was.
 * A cache looks for what it asked for. */
static char *told_scopes(const Wanted *wanted, const char *scopes)
{
	g_autoptr(GString) told = g_string_new(NULL);
	if (!wanted->is_named)
		return g_strdup(scopes);
	g_auto(GStrv) words = g_strsplit(scopes, " ", -1);
	for (char **word = words; *word != NULL; word++)
		g_string_append_printf(told, "%s/%s ", wanted->audience, *word);
	if (wanted->has_default)
		g_string_append_printf(told, "%s/.default", wanted->audience);
	return g_strchomp(g_string_free(g_steal_pointer(&told), FALSE));
}

static void add_access_token(LoginCall *call, cJSON *json, const Session *session,
			     const Wanted *wanted, bool has_cp1)
{
	g_autofree char *scopes = granted_scopes(call, session, wanted);
	const TokenSpec spec = {
		.world = session->world,
		.user = session->user,
		.audience = wanted->audience,
		.host = wanted->host,
		.amr = (const char *const *)session->amr,
		.acrs = (const char *const *)session->acrs,
		.has_cp1 = has_cp1,
		.scopes = scopes,
		.client_id = session->client_id,
	};
	g_autofree char *token = tokens_issue(call->service, &spec);
	int64_t life = call->service->settings.token_seconds;
	json_add(json, "token_type", "Bearer");
	g_autofree char *told = told_scopes(wanted, scopes);
	json_add(json, "scope", told);
	cJSON_AddNumberToObject(json, "expires_in", (double)life);
	cJSON_AddNumberToObject(json, "ext_expires_in", (double)life);
	json_add(json, "access_token", token);
}

static void add_client_info(cJSON *json, const Session *session)
{
	g_autofree char *info = g_strdup_printf("{\"uid\":\"%s\",\"utid\":\"%s\"}",
						session->user->id, session->world->id);
	g_autofree char *text = jwt_base64url(info, strlen(info));
	json_add(json, "client_info", text);
}

/* What silent renewal cannot prove: an authentication context that this sign-in did not reach.
 * (A wish for amr is ignored there, as it is by Entra.) */
static bool check_contexts(LoginCall *call, const Session *session, const ClaimsRequest *claims)
{
	for (char **context = claims->acrs; context != NULL && *context != NULL; context++) {
		if (session->acrs != NULL &&
		    g_strv_contains((const char *const *)session->acrs, *context))
			continue;
		cJSON *json = cJSON_CreateObject();
		json_add(json, "error", "interaction_required");
		json_add(
			json, "error_description",
			"AADSTS50076: Due to a configuration change made by your administrator, or "
			"because you moved to a new location, you must use multi-factor "
			"authentication.");
		cJSON_AddItemToArray(json_add_array(json, "error_codes"),
				     cJSON_CreateNumber(50076));
		json_add(json, "suberror", "basic_action");
		json_add(json, "claims", login_param(call, "claims"));
		http_answer_json(call->response, 400, json);
		return false;
	}
	return true;
}

static bool check_resource(LoginCall *call, Session *session, const Wanted *wanted)
{
	const char *resource = host_name(wanted->host);
	if (!call->service->settings.login_strict || wanted->audience == NULL)
		return true;
	if (wanted->is_mixed ||
	    (session->resource != NULL && strcmp(session->resource, resource) != 0)) {
		login_error(call, 400, "invalid_grant", 700022,
			    "This grant is for one resource, and it is another.");
		return false;
	}
	if (session->resource == NULL)
		session->resource = g_strdup(resource);
	return true;
}

void login_issue(LoginCall *call, Session *session, const char *scope, const char *claims)
{
	g_auto(Wanted) wanted = { 0 };
	g_auto(ClaimsRequest) asked = { 0 };
	if (!read_scope(call, scope, &wanted))
		return;
	if (!claims_parse(claims, &asked)) {
		login_error(call, 400, "invalid_request", 90023, "The claims are malformed.");
		return;
	}
	if (!check_contexts(call, session, &asked) || !check_resource(call, session, &wanted))
		return;
	session->used = service_now(call->service);
	cJSON *json = cJSON_CreateObject();
	add_access_token(call, json, session, &wanted, asked.has_cp1);
	if (wanted.has_refresh_token) {
		char *token = login_secret();
		json_add(json, "refresh_token", token);
		service_note_secret(call->service, "refresh_token", token);
		g_hash_table_insert(call->login->grants, token, session_ref(session));
	}
	if (wanted.has_id_token) {
		g_autofree char *id_token = make_id_token(call, session);
		json_add(json, "id_token", id_token);
		service_note_secret(call->service, "id_token", id_token);
	}
	if (g_strcmp0(login_param(call, "client_info"), "1") == 0)
		add_client_info(json, session);
	http_answer_json(call->response, 200, json);
}
