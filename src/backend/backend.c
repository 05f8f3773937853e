/* The door: intents in, events out. Who does what, and who hears of whom. */
#include "src/auth/provider.h"
#include "src/backend/owners.h"

/* What an intent cannot do without. */
typedef enum {
	NEEDS_NOTHING,
	NEEDS_OWN_TOKENS,    /* of a sign-in here */
	NEEDS_KNOWN_ACCOUNT, /* the last run's will do: nothing is asked */
	NEEDS_ACCOUNT,       /* of the token: it waits until that is known */
	NEEDS_TO_CHANGE,     /* the same, and that it is not only to look with */
} IntentNeed;

typedef struct IntentRow {
	void (*start)(gpointer owner, Intent *intent,
		      Job *job); /* may take what the intent holds */
	size_t owner;            /* offset of the pointer to it, in Backend */
	EventKind refusal;       /* tells that it could not be begun */
	IntentNeed need;
} IntentRow;

#define OWNER(member) offsetof(Backend, member)

static const IntentRow intent_rows[] = {
	[INTENT_REFRESH] = { lists_refresh, OWNER(lists), EVENT_LIST_FAILED, NEEDS_ACCOUNT },
	[INTENT_LIST_CHILDREN] = { reads_list_children, OWNER(reads), EVENT_CHILDREN,
				   NEEDS_ACCOUNT },
	[INTENT_READ_POLICY] = { policies_read, OWNER(policies), EVENT_POLICY, NEEDS_ACCOUNT },
	[INTENT_READ_ROLE] = { reads_role, OWNER(reads), EVENT_ROLE, NEEDS_ACCOUNT },
	[INTENT_READ_DEFINITIONS] = { definitions_read, OWNER(definitions), EVENT_DEFINITIONS,
				      NEEDS_KNOWN_ACCOUNT },
	[INTENT_READ_DENIES] = { denies_read, OWNER(denies), EVENT_DENIES, NEEDS_ACCOUNT },
	[INTENT_READ_BRIEF] = { briefs_read, OWNER(briefs), EVENT_BRIEF, NEEDS_ACCOUNT },
	[INTENT_READ_HOLDINGS] = { holding_reads_start, OWNER(holding_reads), EVENT_HOLDINGS,
				   NEEDS_ACCOUNT },
	[INTENT_PROBE] = { probes_start, OWNER(probes), EVENT_TRUTH, NEEDS_ACCOUNT },
	[INTENT_CHECK] = { requests_check, OWNER(requests), EVENT_CHECKED, NEEDS_ACCOUNT },
	[INTENT_ACTIVATE] = { activations_start, OWNER(activations), EVENT_REFUSED,
			      NEEDS_TO_CHANGE },
	[INTENT_DEACTIVATE] = { requests_deactivate, OWNER(requests), EVENT_REFUSED,
				NEEDS_TO_CHANGE },
	[INTENT_CANCEL] = { cancels_start, OWNER(cancels), EVENT_REFUSED, NEEDS_TO_CHANGE },
	[INTENT_DECIDE] = { decisions_start, OWNER(decisions), EVENT_REFUSED, NEEDS_TO_CHANGE },
	[INTENT_EXTEND] = { extensions_start, OWNER(extensions), EVENT_REFUSED, NEEDS_TO_CHANGE },
	[INTENT_FOLLOW] = { requests_follow, OWNER(requests), EVENT_REFUSED, NEEDS_ACCOUNT },
	[INTENT_READ_TIMELINE] = { history_read_timeline, OWNER(history), EVENT_TIMELINE,
				   NEEDS_KNOWN_ACCOUNT },
	[INTENT_READ_HISTORY] = { history_read, OWNER(history), EVENT_HISTORY,
				  NEEDS_KNOWN_ACCOUNT },
	[INTENT_REMEMBER_SCOPE] = { history_remember_scope, OWNER(history), EVENT_NOTICE,
				    NEEDS_KNOWN_ACCOUNT },
	[INTENT_SIGN_IN] = { signing_in_start, OWNER(signing_in), EVENT_SIGN_IN_FAILED,
			     NEEDS_OWN_TOKENS },
	[INTENT_PASTE] = { signing_in_paste_address, OWNER(signing_in), EVENT_NOTICE,
			   NEEDS_OWN_TOKENS },
	[INTENT_UNLOCK] = { signing_in_unlock, OWNER(signing_in), EVENT_NOTICE, NEEDS_OWN_TOKENS },
	[INTENT_SIGN_OUT] = { accounts_sign_out, OWNER(accounts), EVENT_SIGNED_OUT,
			      NEEDS_OWN_TOKENS },
	[INTENT_LIST_ACCOUNTS] = { accounts_list, OWNER(accounts), EVENT_ACCOUNTS, NEEDS_NOTHING },
	[INTENT_USE_ACCOUNT] = { accounts_use, OWNER(accounts), EVENT_USED, NEEDS_NOTHING },
	[INTENT_EXAMINE] = { doctor_examine, OWNER(doctor), EVENT_NOTICE, NEEDS_NOTHING },
	[INTENT_CHOOSE_STORE] = { accounts_choose_store, OWNER(accounts), EVENT_STORE_CHOSEN,
				  NEEDS_OWN_TOKENS },
	[INTENT_EXAMINE_STORE] = { doctor_examine_store, OWNER(doctor), EVENT_NOTICE,
				   NEEDS_NOTHING },
	[INTENT_READ_CHANGES] = { changes_read, OWNER(changes), EVENT_NOTICE, NEEDS_KNOWN_ACCOUNT },
	[INTENT_SEE_CHANGES] = { changes_see, OWNER(changes), EVENT_NOTICE, NEEDS_KNOWN_ACCOUNT },
	[INTENT_CLAIM] = { told_claim, OWNER(told), EVENT_CLAIMED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_READ_OTHERS] = { others_read, OWNER(others), EVENT_OTHERS, NEEDS_NOTHING },
	[INTENT_READ_OWED] = { debts_read, OWNER(debts), EVENT_OWED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_HOLD_OWED] = { debts_hold, OWNER(debts), EVENT_OWED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_RELEASE_OWED] = { debts_release, OWNER(debts), EVENT_OWED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_POSTPONE_OWED] = { debts_postpone, OWNER(debts), EVENT_OWED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_SETTLE_OWED] = { debts_settle, OWNER(debts), EVENT_OWED, NEEDS_KNOWN_ACCOUNT },
	[INTENT_CHECK_JOURNAL] = { kept_check_journal, OWNER(kept), EVENT_NOTICE, NEEDS_NOTHING },
	[INTENT_WALK_JOURNAL] = { kept_walk_start, OWNER(kept_walk), EVENT_NOTICE, NEEDS_NOTHING },
};

