#include "cli/facts.h"

#include "cli/output.h"
#include "src/base/text.h"

static void fact_free(gpointer data)
{
	Fact *fact = data;
	g_free(fact->value);
	g_free(fact);
}

GPtrArray *facts_new(void)
{
	return g_ptr_array_new_with_free_func(fact_free);
}

void facts_add(GPtrArray *facts, const char *name, const char *label, char *value)
{
	Fact *fact = g_new0(Fact, 1);
	fact->name = name;
	fact->label = label;
	fact->value = value != NULL ? text_sanitize(value, -1) : NULL;
	g_ptr_array_add(facts, fact);
	g_free(value);
}

void facts_print(const GPtrArray *facts)
{
	const bool is_terminal = output_is_terminal();
	int width = 0;
	for (guint i = 0; i < facts->len; i++)
		width = MAX(width, text_width(((const Fact *)facts->pdata[i])->label));
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (is_terminal && fact->value == NULL)
			continue;
		g_autofree char *line =
			is_terminal ? g_strdup_printf("%-*s  %s\n", width, fact->label, fact->value)
				    : g_strdup_printf("%s\t%s\n", fact->name,
						      fact->value != NULL ? fact->value : "");
		print_text(line);
	}
}

cJSON *facts_document(const GPtrArray *facts)
{
	cJSON *object = cJSON_CreateObject();
	for (guint i = 0; i < facts->len; i++) {
		const Fact *fact = facts->pdata[i];
		if (fact->value != NULL)
			cJSON_AddStringToObject(object, fact->name, fact->value);
		else
			cJSON_AddNullToObject(object, fact->name);
	}
	return object;
}
