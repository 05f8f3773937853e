/* The built-in clouds. Source of the hosts: Microsoft Graph "National cloud deployments" and the Azure
 * endpoint lists of each cloud. GCC (not High) lives in the public cloud. */
#include "src/model/settings.h"

static const struct {
	const char *name, *login, *arm, *graph, *portal;
} clouds[] = {
	{ "public", "https://login.microsoftonline.com", "https://management.azure.com",
	  "https://graph.microsoft.com", "https://portal.azure.com" },
	{ "usgov", "https://login.microsoftonline.us", "https://management.usgovcloudapi.net",
	  "https://graph.microsoft.us", "https://portal.azure.us" },
	{ "dod", "https://login.microsoftonline.us", "https://management.usgovcloudapi.net",
	  "https://dod-graph.microsoft.us", "https://portal.azure.us" },
	{ "china", "https://login.chinacloudapi.cn", "https://management.chinacloudapi.cn",
	  "https://microsoftgraph.chinacloudapi.cn", "https://portal.azure.cn" },
};

Cloud *cloud_new_builtin(const char *name)
{
	for (size_t i = 0; name != NULL && i < G_N_ELEMENTS(clouds); i++) {
		if (g_strcmp0(clouds[i].name, name) != 0)
			continue;
		Cloud *cloud = g_new0(Cloud, 1);
		cloud->name = g_strdup(clouds[i].name);
		cloud->login = g_strdup(clouds[i].login);
		cloud->arm = g_strdup(clouds[i].arm);
		cloud->graph = g_strdup(clouds[i].graph);
		cloud->portal = g_strdup(clouds[i].portal);
		cloud->is_builtin = true;
		return cloud;
	}
	return NULL;
}

Cloud *cloud_copy(const Cloud *cloud)
{
	if (cloud == NULL)
		return NULL;
	Cloud *copy = g_new0(Cloud, 1);
	copy->name = g_strdup(cloud->name);
	copy->login = g_strdup(cloud->login);
	copy->arm = g_strdup(cloud->arm);
	copy->graph = g_strdup(cloud->graph);
	copy->portal = g_strdup(cloud->portal);
	copy->arm_audience = g_strdup(cloud->arm_audience);
	copy->ca_file = g_strdup(cloud->ca_file);
	copy->is_builtin = cloud->is_builtin;
	return copy;
}

void cloud_free(Cloud *cloud)
{
	if (cloud == NULL)
		return;
	g_free(cloud->name);
	g_free(cloud->login);
	g_free(cloud->arm);
	g_free(cloud->graph);
	g_free(cloud->portal);
	g_free(cloud->arm_audience);
	g_free(cloud->ca_file);
	g_free(cloud);
}
