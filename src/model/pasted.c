/* What people paste instead of picking a scope from the tree: ids and URLs from the portal, from ARM and from
 * other tools' output. The portal's shapes are observed, not documented:
 *
 *   https://portal.azure.com/#@contoso.com/resource/subscriptions/ID/resourceGroups/NAME/overview
 *   https://portal.azure.com/#view/HubsExtension/ResourceMenuBlade/id/%2Fsubscriptions%2FID/menuId/overview
 *   https://portal.azure.com/#view/…/ManagmentGroupDrilldownMenuBlade/~/overview/tenantId/ID/mgId/NAME/…
 */
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/scope.h"

/* An id that is percent-encoded as one piece ends at the first plain slash; a plain one goes on to the end. */
#define PLAIN_END   "?&#\"'<>|;, \t\r\n"
#define ENCODED_END "/" PLAIN_END

/* `needle` is in lower case. */
static const char *find_ignoring_case(const char *text, const char *needle)
{
	size_t length = strlen(needle);
	for (; *text != '\0'; text++) {
		if (g_ascii_strncasecmp(text, needle, length) == 0)
			return text;
	}
	return NULL;
}

static const char *earlier(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a != NULL ? a : b;
	return MIN(a, b);
}

static bool is_segment(const char *segment)
{
	return segment != NULL && *segment != '\0';
}

/* How many of `parts` make up a scope: what follows is a page of the portal or an operation of ARM. */
static guint count_scope_parts(char **parts, guint count)
{
	guint used = 0;
	if (count >= 2 && g_ascii_strcasecmp(parts[0], "subscriptions") == 0 &&
	    g_uuid_string_is_valid(parts[1])) {
		bool has_group = count >= 4 &&
				 g_ascii_strcasecmp(parts[2], "resourceGroups") == 0 &&
				 is_segment(parts[3]);
		used = has_group ? 4 : 2;
	} else if (count >= 4 && g_ascii_strcasecmp(parts[0], "providers") == 0 &&
		   g_ascii_strcasecmp(parts[2], "managementGroups") == 0 && is_segment(parts[3])) {
		used = 4;
	}

	/* Resources: providers/NAMESPACE/TYPE/NAME[/TYPE/NAME…]. Role assignments and the like are no scopes. */
	while (used > 0 && used + 4 <= count && g_ascii_strcasecmp(parts[used], "providers") == 0 &&
	       g_ascii_strcasecmp(parts[used + 1], "Microsoft.Authorization") != 0) {
		guint next = used + 2;
		while (next + 2 <= count && is_segment(parts[next]) &&
		       is_segment(parts[next + 1]) &&
		       g_ascii_strcasecmp(parts[next], "providers") != 0)
			next += 2;
		if (next == used + 2)
			break;
		used = next;
	}
	return used;
}

/* A scope id out of text that begins with a slash, with anything behind it. */
static char *cut_scope(const char *id)
{
	g_auto(GStrv) parts = g_strsplit(id + 1, "/", -1);
	guint count = g_strv_length(parts);
	for (guint i = 0; i < count; i++) {
		char *plain = g_uri_unescape_string(parts[i], "/");
		if (plain == NULL)
			return NULL;
		g_free(parts[i]);
		parts[i] = plain;
	}

	guint used = count_scope_parts(parts, count);
	if (used == 0)
		return NULL;
	g_autoptr(GString) scope = g_string_new(NULL);
	for (guint i = 0; i < used; i++)
		g_string_append_printf(scope, "/%s", parts[i]);
	return text_is_clean(scope->str) ? g_string_free(g_steal_pointer(&scope), FALSE) : NULL;
}

/* An id encoded as one piece: %2Fsubscriptions%2F… */
static char *parse_encoded(const char *text)
{
	const char *start =
		earlier(find_ignoring_case(text, "%2fsubscriptions%2f"),
			find_ignoring_case(text, "%2fproviders%2fmicrosoft.management%2f"));
	if (start == NULL)
		return NULL;
	g_autofree char *piece = g_strndup(start, strcspn(start, ENCODED_END));
	g_autofree char *id = g_uri_unescape_string(piece, NULL);
	return id == NULL ? NULL : cut_scope(id);
}

static char *parse_plain(const char *text)
{
	const char *start = earlier(
		find_ignoring_case(text, "/subscriptions/"),
		find_ignoring_case(text, "/providers/microsoft.management/managementgroups/"));
	if (start == NULL)
		return NULL;
	g_autofree char *piece = g_strndup(start, strcspn(start, PLAIN_END));
	return cut_scope(piece);
}

/* The portal's pages of a management group carry its name alone. */
static char *parse_management_group_page(const char *text)
{
	const char *start = find_ignoring_case(text, "/mgid/");
	if (start == NULL)
		return NULL;
	start += strlen("/mgid/");
	g_autofree char *name = g_strndup(start, strcspn(start, ENCODED_END));
	g_autofree char *id =
		g_strconcat("/providers/Microsoft.Management/managementGroups/", name, NULL);
	return cut_scope(id);
}

char *scope_parse_pasted(const char *text)
{
	if (text == NULL || strlen(text) > LIMIT_URL)
		return NULL;
	g_autofree char *trimmed = g_strstrip(g_strdup(text));
	if (strcmp(trimmed, "/") == 0)
		return g_strdup("/");

	/* Links that went through another page come encoded once more. */
	g_autofree char *current = g_strconcat("/", trimmed, NULL);
	for (int layer = 0; layer < 3; layer++) {
		char *id = parse_encoded(current);
		if (id == NULL)
			id = parse_plain(current);
		if (id == NULL)
			id = parse_management_group_page(current);
		if (id != NULL)
			return id;
		char *decoded = g_uri_unescape_string(current, NULL);
		if (decoded == NULL)
			return NULL;
		g_free(current);
		current = decoded;
	}
	return NULL;
}
