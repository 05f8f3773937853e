#include "src/backend/sign-in.h"

#include "src/auth/cache.h"
#include "src/auth/claims.h"
#include "src/auth/provider.h"
#include "src/auth/qr.h"
#include "src/base/text.h"

/* The platform gives out grants for one resource only. */
#define AADSTS_ONE_RESOURCE 700022

/* One that is under way. */
typedef struct SignInRun {
	SigningIn *owner;
	Job *job;
	gulong canceled;
	SignInProgress progress;
	Audience audience;
	WorkloadId workload; /* of a step-up */
	bool is_step_up;     /* the one who is signed in, once more: for one audience alone */
	bool is_new;         /* anybody, not the one who is signed in */
	char *tenant;        /* to sign in at; NULL: where one is */
	Account *from; /* whose kept tokens may let a guest into `tenant`; NULL: a page is needed */
	char *claims;  /* of the step-up, or of a sign-in that failed before */
	char *permission; /* of a step-up that is for it; NULL: it is not */
	bool is_over;     /* told already: what still comes is of no interest */
	unsigned holds;   /* by its owner, and by answers that come whether or not it is over */
	GError *unkept;   /* why tokens could not be kept */
	GError *lacking;  /* why one audience has none */
} SignInRun;

struct SigningIn {
	Events *events;
	Network *network;
	Identity *identity;
	const Tenants *tenants;
	SignInRun *run; /* NULL: not under way */
};

SigningIn *signing_in_new(Events *events, Network *network, Identity *identity,
			  const Tenants *tenants)
{
	SigningIn *signing_in = g_new0(SigningIn, 1);
	signing_in->events = events;
	signing_in->network = network;
	signing_in->identity = identity;
	signing_in->tenants = tenants;
	return signing_in;
}

void signing_in_free(SigningIn *signing_in)
{
	g_free(signing_in);
}

/* ---- who came back ---- */

static bool is_same_person(const Account *account, const CredentialsResult *result)
{
	return account != NULL && g_ascii_strcasecmp(account->oid, result->oid) == 0 &&
	       g_ascii_strcasecmp(account->tid, result->tid) == 0;
}

static void take_person(const SigningIn *signing_in, const CredentialsResult *result)
{
	Identity *identity = signing_in->identity;
	const Connection *in_use = &signing_in->network->in_use;
	if (is_same_person(identity->signed_in, result)) {
		if (identity->account == NULL)
			identity_adopt(identity);
		return;
	}
	Account *account = account_new();
	account->cloud = g_strdup(in_use->cloud->name);
	account->client_id = g_strdup(credentials_client_id(in_use->credentials, AUDIENCE_ARM));
	account->oid = g_strdup(result->oid);
	account->tid = g_strdup(result->tid);
	account->upn = text_sanitize(result->upn, -1);
	const PimTenant *tenant = pim_find_tenant(tenants_list(signing_in->tenants), result->tid);
	account->tenant_name = tenant != NULL ? g_strdup(tenant->name) : NULL;
	identity_become(identity, account);
}

/* ---- telling ---- */

static Event *make_event(const SignInRun *run, EventKind kind)
{
	return event_new(kind, run->job->intent_id);
}

/* Where it stands; with an error or NULL, after which it goes on as it was. */
static void tell_stand(const SignInRun *run, const GError *error)
{
	Event *event = make_event(run, EVENT_SIGN_IN);
	event->sign_in = sign_in_progress_copy(&run->progress);
	events_emit_problem(run->owner->events, event, error);
}

static void tell_progress(SignInRun *run, SignInStage stage)
{
	run->progress.stage = stage;
	tell_stand(run, NULL);
}

static SignInRun *run_hold(SignInRun *run)
{
	run->holds++;
	return run;
}

static void run_release(SignInRun *run)
{
	if (--run->holds > 0)
		return;
	g_clear_error(&run->unkept);
	g_clear_error(&run->lacking);
	g_free(run->claims);
	g_free(run->permission);
	g_free(run->tenant);
	account_free(run->from);
	g_free(run->progress.what);
	g_free(run->progress.url);
	g_free(run->progress.user_code);
	g_free(run->progress.qr);
	g_free(run);
}

/* No page of it is waited for any more. */
static void run_end(SignInRun *run)
{
	run->is_over = true;
	run->owner->run = NULL;
	credentials_cancel(run->owner->network->in_use.credentials);
	g_signal_handler_disconnect(run->job->cancellable, run->canceled);
	g_clear_pointer(&run->job, job_release);
	run_release(run);
}

/* Nobody gave it: one sentence with its name, and where it goes without. */
static Problem *explain_ungiven(const SignInRun *run, const GError *failure)
{
	if (run->permission == NULL || (!g_error_matches(failure, AUTH_ERROR, AUTH_ERROR_CONSENT) &&
					!g_error_matches(failure, AUTH_ERROR, AUTH_ERROR_DECLINED)))
		return NULL;
	g_autofree char *message =
		g_strdup_printf("The permission %s was not given.", run->permission);
	Problem *problem = problem_new(PROBLEM_NOT_ALLOWED, "no-consent", message, NULL);
	network_offer_portal(run->owner->network, run->workload, problem);
	return problem;
}

