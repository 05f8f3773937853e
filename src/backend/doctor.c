#include "src/backend/doctor.h"

#include <string.h>

#include "src/auth/jwt.h"
#include "src/backend.h"
#include "src/base/files.h"
#include "src/base/text.h"
#include "src/model/finding.h"
#include "src/model/permission.h"
#include "src/store/error.h"

#define ENDPOINT_DEADLINE_MS 10000
#define CLOCK_WARNING        300 /* seconds: what the identity platform forgives */

struct Doctor {
	Events *events;
	Network *network;
	const Kept *kept;
};

Doctor *doctor_new(Events *events, Network *network, const Kept *kept)
{
	Doctor *doctor = g_new0(Doctor, 1);
	doctor->events = events;
	doctor->network = network;
	doctor->kept = kept;
	return doctor;
}

void doctor_free(Doctor *doctor)
{
	g_free(doctor);
}

typedef struct Examination {
	const Doctor *doctor;
	Job *job;
	GPtrArray *findings; /* Finding* */
	unsigned left;       /* answers to come */
} Examination;

/* One answer that is waited for. */
typedef struct Look {
	Examination *examination;
	const char *area;
	char *what;
	Audience audience;
	const char *good; /* what is told of a store that can be used */
} Look;

static Look *look_new(Examination *examination, const char *area, const char *what)
{
	Look *look = g_new0(Look, 1);
	look->examination = examination;
	look->area = area;
	look->what = g_strdup(what);
	examination->left++;
	return look;
}

static void add(Look *look, FindingState state, const char *text, Problem *problem)
{
	g_ptr_array_add(look->examination->findings,
			finding_new(look->area, look->what, state, text, problem));
}

static void add_failure(Look *look, const GError *error)
{
	Problem *problem = backend_explain(error);
	add(look, FINDING_FAILED, problem->message, problem);
}

static void add_clock(Examination *examination)
{
	int64_t offset = 0;
	if (!clock_get_offset(examination->doctor->network->clock, &offset))
		return;
	const bool is_far = offset > CLOCK_WARNING || offset < -CLOCK_WARNING;
	g_autofree char *text =
		offset == 0 ? g_strdup("It agrees with the service's.")
			    : g_strdup_printf("It is %" G_GINT64_FORMAT
					      " s %s the service's; countdowns follow the latter.",
					      offset > 0 ? offset : -offset,
					      offset > 0 ? "behind" : "ahead of");
	Problem *problem = is_far ? problem_new(PROBLEM_FAILED, "clock", text,
						"Set the clock, preferably by a time service.")
				  : NULL;
	g_ptr_array_add(examination->findings,
			finding_new("clock", "this machine", is_far ? FINDING_WARNING : FINDING_OK,
				    text, problem));
}

static void examination_let_go(Examination *examination)
{
	if (--examination->left > 0)
		return;
	add_clock(examination);
	Event *event = event_new(EVENT_EXAMINED, examination->job->intent_id);
	event->rows = g_steal_pointer(&examination->findings);
	events_emit(examination->doctor->events, event);
	job_release(examination->job);
	g_free(examination);
}

static void look_end(Look *look)
{
	Examination *examination = look->examination;
	g_free(look->what);
	g_free(look);
	examination_let_go(examination);
}

/* All is being freed: nothing is told any more. */
static void look_drop(Look *look)
{
	Examination *examination = look->examination;
	g_free(look->what);
	g_free(look);
	if (--examination->left > 0)
		return;
	g_ptr_array_unref(examination->findings);
	job_release(examination->job);
	g_free(examination);
}

/* ---- services ---- */

static void add_trouble(Look *look, long status)
{
	g_autofree char *text = g_strdup_printf("It reports a failure (status %ld).", status);
	add(look, FINDING_WARNING, text,
	    problem_new(PROBLEM_UNREACHABLE, "busy", text, "Try again in a while."));
}

