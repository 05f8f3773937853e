#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/plan.h"

static void skipped_free(gpointer data)
{
	PlanSkipped *skipped = data;
	g_free(skipped->address);
	g_free(skipped->type);
	g_free(skipped);
}

void plan_needs_free(PlanNeeds *needs)
{
	if (needs == NULL)
		return;
	g_ptr_array_unref(needs->needs);
	g_ptr_array_unref(needs->skipped);
	g_free(needs);
}

/* ---- gathering ---- */

typedef struct Gathering {
	PlanPlaces places;
	PlanNeeds *found;
	GHashTable *seen; /* action, plane and scope, in small letters → Need */
} Gathering;

/* One resource, and where it is. */
typedef struct Subject {
	const PlanResource *resource;
	const char *scope; /* NULL: not known */
	bool is_made;
} Subject;

/* "!" in front: of data. */
static void add_need(Gathering *gathering, const Subject *subject, const char *action)
{
	const Plane plane = *action == '!' ? PLANE_DATA : PLANE_CONTROL;
	action += plane == PLANE_DATA;
	g_autofree char *text = g_strdup_printf(
		"%d %s %s", plane, action,
		subject->scope != NULL ? subject->scope : subject->resource->address);
	g_autofree char *key = g_ascii_strdown(text, -1);
	Need *known = g_hash_table_lookup(gathering->seen, key);
	if (known != NULL) {
		known->is_made = known->is_made && subject->is_made;
		return;
	}
	if (gathering->found->needs->len >= LIMIT_PLAN_NEEDS) {
		gathering->found->is_cut = true;
		return;
	}
	Need *need = need_new(action, plane, subject->scope);
	need->is_plane_known = true;
	need->is_made = subject->is_made;
	need->whom = text_sanitize(subject->resource->address, -1);
	g_ptr_array_add(gathering->found->needs, need);
	g_hash_table_insert(gathering->seen, g_steal_pointer(&key), need);
}

static void add_all(Gathering *gathering, const Subject *subject, char **actions)
{
	for (char **action = actions; *action != NULL; action++)
		add_need(gathering, subject, *action);
}

static void skip(Gathering *gathering, const PlanResource *resource, SkippedReason reason)
{
	PlanSkipped *skipped = g_new0(PlanSkipped, 1);
	skipped->address = text_sanitize(resource->address, -1);
	skipped->type = text_sanitize(resource->type, -1);
	skipped->reason = reason;
	g_ptr_array_add(gathering->found->skipped, skipped);
}

/* ---- subjects ---- */

/* Where it is as it is (or as it is to be); the caller frees `scope`. */
static Subject find_subject(Gathering *gathering, const PlanResource *resource, bool is_before,
			    bool is_made, char **scope)
{
	PlanPlace place = PLACE_ABOVE;
	*scope = plan_find_scope(&gathering->places, resource, is_before, &place);
	gathering->found->widened += *scope != NULL && place == PLACE_ABOVE;
	return (Subject){ resource, *scope, is_made && place == PLACE_OWN };
}

/* ---- azurerm ---- */

static void add_links(Gathering *gathering, const PlanResource *resource, const TerraformType *type)
{
	for (guint i = 0; i < type->links->len; i++) {
		const TerraformLink *link = &g_array_index(type->links, TerraformLink, i);
		bool is_told = false;
		for (guint k = 0; k < resource->texts->len; k++) {
			const PlanText *text = resource->texts->pdata[k];
			if (text->is_before || strcmp(text->path, link->attribute) != 0 ||
			    *text->text != '/')
				continue;
			const Subject other = { resource, text->text, false };
			add_need(gathering, &other, link->action);
			is_told = true;
		}
		if (!is_told &&
		    plan_reference(&gathering->places, resource, link->attribute) != NULL)
			gathering->found->unlinked++;
	}
}

static void look_at_azurerm(Gathering *gathering, const PlanResource *resource,
			    const TerraformType *type)
{
	const unsigned actions = resource->actions;
	g_autofree char *is_at = NULL, *will_be_at = NULL;
	if ((actions & (PLAN_DELETE | PLAN_UPDATE | PLAN_READ)) != 0) {
		const bool is_before = (actions & PLAN_READ) == 0;
		const Subject there = find_subject(gathering, resource, is_before, false, &is_at);
		add_all(gathering, &there, type->read);
		if ((actions & PLAN_UPDATE) != 0)
			add_all(gathering, &there, type->update);
		if ((actions & PLAN_DELETE) != 0)
			add_all(gathering, &there, type->remove);
	}
	if ((actions & PLAN_CREATE) != 0) {
		const Subject made = find_subject(gathering, resource, false, true, &will_be_at);
		add_all(gathering, &made, type->create);
	}
	if ((actions & (PLAN_CREATE | PLAN_UPDATE)) != 0)
		add_links(gathering, resource, type);
}

/* ---- azapi ---- */

static void add_word(Gathering *gathering, const Subject *subject, const char *arm_type,
		     const char *word)
{
	g_autofree char *action = g_strconcat(arm_type, "/", word, NULL);
	if (operation_is_valid(action))
		add_need(gathering, subject, action);
	else
		skip(gathering, subject->resource, SKIPPED_TYPE);
}