/* ---- intents ---- */

/* Takes the intent. */
static void start(Backend *backend, Intent *intent)
{
	const IntentRow *row = &intent_rows[intent->kind];
	Job *job = job_new(backend->jobs, intent->id);
	row->start(G_STRUCT_MEMBER(gpointer, backend, row->owner), intent, job);
	job_release(job);
	intent_free(intent);
}

/* `asked`: the one of several that the event is about; NULL: the intent is about one thing. */
static void tell_refusal(Backend *backend, const Intent *intent, const Request *asked,
			 const GError *error)
{
	Event *event = event_new(intent_rows[intent->kind].refusal, intent->id);
	event->workload = asked != NULL ? asked->workload : intent->workload;
	scope_copy(&event->scope, &intent->scope);
	event->request = request_copy(intent->request);
	if (intent->eligibility != NULL)
		event->eligibility_id = g_strdup(intent->eligibility->grant.id);
	if (asked != NULL)
		event->eligibility_id = g_strdup(asked->id);
	events_emit_problem(backend->events, event, error);
}

/* Each of several has an end of its own. */
static void tell_refusals(Backend *backend, const Intent *intent, const GError *error)
{
	const guint count = intent->requests != NULL ? intent->requests->len : 0;
	for (guint i = 0; i < count; i++)
		tell_refusal(backend, intent, intent->requests->pdata[i], error);
	if (count == 0)
		tell_refusal(backend, intent, NULL, error);
}

