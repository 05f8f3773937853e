#include "src/model/activation-set.h"

#include <string.h>

#define WORD_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

/* ---- Values --------------------------------------------------------------------------------------- */

void set_row_free(SetRow *row)
{
	if (row == NULL)
		return;
	g_free(row->role);
	g_free(row->scope);
	g_free(row->access);
	g_free(row->duration);
	g_free(row);
}

static gpointer copy_row(gconstpointer data, gpointer unused)
{
	(void)unused;
	const SetRow *row = data;
	SetRow *copy = g_new0(SetRow, 1);
	copy->role = g_strdup(row->role);
	copy->scope = g_strdup(row->scope);
	copy->access = g_strdup(row->access);
	copy->duration = g_strdup(row->duration);
	return copy;
}

ActivationSet *activation_set_new(const char *name)
{
	ActivationSet *set = g_new0(ActivationSet, 1);
	set->name = g_strdup(name);
	set->rows = g_ptr_array_new_with_free_func((GDestroyNotify)set_row_free);
	return set;
}

ActivationSet *activation_set_copy(const ActivationSet *set)
{
	ActivationSet *copy = activation_set_new(set->name);
	copy->about = g_strdup(set->about);
	copy->reason = g_strdup(set->reason);
	copy->ticket_system = g_strdup(set->ticket_system);
	copy->duration = g_strdup(set->duration);
	copy->is_reason_unasked = set->is_reason_unasked;
	g_ptr_array_extend(copy->rows, set->rows, copy_row, NULL);
	return copy;
}

void activation_set_free(ActivationSet *set)
{
	if (set == NULL)
		return;
	g_free(set->name);
	g_free(set->about);
	g_free(set->reason);
	g_free(set->ticket_system);
	g_free(set->duration);
	g_ptr_array_unref(set->rows);
	g_free(set);
}

const ActivationSet *activation_set_find(const GPtrArray *sets, const char *name)
{
	for (guint i = 0; i < sets->len; i++) {
		const ActivationSet *set = sets->pdata[i];
		if (strcmp(set->name, name) == 0)
			return set;
	}
	return NULL;
}

/* ---- Rows as text --------------------------------------------------------------------------------- */

#define SEPARATOR "|"

static bool is_access(const char *word)
{
	return strcmp(word, "member") == 0 || strcmp(word, "owner") == 0;
}

/* What stands behind "at ", "for " or "as ". */
static const char *value_behind(const char *part, const char *word)
{
	const size_t length = strlen(word);
	if (strncmp(part, word, length) != 0 || part[length] != ' ')
		return NULL;
	part += length + strspn(part + length, " ");
	return *part != '\0' ? part : NULL;
}

static bool take_once(char **member, const char *value)
{
	if (value == NULL || *member != NULL)
		return false;
	*member = g_strdup(value);
	return true;
}

static bool take_part(SetRow *row, const char *part)
{
	const char *access = value_behind(part, "as");
	return take_once(&row->scope, value_behind(part, "at")) ||
	       take_once(&row->duration, value_behind(part, "for")) ||
	       (access != NULL && is_access(access) && take_once(&row->access, access));
}

SetRow *set_row_parse(const char *text)
{
	g_auto(GStrv) parts = g_strsplit(text, SEPARATOR, -1);
	if (parts[0] == NULL || *g_strstrip(parts[0]) == '\0')
		return NULL;
	g_autoptr(SetRow) row = g_new0(SetRow, 1);
	row->role = g_strdup(parts[0]);
	for (size_t i = 1; parts[i] != NULL; i++) {
		if (!take_part(row, g_strstrip(parts[i])))
			return NULL;
	}
	return g_steal_pointer(&row);
}

/* A " #" looks like the comment that a file may not have there. */
static bool is_plain(const char *text)
{
	if (text == NULL)
		return true;
	for (const char *c = text; *c != '\0'; c++) {
		if (*c == '|' || g_ascii_iscntrl(*c))
			return false;
	}
	return strstr(text, " #") == NULL;
}

static void append_part(GString *text, const char *word, const char *value)
{
	if (value != NULL)
		g_string_append_printf(text, " " SEPARATOR " %s %s", word, value);
}

char *set_row_format(const SetRow *row)
{
	if (!is_plain(row->role) || !is_plain(row->scope) || !is_plain(row->duration))
		return NULL;
	GString *text = g_string_new(row->role);
	append_part(text, "at", row->scope);
	append_part(text, "for", row->duration);
	append_part(text, "as", row->access);
	return g_string_free(text, FALSE);
}

/* ---- The reason ----------------------------------------------------------------------------------- */

/* The next "{word}" from `text` on: where it begins, or NULL; *length is that of the word alone. */
static const char *find_word(const char *text, size_t *length)
{
	for (const char *brace = strchr(text, '{'); brace != NULL; brace = strchr(brace + 1, '{')) {
		*length = strspn(brace + 1, WORD_CHARS);
		if (*length > 0 && brace[1 + *length] == '}')
			return brace;
	}
	return NULL;
}

GPtrArray *set_reason_words(const char *reason)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	size_t length = 0;
	for (const char *at = reason != NULL ? find_word(reason, &length) : NULL; at != NULL;
	     at = find_word(at + length, &length)) {
		g_autofree char *word = g_strndup(at + 1, length);
		if (!g_ptr_array_find_with_equal_func(words, word, g_str_equal, NULL))
			g_ptr_array_add(words, g_steal_pointer(&word));
	}
	return words;
}

bool set_reason_is_sound(const char *reason)
{
	size_t length = 0;
	const char *rest = reason;
	for (const char *at = NULL; (at = find_word(rest, &length)) != NULL;
	     rest = at + length + 2) {
		if (memchr(rest, '{', (size_t)(at - rest)) != NULL ||
		    memchr(rest, '}', (size_t)(at - rest)) != NULL)
			return false;
	}
	return strpbrk(rest, "{}") == NULL;
}

char *set_reason_fill(const char *reason, GHashTable *values)
{
	GString *filled = g_string_new(NULL);
	const char *rest = reason;
	size_t length = 0;
	for (const char *at = NULL; (at = find_word(rest, &length)) != NULL;
	     rest = at + length + 2) {
		g_autofree char *word = g_strndup(at + 1, length);
		const char *value = g_hash_table_lookup(values, word);
		g_string_append_len(filled, rest, at - rest);
		if (value != NULL)
			g_string_append(filled, value);
		else
			g_string_append_len(filled, at, (gssize)length + 2);
	}
	g_string_append(filled, rest);
	return g_string_free(filled, FALSE);
}
