#include "cli/resolve.h"

#include <stdio.h>
#include <string.h>

#include "cli/tell.h"
#include "src/base/text.h"

#define CANDIDATES_SHOWN 20

bool selection_init(Selection *selection, const char *role, const char *scope, const char *access)
{
	*selection = (Selection){ .role = role, .scope = scope };
	if (access == NULL)
		return true;
	selection->access = access_from_word(access);
	return selection->access != ACCESS_NONE;
}

/* Letter case as people see it, not only of ASCII; composed and decomposed characters alike. */
static char *fold(const char *name)
{
	g_autofree char *clean = text_sanitize(name, -1);
	g_autofree char *normal = g_utf8_normalize(clean, -1, G_NORMALIZE_ALL_COMPOSE);
	return g_utf8_casefold(normal != NULL ? normal : clean, -1);
}

static bool is_same_name(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return false;
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

GPtrArray *select_grants(GPtrArray *grants, const Selection *selection)
{
	GPtrArray *fitting = g_ptr_array_new();
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		bool has_access =
			selection->access == ACCESS_NONE || selection->access == grant->access;
		if (has_access && grant_has_role(grant, selection->role))
			g_ptr_array_add(fitting, (gpointer)grant);
	}
	return fitting;
}

bool is_in_a_failed_list(const Session *session, const GPtrArray *grants, const char *role)
{
	for (guint i = 0; i < grants->len; i++) {
		if (grant_has_role(g_ptr_array_index(grants, i), role))
			return false;
	}
	return session->problems->len > 0;
}

void tell_candidates(Refusal *refusal, const char *code, const char *message,
		     const GPtrArray *grants)
{
	refusal_tell(refusal, code, message);
	for (guint i = 0; i < grants->len && i < CANDIDATES_SHOWN; i++)
		refusal_add(refusal, g_ptr_array_index(grants, i), NULL);
	if (grants->len > CANDIDATES_SHOWN)
		fprintf(stderr, "  and %u more\n", grants->len - CANDIDATES_SHOWN);
}

static void tell_none(const Selection *selection, GPtrArray *grants, const char *what,
		      Refusal *refusal)
{
	g_autoptr(GPtrArray) alike = g_ptr_array_new();
	for (guint i = 0; i < grants->len; i++) {
		const Grant *grant = g_ptr_array_index(grants, i);
		if (grant->role.name != NULL && selection->role != NULL &&
		    text_matches(grant->role.name, selection->role))
			g_ptr_array_add(alike, (gpointer)grant);
	}
	g_autofree char *hint =
		alike->len > 0 ? g_strdup("Did you mean one of these?")
			       : g_strdup_printf("`myroles list %s` shows what there is.", what);
	g_autofree char *message =
		g_strdup_printf("No %s role is called \"%s\". %s", what, selection->role, hint);
	tell_candidates(refusal, REFUSAL_UNKNOWN, message, alike);
}

const Grant *choose_grant(const Selection *selection, GPtrArray *grants, const char *what,
			  Refusal *refusal)
{
	g_autoptr(GPtrArray) fitting = select_grants(grants, selection);
	if (fitting->len == 0) {
		tell_none(selection, grants, what, refusal);
		return NULL;
	}
	g_autoptr(GPtrArray) there = g_ptr_array_new();
	g_auto(ScopeWords) words = { 0 };
	if (selection->scope != NULL)
		scope_words_init(&words, selection->scope);
	for (guint i = 0; i < fitting->len; i++) {
		const Grant *grant = g_ptr_array_index(fitting, i);
		if (selection->scope == NULL || scope_has_words(&grant->scope, &words))
			g_ptr_array_add(there, (gpointer)grant);
	}
	if (there->len == 1)
		return g_ptr_array_index(there, 0);
	g_autofree char *message =
		there->len == 0
			? g_strdup_printf("\"%s\" is %s at another scope than \"%s\":",
					  selection->role, what, selection->scope)
			: g_strdup_printf(
				  "%u %s roles fit. Nothing was sent. Say which by its scope's id, "
				  "or by its own id as --role:",
				  there->len, what);
	tell_candidates(refusal, there->len == 0 ? REFUSAL_UNKNOWN : REFUSAL_AMBIGUOUS, message,
			there->len == 0 ? fitting : there);
	return NULL;
}