static void on_answer(const HttpResponse *response, const GError *error, gpointer data)
{
	Look *look = data;
	if (events_is_over(look->examination->doctor->events, error)) {
		look_drop(look);
		return;
	}
	/* Any answer is one: a login host sends browsers elsewhere. */
	const long status = response != NULL ? http_response_status(response) : 0;
	if (status >= 500) {
		add_trouble(look, status);
	} else if (error == NULL || g_error_matches(error, HTTP_ERROR, HTTP_ERROR_REDIRECT)) {
		add(look, FINDING_OK,
		    g_str_has_prefix(look->what, "https:")
			    ? "It answers, and its certificate is trusted."
			    : "It answers.",
		    NULL);
	} else {
		add_failure(look, error);
	}
	look_end(look);
}

static void look_at_endpoint(Examination *examination, const char *url)
{
	const HttpRequest request = {
		.method = HTTP_GET,
		.audience = AUDIENCE_NONE,
		.url = url,
		.deadline_ms = ENDPOINT_DEADLINE_MS,
		.is_single_try = true,
	};
	http_send(examination->doctor->network->in_use.http, &request, on_answer,
		  look_new(examination, "endpoint", url));
}

/* ---- tokens ---- */

static bool has_scope(char *const *scopes, const char *name)
{
	return scopes != NULL && g_strv_contains((const char *const *)scopes, name);
}

/* What the token opens of one workload, and what it lacks for the rest. */
static void add_permissions(Look *look, WorkloadId workload, char *const *scopes)
{
	g_autoptr(GString) lacking = g_string_new(NULL);
	g_autoptr(GString) opened = g_string_new(NULL);
	size_t count;
	const Permission *table = permission_table(&count);
	for (size_t i = 0; i < count; i++) {
		const bool has_it = has_scope(scopes, table[i].name);
		if (table[i].workload != workload || (table[i].is_optional && !has_it))
			continue;
		GString *list = has_it ? opened : lacking;
		g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "",
				       has_it ? table[i].purpose : table[i].name);
	}
	const char *name = workload_info(workload)->name;
	if (lacking->len == 0) {
		g_autofree char *text = g_strdup_printf("The token allows you to %s.", opened->str);
		g_ptr_array_add(look->examination->findings,
				finding_new("permission", name, FINDING_OK, text, NULL));
		return;
	}
	g_autofree char *text = g_strdup_printf("The token lacks %s.%s%s%s", lacking->str,
						opened->len > 0 ? " It allows you to " : "",
						opened->str, opened->len > 0 ? "." : "");
	Problem *problem = problem_new(
		PROBLEM_NOT_ALLOWED, "no-consent", text,
		"An administrator has to consent to it; the Azure CLI's tokens cannot have it.");
	g_ptr_array_add(look->examination->findings,
			finding_new("permission", name, FINDING_FAILED, text, problem));
}

/* ARM knows one permission only; what a person may do there is said by the roles. */
static void add_azure(Look *look)
{
	g_ptr_array_add(look->examination->findings,
			finding_new("permission", workload_info(WORKLOAD_AZURE)->name, FINDING_OK,
				    "The token opens Azure roles: no further permission is needed.",
				    NULL));
}

static void add_token(Look *look, const Secret *token)
{
	g_auto(TokenClaims) claims = { 0 };
	if (!jwt_peek(token, &claims, NULL)) {
		add(look, FINDING_WARNING, "There is a token, but it does not say what it allows.",
		    NULL);
		return;
	}
	g_autofree char *who = text_sanitize(claims.upn != NULL ? claims.upn : claims.oid, -1);
	g_autofree char *until = instant_format(claims.expires);
	g_autofree char *text = g_strdup_printf("Of %s, until %s.", who, until);
	add(look, FINDING_OK, text, NULL);
	if (look->audience != AUDIENCE_GRAPH) {
		add_azure(look);
		return;
	}
	g_auto(GStrv) scopes = g_strsplit(claims.scopes != NULL ? claims.scopes : "", " ", -1);
	add_permissions(look, WORKLOAD_ENTRA, scopes);
	add_permissions(look, WORKLOAD_GROUP, scopes);
}

static void on_token(const Secret *token, const GError *error, gpointer data)
{
	Look *look = data;
	if (events_is_over(look->examination->doctor->events, error)) {
		look_drop(look);
		return;
	}
	if (token != NULL) {
		add_token(look, token);
	} else {
		add_failure(look, error);
	}
	look_end(look);
}

