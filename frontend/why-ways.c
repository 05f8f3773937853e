#include <string.h>

#include "frontend/why.h"
#include "src/base/limits.h"

#define MEMBERS_MOST 8     /* of a way that is searched for: nobody wants to activate more */
#define STEPS_MOST   20000 /* of the search, so that it ends while a person waits */
#define ALIKE_MOST   4 /* of roles that permit the very same of what is missing, in ways of several */
#define WAYS_MOST    100

/* A set of candidates that together permit all that can be had. */
typedef struct Found {
	GPtrArray *members; /* Candidate*, in the order of all */
	Weight weight;
	bool is_certain;
} Found;

typedef struct Search {
	const Scale *scale;
	const GPtrArray *candidates; /* Candidate*, the least first */
	const Bits *wanted;
	bool is_certain; /* what a condition may take away does not count */
	guint chosen[MEMBERS_MOST];
	guint count;
	Bits *open[MEMBERS_MOST + 1]; /* what is still to be permitted, with that many chosen */
	guint steps;
	bool is_cut;
	GHashTable *seen; /* sets of candidates, as text */
	GArray *found;    /* Found */
} Search;

static const Candidate *candidate_at(const Search *search, guint i)
{
	return search->candidates->pdata[i];
}

static const Bits *needs_of(const Search *search, const Candidate *candidate)
{
	return search->is_certain ? candidate->certain : candidate->needs;
}

static void found_clear(gpointer data)
{
	Found *found = data;
	g_ptr_array_unref(found->members);
}

/* ---- a set ---- */

/* Do the others permit all that is wanted of this one? `member` is its place in the set; the set's length leaves all in. */
static bool is_covered_without(const Search *search, const GArray *set, guint member)
{
	g_autoptr(Bits) open = bits_copy(search->wanted);
	for (guint i = 0; i < set->len; i++) {
		if (i != member)
			bits_remove_all(
				open, needs_of(search,
					       candidate_at(search, g_array_index(set, guint, i))));
	}
	return bits_is_empty(open);
}

static bool is_minimal(const Search *search, const GArray *set)
{
	for (guint i = 0; i < set->len; i++) {
		if (is_covered_without(search, set, i))
			return false;
	}
	return true;
}

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
	const guint one = *(const guint *)a, other = *(const guint *)b;
	return one < other ? -1 : one > other;
}

static bool is_new(const Search *search, const GArray *set)
{
	GString *key = g_string_new(NULL);
	for (guint i = 0; i < set->len; i++)
		g_string_append_printf(key, "%u ", g_array_index(set, guint, i));
	return g_hash_table_add(search->seen, g_string_free(key, FALSE));
}

/* The set is in order afterwards. */
static void add_found(Search *search, GArray *set)
{
	g_array_sort(set, compare_numbers);
	if (!is_minimal(search, set) || !is_new(search, set))
		return;
	Found found = { .members = g_ptr_array_new() };
	g_autoptr(Bits) powers = scale_nothing(search->scale);
	g_autoptr(Bits) open = bits_copy(search->wanted);
	for (guint i = 0; i < set->len; i++) {
		const Candidate *member = candidate_at(search, g_array_index(set, guint, i));
		g_ptr_array_add(found.members, (gpointer)member);
		bits_add_all(powers, member->powers);
		bits_remove_all(open, member->certain);
	}
	found.weight = scale_weigh(search->scale, powers);
	found.is_certain = bits_is_empty(open);
	g_array_append_val(search->found, found);
}

/* ---- all sets, as far as they can be tried ---- */

static guint count_candidates(const Search *search, guint need)
{
	guint count = 0;
	for (guint i = 0; i < search->candidates->len; i++)
		count += bits_has(needs_of(search, candidate_at(search, i)), need);
	return count;
}

/* What the fewest can permit leaves the least to try. */
static guint find_rarest(const Search *search, const Bits *open)
{
	guint rarest = 0, least = G_MAXUINT;
	for (int need = bits_next(open, 0); need >= 0 && least > 1;
	     need = bits_next(open, (guint)need + 1)) {
		const guint count = count_candidates(search, (guint)need);
		if (count < least) {
			least = count;
			rarest = (guint)need;
		}
	}
	return rarest;
}

