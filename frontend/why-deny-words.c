/* Deny assignments, in words. */
#include "frontend/why-words.h"

static gboolean is_same(gconstpointer a, gconstpointer b)
{
	return scope_id_equal(((const DenyAssignment *)a)->id, ((const DenyAssignment *)b)->id);
}

/* Which of the needs (bits of `among`; NULL: all) it is about, as "X at rg-web and 2 more". */
static char *about_words(const Why *why, const GPtrArray *denies, const DenyAssignment *deny,
			 bool is_certain)
{
	const Need *first = NULL;
	guint count = 0;
	for (guint i = 0; i < why->needs->len; i++) {
		const DenyAssignment *own = denies->pdata[i];
		if (own == NULL || !is_same(own, deny) || bits_has(why->denied, i) != is_certain)
			continue;
		first = first != NULL ? first : why->needs->pdata[i];
		count++;
	}
	if (first == NULL)
		return NULL;
	g_autofree char *words = need_words(first);
	return count == 1 ? g_steal_pointer(&words)
			  : g_strdup_printf("%s and %u more", words, count - 1);
}

static char *sentence(const DenyAssignment *deny, const char *about, bool is_certain)
{
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(deny->scope), deny->scope, NULL);
	if (is_certain)
		return g_strdup_printf("The deny assignment \"%s\" at %s takes away %s. No role "
				       "helps: it goes before every role.",
				       deny->name, scope_label(&scope), about);
	return g_strdup_printf("The deny assignment \"%s\" at %s may take away %s: whether it is "
			       "about you is not known.",
			       deny->name, scope_label(&scope), about);
}

static void add_sentences(const Why *why, const GPtrArray *denies, bool is_certain,
			  GPtrArray *sentences)
{
	g_autoptr(GPtrArray) told = g_ptr_array_new();
	for (guint i = 0; i < denies->len; i++) {
		DenyAssignment *deny = denies->pdata[i];
		if (deny == NULL || g_ptr_array_find_with_equal_func(told, deny, is_same, NULL))
			continue;
		g_autofree char *about = about_words(why, denies, deny, is_certain);
		if (about == NULL)
			continue;
		g_ptr_array_add(told, deny);
		g_ptr_array_add(sentences, sentence(deny, about, is_certain));
	}
}

GPtrArray *deny_sentences(const Why *why)
{
	GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
	add_sentences(why, why->denies, true, sentences);
	add_sentences(why, why->may_deny, false, sentences);
	return sentences;
}

char *unasked_denies_words(const GPtrArray *places)
{
	if (places == NULL || places->len == 0)
		return NULL;
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(places->pdata[0]), places->pdata[0], NULL);
	g_autofree char *more = places->len == 1
					? g_strdup("")
					: g_strdup_printf(" and %u more place%s", places->len - 1,
							  places->len == 2 ? "" : "s");
	return g_strdup_printf("Deny assignments at %s%s are not known: one would go before every "
			       "role.",
			       scope_label(&scope), more);
}
