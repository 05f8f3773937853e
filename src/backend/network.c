#include "src/backend/network.h"

#include "src/auth/other-tools.h"
#include "src/auth/provider.h"
#include "src/pim/error.h"
#include "src/store/error.h"

#define PACE_MS 2000
#define MUTE_MS 10000 /* a service that says nothing for so long is told as that */

/* The order matters: what is under way calls back from here, and lets go of what it holds. */
void connection_clear(Connection *connection)
{
	g_clear_pointer(&connection->http, http_free);
	g_clear_pointer(&connection->tokens, token_provider_free);
	g_clear_pointer(&connection->credentials, credentials_free);
	g_clear_pointer(&connection->cloud, cloud_free);
}

/* News, and no error: the whole list of what is active takes longer at times. */
static void on_mute(const char *host, unsigned seconds, gpointer data)
{
	const Network *network = data;
	g_autofree char *message = g_strdup_printf(
		"%s has not answered for %u s. The request goes on.", host, seconds);
	Event *event = event_new(EVENT_NOTICE, 0);
	event->problem = problem_new(PROBLEM_ALREADY, "no-answer-yet", message, NULL);
	events_emit(network->events, event);
}

static Http *queue_new(const Network *network, const Cloud *cloud, TokenProvider *tokens,
		       GError **error)
{
	const HttpHost hosts = {
		.arm = cloud->arm,
		.graph = cloud->graph,
		.ca_file = cloud->ca_file,
	};
	Http *http = http_new(&hosts, network->clock, tokens, error);
	if (http == NULL)
		return NULL;
	http_set_hasty(http, network->is_hasty);
	http_set_change_deadline(http, network->change_ms);
	http_set_mute(http, network->mute_ms, on_mute, (gpointer)network);
	return http;
}

static bool choose_settings(Connection *connection, const Settings *settings, const char *name,
			    GError **error)
{
	connection->settings = settings_find_account(settings, name);
	if (connection->settings == NULL) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG,
			    name != NULL ? "there is no [account %s]"
					 : "which [account NAME]%s is to be used?",
			    name != NULL ? name : "");
		return false;
	}
	const char *cloud = connection->settings->cloud;
	connection->cloud = settings_find_cloud(settings, cloud == NULL ? "public" : cloud);
	if (connection->cloud == NULL)
		g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG, "there is no [cloud %s]",
			    cloud);
	return connection->cloud != NULL;
}

/* `tenant`: of tokens from elsewhere; whose own sign-in is used is chosen elsewhere. */
bool network_open(const Network *network, const char *name, const char *tenant,
		  Connection *connection, GError **error)
{
	g_auto(Connection) new = { 0 };
	if (!choose_settings(&new, network->settings, name, error))
		return false;
	new.credentials =
		auth_credentials_new(new.settings, new.cloud, network->clock, &network->terminal);
	new.tokens =
		auth_provider_new(new.settings, new.cloud, new.credentials == NULL ? tenant : NULL,
				  network->clock, new.credentials, error);
	if (new.tokens == NULL)
		return false;
	new.http = queue_new(network, new.cloud, new.tokens, error);
	if (new.http == NULL)
		return false;
	*connection = new;
	new = (Connection){ 0 };
	return true;
}

bool network_keeps_lock(const Settings *settings, const char *key, const char *value,
			GError **error)
{
	if (settings_may_choose(settings, key, value))
		return true;
	g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG,
		    "%s=%s cannot be chosen: %s locks it to %s", key, value, settings->machine,
		    (const char *)g_hash_table_lookup(settings->locks, key));
	return false;
}

Network *network_new(const Settings *settings, Clock *clock, const BackendOptions *options,
		     Events *events)
{
	Network *network = g_new0(Network, 1);
	network->settings = settings;
	network->clock = clock;
	network->events = events;
	network->pace_ms = options->pace_ms == 0 ? PACE_MS : options->pace_ms;
	network->mute_ms = options->mute_ms == 0 ? MUTE_MS : options->mute_ms;
	network->change_ms = options->change_ms;
	network->is_hasty = options->is_hasty;
	network->home_dir = g_strdup(options->home_dir);
	network->retired = g_ptr_array_new_with_free_func((GDestroyNotify)credentials_free);
	return network;
}

