#include "src/pim/definitions.h"

#include "src/base/text.h"
#include "src/model/role-definition.h"
#include "src/pim/azure-urls.h"
#include "src/pim/fetch.h"

/* Where each service writes what. */
typedef struct Shape {
	const char *id, *name, *permissions;
	const char *actions, *not_actions, *data_actions, *not_data_actions; /* NULL: it has none */
} Shape;

static const Shape azure_shape = {
	"id",         "properties.roleName", "properties.permissions", "actions",
	"notActions", "dataActions",         "notDataActions",
};
static const Shape entra_shape = {
	"id", "displayName", "rolePermissions", "allowedResourceActions", "excludedResourceActions",
	NULL, NULL,
};

static void add_patterns(GPtrArray *patterns, const JsonValue *permission, const char *member)
{
	const JsonValue *list = member != NULL ? json_get(permission, member) : NULL;
	for (size_t i = 0; i < json_array_length(list); i++) {
		const char *text = json_text(json_array_at(list, i));
		if (text != NULL)
			g_ptr_array_add(patterns, text_sanitize(text, -1));
	}
}

static gpointer decode(const PimContext *context, const JsonValue *element, gpointer data,
		       GError **error)
{
	const Shape *shape = data;
	(void)context;
	const char *id = json_text(json_get(element, shape->id));
	const char *name = json_text(json_get(element, shape->name));
	if (id == NULL || name == NULL) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING,
				    "a role definition without id or name");
		return NULL;
	}
	RoleDefinition *definition = role_definition_new();
	definition->role.id = text_sanitize(id, -1);
	definition->role.name = text_sanitize(name, -1);
	const JsonValue *permissions = json_get(element, shape->permissions);
	for (size_t i = 0; i < json_array_length(permissions); i++) {
		const JsonValue *permission = json_array_at(permissions, i);
		add_patterns(definition->actions, permission, shape->actions);
		add_patterns(definition->not_actions, permission, shape->not_actions);
		add_patterns(definition->data_actions, permission, shape->data_actions);
		add_patterns(definition->not_data_actions, permission, shape->not_data_actions);
	}
	return definition;
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
