#include "src/store/config-lines.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "src/model/mistake.h"

typedef struct Scan {
	GPtrArray *groups;
	ConfigGroup *group; /* the last of them; NULL: none yet */
	GHashTable *names;  /* of groups */
	GPtrArray *mistakes;
	size_t number; /* of the line */
} Scan;

G_GNUC_PRINTF(2, 3)
static void add_mistake(const Scan *scan, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(scan->mistakes, mistake_new(scan->number, text));
}

static void line_free(gpointer data)
{
	ConfigLine *line = data;
	g_free(line->key);
	g_free(line->value);
	g_free(line);
}

static void group_free(gpointer data)
{
	ConfigGroup *group = data;
	g_free(group->name);
	g_ptr_array_unref(group->lines);
	g_free(group);
}

ConfigGroup *config_group_new(const char *name, size_t number)
{
	ConfigGroup *group = g_new0(ConfigGroup, 1);
	group->number = number;
	group->name = g_strdup(name);
	group->lines = g_ptr_array_new_with_free_func(line_free);
	return group;
}

void config_group_add(ConfigGroup *group, const char *key, const char *value, size_t number)
{
	ConfigLine *line = g_new0(ConfigLine, 1);
	line->number = number;
	line->key = g_strdup(key);
	line->value = g_strdup(value);
	g_ptr_array_add(group->lines, line);
}

const ConfigLine *config_group_find(const ConfigGroup *group, const char *key)
{
	for (guint i = 0; i < group->lines->len; i++) {
		const ConfigLine *line = group->lines->pdata[i];
		if (strcmp(line->key, key) == 0)
			return line;
	}
	return NULL;
}

static bool has_control(const char *line)
{
	for (; *line != '\0'; line++) {
		if ((g_ascii_iscntrl(*line) && *line != '\t') || *line == '\x7f')
			return true;
	}
	return false;
}

/* "[name]". What follows a broken heading is read as of the group that it seems to begin. */
static void take_heading(Scan *scan, char *line)
{
	const size_t length = strcspn(line, "]");
	if (strcmp(line + length, "]") != 0)
		add_mistake(scan, "%s: expected [GROUP] alone on its line", line);
	line[length] = '\0';
	scan->group = config_group_new(line + 1, scan->number);
	g_ptr_array_add(scan->groups, scan->group);
	if (!g_hash_table_add(scan->names, scan->group->name))
		add_mistake(scan, "[%s] is there twice; expected it once", scan->group->name);
}

static void take_line(Scan *scan, char *line)
{
	char *equals = strchr(line, '=');
	if (equals == NULL || equals == line) {
		add_mistake(scan, "%s: expected KEY=VALUE, [GROUP] or a comment", line);
		return;
	}
	if (scan->group == NULL) {
		add_mistake(scan, "%s: expected a [GROUP] above it", line);
		return;
	}
	*equals = '\0';
	const char *key = g_strchomp(line);
	if (config_group_find(scan->group, key) != NULL) {
		add_mistake(scan, "[%s] %s is there twice; expected it once", scan->group->name,
			    key);
		return;
	}
	config_group_add(scan->group, key, g_strchug(equals + 1), scan->number);
}

/* Editors of Windows save so: each second byte of plain text is zero. */
static const char *wide_encoding(const char *text, size_t length)
{
	const bool has_mark = length >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 ||
					      memcmp(text, "\xFE\xFF", 2) == 0);
	size_t zeros = 0;
	for (size_t i = 0; i < length; i++)
		zeros += text[i] == '\0';
	if (has_mark || (length >= 4 && zeros >= length / 4))
		return zeros > length / 2 + 1 ? "UTF-32" : "UTF-16";
	return NULL;
}

/* True where it is text; else what it is instead, and the line where that shows, is a mistake. */
static bool check_encoding(Scan *scan, const char *text, size_t length)
{
	const char *end = text;
	const char *wide = wide_encoding(text, length);
	if (wide != NULL) {
		add_mistake(scan, "is %s; save it as UTF-8", wide);
		return false;
	}
	/* A zero byte ends what is valid. */
	if (g_utf8_validate_len(text, length, &end))
		return true;
	for (scan->number = 1; (text = memchr(text, '\n', (size_t)(end - text))) != NULL; text++)
		scan->number++;
	add_mistake(scan, *end == '\0' ? "expected no control characters"
				       : "is not UTF-8 text; save it as UTF-8");
	return false;
}

GPtrArray *config_lines_read(const char *text, size_t length, GPtrArray *mistakes)
{
	Scan scan = { .groups = g_ptr_array_new_with_free_func(group_free), .mistakes = mistakes };
	if (!check_encoding(&scan, text, length))
		return scan.groups;
	g_autofree char *copy = g_strndup(text, length);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	scan.names = names;
	for (size_t i = 0; lines[i] != NULL; i++) {
		char *line = g_strstrip(lines[i]);
		scan.number = i + 1;
		if (has_control(line))
			add_mistake(&scan, "expected no control characters");
		else if (*line == '[')
			take_heading(&scan, line);
		else if (*line != '#' && *line != '\0')
			take_line(&scan, line);
	}
	return scan.groups;
}
