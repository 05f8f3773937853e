#include <string.h>

#include "frontend/why.h"

/* ---- where a need is to be met ---- */

/* Who writes a group that exists is told so; a resource may be there, and only its change be denied. */
static bool is_yet_to_be_made(const Need *need)
{
	return need->is_made ||
	       (need->scope != NULL &&
		scope_type_from_arm_id(need->scope) == SCOPE_RESOURCE_GROUP &&
		g_ascii_strcasecmp(need->action,
				   "Microsoft.Resources/subscriptions/resourceGroups/write") == 0);
}

/* What is yet to be made holds nothing that an activation could stand at. */
GPtrArray *why_find_anchors(const GPtrArray *needs)
{
	GPtrArray *anchors = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < needs->len; i++)
		g_ptr_array_add(anchors, need_anchor(needs->pdata[i]));
	for (guint i = 0; i < needs->len; i++) {
		const Need *made = needs->pdata[i];
		const char *place = anchors->pdata[i];
		if (place == NULL || !is_yet_to_be_made(made) || scope_id_equal(place, made->scope))
			continue;
		for (guint k = 0; k < needs->len; k++) {
			char *other = anchors->pdata[k];
			if (k == i || other == NULL || !scope_id_covers(made->scope, other))
				continue;
			anchors->pdata[k] = g_strdup(place);
			g_free(other);
		}
	}
	return anchors;
}

/* ---- where a row is to be activated ---- */

/* The narrowest scope that holds both; NULL: the ids tell none. The caller frees. */
static char *find_common(const char *a, const char *b)
{
	g_autofree char *at = g_strdup(a);
	while (at != NULL && !scope_id_covers(at, b)) {
		char *parent = scope_parent_arm_id(at);
		g_free(at);
		at = parent;
	}
	return g_steal_pointer(&at);
}

/* One more place for the row: together with one that it has, or beside those. */
static void add_place(GPtrArray *places, const Grant *grant, const char *anchor)
{
	const bool is_below = anchor != NULL && !scope_id_covers(anchor, grant->scope.id);
	const char *place = is_below ? anchor : grant->scope.id;
	for (guint i = 0; i < places->len; i++) {
		g_autofree char *common = find_common(places->pdata[i], place);
		if (common == NULL)
			continue;
		/* … but not beyond what the row reaches. */
		const bool is_wider = scope_id_covers(common, grant->scope.id);
		g_free(places->pdata[i]);
		places->pdata[i] = is_wider ? g_strdup(grant->scope.id) : g_steal_pointer(&common);
		return;
	}
	g_ptr_array_add(places, g_strdup(place));
}

static bool is_at_one(const GPtrArray *places, const char *anchor)
{
	for (guint i = 0; anchor != NULL && i < places->len; i++) {
		if (scope_id_covers(places->pdata[i], anchor))
			return true;
	}
	return false;
}

/* ---- who meets what ---- */

typedef struct Placing {
	const GPtrArray *members; /* Candidate* */
	const GPtrArray *anchors;
	const Bits *wanted;
	GPtrArray **places; /* of each member: char* */
	guint *who;         /* of each need: the member that meets it */
} Placing;

static const Candidate *member_at(const Placing *placing, guint i)
{
	return placing->members->pdata[i];
}

static guint count_members(const Placing *placing, guint need)
{
	guint count = 0;
	for (guint i = 0; i < placing->members->len; i++)
		count += bits_has(member_at(placing, i)->needs, need);
	return count;
}

/* Surely rather than under a condition; who is there already; else the least. */
static bool is_better(const Placing *placing, guint need, guint one, guint other)
{
	const Candidate *a = member_at(placing, one), *b = member_at(placing, other);
	const char *anchor = placing->anchors->pdata[need];
	if (bits_has(a->certain, need) != bits_has(b->certain, need))
		return bits_has(a->certain, need);
	const bool is_there = is_at_one(placing->places[one], anchor);
	if (is_there != is_at_one(placing->places[other], anchor))
		return is_there;
	return weight_compare(&a->weight, &b->weight, PLANE_COUNT) < 0;
}

static guint choose_member(const Placing *placing, guint need)
{
	guint best = placing->members->len;
	for (guint i = 0; i < placing->members->len; i++) {
		if (bits_has(member_at(placing, i)->needs, need) &&
		    (best == placing->members->len || is_better(placing, need, i, best)))
			best = i;
	}
	return best;
}

/* First what one alone can do: it says where that one has to be anyway. */
static void choose_places(Placing *placing)
{
	for (int round = 0; round < 2; round++) {
		for (int need = bits_next(placing->wanted, 0); need >= 0;
		     need = bits_next(placing->wanted, (guint)need + 1)) {
			const bool is_alone = count_members(placing, (guint)need) == 1;
			if (is_alone != (round == 0))
				continue;
			const guint member = choose_member(placing, (guint)need);
			placing->who[need] = member;
			if (member == placing->members->len)
				continue; /* nobody does */
			add_place(placing->places[member], &member_at(placing, member)->row->grant,
				  placing->anchors->pdata[need]);
		}
	}
}

static void add_target(Way *way, const Eligibility *row, const char *scope_id, Bits *meets)
{
	Target *target = g_new0(Target, 1);
	target->eligibility = eligibility_copy(row);
	if (scope_id != NULL && !scope_id_equal(scope_id, row->grant.scope.id))
		scope_init(&target->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	else
		scope_copy(&target->scope, &row->grant.scope);
	g_ptr_array_add(way->targets, target);
	g_ptr_array_add(way->meets, meets);
}

/* What a member meets at one of its places. */
static Bits *find_met(const Placing *placing, guint member, const char *place)
{
	Bits *met = bits_new(bits_room(placing->wanted));
	for (int need = bits_next(placing->wanted, 0); need >= 0;
	     need = bits_next(placing->wanted, (guint)need + 1)) {
		const char *anchor = placing->anchors->pdata[need];
		const bool is_here = placing->places[member]->len == 1 || anchor == NULL ||
				     scope_id_covers(place, anchor) ||
				     scope_id_covers(anchor, place);
		if (placing->who[need] == member && is_here)
			bits_add(met, (guint)need);
	}
	return met;
}

void why_place_members(const GPtrArray *members, const GPtrArray *anchors, const Bits *wanted,
		       Way *way)
{
	g_autofree GPtrArray **places = g_new0(GPtrArray *, members->len);
	g_autofree guint *who = g_new0(guint, anchors->len);
	Placing placing = { members, anchors, wanted, places, who };
	for (guint i = 0; i < members->len; i++)
		places[i] = g_ptr_array_new_with_free_func(g_free);
	choose_places(&placing);
	for (guint i = 0; i < members->len; i++) {
		for (guint k = 0; k < places[i]->len; k++)
			add_target(way, member_at(&placing, i)->row, places[i]->pdata[k],
				   find_met(&placing, i, places[i]->pdata[k]));
		g_ptr_array_unref(places[i]);
	}
}
