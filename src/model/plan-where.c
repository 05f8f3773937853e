#include <string.h>

#include "src/model/plan.h"
#include "src/model/scope.h"

#define REFERENCES_MOST 8 /* from one resource to the next: a circle ends there */

/* ---- what refers to what ---- */

void plan_places_init(PlanPlaces *places, const Plan *plan, const Terraform *terraform,
		      const char *subscription)
{
	*places = (PlanPlaces){ plan, terraform, subscription, NULL };
	places->by_address = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < plan->resources->len; i++) {
		PlanResource *resource = plan->resources->pdata[i];
		char *address = plan_without_places(resource->address);
		const bool is_known = g_hash_table_contains(places->by_address, address);
		g_hash_table_insert(places->by_address, address, is_known ? NULL : resource);
	}
}

void plan_places_clear(PlanPlaces *places)
{
	g_clear_pointer(&places->by_address, g_hash_table_unref);
}

static const PlanConfig *find_config(const PlanPlaces *places, const PlanResource *resource)
{
	g_autofree char *address = plan_without_places(resource->address);
	return g_hash_table_lookup(places->plan->configs, address);
}

const char *plan_reference(const PlanPlaces *places, const PlanResource *resource,
			   const char *attribute)
{
	const PlanConfig *config = find_config(places, resource);
	return config != NULL ? plan_text(config->references, attribute, false) : NULL;
}

/* How many bytes of an address name its module: "module.a.module.b.". */
static size_t module_length(const char *address)
{
	size_t length = 0;
	while (g_str_has_prefix(address + length, "module.")) {
		const char *name = address + length + strlen("module.");
		const char *stop = strchr(name, '.');
		if (stop == NULL)
			break;
		length = (size_t)(stop + 1 - address);
	}
	return length;
}

/* "azurerm_key_vault.a[0].id" of a module: the one resource that it means. NULL: none, or one of several. */
static const PlanResource *find_referred(const PlanPlaces *places, const PlanResource *resource,
					 const char *reference)
{
	g_autofree char *own = plan_without_places(resource->address);
	g_autofree char *plain = plan_without_places(reference);
	g_auto(GStrv) parts = g_strsplit(plain, ".", 5);
	const bool is_data = g_str_has_prefix(plain, "data.");
	if (g_strv_length(parts) < (is_data ? 3 : 2))
		return NULL;
	g_autofree char *name =
		g_strconcat(parts[0], ".", parts[1], is_data ? "." : NULL, parts[2], NULL);
	g_autofree char *module = g_strndup(own, module_length(own));
	g_autofree char *address = g_strconcat(module, name, NULL);
	return g_hash_table_lookup(places->by_address, address);
}

/* ---- ids ---- */

static bool is_arm_id(const char *text)
{
	return text != NULL && (g_ascii_strncasecmp(text, "/subscriptions/", 15) == 0 ||
				g_ascii_strncasecmp(text, "/providers/", 11) == 0);
}

/* "/subscriptions/GUID" of what the resource's provider is told, or of what it has been in. NULL: not known. */
static char *find_subscription(const PlanPlaces *places, const PlanResource *resource)
{
	const PlanConfig *config = find_config(places, resource);
	const char *key =
		config != NULL && config->provider_key != NULL ? config->provider_key : "azurerm";
	const char *colon = strrchr(key, ':');
	const char *told = g_hash_table_lookup(places->plan->subscriptions, key);
	if (told == NULL && colon != NULL)
		told = g_hash_table_lookup(places->plan->subscriptions, colon + 1);
	if (told != NULL && g_str_has_prefix(told, "var."))
		told = g_hash_table_lookup(places->plan->variables, told + strlen("var."));
	const char *id = plan_text(resource->texts, "id", true);
	if (told == NULL && is_arm_id(id) && g_ascii_strncasecmp(id, "/subscriptions/", 15) == 0) {
		g_auto(GStrv) parts = g_strsplit(id, "/", 4);
		return g_strconcat("/subscriptions/", parts[2], NULL);
	}
	told = told != NULL ? told : places->subscription;
	return told != NULL ? g_strconcat("/subscriptions/", told, NULL) : NULL;
}

