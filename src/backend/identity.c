#include "src/backend/identity.h"

#include "src/auth/cache.h"
#include "src/auth/provider.h"
#include "src/backend/sign-in-choice.h"

/* Asking who is signed in; `identity` is NULL once nobody wants to know. */
typedef struct Identification {
	Identity *identity;
	GCancellable *cancellable;
	IdentityDone done;
	gpointer data;
} Identification;

typedef struct Listener {
	IdentityListener listener;
	gpointer data;
} Listener;

Identity *identity_new(Events *events, Network *network, Kept *kept)
{
	Identity *identity = g_new0(Identity, 1);
	identity->events = events;
	identity->network = network;
	identity->in_use = &network->in_use;
	identity->kept = kept;
	for (int news = 0; news < IDENTITY_NEWS_COUNT; news++)
		identity->listeners[news] = g_array_new(FALSE, FALSE, sizeof(Listener));
	return identity;
}

void identity_free(Identity *identity)
{
	if (identity == NULL)
		return;
	identity_stop(identity);
	for (int news = 0; news < IDENTITY_NEWS_COUNT; news++)
		g_array_unref(identity->listeners[news]);
	account_free(identity->signed_in);
	account_free(identity->account);
	account_free(identity->remembered);
	g_free(identity->wanted_tenant);
	g_free(identity);
}

void identity_listen(Identity *identity, IdentityNews news, IdentityListener listener,
		     gpointer data)
{
	const Listener row = { listener, data };
	g_array_append_val(identity->listeners[news], row);
}

static void announce(const Identity *identity, IdentityNews news)
{
	const GArray *listeners = identity->listeners[news];
	for (guint i = 0; i < listeners->len; i++) {
		const Listener *row = &g_array_index(listeners, Listener, i);
		row->listener(row->data);
	}
}

const Account *identity_account(const Identity *identity)
{
	return identity->account != NULL ? identity->account : identity->remembered;
}

/* ---- choosing ---- */

static void use_account(Identity *identity, const Account *account, bool is_separate)
{
	Account *copy = account_copy(account);
	account_free(identity->signed_in);
	identity->signed_in = copy;
	identity->is_separate = is_separate;
	credentials_set_account(identity->in_use->credentials, copy != NULL ? copy->oid : NULL,
				copy != NULL ? copy->tid : NULL, is_separate);
	token_cache_set_account(identity->in_use->tokens, copy != NULL ? copy->oid : NULL,
				copy != NULL ? copy->tid : NULL);
}

static bool choose(Identity *identity, const SignInWish *wish, GError **error)
{
	const Connection *in_use = identity->in_use;
	if (in_use->credentials == NULL && wish->person != NULL) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED,
			    "account %s takes its tokens from elsewhere: nobody can be chosen",
			    in_use->settings->name);
		return false;
	}
	if (in_use->credentials == NULL)
		return true;
	g_autoptr(GPtrArray) sign_ins =
		journal_list_sign_ins(identity->kept->journal, in_use->settings->name, error);
	if (sign_ins == NULL)
		return false;
	g_autoptr(GError) refusal = NULL;
	const JournalSignIn *chosen = sign_in_choose(in_use, sign_ins, wish, &refusal);
	if (refusal != NULL) {
		g_propagate_error(error, g_steal_pointer(&refusal));
		return false;
	}
	use_account(identity, chosen != NULL ? chosen->account : NULL,
		    chosen != NULL && chosen->is_separate);
	return true;
}

static void free_sign_in(gpointer sign_in)
{
	journal_sign_in_free(sign_in);
}

static bool write_sign_in(Journal *journal, gpointer sign_in, GError **error)
{
	return journal_set_sign_in(journal, sign_in, error);
}

static void keep(const Identity *identity, const Account *account)
{
	g_autoptr(GError) error = NULL;
	const Credentials *credentials = identity->in_use->credentials;
	JournalSignIn *sign_in = g_new0(JournalSignIn, 1);
	sign_in->name = g_strdup(identity->in_use->settings->name);
	sign_in->account = account_copy(account);
	sign_in->issuer = g_strdup(credentials_issuer(credentials));
	sign_in->graph_client_id = g_strdup(credentials_client_id(credentials, AUDIENCE_GRAPH));
	sign_in->is_separate = identity->is_separate;
	sign_in->used = clock_now(identity->network->clock);
	if (!kept_write(identity->kept, write_sign_in, sign_in, free_sign_in, NULL, &error))
		kept_journal_failed(identity->kept, error);
}

static void keep_account(const Identity *identity)
{
	g_autoptr(GError) error = NULL;
	const Connection *in_use = identity->in_use;
	if (identity->kept->snapshot != NULL &&
	    !snapshot_set_account(identity->kept->snapshot, in_use->settings->name,
				  identity->account, &error))
		kept_tell(identity->kept, error);
	if (in_use->credentials != NULL)
		keep(identity, identity->account);
}

bool identity_open(Identity *identity, const char *tenant, const char *person, GError **error)
{
	const SignInWish wish = { .tenant = tenant, .person = person };
	if (identity->in_use->credentials == NULL)
		identity->wanted_tenant = g_strdup(tenant);
	return choose(identity, &wish, error);
}

/* ---- telling ---- */

static void tell_account(const Identity *identity, bool is_stale)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_copy(identity_account(identity));
	if (event->account != NULL)
		event->account->guard = identity->in_use->settings->guard;
	event->is_stale = is_stale;
	events_emit(identity->events, event);
}

