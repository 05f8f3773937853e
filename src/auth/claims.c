#include "src/auth/claims.h"

#include <glib.h>
#include <string.h>

#define CAPABILITY "\"xms_cc\":{\"values\":[\"cp1\"]}"

char *claims_for_context(const char *context)
{
	const size_t length = strlen(context);
	/* It comes from the service and stands between quotes. */
	if (length == 0 || length > 8 ||
	    strspn(context, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") !=
		    length)
		return NULL;
	return g_strdup_printf(
		"{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"%s\"}}}", context);
}

/* Just behind the brace that opens the value of "access_token"; NULL: there is none, or nothing in it. */
static const char *find_members(const char *claims)
{
	const char *at = strstr(claims, "\"access_token\"");
	if (at == NULL)
		return NULL;
	at += strlen("\"access_token\"");
	at += strspn(at, " \t\r\n:");
	if (*at != '{')
		return NULL;
	at++;
	return at[strspn(at, " \t\r\n")] == '"' ? at : NULL;
}

char *claims_with_capability(const char *claims)
{
	const char *members = claims != NULL ? find_members(claims) : NULL;
	if (claims == NULL)
		return g_strdup("{\"access_token\":{" CAPABILITY "}}");
	if (members == NULL || strstr(claims, "\"xms_cc\"") != NULL)
		return g_strdup(claims);
	return g_strdup_printf("%.*s" CAPABILITY ",%s", (int)(members - claims), claims, members);
}
