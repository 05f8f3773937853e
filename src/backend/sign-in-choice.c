#include "src/backend/sign-in-choice.h"

#include <string.h>

#include "src/auth/provider.h"

bool sign_in_is_in_tenant(const Account *account, const char *tenant)
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
static bool is_wanted(const Connection *connection, const Account *account, const SignInWish *wish)
{
	const char *pinned = connection->settings->tenant;
	if (wish->account != NULL)
		return account_is_same(account, wish->account);
	if (wish->person != NULL && !is_person(account, wish->person))
		return false;
	if (wish->tenant != NULL)
		return sign_in_is_in_tenant(account, wish->tenant);
	return pinned == NULL || !g_uuid_string_is_valid(pinned) ||
	       g_ascii_strcasecmp(pinned, account->tid) == 0;
}

/* Of this name, with tokens that may still be there. */
static bool is_usable(const Connection *connection, const JournalSignIn *sign_in,
		      const SignInWish *wish)
{
	const char *client = credentials_client_id(connection->credentials, AUDIENCE_ARM);
	const char *issuer = credentials_issuer(connection->credentials);
	return g_strcmp0(sign_in->account->cloud, connection->cloud->name) == 0 &&
	       g_strcmp0(sign_in->account->client_id, client) == 0 &&
	       (sign_in->issuer == NULL || strcmp(sign_in->issuer, issuer) == 0) &&
	       is_wanted(connection, sign_in->account, wish);
}

/* The one that was used last; NULL without an error: nobody. Who is named by a tenant alone must be the only one there. */
static const JournalSignIn *find_sign_in(const Connection *connection, const GPtrArray *sign_ins,
					 const SignInWish *wish, GError **error)
{
	const bool must_be_alone = wish->tenant != NULL && wish->person == NULL;
	const JournalSignIn *found = NULL;
	for (guint i = 0; i < sign_ins->len; i++) {
		const JournalSignIn *sign_in = sign_ins->pdata[i];
		if (!is_usable(connection, sign_in, wish))
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

const JournalSignIn *sign_in_choose(const Connection *connection, const GPtrArray *sign_ins,
				    const SignInWish *wish, GError **error)
{
	g_autoptr(GError) several = NULL;
	const JournalSignIn *chosen = find_sign_in(connection, sign_ins, wish, &several);
	if (several != NULL)
		g_propagate_error(error, g_steal_pointer(&several));
	else if (chosen == NULL && is_particular(wish))
		refuse(wish, error);
	return chosen;
}
