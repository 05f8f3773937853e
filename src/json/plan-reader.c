#include "src/json/plan-reader.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/json/walk.h"
#include "src/model/scope.h"

#define NAME_LONGEST 256 /* of a resource, and of what it stands in */
#define PATH_LONGEST 512 /* of an attribute */

struct PlanReader {
	JsonWalk *walk;
	GHashTable *names; /* attributes that hold a parent's name */
	Plan *plan;
	PlanResource *resource; /* being read */
	PlanConfig *config;     /* being read */
	GError *error;
	guint64 length;
	guint configs;
	bool is_plan;     /* it has members that plans alone have */
	bool has_values;  /* it has those of a state */
	bool has_doubles; /* a member that is kept stands twice in its object */
};

/* ---- where the walk stands ---- */

static bool is_at(const JsonWalk *walk, guint step, const char *name)
{
	return strcmp(json_walk_name(walk, step), name) == 0;
}

/* The names from a step on, joined by full stops, without places in lists. */
static void join_path(const JsonWalk *walk, guint from, guint to, char path[PATH_LONGEST])
{
	size_t length = 0;
	path[0] = '\0';
	for (guint i = from; i < to; i++) {
		if (json_walk_is_element(walk, i))
			continue;
		const char *name = json_walk_name(walk, i);
		const int added = g_snprintf(path + length, (gulong)(PATH_LONGEST - length), "%s%s",
					     length > 0 ? "." : "", name);
		length = MIN(length + (size_t)added, PATH_LONGEST - 1);
	}
}

/* Where the member of a resource in the configuration stands: the step of its name; 0: the walk is elsewhere. */
static guint config_step(const JsonWalk *walk)
{
	guint step = 2;
	if (!is_at(walk, 0, "configuration") || !is_at(walk, 1, "root_module"))
		return 0;
	while (is_at(walk, step, "module_calls") && is_at(walk, step + 2, "module"))
		step += 3;
	return is_at(walk, step, "resources") && json_walk_is_element(walk, step + 1) ? step + 2
										      : 0;
}

/* "module.a.module.b." of it. The caller frees. */
static char *config_module(const JsonWalk *walk)
{
	GString *text = g_string_new(NULL);
	for (guint step = 2; is_at(walk, step, "module_calls"); step += 3)
		g_string_append_printf(text, "module.%s.", json_walk_name(walk, step + 1));
	return g_string_free(text, FALSE);
}

static bool is_in_change(const JsonWalk *walk)
{
	return is_at(walk, 0, "resource_changes") && json_walk_is_element(walk, 1);
}

static bool is_variable(const JsonWalk *walk)
{
	return json_walk_depth(walk) == 3 && is_at(walk, 0, "variables") && is_at(walk, 2, "value");
}

/* configuration.provider_config.KEY.expressions.subscription_id.constant_value, or .references[] */
static bool is_subscription(const JsonWalk *walk)
{
	return json_walk_depth(walk) >= 6 && is_at(walk, 0, "configuration") &&
	       is_at(walk, 1, "provider_config") && is_at(walk, 3, "expressions") &&
	       is_at(walk, 4, "subscription_id") &&
	       (is_at(walk, 5, "constant_value") || is_at(walk, 5, "references"));
}

/* ---- what is wanted ---- */

static bool is_id_name(const char *name)
{
	return strcmp(name, "id") == 0 || strcmp(name, "scope") == 0 ||
	       strcmp(name, "security_group") == 0 || g_str_has_suffix(name, "_id") ||
	       g_str_has_suffix(name, "_ids");
}

static bool is_plain_name(const PlanReader *reader, const char *name)
{
	static const char *const names[] = { "name",   "resource_group_name",
					     "type",   "method",
					     "action", "when" };
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return g_hash_table_contains(reader->names, name);
}

