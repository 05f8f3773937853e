#include "src/pim/deny-assignments.h"

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/pim/azure-urls.h"
#include "src/pim/definitions.h"
#include "src/pim/fetch.h"

/* A person among those of a list; one that nobody can tell may be anybody. */
static Denies find_person(const JsonValue *list, const char *oid)
{
	Denies found = DENIES_NOT;
	for (size_t i = 0; i < json_array_length(list) && found != DENIES_SURELY; i++) {
		const JsonValue *element = json_array_at(list, i);
		const Denies one = deny_names_person(json_text(json_get(element, "id")),
						     json_text(json_get(element, "type")), oid);
		found = MAX(found, one);
	}
	return found;
}

static Denies judge_person(const JsonValue *properties, const char *oid)
{
	const Denies named = find_person(json_get(properties, "principals"), oid);
	switch (find_person(json_get(properties, "excludePrincipals"), oid)) {
	case DENIES_SURELY:
		return DENIES_NOT;
	case DENIES_MAYBE:
		return MIN(named, DENIES_MAYBE);
	case DENIES_NOT:
		break;
	}
	return named;
}

static bool add_permissions(DenyAssignment *deny, const JsonValue *list, GError **error)
{
	for (size_t i = 0; i < json_array_length(list); i++) {
		RoleDefinition *permission = azure_decode_permission(json_array_at(list, i), error);
		if (permission == NULL)
			return false;
		g_ptr_array_add(deny->permissions, permission);
	}
	return true;
}

gpointer azure_decode_deny(const PimContext *context, const JsonValue *element, gpointer unused,
			   GError **error)
{
	const JsonValue *properties = element != NULL ? json_get(element, "properties") : NULL;
	const char *id = element != NULL ? json_text(json_get(element, "id")) : NULL;
	const char *scope = properties != NULL ? json_text(json_get(properties, "scope")) : NULL;
	(void)unused;
	if (id == NULL || scope == NULL) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING,
				    "a deny assignment without id or scope");
		return NULL;
	}
	g_autoptr(DenyAssignment) deny = deny_assignment_new();
	const char *name = json_text(json_get(properties, "denyAssignmentName"));
	g_autofree char *clean = text_sanitize(scope, -1);
	deny->id = text_sanitize(id, -1);
	deny->name = text_sanitize(name != NULL && *name != '\0' ? name : id, -1);
	deny->scope = scope_normalize_arm_id(clean);
	deny->is_here_alone = json_is_true(json_get(properties, "doNotApplyToChildScopes"));
	deny->whom = judge_person(properties, context->account->oid);
	if (deny->whom == DENIES_NOT ||
	    !add_permissions(deny, json_get(properties, "permissions"), error))
		return NULL;
	return g_steal_pointer(&deny);
}

void azure_list_denies(const PimWorkload *self, const PimContext *context, const Scope *scope,
		       GCancellable *cancellable, PimListDone done, gpointer data)
{
	g_autofree char *url =
		azure_url_version(scope->id, "denyAssignments", "atScope()", "2022-04-01");
	const FetchSpec spec = {
		.audience = self->audience,
		.url = url,
		.decode = azure_decode_deny,
		.free_row = (GDestroyNotify)deny_assignment_free,
	};
	fetch_list(context, &spec, cancellable, done, data);
}
