/* Signing in: one page after the other, and who came back. */
#include "src/auth/cache.h"
#include "src/auth/claims.h"
#include "src/auth/provider.h"
#include "src/auth/qr.h"
#include "src/backend/private.h"
#include "src/base/text.h"
#include "src/pim/tenants.h"

/* The platform gives out grants for one resource only. */
#define AADSTS_ONE_RESOURCE 700022

struct SigningIn {
	Backend *backend;
	Job *job;
	gulong cancelled;
	SignInProgress progress;
	Audience audience;
	bool is_step_up; /* the one who is signed in, once more: for one audience alone */
	bool is_new;     /* anybody, not the one who is signed in */
	char *tenant;    /* to sign in at; NULL: where one is */
	Account *from; /* whose kept tokens may let a guest into `tenant`; NULL: a page is needed */
	char *claims;  /* of the step-up, or of a sign-in that failed before */
	bool is_over;  /* told already: what still comes is of no interest */
	unsigned holds;  /* by `backend`, and by answers that come whether or not it is over */
	GError *unkept;  /* why tokens could not be kept */
	GError *lacking; /* why one audience has none */
};

/* ---- who came back ---- */

static bool is_same_person(const Account *account, const CredentialsResult *result)
{
	return account != NULL && g_ascii_strcasecmp(account->oid, result->oid) == 0 &&
	       g_ascii_strcasecmp(account->tid, result->tid) == 0;
}

static void take_person(Backend *backend, const CredentialsResult *result)
{
	if (is_same_person(backend->signed_in, result)) {
		if (backend->account == NULL)
			identity_adopt(backend);
		return;
	}
	g_autoptr(Account) account = account_new();
	account->cloud = g_strdup(backend->cloud->name);
	account->client_id = g_strdup(credentials_client_id(backend->credentials, AUDIENCE_ARM));
	account->oid = g_strdup(result->oid);
	account->tid = g_strdup(result->tid);
	account->upn = text_sanitize(result->upn, -1);
	const PimTenant *tenant = pim_find_tenant(backend->tenants, result->tid);
	account->tenant_name = tenant != NULL ? g_strdup(tenant->name) : NULL;
	if (backend->account != NULL || backend->remembered != NULL)
		identity_drop(backend);
	account_free(backend->signed_in);
	backend->signed_in = g_steal_pointer(&account);
	token_cache_set_account(backend->tokens, result->oid, result->tid);
	identity_adopt(backend);
}

/* ---- telling ---- */

static Event *make_event(const SigningIn *run, EventKind kind)
{
	return event_new(kind, run->job->intent_id);
}

static void tell_progress(SigningIn *run, SignInStage stage)
{
	Event *event = make_event(run, EVENT_SIGN_IN);
	run->progress.stage = stage;
	event->sign_in = sign_in_progress_copy(&run->progress);
	backend_emit(run->backend, event);
}

static SigningIn *signing_in_hold(SigningIn *run)
{
	run->holds++;
	return run;
}

static void signing_in_release(SigningIn *run)
{
	if (--run->holds > 0)
		return;
	g_clear_error(&run->unkept);
	g_clear_error(&run->lacking);
	g_free(run->claims);
	g_free(run->tenant);
	account_free(run->from);
	g_free(run->progress.what);
	g_free(run->progress.url);
	g_free(run->progress.user_code);
	g_free(run->progress.qr);
	g_free(run);
}

/* No page of it is waited for any more. */
static void signing_in_end(SigningIn *run)
{
	run->is_over = true;
	run->backend->signing_in = NULL;
	credentials_cancel(run->backend->credentials);
	g_signal_handler_disconnect(run->job->cancellable, run->cancelled);
	g_clear_pointer(&run->job, job_release);
	signing_in_release(run);
}

static void finish(SigningIn *run, const GError *failure)
{
	Backend *backend = run->backend;
	const GError *lacking = run->unkept != NULL ? run->unkept : run->lacking;
	Event *event = make_event(run, failure != NULL ? EVENT_SIGN_IN_FAILED : EVENT_SIGN_IN);
	if (failure == NULL) {
		g_clear_pointer(&run->progress.url, g_free);
		run->progress.stage = SIGN_IN_DONE;
		event->sign_in = sign_in_progress_copy(&run->progress);
		event->account = account_copy(backend->account);
	}
	event->workload = run->audience == AUDIENCE_GRAPH ? WORKLOAD_ENTRA : WORKLOAD_AZURE;
	backend_emit_problem(backend, event, failure != NULL ? failure : lacking);
	signing_in_end(run);
}

/* ---- one page after the other ---- */

static void begin_step(SigningIn *run, Audience audience, const char *claims);