/* The name of the attribute that is being read: the last that is no place in a list. */
static const char *last_name(const JsonWalk *walk)
{
	guint step = json_walk_depth(walk);
	while (step > 0 && json_walk_is_element(walk, step - 1))
		step--;
	return step > 0 ? json_walk_name(walk, step - 1) : "";
}

static bool wants_attribute(const PlanReader *reader, const JsonWalk *walk)
{
	const char *name = last_name(walk);
	return is_id_name(name) || (json_walk_depth(walk) == 5 && is_plain_name(reader, name));
}

static bool wants_in_change(const PlanReader *reader, const JsonWalk *walk)
{
	static const char *const members[] = { "address", "type", "provider_name" };
	if (json_walk_depth(walk) == 3) {
		for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
			if (is_at(walk, 2, members[i]))
				return true;
		}
		return false;
	}
	if (!is_at(walk, 2, "change"))
		return false;
	if (is_at(walk, 3, "actions"))
		return json_walk_depth(walk) == 5;
	return json_walk_depth(walk) >= 5 &&
	       (is_at(walk, 3, "before") || is_at(walk, 3, "after")) &&
	       wants_attribute(reader, walk);
}

static bool wants_in_config(const PlanReader *reader, const JsonWalk *walk, guint step)
{
	const guint depth = json_walk_depth(walk);
	if (depth == step + 1)
		return is_at(walk, step, "address") || is_at(walk, step, "provider_config_key");
	if (!is_at(walk, step, "expressions") || depth < step + 4 ||
	    !is_at(walk, depth - 2, "references"))
		return false;
	guint last = depth - 2;
	while (last > step && json_walk_is_element(walk, last - 1))
		last--;
	const char *name = json_walk_name(walk, last - 1);
	return is_id_name(name) || is_plain_name(reader, name);
}

static void note_kind(PlanReader *reader, const JsonWalk *walk)
{
	static const char *const members[] = { "planned_values", "resource_changes",
					       "configuration",  "variables",
					       "prior_state",    "resource_drift",
					       "output_changes" };
	const char *name = json_walk_name(walk, 0);
	if (reader->is_plan || *name == '\0')
		return;
	reader->is_plan = strcmp(name, "format_version") == 0;
	for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
		reader->is_plan = reader->is_plan || strcmp(name, members[i]) == 0;
}

static bool on_wants(const JsonWalk *walk, gpointer data)
{
	PlanReader *reader = data;
	note_kind(reader, walk);
	reader->has_values = reader->has_values || is_at(walk, 0, "values");
	if (json_walk_depth(walk) == 1)
		return is_at(walk, 0, "complete") || is_at(walk, 0, "errored");
	if (!json_walk_is_text(walk))
		return false;
	if (is_in_change(walk))
		return wants_in_change(reader, walk);
	const guint step = config_step(walk);
	return step > 0 ? wants_in_config(reader, walk, step)
			: is_variable(walk) || is_subscription(walk);
}

/* ---- what is kept ---- */

static bool is_guid(const char *text)
{
	return g_uuid_string_is_valid(text);
}

/*
 * RFC 8259, section 4: of a name that stands twice in an object programs take the first, the last, or both. Whichever was taken here, what
 * Terraform takes may need something else: a plan like this is refused. What is a list anyway (actions, changes) is all taken.
 */
static void set_text(PlanReader *reader, char **member, const char *text)
{
	reader->has_doubles = reader->has_doubles || *member != NULL;
	g_free(*member);
	*member = g_strdup(text);
}

/* A place in a list has no name, so that what stands below one may well come again. */
static bool is_below_list(const JsonWalk *walk, guint from)
{
	for (guint i = from; i < json_walk_depth(walk); i++) {
		if (json_walk_is_element(walk, i))
			return true;
	}
	return false;
}

