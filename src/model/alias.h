/*
 * Words of one's own for roles and scopes, as the configuration has them ([alias]). A word is replaced before anything is looked for:
 * what it stands for chooses as if it had been typed, so that an alias never fits more than that does.
 */
#ifndef MYROLES_MODEL_ALIAS_H
#define MYROLES_MODEL_ALIAS_H

#include <glib.h>
#include <stdbool.h>

typedef enum { ALIAS_ROLE, ALIAS_SCOPE, ALIAS_KINDS } AliasKind;

typedef struct Alias {
	AliasKind kind;
	char *name;  /* letter case does not count */
	char *words; /* a name, an id, or another alias of that kind */
} Alias;

Alias *alias_new(AliasKind kind, const char *name, const char *words);
Alias *alias_copy(const Alias *alias);
void alias_free(Alias *alias);

/* "role", "scope". Static. */
const char *alias_kind_word(AliasKind kind);

/* The alias of that name among Alias* (NULL: there are none); NULL: it is none. Borrowed. */
const Alias *alias_find(const GPtrArray *aliases, AliasKind kind, const char *name);

/* What the word stands for in the end; the word itself where it is no alias, or stands for nothing but itself. Borrowed. */
const char *alias_words(const GPtrArray *aliases, AliasKind kind, const char *word);

/* Does it lead back to itself, or to a loop? */
bool alias_is_endless(const GPtrArray *aliases, const Alias *alias);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Alias, alias_free)

#endif
