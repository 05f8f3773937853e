#include "frontend/permission-words.h"

#include <stdbool.h>
#include <string.h>

#define GROUPS_SHOWN 8
#define EVERYTHING   "everything"

enum { WAY_ALL = 1, WAY_READ = 2, WAY_WRITE = 4, WAY_DELETE = 8, WAY_ACT = 16 };

/* How an operation ends, and what that is to a person. */
static const struct {
	const char *word;
	unsigned way;
} ways[] = {
	{ "*", WAY_ALL },        { "allTasks", WAY_ALL },  { "allEntities", WAY_ALL },
	{ "read", WAY_READ },    { "write", WAY_WRITE },   { "create", WAY_WRITE },
	{ "update", WAY_WRITE }, { "delete", WAY_DELETE },
};

/* In the order in which they are told. */
static const struct {
	unsigned way;
	const char *word;
} way_words[] = {
	{ WAY_ALL, "all" },       { WAY_READ, "read" }, { WAY_WRITE, "write" },
	{ WAY_DELETE, "delete" }, { WAY_ACT, "act" },
};

/* The kinds of lines, as the backend writes them. */
static const struct {
	const char *start, *opening;
} kinds[] = {
	{ "actions: ", "" },
	{ "not actions: ", "but not " },
	{ "data actions: ", "data: " },
	{ "not data actions: ", "but not data: " },
};

typedef struct Group {
	char *name;
	unsigned ways;
} Group;

static void group_free(gpointer data)
{
	Group *group = data;
	g_free(group->name);
	g_free(group);
}

static unsigned find_way(const char *operation)
{
	const char *slash = strrchr(operation, '/');
	const char *last = slash != NULL ? slash + 1 : operation;
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		if (g_ascii_strcasecmp(ways[i].word, last) == 0)
			return ways[i].way;
	}
	return WAY_ACT;
}

/* "Compute" of "Microsoft.Compute/…"; of the directory what in it: "users". */
static char *find_name(const char *operation)
{
	static const char vendor[] = "microsoft.";
	if (*operation == '*')
		return g_strdup(EVERYTHING);
	g_auto(GStrv) parts = g_strsplit(operation, "/", 3);
	if (g_ascii_strcasecmp(parts[0], "microsoft.directory") == 0 && parts[1] != NULL)
		return g_strdup(parts[1]);
	const bool is_vendor = g_ascii_strncasecmp(parts[0], vendor, strlen(vendor)) == 0;
	return g_strdup(is_vendor ? parts[0] + strlen(vendor) : parts[0]);
}

static void add_operation(GPtrArray *groups, const char *operation)
{
	g_autofree char *name = find_name(operation);
	const unsigned way = find_way(operation);
	for (guint i = 0; i < groups->len; i++) {
		Group *group = g_ptr_array_index(groups, i);
		if (g_ascii_strcasecmp(group->name, name) == 0) {
			group->ways |= way;
			return;
		}
	}
	Group *group = g_new0(Group, 1);
	group->name = g_steal_pointer(&name);
	group->ways = way;
	g_ptr_array_add(groups, group);
}

static void append_ways(GString *text, unsigned all)
{
	const char *separator = " (";
	for (size_t i = 0; i < G_N_ELEMENTS(way_words); i++) {
		if ((all & way_words[i].way) == 0)
			continue;
		g_string_append_printf(text, "%s%s", separator, way_words[i].word);
		separator = ", ";
	}
	g_string_append_c(text, ')');
}

static void append_groups(GString *text, const GPtrArray *groups, const char *opening)
{
	if (groups->len == 0)
		return;
	g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", opening);
	for (guint i = 0; i < MIN(groups->len, GROUPS_SHOWN); i++) {
		const Group *group = g_ptr_array_index(groups, i);
		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", group->name);
		const bool is_all = (group->ways & WAY_ALL) != 0;
		if (!is_all || strcmp(group->name, EVERYTHING) != 0)
			append_ways(text, is_all ? WAY_ALL : group->ways);
	}
	if (groups->len > GROUPS_SHOWN)
		g_string_append_printf(text, " and %u more", groups->len - GROUPS_SHOWN);
}

/* Lines of other kinds stand as they are: what a group grants. */
static void append_others(GString *text, const GPtrArray *lines)
{
	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);
		bool is_other = true;
		for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
			is_other = is_other && !g_str_has_prefix(line, kinds[k].start);
		if (is_other)
			g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", line);
	}
}

char *permission_words(const GPtrArray *lines)
{
	GString *text = g_string_new(NULL);
	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func(group_free);
		for (guint i = 0; i < lines->len; i++) {
			const char *line = g_ptr_array_index(lines, i);
			if (g_str_has_prefix(line, kinds[k].start))
				add_operation(groups, line + strlen(kinds[k].start));
		}
		append_groups(text, groups, kinds[k].opening);
	}
	append_others(text, lines);
	if (text->len == 0)
		g_string_append(text, PERMITS_NOTHING);
	return g_string_free(text, FALSE);
}