/* "Microsoft.Sql/servers/databases" of an id; of a group and what holds groups NULL. The caller frees. */
static char *type_of(const char *id)
{
	g_auto(GStrv) parts = g_strsplit(id, "/", -1);
	const guint count = g_strv_length(parts);
	guint at = 0;
	for (guint i = 0; i + 1 < count; i++) {
		if (g_ascii_strcasecmp(parts[i], "providers") == 0)
			at = i + 1;
	}
	if (at == 0 || g_ascii_strcasecmp(parts[at], "Microsoft.Management") == 0)
		return NULL;
	GString *type = g_string_new(parts[at]);
	for (guint i = at + 1; i < count; i += 2)
		g_string_append_printf(type, "/%s", parts[i]);
	return g_string_free(type, FALSE);
}

/* The id of what is made there: a child, the thing itself where it is a part of it, or one about it. */
static char *child_of(const char *parent, const char *arm_type, const char *name)
{
	g_autofree char *type = type_of(parent);
	const size_t length = type != NULL ? strlen(type) : 0;
	if (type != NULL && g_ascii_strcasecmp(type, arm_type) == 0)
		return g_strdup(parent);
	if (type != NULL && g_ascii_strncasecmp(arm_type, type, length) == 0 &&
	    arm_type[length] == '/') {
		const char *rest = arm_type + length + 1;
		/* blobServices/containers: what is between has no name of its own. */
		const char *slash = strrchr(rest, '/');
		if (slash == NULL)
			return g_strconcat(parent, "/", rest, "/", name, NULL);
		g_autofree char *between = g_strndup(rest, (gsize)(slash - rest));
		return g_strconcat(parent, "/", between, "/default", slash, "/", name, NULL);
	}
	if (g_ascii_strcasecmp(arm_type, "Microsoft.Resources/subscriptions/resourceGroups") == 0)
		return g_strconcat(parent, "/resourceGroups/", name, NULL);
	return g_strconcat(parent, "/providers/", arm_type, "/", name, NULL);
}

/* ---- where a resource is ---- */

typedef struct Look {
	const PlanPlaces *places;
	const PlanResource *resource;
	bool is_before;
	bool is_whole;
	bool is_part; /* of what its place names */
	guint depth;  /* of references */
} Look;

static char *find_scope(Look *look);

/* An attribute as it is to be, or as it is. */
static const char *attribute(const Look *look, const char *path)
{
	const char *text = plan_text(look->resource->texts, path, look->is_before);
	return text != NULL ? text : plan_text(look->resource->texts, path, true);
}

/* The id of what an attribute refers to; NULL: it is not known. */
static char *find_referred_scope(Look *look, const char *path)
{
	const char *reference = plan_reference(look->places, look->resource, path);
	const PlanResource *other =
		reference != NULL ? find_referred(look->places, look->resource, reference) : NULL;
	if (other == NULL || look->depth >= REFERENCES_MOST)
		return NULL;
	Look next = { look->places, other, false, true, false, look->depth + 1 };
	char *scope = find_scope(&next);
	look->is_whole = look->is_whole && next.is_whole;
	return scope;
}

/* The group, else the subscription. NULL: neither is known. */
static char *find_group(Look *look)
{
	const char *name = attribute(look, "resource_group_name");
	g_autofree char *subscription = find_subscription(look->places, look->resource);
	if (name != NULL && subscription != NULL)
		return g_strconcat(subscription, "/resourceGroups/", name, NULL);
	g_autofree char *referred = find_referred_scope(look, "resource_group_name");
	if (referred != NULL)
		return g_steal_pointer(&referred);
	look->is_whole = false;
	return g_steal_pointer(&subscription);
}

/* What is called by a parent's name: …/virtualNetworks/PARENT/subnets/NAME. */
static char *find_named(Look *look, const char *arm_type, const char *path, const char *name)
{
	g_autofree char *group = find_group(look);
	const char *parent = attribute(look, path);
	const char *slash = strrchr(arm_type, '/');
	if (group == NULL || !look->is_whole)
		return g_steal_pointer(&group);
	g_autofree char *type = g_strndup(arm_type, (gsize)(slash - arm_type));
	g_autofree char *id =
		parent != NULL ? child_of(group, type, parent) : find_referred_scope(look, path);
	if (id == NULL) {
		look->is_whole = false;
		return g_steal_pointer(&group);
	}
	return child_of(id, arm_type, name);
}