static void finish(SignInRun *run, const GError *failure)
{
	const SigningIn *signing_in = run->owner;
	const GError *lacking = run->unkept != NULL ? run->unkept : run->lacking;
	Event *event = make_event(run, failure != NULL ? EVENT_SIGN_IN_FAILED : EVENT_SIGN_IN);
	if (failure == NULL) {
		g_clear_pointer(&run->progress.url, g_free);
		run->progress.stage = SIGN_IN_DONE;
		event->sign_in = sign_in_progress_copy(&run->progress);
		event->account = account_copy(signing_in->identity->account);
	}
	event->workload = run->audience == AUDIENCE_GRAPH ? WORKLOAD_ENTRA : WORKLOAD_AZURE;
	event->problem = explain_ungiven(run, failure);
	if (event->problem != NULL)
		events_emit(signing_in->events, event);
	else
		events_emit_problem(signing_in->events, event, failure != NULL ? failure : lacking);
	run_end(run);
}

/* ---- one page after the other ---- */

static void begin_step(SignInRun *run, Audience audience, const char *claims);

/* What the token of the other audience costs: nothing, where one sign-in serves both. */
static void take_probe(SignInRun *run, const GError *error)
{
	const AuthErrorDetails details = auth_error_details(error);
	if (details.number == AADSTS_ONE_RESOURCE) {
		/* The grant may have ended by being asked: both are got anew, each by itself. */
		identity_set_separate(run->owner->identity);
		run->progress.steps = 2;
		begin_step(run, AUDIENCE_ARM, NULL);
	} else if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_INTERACTION) ||
		   g_error_matches(error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN)) {
		/* Without a refresh token each audience has to be signed in to. */
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
	SignInRun *run = data;
	(void)token;
	if (!run->is_over && !events_is_over(run->owner->events, error))
		take_probe(run, error);
	run_release(run);
}

static void probe(SignInRun *run)
{
	TokenProvider *tokens = run->owner->network->in_use.tokens;
	const TokenQuery query = { .audience = AUDIENCE_GRAPH };
	tell_progress(run, SIGN_IN_FINISHING);
	tokens->get(tokens, &query, on_probed, run_hold(run));
}

static void on_signed_in(const CredentialsResult *result, const GError *error, gpointer data)
{
	SignInRun *run = data;
	const Connection *in_use = &run->owner->network->in_use;
	g_autoptr(GError) refused = NULL;
	if (events_is_over(run->owner->events, error))
		return;
	if (error != NULL && run->audience == AUDIENCE_GRAPH && !run->is_step_up)
		run->lacking = g_error_copy(error); /* what was got before stays */
	if (error != NULL) {
		finish(run, run->lacking != NULL ? NULL : error);
		return;
	}
	take_person(run->owner, result);
	if (!token_cache_put(in_use->tokens, run->audience, result->access, result->expires,
			     &refused)) {
		finish(run, refused);
		return;
	}
	if (result->unkept != NULL && run->unkept == NULL)
		run->unkept = g_error_copy(result->unkept);
	if (run->audience == AUDIENCE_GRAPH || run->is_step_up)
		finish(run, NULL);
	else if (credentials_is_shared(in_use->credentials))
		probe(run);
	else
		begin_step(run, AUDIENCE_GRAPH, NULL);
}

static void on_page(const CredentialsPage *page, gpointer data)
{
	SignInRun *run = data;
	if (page->refused != NULL) {
		tell_stand(run, page->refused);
		return;
	}
	g_free(run->progress.url);
	g_free(run->progress.user_code);
	g_free(run->progress.qr);
	run->progress.url = g_strdup(page->url);
	run->progress.user_code = g_strdup(page->user_code);
	run->progress.expires = page->expires;
	run->progress.qr =
		page->user_code != NULL ? qr_encode(page->url, &run->progress.qr_size) : NULL;
	tell_progress(run, SIGN_IN_PAGE);
}

