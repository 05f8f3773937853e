/* Which accounts there are, going over to another one, and signing out. */
#include "src/auth/cache.h"
#include "src/backend/private.h"
#include "src/pim/tenants.h"

/* ---- signing out ---- */

typedef struct SigningOut {
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

static void forget(Backend *backend, const SigningOut *out, GError **error)
{
	if (backend->snapshot != NULL && !snapshot_forget(backend->snapshot, out->account, error))
		return;
	journal_remove_sign_in(backend->journal, out->name, out->account, error);
}

/* Has nobody changed over to another account meanwhile? */
static bool is_still_in_use(const SigningOut *out)
{
	const Backend *backend = out->job->backend;
	return backend->credentials == out->credentials &&
	       account_is_same(backend->signed_in, out->account);
}

/* Has the same person come back before the keyring answered? What is there now is theirs. */
static bool is_back(const SigningOut *out)
{
	return is_still_in_use(out) && credentials_sign_ins(out->credentials) != out->sign_ins;
}

static void on_signed_out(const GError *failure, gpointer data)
{
	SigningOut *out = data;
	Backend *backend = out->job->backend;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	if (!backend_is_over(backend, failure)) {
		Event *event = event_new(EVENT_SIGNED_OUT, out->job->intent_id);
		const bool is_current = out->was_current && is_still_in_use(out) && !is_back(out);
		if (error == NULL && !is_back(out))
			forget(backend, out, &error);
		if (error == NULL && is_current)
			identity_leave(backend);
		else if (failure != NULL && is_current) /* the tokens are still there */
			credentials_set_account(backend->credentials, out->account->oid,
						out->account->tid, out->is_separate);
		event->account = account_copy(out->account);
		backend_emit_problem(backend, event, error);
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

static void wipe(Backend *backend, const Account *account, const JournalSignIn *known, Job *job)
{
	SigningOut *out = g_new0(SigningOut, 1);
	out->job = job_hold(job);
	out->name = g_strdup(backend->account_settings->name);
	out->account = account_copy(account);
	out->is_separate = backend->is_separate;
	out->credentials = backend->credentials;
	out->sign_ins = credentials_sign_ins(backend->credentials);
	out->was_current =
		backend->signed_in != NULL && account_is_same(account, backend->signed_in);
	if (out->was_current)
		sign_in_give_up(backend);
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
	credentials_sign_out(backend->credentials, &owner, on_signed_out, out);
}

/* One that signed in before the settings named another client or issuer is not in use, but its tokens are kept. */
void accounts_sign_out(Backend *backend, const Intent *intent, Job *job)
{
	const Account *account = intent->account != NULL ? intent->account : backend->signed_in;
	g_autoptr(GError) error = NULL;
	if (!sign_in_is_ours(backend, EVENT_SIGNED_OUT, job))
		return;
	g_autoptr(GPtrArray) sign_ins =
		journal_list_sign_ins(backend->journal, backend->account_settings->name, &error);
	const JournalSignIn *known = find_sign_in(sign_ins, account);
	if (account == NULL && known != NULL)
		account = known->account;
	if (account == NULL) {
		if (error == NULL)
			error = g_error_new_literal(AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN,
						    "nobody is signed in");
		backend_emit_problem(backend, event_new(EVENT_SIGNED_OUT, job->intent_id), error);
		return;
	}
	wipe(backend, account, known, job);
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
static bool can_be_guest(const Backend *backend)
{
	return backend->credentials != NULL && backend->signed_in != NULL &&
	       backend->account_settings->authority == NULL &&
	       backend->account_settings->tenant == NULL;
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

static void add_tenants(const Backend *backend, GPtrArray *rows)
{
	const Account *own = backend->signed_in;
	for (guint i = 0; backend->tenants != NULL && i < backend->tenants->len; i++) {
		const PimTenant *tenant = backend->tenants->pdata[i];
		if (is_listed(rows, tenant->id, own->upn))
			continue;
		g_autoptr(Account) account = account_new();
		account->cloud = g_strdup(own->cloud);
		account->client_id = g_strdup(own->client_id);
		account->tid = g_strdup(tenant->id);
		account->upn = g_strdup(own->upn);
		account->tenant_name = g_strdup(tenant->name);
		add_known(rows, backend->account_settings->name, account, false);
	}
}

static void add_of_name(const Backend *backend, const AccountSettings *settings,
			const GPtrArray *sign_ins, GPtrArray *rows)
{
	const bool is_used = settings == backend->account_settings;
	const guint before = rows->len;
	for (guint i = 0; i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (g_strcmp0(sign_in->name, settings->name) == 0)
			add_known(rows, settings->name, sign_in->account,
				  is_used && backend->signed_in != NULL &&
					  account_is_same(sign_in->account, backend->signed_in));
	}
	/* Tokens from elsewhere are nobody's until they are asked for. */
	if (rows->len == before)
		add_known(rows, settings->name, is_used ? backend_account(backend) : NULL, is_used);
	if (is_used && can_be_guest(backend))
		add_tenants(backend, rows);
}

static void tell_accounts(Backend *backend, uint64_t intent_id, bool is_complete,
			  const GError *failure)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) sign_ins = journal_list_sign_ins(backend->journal, NULL, &error);
	Event *event = event_new(EVENT_ACCOUNTS, intent_id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)known_account_free);
	event->is_complete = is_complete;
	for (guint i = 0; sign_ins != NULL && i < backend->settings->accounts->len; i++)
		add_of_name(backend, backend->settings->accounts->pdata[i], sign_ins, event->rows);
	backend_emit_problem(backend, event, error != NULL ? error : failure);
}

static void on_tenants(const PimList *list, const GError *error, gpointer data)
{
	Job *job = data;
	Backend *backend = job->backend;
	const bool is_over = backend_is_over(backend, error);
	g_autoptr(GPtrArray) waiting = g_steal_pointer(&backend->tenant_jobs);
	backend->is_reading_tenants = false;
	if (!is_over && list != NULL) {
		g_clear_pointer(&backend->tenants, g_ptr_array_unref);
		backend->tenants = g_ptr_array_ref(list->rows);
		history_take_tenants(backend);
	}
	for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
		Job *list_job = waiting->pdata[i];
		if (!is_over)
			tell_accounts(backend, list_job->intent_id, true, error);
		job_release(list_job);
	}
	job_release(job);
}

void accounts_read_tenants(Backend *backend)
{
	if (backend->is_reading_tenants)
		return;
	backend->is_reading_tenants = true;
	Job *job = job_new(backend, 0);
	pim_list_tenants(&backend->context, job->cancellable, on_tenants, job);
}

void accounts_list(Backend *backend, const Intent *intent, Job *job)
{
	if (intent->is_deep && backend->account == NULL && can_be_guest(backend))
		identity_adopt(backend);
	const bool is_waiting =
		intent->is_deep && can_be_guest(backend) && backend->tenants == NULL;
	tell_accounts(backend, job->intent_id, !is_waiting, NULL);
	if (!is_waiting)
		return;
	if (backend->tenant_jobs == NULL)
		backend->tenant_jobs = g_ptr_array_new();
	g_ptr_array_add(backend->tenant_jobs, job_hold(job));
	accounts_read_tenants(backend);
}

/* ---- another one ---- */

static bool use(Backend *backend, const Intent *intent, GError **error)
{
	sign_in_give_up(backend);
	if (g_strcmp0(intent->name, backend->account_settings->name) == 0)
		identity_drop(backend);
	else if (!network_use(backend, intent->name, error))
		return false;
	return identity_use(backend, intent->account, error);
}

void accounts_use(Backend *backend, const Intent *intent, Job *job)
{
	g_autoptr(GError) error = NULL;
	Event *event = event_new(EVENT_USED, job->intent_id);
	if (use(backend, intent, &error))
		history_paint(backend);
	event->account = account_copy(backend_account(backend));
	event->portal = g_strdup(backend->cloud->portal);
	if (event->account == NULL)
		backend_emit(backend, event_new(EVENT_ACCOUNT, 0));
	backend_emit_problem(backend, event, error);
}
