#include "tenant/login/state.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/jwt.h"

/* ---- sessions -------------------------------------------------------------------------------- */

static void session_clear(gpointer data)
{
	Session *session = data;
	g_free(session->client_id);
	g_strfreev(session->amr);
	g_strfreev(session->acrs);
	g_free(session->nonce);
	g_free(session->resource);
}

Session *session_new(World *world, const Object *user, const char *client_id)
{
	Session *session = g_rc_box_new0(Session);
	session->world = world;
	session->user = user;
	session->client_id = g_strdup(client_id);
	session->amr = g_strdupv(user->amr);
	return session;
}

Session *session_ref(Session *session)
{
	return g_rc_box_acquire(session);
}

void session_unref(Session *session)
{
	if (session != NULL)
		g_rc_box_release_full(session, session_clear);
}

static void add_word(char ***words, const char *word)
{
	g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
	if (*words != NULL && g_strv_contains((const char *const *)*words, word))
		return;
	if (*words != NULL)
		g_strv_builder_addv(builder, (const char **)*words);
	g_strv_builder_add(builder, word);
	g_strfreev(*words);
	*words = g_strv_builder_end(builder);
}

void session_prove(Session *session, const ClaimsRequest *claims)
{
	for (char **context = claims->acrs; context != NULL && *context != NULL; context++)
		add_word(&session->acrs, *context);
	if (claims->wants_mfa || claims->acrs != NULL)
		add_word(&session->amr, "mfa");
}

/* ---- the claims parameter -------------------------------------------------------------------- */

/* {"value":"c1"} or {"values":["c1","c2"]} */
static char **words_of(const cJSON *claim)
{
	const char *one = json_text(claim, "value");
	if (one == NULL)
		return json_strings(claim, "values");
	const char *const words[] = { one, NULL };
	return g_strdupv((char **)(uintptr_t)words);
}

static bool has_word(const cJSON *claim, const char *word)
{
	g_auto(GStrv) words = words_of(claim);
	return words != NULL && g_strv_contains((const char *const *)words, word);
}

bool claims_parse(const char *text, ClaimsRequest *out)
{
	*out = (ClaimsRequest){ 0 };
	if (text == NULL || *text == '\0')
		return true;
	g_autoptr(cJSON) json = json_parse(text, strlen(text));
	const cJSON *access = json_get(json, "access_token");
	if (!cJSON_IsObject(json))
		return false;
	out->acrs = words_of(json_get(access, "acrs"));
	out->wants_mfa = has_word(json_get(access, "amr"), "mfa");
	out->has_cp1 = has_word(json_get(access, "xms_cc"), "cp1") ||
		       has_word(json_get(access, "xms_cc"), "CP1");
	return true;
}

void claims_clear(ClaimsRequest *claims)
{
	g_strfreev(claims->acrs);
	*claims = (ClaimsRequest){ 0 };
}

/* ---- what is remembered ---------------------------------------------------------------------- */

static void request_free(gpointer data)
{
	AuthRequest *request = data;
	g_free(request->client_id);
	g_free(request->redirect_uri);
	g_free(request->scope);
	g_free(request->state);
	g_free(request->nonce);
	g_free(request->challenge);
	g_free(request->claims);
	g_free(request->mode);
	g_free(request);
}

static void code_free(gpointer data)
{
	AuthCode *code = data;
	session_unref(code->session);
	g_free(code->redirect_uri);
	g_free(code->challenge);
	g_free(code->scope);
	g_free(code->claims);
	g_free(code);
}

static void device_free(gpointer data)
{
	Device *device = data;
	g_free(device->user_code);
	g_free(device->client_id);
	g_free(device->scope);
	g_free(device->claims);
	session_unref(device->session);
	g_free(device);
}

static void grant_free(gpointer session)
{
	session_unref(session);
}

static void error_free(gpointer json)
{
	cJSON_Delete(json);
}

Login *login_new(void)
{
	Login *login = g_new0(Login, 1);
	login->requests = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, request_free);
	login->codes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, code_free);
	login->grants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, grant_free);
	login->spent = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, grant_free);
	login->devices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, device_free);
	login->consents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	login->named = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	login->errors = g_ptr_array_new_with_free_func(error_free);
	return login;
}

void login_clear(Login *login)
{
	g_hash_table_remove_all(login->requests);
	g_hash_table_remove_all(login->codes);
	g_hash_table_remove_all(login->grants);
	g_hash_table_remove_all(login->spent);
	g_hash_table_remove_all(login->devices);
	g_hash_table_remove_all(login->consents);
	g_hash_table_remove_all(login->named);
	g_ptr_array_set_size(login->errors, 0);
	g_clear_pointer(&login->last_user_code, g_free);
}

void login_free(Login *login)
{
	if (login == NULL)
		return;
	login_clear(login);
	g_hash_table_unref(login->requests);
	g_hash_table_unref(login->codes);
	g_hash_table_unref(login->grants);
	g_hash_table_unref(login->spent);
	g_hash_table_unref(login->devices);
	g_hash_table_unref(login->consents);
	g_hash_table_unref(login->named);
	g_ptr_array_unref(login->errors);
	g_free(login);
}

void login_revoke(Login *login, const Object *user)
{
	GHashTableIter iterator;
	gpointer session;
	g_hash_table_iter_init(&iterator, login->grants);
	while (g_hash_table_iter_next(&iterator, NULL, &session)) {
		if (user == NULL || ((Session *)session)->user == user)
			((Session *)session)->is_revoked = true;
	}
}

char *login_secret(void)
{
	/* Two random UUIDs hold 244 random bits. */
	g_autofree char *first = ids_fresh();
	g_autofree char *second = ids_fresh();
	g_autofree char *both = g_strconcat(first, second, NULL);
	return jwt_base64url(both, strlen(both));
}

/* ---- planned errors -------------------------------------------------------------------------- */

bool login_plan_error(Login *login, const cJSON *json)
{
	if (json_text(json, "error") == NULL)
		return false;
	g_ptr_array_add(login->errors, cJSON_Duplicate(json, true));
	return true;
}

cJSON *login_take_error(Login *login, const char *endpoint)
{
	for (guint i = 0; i < login->errors->len; i++) {
		cJSON *plan = g_ptr_array_index(login->errors, i);
		if (strcmp(json_text_or(plan, "on", "token"), endpoint) != 0)
			continue;
		int64_t left = json_number(plan, "count", 1) - 1;
		cJSON *taken = cJSON_Duplicate(plan, true);
		cJSON_DeleteItemFromObjectCaseSensitive(plan, "count");
		cJSON_AddNumberToObject(plan, "count", (double)left);
		if (left <= 0)
			g_ptr_array_remove_index(login->errors, i);
		return taken;
	}
	return NULL;
}