void identity_remember(Identity *identity)
{
	g_autoptr(GError) error = NULL;
	const Connection *in_use = identity->in_use;
	if (in_use->credentials != NULL)
		identity->remembered = account_copy(identity->signed_in);
	else if (identity->kept->snapshot != NULL)
		identity->remembered =
			snapshot_get_account(identity->kept->snapshot, in_use->settings->name,
					     in_use->cloud->name, &error);
	if (error != NULL)
		kept_tell(identity->kept, error);
	/* What was there last may be another tenant than the one that is asked for. */
	if (identity->remembered != NULL && identity->wanted_tenant != NULL &&
	    !sign_in_is_in_tenant(identity->remembered, identity->wanted_tenant))
		g_clear_pointer(&identity->remembered, account_free);
	if (identity->remembered == NULL)
		return;
	tell_account(identity, true);
	announce(identity, IDENTITY_REMEMBERED);
}

/* Takes the account of the token. What was painted for another one goes. */
static void take_account(Identity *identity, Account *account)
{
	const Account *remembered = identity->remembered;
	const bool is_same = remembered != NULL && account_is_same(account, remembered);
	account_free(identity->account);
	identity->account = account;
	identity->is_as_remembered = is_same;
	network_set_account(identity->network, account);
	if (remembered != NULL && !is_same)
		announce(identity, IDENTITY_FORGOTTEN);
	if (is_same && account->tenant_name == NULL)
		account->tenant_name = g_strdup(remembered->tenant_name);
	tell_account(identity, false);
	keep_account(identity);
	announce(identity, IDENTITY_KNOWN);
}

void identity_adopt(Identity *identity)
{
	take_account(identity, account_copy(identity->signed_in));
}

/* Without a name the tenant's id is shown. */
void identity_set_tenant_name(Identity *identity, const char *name)
{
	Account *account = identity->account;
	if (g_strcmp0(name, account->tenant_name) == 0)
		return;
	g_free(account->tenant_name);
	account->tenant_name = g_strdup(name);
	tell_account(identity, false);
	keep_account(identity);
}

/* ---- asking ---- */

static void on_identified(const Account *account, const GError *error, gpointer data)
{
	g_autofree Identification *asked = data;
	Identity *identity = asked->identity;
	g_object_unref(asked->cancellable);
	if (identity == NULL)
		return;
	identity->identification = NULL;
	if (account != NULL)
		take_account(identity, account_copy(account));
	asked->done(account != NULL ? NULL : error, asked->data);
}

void identity_ask(Identity *identity, IdentityDone done, gpointer data)
{
	const Connection *in_use = identity->in_use;
	if (identity->identification != NULL)
		return;
	Identification *asked = g_new0(Identification, 1);
	asked->identity = identity;
	asked->cancellable = g_cancellable_new();
	asked->done = done;
	asked->data = data;
	identity->identification = asked;
	auth_identify(in_use->tokens, in_use->settings, in_use->cloud, asked->cancellable,
		      on_identified, asked);
}

void identity_stop(Identity *identity)
{
	Identification *asked = g_steal_pointer(&identity->identification);
	if (asked == NULL)
		return;
	asked->identity = NULL;
	g_cancellable_cancel(asked->cancellable);
}

/* ---- another one ---- */

/* Nothing of the account before is asked for, shown or sent as another's. */
static void drop(Identity *identity)
{
	identity_stop(identity);
	announce(identity, IDENTITY_LEFT);
	network_reset(identity->network);
	announce(identity, IDENTITY_FORGOTTEN);
	g_clear_pointer(&identity->account, account_free);
	g_clear_pointer(&identity->remembered, account_free);
}

/* Another name's client, cloud and tokens take the place of those in use. */
static bool use_name(Identity *identity, const char *name, GError **error)
{
	g_auto(Connection) connection = { 0 };
	if (!network_open(identity->network, name, NULL, &connection, error))
		return false;
	drop(identity);
	g_clear_pointer(&identity->signed_in, account_free);
	g_clear_pointer(&identity->wanted_tenant, g_free);
	identity->is_separate = false;
	network_use(identity->network, &connection);
	return true;
}

bool identity_use(Identity *identity, const char *name, const Account *account, GError **error)
{
	const SignInWish wish = { .account = account };
	if (g_strcmp0(name, identity->in_use->settings->name) == 0)
		drop(identity);
	else if (!use_name(identity, name, error))
		return false;
	if (!choose(identity, &wish, error))
		return false;
	if (identity->signed_in != NULL) /* the next run begins with it */
		keep(identity, identity->signed_in);
	return true;
}

void identity_become(Identity *identity, Account *account)
{
	if (identity_account(identity) != NULL)
		drop(identity);
	account_free(identity->signed_in);
	identity->signed_in = account;
	token_cache_set_account(identity->in_use->tokens, account->oid, account->tid);
	identity_adopt(identity);
}

void identity_set_separate(Identity *identity)
{
	identity->is_separate = true;
	credentials_set_account(identity->in_use->credentials, identity->signed_in->oid,
				identity->signed_in->tid, true);
	if (identity->account != NULL)
		keep(identity, identity->account);
}

void identity_leave(Identity *identity)
{
	drop(identity);
	use_account(identity, NULL, false);
	events_emit(identity->events, event_new(EVENT_ACCOUNT, 0));
}
