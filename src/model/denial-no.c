#include <string.h>

#include "src/base/text.h"
#include "src/model/denial.h"

typedef struct Sign {
	const char *words; /* in small letters */
	Obstacle obstacle;
} Sign;

/* The first that is found wins. */
static const Sign signs[] = {
	{ "denyassignmentauthorizationfailed", OBSTACLE_DENY_ASSIGNMENT },
	{ "because of the deny assignment", OBSTACLE_DENY_ASSIGNMENT },
	{ "blocked by deny assignment", OBSTACLE_DENY_ASSIGNMENT },
	{ "requestdisallowedbypolicy", OBSTACLE_POLICY },
	{ "was disallowed by policy", OBSTACLE_POLICY },
	{ "scopelocked", OBSTACLE_LOCK },
	{ "following scope(s) are locked", OBSTACLE_LOCK },
	{ "is not authorized to access linked subscription", OBSTACLE_TENANT },
	{ "forbiddenbypolicy", OBSTACLE_ACCESS_POLICY },
	{ "permission on key vault", OBSTACLE_ACCESS_POLICY },
	{ "forbiddenbyfirewall", OBSTACLE_NETWORK },
	{ "forbiddenbyconnection", OBSTACLE_NETWORK },
	{ "client address is not authorized", OBSTACLE_NETWORK },
	{ "public network access is disabled", OBSTACLE_NETWORK },
	{ "authorizationfailure", OBSTACLE_NETWORK },
	{ "this request is not authorized to perform this operation.", OBSTACLE_NETWORK },
	{ "permissionscopenotgranted", OBSTACLE_CONSENT },
	{ "aadsts65001", OBSTACLE_CONSENT },
	{ "request blocked by auth", OBSTACLE_OWN_ROLES },
	{ "required rbac permissions to perform action [", OBSTACLE_OWN_ROLES },
	{ "keybasedauthenticationnotpermitted", OBSTACLE_SHARED_KEY },
};

/* What stands between the next two single quotes. */
static char *quoted_after(const char *text, const char *words)
{
	const char *at = denial_find(text, words);
	const char *start = at != NULL ? strchr(at, '\'') : NULL;
	const char *end = start != NULL ? strchr(start + 1, '\'') : NULL;
	return end != NULL ? text_sanitize(start + 1, end - start - 1) : NULL;
}

static char *name_of(const char *text, Obstacle obstacle)
{
	switch (obstacle) {
	case OBSTACLE_DENY_ASSIGNMENT:
		return quoted_after(text, "deny assignment with name");
	case OBSTACLE_LOCK:
		return quoted_after(text, "are locked");
	default:
		return NULL;
	}
}

static void drop_own_roles(Denial *denial)
{
	static const char prefix[] = "Microsoft.DocumentDB/databaseAccounts/";
	for (guint i = denial->needs->len; i > 0; i--) {
		const Need *need = denial->needs->pdata[i - 1];
		if (g_ascii_strncasecmp(need->action, prefix, strlen(prefix)) == 0)
			g_ptr_array_remove_index(denial->needs, i - 1);
	}
}

void denial_read_obstacle(const char *text, Denial *denial)
{
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (denial_find(text, signs[i].words) == NULL)
			continue;
		denial->obstacle = signs[i].obstacle;
		denial->name = name_of(text, denial->obstacle);
		if (denial->obstacle == OBSTACLE_OWN_ROLES)
			drop_own_roles(denial);
		return;
	}
}
