/* The door: intents in, events out; and who is signed in. */
#include "src/backend.h"

#include "src/auth/provider.h"
#include "src/backend/private.h"
#include "src/pim/error.h"
#include "src/pim/fetch.h"

#define PACE_MS 2000

/* What each intent starts. Those marked need to know who is signed in; the others work without any network. */
static const struct {
	void (*start)(Backend *backend, const Intent *intent, Job *job);
	bool needs_account;
	bool needs_known_account; /* the last run's will do */
} intent_rows[] = {
	[INTENT_REFRESH] = { lists_refresh, .needs_account = true },
	[INTENT_LIST_CHILDREN] = { reads_list_children, .needs_account = true },
	[INTENT_READ_POLICY] = { reads_policy, .needs_account = true },
	[INTENT_READ_ROLE] = { reads_role, .needs_account = true },
	[INTENT_CHECK] = { requests_check, .needs_account = true },
	[INTENT_ACTIVATE] = { requests_activate, .needs_account = true },
	[INTENT_DEACTIVATE] = { requests_deactivate, .needs_account = true },
	[INTENT_CANCEL] = { requests_cancel, .needs_account = true },
	[INTENT_FOLLOW] = { requests_follow, .needs_account = true },
	[INTENT_READ_HISTORY] = { history_read, .needs_known_account = true },
	[INTENT_REMEMBER_SCOPE] = { history_remember_scope, .needs_known_account = true },
	[INTENT_SIGN_IN] = { sign_in_start },
	[INTENT_PASTE] = { sign_in_paste_address },
	[INTENT_UNLOCK] = { sign_in_unlock },
	[INTENT_SIGN_OUT] = { accounts_sign_out },
	[INTENT_LIST_ACCOUNTS] = { accounts_list },
	[INTENT_USE_ACCOUNT] = { accounts_use },
	[INTENT_EXAMINE] = { doctor_examine },
};

/* ---- events and jobs ---- */

void backend_emit(Backend *backend, Event *event)
{
	if (backend->is_closing)
		event_free(event);
	else
		g_queue_push_tail(&backend->events, event);
}

/* Which permission is missing is known by the workload alone; where to get it, by the client that asked. */
static void add_consent_page(const Backend *backend, Event *event, const GError *error)
{
	const bool is_consent = g_error_matches(error, AUTH_ERROR, AUTH_ERROR_CONSENT) ||
				g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_CONSENT);
	if (!is_consent || backend->credentials == NULL)
		return;
	const Audience audience = event->workload == WORKLOAD_AZURE ? AUDIENCE_ARM : AUDIENCE_GRAPH;
	g_autofree char *url = credentials_consent_url(backend->credentials, audience);
	if (url == NULL)
		return;
	g_free(event->problem->hint);
	event->problem->hint = g_strdup_printf(
		"An administrator can consent to it for the whole tenant at %s", url);
}

void backend_emit_problem(Backend *backend, Event *event, const GError *error)
{
	if (error != NULL) {
		event->problem = backend_explain(error);
		add_consent_page(backend, event, error);
	}
	backend_emit(backend, event);
}

Event *backend_take_event(Backend *backend)
{
	return g_queue_pop_head(&backend->events);
}

Job *job_new(Backend *backend, uint64_t intent_id)
{
	Job *job = g_new0(Job, 1);
	job->backend = backend;
	job->intent_id = intent_id;
	job->holds = 1;
	job->cancellable = g_cancellable_new();
	if (intent_id != 0)
		g_hash_table_replace(backend->jobs, &job->intent_id, job);
	return job;
}

Job *job_hold(Job *job)
{
	job->holds++;
	return job;
}

void job_release(Job *job)
{
	if (--job->holds > 0)
		return;
	if (job->intent_id != 0) {
		g_hash_table_remove(job->backend->jobs, &job->intent_id);
		backend_emit(job->backend, event_new(EVENT_INTENT_DONE, job->intent_id));
	}
	g_object_unref(job->cancellable);
	g_free(job);
}

bool backend_is_over(const Backend *backend, const GError *error)
{
	return backend->is_closing || (error != NULL && fetch_is_cancelled(error));
}

