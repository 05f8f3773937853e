#include "src/pim/definitions.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/role-definition.h"
#include "src/pim/azure-urls.h"
#include "src/pim/fetch.h"

/* Where each service writes what. */
typedef struct Shape {
	WorkloadId workload;
	const char *id, *name, *permissions;
	const char *actions, *not_actions, *data_actions, *not_data_actions; /* NULL: it has none */
} Shape;

static const Shape azure_shape = {
	WORKLOAD_AZURE, "id",         "properties.roleName", "properties.permissions",
	"actions",      "notActions", "dataActions",         "notDataActions",
};
static const Shape entra_shape = {
	WORKLOAD_ENTRA,
	"id",
	"displayName",
	"rolePermissions",
	"allowedResourceActions",
	"excludedResourceActions",
	NULL,
	NULL,
};

/* A blank around a pattern is none of its own: a definition of Azure's has one. */
static void add_patterns(GPtrArray *patterns, const JsonValue *permission, const char *member)
{
	const JsonValue *list = member != NULL ? json_get(permission, member) : NULL;
	for (size_t i = 0; i < json_array_length(list); i++) {
		const char *text = json_text(json_array_at(list, i));
		if (text != NULL)
			g_ptr_array_add(patterns, g_strstrip(text_sanitize(text, -1)));
	}
}

static void add_permission(RoleDefinition *definition, const JsonValue *permission,
			   const Shape *shape)
{
	add_patterns(definition->actions, permission, shape->actions);
	add_patterns(definition->not_actions, permission, shape->not_actions);
	add_patterns(definition->data_actions, permission, shape->data_actions);
	add_patterns(definition->not_data_actions, permission, shape->not_data_actions);
	const char *condition = json_text(json_get(permission, "condition"));
	if (condition == NULL || *condition == '\0')
		return;
	add_patterns(definition->conditional, permission, shape->actions);
	add_patterns(definition->conditional, permission, shape->data_actions);
}

static bool is_within_limits(const RoleDefinition *definition)
{
	const GPtrArray *const lists[] = { definition->actions, definition->not_actions,
					   definition->data_actions, definition->not_data_actions };
	guint count = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		count += lists[i]->len;
		for (guint k = 0; k < lists[i]->len; k++) {
			if (strlen(lists[i]->pdata[k]) > LIMIT_OPERATION)
				return false;
		}
	}
	return count <= LIMIT_ROLE_PATTERNS;
}

RoleDefinition *azure_decode_permission(const JsonValue *element, GError **error)
{
	g_autoptr(RoleDefinition) definition = role_definition_new();
	add_permission(definition, element, &azure_shape);
	if (is_within_limits(definition))
		return g_steal_pointer(&definition);
	g_set_error(error, JSON_ERROR, JSON_ERROR_LIMIT,
		    "a permission with more than %d patterns, or one longer than %d",
		    LIMIT_ROLE_PATTERNS, LIMIT_OPERATION);
	return NULL;
}

static RoleDefinition *decode_one(const JsonValue *element, const Shape *shape, GError **error)
{
	const char *id = element != NULL ? json_text(json_get(element, shape->id)) : NULL;
	const char *name = element != NULL ? json_text(json_get(element, shape->name)) : NULL;
	if (id == NULL || name == NULL) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING,
				    "a role definition without id or name");
		return NULL;
	}
	g_autoptr(RoleDefinition) definition = role_definition_new();
	definition->workload = shape->workload;
	definition->role.id = text_sanitize(id, -1);
	definition->role.name = text_sanitize(name, -1);
	const JsonValue *permissions = json_get(element, shape->permissions);
	for (size_t i = 0; i < json_array_length(permissions); i++)
		add_permission(definition, json_array_at(permissions, i), shape);
	/* What a role of the directory has by another one: Directory Readers mostly. */
	const JsonValue *parents = json_get(element, "inheritsPermissionsFrom");
	for (size_t i = 0; i < json_array_length(parents); i++) {
		const JsonValue *inherited =
			json_get(json_array_at(parents, i), shape->permissions);
		for (size_t k = 0; k < json_array_length(inherited); k++)
			add_permission(definition, json_array_at(inherited, k), shape);
	}
	if (is_within_limits(definition))
		return g_steal_pointer(&definition);
	g_set_error(error, JSON_ERROR, JSON_ERROR_LIMIT,
		    "the role definition of %s has more than %d patterns, or one longer than %d",
		    definition->role.name, LIMIT_ROLE_PATTERNS, LIMIT_OPERATION);
	return NULL;
}

