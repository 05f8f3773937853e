#include "src/backend/accounts.h"

#include "src/auth/provider.h"
#include "src/backend.h"

struct Accounts {
	Events *events;
	Network *network;
	Identity *identity;
	Kept *kept;
	Tenants *tenants;
	SigningIn *signing_in;
};

Accounts *accounts_new(Events *events, Identity *identity, Tenants *tenants, SigningIn *signing_in)
{
	Accounts *accounts = g_new0(Accounts, 1);
	accounts->events = events;
	accounts->network = identity->network;
	accounts->identity = identity;
	accounts->kept = identity->kept;
	accounts->tenants = tenants;
	accounts->signing_in = signing_in;
	return accounts;
}

void accounts_free(Accounts *accounts)
{
	g_free(accounts);
}

/* ---- signing out ---- */

typedef struct SigningOut {
	Accounts *accounts;
	Job *job;
	char *name; /* under which it is written down */
	Account *account;
	bool is_separate; /* before */
	bool was_current;
	const Credentials *credentials; /* to compare only: another name may be in use since */
	unsigned sign_ins;
} SigningOut;

static void signing_out_free(SigningOut *out)
{
	job_release(out->job);
	g_free(out->name);
	account_free(out->account);
	g_free(out);
}

/* Whose row goes, under which name. */
typedef struct Removal {
	char *name;
	Account *account;
} Removal;

static void removal_free(gpointer data)
{
	Removal *removal = data;
	g_free(removal->name);
	account_free(removal->account);
	g_free(removal);
}

static bool remove_sign_in(Journal *journal, gpointer what, GError **error)
{
	const Removal *removal = what;
	return journal_remove_sign_in(journal, removal->name, removal->account, error);
}

static void forget(const SigningOut *out, GError **error)
{
	Kept *kept = out->accounts->kept;
	if (kept->snapshot != NULL && !snapshot_forget(kept->snapshot, out->account, error))
		return;
	Removal *removal = g_new0(Removal, 1);
	removal->name = g_strdup(out->name);
	removal->account = account_copy(out->account);
	/* Where the file cannot be written, only this run forgets. */
	if (kept_write(kept, remove_sign_in, removal, removal_free, NULL, error) &&
	    kept->trouble != NULL && !kept_is_busy(kept))
		g_set_error(error, kept->trouble->domain, kept->trouble->code,
			    "The tokens are wiped, but what is known of the account stays. %s",
			    kept->trouble->message);
}

/* Has nobody changed over to another account meanwhile? */
static bool is_still_in_use(const SigningOut *out)
{
	const Identity *identity = out->accounts->identity;
	return identity->in_use->credentials == out->credentials &&
	       account_is_same(identity->signed_in, out->account);
}

/* Has the same person come back before the keyring answered? What is there now is theirs. */
static bool is_back(const SigningOut *out)
{
	return is_still_in_use(out) && credentials_sign_ins(out->credentials) != out->sign_ins;
}

static void on_signed_out(const GError *failure, gpointer data)
{
	SigningOut *out = data;
	const Accounts *accounts = out->accounts;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (!events_is_over(accounts->events, failure)) {
		Event *event = event_new(EVENT_SIGNED_OUT, out->job->intent_id);
		const bool is_current = out->was_current && is_still_in_use(out) && !is_back(out);
		if (error == NULL && !is_back(out))
			forget(out, &error);
		if (failure == NULL && is_current)
			identity_leave(accounts->identity);
		else if (is_current) /* the tokens are still there */
			credentials_set_account(accounts->network->in_use.credentials,
						out->account->oid, out->account->tid,
						out->is_separate);
		event->account = account_copy(out->account);
		events_emit_problem(accounts->events, event, error);
	}
	signing_out_free(out);
}

/* What is written down of that sign-in (NULL: of the last one) under the name in use. Borrowed from `sign_ins`. */
static const JournalSignIn *find_sign_in(const GPtrArray *sign_ins, const Account *account)
{
	for (guint i = 0; sign_ins != NULL && i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (account == NULL || account_is_same(sign_in->account, account))
			return sign_in;
	}
	return NULL;
}

