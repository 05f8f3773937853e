#include "frontend/selection.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/nearby.h"
#include "src/base/text.h"

/* ---- Words ------------------------------------------------------------------------------------ */

bool selection_init(Selection *selection, const char *role, const char *scope, const char *access)
{
	*selection = (Selection){ .role = role, .scope = scope };
	if (access == NULL)
		return true;
	selection->access = access_from_word(access);
	return selection->access != ACCESS_NONE;
}

static void take_alias(const GPtrArray *aliases, AliasKind kind, const char **words,
		       const char **typed)
{
	const char *meant = alias_words(aliases, kind, *words);
	if (meant == *words)
		return;
	*typed = *words;
	*words = meant;
}

void selection_take_aliases(Selection *selection, const GPtrArray *aliases)
{
	take_alias(aliases, ALIAS_ROLE, &selection->role, &selection->role_alias);
	take_alias(aliases, ALIAS_SCOPE, &selection->scope, &selection->scope_alias);
}

/* Nothing in it but letters, digits and signs of ASCII, and not too long: of such a one, folding changes the case alone. */
static bool is_plain(const char *name)
{
	size_t length = 0;
	while (name[length] >= ' ' && name[length] < '\x7f')
		length++;
	return name[length] == '\0' && length <= LIMIT_TEXT_CHARS;
}

/*
 * Letter case as people see it, not only of ASCII; composed and decomposed characters alike; joiners left out, since a
 * name that was copied from a screen lacks them.
 */
static char *fold(const char *name)
{
	if (is_plain(name))
		return g_ascii_strdown(name, -1);
	g_autofree char *clean = text_sanitize(name, -1);
	g_autofree char *seen = text_without_joiners(clean);
	g_autofree char *normal = g_utf8_normalize(seen, -1, G_NORMALIZE_ALL_COMPOSE);
	return g_utf8_casefold(normal != NULL ? normal : seen, -1);
}

static bool is_same_name(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return false;
	if (is_plain(a) && is_plain(b))
		return g_ascii_strcasecmp(a, b) == 0;
	g_autofree char *folded_a = fold(a);
	g_autofree char *folded_b = fold(b);
	return strcmp(folded_a, folded_b) == 0;
}

bool grant_has_role(const Grant *grant, const char *words)
{
	if (words == NULL || strcmp(grant->id, words) == 0 || is_same_name(grant->role.name, words))
		return true;
	return grant->role.id != NULL &&
	       (scope_id_equal(grant->role.id, words) ||
		g_ascii_strcasecmp(role_guid(grant->role.id), words) == 0);
}

void scope_words_init(ScopeWords *words, const char *text)
{
	*words = (ScopeWords){ .words = text, .id = scope_parse_pasted(text), .name = fold(text) };
	words->is_guess = words->id == NULL && g_uuid_string_is_valid(text);
	if (words->is_guess)
		words->id = g_strconcat("/subscriptions/", text, NULL);
}

void scope_words_clear(ScopeWords *words)
{
	g_clear_pointer(&words->id, g_free);
	g_clear_pointer(&words->name, g_free);
}

bool scope_has_words(const Scope *scope, const ScopeWords *words)
{
	if (scope->id == NULL)
		return false;
	if (scope_id_equal(scope->id, words->words) ||
	    (words->id != NULL && scope_id_equal(scope->id, words->id)))
		return true;
	g_autofree char *name = fold(scope_label(scope));
	return strcmp(name, words->name) == 0;
}

bool selection_is_doubtful(const Selection *selection, const GPtrArray *grants, const char **word)
{
	g_auto(ScopeWords) typed = { 0 };
	g_auto(ScopeWords) meant = { 0 };
	if (selection->scope_alias != NULL) {
		scope_words_init(&typed, selection->scope_alias);
		scope_words_init(&meant, selection->scope);
	}
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = grants->pdata[i];
		const bool is_other_role = selection->role_alias != NULL &&
					   grant_has_role(grant, selection->role_alias) &&
					   !grant_has_role(grant, selection->role);
		const bool is_other_scope = selection->scope_alias != NULL &&
					    scope_has_words(&grant->scope, &typed) &&
					    !scope_has_words(&grant->scope, &meant);
		*word = is_other_role ? selection->role_alias : selection->scope_alias;
		if (is_other_role || is_other_scope)
			return true;
	}
	return false;
}