const Account *backend_account(const Backend *backend)
{
	return backend->account != NULL ? backend->account : backend->remembered;
}

/* ---- who is signed in ---- */

static void start_intent(Backend *backend, const Intent *intent)
{
	Job *job = job_new(backend, intent->id);
	intent_rows[intent->kind].start(backend, intent, job);
	job_release(job);
}

/* Without an account nothing can be asked: each waiting intent says so in its own way. */
static void fail_intent(Backend *backend, const Intent *intent, const GError *error)
{
	static const EventKind kinds[] = {
		[INTENT_REFRESH] = EVENT_LIST_FAILED,   [INTENT_LIST_CHILDREN] = EVENT_CHILDREN,
		[INTENT_READ_POLICY] = EVENT_POLICY,    [INTENT_READ_ROLE] = EVENT_ROLE,
		[INTENT_CHECK] = EVENT_CHECKED,         [INTENT_ACTIVATE] = EVENT_REFUSED,
		[INTENT_DEACTIVATE] = EVENT_REFUSED,    [INTENT_CANCEL] = EVENT_REFUSED,
		[INTENT_FOLLOW] = EVENT_REFUSED,        [INTENT_READ_HISTORY] = EVENT_HISTORY,
		[INTENT_REMEMBER_SCOPE] = EVENT_NOTICE,
	};
	const bool is_refresh = intent->kind == INTENT_REFRESH;
	const int workloads = is_refresh ? WORKLOAD_COUNT : 1;
	const int lists = is_refresh ? LIST_COUNT : 1;
	for (int workload = 0; workload < workloads; workload++) {
		const bool is_wanted = !is_refresh || intent->workloads == 0 ||
				       (intent->workloads & (1u << workload)) != 0;
		if (is_refresh && (!is_wanted || backend->workloads[workload].workload == NULL))
			continue;
		for (int list = 0; list < lists; list++) {
			Event *event = event_new(kinds[intent->kind], intent->id);
			event->workload = is_refresh ? (WorkloadId)workload : intent->workload;
			event->list = (ListId)list;
			scope_copy(&event->scope, &intent->scope);
			event->request = request_copy(intent->request);
			if (intent->eligibility != NULL)
				event->eligibility_id = g_strdup(intent->eligibility->grant.id);
			backend_emit_problem(backend, event, error);
		}
	}
	backend_emit(backend, event_new(EVENT_INTENT_DONE, intent->id));
}

/* Asking who is signed in; `backend` is NULL once that is gone. */
struct Identification {
	Backend *backend;
	GCancellable *cancellable;
};

static void on_identified(const Account *account, const GError *error, gpointer data)
{
	Identification *asked = data;
	Backend *backend = asked->backend;
	g_object_unref(asked->cancellable);
	g_free(asked);
	if (backend == NULL)
		return;
	backend->identification = NULL;
	if (account != NULL) {
		backend->account = account_copy(account);
		backend->context.account = backend->account;
		history_account_known(backend);
		requests_resume(backend);
	}
	GQueue waiting = backend->waiting;
	g_queue_init(&backend->waiting);
	for (Intent *intent; (intent = g_queue_pop_head(&waiting)) != NULL;) {
		if (account != NULL)
			start_intent(backend, intent);
		else
			fail_intent(backend, intent, error);
		intent_free(intent);
	}
}

static void identify(Backend *backend)
{
	if (backend->identification != NULL)
		return;
	Identification *asked = g_new0(Identification, 1);
	asked->backend = backend;
	asked->cancellable = g_cancellable_new();
	backend->identification = asked;
	auth_identify(backend->tokens, backend->account_settings, backend->cloud,
		      asked->cancellable, on_identified, asked);
}

/* What is under way to know who the account before is will not be heard of. */
static void drop_identification(Backend *backend)
{
	if (backend->identification == NULL)
		return;
	backend->identification->backend = NULL;
	g_cancellable_cancel(backend->identification->cancellable);
	backend->identification = NULL;
}

void backend_refuse_waiting(Backend *backend)
{
	g_autoptr(GError) error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
						      "another account is in use now");
	drop_identification(backend);
	for (Intent *intent; (intent = g_queue_pop_head(&backend->waiting)) != NULL;) {
		fail_intent(backend, intent, error);
		intent_free(intent);
	}
}