static void wipe(Accounts *accounts, const Account *account, const JournalSignIn *known, Job *job)
{
	const Identity *identity = accounts->identity;
	const Connection *in_use = identity->in_use;
	SigningOut *out = g_new0(SigningOut, 1);
	out->accounts = accounts;
	out->job = job_hold(job);
	out->name = g_strdup(in_use->settings->name);
	out->account = account_copy(account);
	out->is_separate = identity->is_separate;
	out->credentials = in_use->credentials;
	out->sign_ins = credentials_sign_ins(in_use->credentials);
	out->was_current =
		identity->signed_in != NULL && account_is_same(account, identity->signed_in);
	if (out->was_current)
		signing_in_give_up(accounts->signing_in);
	const CredentialsOwner owner = {
		.oid = out->account->oid,
		.tid = out->account->tid,
		.cloud = out->account->cloud,
		.issuer = known != NULL ? known->issuer : NULL,
		.clients = {
			[AUDIENCE_ARM] = out->account->client_id,
			[AUDIENCE_GRAPH] = known != NULL ? known->graph_client_id : NULL,
		},
	};
	credentials_sign_out(in_use->credentials, &owner, on_signed_out, out);
}

/* One that signed in before the settings named another client or issuer is not in use, but its tokens are kept. */
void accounts_sign_out(gpointer owner, Intent *intent, Job *job)
{
	Accounts *accounts = owner;
	const Account *account =
		intent->account != NULL ? intent->account : accounts->identity->signed_in;
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) sign_ins = journal_list_sign_ins(
		accounts->kept->journal, accounts->network->in_use.settings->name, &error);
	const JournalSignIn *known = find_sign_in(sign_ins, account);
	if (account == NULL && known != NULL)
		account = known->account;
	if (account == NULL) {
		if (error == NULL)
			error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN,
						    "nobody is signed in");
		events_emit_problem(accounts->events, event_new(EVENT_SIGNED_OUT, job->intent_id),
				    error);
		return;
	}
	wipe(accounts, account, known, job);
}

/* ---- which there are ---- */

static void add_known(GPtrArray *rows, const char *name, const Account *account, bool is_current)
{
	KnownAccount *known = g_new0(KnownAccount, 1);
	known->name = g_strdup(name);
	known->account = account_copy(account);
	known->is_current = is_current;
	g_ptr_array_add(rows, known);
}

/* Only the platform knows guests, and a configuration that names a tenant keeps to it. */
static bool can_be_guest(const Accounts *accounts)
{
	const Connection *in_use = &accounts->network->in_use;
	return in_use->credentials != NULL && accounts->identity->signed_in != NULL &&
	       in_use->settings->authority == NULL && in_use->settings->tenant == NULL;
}

/* Has the person signed in there before? The object is another one in each tenant; the name is the same. */
static bool is_listed(const GPtrArray *rows, const char *tid, const char *upn)
{
	for (guint i = 0; i < rows->len; i++) {
		const Account *account = ((const KnownAccount *)rows->pdata[i])->account;
		if (account != NULL && account->oid != NULL &&
		    g_ascii_strcasecmp(account->tid, tid) == 0 &&
		    g_ascii_strcasecmp(account->upn != NULL ? account->upn : "",
				       upn != NULL ? upn : "") == 0)
			return true;
	}
	return false;
}

static void add_tenants(const Accounts *accounts, GPtrArray *rows)
{
	const Account *own = accounts->identity->signed_in;
	const GPtrArray *tenants = tenants_list(accounts->tenants);
	for (guint i = 0; tenants != NULL && i < tenants->len; i++) {
		const PimTenant *tenant = tenants->pdata[i];
		if (is_listed(rows, tenant->id, own->upn))
			continue;
		g_autoptr(Account) account = account_new();
		account->cloud = g_strdup(own->cloud);
		account->client_id = g_strdup(own->client_id);
		account->tid = g_strdup(tenant->id);
		account->upn = g_strdup(own->upn);
		account->tenant_name = g_strdup(tenant->name);
		add_known(rows, accounts->network->in_use.settings->name, account, false);
	}
}

static void add_of_name(const Accounts *accounts, const AccountSettings *settings,
			const GPtrArray *sign_ins, GPtrArray *rows)
{
	const Identity *identity = accounts->identity;
	const bool is_used = settings == accounts->network->in_use.settings;
	const guint before = rows->len;
	for (guint i = 0; i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (g_strcmp0(sign_in->name, settings->name) == 0)
			add_known(rows, settings->name, sign_in->account,
				  is_used && identity->signed_in != NULL &&
					  account_is_same(sign_in->account, identity->signed_in));
	}
	/* Tokens from elsewhere are nobody's until they are asked for. */
	if (rows->len == before)
		add_known(rows, settings->name, is_used ? identity_account(identity) : NULL,
			  is_used);
	if (is_used && can_be_guest(accounts))
		add_tenants(accounts, rows);
}

