#include "frontend/grant-words.h"

char *role_words(const Role *role, Access access, const Scope *scope)
{
	if (access != ACCESS_NONE)
		return g_strdup_printf("%s (%s)", role_label(role), access_word(access));
	return g_strdup_printf("%s on %s", role_label(role), scope_label(scope));
}

char *grant_words(const Grant *grant, const Scope *scope)
{
	return role_words(&grant->role, grant->access, scope != NULL ? scope : &grant->scope);
}

char *grant_until(const Wording *wording, const Grant *grant)
{
	if (grant->end == 0)
		return g_strdup("permanent");
	if (grant->end <= wording->now)
		return g_strdup("ended");
	g_autofree char *at = wording_time(wording, grant->end);
	return g_strdup_printf("until %s", at);
}

char *scope_words(const Scope *scope)
{
	const char *label = scope_label(scope), *type = scope_type_title(scope->type);
	return g_str_equal(label, type) ? g_strdup(label) : g_strdup_printf("%s (%s)", label, type);
}
