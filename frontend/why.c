#include "frontend/why.h"

static void way_free(gpointer data)
{
	Way *way = data;
	g_ptr_array_unref(way->targets);
	g_ptr_array_unref(way->meets);
	g_free(way);
}

void candidate_free(Candidate *candidate)
{
	bits_free(candidate->needs);
	bits_free(candidate->certain);
	g_free(candidate);
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
	g_ptr_array_unref(why->denies);
	g_ptr_array_unref(why->may_deny);
	g_ptr_array_unref(why->denied_rows);
	bits_free(why->denied);
	bits_free(why->missing);
	bits_free(why->had);
	g_free(why);
}

static bool is_in_one_plane(unsigned planes)
{
	return planes != 0 && (planes & (planes - 1)) == 0;
}

void why_settle_planes(const Operations *operations, const GPtrArray *needs)
{
	for (guint i = 0; i < needs->len; i++) {
		Need *need = needs->pdata[i];
		const unsigned planes = operations_planes(operations, need->action);
		if (!need->is_plane_known && is_in_one_plane(planes))
			need->plane = planes == 1u << PLANE_DATA ? PLANE_DATA : PLANE_CONTROL;
	}
}

const Need *why_find_guess(const Operations *operations, const GPtrArray *needs)
{
	for (guint i = 0; i < needs->len; i++) {
		const Need *need = needs->pdata[i];
		if (!need->is_plane_known &&
		    !is_in_one_plane(operations_planes(operations, need->action)))
			return need;
	}
	return NULL;
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

GPtrArray *why_rows_to_read(const WhyQuestion *question)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	for (guint i = 0; i < question->eligibilities->len; i++) {
		const Eligibility *row = question->eligibilities->pdata[i];
		if (is_in_reach(question, &row->grant))
			g_ptr_array_add(rows, eligibility_copy(row));
	}
	for (guint i = 0; i < question->assignments->len; i++) {
		const Grant *grant = &((const Assignment *)question->assignments->pdata[i])->grant;
		if (!is_in_reach(question, grant))
			continue;
		Eligibility *row = eligibility_new();
		grant_copy(&row->grant, grant);
		g_ptr_array_add(rows, row);
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

static bool is_in_doubt(const WhyQuestion *question, const Grant *grant)
{
	for (guint i = 0; i < question->needs->len; i++) {
		const Need *need = question->needs->pdata[i];
		if (need->scope != NULL && need->plane != PLANE_DIRECTORY &&
		    grant_covers(grant, need->scope) == COVERS_MAYBE &&
		    why_permits_any(question->definitions, grant, question->needs))
			return true;
	}
	return false;
}

GPtrArray *why_rows_in_doubt(const WhyQuestion *question, const GPtrArray *rows)
{
	GPtrArray *doubtful = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		if (is_in_doubt(question, &((const Eligibility *)rows->pdata[i])->grant))
			g_ptr_array_add(doubtful, rows->pdata[i]);
	}
	return doubtful;
}

static void look_at_assignments(const WhyQuestion *question, guint i, Why *why)
{
	const Need *need = question->needs->pdata[i];
	const bool is_denied = bits_has(why->denied, i);
	for (guint k = 0; !is_denied && k < question->assignments->len; k++) {
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
		bits_add(why->missing, i);
}

/* ---- what can be activated ---- */

static void add_unknown(Why *why, const Eligibility *row, UnknownReason reason)
{
	WhyUnknown *unknown = g_new(WhyUnknown, 1);
	*unknown = (WhyUnknown){ row, reason };
	g_ptr_array_add(why->unknown, unknown);
}

/* What it surely reaches and permits is the candidate's; what it permits where it may reach is not known. */
static Candidate *look_at_row(const WhyQuestion *question, const Eligibility *row, Why *why)
{
	const RoleDefinition *definition = find_definition(question->definitions, &row->grant);
	const guint count = question->needs->len;
	g_autoptr(Bits) needs = bits_new(count);
	g_autoptr(Bits) certain = bits_new(count);
	bool may_reach = false;
	int denied = -1; /* the first need that it would permit, but for a deny assignment */
	for (guint i = 0; i < count; i++) {
		const Need *need = question->needs->pdata[i];
		const Covers covers = reach(question, &row->grant, need);
		if (!bits_has(why->missing, i) || covers == COVERS_NOT)
			continue;
		if (bits_has(why->denied, i)) {
			denied = denied < 0 && covers == COVERS_SURELY && definition != NULL &&
						 permits(definition, &row->grant, need) !=
							 PERMITS_NOT
					 ? (int)i
					 : denied;
			continue;
		}
		if (definition == NULL) {
			add_unknown(why, row, UNKNOWN_DEFINITION);
			return NULL;
		}
		const Permitted how = permits(definition, &row->grant, need);
		may_reach |= how != PERMITS_NOT && covers == COVERS_MAYBE;
		if (how == PERMITS_NOT || covers == COVERS_MAYBE)
			continue;
		bits_add(needs, i);
		if (how == PERMITS_SURELY)
			bits_add(certain, i);
	}
	if (denied >= 0)
		why_add_denied_row(why, row, (guint)denied);
	if (may_reach)
		add_unknown(why, row, UNKNOWN_SCOPE);
	if (bits_is_empty(needs))
		return NULL;
	Candidate *candidate = g_new0(Candidate, 1);
	*candidate = (Candidate){ .row = row, .definition = definition };
	candidate->needs = g_steal_pointer(&needs);
	candidate->certain = g_steal_pointer(&certain);
	return candidate;
}

/* Weighing takes a while: each definition once. `powers`: definition → Bits, kept there. */
static void weigh(const Scale *scale, const GPtrArray *candidates, GHashTable *powers)
{
	for (guint i = 0; i < candidates->len; i++) {
		Candidate *candidate = candidates->pdata[i];
		gpointer key = (gpointer)candidate->definition;
		Bits *own = g_hash_table_lookup(powers, key);
		if (own == NULL) {
			own = scale_powers(scale, candidate->definition);
			g_hash_table_insert(powers, key, own);
		}
		candidate->powers = own;
		candidate->weight = scale_weigh(scale, own);
	}
}

static void find_ways(const WhyQuestion *question, GPtrArray *candidates, Why *why)
{
	g_autoptr(GPtrArray) definitions = g_ptr_array_new();
	for (guint i = 0; i < candidates->len; i++)
		g_ptr_array_add(definitions,
				(gpointer)((Candidate *)candidates->pdata[i])->definition);
	g_autoptr(Scale) scale = scale_new(question->operations, definitions);
	g_autoptr(GHashTable) powers = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
							     (GDestroyNotify)bits_free);
	weigh(scale, candidates, powers);
	why_find_ways(question, scale, candidates, why);
}

static Why *why_new(const GPtrArray *needs)
{
	Why *why = g_new0(Why, 1);
	why->needs = g_ptr_array_new();
	why->allowed = g_ptr_array_new();
	why->nearly = g_ptr_array_new();
	why->ways = g_ptr_array_new_with_free_func(way_free);
	why->unknown = g_ptr_array_new_with_free_func(g_free);
	why->denies = g_ptr_array_new();
	why->may_deny = g_ptr_array_new();
	why->denied_rows = g_ptr_array_new_with_free_func(g_free);
	why->denied = bits_new(needs->len);
	why->missing = bits_new(needs->len);
	why->had = bits_new(needs->len);
	g_ptr_array_set_size(why->allowed, (gint)needs->len);
	g_ptr_array_set_size(why->nearly, (gint)needs->len);
	g_ptr_array_set_size(why->denies, (gint)needs->len);
	g_ptr_array_set_size(why->may_deny, (gint)needs->len);
	for (guint i = 0; i < needs->len; i++)
		g_ptr_array_add(why->needs, needs->pdata[i]);
	return why;
}

Why *why_answer(const WhyQuestion *question)
{
	Why *why = why_new(question->needs);
	why->unasked = question->unasked;
	why_find_denies(question, why);
	for (guint i = 0; i < question->needs->len; i++)
		look_at_assignments(question, i, why);
	if (bits_is_empty(why->missing))
		return why;
	g_autoptr(GPtrArray) candidates =
		g_ptr_array_new_with_free_func((GDestroyNotify)candidate_free);
	for (guint i = 0; i < question->eligibilities->len; i++) {
		Candidate *candidate =
			look_at_row(question, question->eligibilities->pdata[i], why);
		if (candidate == NULL)
			continue;
		bits_add_all(why->had, candidate->needs);
		g_ptr_array_add(candidates, candidate);
	}
	if (candidates->len > 0)
		find_ways(question, candidates, why);
	return why;
}