static void tell_accounts(const Accounts *accounts, uint64_t intent_id, bool is_complete,
			  const GError *failure)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) sign_ins =
		journal_list_sign_ins(accounts->kept->journal, NULL, &error);
	Event *event = event_new(EVENT_ACCOUNTS, intent_id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)known_account_free);
	event->is_complete = is_complete;
	const GPtrArray *names = accounts->network->settings->accounts;
	for (guint i = 0; sign_ins != NULL && i < names->len; i++)
		add_of_name(accounts, names->pdata[i], sign_ins, event->rows);
	events_emit_problem(accounts->events, event, error != NULL ? error : failure);
}

static void on_tenants(Job *job, const GError *error, gpointer data)
{
	tell_accounts(data, job->intent_id, true, error);
}

void accounts_list(gpointer owner, Intent *intent, Job *job)
{
	Accounts *accounts = owner;
	const bool is_deep = intent->is_deep && can_be_guest(accounts);
	if (is_deep && accounts->identity->account == NULL)
		identity_adopt(accounts->identity);
	const bool is_waiting = is_deep && tenants_list(accounts->tenants) == NULL;
	tell_accounts(accounts, job->intent_id, !is_waiting, NULL);
	if (is_waiting)
		tenants_ask(accounts->tenants, job, on_tenants, accounts);
}

/* ---- another one ---- */

/* A domain is compared with no id. */
static bool keeps_locks(const Settings *settings, const Intent *intent, GError **error)
{
	const char *lock = g_hash_table_lookup(settings->locks, "tenant");
	const bool is_id = lock != NULL && g_uuid_string_is_valid(lock);
	const char *tid = is_id && intent->account != NULL ? intent->account->tid : NULL;
	return network_keeps_lock(settings, "account", intent->name, error) &&
	       network_keeps_lock(settings, "tenant", tid, error);
}

void accounts_use(gpointer owner, Intent *intent, Job *job)
{
	Accounts *accounts = owner;
	Identity *identity = accounts->identity;
	g_autoptr(GError) error = NULL;
	Event *event = event_new(EVENT_USED, job->intent_id);
	if (keeps_locks(accounts->network->settings, intent, &error)) {
		signing_in_give_up(accounts->signing_in);
		if (identity_use(identity, intent->name, intent->account, &error))
			identity_remember(identity);
	}
	event->account = account_copy(identity_account(identity));
	event->portal = g_strdup(accounts->network->in_use.cloud->portal);
	if (event->account == NULL)
		events_emit(accounts->events, event_new(EVENT_ACCOUNT, 0));
	events_emit_problem(accounts->events, event, error);
}

typedef struct Choosing {
	const Accounts *accounts;
	Job *job;
} Choosing;

static void on_kept(const GError *failure, gpointer data)
{
	Choosing *choosing = data;
	Events *events = choosing->accounts->events;
	if (!events_is_over(events, failure))
		events_emit_problem(events, event_new(EVENT_STORE_CHOSEN, choosing->job->intent_id),
				    failure);
	job_release(choosing->job);
	g_free(choosing);
}

/* What was read of the configuration follows it, and so do the tokens in use. */
static void keep_there(const Accounts *accounts, TokenStoreKind kind, Job *job)
{
	const Network *network = accounts->network;
	AccountSettings *settings = (AccountSettings *)network->in_use.settings;
	Choosing *choosing = g_new0(Choosing, 1);
	*choosing = (Choosing){ accounts, job_hold(job) };
	settings->token_store = kind;
	if (network->in_use.credentials == NULL)
		on_kept(NULL, choosing);
	else
		credentials_keep_in(network->in_use.credentials,
				    auth_store_new(settings, &network->terminal), on_kept,
				    choosing);
}

void accounts_choose_store(gpointer owner, Intent *intent, Job *job)
{
	const Accounts *accounts = owner;
	const Network *network = accounts->network;
	g_autofree char *written = NULL;
	g_autoptr(GError) error = NULL;
	if (backend_set_token_store(network->settings->path, network->in_use.settings->name,
				    intent->store, &written, &error))
		keep_there(accounts, intent->store, job);
	else
		events_emit_problem(accounts->events, event_new(EVENT_STORE_CHOSEN, job->intent_id),
				    error);
}