/* What the token of the other audience costs: nothing, where one sign-in serves both. */
static void take_probe(SigningIn *run, const GError *error)
{
	Backend *backend = run->backend;
	const AuthErrorDetails details = auth_error_details(error);
	if (details.number == AADSTS_ONE_RESOURCE) {
		/* The grant may have ended by being asked: both are got anew, each by itself. */
		backend->is_separate = true;
		credentials_set_account(backend->credentials, backend->signed_in->oid,
					backend->signed_in->tid, true);
		identity_keep(backend);
		run->progress.steps = 2;
		begin_step(run, AUDIENCE_ARM, NULL);
	} else if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_INTERACTION)) {
		run->progress.steps = 2;
		begin_step(run, AUDIENCE_GRAPH, details.claims);
	} else {
		run->audience = AUDIENCE_GRAPH;
		run->lacking = error != NULL ? g_error_copy(error) : NULL;
		finish(run, NULL);
	}
}

static void on_probed(const Secret *token, const GError *error, gpointer data)
{
	SigningIn *run = data;
	(void)token;
	if (!run->is_over && !backend_is_over(run->backend, error))
		take_probe(run, error);
	signing_in_release(run);
}

static void probe(SigningIn *run)
{
	Backend *backend = run->backend;
	const TokenQuery query = { .audience = AUDIENCE_GRAPH };
	tell_progress(run, SIGN_IN_FINISHING);
	backend->tokens->get(backend->tokens, &query, on_probed, signing_in_hold(run));
}

static void on_signed_in(const CredentialsResult *result, const GError *error, gpointer data)
{
	SigningIn *run = data;
	Backend *backend = run->backend;
	g_autoptr(GError) refused = NULL;
	if (backend_is_over(backend, error))
		return;
	if (error != NULL && run->audience == AUDIENCE_GRAPH && !run->is_step_up) {
		run->lacking = g_error_copy(error); /* what was got before stays */
		finish(run, NULL);
		return;
	}
	if (error != NULL) {
		finish(run, error);
		return;
	}
	take_person(backend, result);
	if (!token_cache_put(backend->tokens, run->audience, result->access, result->expires,
			     &refused)) {
		finish(run, refused);
		return;
	}
	if (result->unkept != NULL && run->unkept == NULL)
		run->unkept = g_error_copy(result->unkept);
	if (run->audience == AUDIENCE_GRAPH || run->is_step_up)
		finish(run, NULL);
	else if (credentials_is_shared(backend->credentials))
		probe(run);
	else
		begin_step(run, AUDIENCE_GRAPH, NULL);
}

static void on_page(const CredentialsPage *page, gpointer data)
{
	SigningIn *run = data;
	g_free(run->progress.url);
	g_free(run->progress.user_code);
	run->progress.url = g_strdup(page->url);
	run->progress.user_code = g_strdup(page->user_code);
	run->progress.expires = page->expires;
	g_free(run->progress.qr);
	run->progress.qr =
		page->user_code != NULL ? qr_encode(page->url, &run->progress.qr_size) : NULL;
	tell_progress(run, SIGN_IN_PAGE);
}

/* The second page is for whoever came back from the first. */
static void begin_step(SigningIn *run, Audience audience, const char *claims)
{
	Backend *backend = run->backend;
	const Account *account = backend->signed_in;
	const bool is_second = audience == AUDIENCE_GRAPH && !run->is_step_up;
	const bool is_known = (is_second || run->is_step_up) && account != NULL;
	const bool is_hinted = account != NULL && (is_known || !run->is_new);
	const CredentialsRequest request = {
		.audience = audience,
		.is_device = run->progress.method == SIGN_IN_DEVICE,
		.pace_ms = backend->pace_ms / 2,
		.tenant = is_known ? account->tid : run->tenant,
		.oid = is_known ? account->oid : NULL,
		.login_hint = is_hinted ? account->upn : NULL,
		.claims = claims,
		.from_oid = run->from != NULL ? run->from->oid : NULL,
		.from_tid = run->from != NULL ? run->from->tid : NULL,
	};
	run->audience = audience;
	run->progress.step = is_second ? run->progress.steps : 1;
	g_free(run->progress.what);
	run->progress.what = run->progress.steps == 1 ? NULL
			     : is_second              ? g_strdup("Entra roles and groups")
						      : g_strdup("Azure roles");
	g_clear_pointer(&run->progress.url, g_free);
	g_clear_pointer(&run->progress.user_code, g_free);
	tell_progress(run, SIGN_IN_STARTING);
	credentials_sign_in(backend->credentials, &request, on_page, on_signed_in, run);
}

/* ---- intents ---- */

static void on_cancelled(GCancellable *cancellable, gpointer data)
{
	SigningIn *run = data;
	g_autoptr(GError) error =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
	(void)cancellable;
	finish(run, error);
}

