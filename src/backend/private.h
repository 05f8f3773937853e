/*
 * The inside of the backend, shared by its files only: backend.c (the door), network.c (cloud, tokens and
 * queue), identity.c (the account in use), lists.c (what is loaded), active.c (the active
 * list), reads.c (what belongs to one row), requests.c (intents that change something),
 * send.c and run.c (one request from its sending to its end), history.c (journal, last scopes,
 * snapshot), sign-in.c (signing in), step-up.c (a stronger one that is foreseen), accounts.c
 * (which accounts there are, another one, signing out), doctor.c (what everything needs).
 */
#ifndef MYROLES_BACKEND_PRIVATE_H
#define MYROLES_BACKEND_PRIVATE_H

#include <gio/gio.h>

#include "src/auth/credentials.h"
#include "src/backend.h"
#include "src/net/http.h"
#include "src/pim/workload.h"
#include "src/store/journal.h"
#include "src/store/snapshot.h"

typedef struct Load Load;
typedef struct Identification Identification;
typedef struct Painting Painting;
typedef struct SigningIn SigningIn;

/* An intent under way: done, and told so, when nothing holds it any more. */
typedef struct Job {
	Backend *backend;
	uint64_t intent_id; /* 0: the backend's own */
	unsigned holds;
	GCancellable *cancellable;
} Job;

/* One list of one workload as it was told last. */
typedef struct ListState {
	GPtrArray *
		rows; /* NULL: nothing is known yet. Shared with events: never changed, only replaced */
	Instant as_of;
	size_t skipped;
	Ticks loaded;     /* when the service told it; 0: not in this run */
	bool is_complete; /* the service's whole answer, of this run */
	bool has_gaps;    /* of its kind, but the service could not tell everything */
	Load *load;       /* under way, or NULL; owns itself */
} ListState;

typedef struct WorkloadState {
	const PimWorkload *workload; /* NULL: not in this build */
	ListState lists[LIST_COUNT];
	GPtrArray *
		early; /* Assignment*: the quick, partial picture while the whole is not known; or NULL */
	GPtrArray *provisional; /* Assignment* of own activations that the list may not hold yet */
	GHashTable *
		gone; /* grant id → Instant*: deactivated; what the list still says until then is old */
} WorkloadState;

struct Backend {
	const Settings *settings;
	const AccountSettings *account_settings;
	Clock *clock;
	Clock *own_clock; /* NULL: the caller's clock is used */
	Cloud *cloud;
	Credentials *credentials; /* NULL: tokens come from elsewhere */
	char *wanted_tenant;      /* of tokens from elsewhere: these must be of it; or NULL */
	Account *signed_in;       /* whose tokens `credentials` has; NULL: nobody's */
	bool is_separate;         /* see credentials_set_account */
	SigningIn *signing_in;    /* NULL: not under way */
	GPtrArray *retired; /* Credentials* of names left while their keyring was still at work */
	TokenProvider *tokens;
	Http *http;
	Journal *journal;
	Snapshot *snapshot; /* NULL: off or not to be had */
	Account *account;   /* from the token; NULL until identified */
	GPtrArray *tenants; /* PimTenant* that know the account; NULL: not told yet */
	bool is_reading_tenants;
	GPtrArray *tenant_jobs; /* Job*: lists of accounts that wait for them */
	Account *remembered; /* from the last run: good for what is kept here, not for requests */
	Identification *identification; /* NULL: not under way */
	PimContext context;
	unsigned pace_ms;
	bool is_closing;
	GPtrArray *paintings; /* Painting*: lists of the last run that are still being read */
	GQueue writings;      /* Writing*: long lists that are still being written down */
	guint writings_source;

	GQueue events;    /* Event* */
	GQueue waiting;   /* Intent* that need to know the account first */
	GHashTable *jobs; /* intent id → Job* (borrowed) */
	WorkloadState workloads[WORKLOAD_COUNT];
	GHashTable *policies; /* role and scope → CachedPolicy* */
	GHashTable *runs;     /* request id → Run* (owned): requests that are followed */
	bool is_grouping;     /* between run_begin_group and run_end_group */
	GQueue written;       /* Run* (borrowed) that go out when the group is on the disk */
	GQueue pending;       /* Pending*: activations being looked at again before they are sent */
};

/* ---- backend.c ---- */