void backend_send(Backend *backend, const Intent *intent)
{
	g_return_if_fail((size_t)intent->kind < G_N_ELEMENTS(intent_rows));
	if (intent_rows[intent->kind].needs_account && backend->account == NULL &&
	    backend->signed_in != NULL)
		identity_adopt(backend);
	const bool has_account = !intent_rows[intent->kind].needs_account &&
						 !intent_rows[intent->kind].needs_known_account
					 ? true
				 : intent_rows[intent->kind].needs_account
					 ? backend->account != NULL
					 : backend_account(backend) != NULL;
	if (has_account) {
		start_intent(backend, intent);
		return;
	}
	g_queue_push_tail(&backend->waiting, intent_copy(intent));
	identify(backend);
}

void backend_drop(Backend *backend, uint64_t intent_id)
{
	Job *job = g_hash_table_lookup(backend->jobs, &intent_id);
	if (job != NULL)
		g_cancellable_cancel(job->cancellable);
	for (GList *link = backend->waiting.head; link != NULL; link = link->next) {
		Intent *intent = link->data;
		if (intent->id != intent_id)
			continue;
		g_queue_delete_link(&backend->waiting, link);
		intent_free(intent);
		backend_emit(backend, event_new(EVENT_INTENT_DONE, intent_id));
		return;
	}
}

/* ---- the whole ---- */

Backend *backend_new(const Settings *settings, const BackendOptions *options, GError **error)
{
	g_autoptr(Backend) backend = g_new0(Backend, 1);
	backend->settings = settings;
	backend->own_clock = options->clock == NULL ? clock_new() : NULL;
	backend->clock = options->clock == NULL ? backend->own_clock : options->clock;
	backend->pace_ms = options->pace_ms == 0 ? PACE_MS : options->pace_ms;
	g_queue_init(&backend->events);
	g_queue_init(&backend->waiting);
	backend->jobs = g_hash_table_new(g_int64_hash, g_int64_equal);
	backend->policies = policy_cache_new();
	backend->paintings = g_ptr_array_new_with_free_func((GDestroyNotify)painting_free);
	backend->retired = g_ptr_array_new_with_free_func((GDestroyNotify)credentials_free);
	lists_init(backend);
	requests_init(backend);
	if (!network_start(backend, options->account, options->tenant, error) ||
	    !history_open(backend, options, error) ||
	    !identity_open(backend, options->tenant, options->person, error))
		return NULL;
	history_paint(backend);
	return g_steal_pointer(&backend);
}

void backend_free(Backend *backend)
{
	if (backend == NULL)
		return;
	backend->is_closing = true;
	g_clear_pointer(&backend->paintings, g_ptr_array_unref);
	drop_identification(backend);
	/* Everything that is under way calls back from here, and lets go of what it holds. */
	g_clear_pointer(&backend->http, http_free);
	pim_context_clear(&backend->context);
	sign_in_close(backend);
	network_end(backend);
	requests_clear(backend);
	lists_clear(backend);
	history_close(backend);
	g_queue_clear_full(&backend->events, (GDestroyNotify)event_free);
	g_queue_clear_full(&backend->waiting, (GDestroyNotify)intent_free);
	g_clear_pointer(&backend->jobs, g_hash_table_unref);
	g_clear_pointer(&backend->policies, g_hash_table_unref);
	g_clear_pointer(&backend->tenants, g_ptr_array_unref);
	account_free(backend->account);
	account_free(backend->remembered);
	g_free(backend->wanted_tenant);
	clock_free(backend->own_clock);
	g_free(backend);
}

bool backend_is_saving(const Backend *backend)
{
	for (guint i = 0; i < backend->retired->len; i++)
		if (credentials_is_busy(backend->retired->pdata[i]))
			return true;
	return backend->credentials != NULL && credentials_is_busy(backend->credentials);
}

const Clock *backend_clock(const Backend *backend)
{
	return backend->clock;
}

const Cloud *backend_cloud(const Backend *backend)
{
	return backend->cloud;
}