static void on_unlocked_for_sign_in(const GError *error, gpointer data)
{
	SigningIn *run = data;
	if (!run->is_over && !backend_is_over(run->backend, error)) {
		/* Without a keyring one can still sign in, for as long as the program runs. */
		if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_PROMPT_DISMISSED))
			finish(run, error);
		else
			begin_step(run, run->audience, run->claims);
	}
	signing_in_release(run);
}

bool sign_in_is_ours(Backend *backend, EventKind kind, const Job *job)
{
	if (backend->credentials != NULL)
		return true;
	g_autoptr(GError) error = g_error_new(
		AUTH_ERROR, AUTH_ERROR_UNSUPPORTED, "account %s takes its tokens from %s",
		backend->account_settings->name,
		backend->account_settings->token_source == TOKEN_SOURCE_AZ ? "the Azure CLI"
									   : "a file");
	backend_emit_problem(backend, event_new(kind, job->intent_id), error);
	return false;
}

static void take_step_up(SigningIn *run, const Intent *intent)
{
	run->is_step_up = true;
	const char *own = run->backend->account_settings->mfa_claims;
	const char *mfa = own != NULL ? own : CLAIMS_MFA;
	run->claims = claims_with_capability(intent->claims != NULL ? intent->claims : mfa);
	run->audience = pim_workload(intent->workload)->audience;
	run->progress.steps = 1;
}

/* Where to sign in, when it is not where one is. */
static void take_place(SigningIn *run, const Intent *intent)
{
	const Backend *backend = run->backend;
	const char *home = backend->account_settings->tenant;
	run->is_new = intent->is_new;
	run->claims = g_strdup(intent->claims);
	if (intent->account != NULL) {
		run->tenant = g_strdup(intent->account->tid);
		if (!run->is_new)
			run->from = account_copy(backend->signed_in);
	} else if (intent->is_new) {
		run->tenant = g_strdup(home != NULL ? home : "organizations");
	}
}

void sign_in_give_up(Backend *backend)
{
	if (backend->signing_in != NULL)
		on_cancelled(NULL, backend->signing_in);
}

void sign_in_start(Backend *backend, const Intent *intent, Job *job)
{
	if (!sign_in_is_ours(backend, EVENT_SIGN_IN_FAILED, job))
		return;
	sign_in_give_up(backend);
	SigningIn *run = g_new0(SigningIn, 1);
	run->backend = backend;
	run->holds = 1;
	run->job = job_hold(job);
	run->progress.method = intent->method;
	run->audience = AUDIENCE_ARM;
	run->progress.steps = credentials_is_shared(backend->credentials) ? 1 : 2;
	if (intent->is_step_up)
		take_step_up(run, intent);
	else
		take_place(run, intent);
	run->cancelled =
		g_signal_connect(job->cancellable, "cancelled", G_CALLBACK(on_cancelled), run);
	backend->signing_in = run;
	if (run->tenant != NULL && !auth_is_tenant(run->tenant)) {
		g_autoptr(GError) error = g_error_new(
			AUTH_ERROR, AUTH_ERROR_CONFIGURATION,
			"%s is neither the id of a tenant nor one of its domains", run->tenant);
		finish(run, error);
		return;
	}
	tell_progress(run, SIGN_IN_STARTING);
	credentials_unlock(backend->credentials, on_unlocked_for_sign_in, signing_in_hold(run));
}

void sign_in_paste_address(Backend *backend, const Intent *intent, Job *job)
{
	SigningIn *run = backend->signing_in;
	g_autoptr(GError) error = NULL;
	if (!sign_in_is_ours(backend, EVENT_NOTICE, job))
		return;
	if (credentials_paste(backend->credentials, intent->text, &error)) {
		if (run != NULL)
			tell_progress(run, SIGN_IN_FINISHING);
		return;
	}
	Event *event = event_new(run != NULL ? EVENT_SIGN_IN : EVENT_NOTICE,
				 run != NULL ? run->job->intent_id : job->intent_id);
	event->sign_in = run != NULL ? sign_in_progress_copy(&run->progress) : NULL;
	backend_emit_problem(backend, event, error);
}

static void on_unlocked(const GError *error, gpointer data)
{
	Job *job = data;
	if (!backend_is_over(job->backend, error) && error != NULL)
		backend_emit_problem(job->backend, event_new(EVENT_NOTICE, job->intent_id), error);
	job_release(job);
}

void sign_in_unlock(Backend *backend, const Intent *intent, Job *job)
{
	(void)intent;
	if (sign_in_is_ours(backend, EVENT_NOTICE, job))
		credentials_unlock(backend->credentials, on_unlocked, job_hold(job));
}

void sign_in_close(Backend *backend)
{
	if (backend->signing_in != NULL)
		signing_in_end(backend->signing_in);
	g_clear_pointer(&backend->signed_in, account_free);
}