/* A call of its own: "POST" of what it names, or a plain one of another method. */
static void add_call(Gathering *gathering, const Subject *subject, const char *arm_type)
{
	const PlanResource *resource = subject->resource;
	const bool is_before = resource->actions == PLAN_DELETE;
	const char *method = plan_text(resource->texts, "method", is_before);
	const char *action = plan_text(resource->texts, "action", is_before);
	static const char *const plain[][2] = {
		{ "GET", "read" }, { "PUT", "write" }, { "PATCH", "write" }, { "DELETE", "delete" }
	};
	if (method == NULL || strcmp(method, "POST") == 0) {
		g_autofree char *word = g_strconcat(action != NULL ? action : "", "/action", NULL);
		if (action == NULL || *action == '\0')
			skip(gathering, resource, SKIPPED_TYPE);
		else
			add_word(gathering, subject, arm_type, word);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		if (strcmp(method, plain[i][0]) == 0) {
			add_word(gathering, subject, arm_type, plain[i][1]);
			return;
		}
	}
	skip(gathering, resource, SKIPPED_TYPE);
}

/*
 * A call is made when its resource is made or changed, or, by "when", when it is taken away; one that is read is made each time.
 * Source: the provider's page of azapi_resource_action.
 */
static bool is_called(const PlanResource *resource)
{
	const unsigned actions = resource->actions;
	const bool is_before = actions == PLAN_DELETE;
	const bool is_last =
		g_strcmp0(plan_text(resource->texts, "when", is_before), "destroy") == 0;
	if ((actions & PLAN_READ) != 0)
		return true;
	return (actions & (is_last ? PLAN_DELETE : PLAN_CREATE | PLAN_UPDATE)) != 0;
}

static void look_at_azapi(Gathering *gathering, const PlanResource *resource)
{
	const unsigned actions = resource->actions;
	const bool is_plain = strcmp(resource->type, "azapi_resource") == 0;
	const bool is_update = strcmp(resource->type, "azapi_update_resource") == 0;
	const bool is_call = strcmp(resource->type, "azapi_resource_action") == 0;
	g_autofree char *arm_type = plan_azapi_type(resource);
	g_autofree char *scope = NULL;
	if (arm_type == NULL || (!is_plain && !is_update && !is_call)) {
		skip(gathering, resource, SKIPPED_TYPE);
		return;
	}
	const bool is_made = is_plain && (actions & PLAN_CREATE) != 0;
	const Subject subject = find_subject(
		gathering, resource, (actions & (PLAN_CREATE | PLAN_READ)) == 0, is_made, &scope);
	if (is_call) {
		if (is_called(resource))
			add_call(gathering, &subject, arm_type);
		return;
	}
	add_word(gathering, &subject, arm_type, "read");
	if ((actions & (PLAN_CREATE | PLAN_UPDATE)) != 0)
		add_word(gathering, &subject, arm_type, "write");
	if (is_plain && (actions & PLAN_DELETE) != 0)
		add_word(gathering, &subject, arm_type, "delete");
}

/* ---- the whole ---- */

static bool is_of(const PlanResource *resource, const char *provider)
{
	const char *name = resource->provider != NULL ? strrchr(resource->provider, '/') : NULL;
	if (name != NULL)
		return strcmp(name + 1, provider) == 0;
	const size_t length = strlen(provider);
	return strncmp(resource->type, provider, length) == 0 && resource->type[length] == '_';
}

static void look_at(Gathering *gathering, const PlanResource *resource)
{
	const bool is_azurerm = is_of(resource, "azurerm"), is_azapi = is_of(resource, "azapi");
	const bool is_directory = is_of(resource, "azuread") || is_of(resource, "msgraph");
	const TerraformType *type = terraform_find(gathering->places.terraform, resource->type);
	if (resource->actions == 0 || (!is_azurerm && !is_azapi && !is_directory))
		return;
	if (is_directory)
		skip(gathering, resource, SKIPPED_DIRECTORY);
	else if ((resource->actions & PLAN_STRANGE) != 0)
		skip(gathering, resource, SKIPPED_ACTION);
	else if (is_azapi)
		look_at_azapi(gathering, resource);
	else if (type != NULL)
		look_at_azurerm(gathering, resource, type);
	else
		skip(gathering, resource, SKIPPED_TYPE);
	if (resource->is_cut)
		skip(gathering, resource, SKIPPED_CUT);
}

PlanNeeds *plan_find_needs(const Plan *plan, const Terraform *terraform, const char *subscription)
{
	Gathering gathering = { .found = g_new0(PlanNeeds, 1) };
	plan_places_init(&gathering.places, plan, terraform, subscription);
	gathering.found->needs = g_ptr_array_new_with_free_func((GDestroyNotify)need_free);
	gathering.found->skipped = g_ptr_array_new_with_free_func(skipped_free);
	gathering.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < plan->resources->len; i++)
		look_at(&gathering, plan->resources->pdata[i]);
	plan_places_clear(&gathering.places);
	g_hash_table_unref(gathering.seen);
	return gathering.found;
}