static void look_at_token(Examination *examination, Audience audience)
{
	TokenProvider *tokens = examination->doctor->network->in_use.tokens;
	const TokenQuery query = { .audience = audience };
	Look *look =
		look_new(examination, "token",
			 audience == AUDIENCE_ARM ? "Azure Resource Manager" : "Microsoft Graph");
	look->audience = audience;
	tokens->get(tokens, &query, on_token, look);
}

/* ---- the keyring ---- */

static void on_probed(const GError *error, gpointer data)
{
	Look *look = data;
	if (events_is_over(look->examination->doctor->events, error)) {
		look_drop(look);
		return;
	}
	if (error == NULL) {
		add(look, FINDING_OK, look->good, NULL);
	} else {
		add_failure(look, error);
	}
	look_end(look);
}

/* By kind, and what is told where it can be used. */
static const struct {
	const char *what, *good;
} store_looks[] = {
	[TOKEN_STORE_SECRET_SERVICE] = { "Secret Service", "It is there and unlocked." },
	[TOKEN_STORE_COMMAND] = { "command", "It answers." },
	[TOKEN_STORE_KERNEL] = { "kernel", "It takes a key, and gives it back." },
};

static void look_at_keyring(Examination *examination)
{
	const Connection *in_use = &examination->doctor->network->in_use;
	if (in_use->credentials == NULL)
		return;
	const TokenStoreKind kind = in_use->settings->token_store;
	if (kind == TOKEN_STORE_MEMORY) {
		g_ptr_array_add(examination->findings,
				finding_new("keyring", "memory", FINDING_OK,
					    "Tokens are kept until the program ends.", NULL));
		return;
	}
	Look *look = look_new(examination, "keyring", store_looks[kind].what);
	look->good = store_looks[kind].good;
	credentials_probe_store(in_use->credentials, on_probed, look);
}

/* ---- folders ---- */

static void add_folder(Examination *examination, const char *path, FindingState if_bad,
		       const char *good, const GError *known)
{
	g_autofree char *folder = g_path_get_dirname(path);
	g_autoptr(GError) error = NULL;
	if (known != NULL || !files_try_folder(folder, &error)) {
		Problem *problem = backend_explain(known != NULL ? known : error);
		g_ptr_array_add(examination->findings,
				finding_new("folder", folder, if_bad, problem->message, problem));
		return;
	}
	g_ptr_array_add(examination->findings,
			finding_new("folder", folder, FINDING_OK, good, NULL));
}

/* Nothing is sent without the journal; without the snapshot a start is only less quick. */
static void look_at_folders(Examination *examination)
{
	const Kept *kept = examination->doctor->kept;
	/* A file that is damaged further behind can be opened. */
	const bool is_damaged = g_error_matches(kept->told, STORE_ERROR, STORE_ERROR_DAMAGED);
	add_folder(examination, kept->journal_path, FINDING_FAILED, "It takes the journal.",
		   is_damaged ? kept->told : kept->trouble);
	if (kept->snapshot_path != NULL)
		add_folder(examination, kept->snapshot_path, FINDING_WARNING,
			   "It takes the lists that are known last.", NULL);
}

/* Held until all looks have begun. */
static Examination *examination_new(const Doctor *doctor, Job *job)
{
	Examination *examination = g_new0(Examination, 1);
	examination->doctor = doctor;
	examination->job = job_hold(job);
	examination->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	examination->left = 1;
	return examination;
}

void doctor_examine_store(gpointer owner, Intent *intent, Job *job)
{
	Examination *examination = examination_new(owner, job);
	(void)intent;
	look_at_keyring(examination);
	examination_let_go(examination);
}

void doctor_examine(gpointer owner, Intent *intent, Job *job)
{
	const Doctor *doctor = owner;
	const Cloud *cloud = doctor->network->in_use.cloud;
	Examination *examination = examination_new(doctor, job);
	(void)intent;
	look_at_folders(examination);
	look_at_keyring(examination);
	look_at_endpoint(examination, cloud->login);
	look_at_endpoint(examination, cloud->arm);
	look_at_endpoint(examination, cloud->graph);
	look_at_token(examination, AUDIENCE_ARM);
	look_at_token(examination, AUDIENCE_GRAPH);
	examination_let_go(examination);
}
