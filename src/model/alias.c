#include "src/model/alias.h"

#include <string.h>

Alias *alias_new(AliasKind kind, const char *name, const char *words)
{
	Alias *alias = g_new0(Alias, 1);
	alias->kind = kind;
	alias->name = g_strdup(name);
	alias->words = g_strdup(words);
	return alias;
}

Alias *alias_copy(const Alias *alias)
{
	return alias_new(alias->kind, alias->name, alias->words);
}

void alias_free(Alias *alias)
{
	if (alias == NULL)
		return;
	g_free(alias->name);
	g_free(alias->words);
	g_free(alias);
}

const char *alias_kind_word(AliasKind kind)
{
	static const char *const words[] = { [ALIAS_ROLE] = "role", [ALIAS_SCOPE] = "scope" };
	return words[kind];
}

/* Names are ASCII: nothing else may stand in front of an equals sign. */
const Alias *alias_find(const GPtrArray *aliases, AliasKind kind, const char *name)
{
	for (guint i = 0; aliases != NULL && name != NULL && i < aliases->len; i++) {
		const Alias *alias = aliases->pdata[i];
		if (alias->kind == kind && g_ascii_strcasecmp(alias->name, name) == 0)
			return alias;
	}
	return NULL;
}

/* The last of the chain that begins with it; NULL: it has no end. */
static const Alias *find_end(const GPtrArray *aliases, const Alias *alias)
{
	for (guint steps = 0; steps < aliases->len; steps++) {
		const Alias *next = alias_find(aliases, alias->kind, alias->words);
		if (next == NULL)
			return alias;
		alias = next;
	}
	return NULL;
}

const char *alias_words(const GPtrArray *aliases, AliasKind kind, const char *word)
{
	const Alias *alias = alias_find(aliases, kind, word);
	const Alias *end = alias != NULL ? find_end(aliases, alias) : NULL;
	return end != NULL ? end->words : word;
}

bool alias_is_endless(const GPtrArray *aliases, const Alias *alias)
{
	return find_end(aliases, alias) == NULL;
}