/* It cannot be begun, and says so in its own way. Takes the intent. */
static void refuse(Backend *backend, Intent *intent, const GError *error)
{
	if (intent->kind == INTENT_REFRESH)
		lists_refuse(backend->lists, intent, error);
	else
		tell_refusals(backend, intent, error);
	events_emit(backend->events, event_new(EVENT_INTENT_DONE, intent->id));
	intent_free(intent);
}

/* Who is signed in is known, or cannot be: what waited for it goes on. */
static void on_answered(const GError *error, gpointer data)
{
	Backend *backend = data;
	GQueue waiting = backend->waiting;
	g_queue_init(&backend->waiting);
	for (Intent *intent; (intent = g_queue_pop_head(&waiting)) != NULL;) {
		if (error == NULL)
			start(backend, intent);
		else
			refuse(backend, intent, error);
	}
}

/* Nothing that waits for the account before is asked as another one. */
static void refuse_waiting(gpointer data)
{
	Backend *backend = data;
	g_autoptr(GError) error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_WRONG_ACCOUNT,
						      "another account is in use now");
	for (Intent *intent; (intent = g_queue_pop_head(&backend->waiting)) != NULL;)
		refuse(backend, intent, error);
}

static void refuse_without_own_tokens(Backend *backend, Intent *intent)
{
	const AccountSettings *settings = backend->network->in_use.settings;
	g_autoptr(GError) error =
		g_error_new(AUTH_ERROR, AUTH_ERROR_UNSUPPORTED,
			    "account %s takes its tokens from %s", settings->name,
			    settings->token_source == TOKEN_SOURCE_AZ ? "the Azure CLI" : "a file");
	refuse(backend, intent, error);
}

static void refuse_change(Backend *backend, Intent *intent)
{
	g_autoptr(GError) error = g_error_new(AUTH_ERROR, AUTH_ERROR_READ_ONLY,
					      "account %s is only to look with (read_only=yes)",
					      backend->network->in_use.settings->name);
	refuse(backend, intent, error);
}

static bool has_account(Backend *backend, IntentNeed need)
{
	Identity *identity = backend->identity;
	if (need == NEEDS_KNOWN_ACCOUNT)
		return identity_account(identity) != NULL;
	if (need < NEEDS_ACCOUNT)
		return true;
	if (identity->account == NULL && identity->signed_in != NULL)
		identity_adopt(identity);
	return identity->account != NULL;
}

void backend_send(Backend *backend, Intent *intent)
{
	g_return_if_fail((size_t)intent->kind < G_N_ELEMENTS(intent_rows));
	const IntentNeed need = intent_rows[intent->kind].need;
	if (need == NEEDS_OWN_TOKENS && backend->network->in_use.credentials == NULL) {
		refuse_without_own_tokens(backend, intent);
	} else if (need == NEEDS_TO_CHANGE &&
		   backend->network->in_use.settings->guard.is_read_only) {
		refuse_change(backend, intent);
	} else if (has_account(backend, need)) {
		start(backend, intent);
	} else {
		g_queue_push_tail(&backend->waiting, intent);
		identity_ask(backend->identity, on_answered, backend);
	}
}

void backend_drop(Backend *backend, uint64_t intent_id)
{
	jobs_cancel(backend->jobs, intent_id);
	for (GList *link = backend->waiting.head; link != NULL; link = link->next) {
		Intent *intent = link->data;
		if (intent->id != intent_id)
			continue;
		g_queue_delete_link(&backend->waiting, link);
		intent_free(intent);
		events_emit(backend->events, event_new(EVENT_INTENT_DONE, intent_id));
		return;
	}
}

