/* The account in use: chosen at the start, changed, left, and written down for the next start. */
#include <string.h>

#include "src/auth/cache.h"
#include "src/backend/private.h"

/* Whose sign-in is wanted; all NULL: the last one. */
typedef struct SignInWish {
	const Account *account;
	const char *tenant; /* an id or a name */
	const char *person; /* a user name or an object id */
} SignInWish;

bool identity_is_in_tenant(const Account *account, const char *tenant)
{
	return g_ascii_strcasecmp(account->tid, tenant) == 0 ||
	       (account->tenant_name != NULL &&
		g_ascii_strcasecmp(account->tenant_name, tenant) == 0);
}

static bool is_person(const Account *account, const char *person)
{
	return g_ascii_strcasecmp(account->oid, person) == 0 ||
	       (account->upn != NULL && g_ascii_strcasecmp(account->upn, person) == 0);
}

/* A configuration that names a tenant by its id stays there, wherever one was last. */
static bool is_wanted(const Backend *backend, const Account *account, const SignInWish *wish)
{
	const char *pinned = backend->account_settings->tenant;
	if (wish->account != NULL)
		return account_is_same(account, wish->account);
	if (wish->person != NULL && !is_person(account, wish->person))
		return false;
	if (wish->tenant != NULL)
		return identity_is_in_tenant(account, wish->tenant);
	return pinned == NULL || !g_uuid_string_is_valid(pinned) ||
	       g_ascii_strcasecmp(pinned, account->tid) == 0;
}

/* Of this name, with tokens that may still be there. */
static bool is_usable(const Backend *backend, const JournalSignIn *sign_in, const SignInWish *wish)
{
	const char *client = credentials_client_id(backend->credentials, AUDIENCE_ARM);
	const char *issuer = credentials_issuer(backend->credentials);
	return g_strcmp0(sign_in->account->cloud, backend->cloud->name) == 0 &&
	       g_strcmp0(sign_in->account->client_id, client) == 0 &&
	       (sign_in->issuer == NULL || strcmp(sign_in->issuer, issuer) == 0) &&
	       is_wanted(backend, sign_in->account, wish);
}

/* The one that was used last; NULL without an error: nobody. Who is named by a tenant alone must be the only one there. */
static const JournalSignIn *find_sign_in(const Backend *backend, const GPtrArray *sign_ins,
					 const SignInWish *wish, GError **error)
{
	const bool must_be_alone = wish->tenant != NULL && wish->person == NULL;
	const JournalSignIn *found = NULL;
	for (guint i = 0; i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (!is_usable(backend, sign_in, wish))
			continue;
		if (found == NULL) {
			found = sign_in;
		} else if (must_be_alone) {
			const Account *one = found->account, *other = sign_in->account;
			g_set_error(error, AUTH_ERROR, AUTH_ERROR_AMBIGUOUS,
				    "several have signed in to the tenant %s: %s, %s", wish->tenant,
				    one->upn != NULL ? one->upn : one->oid,
				    other->upn != NULL ? other->upn : other->oid);
			return NULL;
		}
	}
	return found;
}

static void use_account(Backend *backend, const Account *account, bool is_separate)
{
	Account *copy = account_copy(account);
	account_free(backend->signed_in);
	backend->signed_in = copy;
	backend->is_separate = is_separate;
	credentials_set_account(backend->credentials, copy != NULL ? copy->oid : NULL,
				copy != NULL ? copy->tid : NULL, is_separate);
	token_cache_set_account(backend->tokens, copy != NULL ? copy->oid : NULL,
				copy != NULL ? copy->tid : NULL);
}

static bool is_particular(const SignInWish *wish)
{
	return wish->account != NULL || wish->tenant != NULL || wish->person != NULL;
}

static void refuse(const SignInWish *wish, GError **error)
{
	const char *tenant = wish->account != NULL ? wish->account->tid : wish->tenant;
	const char *person = wish->person;
	g_set_error(error, AUTH_ERROR, AUTH_ERROR_NOT_SIGNED_IN, "%s%s signed in%s%s",
		    person != NULL ? person : "nobody", person != NULL ? " is not" : " is",
		    tenant != NULL ? " to the tenant " : "", tenant != NULL ? tenant : "");
}

static bool choose(Backend *backend, const SignInWish *wish, GError **error)
{
	if (backend->credentials == NULL && wish->person != NULL) {
		g_set_error(error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED,
			    "account %s takes its tokens from elsewhere: nobody can be chosen",
			    backend->account_settings->name);
		return false;
	}
	if (backend->credentials == NULL)
		return true;
	g_autoptr(GPtrArray) sign_ins =
		journal_list_sign_ins(backend->journal, backend->account_settings->name, error);
	if (sign_ins == NULL)
		return false;
	g_autoptr(GError) several = NULL;
	const JournalSignIn *chosen = find_sign_in(backend, sign_ins, wish, &several);
	if (several != NULL) {
		g_propagate_error(error, g_steal_pointer(&several));
		return false;
	}
	if (chosen == NULL && is_particular(wish)) {
		refuse(wish, error);
		return false;
	}
	use_account(backend, chosen != NULL ? chosen->account : NULL,
		    chosen != NULL && chosen->is_separate);
	return true;
}

static void keep(Backend *backend, Account *account)
{
	g_autoptr(GError) error = NULL;
	const JournalSignIn sign_in = {
		.name = backend->account_settings->name,
		.account = account,
		.issuer = (char *)credentials_issuer(backend->credentials),
		.graph_client_id =
			(char *)credentials_client_id(backend->credentials, AUDIENCE_GRAPH),
		.is_separate = backend->is_separate,
		.used = clock_now(backend->clock),
	};
	if (!journal_set_sign_in(backend->journal, &sign_in, &error))
		backend_emit_problem(backend, event_new(EVENT_NOTICE, 0), error);
}

bool identity_open(Backend *backend, const char *tenant, const char *person, GError **error)
{
	const SignInWish wish = { .tenant = tenant, .person = person };
	return choose(backend, &wish, error);
}

bool identity_use(Backend *backend, const Account *account, GError **error)
{
	const SignInWish wish = { .account = account };
	if (!choose(backend, &wish, error))
		return false;
	if (backend->signed_in != NULL) /* the next run begins with it */
		keep(backend, backend->signed_in);
	return true;
}

void identity_keep(Backend *backend)
{
	if (backend->credentials != NULL && backend->account != NULL)
		keep(backend, backend->account);
}

/* Nothing of the account before is asked for, shown or sent as another's. */
void identity_drop(Backend *backend)
{
	backend_refuse_waiting(backend);
	network_reset(backend);
	requests_clear(backend);
	requests_init(backend);
	g_hash_table_remove_all(backend->policies);
	g_ptr_array_set_size(backend->paintings, 0);
	lists_forget(backend);
	g_clear_pointer(&backend->tenants, g_ptr_array_unref);
	g_clear_pointer(&backend->account, account_free);
	g_clear_pointer(&backend->remembered, account_free);
}

void identity_leave(Backend *backend)
{
	identity_drop(backend);
	use_account(backend, NULL, false);
	backend_emit(backend, event_new(EVENT_ACCOUNT, 0));
}

void identity_adopt(Backend *backend)
{
	backend->account = account_copy(backend->signed_in);
	backend->context.account = backend->account;
	history_account_known(backend);
	requests_resume(backend);
}
