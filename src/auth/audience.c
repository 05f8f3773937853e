#include "src/auth/audience.h"

#include <string.h>

#include "src/base/host.h"
#include "src/net/url.h"

/* Resource names by cloud (Azure endpoint lists, Microsoft Graph "National cloud deployments"); the first host of a
 * row is the one that is called. */
static const struct {
	Audience audience;
	const char *host;
	const char *twin;
	bool is_public;
} resource_names[] = {
	{ AUDIENCE_ARM, "management.azure.com", "management.core.windows.net", true },
	{ AUDIENCE_ARM, "management.usgovcloudapi.net", "management.core.usgovcloudapi.net",
	  false },
	{ AUDIENCE_ARM, "management.chinacloudapi.cn", "management.core.chinacloudapi.cn", false },
	{ AUDIENCE_GRAPH, "graph.microsoft.com", NULL, true },
	{ AUDIENCE_GRAPH, "graph.microsoft.us", NULL, false },
	{ AUDIENCE_GRAPH, "dod-graph.microsoft.us", NULL, false },
	{ AUDIENCE_GRAPH, "microsoftgraph.chinacloudapi.cn", NULL, false },
};

static const char *const application_ids[AUDIENCE_COUNT] = {
	[AUDIENCE_ARM] = "797f4846-ba00-4fd7-ba43-dac1f8f63013",
	[AUDIENCE_GRAPH] = "00000003-0000-0000-c000-000000000000",
};

char *audience_resource(const Cloud *cloud, Audience audience)
{
	if (audience == AUDIENCE_GRAPH)
		return g_strdup(cloud->graph);
	if (cloud->arm_audience != NULL)
		return g_strdup(cloud->arm_audience);
	return g_strconcat(cloud->arm, "/", NULL);
}

static bool is_same_host(const Url *url, const char *other)
{
	g_auto(Url) parsed = { 0 };
	return other != NULL && url_parse(other, &parsed, NULL) &&
	       strcmp(url->host, parsed.host) == 0 && strcmp(url->port, parsed.port) == 0;
}

/* The public cloud's names stand for those of a service on this machine, which is there to be tried; a real host says
 * which tokens it takes (arm_audience). */
static bool is_on_this_machine(const Cloud *cloud, const char *base)
{
	g_auto(Url) url = { 0 };
	return !cloud->is_builtin && url_parse(base, &url, NULL) && host_is_loopback(url.host);
}

static bool is_known_name(const Cloud *cloud, Audience audience, const char *host)
{
	const char *base = audience == AUDIENCE_ARM ? cloud->arm : cloud->graph;
	for (size_t i = 0; i < G_N_ELEMENTS(resource_names); i++) {
		g_autofree char *own = g_strconcat("https://", resource_names[i].host, NULL);
		if (resource_names[i].audience != audience ||
		    (strcmp(host, resource_names[i].host) != 0 &&
		     g_strcmp0(host, resource_names[i].twin) != 0))
			continue;
		if (strcmp(own, base) == 0 ||
		    (resource_names[i].is_public && is_on_this_machine(cloud, base)))
			return true;
	}
	return false;
}

bool audience_is_of(const Cloud *cloud, Audience audience, const char *claim)
{
	g_auto(Url) url = { 0 };
	if (g_ascii_strcasecmp(claim, application_ids[audience]) == 0)
		return true;
	if (!url_parse(claim, &url, NULL))
		return false;
	if (is_same_host(&url, audience == AUDIENCE_ARM ? cloud->arm : cloud->graph))
		return true;
	if (audience == AUDIENCE_ARM && is_same_host(&url, cloud->arm_audience))
		return true;
	return is_known_name(cloud, audience, url.host);
}
