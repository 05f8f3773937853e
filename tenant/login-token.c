/* /token: codes, refresh tokens and device codes become tokens, by Entra's rules. */
#include "tenant/login-state.h"

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/jwt.h"

#include <string.h>

#define CODE_LIFE (10 * TIMES_MINUTE)

/* Of the Azure CLI's public client, for Graph: none of PIM's. */
#define AZURE_CLI "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
#define AZURE_CLI_GRAPH                                                                   \
	"AuditLog.Read.All Directory.AccessAsUser.All Group.ReadWrite.All User.Read.All " \
	"User.ReadWrite.All"

/* ---- scopes ---------------------------------------------------------------------------------- */

typedef struct Wanted {
	Host host;
	char *audience;
	bool has_id_token;
	bool has_refresh_token;
	bool has_default;
	bool is_mixed; /* more than one resource */
	GString *names;
} Wanted;

static void wanted_clear(Wanted *wanted)
{
	g_free(wanted->audience);
	if (wanted->names)
		g_string_free(wanted->names, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Wanted, wanted_clear)

/* "https://management.azure.com//.default": the last slash parts resource and name. A name alone
 * means Graph. */
static bool add_scope(LoginCall *call, Wanted *wanted, const char *word)
{
	const char *slash = strrchr(word, '/');
	g_autofree char *resource = slash ? g_strndup(word, (size_t)(slash - word))
					  : g_strdup(tokens_audience(HOST_GRAPH));
	const char *name = slash ? slash + 1 : word;
	Host host = tokens_host_of(call->service, resource);
	if (host == HOST_COUNT)
		return false;
	if (wanted->audience && wanted->host != host) {
		wanted->is_mixed = true;
		return true;
	}
	if (!wanted->audience) {
		wanted->host = host;
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
	g_auto(GStrv) words = g_strsplit(scope ? scope : "", " ", -1);
	for (char **word = words; *word; word++) {
		if (**word == '\0')
			continue;
		if (strcmp(*word, "offline_access") == 0)
			wanted->has_refresh_token = true;
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
	if (session->nonce)
		json_add(claims, "nonce", session->nonce);
	json_add(claims, "oid", session->user->id);
	json_add(claims, "preferred_username", session->user->upn);
	json_add(claims, "sub", subject);
	json_add(claims, "tid", session->world->id);
	json_add(claims, "ver", "2.0");
	return jwt_sign(call->service->key, claims);
}

static char *granted_scopes(const Session *session, const Wanted *wanted)
{
	if (wanted->host == HOST_ARM)
		return g_strdup("user_impersonation");
	if (strcmp(session->client_id, AZURE_CLI) == 0)
		return g_strdup(AZURE_CLI_GRAPH);
	return g_strdup(wanted->names->len > 0 ? wanted->names->str : TOKENS_ALL_GRAPH_SCOPES);
}

static void add_access_token(LoginCall *call, cJSON *json, const Session *session,
			     const Wanted *wanted, bool has_cp1)
{
	g_autofree char *scopes = granted_scopes(session, wanted);
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
	json_add(json, "scope", scopes);
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
	for (char **context = claims->acrs; context && *context; context++) {
		if (session->acrs && g_strv_contains((const char *const *)session->acrs, *context))
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
	if (!call->service->settings.login_strict || !wanted->audience)
		return true;
	if (wanted->is_mixed || (session->resource && strcmp(session->resource, resource) != 0)) {
		login_error(call, 400, "invalid_grant", 700022,
			    "This grant is for one resource, and it is another.");
		return false;
	}
	if (!session->resource)
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

/* ---- grants ---------------------------------------------------------------------------------- */

static bool check_verifier(LoginCall *call, const AuthCode *code)
{
	const char *verifier = login_param(call, "code_verifier");
	service_note_secret(call->service, "code_verifier", verifier);
	if (!code->challenge && !verifier)
		return true;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;
	g_checksum_update(sum, (const guchar *)(verifier ? verifier : ""), -1);
	g_checksum_get_digest(sum, digest, &length);
	g_autofree char *challenge = jwt_base64url(digest, length);
	return verifier && g_strcmp0(challenge, code->challenge) == 0;
}

static void redeem_code(LoginCall *call)
{
	const char *name = login_param(call, "code");
	AuthCode *code = name ? g_hash_table_lookup(call->login->codes, name) : NULL;
	if (!code) {
		login_error(call, 400, "invalid_grant", 9002313, "The code is not known.");
	} else if (code->is_used) {
		/* A code seen twice may have been stolen: what came from it ends. */
		code->session->is_revoked = true;
		login_error(call, 400, "invalid_grant", 54005,
			    "OAuth2 Authorization code was already redeemed.");
	} else if (service_now(call->service) - code->created > CODE_LIFE) {
		login_error(call, 400, "invalid_grant", 70008,
			    "The provided authorization code has expired.");
	} else if (g_strcmp0(login_param(call, "client_id"), code->session->client_id) != 0 ||
		   g_strcmp0(login_param(call, "redirect_uri"), code->redirect_uri) != 0) {
		login_error(call, 400, "invalid_grant", 70000,
			    "The code was issued to another client or redirect URI.");
	} else if (call->world && call->world != code->session->world) {
		login_error(call, 400, "invalid_grant", 700005,
			    "Provided Authorization Code is intended to use against other tenant.");
	} else if (!check_verifier(call, code)) {
		login_error(call, 400, "invalid_grant", 501481,
			    "The Code_Verifier does not match the code_challenge supplied in the "
			    "authorization request.");
	} else {
		const char *scope = login_param(call, "scope");
		const char *claims = login_param(call, "claims");
		code->is_used = true;
		login_issue(call, code->session, scope ? scope : code->scope,
			    claims ? claims : code->claims);
	}
}

/* In another tenant the same person is another object: a guest. */
static Session *session_at(LoginCall *call, Session *session)
{
	if (!call->world || call->world == session->world)
		return session_ref(session);
	const Object *guest = world_find_user(call->world, session->user->upn);
	if (!guest)
		return NULL;
	Session *other = session_new(call->world, guest, session->client_id);
	other->used = session->used;
	g_strfreev(other->amr);
	other->amr = g_strdupv(session->amr);
	return other;
}

static bool is_over(LoginCall *call, const Session *session)
{
	int64_t unused = service_now(call->service) - session->used;
	if (session->is_revoked)
		login_error(call, 400, "invalid_grant", 50173,
			    "The provided grant has expired due to it being revoked, a fresh auth "
			    "token is needed.");
	else if (unused > call->service->settings.refresh_seconds * TIMES_SECOND)
		login_error(call, 400, "invalid_grant", 700082,
			    "The refresh token has expired due to inactivity.");
	else
		return false;
	return true;
}

static void redeem_refresh_token(LoginCall *call)
{
	const char *token = login_param(call, "refresh_token");
	bool is_strict = call->service->settings.login_strict;
	Session *spent = token ? g_hash_table_lookup(call->login->spent, token) : NULL;
	Session *session = token ? g_hash_table_lookup(call->login->grants, token) : NULL;
	record_count(call->service->record, COUNT_REFRESHES);
	if (is_strict && spent) {
		record_count(call->service->record, COUNT_REUSED_REFRESH_TOKENS);
		spent->is_revoked = true;
		login_error(call, 400, "invalid_grant", 50173,
			    "The refresh token was used before; the whole grant is revoked.");
		return;
	}
	if (!session || g_strcmp0(login_param(call, "client_id"), session->client_id) != 0) {
		login_error(call, 400, "invalid_grant", 70000, "The grant is not known.");
		return;
	}
	if (is_over(call, session))
		return;
	g_autoptr(Session) here = session_at(call, session);
	if (!here) {
		login_error(call, 400, "invalid_grant", 50020,
			    "User account from identity provider does not exist in tenant.");
		return;
	}
	const char *scope = login_param(call, "scope");
	g_autofree char *offline = g_strconcat(scope ? scope : "", " offline_access", NULL);
	if (is_strict) {
		/* Once used, it is spent; the next one takes its place. */
		g_hash_table_insert(call->login->spent, g_strdup(token), session_ref(session));
		g_hash_table_remove(call->login->grants, token);
	}
	login_issue(call, here, offline, login_param(call, "claims"));
}

void login_token(LoginCall *call)
{
	const char *grant = login_param(call, "grant_type");
	if (login_answer_planned(call, "token"))
		return;
	if (!ids_is_guid(login_param(call, "client_id")))
		login_error(call, 400, "unauthorized_client", 700016,
			    "Application was not found in the directory.");
	else if (login_param(call, "client_secret"))
		login_error(call, 401, "invalid_client", 700025,
			    "Client is public so neither 'client_assertion' nor 'client_secret' "
			    "should be presented.");
	else if (g_strcmp0(grant, "authorization_code") == 0)
		redeem_code(call);
	else if (g_strcmp0(grant, "refresh_token") == 0)
		redeem_refresh_token(call);
	else if (g_strcmp0(grant, "urn:ietf:params:oauth:grant-type:device_code") == 0)
		login_device_poll(call);
	else
		login_error(call, 400, "unsupported_grant_type", 70003,
			    "The app requested an unsupported grant type.");
}
