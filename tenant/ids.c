#include "tenant/ids.h"

#include <string.h>

char *ids_derive(const char *space, const char *kind, const char *name)
{
	g_autofree char *seed = g_strconcat(space, "\n", kind, "\n", name, NULL);
	g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, seed, -1);
	/* The form of a random UUID (RFC 9562 section 5.4), with the bits of the hash. */
	return g_strdup_printf("%.8s-%.4s-4%.3s-a%.3s-%.12s", hash, hash + 8, hash + 12, hash + 15,
			       hash + 18);
}

char *ids_fresh(void)
{
	return g_uuid_string_random();
}

bool ids_is_guid(const char *text)
{
	return text != NULL && g_uuid_string_is_valid(text);
}

guint ids_hash(gconstpointer text)
{
	guint hash = 5381;
	for (const char *at = text; *at; at++)
		hash = hash * 33 + (guint)g_ascii_tolower(*at);
	return hash;
}

gboolean ids_equal(gconstpointer left, gconstpointer right)
{
	return g_ascii_strcasecmp(left, right) == 0;
}

const char *ids_tail(const char *id)
{
	const char *slash = strrchr(id, '/');
	return slash != NULL ? slash + 1 : id;
}

char *ids_normalize_scope(const char *scope)
{
	static const char odd[] = "/providers/Microsoft.Subscription/subscriptions/";
	GString *text = g_string_new("/");
	while (*scope == '/')
		scope++;
	g_string_append(text, scope);
	while (text->len > 1 && text->str[text->len - 1] == '/')
		g_string_truncate(text, text->len - 1);
	if (g_ascii_strncasecmp(text->str, odd, strlen(odd)) == 0)
		g_string_erase(text, 0, (gssize)strlen("/providers/Microsoft.Subscription"));
	return g_string_free(text, FALSE);
}

bool ids_is_path_within(const char *scope, const char *ancestor)
{
	size_t length = strlen(ancestor);
	if (g_strcmp0(ancestor, "/") == 0)
		return true;
	return g_ascii_strncasecmp(scope, ancestor, length) == 0 &&
	       (scope[length] == '\0' || scope[length] == '/');
}

char *ids_authorization(const char *scope, const char *collection, const char *name)
{
	return g_strconcat(g_strcmp0(scope, "/") == 0 ? "" : scope,
			   "/providers/Microsoft.Authorization/", collection,
			   name != NULL ? "/" : NULL, name, NULL);
}