/* ---- Rows ------------------------------------------------------------------------------------- */

GPtrArray *grants_of_eligibilities(const GPtrArray *rows)
{
	GPtrArray *grants = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(grants, &((Eligibility *)rows->pdata[i])->grant);
	return grants;
}

GPtrArray *grants_of_assignments(const GPtrArray *rows)
{
	GPtrArray *grants = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(grants, &((Assignment *)rows->pdata[i])->grant);
	return grants;
}

bool grants_have_role(const GPtrArray *grants, const char *words)
{
	for (guint i = 0; i < grants->len; i++) {
		if (grant_has_role(grants->pdata[i], words))
			return true;
	}
	return false;
}

GPtrArray *select_grants(const GPtrArray *grants, const Selection *selection)
{
	GPtrArray *fitting = g_ptr_array_new();
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = grants->pdata[i];
		const bool has_access =
			selection->access == ACCESS_NONE || selection->access == grant->access;
		if (has_access && grant_has_role(grant, selection->role))
			g_ptr_array_add(fitting, (gpointer)grant);
	}
	return fitting;
}

GPtrArray *select_grants_there(const GPtrArray *grants, const Selection *selection)
{
	GPtrArray *fitting = select_grants(grants, selection);
	if (selection->scope == NULL)
		return fitting;
	g_auto(ScopeWords) words = { 0 };
	scope_words_init(&words, selection->scope);
	for (guint i = fitting->len; i > 0; i--) {
		const Grant *grant = fitting->pdata[i - 1];
		if (!scope_has_words(&grant->scope, &words))
			g_ptr_array_remove_index(fitting, i - 1);
	}
	return fitting;
}

static GPtrArray *select_named(const GPtrArray *grants, const char *name)
{
	GPtrArray *named = g_ptr_array_new();
	for (guint i = 0; name != NULL && i < grants->len; i++) {
		const Grant *grant = grants->pdata[i];
		if (g_strcmp0(grant->role.name, name) == 0)
			g_ptr_array_add(named, (gpointer)grant);
	}
	return named;
}

/* Those whose name is nearest in spelling. */
static GPtrArray *select_nearby(const GPtrArray *grants, const char *role)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = grants->pdata[i];
		if (grant->role.name != NULL)
			g_ptr_array_add(names, grant->role.name);
	}
	return select_named(grants, nearby_word(role, names));
}

/* What holds the words; where nothing does, what is spelt alike. */
static GPtrArray *select_alike(const GPtrArray *grants, const char *role)
{
	g_autoptr(GPtrArray) alike = g_ptr_array_new();
	for (guint i = 0; role != NULL && i < grants->len; i++) {
		const Grant *grant = grants->pdata[i];
		if (grant->role.name != NULL && text_matches(grant->role.name, role))
			g_ptr_array_add(alike, (gpointer)grant);
	}
	if (alike->len > 0 || role == NULL)
		return g_steal_pointer(&alike);
	return select_nearby(grants, role);
}

Choice selection_choose(const Selection *selection, const GPtrArray *grants)
{
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (fitting->len == 0)
		return (Choice){ CHOICE_NONE, select_alike(grants, selection->role) };
	g_autoptr(GPtrArray) there = select_grants_there(grants, selection);
	if (there->len == 0)
		return (Choice){ CHOICE_ELSEWHERE, g_steal_pointer(&fitting) };
	return (Choice){ there->len == 1 ? CHOICE_ONE : CHOICE_SEVERAL, g_steal_pointer(&there) };
}

void choice_clear(Choice *choice)
{
	g_clear_pointer(&choice->grants, g_ptr_array_unref);
}