Event *backend_take_event(Backend *backend)
{
	return events_take(backend->events);
}

/* ---- who hears of whom ---- */

static void connect_identity(Backend *backend)
{
	Identity *identity = backend->identity;
	identity_listen(identity, IDENTITY_REMEMBERED, history_on_remembered, backend->history);
	identity_listen(identity, IDENTITY_REMEMBERED, active_on_remembered, backend->active);
	identity_listen(identity, IDENTITY_REMEMBERED, kept_lists_on_remembered,
			backend->kept_lists);
	identity_listen(identity, IDENTITY_REMEMBERED, changes_on_noted, backend->changes);
	identity_listen(identity, IDENTITY_KNOWN, history_on_known, backend->history);
	identity_listen(identity, IDENTITY_KNOWN, tenants_on_known, backend->tenants);
	identity_listen(identity, IDENTITY_KNOWN, requests_on_known, backend->requests);
	identity_listen(identity, IDENTITY_LEFT, refuse_waiting, backend);
	identity_listen(identity, IDENTITY_FORGOTTEN, activations_on_forgotten,
			backend->activations);
	identity_listen(identity, IDENTITY_FORGOTTEN, cancels_on_forgotten, backend->cancels);
	identity_listen(identity, IDENTITY_FORGOTTEN, decisions_on_forgotten, backend->decisions);
	identity_listen(identity, IDENTITY_FORGOTTEN, runs_on_forgotten, backend->runs);
	identity_listen(identity, IDENTITY_FORGOTTEN, history_on_forgotten, backend->history);
	identity_listen(identity, IDENTITY_FORGOTTEN, told_on_forgotten, backend->told);
	identity_listen(identity, IDENTITY_FORGOTTEN, probes_on_forgotten, backend->probes);
	identity_listen(identity, IDENTITY_FORGOTTEN, policies_on_forgotten, backend->policies);
	identity_listen(identity, IDENTITY_FORGOTTEN, kept_lists_on_forgotten, backend->kept_lists);
	identity_listen(identity, IDENTITY_FORGOTTEN, active_on_forgotten, backend->active);
	identity_listen(identity, IDENTITY_FORGOTTEN, dormant_on_forgotten, backend->dormant);
	identity_listen(identity, IDENTITY_FORGOTTEN, lists_on_forgotten, backend->lists);
	identity_listen(identity, IDENTITY_FORGOTTEN, tenants_on_forgotten, backend->tenants);
}

static void connect_lists(const Backend *backend)
{
	Lists *lists = backend->lists;
	Active *active = backend->active;
	lists_set_shape(lists, LIST_ASSIGNMENTS, active_make_picture, active);
	lists_listen(lists, LIST_ASSIGNMENTS, LOAD_BEGAN, active_on_began, active);
	lists_listen(lists, LIST_ASSIGNMENTS, LOAD_CAME, active_on_came, active);
	lists_listen(lists, LIST_ASSIGNMENTS, LOAD_ENDED, active_on_ended, active);
	lists_listen(lists, LIST_ASSIGNMENTS, LOAD_ENDED, debts_on_active, backend->debts);
	lists_listen(lists, LIST_ELIGIBILITIES, LOAD_TOLD, active_on_eligible, active);
	lists_listen(lists, LIST_ELIGIBILITIES, LOAD_ENDED, activations_on_eligible,
		     backend->activations);
	lists_listen(lists, LIST_ASSIGNMENTS, LOAD_CAME, history_on_active, backend->history);
	lists_listen(lists, LIST_REQUESTS, LOAD_TOLD, history_on_requests, backend->history);
	lists_listen(lists, LIST_REQUESTS, LOAD_TOLD, runs_on_requests, backend->runs);
	lists_listen(lists, LIST_APPROVALS, LOAD_BEGAN, decisions_on_began, backend->decisions);
	lists_set_shape(lists, LIST_DORMANT, dormant_make_picture, backend->dormant);
	lists_listen(lists, LIST_ELIGIBILITIES, LOAD_BEGAN, dormant_on_asked, backend->dormant);
	lists_listen(lists, LIST_ELIGIBILITIES, LOAD_TOLD, dormant_on_answered, backend->dormant);
	for (int list = 0; list < LIST_COUNT; list++) {
		lists_listen(lists, (ListId)list, LOAD_TOLD, kept_lists_on_told,
			     backend->kept_lists);
		lists_listen(lists, (ListId)list, LOAD_ENDED, rest_on_ended, backend->rest);
	}
}