/* The second page is for whoever came back from the first. */
static void begin_step(SignInRun *run, Audience audience, const char *claims)
{
	const Network *network = run->owner->network;
	const Account *account = run->owner->identity->signed_in;
	const bool is_second = audience == AUDIENCE_GRAPH && !run->is_step_up;
	const bool is_known = (is_second || run->is_step_up) && account != NULL;
	const bool is_hinted = account != NULL && (is_known || !run->is_new);
	const CredentialsRequest request = {
		.audience = audience,
		.is_device = run->progress.method == SIGN_IN_DEVICE,
		.pace_ms = network->pace_ms / 2,
		.tenant = is_known ? account->tid : run->tenant,
		.oid = is_known ? account->oid : NULL,
		.login_hint = is_hinted ? account_login(account) : NULL,
		.claims = claims,
		.permission = run->permission,
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
	credentials_sign_in(network->in_use.credentials, &request, on_page, on_signed_in, run);
}

/* ---- intents ---- */

static void on_canceled(GCancellable *cancellable, gpointer data)
{
	SignInRun *run = data;
	g_autoptr(GError) error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	(void)cancellable;
	finish(run, error);
}

static void on_unlocked_for_sign_in(const GError *error, gpointer data)
{
	SignInRun *run = data;
	if (!run->is_over && !events_is_over(run->owner->events, error)) {
		/* Without a keyring one can still sign in, for as long as the program runs. */
		if (g_error_matches(error, AUTH_ERROR, AUTH_ERROR_PROMPT_DISMISSED))
			finish(run, error);
		else
			begin_step(run, run->audience, run->claims);
	}
	run_release(run);
}

static void take_step_up(SignInRun *run, const Intent *intent)
{
	run->is_step_up = true;
	const char *own = run->owner->network->in_use.settings->mfa_claims;
	const char *mfa = own != NULL ? own : CLAIMS_MFA;
	run->permission = g_strdup(intent->permission);
	run->workload = intent->workload;
	if (run->permission == NULL || intent->claims != NULL)
		run->claims = claims_with_capability(intent->claims != NULL ? intent->claims : mfa);
	run->audience = pim_workload(intent->workload)->audience;
	run->progress.steps = 1;
}

/* Where to sign in, when it is not where one is. */
static void take_place(SignInRun *run, const Intent *intent)
{
	const char *home = run->owner->network->in_use.settings->tenant;
	run->is_new = intent->is_new;
	run->claims = g_strdup(intent->claims);
	if (intent->account != NULL) {
		run->tenant = g_strdup(intent->account->tid);
		if (!run->is_new)
			run->from = account_copy(run->owner->identity->signed_in);
	} else if (intent->is_new) {
		run->tenant = g_strdup(home != NULL ? home : "organizations");
	}
}

void signing_in_give_up(SigningIn *signing_in)
{
	if (signing_in->run != NULL)
		on_canceled(NULL, signing_in->run);
}

void signing_in_start(gpointer owner, Intent *intent, Job *job)
{
	SigningIn *signing_in = owner;
	Credentials *credentials = signing_in->network->in_use.credentials;
	signing_in_give_up(signing_in);
	SignInRun *run = g_new0(SignInRun, 1);
	run->owner = signing_in;
	run->holds = 1;
	run->job = job_hold(job);
	run->progress.method = intent->method;
	run->audience = AUDIENCE_ARM;
	run->progress.steps = credentials_is_shared(credentials) ? 1 : 2;
	if (intent->is_step_up)
		take_step_up(run, intent);
	else
		take_place(run, intent);
	run->canceled =
		g_signal_connect(job->cancellable, "cancelled", G_CALLBACK(on_canceled), run);
	signing_in->run = run;
	if (run->tenant != NULL && !auth_is_tenant(run->tenant)) {
		g_autoptr(GError) error = g_error_new(
			AUTH_ERROR, AUTH_ERROR_CONFIGURATION,
			"%s is neither the id of a tenant nor one of its domains", run->tenant);
		finish(run, error);
		return;
	}
	tell_progress(run, SIGN_IN_STARTING);
	credentials_unlock(credentials, on_unlocked_for_sign_in, run_hold(run));
}

void signing_in_paste_address(gpointer owner, Intent *intent, Job *job)
{
	SigningIn *signing_in = owner;
	SignInRun *run = signing_in->run;
	g_autoptr(GError) error = NULL;
	if (credentials_paste(signing_in->network->in_use.credentials, intent->text, &error)) {
		if (run != NULL)
			tell_progress(run, SIGN_IN_FINISHING);
	} else if (run != NULL) {
		tell_stand(run, error);
	} else {
		events_emit_problem(signing_in->events, event_new(EVENT_NOTICE, job->intent_id),
				    error);
	}
}

/* The keyring is being unlocked, for nothing else. */
typedef struct Unlocking {
	Events *events;
	Job *job;
} Unlocking;

static void on_unlocked(const GError *error, gpointer data)
{
	g_autofree Unlocking *unlocking = data;
	if (error != NULL && !events_is_over(unlocking->events, error))
		events_emit_problem(unlocking->events,
				    event_new(EVENT_NOTICE, unlocking->job->intent_id), error);
	job_release(unlocking->job);
}

void signing_in_unlock(gpointer owner, Intent *intent, Job *job)
{
	const SigningIn *signing_in = owner;
	(void)intent;
	Unlocking *unlocking = g_new(Unlocking, 1);
	unlocking->events = signing_in->events;
	unlocking->job = job_hold(job);
	credentials_unlock(signing_in->network->in_use.credentials, on_unlocked, unlocking);
}

void signing_in_stop(SigningIn *signing_in)
{
	if (signing_in->run != NULL)
		run_end(signing_in->run);
}
