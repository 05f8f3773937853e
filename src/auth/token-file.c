#include "src/auth/token-file.h"

#include <string.h>

#include "src/auth/error.h"
#include "src/auth/jwt.h"
#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/json/value.h"

/* How often the file is read again while a new token is awaited. */
#define REREAD_MS 100

static const char *const members[AUDIENCE_COUNT] = {
	[AUDIENCE_ARM] = "arm",
	[AUDIENCE_GRAPH] = "graph",
};

typedef struct TokenFile TokenFile;

/* A renewal that waits for the file to change. */
typedef struct Wait {
	TokenFile *file;
	Audience audience;
	Secret *rejected;
	unsigned left_ms;
	guint timer; /* 0: no renewal under way */
} Wait;

struct TokenFile {
	TokenOrigin base;
	char *path;
	Clock *clock;
	unsigned patience_ms;
	Wait waits[AUDIENCE_COUNT];
};

static GError *file_error(const TokenFile *file, const GError *why)
{
	AuthError code = AUTH_ERROR_FILE_BAD;
	if (g_error_matches(why, FILES_ERROR, FILES_ERROR_MISSING))
		code = AUTH_ERROR_FILE_MISSING;
	if (g_error_matches(why, FILES_ERROR, FILES_ERROR_UNSAFE))
		code = AUTH_ERROR_FILE_UNSAFE;
	return g_error_new(AUTH_ERROR, (int)code, "token file %s: %s", file->path, why->message);
}

static Secret *find_token(const TokenFile *file, const char *text, size_t length, Audience audience,
			  GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonValue) value = json_parse(text, length, &why);
	const char *token = NULL;
	if (value == NULL) {
		g_propagate_error(error, file_error(file, why));
		return NULL;
	}
	token = json_text(json_get(value, members[audience]));
	if (token == NULL || *token == '\0') {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_FILE_BAD,
			    "token file %s: it holds no token “%s”", file->path, members[audience]);
		return NULL;
	}
	return secret_new(token, -1);
}

static Secret *read_token(const TokenFile *file, Audience audience, GError **error)
{
	g_autoptr(GError) why = NULL;
	char *text = NULL;
	size_t length = 0;
	Secret *token;
	if (!files_read(file->path, LIMIT_TOKEN_FILE, true, &text, &length, &why)) {
		g_propagate_error(error, file_error(file, why));
		return NULL;
	}
	token = find_token(file, text, length, audience, error);
	secret_wipe(text, length);
	g_free(text);
	return token;
}

static bool has_ended(const TokenFile *file, const Secret *token)
{
	g_auto(TokenClaims) claims = { 0 };
	return jwt_peek(token, &claims, NULL) && claims.expires != 0 &&
	       claims.expires <= clock_now(file->clock);
}

static void end_wait(Wait *wait)
{
	g_clear_handle_id(&wait->timer, g_source_remove);
	g_clear_pointer(&wait->rejected, secret_free);
}

/* True when the renewal is over; false when the file still holds a token that is of no use. */
static bool try_file(TokenFile *file, Wait *wait, Audience audience)
{
	GError *error = NULL;
	Secret *token = read_token(file, audience, &error);
	/* Until the service refused one this machine's clock, which may be hours ahead, has no say. */
	bool is_useless = token != NULL && wait->rejected != NULL &&
			  (secret_equal(token, wait->rejected) || has_ended(file, token));
	if (is_useless && wait->left_ms > 0) {
		secret_free(token);
		return false;
	}
	/* One that has not ended was refused for a reason of the service's own, which then is the answer. */
	if (is_useless && has_ended(file, token)) {
		g_clear_pointer(&token, secret_free);
		error = g_error_new(AUTH_ERROR, AUTH_ERROR_EXPIRED,
				    "token file %s: its token “%s” has ended", file->path,
				    members[audience]);
	}
	end_wait(wait);
	file->base.renewed(audience, token, 0, error, file->base.data);
	return true;
}

static gboolean on_reread(gpointer data)
{
	Wait *wait = data;
	wait->left_ms -= MIN(wait->left_ms, REREAD_MS);
	return try_file(wait->file, wait, wait->audience) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void file_renew(TokenOrigin *origin, Audience audience, const Secret *rejected,
		       const char *claims)
{
	TokenFile *file = (TokenFile *)origin;
	Wait *wait = &file->waits[audience];
	(void)claims;
	wait->file = file;
	wait->audience = audience;
	wait->rejected = secret_copy(rejected);
	wait->left_ms = file->patience_ms;
	if (!try_file(file, wait, audience))
		wait->timer = g_timeout_add(MIN(REREAD_MS, file->patience_ms), on_reread, wait);
}

static void file_free(TokenOrigin *origin)
{
	TokenFile *file = (TokenFile *)origin;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		end_wait(&file->waits[i]);
	g_free(file->path);
	g_free(file);
}

TokenOrigin *token_file_new(const char *path, Clock *clock, unsigned patience_ms)
{
	TokenFile *file = g_new0(TokenFile, 1);
	file->base.renew = file_renew;
	file->base.free = file_free;
	file->base.step_up_hint = "sign in again where the token file comes from";
	file->path = g_strdup(path);
	file->clock = clock;
	file->patience_ms = patience_ms;
	return &file->base;
}
