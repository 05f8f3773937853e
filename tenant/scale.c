#include "tenant/scale.h"

#include <string.h>

#include "tenant/ids.h"

/* Subscriptions under one management group. */
#define FAN_OUT 100
/* Eligibilities that may be put at one scope before another subscription is needed. */
#define ROLES_PER_SCOPE 4

typedef struct Scale {
	World *world;
	GRand *random;
	int64_t now;
	GPtrArray *groups; /* Scope: management groups, subscriptions, resource groups */
	GPtrArray *subscriptions;
	GPtrArray *resource_groups;
	GPtrArray *roles;
} Scale;

static Scope *add_scope(Scale *scale, char *id, char *display, const char *type, Scope *parent)
{
	Scope *scope = g_new0(Scope, 1);
	scope->id = id;
	scope->name = ids_tail(scope->id);
	scope->display_name = display;
	scope->type = type;
	scope->parent = parent;
	return world_add_scope(scale->world, scope);
}

static char *random_guid(Scale *scale)
{
	guint32 words[4];
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
		words[i] = g_rand_int(scale->random);
	return g_strdup_printf("%08x-%04x-4%03x-8%03x-%04x%08x", words[0], words[1] >> 16,
			       words[1] & 0xfff, words[2] >> 20, words[2] & 0xffff, words[3]);
}

static void add_subscriptions(Scale *scale, guint count)
{
	static const char *const kinds[] = { "prod", "test", "dev", "shared", "sandbox" };
	Scope *root = g_ptr_array_index(scale->world->scopes, 0);
	Scope *group = NULL;
	for (guint i = 0; i < count; i++) {
		if (i % FAN_OUT == 0) {
			group = add_scope(scale,
					  g_strdup_printf("/providers/Microsoft.Management/"
							  "managementGroups/mg-unit-%03u",
							  i / FAN_OUT),
					  g_strdup_printf("Business Unit %03u", i / FAN_OUT),
					  "managementgroup", root);
			g_ptr_array_add(scale->groups, group);
		}
		g_autofree char *guid = random_guid(scale);
		guint kind = g_rand_int(scale->random) % G_N_ELEMENTS(kinds);
		g_ptr_array_add(scale->subscriptions,
				add_scope(scale, g_strconcat("/subscriptions/", guid, NULL),
					  g_strdup_printf("sub-%04u-%s", i, kinds[kind]),
					  "subscription", group));
	}
}

static void add_resource_groups(Scale *scale, guint count)
{
	static const char *const things[] = {
		"payments", "edge",   "identity", "data",    "web",
		"network",  "backup", "観測",     "billing", "search"
	};
	for (guint i = 0; i < count; i++) {
		Scope *parent =
			g_ptr_array_index(scale->subscriptions, i % scale->subscriptions->len);
		guint thing = g_rand_int(scale->random) % G_N_ELEMENTS(things);
		char *id = g_strdup_printf("%s/resourceGroups/rg-%s-%05u", parent->id,
					   things[thing], i);
		g_ptr_array_add(scale->resource_groups,
				add_scope(scale, id, NULL, "resourcegroup", parent));
	}
}

static Scope *pick_scope(Scale *scale)
{
	guint dice = g_rand_int(scale->random) % 20;
	GPtrArray *from = dice == 0 && scale->groups->len > 0            ? scale->groups
			  : dice > 12 && scale->resource_groups->len > 0 ? scale->resource_groups
									 : scale->subscriptions;
	return g_ptr_array_index(from, g_rand_int(scale->random) % from->len);
}

static void add_eligibility(Scale *scale, const Object *user, const Role *role, const Scope *scope)
{
	Eligibility *row = g_new0(Eligibility, 1);
	row->workload = WORKLOAD_AZURE;
	row->id = random_guid(scale);
	row->instance_id = random_guid(scale);
	row->role = role;
	row->scope_id = g_strdup(scope->id);
	row->principal = user;
	row->created = scale->now - 90 * TIMES_DAY;
	row->start = row->created;
	if (g_rand_int(scale->random) % 3 == 0)
		row->end = scale->now + (1 + g_rand_int(scale->random) % 360) * TIMES_DAY;
	world_add_eligibility(scale->world, row);
}

static void add_eligibilities(Scale *scale, guint count, const Object *user)
{
	g_autoptr(GHashTable) used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	guint tries = 0;
	for (guint made = 0; made < count && tries < 20 * count; tries++) {
		const Scope *scope = pick_scope(scale);
		const Role *role = g_ptr_array_index(scale->roles,
						     g_rand_int(scale->random) % scale->roles->len);
		/* A role is held once at a scope. */
		char *key = g_strdup_printf("%p %p", (const void *)role, (const void *)scope);
		if (!g_hash_table_add(used, key))
			continue;
		add_eligibility(scale, user, role, scope);
		made++;
	}
}

static void collect(Scale *scale)
{
	const World *world = scale->world;
	for (guint i = 0; i < world->roles->len; i++) {
		Role *role = g_ptr_array_index(world->roles, i);
		if (role->workload == WORKLOAD_AZURE)
			g_ptr_array_add(scale->roles, role);
	}
}

void scale_add(World *world, const ScaleSpec *spec, int64_t now)
{
	Scale scale = { .world = world, .now = now };
	const Object *user = world_first_account(world);
	guint subscriptions = spec->subscriptions;
	if (spec->eligible == 0 && spec->subscriptions == 0 && spec->resource_groups == 0)
		return;
	/* Rows need scopes to stand at. */
	if (subscriptions == 0)
		subscriptions = 1 + spec->eligible / ROLES_PER_SCOPE;
	scale.random = g_rand_new_with_seed((guint32)spec->seed);
	scale.groups = g_ptr_array_new();
	scale.subscriptions = g_ptr_array_new();
	scale.resource_groups = g_ptr_array_new();
	scale.roles = g_ptr_array_new();
	collect(&scale);
	add_subscriptions(&scale, subscriptions);
	add_resource_groups(&scale, spec->resource_groups);
	if (user != NULL && scale.roles->len > 0)
		add_eligibilities(&scale, spec->eligible, user);
	g_ptr_array_unref(scale.roles);
	g_ptr_array_unref(scale.resource_groups);
	g_ptr_array_unref(scale.subscriptions);
	g_ptr_array_unref(scale.groups);
	g_rand_free(scale.random);
}
