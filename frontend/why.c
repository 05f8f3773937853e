#include "frontend/why.h"

static void way_free(gpointer data)
{
	Way *way = data;
	g_ptr_array_unref(way->targets);
	g_free(way);
}

void why_free(Why *why)
{
	if (why == NULL)
		return;
	g_ptr_array_unref(why->needs);
	g_ptr_array_unref(why->allowed);
	g_ptr_array_unref(why->nearly);
	g_ptr_array_unref(why->ways);
	g_ptr_array_unref(why->unknown);
	g_free(why);
}

void why_settle_planes(const Operations *operations, const GPtrArray *needs)
{
	for (guint i = 0; i < needs->len; i++) {
		Need *need = needs->pdata[i];
		if (!need->is_plane_known && need->plane == PLANE_CONTROL &&
		    operations_planes(operations, need->action) == 1u << PLANE_DATA)
			need->plane = PLANE_DATA;
	}
}

/* ---- reach ---- */

/* Of the directory it is known by the role's own scope alone. */
static Covers reach(const WhyQuestion *question, const Grant *grant, const Need *need)
{
	const bool is_directory = need->plane == PLANE_DIRECTORY;
	if (grant->access != ACCESS_NONE ||
	    is_directory == workload_info(grant->workload)->can_narrow_scope)
		return COVERS_NOT;
	if (is_directory)
		return grant->scope.type == SCOPE_DIRECTORY ? COVERS_SURELY : COVERS_MAYBE;
	if (need->scope == NULL)
		return COVERS_NOT;
	const Covers covers = grant_covers(grant, need->scope);
	return covers == COVERS_MAYBE && question->covers != NULL
		       ? question->covers(grant, need->scope, question->covers_data)
		       : covers;
}

static bool is_in_reach(const WhyQuestion *question, const Grant *grant)
{
	for (guint i = 0; i < question->needs->len; i++) {
		if (reach(question, grant, question->needs->pdata[i]) != COVERS_NOT)
			return true;
	}
	return false;
}

static const RoleDefinition *find_definition(const GPtrArray *definitions, const Grant *grant)
{
	for (guint i = 0; i < definitions->len; i++) {
		const RoleDefinition *definition = definitions->pdata[i];
		if (grant_is_of_role(grant, definition->workload, ACCESS_NONE, definition->role.id))
			return definition;
	}
	return NULL;
}

GPtrArray *why_rows_in_reach(const WhyQuestion *question)
{
	GPtrArray *rows = g_ptr_array_new();
	for (guint i = 0; i < question->eligibilities->len; i++) {
		const Eligibility *row = question->eligibilities->pdata[i];
		if (is_in_reach(question, &row->grant))
			g_ptr_array_add(rows, (gpointer)row);
	}
	return rows;
}

/* ---- what is permitted already ---- */

static Permitted permits(const RoleDefinition *definition, const Grant *grant, const Need *need)
{
	const Permitted by_role = role_definition_permits(definition, need->plane, need->action);
	const bool has_condition = grant->condition != NULL && *grant->condition != '\0';
	return by_role == PERMITS_SURELY && has_condition ? PERMITS_MAYBE : by_role;
}

bool why_permits_any(const GPtrArray *definitions, const Grant *grant, const GPtrArray *needs)
{
	const RoleDefinition *definition = find_definition(definitions, grant);
	for (guint i = 0; definition != NULL && i < needs->len; i++) {
		if (permits(definition, grant, needs->pdata[i]) != PERMITS_NOT)
			return true;
	}
	return false;
}

