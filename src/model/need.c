#include "src/model/need.h"

#include <string.h>

#include "src/base/text.h"
#include "src/model/scope.h"

Need *need_new(const char *action, Plane plane, const char *scope)
{
	Need *need = g_new0(Need, 1);
	need->action = text_sanitize(action, -1);
	need->plane = operation_is_of_directory(action) ? PLANE_DIRECTORY : plane;
	need->is_plane_known = need->plane != PLANE_CONTROL;
	need->scope = scope != NULL ? text_sanitize(scope, -1) : NULL;
	return need;
}

void need_free(Need *need)
{
	if (need == NULL)
		return;
	g_free(need->action);
	g_free(need->scope);
	g_free(need->place);
	g_free(need->below);
	g_free(need->host);
	g_free(need->whom);
	g_free(need);
}

static bool is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : g_ascii_strcasecmp(a, b) == 0;
}

bool need_is_same(const Need *a, const Need *b)
{
	return a->plane == b->plane && is_same(a->action, b->action) &&
	       is_same(a->scope, b->scope) && is_same(a->below, b->below);
}

static bool ends_with(const char *text, const char *end)
{
	const size_t length = strlen(text);
	const size_t own = strlen(end);
	return length >= own && g_ascii_strcasecmp(text + length - own, end) == 0;
}

void need_set_scope(Need *need, const char *scope)
{
	if (need->scope != NULL)
		return;
	/* A child of a resource makes no sense below anything wider. */
	const bool is_whole = need->below == NULL || ends_with(scope, need->below) ||
			      scope_type_from_arm_id(scope) != SCOPE_RESOURCE;
	need->scope = g_strconcat(scope, is_whole ? "" : need->below, NULL);
}

/* ---- anchors ---- */

static bool is_word(const char *part, const char *word)
{
	return part != NULL && g_ascii_strcasecmp(part, word) == 0;
}

static char *join(char **parts, guint count)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < count; i++)
		g_string_append_printf(text, "/%s", parts[i]);
	return g_string_free(text, FALSE);
}

/* What holds the first resource: a group, a subscription, a management group. How many parts it has. */
static guint count_container(char **parts, guint count)
{
	if (count >= 4 && is_word(parts[0], "providers") && is_word(parts[2], "managementGroups"))
		return 4;
	if (count >= 4 && is_word(parts[0], "subscriptions") && is_word(parts[2], "resourceGroups"))
		return 4;
	return is_word(parts[0], "subscriptions") ? MIN(count, 2) : 0;
}

/* Kinds of things that are about what stands before them, or that a deployment makes for itself. */
static bool is_about_another(char **parts, guint at)
{
	return is_word(parts[at], "Microsoft.Authorization") ||
	       (is_word(parts[at], "Microsoft.Resources") && is_word(parts[at + 1], "deployments"));
}

char *need_anchor(const Need *need)
{
	if (need->scope == NULL || need->scope[0] != '/')
		return NULL;
	g_auto(GStrv) parts = g_strsplit(need->scope + 1, "/", -1);
	const guint count = g_strv_length(parts);
	const guint container = count_container(parts, count);
	const bool makes = need->is_made || ends_with(need->action, "/write");
	if (container == 0)
		return g_strdup(need->scope);
	if (count < container + 4) {
		/* A group that is yet to be made stands in its subscription. */
		const bool is_new =
			container == 4 && count == container &&
			is_word(parts[0], "subscriptions") &&
			(need->is_made || ends_with(need->action, "/resourceGroups/write"));
		return join(parts, is_new ? 2 : container);
	}
	/* …/providers/NAMESPACE/TYPE/NAME, and what follows: children, or things about it. */
	if (!is_word(parts[container], "providers") || is_about_another(parts, container + 1))
		return join(parts, container);
	const guint resource = container + 4;
	const bool is_top = count == resource;
	return join(parts, is_top && makes ? container : resource);
}
