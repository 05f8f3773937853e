#include "src/model/deny-assignment.h"

#include "src/model/scope.h"

/* All principals of the directory. */
#define EVERYONE "00000000-0000-0000-0000-000000000000"

DenyAssignment *deny_assignment_new(void)
{
	DenyAssignment *deny = g_new0(DenyAssignment, 1);
	deny->permissions = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	return deny;
}

void deny_assignment_free(DenyAssignment *deny)
{
	if (deny == NULL)
		return;
	g_free(deny->id);
	g_free(deny->name);
	g_free(deny->scope);
	g_free(deny->read_at);
	g_ptr_array_unref(deny->permissions);
	g_free(deny);
}

static bool is_word(const char *text, const char *word)
{
	return text != NULL && word != NULL && g_ascii_strcasecmp(text, word) == 0;
}

Denies deny_names_person(const char *id, const char *type, const char *oid)
{
	if (is_word(id, EVERYONE) || is_word(id, oid))
		return DENIES_SURELY;
	/* Of another person, or a program, it is known that it is somebody else. */
	const bool is_other = is_word(type, "User") || is_word(type, "ServicePrincipal");
	return is_other ? DENIES_NOT : DENIES_MAYBE;
}

/* Which scopes a management group holds the ids do not tell: it holds the one that it was told of. */
static bool is_in_reach(const DenyAssignment *deny, const char *scope)
{
	if (deny->is_here_alone)
		return scope_id_equal(deny->scope, scope);
	if (scope_id_covers(deny->scope, scope))
		return true;
	return deny->read_at != NULL &&
	       scope_type_from_arm_id(deny->scope) == SCOPE_MANAGEMENT_GROUP &&
	       scope_id_covers(deny->read_at, scope);
}

Denies deny_assignment_denies(const DenyAssignment *deny, Plane plane, const char *operation,
			      const char *scope)
{
	Denies denies = DENIES_NOT;
	if (plane == PLANE_DIRECTORY || scope == NULL || !is_in_reach(deny, scope))
		return DENIES_NOT;
	for (guint i = 0; i < deny->permissions->len; i++) {
		switch (role_definition_permits(deny->permissions->pdata[i], plane, operation)) {
		case PERMITS_SURELY:
			return deny->whom;
		case PERMITS_MAYBE:
			denies = deny->whom != DENIES_NOT ? DENIES_MAYBE : DENIES_NOT;
			break;
		case PERMITS_NOT:
			break;
		}
	}
	return denies;
}