static void take_attribute(PlanReader *reader, const JsonWalk *walk, const char *text)
{
	PlanResource *resource = reader->resource;
	char path[PATH_LONGEST];
	/* Whatever has the name of an id and is none may be anything. */
	if (*text != '/' && (json_walk_depth(walk) > 5 || !is_plain_name(reader, last_name(walk)) ||
			     strlen(text) > NAME_LONGEST))
		return;
	if (resource->texts->len >= LIMIT_PLAN_TEXTS) {
		resource->is_cut = true;
		return;
	}
	join_path(walk, 4, json_walk_depth(walk), path);
	if (!is_below_list(walk, 4) &&
	    plan_text(resource->texts, path, is_at(walk, 3, "before")) != NULL)
		reader->has_doubles = true;
	plan_add_text(resource->texts, path, text, is_at(walk, 3, "before"));
}

static void take_in_change(PlanReader *reader, const JsonWalk *walk, const char *text)
{
	reader->resource = reader->resource != NULL ? reader->resource : plan_resource_new();
	PlanResource *resource = reader->resource;
	if (is_at(walk, 2, "address"))
		set_text(reader, &resource->address, text);
	else if (is_at(walk, 2, "type"))
		set_text(reader, &resource->type, text);
	else if (is_at(walk, 2, "provider_name"))
		set_text(reader, &resource->provider, text);
	else if (is_at(walk, 3, "actions"))
		resource->actions |= plan_action(text);
	else
		take_attribute(reader, walk, text);
}

static void take_in_config(PlanReader *reader, const JsonWalk *walk, guint step, const char *text)
{
	reader->config = reader->config != NULL ? reader->config : plan_config_new();
	PlanConfig *config = reader->config;
	char path[PATH_LONGEST];
	if (is_at(walk, step, "address")) {
		g_autofree char *module = config_module(walk);
		g_autofree char *address = g_strconcat(module, text, NULL);
		set_text(reader, &config->address, address);
		return;
	}
	if (is_at(walk, step, "provider_config_key")) {
		set_text(reader, &config->provider_key, text);
		return;
	}
	/* The first one is the longest: "azurerm_key_vault.a.id", then "azurerm_key_vault.a". */
	join_path(walk, step + 1, json_walk_depth(walk) - 2, path);
	if (config->references->len < LIMIT_PLAN_TEXTS &&
	    plan_text(config->references, path, false) == NULL)
		plan_add_text(config->references, path, text, false);
}

static void take_subscription(PlanReader *reader, const JsonWalk *walk, const char *text)
{
	const char *key = json_walk_name(walk, 2);
	const bool is_variable = g_str_has_prefix(text, "var.");
	const bool is_known = g_hash_table_contains(reader->plan->subscriptions, key);
	if (is_known && is_at(walk, 5, "constant_value"))
		reader->has_doubles = true;
	if (*key != '\0' && (is_guid(text) || is_variable) && !is_known &&
	    g_hash_table_size(reader->plan->subscriptions) < LIMIT_PLAN_TEXTS)
		g_hash_table_insert(reader->plan->subscriptions, g_strdup(key), g_strdup(text));
}

static void take_variable(PlanReader *reader, const JsonWalk *walk, const char *text)
{
	GHashTable *variables = reader->plan->variables;
	const char *name = json_walk_name(walk, 1);
	if (g_hash_table_contains(variables, name))
		reader->has_doubles = true;
	else if (is_guid(text) && g_hash_table_size(variables) < LIMIT_PLAN_TEXTS)
		g_hash_table_insert(variables, g_strdup(name), g_strdup(text));
}

static void on_take(const JsonWalk *walk, const char *text, gpointer data)
{
	PlanReader *reader = data;
	const guint step = config_step(walk);
	if (json_walk_depth(walk) == 1) {
		const char *good = is_at(walk, 0, "complete") ? "true" : "false";
		reader->plan->is_partial |= text == NULL || strcmp(text, good) != 0;
	} else if (text == NULL) {
		/* What is too long to be an id or a name leaves the resource without it. */
		if (reader->resource != NULL && is_in_change(walk))
			reader->resource->is_cut = true;
	} else if (is_in_change(walk)) {
		take_in_change(reader, walk, text);
	} else if (step > 0) {
		take_in_config(reader, walk, step, text);
	} else if (is_subscription(walk)) {
		take_subscription(reader, walk, text);
	} else {
		take_variable(reader, walk, text);
	}
}