static void add_chosen(Search *search)
{
	g_autoptr(GArray) set = g_array_new(FALSE, FALSE, sizeof(guint));
	g_array_append_vals(set, search->chosen, search->count);
	add_found(search, set);
}

/* Each that permits what is open and rarest, in turn. As deep as MEMBERS_MOST. */
static void choose(Search *search)
{
	const Bits *open = search->open[search->count];
	if (bits_is_empty(open)) {
		add_chosen(search);
		return;
	}
	if (search->count == MEMBERS_MOST) {
		search->is_cut = true;
		return;
	}
	const guint need = find_rarest(search, open);
	for (guint i = 0; i < search->candidates->len && !search->is_cut; i++) {
		const Bits *needs = needs_of(search, candidate_at(search, i));
		if (!bits_has(needs, need))
			continue;
		search->is_cut = ++search->steps >= STEPS_MOST;
		search->chosen[search->count++] = i;
		bits_take(search->open[search->count], open);
		bits_remove_all(search->open[search->count], needs);
		choose(search);
		search->count--;
	}
}

/* ---- one set, quickly ---- */

static guint64 cost_of(const Candidate *candidate)
{
	guint64 cost = 1;
	for (int i = 0; i < PLANE_COUNT; i++)
		cost += candidate->weight.counts[i];
	return cost;
}

/* The candidate that permits an operation more at the least price; the number of candidates: none permits any. */
static guint find_cheapest(const Search *search, const Bits *open)
{
	guint best = search->candidates->len;
	guint64 best_count = 0;
	for (guint i = 0; i < search->candidates->len; i++) {
		const Candidate *candidate = candidate_at(search, i);
		const guint64 count = bits_count_common(needs_of(search, candidate), open);
		if (count > 0 &&
		    (best_count == 0 || cost_of(candidate) * best_count <
						cost_of(candidate_at(search, best)) * count)) {
			best = i;
			best_count = count;
		}
	}
	return best;
}

/*
 * Always the cheapest one more: for n needs the prices together are at most 1 + 1/2 + … + 1/n times the least that there is (Chvátal,
 * "A Greedy Heuristic for the Set-Covering Problem", 1979).
 */
static void take_greedily(Search *search)
{
	g_autoptr(GArray) set = g_array_new(FALSE, FALSE, sizeof(guint));
	g_autoptr(Bits) open = bits_copy(search->wanted);
	while (!bits_is_empty(open)) {
		const guint best = find_cheapest(search, open);
		if (best == search->candidates->len)
			return;
		g_array_append_val(set, best);
		bits_remove_all(open, needs_of(search, candidate_at(search, best)));
	}
	/* What came first may be permitted by what came later: the widest goes first. */
	g_array_sort(set, compare_numbers);
	for (guint i = set->len; i > 0; i--) {
		if (is_covered_without(search, set, i - 1))
			g_array_remove_index(set, i - 1);
	}
	add_found(search, set);
}

/* ---- order ---- */

/* Of all that is wanted; PLANE_COUNT: there are several. */
static Plane plane_of(const GPtrArray *needs, const Bits *wanted)
{
	Plane plane = PLANE_COUNT;
	for (int i = bits_next(wanted, 0); i >= 0; i = bits_next(wanted, (guint)i + 1)) {
		const Plane own = ((const Need *)needs->pdata[i])->plane;
		if (plane != PLANE_COUNT && plane != own)
			return PLANE_COUNT;
		plane = own;
	}
	return plane;
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
	const Candidate *one = *(Candidate *const *)a, *other = *(Candidate *const *)b;
	const int by_weight = weight_compare(&one->weight, &other->weight, *(const Plane *)data);
	return by_weight != 0 ? by_weight : compare_rows(&one->row->grant, &other->row->grant);
}

