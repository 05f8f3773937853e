/* What aliases say of each other: one that stands for itself, and two that are one. */
#include <string.h>

#include "src/model/mistake.h"
#include "src/store/config-keys.h"

static void add_mistake(const Settings *settings, const Alias *alias, GPtrArray *mistakes,
			const char *what)
{
	const char *kind = alias_kind_word(alias->kind);
	g_autofree char *key = g_strconcat(kind, ".", alias->name, NULL);
	g_autofree char *text = g_strdup_printf("[alias] %s=%s: %s", key, alias->words, what);
	g_ptr_array_add(mistakes, mistake_new(settings_line(settings, "alias", key), text));
}

static void check(const Settings *settings, const Alias *alias, GPtrArray *mistakes)
{
	const Alias *first = alias_find(settings->aliases, alias->kind, alias->name);
	g_autofree char *expected = g_strdup_printf("expected the name or the id of a %s",
						    alias_kind_word(alias->kind));
	if (first != alias) {
		g_autofree char *clash = g_strdup_printf("is %s.%s once more, letter case aside",
							 alias_kind_word(first->kind), first->name);
		add_mistake(settings, alias, mistakes, clash);
	} else if (!settings_is_name(alias->name) || g_uuid_string_is_valid(alias->name)) {
		add_mistake(
			settings, alias, mistakes,
			"expected a word of letters, digits, dots, - and _ (at most 64) that is "
			"no id");
	} else if (alias_is_endless(settings->aliases, alias)) {
		g_autofree char *loop =
			g_strdup_printf("stands for itself in the end; %s", expected);
		add_mistake(settings, alias, mistakes, loop);
	}
}

void config_check_aliases(const Settings *settings, GPtrArray *mistakes)
{
	for (guint i = 0; i < settings->aliases->len; i++)
		check(settings, settings->aliases->pdata[i], mistakes);
}
