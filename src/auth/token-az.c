#include "src/auth/token-az.h"

#include <string.h>

#include "src/auth/audience.h"
#include "src/auth/child.h"
#include "src/auth/error.h"
#include "src/auth/registration.h"
#include "src/base/escapes.h"
#include "src/base/limits.h"
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
	char *known_tenant; /* `tenant`, else the one of the last answer; NULL: none yet */
	char *step_up_hint;
	Run runs[AUDIENCE_COUNT];
};

/* What `az account get-access-token -o json` prints; `expiresOn` beside it is local time without a zone. */
typedef struct AzAnswer {
	char *token;
	int64_t expires;
	char *tenant;
} AzAnswer;

static const JsonField answer_fields[] = {
	{ "accessToken", JSON_FIELD_TEXT, offsetof(AzAnswer, token), true, NULL },
	{ "expires_on", JSON_FIELD_INT, offsetof(AzAnswer, expires), false, NULL },
	{ "tenant", JSON_FIELD_TEXT, offsetof(AzAnswer, tenant), false, NULL },
};

/* ---- what it said ---- */

/* Signs that the person has to sign in to the CLI (again). */
static bool wants_login(const char *text)
{
	static const char *const signs[] = {
		"az login",    "AADSTS70043", "AADSTS700082",        "AADSTS700084",
		"AADSTS50173", "AADSTS50076", "AADSTS50078",         "AADSTS50079",
		"AADSTS50132", "AADSTS50133", "InteractionRequired", "interaction_required",
	};
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (strstr(text, signs[i]) != NULL)
			return true;
	}
	return false;
}

/* Warnings of the CLI and of its Python, the source line that follows one of these, and empty lines. */
static bool is_noise(const char *line)
{
	return *line == '\0' || g_ascii_isspace(*line) || g_str_has_prefix(line, "WARNING:") ||
	       strstr(line, "Warning: ") != NULL;
}

/*
 * The line that tells why, among warnings, notices and tracebacks: the last "ERROR: " (those before it tell what could not be
 * loaded, or that a traceback follows), else one that wants a sign-in, the last of a traceback, or the first that is no noise.
 * NULL: none.
 */
static const char *find_reason(char **lines)
{
	const char *error = NULL, *login = NULL, *first = NULL, *last = NULL;
	bool is_traceback = false;
	for (; *lines != NULL; lines++) {
		/* Colors stand before "ERROR: " where az takes stderr for a terminal. */
		escapes_remove(*lines);
		if (is_noise(*lines))
			continue;
		if (g_str_has_prefix(*lines, "ERROR: "))
			error = *lines + strlen("ERROR: ");
		if (login == NULL && wants_login(*lines))
			login = *lines;
		if (g_str_has_prefix(*lines, "Traceback "))
			is_traceback = true;
		if (first == NULL)
			first = *lines;
		last = *lines;
	}
	return error != NULL ? error : login != NULL ? login : is_traceback ? last : first;
}

typedef struct Complaint {
	char *reason; /* sanitized, without trace ids; NULL: it gave none */
	bool wants_login;
	char *tenant; /* that it names in "az login --tenant …"; NULL: none */
} Complaint;

static void complaint_clear(Complaint *complaint)
{
	g_free(complaint->reason);
	g_free(complaint->tenant);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Complaint, complaint_clear)

static char *find_tenant(const char *text)
{
	static const char option[] = "--tenant";
	const char *start = strstr(text, option);
	g_autofree char *tenant = NULL;
	if (start == NULL)
		return NULL;
	start += strlen(option);
	start += strspn(start, " =\"'");
	tenant = g_strndup(start, strcspn(start, " \"'\r\n"));
	return auth_is_tenant(tenant) ? g_steal_pointer(&tenant) : NULL;
}

static void read_complaint(const char *errors, Complaint *complaint)
{
	g_auto(GStrv) lines = g_strsplit(errors, "\n", -1);
	const char *reason = find_reason(lines);
	const char *trace = reason != NULL ? strstr(reason, " Trace ID:") : NULL;
	g_autofree char *clean =
		reason != NULL ? text_sanitize(reason, trace != NULL ? trace - reason : -1) : NULL;
	if (clean != NULL && *g_strstrip(clean) != '\0')
		complaint->reason = g_steal_pointer(&clean);
	for (char **line = lines; *line != NULL; line++)
		if (!is_noise(*line) && wants_login(*line))
			complaint->wants_login = true;
	complaint->tenant = find_tenant(errors);
}

static GError *failure(const TokenAz *az, const ChildResult *result)
{
	g_auto(Complaint) complaint = { 0 };
	AuthErrorDetails details = { .tenant = az->known_tenant };
	const char *reason;
	if (result->is_late)
		return g_error_new(AUTH_ERROR, AUTH_ERROR_TIMED_OUT,
				   "the Azure CLI gave no token within %u s",
				   az->deadline_ms / 1000);
	if (result->is_too_long)
		return g_error_new_literal(AUTH_ERROR, AUTH_ERROR_AZ_FAILED,
					   "the Azure CLI printed too much");
	read_complaint(result->errors, &complaint);
	reason = complaint.reason != NULL ? complaint.reason : "it gave no reason";
	if (details.tenant == NULL)
		details.tenant = complaint.tenant;
	if (complaint.wants_login)
		return auth_error_new(AUTH_ERROR_AZ_SIGNED_OUT, &details,
				      "the Azure CLI has no valid sign-in: %s", reason);
	return auth_error_new(AUTH_ERROR_AZ_FAILED, &details, "the Azure CLI failed: %s", reason);
}

