#include "src/model/scale.h"

#include <string.h>

struct Scale {
	GPtrArray *names[PLANE_COUNT]; /* const char*: what can be permitted */
	guint begins[PLANE_COUNT + 1]; /* where each plane begins among the bits */
	GStringChunk *texts;
};

/* A pattern is permitted by what permits all of it: to patterns its own star is a letter like any other. */
static void add_patterns(Scale *scale, const Operations *operations, Plane plane,
			 const GPtrArray *patterns, GHashTable *seen)
{
	for (guint i = 0; patterns != NULL && i < patterns->len; i++) {
		g_autofree char *name = g_ascii_strdown(patterns->pdata[i], -1);
		const bool is_listed = plane != PLANE_DIRECTORY &&
				       (operations_planes(operations, name) & 1u << plane) != 0;
		if (is_listed || g_hash_table_contains(seen, name))
			continue;
		char *kept = g_string_chunk_insert(scale->texts, patterns->pdata[i]);
		g_hash_table_add(seen, g_steal_pointer(&name));
		g_ptr_array_add(scale->names[plane], kept);
	}
}

static void add_plane(Scale *scale, const Operations *operations, const GPtrArray *definitions,
		      Plane plane)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < operations_count(operations); i++) {
		unsigned planes = 0;
		const char *name = operations_name(operations, i, &planes);
		if ((planes & 1u << plane) != 0)
			g_ptr_array_add(scale->names[plane], (gpointer)name);
	}
	for (guint i = 0; i < definitions->len; i++) {
		const RoleDefinition *definition = definitions->pdata[i];
		const GPtrArray *patterns = role_definition_patterns(definition, plane);
		if (patterns == NULL)
			continue;
		add_patterns(scale, operations, plane, patterns, seen);
		add_patterns(scale, operations, plane,
			     plane == PLANE_DATA ? definition->not_data_actions
						 : definition->not_actions,
			     seen);
	}
}

Scale *scale_new(const Operations *operations, const GPtrArray *definitions)
{
	Scale *scale = g_new0(Scale, 1);
	scale->texts = g_string_chunk_new(4096);
	for (Plane plane = 0; plane < PLANE_COUNT; plane++) {
		scale->names[plane] = g_ptr_array_new();
		add_plane(scale, operations, definitions, plane);
		scale->begins[plane + 1] = scale->begins[plane] + scale->names[plane]->len;
	}
	return scale;
}

void scale_free(Scale *scale)
{
	if (scale == NULL)
		return;
	for (Plane plane = 0; plane < PLANE_COUNT; plane++)
		g_ptr_array_unref(scale->names[plane]);
	g_string_chunk_free(scale->texts);
	g_free(scale);
}

Bits *scale_nothing(const Scale *scale)
{
	return bits_new(scale->begins[PLANE_COUNT]);
}

Bits *scale_powers(const Scale *scale, const RoleDefinition *definition)
{
	Bits *powers = scale_nothing(scale);
	for (Plane plane = 0; plane < PLANE_COUNT; plane++) {
		const GPtrArray *patterns = role_definition_patterns(definition, plane);
		const GPtrArray *names = scale->names[plane];
		for (guint i = 0; patterns != NULL && patterns->len > 0 && i < names->len; i++) {
			if (role_definition_permits(definition, plane, names->pdata[i]) !=
			    PERMITS_NOT)
				bits_add(powers, scale->begins[plane] + i);
		}
	}
	return powers;
}

/* The directory's names are no list of ours: an "all" there stands for many. */
static guint worth_in_directory(const char *pattern)
{
	if (strstr(pattern, "/allEntities/") != NULL)
		return 1000;
	return strstr(pattern, "/allProperties") != NULL ? 10 : 1;
}

Weight scale_weigh(const Scale *scale, const Bits *powers)
{
	Weight weight = { 0 };
	for (Plane plane = PLANE_CONTROL; plane <= PLANE_DATA; plane++)
		weight.counts[plane] =
			bits_count_between(powers, scale->begins[plane], scale->begins[plane + 1]);
	const guint begin = scale->begins[PLANE_DIRECTORY];
	for (int i = bits_next(powers, begin); i >= 0; i = bits_next(powers, (guint)i + 1))
		weight.counts[PLANE_DIRECTORY] +=
			worth_in_directory(scale->names[PLANE_DIRECTORY]->pdata[(guint)i - begin]);
	return weight;
}

int weight_compare(const Weight *a, const Weight *b, Plane plane)
{
	guint all_a = 0, all_b = 0;
	if (plane != PLANE_COUNT && a->counts[plane] != b->counts[plane])
		return a->counts[plane] < b->counts[plane] ? -1 : 1;
	for (int i = 0; i < PLANE_COUNT; i++) {
		all_a += a->counts[i];
		all_b += b->counts[i];
	}
	return all_a < all_b ? -1 : all_a > all_b;
}
