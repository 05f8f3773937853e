/* /token: codes, refresh tokens and device codes become tokens, by Entra's rules. */
#include "tenant/login/call.h"

#include "tenant/ids.h"
#include "tenant/jwt.h"

#define CODE_LIFE (10 * TIMES_MINUTE)

static bool check_verifier(LoginCall *call, const AuthCode *code)
{
	const char *verifier = login_param(call, "code_verifier");
	service_note_secret(call->service, "code_verifier", verifier);
	if (code->challenge == NULL && verifier == NULL)
		return true;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof digest;
	g_checksum_update(sum, (const guchar *)(verifier != NULL ? verifier : ""), -1);
	g_checksum_get_digest(sum, digest, &length);
	g_autofree char *challenge = jwt_base64url(digest, length);
	return verifier != NULL && g_strcmp0(challenge, code->challenge) == 0;
}

static void redeem_code(LoginCall *call)
{
	const char *name = login_param(call, "code");
	AuthCode *code = name != NULL ? g_hash_table_lookup(call->login->codes, name) : NULL;
	if (code == NULL) {
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
	} else if (call->world != NULL && call->world != code->session->world) {
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
		login_issue(call, code->session, scope != NULL ? scope : code->scope,
			    claims != NULL ? claims : code->claims);
	}
}

/* In another tenant the same person is another object: a guest. */
static Session *session_at(LoginCall *call, Session *session)
{
	if (call->world == NULL || call->world == session->world)
		return session_ref(session);
	const Object *guest = world_find_user(call->world, session->user->upn);
	if (guest == NULL)
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
	Session *spent = token != NULL ? g_hash_table_lookup(call->login->spent, token) : NULL;
	Session *session = token != NULL ? g_hash_table_lookup(call->login->grants, token) : NULL;
	record_count(call->service->record, COUNT_REFRESHES);
	if (is_strict && spent != NULL) {
		record_count(call->service->record, COUNT_REUSED_REFRESH_TOKENS);
		spent->is_revoked = true;
		login_error(call, 400, "invalid_grant", 50173,
			    "The refresh token was used before; the whole grant is revoked.");
		return;
	}
	if (session == NULL || g_strcmp0(login_param(call, "client_id"), session->client_id) != 0) {
		login_error(call, 400, "invalid_grant", 70000, "The grant is not known.");
		return;
	}
	if (is_over(call, session))
		return;
	g_autoptr(Session) here = session_at(call, session);
	if (here == NULL) {
		login_error(call, 400, "invalid_grant", 50020,
			    "User account from identity provider does not exist in tenant.");
		return;
	}
	const char *scope = login_param(call, "scope");
	g_autofree char *offline = g_strconcat(scope != NULL ? scope : "", " offline_access", NULL);
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
	else if (login_param(call, "client_secret") != NULL)
		login_error(call, 401, "invalid_client", 700025,
			    "Client is public so neither 'client_assertion' nor 'client_secret' "
			    "should be presented.");
	else if (g_strcmp0(grant, "authorization_code") == 0)
		redeem_code(call);
	else if (g_strcmp0(grant, "refresh_token") == 0)
		redeem_refresh_token(call);
	else if (g_strcmp0(grant, "urn:ietf:params:oauth:grant-type:device_code") == 0 ||
		 g_strcmp0(grant, "device_code") == 0)
		/* MSAL's older word is taken, too. */
		login_device_poll(call);
	else
		login_error(call, 400, "unsupported_grant_type", 70003,
			    "The app requested an unsupported grant type.");
}