void backend_emit(Backend *backend, Event *event); /* takes it */
void backend_emit_problem(Backend *backend, Event *event, const GError *error);

Job *job_new(Backend *backend, uint64_t intent_id); /* held once */
Job *job_hold(Job *job);
void job_release(Job *job); /* the last one tells EVENT_INTENT_DONE and frees it */

/* Who is signed in, or was in the last run: for what is kept here. NULL: nobody is known. Borrowed. */
const Account *backend_account(const Backend *backend);

/* Nothing that waits for the account before is asked as another one. */
void backend_refuse_waiting(Backend *backend);

/* True after http_free and the like have called back: nothing is to be told any more. */
bool backend_is_over(const Backend *backend, const GError *error);

/* ---- network.c ---- */

/*
 * The one of [account `name`] (NULL: settings decide); tokens from elsewhere have to be of `tenant` (NULL: as the settings
 * say). Errors: a configuration that names none that can be used, a tenant that a token cannot be compared with.
 */
bool network_start(Backend *backend, const char *name, const char *tenant, GError **error);
void network_end(Backend *backend);

/* Ends all that is under way there, and begins anew: for another account. Not from inside a callback of its queue. */
void network_reset(Backend *backend);

/*
 * Another [account NAME]: its client, cloud and tokens take the place of those in use, and the account before is dropped.
 * With an error all is as it was. Not from inside a callback of the queue.
 */
bool network_use(Backend *backend, const char *name, GError **error);

/* ---- lists.c ---- */

void lists_init(Backend *backend);
void lists_clear(Backend *backend);
void lists_forget(Backend *backend); /* another account: everything known is dropped and told so */
void lists_refresh(Backend *backend, const Intent *intent, Job *job);

/* Loads one list again, unless it is being loaded; `job` waits for it either way. */
void lists_load(Backend *backend, WorkloadId workload, ListId list, Job *job);

/* Paints what the last run knew. */
void lists_take_snapshot(Backend *backend, WorkloadId workload, ListId list, GPtrArray *rows,
			 Instant as_of);

/* The eligibility of that id as known now; NULL: not in the list. Borrowed. */
const Eligibility *lists_find_eligibility(const Backend *backend, WorkloadId workload,
					  const char *id);

/* Tells `rows` as the list; what else the event says comes from the list's state. */
void lists_tell(Backend *backend, WorkloadId workload, ListId list, uint64_t intent_id,
		GPtrArray *rows);

/* ---- active.c ---- */

/* Tells what is active as far as is known. */
void active_tell(Backend *backend, WorkloadId workload, uint64_t intent_id);

/*
 * Scope*: scopes worth asking first, those of own activations, of what was active before (Assignment*, or NULL) and of
 * eligible rows.
 */
GPtrArray *active_make_hints(Backend *backend, WorkloadId workload, GPtrArray *before);
GPtrArray *active_copy_rows(GPtrArray *rows);

/* An activation or deactivation of one's own has just come true: the active list shows it at once. */
void active_add_provisional(Backend *backend, const Request *request);
void active_remove_ended(Backend *backend, const Request *request);

/* A whole answer came: one's own word that it holds now, or has had the time to, is needed no more. */
void active_drop_provisional(Backend *backend, WorkloadId workload);

/* ---- reads.c ---- */

void reads_list_children(Backend *backend, const Intent *intent, Job *job);
void reads_role(Backend *backend, const Intent *intent, Job *job);
void reads_policy(Backend *backend, const Intent *intent, Job *job);

GHashTable *policy_cache_new(void);
/* The policy as far as it is known and not older than `max_age` seconds; NULL else. Borrowed. */
const Policy *policy_cache_find(Backend *backend, const Grant *grant, const Scope *scope,
				int64_t max_age);
void policy_cache_put(Backend *backend, const Grant *grant, const Scope *scope,
		      const Policy *policy);
void policy_cache_drop(Backend *backend, const Grant *grant, const Scope *scope);

/* ---- requests.c ---- */

void requests_init(Backend *backend);
void requests_clear(Backend *backend);
void requests_activate(Backend *backend, const Intent *intent, Job *job);
void requests_check(Backend *backend, const Intent *intent, Job *job);
void requests_deactivate(Backend *backend, const Intent *intent, Job *job);
void requests_cancel(Backend *backend, const Intent *intent, Job *job);
void requests_follow(Backend *backend, const Intent *intent, Job *job);

