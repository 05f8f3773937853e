#include "tui/core/action.h"

#include <string.h>

ActionTable *action_table_new(void)
{
	ActionTable *table = g_new0(ActionTable, 1);
	table->rows = g_array_new(FALSE, FALSE, sizeof(ActionRow));
	table->contexts = g_ptr_array_new();
	return table;
}

void action_table_free(ActionTable *table)
{
	if (table == NULL)
		return;
	g_array_unref(table->rows);
	g_ptr_array_unref(table->contexts);
	g_free(table);
}

void action_table_add(ActionTable *table, const Context *context, const Action *actions,
		      size_t count)
{
	if (context != NULL && !g_ptr_array_find(table->contexts, context, NULL))
		g_ptr_array_add(table->contexts, (gpointer)context);
	for (size_t i = 0; i < count; i++) {
		ActionRow row = { &actions[i], context };
		g_array_append_val(table->rows, row);
	}
}

static gint compare_places(gconstpointer a, gconstpointer b)
{
	const ActionRow *x = a, *y = b;
	return x->action->place - y->action->place;
}

void action_table_sort(ActionTable *table)
{
	g_array_sort(table->rows, compare_places);
}

const ActionRow *action_table_at(const ActionTable *table, size_t i)
{
	return i < table->rows->len ? &g_array_index(table->rows, ActionRow, i) : NULL;
}

const Action *action_table_find(const ActionTable *table, const char *name)
{
	const ActionRow *row;
	for (size_t i = 0; (row = action_table_at(table, i)); i++) {
		if (strcmp(row->action->name, name) == 0)
			return row->action;
	}
	return NULL;
}

bool action_row_counts_in(const ActionRow *row, const Context *context)
{
	const unsigned traits = row->action->traits;
	return traits ? (traits & context->traits) != 0 : row->own == context;
}

const char *action_reason(const Action *action, const State *state)
{
	return action->guard != NULL ? action->guard(state) : NULL;
}