void network_free(Network *network)
{
	if (network == NULL)
		return;
	network_close(network);
	g_free(network->home_dir);
	g_free(network);
}

void network_use(Network *network, Connection *connection)
{
	g_clear_pointer(&network->in_use.http, http_free);
	pim_context_clear(&network->context);
	g_auto(Connection) before = network->in_use;
	network->in_use = *connection;
	*connection = (Connection){ 0 };
	pim_context_init(&network->context, network->in_use.http, network->clock);
	/* A token on its way to the keyring still gets there. */
	if (before.credentials != NULL && credentials_is_busy(before.credentials)) {
		g_clear_pointer(&before.tokens, token_provider_free);
		g_ptr_array_add(network->retired, g_steal_pointer(&before.credentials));
	}
}

void network_reset(Network *network)
{
	Connection *in_use = &network->in_use;
	g_clear_pointer(&in_use->http, http_free);
	pim_context_clear(&network->context);
	/* As before: there is nothing new in it to refuse. */
	in_use->http = queue_new(network, in_use->cloud, in_use->tokens, NULL);
	pim_context_init(&network->context, in_use->http, network->clock);
}

void network_close(Network *network)
{
	g_clear_pointer(&network->in_use.http, http_free);
	pim_context_clear(&network->context);
	connection_clear(&network->in_use);
	g_clear_pointer(&network->retired, g_ptr_array_unref);
}

void network_set_account(Network *network, const Account *account)
{
	network->context.account = account;
}

void network_forget_tokens(Network *network)
{
	TokenProvider *tokens = network->in_use.tokens;
	for (Audience audience = AUDIENCE_ARM; audience < AUDIENCE_COUNT; audience++)
		tokens->forget(tokens, audience);
}

/* Files have times of the local clock, requests those of the service's. */
GPtrArray *network_find_older_tokens(const Network *network, Instant since)
{
	int64_t offset = 0;
	if (network->home_dir == NULL || since == 0)
		return NULL;
	clock_get_offset(network->clock, &offset);
	g_autoptr(GPtrArray) rows = other_tools_find_older(network->home_dir, since - offset,
							   clock_now(network->clock) - offset);
	return rows->len > 0 ? g_steal_pointer(&rows) : NULL;
}

GPtrArray *network_list_tokens(const Network *network)
{
	return network->home_dir != NULL
		       ? other_tools_list(network->home_dir, g_get_real_time() / G_USEC_PER_SEC)
		       : older_tokens_new();
}

bool network_is_saving(const Network *network)
{
	for (guint i = 0; i < network->retired->len; i++)
		if (credentials_is_busy(network->retired->pdata[i]))
			return true;
	return network->in_use.credentials != NULL &&
	       credentials_is_busy(network->in_use.credentials);
}

void network_offer_portal(const Network *network, WorkloadId workload, Problem *problem)
{
	const char *portal = network->in_use.cloud->portal;
	if (portal == NULL)
		return;
	g_autofree char *hint = g_strdup_printf("It can be asked for in the portal: %s/%s", portal,
						workload_info(workload)->portal_page);
	problem_set_hint(problem, hint);
}

void network_offer_permission(const Network *network, const GError *error, Problem *problem)
{
	g_free(problem->permission);
	problem->permission =
		network->in_use.credentials != NULL ? g_strdup(pim_error_permission(error)) : NULL;
}

void network_add_consent_page(Event *event, const GError *error, gpointer data)
{
	const Network *network = data;
	const bool is_consent = g_error_matches(error, AUTH_ERROR, AUTH_ERROR_CONSENT) ||
				g_error_matches(error, PIM_ERROR, PIM_ERROR_NO_CONSENT);
	if (!is_consent || network->in_use.credentials == NULL)
		return;
	const Audience audience = event->workload == WORKLOAD_AZURE ? AUDIENCE_ARM : AUDIENCE_GRAPH;
	g_autofree char *url = credentials_consent_url(network->in_use.credentials, audience);
	if (url == NULL)
		return;
	g_free(event->problem->hint);
	event->problem->hint = g_strdup_printf(
		"An administrator can consent to it for the whole tenant at %s", url);
}
