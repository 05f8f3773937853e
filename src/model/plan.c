#include "src/model/plan.h"

#include <string.h>

static void plan_text_free(gpointer data)
{
	PlanText *text = data;
	g_free(text->path);
	g_free(text->text);
	g_free(text);
}

static GPtrArray *texts_new(void)
{
	return g_ptr_array_new_with_free_func(plan_text_free);
}

PlanResource *plan_resource_new(void)
{
	PlanResource *resource = g_new0(PlanResource, 1);
	resource->texts = texts_new();
	return resource;
}

void plan_resource_free(PlanResource *resource)
{
	if (resource == NULL)
		return;
	g_free(resource->address);
	g_free(resource->type);
	g_free(resource->provider);
	g_ptr_array_unref(resource->texts);
	g_free(resource);
}

PlanConfig *plan_config_new(void)
{
	PlanConfig *config = g_new0(PlanConfig, 1);
	config->references = texts_new();
	return config;
}

void plan_config_free(PlanConfig *config)
{
	if (config == NULL)
		return;
	g_free(config->address);
	g_free(config->provider_key);
	g_ptr_array_unref(config->references);
	g_free(config);
}

Plan *plan_new(void)
{
	Plan *plan = g_new0(Plan, 1);
	plan->resources = g_ptr_array_new_with_free_func((GDestroyNotify)plan_resource_free);
	plan->configs = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
					      (GDestroyNotify)plan_config_free);
	plan->subscriptions = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	plan->variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	return plan;
}

void plan_free(Plan *plan)
{
	if (plan == NULL)
		return;
	g_ptr_array_unref(plan->resources);
	g_hash_table_unref(plan->configs);
	g_hash_table_unref(plan->subscriptions);
	g_hash_table_unref(plan->variables);
	g_free(plan);
}

void plan_add_text(GPtrArray *texts, const char *path, const char *text, bool is_before)
{
	PlanText *added = g_new(PlanText, 1);
	*added = (PlanText){ g_strdup(path), g_strdup(text), is_before };
	g_ptr_array_add(texts, added);
}

unsigned plan_action(const char *word)
{
	static const struct {
		const char *word;
		unsigned action;
	} words[] = {
		{ "no-op", 0 },
		{ "forget", 0 },
		{ "read", PLAN_READ },
		{ "create", PLAN_CREATE },
		{ "update", PLAN_UPDATE },
		{ "delete", PLAN_DELETE },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strcmp(word, words[i].word) == 0)
			return words[i].action;
	}
	return PLAN_STRANGE;
}

const char *plan_text(const GPtrArray *texts, const char *path, bool is_before)
{
	for (guint i = 0; i < texts->len; i++) {
		const PlanText *text = texts->pdata[i];
		if (text->is_before == is_before && strcmp(text->path, path) == 0)
			return text->text;
	}
	return NULL;
}

/* A key in quotes may hold brackets. */
char *plan_without_places(const char *address)
{
	GString *text = g_string_new(NULL);
	bool is_inside = false, is_quoted = false;
	for (const char *at = address; *at != '\0'; at++) {
		if (is_quoted && *at == '\\' && at[1] != '\0') {
			at++;
			continue;
		}
		is_quoted = is_quoted != (is_inside && *at == '"');
		if (!is_inside && *at == '[')
			is_inside = true;
		else if (is_inside && !is_quoted && *at == ']')
			is_inside = false;
		else if (!is_inside)
			g_string_append_c(text, *at);
	}
	return g_string_free(text, FALSE);
}
