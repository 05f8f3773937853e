#include "src/auth/token-az.h"

#include <string.h>

#include "src/auth/audience.h"
#include "src/auth/child.h"
#include "src/auth/error.h"
#include "src/base/text.h"
#include "src/json/value.h"

typedef struct TokenAz TokenAz;

typedef struct Run {
	TokenAz *az;
	Audience audience;
	Child *child; /* NULL: no renewal under way */
} Run;

struct TokenAz {
	TokenOrigin base;
	Cloud *cloud;
	char *tenant;
	unsigned deadline_ms;
	Run runs[AUDIENCE_COUNT];
};

/* What `az account get-access-token -o json` prints; `expiresOn` beside it is local time without a zone. */
typedef struct AzAnswer {
	char *token;
	int64_t expires;
	char *tenant;
} AzAnswer;

static const JsonField ANSWER_FIELDS[] = {
	{ "accessToken", JSON_FIELD_TEXT, offsetof(AzAnswer, token), true, NULL },
	{ "expires_on", JSON_FIELD_INT, offsetof(AzAnswer, expires), false, NULL },
	{ "tenant", JSON_FIELD_TEXT, offsetof(AzAnswer, tenant), false, NULL },
};

/* ---- what it said ---- */

/* The first line of its complaint that says something, without "ERROR: ". */
static char *first_line(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		const char *start = g_strstrip(*line);
		if (g_str_has_prefix(start, "ERROR: "))
			start += strlen("ERROR: ");
		if (*start != '\0' && !g_str_has_prefix(start, "WARNING:"))
			return text_sanitize(start, -1);
	}
	return g_strdup("it gave no reason");
}

/* Signs that the person has to sign in to the CLI (again). */
static bool wants_login(const char *text)
{
	static const char *const signs[] = { "az login",    "AADSTS70043", "AADSTS700082",
					     "AADSTS50173", "AADSTS50076", "InteractionRequired" };
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (strstr(text, signs[i]) != NULL)
			return true;
	}
	return false;
}

static GError *failure(const TokenAz *az, const ChildResult *result)
{
	g_autofree char *line = NULL;
	if (result->is_late)
		return g_error_new(AUTH_ERROR, AUTH_ERROR_TIMED_OUT,
				   "the Azure CLI gave no token within %u s",
				   az->deadline_ms / 1000);
	if (result->is_too_long)
		return g_error_new_literal(AUTH_ERROR, AUTH_ERROR_AZ_FAILED,
					   "the Azure CLI said too much");
	line = first_line(result->errors);
	if (wants_login(result->errors))
		return g_error_new(AUTH_ERROR, AUTH_ERROR_AZ_SIGNED_OUT,
				   "the Azure CLI has no valid sign-in: %s", line);
	return g_error_new(AUTH_ERROR, AUTH_ERROR_AZ_FAILED, "the Azure CLI failed: %s", line);
}

static bool read_answer(const ChildResult *result, AzAnswer *answer, GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonValue) value = json_parse(result->output, result->output_length, &why);
	if (value != NULL &&
	    json_decode(value, ANSWER_FIELDS, G_N_ELEMENTS(ANSWER_FIELDS), answer, &why))
		return true;
	g_set_error(error, AUTH_ERROR, AUTH_ERROR_AZ_FAILED,
		    "the Azure CLI did not answer with a token: %s", why->message);
	return false;
}

static void on_done(const ChildResult *result, gpointer data)
{
	Run *run = data;
	TokenAz *az = run->az;
	AzAnswer answer = { 0 };
	GError *error = NULL;
	Secret *token = NULL;
	run->child = NULL;
	if (result->is_late || result->is_too_long || result->exit_status != 0)
		error = failure(az, result);
	else if (read_answer(result, &answer, &error))
		token = secret_new_take(g_steal_pointer(&answer.token));
	secret_wipe_string(answer.token);
	g_free(answer.tenant);
	az->base.renewed(run->audience, token, answer.expires, error, az->base.data);
}

/* ---- asking it ---- */

static void report(TokenAz *az, Audience audience, AuthError code, const char *what)
{
	az->base.renewed(audience, NULL, 0, g_error_new_literal(AUTH_ERROR, (int)code, what),
			 az->base.data);
}

static void az_renew(TokenOrigin *origin, Audience audience, const Secret *rejected,
		     const char *claims)
{
	TokenAz *az = (TokenAz *)origin;
	Run *run = &az->runs[audience];
	g_autofree char *program = g_find_program_in_path("az");
	g_autofree char *resource = audience_resource(az->cloud, audience);
	g_autoptr(GError) error = NULL;
	const char *const argv[] = {
		program,
		"account",
		"get-access-token",
		"--resource",
		resource,
		"-o",
		"json",
		az->tenant != NULL ? "--tenant" : NULL,
		az->tenant,
		NULL,
	};
	(void)rejected;
	(void)claims;
	if (program == NULL) {
		report(az, audience, AUTH_ERROR_AZ_MISSING,
		       "the Azure CLI (az) is not installed, or not in PATH");
		return;
	}
	run->az = az;
	run->audience = audience;
	run->child = child_run(argv, az->deadline_ms, on_done, run, &error);
	if (run->child == NULL)
		report(az, audience, AUTH_ERROR_AZ_FAILED, error->message);
}

static void az_free(TokenOrigin *origin)
{
	TokenAz *az = (TokenAz *)origin;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		child_free(az->runs[i].child);
	cloud_free(az->cloud);
	g_free(az->tenant);
	g_free(az);
}

TokenOrigin *token_az_new(const Cloud *cloud, const char *tenant, unsigned deadline_ms)
{
	TokenAz *az = g_new0(TokenAz, 1);
	az->base.renew = az_renew;
	az->base.free = az_free;
	az->base.step_up_hint = "run “az login” with a second factor and try again";
	az->cloud = cloud_copy(cloud);
	az->tenant = g_strdup(tenant);
	az->deadline_ms = deadline_ms;
	return &az->base;
}
