#include "cli/template.h"

#include <string.h>

#include "src/base/nearby.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "src/model/owed.h"

/* The text of one field; the caller frees. NULL is empty. */
typedef char *(*FieldWriter)(const TemplateRow *row);

static char *write_role(const TemplateRow *row)
{
	return g_strdup(role_label(&row->assignment->grant.role));
}

static char *write_scope(const TemplateRow *row)
{
	return g_strdup(scope_label(&row->assignment->grant.scope));
}

static char *write_left(const TemplateRow *row)
{
	const Grant *grant = &row->assignment->grant;
	return grant->end != 0 ? duration_format_countdown(grant->end - row->wording->now)
			       : g_strdup("permanent");
}

static char *write_seconds(const TemplateRow *row)
{
	const Grant *grant = &row->assignment->grant;
	return grant->end != 0
		       ? g_strdup_printf("%" G_GINT64_FORMAT, grant->end - row->wording->now)
		       : NULL;
}

static char *write_until(const TemplateRow *row)
{
	const Grant *grant = &row->assignment->grant;
	return grant->end != 0 ? wording_time(row->wording, grant->end) : g_strdup("permanent");
}

static char *write_end(const TemplateRow *row)
{
	return instant_format(row->assignment->grant.end);
}

static char *write_workload(const TemplateRow *row)
{
	return g_strdup(workload_info(row->assignment->grant.workload)->name);
}

static char *write_type(const TemplateRow *row)
{
	return g_strdup(scope_type_short(row->assignment->grant.scope.type));
}

static char *write_access(const TemplateRow *row)
{
	const Access access = row->assignment->grant.access;
	return access != ACCESS_NONE ? g_strdup(access_word(access)) : NULL;
}

static char *write_id(const TemplateRow *row)
{
	return g_strdup(row->assignment->grant.id);
}

static char *write_scope_id(const TemplateRow *row)
{
	return g_strdup(row->assignment->grant.scope.id);
}

static char *write_account(const TemplateRow *row)
{
	return row->account != NULL ? g_strdup(row->account->upn) : NULL;
}

static char *write_tenant(const TemplateRow *row)
{
	if (row->account == NULL)
		return NULL;
	return g_strdup(row->account->tenant_name != NULL ? row->account->tenant_name
							  : row->account->tid);
}

/* "held" by a command or a leash, "owed" from its end on. */
static char *write_owed(const TemplateRow *row)
{
	const Owed *owed = owed_find(row->owed, &row->assignment->grant);
	return owed != NULL ? g_strdup(owed->is_held ? "held" : "owed") : NULL;
}

static const struct {
	const char *name;
	FieldWriter write;
} fields[] = {
	{ "role", write_role },         { "scope", write_scope },
	{ "left", write_left },         { "seconds", write_seconds },
	{ "until", write_until },       { "end", write_end },
	{ "workload", write_workload }, { "type", write_type },
	{ "access", write_access },     { "id", write_id },
	{ "scope-id", write_scope_id }, { "account", write_account },
	{ "tenant", write_tenant },     { "owed", write_owed },
};

static FieldWriter find_field(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strlen(fields[i].name) == length && strncmp(fields[i].name, name, length) == 0)
			return fields[i].write;
	}
	return NULL;
}

static bool fail(GError **error, const char *what)
{
	g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s", what);
	return false;
}

static bool check_field(const char *name, size_t length, GError **error)
{
	if (find_field(name, length) != NULL)
		return true;
	g_autofree char *word = g_strndup(name, length);
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		g_ptr_array_add(names, (gpointer)fields[i].name);
	const char *near = nearby_word(word, names);
	g_autofree char *all = template_field_names();
	g_autofree char *what =
		near != NULL
			? g_strdup_printf("there is no field {%s} (did you mean {%s}?)", word, near)
			: g_strdup_printf("there is no field {%s}, but %s", word, all);
	return fail(error, what);
}

bool template_check(const char *pattern, GError **error)
{
	for (const char *p = pattern; *p != '\0'; p++) {
		if ((*p == '{' || *p == '}') && p[1] == *p) {
			p++;
			continue;
		}
		if (*p == '}')
			return fail(error, "a } ends no field; }} is a brace");
		if (*p != '{')
			continue;
		const char *end = strchr(p, '}');
		if (end == NULL)
			return fail(error, "a { begins no field; {{ is a brace");
		if (!check_field(p + 1, (size_t)(end - p - 1), error))
			return false;
		p = end;
	}
	return true;
}

char *template_fill(const char *pattern, const TemplateRow *row)
{
	GString *line = g_string_new(NULL);
	for (const char *p = pattern; *p != '\0'; p++) {
		const bool is_brace = *p == '{' || *p == '}';
		const char *end = *p == '{' && p[1] != '{' ? strchr(p, '}') : NULL;
		if (end == NULL) {
			g_string_append_c(line, *p);
			p += is_brace ? 1 : 0; /* the second of a pair */
			continue;
		}
		const FieldWriter write = find_field(p + 1, (size_t)(end - p - 1));
		g_autofree char *text = write(row);
		g_autofree char *clean = text_sanitize(text, -1);
		g_string_append(line, clean);
		p = end;
	}
	return g_string_free(line, FALSE);
}

char *template_field_names(void)
{
	GString *names = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		g_string_append_printf(names, "%s{%s}", i > 0 ? ", " : "", fields[i].name);
	return g_string_free(names, FALSE);
}
