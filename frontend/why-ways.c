#include <string.h>

#include "frontend/why.h"
#include "src/base/limits.h"

#define MEMBERS_MOST 6     /* of one way: nobody wants to activate more */
#define STEPS_MOST   20000 /* of the search, so that it ends while a person waits */
#define ALIKE_MOST   4 /* of roles that permit the very same of what is missing, in ways of several */

/* ---- where ---- */

/* Who writes a group that exists is told so; a resource may be there, and only its change be denied. */
static bool is_yet_to_be_made(const Need *need)
{
	return need->is_made ||
	       (need->scope != NULL &&
		scope_type_from_arm_id(need->scope) == SCOPE_RESOURCE_GROUP &&
		g_ascii_strcasecmp(need->action,
				   "Microsoft.Resources/subscriptions/resourceGroups/write") == 0);
}

/* Where each need has to be met: what is yet to be made holds nothing that an activation could stand at. */
static GPtrArray *find_anchors(const GPtrArray *needs)
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

static void add_target(GPtrArray *targets, const Eligibility *row, const char *scope_id)
{
	Target *target = g_new0(Target, 1);
	target->eligibility = eligibility_copy(row);
	if (scope_id != NULL && !scope_id_equal(scope_id, row->grant.scope.id))
		scope_init(&target->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	else
		scope_copy(&target->scope, &row->grant.scope);
	g_ptr_array_add(targets, target);
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

/* ---- ways ---- */

typedef struct Search {
	const WhyQuestion *question;
	const GPtrArray *anchors;
	GArray *candidates; /* Candidate, the best first */
	guint chosen[MEMBERS_MOST];
	guint count;
	guint steps;
	uint64_t wanted;
	GHashTable *seen; /* sets of candidates, as text */
	Why *why;
} Search;

static const Candidate *candidate_at(const Search *search, guint i)
{
	return &g_array_index(search->candidates, Candidate, i);
}

static const Candidate *chosen_at(const Search *search, guint i)
{
	return candidate_at(search, search->chosen[i]);
}

/* Does each of them permit something that no other one does? */
static bool is_minimal(const Search *search)
{
	for (guint i = 0; i < search->count; i++) {
		uint64_t others = 0;
		for (guint k = 0; k < search->count; k++)
			others |= k != i ? chosen_at(search, k)->needs : 0;
		if ((chosen_at(search, i)->needs & search->wanted & ~others) == 0)
			return false;
	}
	return true;
}

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
	const guint one = *(const guint *)a, other = *(const guint *)b;
	return one < other ? -1 : one > other;
}

static bool is_new(const Search *search)
{
	guint sorted[MEMBERS_MOST] = { 0 };
	memcpy(sorted, search->chosen, search->count * sizeof sorted[0]);
	qsort(sorted, search->count, sizeof sorted[0], compare_numbers);
	GString *key = g_string_new(NULL);
	for (guint i = 0; i < search->count; i++)
		g_string_append_printf(key, "%u ", sorted[i]);
	return g_hash_table_add(search->seen, g_string_free(key, FALSE));
}

/* Who is to meet a need: who alone can; else who is there already, else the least. */
static guint choose_member(const Search *search, guint need, GPtrArray *const *places)
{
	const char *anchor = search->anchors->pdata[need];
	guint best = MEMBERS_MOST;
	bool is_best_there = false;
	for (guint i = 0; i < search->count; i++) {
		const Candidate *member = chosen_at(search, i);
		if ((member->needs & UINT64_C(1) << need) == 0)
			continue;
		bool is_there = false;
		for (guint k = 0; anchor != NULL && k < places[i]->len; k++)
			is_there = is_there || scope_id_covers(places[i]->pdata[k], anchor);
		const bool is_less =
			best == MEMBERS_MOST || (is_there && !is_best_there) ||
			(is_there == is_best_there &&
			 weight_compare(&member->weight, &chosen_at(search, best)->weight,
					PLANE_CONTROL) < 0);
		if (is_less) {
			best = i;
			is_best_there = is_there;
		}
	}
	return best;
}

static guint count_members(const Search *search, guint need)
{
	guint count = 0;
	for (guint i = 0; i < search->count; i++)
		count += (chosen_at(search, i)->needs & UINT64_C(1) << need) != 0;
	return count;
}

static void place_members(const Search *search, Way *way)
{
	GPtrArray *places[MEMBERS_MOST];
	for (guint i = 0; i < search->count; i++)
		places[i] = g_ptr_array_new_with_free_func(g_free);
	/* First what one alone can do: it says where that one has to be anyway. */
	for (int round = 0; round < 2; round++) {
		for (guint need = 0; need < search->anchors->len; need++) {
			const bool is_alone = count_members(search, need) == 1;
			if ((search->wanted & UINT64_C(1) << need) == 0 || is_alone != (round == 0))
				continue;
			const guint member = choose_member(search, need, places);
			add_place(places[member], &chosen_at(search, member)->row->grant,
				  search->anchors->pdata[need]);
			const Candidate *who = chosen_at(search, member);
			way->is_certain =
				way->is_certain && (who->certain & UINT64_C(1) << need) != 0;
		}
	}
	for (guint i = 0; i < search->count; i++) {
		for (guint k = 0; k < places[i]->len; k++)
			add_target(way->targets, chosen_at(search, i)->row, places[i]->pdata[k]);
		g_ptr_array_unref(places[i]);
	}
}

static void target_destroy(gpointer data)
{
	Target *target = data;
	target_clear(target);
	g_free(target);
}

static void add_way(const Search *search)
{
	if (!is_minimal(search) || !is_new(search))
		return;
	Way *way = g_new0(Way, 1);
	way->targets = g_ptr_array_new_with_free_func(target_destroy);
	way->is_certain = true;
	g_autoptr(GPtrArray) definitions = g_ptr_array_new();
	for (guint i = 0; i < search->count; i++) {
		const RoleDefinition *definition = chosen_at(search, i)->definition;
		g_ptr_array_add(definitions, (gpointer)definition);
		if (way->as_of == 0 || definition->as_of < way->as_of)
			way->as_of = definition->as_of;
	}
	way->weight = search->count == 1
			      ? chosen_at(search, 0)->weight
			      : operations_weigh(search->question->operations, definitions);
	place_members(search, way);
	g_ptr_array_add(search->why->ways, way);
}

/* Each that permits the first need which is still open, in turn. */
static void choose(Search *search, uint64_t open)
{
	if (open == 0) {
		add_way(search);
		return;
	}
	if (search->count == MEMBERS_MOST)
		return;
	const uint64_t first = open & (~open + 1);
	for (guint i = 0; i < search->candidates->len && search->steps < STEPS_MOST; i++) {
		const Candidate *candidate = candidate_at(search, i);
		if ((candidate->needs & first) == 0)
			continue;
		search->steps++;
		search->chosen[search->count++] = i;
		choose(search, open & ~candidate->needs);
		search->count--;
	}
}

/* ---- order ---- */

static Plane plane_of(const Search *search)
{
	const GPtrArray *needs = search->question->needs;
	Plane plane = PLANE_COUNT;
	for (guint i = 0; i < needs->len; i++) {
		const Plane own = ((const Need *)needs->pdata[i])->plane;
		if ((search->wanted & UINT64_C(1) << i) == 0)
			continue;
		if (plane != PLANE_COUNT && plane != own)
			return PLANE_COUNT;
		plane = own;
	}
	return plane;
}

static int compare_weights(const Weight *a, const Weight *b, Plane plane)
{
	guint all[2] = { 0 };
	if (plane != PLANE_COUNT)
		return weight_compare(a, b, plane);
	for (int i = 0; i < PLANE_COUNT; i++) {
		all[0] += a->counts[i];
		all[1] += b->counts[i];
	}
	return all[0] < all[1] ? -1 : all[0] > all[1];
}

/* Of two that permit as much, what is eligible nearer. */
static int compare_rows(const Grant *a, const Grant *b)
{
	if (a->scope.type != b->scope.type)
		return a->scope.type > b->scope.type ? -1 : 1;
	const int by_name = g_strcmp0(role_label(&a->role), role_label(&b->role));
	return by_name != 0 ? by_name : g_strcmp0(a->scope.id, b->scope.id);
}

static gint compare_candidates(gconstpointer a, gconstpointer b, gpointer data)
{
	const Candidate *one = a, *other = b;
	const Plane plane = *(const Plane *)data;
	const int by_weight = compare_weights(&one->weight, &other->weight, plane);
	return by_weight != 0 ? by_weight : compare_rows(&one->row->grant, &other->row->grant);
}

static gint compare_ways(gconstpointer a, gconstpointer b, gpointer data)
{
	const Way *one = *(const Way *const *)a, *other = *(const Way *const *)b;
	const Plane plane = *(const Plane *)data;
	if (one->is_certain != other->is_certain)
		return one->is_certain ? -1 : 1;
	const int by_weight = compare_weights(&one->weight, &other->weight, plane);
	if (by_weight != 0)
		return by_weight;
	if (one->targets->len != other->targets->len)
		return one->targets->len < other->targets->len ? -1 : 1;
	const Target *first = one->targets->pdata[0], *second = other->targets->pdata[0];
	return compare_rows(&first->eligibility->grant, &second->eligibility->grant);
}

/* What is held twice, directly and by a group say, is one way where it gives the same; and of many alike a few will do. */
static void drop_alike(GArray *candidates, bool has_several)
{
	for (guint i = 0; i < candidates->len; i++) {
		const Candidate *kept = &g_array_index(candidates, Candidate, i);
		guint alike = 1;
		for (guint k = i + 1; k < candidates->len;) {
			const Candidate *other = &g_array_index(candidates, Candidate, k);
			const bool gives_same = other->needs == kept->needs;
			const bool is_same = gives_same && other->definition == kept->definition &&
					     other->certain == kept->certain;
			alike += gives_same && !is_same;
			if (is_same || (has_several && gives_same && alike > ALIKE_MOST))
				g_array_remove_index(candidates, k);
			else
				k++;
		}
	}
}

void why_find_ways(const WhyQuestion *question, GArray *candidates, Why *why)
{
	g_autoptr(GPtrArray) anchors = find_anchors(question->needs);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	Search search = { .question = question,
			  .anchors = anchors,
			  .candidates = candidates,
			  .wanted = why->had,
			  .seen = seen,
			  .why = why };
	Plane plane = plane_of(&search);
	g_array_sort_with_data(candidates, compare_candidates, &plane);
	drop_alike(candidates, (why->had & (why->had - 1)) != 0);
	choose(&search, why->had);
	g_ptr_array_sort_with_data(why->ways, compare_ways, &plane);
}
