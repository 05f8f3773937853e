#include "src/auth/registration.h"

#include <string.h>

#include "src/auth/audience.h"
#include "src/auth/oidc.h"
#include "src/model/permission.h"

/* Microsoft's own public clients (the Azure CLI, and Microsoft Graph Command Line Tools): they need no registration of one's own. */
#define CLIENT_AZURE_CLI   "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
#define CLIENT_GRAPH_TOOLS "14d82eec-204b-4c2f-b7e8-296a70dab67e"

bool auth_is_tenant(const char *text)
{
	if (!g_ascii_isalnum(text[0]))
		return false;
	for (; *text != '\0'; text++) {
		if (!g_ascii_isalnum(*text) && *text != '-' && *text != '.')
			return false;
	}
	return true;
}

const char *registration_client_id(const Registration *registration, Audience audience)
{
	const AccountSettings *settings = registration->settings;
	const char *own =
		audience == AUDIENCE_GRAPH ? settings->graph_client_id : settings->arm_client_id;
	if (own != NULL)
		return own;
	if (settings->client_id != NULL)
		return settings->client_id;
	return audience == AUDIENCE_GRAPH ? CLIENT_GRAPH_TOOLS : CLIENT_AZURE_CLI;
}

bool registration_is_entra(const Registration *registration)
{
	return registration->settings->authority == NULL;
}

const char *registration_issuer(const Registration *registration)
{
	return registration_is_entra(registration) ? registration->cloud->login
						   : registration->settings->authority;
}

char *registration_authority(const Registration *registration, const char *tenant)
{
	if (!registration_is_entra(registration))
		return g_strdup(registration->settings->authority);
	return oidc_authority(registration->cloud, tenant);
}

/* Microsoft's own client has no permissions of its own registration: each is named, so that consent is asked for it. */
static char *named_permissions(const char *resource)
{
	GString *scope = g_string_new(NULL);
	size_t count;
	const Permission *table = permission_table(&count);
	for (size_t i = 0; i < count; i++) {
		if (!table[i].is_unasked)
			g_string_append_printf(scope, "%s/%s ", resource, table[i].name);
	}
	return g_string_free(scope, FALSE);
}

char *registration_scope(const Registration *registration, Audience audience,
			 const char *permission)
{
	g_autofree char *resource = audience_resource(registration->cloud, audience);
	bool is_named =
		audience == AUDIENCE_GRAPH &&
		strcmp(registration_client_id(registration, audience), CLIENT_GRAPH_TOOLS) == 0;
	g_autofree char *usual = is_named             ? named_permissions(resource)
				 : permission != NULL ? g_strdup("")
						      : g_strconcat(resource, "/.default ", NULL);
	g_autofree char *more =
		permission != NULL ? g_strconcat(resource, "/", permission, " ", NULL) : NULL;
	return g_strconcat(usual, more != NULL ? more : "", "openid profile offline_access", NULL);
}

char *registration_consent_url(const Registration *registration, Audience audience,
			       const char *tenant)
{
	if (!registration_is_entra(registration))
		return NULL;
	return g_strdup_printf("%s/%s/adminconsent?client_id=%s", registration->cloud->login,
			       tenant != NULL ? tenant : "organizations",
			       registration_client_id(registration, audience));
}

/* ---- life ---- */

void registration_init(Registration *registration, const AccountSettings *settings,
		       const Cloud *cloud, Clock *clock)
{
	const HttpHost hosts = { .ca_file = cloud->ca_file };
	registration->settings = account_settings_copy(settings);
	registration->cloud = cloud_copy(cloud);
	registration->clock = clock;
	registration->http =
		http_new(&hosts, clock, NULL, NULL); /* there is no base URL to refuse */
}

void registration_clear(Registration *registration)
{
	g_clear_pointer(&registration->http, http_free);
	g_clear_pointer(&registration->settings, account_settings_free);
	g_clear_pointer(&registration->cloud, cloud_free);
}