static void keep_resource(PlanReader *reader)
{
	PlanResource *resource = g_steal_pointer(&reader->resource);
	GPtrArray *resources = reader->plan->resources;
	const bool is_whole =
		resource != NULL && resource->address != NULL && resource->type != NULL;
	if (!is_whole || resources->len >= LIMIT_PLAN_RESOURCES) {
		reader->plan->is_cut = true;
		plan_resource_free(resource);
		return;
	}
	g_ptr_array_add(resources, resource);
}

static void keep_config(PlanReader *reader)
{
	PlanConfig *config = g_steal_pointer(&reader->config);
	if (config == NULL || config->address == NULL || reader->configs >= LIMIT_PLAN_CONFIGS) {
		plan_config_free(config);
		return;
	}
	reader->configs++;
	g_hash_table_replace(reader->plan->configs, config->address, config);
}

static void on_end(const JsonWalk *walk, gpointer data)
{
	PlanReader *reader = data;
	const guint depth = json_walk_depth(walk);
	note_kind(reader, walk);
	if (depth == 2 && is_in_change(walk))
		keep_resource(reader);
	else if (depth > 2 && config_step(walk) == depth)
		keep_config(reader);
}

/* ---- the whole ---- */

static const JsonWalker walker = { on_wants, on_take, on_end };

PlanReader *plan_reader_new(const Terraform *terraform)
{
	PlanReader *reader = g_new0(PlanReader, 1);
	reader->walk = json_walk_new(&walker, reader);
	reader->plan = plan_new();
	reader->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) types = terraform_list(terraform);
	for (guint i = 0; i < types->len; i++) {
		const TerraformType *type = types->pdata[i];
		if (g_str_has_suffix(type->place, "_name"))
			g_hash_table_add(reader->names, g_strdup(type->place));
	}
	return reader;
}

void plan_reader_free(PlanReader *reader)
{
	if (reader == NULL)
		return;
	json_walk_free(reader->walk);
	plan_free(reader->plan);
	plan_resource_free(reader->resource);
	plan_config_free(reader->config);
	g_hash_table_unref(reader->names);
	g_clear_error(&reader->error);
	g_free(reader);
}

/* A byte order mark may stand in front. */
static size_t skip_mark(const PlanReader *reader, const char *bytes, size_t length)
{
	return reader->length == 0 && length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

void plan_reader_feed(PlanReader *reader, const char *bytes, size_t length)
{
	const size_t skipped = skip_mark(reader, bytes, length);
	reader->length += length;
	if (reader->error != NULL)
		return;
	if (reader->length > LIMIT_PLAN)
		g_set_error(&reader->error, JSON_ERROR, JSON_ERROR_LIMIT,
			    "it is longer than %d MiB", LIMIT_PLAN / 1024 / 1024);
	else
		json_walk_feed(reader->walk, bytes + skipped, length - skipped, &reader->error);
}

bool plan_reader_is_plan(const PlanReader *reader)
{
	return reader->is_plan;
}

Plan *plan_reader_finish(PlanReader *reader, GError **error)
{
	if (reader->error == NULL)
		json_walk_finish(reader->walk, &reader->error);
	if (reader->error == NULL && reader->has_values)
		g_set_error_literal(&reader->error, JSON_ERROR, JSON_ERROR_MISSING,
				    "it is a state, and changes nothing");
	if (reader->error == NULL && reader->has_doubles)
		g_set_error_literal(&reader->error, JSON_ERROR, JSON_ERROR_SYNTAX,
				    "a member stands twice in one of its objects");
	if (reader->error == NULL)
		return g_steal_pointer(&reader->plan);
	g_propagate_error(error, g_steal_pointer(&reader->error));
	return NULL;
}