static void connect_runs(const Backend *backend)
{
	runs_listen(backend->runs, RUN_SUCCEEDED, history_on_success, backend->history);
	runs_listen(backend->runs, RUN_SUCCEEDED, active_on_success, backend->active);
	runs_listen(backend->runs, RUN_REFUSED, policies_on_refusal, backend->policies);
	runs_listen(backend->runs, RUN_GRANTED, extensions_on_granted, backend->extensions);
	runs_listen(backend->runs, RUN_DECIDED, decisions_on_decided, backend->decisions);
	runs_listen(backend->runs, RUN_NEEDLESS, active_on_needless, backend->active);
	runs_listen(backend->runs, RUN_SCHEDULED, debts_on_asked, backend->debts);
	runs_listen(backend->runs, RUN_SUCCEEDED, debts_on_asked, backend->debts);
	runs_listen(backend->runs, RUN_NEEDLESS, debts_on_asked, backend->debts);
}

static void connect_changes(const Backend *backend)
{
	Changes *changes = backend->changes;
	kept_lists_set_listener(backend->kept_lists, changes_on_noted, changes);
	policies_set_listener(backend->policies, changes_on_policy, changes);
	reads_set_listener(backend->reads, changes_on_role, changes);
}

/* ---- the whole ---- */

static void create_owners(Backend *backend)
{
	Events *events = backend->events;
	Network *network = backend->network;
	Kept *kept = backend->kept;
	Identity *identity = backend->identity = identity_new(events, network, backend->kept);
	Lists *lists = backend->lists = lists_new(events, network);
	History *history = backend->history = history_new(events, identity, kept, network->clock);
	backend->debts = debts_new(events, identity, kept, network->clock);
	backend->rest = rest_new(kept);
	backend->told = told_new(events, identity, kept, network->clock);
	backend->kept_walk = kept_walk_new(kept);
	Policies *policies = backend->policies = policies_new(events, network);
	Runs *runs = backend->runs = runs_new(events, network, history, policies);
	backend->kept_lists = kept_lists_new(identity, kept, lists);
	backend->changes = changes_new(events, identity, kept, network->clock);
	backend->active = active_new(backend->jobs, network, identity, history, lists);
	backend->briefs = briefs_new(events, network);
	backend->holding_reads = holding_reads_new(events, network);
	backend->definitions = definitions_new(events, network, backend->identity, backend->kept);
	backend->denies = denies_new(events, network);
	backend->probes = probes_new(events, network, backend->definitions);
	backend->reads = reads_new(events, network, lists);
	backend->requests = requests_new(events, network, history, runs);
	backend->cancels = cancels_new(events, network, history, lists, runs);
	backend->activations = activations_new(events, network, policies, lists, runs);
	backend->dormant = dormant_new(network, lists);
	backend->extensions = extensions_new(events, backend->jobs, network, lists, runs);
	backend->decisions = decisions_new(events, backend->jobs, network, lists, runs);
	backend->tenants = tenants_new(events, network, identity);
	backend->signing_in = signing_in_new(events, network, identity, backend->tenants);
	backend->accounts = accounts_new(events, identity, backend->tenants, backend->signing_in);
	backend->others = others_new(events, identity);
	backend->doctor = doctor_new(events, network, kept);
	events_set_complete(events, network_add_consent_page, network);
	connect_identity(backend);
	connect_lists(backend);
	connect_runs(backend);
	connect_changes(backend);
}