/* After a restart: what the journal does not know the end of is looked up and followed. */
void requests_resume(Backend *backend);

/* The eligible list was loaded (or failed): activations that waited to be checked go on. */
void requests_on_eligible(Backend *backend, WorkloadId workload);

/* ---- send.c and run.c ---- */

/* One request that is being sent, looked up or followed. */
typedef struct Run Run;

typedef struct RunStart {
	const Request *request;     /* copied */
	const Grant *grant;         /* what it is about; copied; NULL where nothing is sent */
	const char *eligibility_id; /* copied; may be NULL */
	Job *job;                   /* held until its first end is told; may be NULL */
} RunStart;

/*
 * Writes the request down and sends it. False, with error set and nothing sent, when it cannot be written down. When
 * an earlier request for the same thing was lost, its id is used again, and it is looked up before anything is sent.
 */
bool run_send(Backend *backend, const RunStart *start, GError **error);

/* Several that are sent together are written down together: the disk is waited for once. Without nested calls. */
void run_begin_group(Backend *backend);
void run_end_group(Backend *backend);

/* Looks up a request that was sent earlier (perhaps), and follows it to its end. */
void run_follow(Backend *backend, const RunStart *start);

/* A list of the service, or a cancellation, told the state of a request: news for whoever follows it. */
void run_observe(Backend *backend, const Request *request);

void run_free(Run *run);

/* ---- history.c ---- */

bool history_open(Backend *backend, const BackendOptions *options, GError **error);
void history_close(Backend *backend);
void painting_free(Painting *painting);
void history_paint(Backend *backend); /* what the last run knew of this account */
void history_read(Backend *backend, const Intent *intent, Job *job);
void history_remember_scope(Backend *backend, const Intent *intent, Job *job);
bool history_write(Backend *backend, const Request *request, GError **error);
void history_import(Backend *backend, GPtrArray *requests); /* own ones of the service's list */
void history_keep_list(Backend *backend, WorkloadId workload, ListId list);
GPtrArray *history_list_active(Backend *backend); /* HistoryEntry*; NULL: none to be had */
void history_account_known(Backend *backend);
void history_take_tenants(Backend *backend); /* they may have a name for the account's own one */

/* ---- identity.c ---- */

/*
 * Who was signed in last; with `tenant` (an id or a name) in that one, with `person` (a user name or object id) this one.
 * Errors: nobody was there; several were, and only the tenant is given.
 */
bool identity_open(Backend *backend, const char *tenant, const char *person, GError **error);

/* That one of the name in use, or (NULL) whoever was signed in last. Everything of the one before ends. */
bool identity_use(Backend *backend, const Account *account, GError **error);
void identity_drop(Backend *backend);  /* everything of the account before ends */
void identity_adopt(Backend *backend); /* `signed_in` becomes the account */
void identity_leave(Backend *backend); /* there is no account any more */
void identity_keep(Backend *backend);  /* writes down what is known of the account */
bool identity_is_in_tenant(const Account *account, const char *tenant); /* an id or a name */

/* ---- sign-in.c ---- */

void sign_in_close(Backend *backend);
void sign_in_give_up(Backend *backend); /* the one under way, if any */
void sign_in_start(Backend *backend, const Intent *intent, Job *job);
void sign_in_paste_address(Backend *backend, const Intent *intent, Job *job);
void sign_in_unlock(Backend *backend, const Intent *intent, Job *job);

/* Do the tokens come from a sign-in here? Else that is told, as an event of `kind`. */
bool sign_in_is_ours(Backend *backend, EventKind kind, const Job *job);

/* ---- step-up.c ---- */

/*
 * Does the activation need an authentication context that the token has not? Then EVENT_REFUSED has told it: it costs no
 * request, and leaves no trace of a refused one.
 */
bool step_up_is_asked(Backend *backend, const Activation *activation, const Job *job);

/* ---- doctor.c ---- */

void doctor_examine(Backend *backend, const Intent *intent, Job *job);

/* ---- accounts.c ---- */

void accounts_sign_out(Backend *backend, const Intent *intent, Job *job);
void accounts_list(Backend *backend, const Intent *intent, Job *job);
void accounts_use(Backend *backend, const Intent *intent, Job *job);

/* Asks for the tenants of the account, unless that is under way. Nobody is troubled where they do not come. */
void accounts_read_tenants(Backend *backend);

#endif