/* The object in it: notices of extensions may stand before and behind. */
static JsonValue *parse_output(const ChildResult *result, GError **error)
{
	const char *text = result->output;
	const char *start = *text == '{' ? text : strstr(text, "\n{");
	const char *end = strrchr(text, '}');

	/* A zero byte is none of its: then all of it is judged. */
	if (strlen(text) < result->output_length || start == NULL || end == NULL || end < start)
		return json_parse(text, result->output_length, error);
	start += *start == '\n';
	return json_parse(start, (size_t)(end - start) + 1, error);
}

static bool read_answer(const TokenAz *az, const ChildResult *result, AzAnswer *answer,
			GError **error)
{
	g_autoptr(GError) why = NULL;
	g_autoptr(JsonValue) value = parse_output(result, &why);
	const AuthErrorDetails details = { .tenant = az->known_tenant };
	if (value != NULL &&
	    json_decode(value, answer_fields, G_N_ELEMENTS(answer_fields), answer, &why))
		return true;
	g_propagate_error(error, auth_error_new(AUTH_ERROR_AZ_FAILED, &details,
						"the Azure CLI did not answer with a token: %s",
						why->message));
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
	else if (read_answer(az, result, &answer, &error))
		token = secret_new_take(g_steal_pointer(&answer.token));
	if (token != NULL && answer.tenant != NULL && auth_is_tenant(answer.tenant) &&
	    az->known_tenant == NULL)
		az->known_tenant = g_steal_pointer(&answer.tenant);
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

/* What the Azure CLI needs to find itself, its sign-in and the way out; nothing else is handed down. */
static const char *const kept_variables[] = {
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"LANG",
	"LC_ALL",
	"LC_CTYPE",
	"TMPDIR",
	"AZURE_CONFIG_DIR",
	"REQUESTS_CA_BUNDLE",
	"SSL_CERT_FILE",
	"SSL_CERT_DIR",
	"HTTPS_PROXY",
	"https_proxy",
	"HTTP_PROXY",
	"http_proxy",
	"NO_PROXY",
	"no_proxy",
	"ALL_PROXY",
	"all_proxy",
	"XDG_RUNTIME_DIR",
	"DBUS_SESSION_BUS_ADDRESS",
};

static GStrv make_environment(void)
{
	GStrv environment = child_environment(kept_variables, G_N_ELEMENTS(kept_variables));
	environment = g_environ_setenv(environment, "AZURE_CORE_NO_COLOR", "1", TRUE);
	return g_environ_setenv(environment, "AZURE_CORE_ONLY_SHOW_ERRORS", "1", TRUE);
}

/* One that is there and may not be run is none for g_find_program_in_path. NULL: there is none such. */
static char *find_locked_program(void)
{
	g_auto(GStrv) folders =
		g_strsplit(g_getenv("PATH") != NULL ? g_getenv("PATH") : "", ":", -1);
	for (char **folder = folders; *folder != NULL; folder++) {
		g_autofree char *path = g_build_filename(*folder, "az", NULL);
		if (g_path_is_absolute(path) && g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer(&path);
	}
	return NULL;
}

static void report_missing(TokenAz *az, Audience audience)
{
	g_autofree char *path = find_locked_program();
	g_autofree char *what =
		path != NULL ? g_strdup_printf("you may not run the Azure CLI, %s", path) : NULL;
	if (what != NULL)
		report(az, audience, AUTH_ERROR_AZ_LOCKED, what);
	else
		report(az, audience, AUTH_ERROR_AZ_MISSING,
		       "the Azure CLI (az) is not installed, or not in PATH");
}

/* The library names the path; that something the file needs is missing it tells as if the file were. */
static void report_broken(TokenAz *az, Audience audience, const char *program, const GError *error)
{
	const bool is_missing = g_error_matches(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
	g_autofree char *what = g_strdup_printf(
		"the Azure CLI, %s, cannot be started: %s", program,
		is_missing ? "the program that its first line names is not there" : error->message);
	report(az, audience, AUTH_ERROR_AZ_FAILED, what);
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
		report_missing(az, audience);
		return;
	}
	run->az = az;
	run->audience = audience;
	g_auto(GStrv) environment = make_environment();
	const ChildCall call = { .argv = argv,
				 .environment = environment,
				 .limit = LIMIT_CHILD_OUTPUT,
				 .deadline_ms = az->deadline_ms };
	run->child = child_run(&call, on_done, run, &error);
	if (run->child == NULL)
		report_broken(az, audience, program, error);
}

static void az_free(TokenOrigin *origin)
{
	TokenAz *az = (TokenAz *)origin;
	for (size_t i = 0; i < AUDIENCE_COUNT; i++)
		child_free(az->runs[i].child);
	cloud_free(az->cloud);
	g_free(az->tenant);
	g_free(az->known_tenant);
	g_free(az->step_up_hint);
	g_free(az);
}

TokenOrigin *token_az_new(const Cloud *cloud, const char *tenant, unsigned deadline_ms)
{
	TokenAz *az = g_new0(TokenAz, 1);
	az->base.renew = az_renew;
	az->base.free = az_free;
	az->cloud = cloud_copy(cloud);
	az->tenant = g_strdup(tenant);
	az->known_tenant = g_strdup(tenant);
	az->step_up_hint =
		g_strdup_printf("run “az login%s%s” with a second factor and try again",
				tenant != NULL ? " --tenant " : "", tenant != NULL ? tenant : "");
	az->base.step_up_hint = az->step_up_hint;
	az->deadline_ms = deadline_ms;
	return &az->base;
}