/* What stands in, or is about, what an attribute names by its id. */
static char *find_below(Look *look, const char *arm_type, const char *path, const char *name)
{
	const char *id = attribute(look, path);
	g_autofree char *parent = is_arm_id(id) ? g_strdup(id) : find_referred_scope(look, path);
	if (parent == NULL) {
		look->is_whole = false;
		return find_subscription(look->places, look->resource);
	}
	if (!look->is_whole || arm_type == NULL) {
		look->is_part = true;
		return g_steal_pointer(&parent);
	}
	char *id_of_child = child_of(parent, arm_type, name);
	look->is_part = look->is_part || scope_id_equal(id_of_child, parent);
	return id_of_child;
}

static char *find_azapi(Look *look)
{
	g_autofree char *arm_type = plan_azapi_type(look->resource);
	const char *id = attribute(look, "resource_id");
	const char *name = attribute(look, "name");
	if (is_arm_id(id))
		return g_strdup(id);
	if (plan_reference(look->places, look->resource, "resource_id") != NULL)
		return find_below(look, NULL, "resource_id", NULL);
	look->is_whole = look->is_whole && name != NULL;
	return find_below(look, arm_type, "parent_id", name);
}

static char *find_by_place(Look *look, const TerraformType *type)
{
	const char *name = attribute(look, "name");
	if (strcmp(type->place, "subscription") == 0) {
		g_autofree char *subscription = find_subscription(look->places, look->resource);
		look->is_whole = look->is_whole && name != NULL;
		return subscription != NULL && name != NULL
			       ? child_of(subscription, type->arm_type, name)
			       : g_steal_pointer(&subscription);
	}
	if (strcmp(type->place, "group") == 0) {
		g_autofree char *group = find_group(look);
		const bool can_tell = group != NULL && look->is_whole && name != NULL;
		look->is_whole = can_tell;
		return can_tell ? child_of(group, type->arm_type, name) : g_steal_pointer(&group);
	}
	if (g_str_has_suffix(type->place, "_name") && type->arm_type != NULL)
		return find_named(look, type->arm_type, type->place, name != NULL ? name : "new");
	return find_below(look, type->arm_type, type->place, name != NULL ? name : "new");
}

/* What is there is where it says; what is yet to be made where it is to be put. */
static char *find_scope(Look *look)
{
	const char *id = plan_text(look->resource->texts, "id", look->is_before);
	const TerraformType *type = terraform_find(look->places->terraform, look->resource->type);
	if (is_arm_id(id))
		return g_strdup(id);
	id = plan_text(look->resource->texts, "id", true);
	if (is_arm_id(id) && (look->resource->actions & PLAN_CREATE) == 0)
		return g_strdup(id);
	if (g_str_has_prefix(look->resource->type, "azapi_"))
		return find_azapi(look);
	if (type != NULL)
		return find_by_place(look, type);
	look->is_whole = false;
	return NULL;
}

char *plan_find_scope(const PlanPlaces *places, const PlanResource *resource, bool is_before,
		      PlanPlace *place)
{
	Look look = { places, resource, is_before, true, false, 0 };
	g_autofree char *scope = find_scope(&look);
	*place = PLACE_ABOVE;
	if (scope != NULL && look.is_whole)
		*place = look.is_part ? PLACE_OTHER : PLACE_OWN;
	return scope != NULL ? scope_normalize_arm_id(scope) : NULL;
}

char *plan_azapi_type(const PlanResource *resource)
{
	const char *type = plan_text(resource->texts, "type", false);
	type = type != NULL ? type : plan_text(resource->texts, "type", true);
	if (type == NULL)
		return NULL;
	g_autofree char *plain = g_strndup(type, strcspn(type, "@"));
	if (strchr(plain, '/') == NULL)
		return NULL;
	/* ARM's own name for it has the subscription in it. */
	if (g_ascii_strcasecmp(plain, "Microsoft.Resources/resourceGroups") == 0)
		return g_strdup("Microsoft.Resources/subscriptions/resourceGroups");
	return g_steal_pointer(&plain);
}
