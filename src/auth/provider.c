#include "src/auth/provider.h"

#include "src/auth/cache.h"
#include "src/auth/command-store.h"
#include "src/auth/jwt.h"
#include "src/auth/kernel-store.h"
#include "src/auth/token-az.h"
#include "src/auth/token-file.h"

#define AZ_DEADLINE_MS   30000
#define FILE_PATIENCE_MS 3000

/* What a keyring may take, unless it is asking the person. */
#define KEYRING_DEADLINE_MS 3000

/* What a program may take that keeps tokens, and perhaps asks the person. */
#define COMMAND_DEADLINE_MS 30000

static bool fail(GError **error, const AccountSettings *account, const char *what)
{
	g_set_error(error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED, "account %s: %s",
		    account->name != NULL ? account->name : "?", what);
	return false;
}

static bool check_settings(const AccountSettings *account, const Cloud *cloud, GError **error)
{
	if (account->tenant != NULL && !auth_is_tenant(account->tenant))
		return fail(error, account, "tenant is neither an id nor a domain");
	if (account->token_source == TOKEN_SOURCE_FILE && account->token_file == NULL)
		return fail(error, account, "token_source=file needs token_file");
	if (account->token_store == TOKEN_STORE_COMMAND && account->token_store_command == NULL)
		return fail(error, account, "token_store=command needs token_store_command");
	/* The CLI's token is real: it goes to no host that a configuration file names. */
	if (account->token_source == TOKEN_SOURCE_AZ && !cloud->is_builtin)
		return fail(error, account, "token_source=az works with the built-in clouds only");
	return true;
}

TokenStore *auth_store_new(const AccountSettings *account, const TerminalUse *terminal)
{
	switch (account->token_store) {
	case TOKEN_STORE_MEMORY:
		return token_store_new_memory();
	case TOKEN_STORE_KERNEL:
		return token_store_new_kernel(&kernel_calls);
	case TOKEN_STORE_COMMAND:
		if (account->token_store_command == NULL)
			break;
		return token_store_new_command(account->token_store_command, terminal,
					       COMMAND_DEADLINE_MS);
	case TOKEN_STORE_SECRET_SERVICE:
		break;
	}
	return token_store_new_keyring(KEYRING_DEADLINE_MS);
}

Credentials *auth_credentials_new(const AccountSettings *account, const Cloud *cloud, Clock *clock,
				  const TerminalUse *terminal)
{
	if (account->token_source != TOKEN_SOURCE_SIGN_IN)
		return NULL;
	return credentials_new(account, cloud, clock, auth_store_new(account, terminal));
}

/* A file holds the tokens of one tenant, which these name by its id only; the Azure CLI knows domains too. */
static bool check_tenant(const AccountSettings *account, const char *tenant, GError **error)
{
	const bool is_file = account->token_source == TOKEN_SOURCE_FILE;
	if (is_file ? g_uuid_string_is_valid(tenant) : auth_is_tenant(tenant))
		return true;
	g_set_error(
		error, AUTH_ERROR, AUTH_ERROR_UNSUPPORTED,
		is_file ? "account %s takes its tokens from a file: %s is not the id of a tenant"
			: "account %s takes its tokens from the Azure CLI: %s is neither the id of "
			  "a tenant nor one of its domains",
		account->name, tenant);
	return false;
}

TokenProvider *auth_provider_new(const AccountSettings *account, const Cloud *cloud,
				 const char *tenant, Clock *clock, Credentials *credentials,
				 GError **error)
{
	TokenOrigin *origin;
	if (!check_settings(account, cloud, error) ||
	    (tenant != NULL && !check_tenant(account, tenant, error)))
		return NULL;
	if (tenant == NULL)
		tenant = account->tenant;
	if (credentials != NULL)
		origin = credentials_origin(credentials);
	else if (account->token_source == TOKEN_SOURCE_FILE)
		origin = token_file_new(account->token_file, clock, FILE_PATIENCE_MS);
	else
		origin = token_az_new(cloud, tenant, AZ_DEADLINE_MS);
	return token_cache_new(origin, cloud, tenant, clock);
}

/* ---- who is signed in ---- */

typedef struct Identify {
	char *cloud, *client_id;
	AuthIdentified done;
	gpointer data;
} Identify;

static Account *make_account(const Identify *identify, const Secret *token, GError **error)
{
	g_auto(TokenClaims) claims = { 0 };
	Account *account;
	if (!jwt_peek(token, &claims, error))
		return NULL;
	if (claims.oid == NULL || claims.tid == NULL) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_BAD_TOKEN,
				    "the token names no account (oid and tid)");
		return NULL;
	}
	account = account_new();
	account->cloud = g_strdup(identify->cloud);
	account->client_id = identify->client_id != NULL ? g_strdup(identify->client_id)
							 : g_steal_pointer(&claims.client_id);
	account->oid = g_steal_pointer(&claims.oid);
	account->tid = g_steal_pointer(&claims.tid);
	account->upn = g_steal_pointer(&claims.upn);
	return account;
}

static void on_token(const Secret *token, const GError *failure, gpointer data)
{
	Identify *identify = data;
	g_autoptr(GError) error = failure != NULL ? g_error_copy(failure) : NULL;
	g_autoptr(Account) account = NULL;
	if (error == NULL)
		account = make_account(identify, token, &error);
	identify->done(account, error, identify->data);
	g_free(identify->cloud);
	g_free(identify->client_id);
	g_free(identify);
}

void auth_identify(TokenProvider *provider, const AccountSettings *settings, const Cloud *cloud,
		   GCancellable *cancellable, AuthIdentified done, gpointer data)
{
	Identify *identify = g_new0(Identify, 1);
	TokenQuery query = { .audience = AUDIENCE_ARM, .cancellable = cancellable };
	identify->cloud = g_strdup(cloud->name);
	identify->client_id = g_strdup(settings->client_id);
	identify->done = done;
	identify->data = data;
	provider->get(provider, &query, on_token, identify);
}
