#include "frontend/why.h"

GPtrArray *why_places_to_ask(const GPtrArray *needs)
{
	GPtrArray *places = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	for (guint i = 0; i < needs->len; i++) {
		const Need *need = needs->pdata[i];
		g_autofree char *place = need->plane != PLANE_DIRECTORY ? need_anchor(need) : NULL;
		if (place == NULL || g_hash_table_contains(seen, place))
			continue;
		g_hash_table_add(seen, place);
		g_ptr_array_add(places, g_steal_pointer(&place));
	}
	return places;
}

static void look_at_need(const WhyQuestion *question, guint i, Why *why)
{
	const Need *need = question->needs->pdata[i];
	for (guint k = 0; k < question->denies->len; k++) {
		const DenyAssignment *deny = question->denies->pdata[k];
		const Denies denies =
			deny_assignment_denies(deny, need->plane, need->action, need->scope);
		if (denies == DENIES_SURELY && why->denies->pdata[i] == NULL)
			why->denies->pdata[i] = (gpointer)deny;
		else if (denies == DENIES_MAYBE && why->may_deny->pdata[i] == NULL)
			why->may_deny->pdata[i] = (gpointer)deny;
	}
	if (why->denies->pdata[i] != NULL)
		bits_add(why->denied, i);
}

void why_find_denies(const WhyQuestion *question, Why *why)
{
	for (guint i = 0; question->denies != NULL && i < question->needs->len; i++)
		look_at_need(question, i, why);
}

void why_add_denied_row(Why *why, const Eligibility *row, guint need)
{
	WhyDenied *denied = g_new(WhyDenied, 1);
	*denied = (WhyDenied){ row, why->needs->pdata[need], why->denies->pdata[need] };
	g_ptr_array_add(why->denied_rows, denied);
}

bool why_has_possible_deny(const Why *why)
{
	for (guint i = 0; i < why->needs->len; i++) {
		if (why->may_deny->pdata[i] != NULL && !bits_has(why->denied, i))
			return true;
	}
	return false;
}