static void look_at_assignments(const WhyQuestion *question, guint i, Why *why)
{
	const Need *need = question->needs->pdata[i];
	for (guint k = 0; k < question->assignments->len; k++) {
		const Assignment *row = question->assignments->pdata[k];
		const RoleDefinition *definition =
			find_definition(question->definitions, &row->grant);
		if (definition == NULL || row->is_unconfirmed ||
		    reach(question, &row->grant, need) != COVERS_SURELY)
			continue;
		const Permitted how = permits(definition, &row->grant, need);
		if (how == PERMITS_SURELY && !need->is_conditional)
			why->allowed->pdata[i] = (gpointer)row;
		else if (how != PERMITS_NOT)
			why->nearly->pdata[i] = (gpointer)row;
	}
	if (why->allowed->pdata[i] == NULL)
		why->missing |= UINT64_C(1) << i;
}

/* ---- what can be activated ---- */

static void add_unknown(Why *why, const Eligibility *row, UnknownReason reason)
{
	WhyUnknown *unknown = g_new(WhyUnknown, 1);
	*unknown = (WhyUnknown){ row, reason };
	g_ptr_array_add(why->unknown, unknown);
}

static void look_at_row(const WhyQuestion *question, const Eligibility *row, GArray *candidates,
			Why *why)
{
	const RoleDefinition *definition = find_definition(question->definitions, &row->grant);
	Candidate candidate = { .row = row, .definition = definition };
	bool may_reach = false;
	for (guint i = 0; i < question->needs->len; i++) {
		const uint64_t bit = UINT64_C(1) << i;
		const Need *need = question->needs->pdata[i];
		const Covers covers = reach(question, &row->grant, need);
		if ((why->missing & bit) == 0 || covers == COVERS_NOT)
			continue;
		if (definition == NULL) {
			add_unknown(why, row, UNKNOWN_DEFINITION);
			return;
		}
		const Permitted how = permits(definition, &row->grant, need);
		may_reach |= how != PERMITS_NOT && covers == COVERS_MAYBE;
		if (how == PERMITS_NOT || covers == COVERS_MAYBE)
			continue;
		candidate.needs |= bit;
		if (how == PERMITS_SURELY)
			candidate.certain |= bit;
	}
	if (candidate.needs != 0)
		g_array_append_val(candidates, candidate);
	else if (may_reach)
		add_unknown(why, row, UNKNOWN_SCOPE);
}

/* Weighing takes a while: each definition once. */
static void weigh(const WhyQuestion *question, GArray *candidates)
{
	g_autoptr(GHashTable) weights =
		g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
	for (guint i = 0; i < candidates->len; i++) {
		Candidate *candidate = &g_array_index(candidates, Candidate, i);
		gpointer key = (gpointer)candidate->definition;
		const Weight *known = g_hash_table_lookup(weights, key);
		if (known == NULL) {
			g_autoptr(GPtrArray) one = g_ptr_array_new();
			g_ptr_array_add(one, key);
			Weight *weight = g_new(Weight, 1);
			*weight = operations_weigh(question->operations, one);
			g_hash_table_insert(weights, key, weight);
			known = weight;
		}
		candidate->weight = *known;
	}
}

Why *why_answer(const WhyQuestion *question)
{
	Why *why = g_new0(Why, 1);
	const guint count = question->needs->len;
	why->needs = g_ptr_array_new();
	why->allowed = g_ptr_array_new();
	why->nearly = g_ptr_array_new();
	why->ways = g_ptr_array_new_with_free_func(way_free);
	why->unknown = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_set_size(why->allowed, (gint)count);
	g_ptr_array_set_size(why->nearly, (gint)count);
	for (guint i = 0; i < count; i++) {
		g_ptr_array_add(why->needs, question->needs->pdata[i]);
		look_at_assignments(question, i, why);
	}
	g_autoptr(GArray) candidates = g_array_new(FALSE, TRUE, sizeof(Candidate));
	for (guint i = 0; why->missing != 0 && i < question->eligibilities->len; i++)
		look_at_row(question, question->eligibilities->pdata[i], candidates, why);
	weigh(question, candidates);
	for (guint i = 0; i < candidates->len; i++)
		why->had |= g_array_index(candidates, Candidate, i).needs;
	if (candidates->len > 0)
		why_find_ways(question, candidates, why);
	return why;
}