static gint compare_found(gconstpointer a, gconstpointer b, gpointer data)
{
	const Found *one = a, *other = b;
	if (one->is_certain != other->is_certain)
		return one->is_certain ? -1 : 1;
	const int by_weight = weight_compare(&one->weight, &other->weight, *(const Plane *)data);
	if (by_weight != 0)
		return by_weight;
	if (one->members->len != other->members->len)
		return one->members->len < other->members->len ? -1 : 1;
	const Candidate *first = one->members->pdata[0], *second = other->members->pdata[0];
	return compare_rows(&first->row->grant, &second->row->grant);
}

/*
 * What is held twice, directly and by a group say, is one way where it gives the same; and of many that permit the same of what is missing
 * a few will do, where the others permit all that those do and more.
 */
static void drop_alike(GPtrArray *candidates, bool has_several)
{
	for (guint i = 0; i < candidates->len; i++) {
		const Candidate *kept = candidates->pdata[i];
		guint alike = 1;
		for (guint k = i + 1; k < candidates->len;) {
			const Candidate *other = candidates->pdata[k];
			const bool gives_same = bits_are_equal(other->needs, kept->needs) &&
						bits_are_equal(other->certain, kept->certain);
			const bool is_same = gives_same && other->definition == kept->definition;
			const bool is_more = has_several && gives_same &&
					     bits_are_within(kept->powers, other->powers);
			alike += is_more && !is_same;
			if (is_same || (is_more && alike > ALIKE_MOST))
				g_ptr_array_remove_index(candidates, k);
			else
				k++;
		}
	}
}

static Instant oldest_of(const GPtrArray *members)
{
	Instant oldest = 0;
	for (guint i = 0; i < members->len; i++) {
		const Instant own = ((const Candidate *)members->pdata[i])->definition->as_of;
		if (oldest == 0 || own < oldest)
			oldest = own;
	}
	return oldest;
}

static void add_way(Why *why, const Found *found, const GPtrArray *anchors)
{
	Way *way = g_new0(Way, 1);
	way->targets = targets_new();
	way->meets = g_ptr_array_new_with_free_func((GDestroyNotify)bits_free);
	way->weight = found->weight;
	way->is_certain = found->is_certain;
	way->as_of = oldest_of(found->members);
	why_place_members(found->members, anchors, why->had, way);
	g_ptr_array_add(why->ways, way);
}

/* ---- the whole ---- */

static void search_sets(Search *search, const Bits *wanted)
{
	search->count = 0;
	search->steps = 0;
	bits_take(search->open[0], wanted);
	take_greedily(search);
	const bool was_cut = search->is_cut;
	search->is_cut = false;
	choose(search);
	search->is_cut = search->is_cut || was_cut;
}

static bool can_be_certain(const GPtrArray *candidates, const Bits *wanted)
{
	g_autoptr(Bits) open = bits_copy(wanted);
	for (guint i = 0; i < candidates->len; i++)
		bits_remove_all(open, ((const Candidate *)candidates->pdata[i])->certain);
	return bits_is_empty(open);
}

void why_find_ways(const WhyQuestion *question, const Scale *scale, GPtrArray *candidates, Why *why)
{
	Plane plane = plane_of(question->needs, why->had);
	g_autoptr(GPtrArray) anchors = why_find_anchors(question->needs);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(Found));
	g_array_set_clear_func(found, found_clear);
	Search search = { .scale = scale,
			  .candidates = candidates,
			  .wanted = why->had,
			  .seen = seen,
			  .found = found };
	for (guint i = 0; i <= MEMBERS_MOST; i++)
		search.open[i] = bits_new(bits_room(why->had));
	g_ptr_array_sort_with_data(candidates, compare_candidates, &plane);
	drop_alike(candidates, bits_count(why->had) > 1);
	/* What needs one more role to be certain is no smaller set, but a better one. */
	search.is_certain = can_be_certain(candidates, why->had);
	search_sets(&search, why->had);
	if (search.is_certain) {
		search.is_certain = false;
		search_sets(&search, why->had);
	}
	g_array_sort_with_data(found, compare_found, &plane);
	for (guint i = 0; i < MIN(found->len, WAYS_MOST); i++)
		add_way(why, &g_array_index(found, Found, i), anchors);
	why->is_cut = search.is_cut;
	for (guint i = 0; i <= MEMBERS_MOST; i++)
		bits_free(search.open[i]);
}