Backend *backend_new(const Settings *settings, const BackendOptions *options, GError **error)
{
	if (!network_keeps_lock(settings, "account", options->account, error) ||
	    !network_keeps_lock(settings, "tenant", options->tenant, error))
		return NULL;
	g_autoptr(Backend) backend = g_new0(Backend, 1);
	g_auto(Connection) connection = { 0 };
	backend->own_clock = options->clock == NULL ? clock_new() : NULL;
	backend->events = events_new();
	backend->jobs = jobs_new(backend->events);
	backend->network =
		network_new(settings, options->clock == NULL ? backend->own_clock : options->clock,
			    options, backend->events);
	g_queue_init(&backend->waiting);
	if (!network_open(backend->network, options->account, options->tenant, &connection, error))
		return NULL;
	network_use(backend->network, &connection);
	backend->kept = kept_open(options, settings->has_snapshot, backend->network->pace_ms,
				  backend->events);
	create_owners(backend);
	kept_lists_choose(backend->kept_lists, options->kept);
	if (!identity_open(backend->identity, options->tenant, options->person, error))
		return NULL;
	identity_remember(backend->identity);
	return g_steal_pointer(&backend);
}

/* What is under way calls back, and lets go of what it holds; nothing is told of it any more. */
static void stop(Backend *backend)
{
	events_close(backend->events);
	if (backend->identity != NULL) {
		identity_stop(backend->identity);
		signing_in_stop(backend->signing_in);
	}
	network_close(backend->network);
}

void backend_free(Backend *backend)
{
	if (backend == NULL)
		return;
	stop(backend);
	doctor_free(backend->doctor);
	others_free(backend->others);
	accounts_free(backend->accounts);
	signing_in_free(backend->signing_in);
	tenants_free(backend->tenants);
	decisions_free(backend->decisions);
	extensions_free(backend->extensions);
	activations_free(backend->activations);
	cancels_free(backend->cancels);
	requests_free(backend->requests);
	runs_free(backend->runs);
	reads_free(backend->reads);
	holding_reads_free(backend->holding_reads);
	briefs_free(backend->briefs);
	probes_free(backend->probes);
	denies_free(backend->denies);
	definitions_free(backend->definitions);
	policies_free(backend->policies);
	active_free(backend->active);
	kept_lists_free(backend->kept_lists);
	changes_free(backend->changes);
	dormant_free(backend->dormant);
	rest_free(backend->rest);
	told_free(backend->told);
	kept_walk_free(backend->kept_walk);
	debts_free(backend->debts);
	history_free(backend->history);
	lists_free(backend->lists);
	identity_free(backend->identity);
	network_free(backend->network);
	kept_close(backend->kept);
	g_queue_clear_full(&backend->waiting, (GDestroyNotify)intent_free);
	jobs_free(backend->jobs);
	events_free(backend->events);
	clock_free(backend->own_clock);
	g_free(backend);
}

void backend_set_terminal(Backend *backend, const TerminalUse *terminal)
{
	backend->network->terminal = terminal != NULL ? *terminal : (TerminalUse){ 0 };
}

bool backend_is_saving(const Backend *backend)
{
	return network_is_saving(backend->network);
}

const Clock *backend_clock(const Backend *backend)
{
	return backend->network->clock;
}

const Cloud *backend_cloud(const Backend *backend)
{
	return backend->network->in_use.cloud;
}

const char *backend_holders(const Backend *backend)
{
	return debts_lock_path(backend->debts);
}

bool backend_is_owing(const Backend *backend)
{
	return debts_are_due(backend->debts);
}

GPtrArray *backend_find_tokens(const Backend *backend)
{
	return network_list_tokens(backend->network);
}