static gpointer decode(const PimContext *context, const JsonValue *element, gpointer data,
		       GError **error)
{
	(void)context;
	return decode_one(element, data, error);
}

/* `url` is borrowed. */
static FetchSpec spec_of(const PimWorkload *self, const Shape *shape, const char *url)
{
	return (FetchSpec){
		.audience = self->audience,
		.url = url,
		.decode = decode,
		.free_row = (GDestroyNotify)role_definition_free,
		.decode_data = (gpointer)shape,
	};
}

void azure_list_definitions(const PimWorkload *self, const PimContext *context, const Grant *grant,
			    GCancellable *cancellable, PimListDone done, gpointer data)
{
	g_autofree char *url =
		azure_url_version(grant->scope.id, "roleDefinitions", NULL, "2022-04-01");
	const FetchSpec spec = spec_of(self, &azure_shape, url);
	fetch_list(context, &spec, cancellable, done, data);
}

void entra_list_definitions(const PimWorkload *self, const PimContext *context, const Grant *grant,
			    GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)grant;
	const FetchSpec spec =
		spec_of(self, &entra_shape, "/v1.0/roleManagement/directory/roleDefinitions");
	fetch_list(context, &spec, cancellable, done, data);
}

/* ---- one ---- */

typedef struct DefinitionCall {
	const Shape *shape;
	PimDefinitionDone done;
	gpointer data;
} DefinitionCall;

static void on_definition(const JsonValue *value, const GError *error, gpointer data)
{
	g_autofree DefinitionCall *call = data;
	g_autoptr(GError) problem = NULL;
	g_autoptr(RoleDefinition) definition =
		error == NULL ? decode_one(value, call->shape, &problem) : NULL;
	call->done(g_steal_pointer(&definition), error != NULL ? error : problem, call->data);
}

static void read_one(const PimContext *context, const FetchCall *fetch, const Shape *shape,
		     GCancellable *cancellable, PimDefinitionDone done, gpointer data)
{
	DefinitionCall *call = g_new0(DefinitionCall, 1);
	*call = (DefinitionCall){ shape, done, data };
	fetch_value(context, fetch, cancellable, on_definition, call);
}

void azure_read_definition(const PimWorkload *self, const PimContext *context, const Grant *grant,
			   GCancellable *cancellable, PimDefinitionDone done, gpointer data)
{
	g_autofree char *kind = g_strconcat("roleDefinitions/", role_guid(grant->role.id), NULL);
	g_autofree char *url = azure_url_version(grant->scope.id, kind, NULL, "2022-04-01");
	const FetchCall fetch = { .method = HTTP_GET, .audience = self->audience, .url = url };
	read_one(context, &fetch, &azure_shape, cancellable, done, data);
}

void entra_read_definition(const PimWorkload *self, const PimContext *context, const Grant *grant,
			   GCancellable *cancellable, PimDefinitionDone done, gpointer data)
{
	g_autofree char *id = g_uri_escape_string(grant->role.id, NULL, FALSE);
	g_autofree char *url = g_strconcat("/v1.0/roleManagement/directory/roleDefinitions/", id,
					   "?$expand=inheritsPermissionsFrom", NULL);
	const FetchCall fetch = { .method = HTTP_GET, .audience = self->audience, .url = url };
	read_one(context, &fetch, &entra_shape, cancellable, done, data);
}
