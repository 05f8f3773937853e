#include "src/pim/azure-urls.h"

#include <string.h>

#define API_VERSION "2020-10-01"
#define PROVIDER    "/providers/Microsoft.Authorization/"

/* A scope id as it stands in a URL: escaped but for its slashes, "" for the root. */
static char *escape_scope(const char *scope_id)
{
	g_autofree char *plain = scope_normalize_arm_id(scope_id == NULL ? "" : scope_id);
	if (plain == NULL || g_str_equal(plain, "/"))
		return g_strdup("");
	return g_uri_escape_string(plain, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH, FALSE);
}

char *azure_url_version(const char *scope_id, const char *kind, const char *filter,
			const char *version)
{
	g_autofree char *scope = escape_scope(scope_id);
	g_autofree char *escaped =
		filter == NULL ? NULL : g_uri_escape_string(filter, "()'$/,", FALSE);
	return g_strconcat(scope, PROVIDER, kind, "?api-version=", version,
			   escaped == NULL ? NULL : "&$filter=", escaped, NULL);
}

char *azure_url(const char *scope_id, const char *kind, const char *filter)
{
	return azure_url_version(scope_id, kind, filter, API_VERSION);
}

const char *azure_request_list(const Request *request)
{
	return request_is_extension(request->kind) ? "roleEligibilityScheduleRequests"
						   : "roleAssignmentScheduleRequests";
}

char *azure_request_url(const Request *request, const char *action)
{
	g_autofree char *name = g_uri_escape_string(request->id, NULL, FALSE);
	g_autofree char *kind = g_strconcat(azure_request_list(request), "/", name,
					    action == NULL ? NULL : "/", action, NULL);
	return azure_url(request->scope.id, kind, NULL);
}

char *azure_full_schedule_id(const char *scope_id, const char *schedule_id)
{
	if (schedule_id == NULL || strchr(schedule_id, '/') != NULL)
		return g_strdup(schedule_id);
	g_autofree char *scope = scope_normalize_arm_id(scope_id);
	const char *prefix = scope == NULL || g_str_equal(scope, "/") ? "" : scope;
	return g_strconcat(prefix, PROVIDER "roleEligibilitySchedules/", schedule_id, NULL);
}

char *azure_url_scope(const char *url)
{
	const char *end = strstr(url, PROVIDER);
	g_autofree char *escaped = end != NULL ? g_strndup(url, (gsize)(end - url)) : g_strdup(url);
	char *scope = g_uri_unescape_string(escaped, NULL);
	return scope != NULL ? scope : g_steal_pointer(&escaped);
}
