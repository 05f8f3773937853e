#include "src/model/operation-pick.h"

#include <string.h>

/* The best so far. */
typedef struct Pick {
	const RoleDefinition *definition;
	const char *name; /* borrowed; NULL: none yet */
	unsigned rank;
	Plane plane;
} Pick;

/* What writes tells most: what reads is often permitted by another role, too. */
static unsigned rank_of(const char *name, Plane plane)
{
	const unsigned verb = g_str_has_suffix(name, "/write")  ? 0
			      : g_str_has_suffix(name, "/read") ? 2
								: 1;
	return verb * 2 + (plane == PLANE_DATA);
}

static void offer(Pick *pick, const char *name, Plane plane)
{
	g_autofree char *small = g_ascii_strdown(name, -1);
	const unsigned rank = rank_of(small, plane);
	if ((pick->name != NULL && rank >= pick->rank) || strchr(name, '*') != NULL ||
	    !operation_is_valid(name) ||
	    role_definition_permits(pick->definition, plane, name) != PERMITS_SURELY)
		return;
	pick->name = name;
	pick->rank = rank;
	pick->plane = plane;
}

char *operation_pick(const Operations *operations, const RoleDefinition *definition, bool *is_data)
{
	Pick pick = { .definition = definition };
	for (Plane plane = PLANE_CONTROL; plane <= PLANE_DATA; plane++) {
		const GPtrArray *patterns = role_definition_patterns(definition, plane);
		for (guint i = 0; patterns != NULL && i < patterns->len; i++)
			offer(&pick, patterns->pdata[i], plane);
	}
	const guint count = operations_count(operations);
	for (guint i = 0; i < count && (pick.name == NULL || pick.rank > 0); i++) {
		unsigned planes = 0;
		const char *name = operations_name(operations, i, &planes);
		for (Plane plane = PLANE_CONTROL; plane <= PLANE_DATA; plane++)
			if ((planes & 1u << plane) != 0)
				offer(&pick, name, plane);
	}
	*is_data = pick.plane == PLANE_DATA;
	return g_strdup(pick.name);
}
