/* What belongs to one [account NAME]: its cloud, its tokens and the queue to the services. */
#include "src/auth/provider.h"
#include "src/backend/private.h"
#include "src/store/error.h"

typedef struct Network {
	const AccountSettings *settings;
	Cloud *cloud;
	Credentials *credentials; /* NULL: tokens come from elsewhere */
	TokenProvider *tokens;
	Http *http;
} Network;

/* The order matters: what is under way calls back from here, and lets go of what it holds. */
static void network_clear(Network *network)
{
	g_clear_pointer(&network->http, http_free);
	g_clear_pointer(&network->tokens, token_provider_free);
	g_clear_pointer(&network->credentials, credentials_free);
	g_clear_pointer(&network->cloud, cloud_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Network, network_clear)

static Http *queue_new(const Cloud *cloud, Clock *clock, TokenProvider *tokens, GError **error)
{
	const HttpHost hosts = {
		.arm = cloud->arm,
		.graph = cloud->graph,
		.ca_file = cloud->ca_file,
	};
	return http_new(&hosts, clock, tokens, error);
}

static bool choose_settings(Network *network, const Settings *settings, const char *name,
			    GError **error)
{
	network->settings = settings_find_account(settings, name);
	if (network->settings == NULL) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG,
			    name != NULL ? "there is no [account %s]"
					 : "which [account NAME]%s is to be used?",
			    name != NULL ? name : "");
		return false;
	}
	const char *cloud = network->settings->cloud;
	network->cloud = settings_find_cloud(settings, cloud == NULL ? "public" : cloud);
	if (network->cloud == NULL)
		g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG, "there is no [cloud %s]",
			    cloud);
	return network->cloud != NULL;
}

/* `tenant`: of tokens from elsewhere; an own sign-in is chosen by identity.c. */
static bool network_open(Network *network, const Backend *backend, const char *name,
			 const char *tenant, GError **error)
{
	if (!choose_settings(network, backend->settings, name, error))
		return false;
	network->credentials =
		auth_credentials_new(network->settings, network->cloud, backend->clock);
	network->tokens = auth_provider_new(network->settings, network->cloud,
					    network->credentials == NULL ? tenant : NULL,
					    backend->clock, network->credentials, error);
	if (network->tokens == NULL)
		return false;
	network->http = queue_new(network->cloud, backend->clock, network->tokens, error);
	return network->http != NULL;
}

/* What the backend has, and what it is given, change places. */
static void network_swap(Network *network, Backend *backend)
{
	const Network before = {
		.settings = backend->account_settings,
		.cloud = backend->cloud,
		.credentials = backend->credentials,
		.tokens = backend->tokens,
		.http = backend->http,
	};
	backend->account_settings = network->settings;
	backend->cloud = network->cloud;
	backend->credentials = network->credentials;
	backend->tokens = network->tokens;
	backend->http = network->http;
	*network = before;
	if (backend->http != NULL)
		pim_context_init(&backend->context, backend->http, backend->clock);
}

bool network_use(Backend *backend, const char *name, GError **error)
{
	g_auto(Network) network = { 0 };
	if (!network_open(&network, backend, name, NULL, error))
		return false;
	identity_drop(backend);
	g_clear_pointer(&backend->signed_in, account_free);
	backend->is_separate = false;
	pim_context_clear(&backend->context);
	network_swap(&network, backend);
	g_clear_pointer(&backend->wanted_tenant, g_free);
	/* A token on its way to the keyring still gets there. */
	if (network.credentials != NULL && credentials_is_busy(network.credentials)) {
		g_clear_pointer(&network.http, http_free);
		g_clear_pointer(&network.tokens, token_provider_free);
		g_ptr_array_add(backend->retired, g_steal_pointer(&network.credentials));
	}
	return true;
}

void network_reset(Backend *backend)
{
	g_clear_pointer(&backend->http, http_free);
	pim_context_clear(&backend->context);
	/* As before: there is nothing new in it to refuse. */
	backend->http = queue_new(backend->cloud, backend->clock, backend->tokens, NULL);
	pim_context_init(&backend->context, backend->http, backend->clock);
}

bool network_start(Backend *backend, const char *name, const char *tenant, GError **error)
{
	g_auto(Network) network = { 0 };
	if (!network_open(&network, backend, name, tenant, error))
		return false;
	network_swap(&network, backend);
	if (backend->credentials == NULL)
		backend->wanted_tenant = g_strdup(tenant);
	return true;
}

void network_end(Backend *backend)
{
	g_auto(Network) network = { 0 };
	network_swap(&network, backend);
	network_clear(&network);
	g_clear_pointer(&backend->retired, g_ptr_array_unref);
}
