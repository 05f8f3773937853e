#include "frontend/why-words.h"

#include <string.h>

#include "frontend/command.h"
#include "frontend/grant-words.h"

/* ---- sentences ---- */

char *need_words(const Need *need)
{
	if (need->scope == NULL || need->plane == PLANE_DIRECTORY)
		return g_strdup(need->action);
	g_auto(Scope) scope = { 0 };
	scope_init(&scope, scope_type_from_arm_id(need->scope), need->scope, need->place);
	return g_strdup_printf("%s at %s", need->action, scope_label(&scope));
}

static const char *const obstacles[OBSTACLE_COUNT] = {
	[OBSTACLE_POLICY] = "Azure Policy does not allow it. No role helps: change what is asked "
			    "for, or ask for an exemption.",
	[OBSTACLE_LOCK] = "A lock is in the way. No role helps by itself: who may delete locks "
			  "(Microsoft.Authorization/locks/delete) has to take it away.",
	[OBSTACLE_DENY_ASSIGNMENT] =
		"A deny assignment is in the way. No role helps: it goes before every role.",
	[OBSTACLE_NETWORK] = "The network is in the way: a firewall or a private endpoint. No role "
			     "helps: come from where it is allowed.",
	[OBSTACLE_ACCESS_POLICY] = "The key vault has access policies, and knows no roles. No role "
				   "helps: an access policy has to be added to it.",
	[OBSTACLE_CONSENT] = "The program was not granted that permission. No role helps: an "
			     "administrator has to consent.",
	[OBSTACLE_OWN_ROLES] = "The service has roles of its own, which PIM does not know. No role "
			       "helps: one of those has to be assigned.",
	[OBSTACLE_TENANT] = "The other resource is of another tenant. No role of this one helps.",
	[OBSTACLE_SHARED_KEY] = "Keys are switched off there. Sign in instead (az: --auth-mode "
				"login); what a role lacks is told then.",
};

char *obstacle_words(const Denial *denial)
{
	const char *words = obstacles[denial->obstacle];
	if (words == NULL)
		return NULL;
	if (denial->name == NULL || *denial->name == '\0')
		return g_strdup(words);
	return g_strdup_printf("%s It is: %s.", words, denial->name);
}

char *allowed_words(const Wording *wording, const Why *why, guint i)
{
	const Assignment *allowed = why->allowed->pdata[i];
	const Assignment *nearly = why->nearly->pdata[i];
	const Assignment *row = allowed != NULL ? allowed : nearly;
	if (row == NULL)
		return NULL;
	g_autofree char *need = need_words(why->needs->pdata[i]);
	g_autofree char *role = grant_words(&row->grant, NULL);
	g_autofree char *until = grant_until(wording, &row->grant);
	if (allowed != NULL)
		return g_strdup_printf("%s is active (%s) and permits %s already. If it is denied "
				       "still, the program's token is older than the role: sign in "
				       "there once more.",
				       role, until, need);
	return g_strdup_printf("%s is active (%s) and permits %s, but only under a condition.",
			       role, until, need);
}

/* "2 of 3 operations": what of the missing is to be had by no role; NULL: all is. */
static char *lacking_words(const Why *why)
{
	guint count = 0;
	const Need *first = NULL;
	for (guint i = 0; i < why->needs->len; i++) {
		if (!bits_has(why->missing, i) || bits_has(why->had, i) || bits_has(why->denied, i))
			continue;
		count++;
		first = first != NULL ? first : why->needs->pdata[i];
	}
	if (count == 0)
		return NULL;
	g_autofree char *words = need_words(first);
	if (count == 1)
		return g_steal_pointer(&words);
	return g_strdup_printf("%s and %u more", words, count - 1);
}

char *lacking_sentence(const Why *why, bool is_open, bool is_blind)
{
	g_autofree char *lacking = lacking_words(why);
	if (lacking == NULL)
		return NULL;
	if (is_open && is_blind)
		return g_strdup_printf("What permits %s is not known.", lacking);
	return g_strdup_printf(is_open ? "None of your eligible roles surely permits %s."
				       : "None of your eligible roles permits %s.",
			       lacking);
}

const Need *need_find_placeless(const GPtrArray *needs)
{
	for (guint i = 0; i < needs->len; i++) {
		const Need *need = needs->pdata[i];
		if (need->scope == NULL && need->plane != PLANE_DIRECTORY)
			return need;
	}
	return NULL;
}

char *placeless_words(const Need *need)
{
	if (need->host == NULL)
		return g_strdup_printf("%s was denied, but it is not told where.", need->action);
	return g_strdup_printf("%s was denied on \"%s\", but its resource id is not told.",
			       need->action, need->host);
}

char *guess_words(const Need *need)
{
	return g_strdup_printf("%s is taken for an operation of the %s plane, which is not sure.",
			       need->action, plane_word(need->plane));
}

char *age_words(const Wording *wording, const Why *why)
{
	const Way *way = why->ways->len > 0 ? why->ways->pdata[0] : NULL;
	if (way == NULL || way->as_of == 0 || wording->now - way->as_of < 24 * 3600)
		return NULL;
	g_autofree char *when = wording_time(wording, way->as_of);
	return g_strdup_printf("What the roles permit is told as of %s.", when);
}

char *unknown_words(const Why *why)
{
	const guint count = why->unknown->len;
	if (count == 0)
		return NULL;
	return g_strdup_printf("Whether %u other role%s it is not known.", count,
			       count == 1 ? " permits" : "s permit");
}

/* What all of the way permits, of what is missing. */
static char *had_words(const Why *why)
{
	const int first = bits_next(why->had, 0);
	if (first < 0)
		return g_strdup("it");
	const guint count = bits_count(why->had);
	g_autofree char *words = need_words(why->needs->pdata[first]);
	return count == 1 ? g_steal_pointer(&words)
			  : g_strdup_printf("%s and %u more", words, count - 1);
}

static char *join_roles(const Way *way)
{
	GString *roles = g_string_new(NULL);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		g_autofree char *role = grant_words(&target->eligibility->grant, &target->scope);
		g_string_append_printf(roles, "%s%s",
				       i == 0                       ? ""
				       : i + 1 == way->targets->len ? " and "
								    : ", ",
				       role);
	}
	return g_string_free(roles, FALSE);
}

char *first_way_words(const Why *why)
{
	const Way *way = why->ways->len > 0 ? why->ways->pdata[0] : NULL;
	if (way == NULL)
		return NULL;
	g_autofree char *roles = join_roles(way);
	g_autofree char *had = had_words(why);
	g_autofree char *among = why->ways->len > 1
					 ? g_strdup_printf(", the least of %u ways", why->ways->len)
					 : g_strdup("");
	return g_strdup_printf(
		"%s %s %s%s%s.", roles, way->targets->len > 1 ? "together permit" : "permits", had,
		among, way->is_certain ? "" : ", but only under a condition that may not hold");
}

/* ---- commands ---- */

/* Another row's role of the same name, which the name alone would also mean. */
static bool has_namesake(const Grant *grant, const GPtrArray *eligibilities)
{
	for (guint i = 0; i < eligibilities->len; i++) {
		const Grant *other = &((const Eligibility *)eligibilities->pdata[i])->grant;
		if (g_strcmp0(other->role.name, grant->role.name) == 0 &&
		    !grant_is_of_role(other, grant->workload, grant->access, grant->role.id))
			return true;
	}
	return false;
}

char *way_command(const Wording *wording, const Way *way, const GPtrArray *eligibilities,
		  bool is_demo)
{
	g_autoptr(GPtrArray) commands = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		g_autoptr(Activation) activation =
			activation_new(target->eligibility, &target->scope);
		Grant *grant = &activation->eligibility->grant;
		if (has_namesake(grant, eligibilities)) {
			g_free(grant->role.name);
			grant->role.name = g_strdup(grant->id);
		}
		g_ptr_array_add(commands, command_activate(wording, activation, is_demo));
	}
	return commands_join(commands);
}

/* ---- columns ---- */

static void why_row_free(gpointer data)
{
	WhyRow *row = data;
	g_free(row->command);
	g_free(row);
}

GPtrArray *why_rows(const Wording *wording, const Why *why, const GPtrArray *eligibilities,
		    bool is_demo)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(why_row_free);
	for (guint i = 0; i < MIN(why->ways->len, WHY_WAYS_SHOWN); i++) {
		const Way *way = why->ways->pdata[i];
		for (guint k = 0; k < way->targets->len; k++) {
			WhyRow *row = g_new0(WhyRow, 1);
			*row = (WhyRow){ .number = i + 1,
					 .way = way,
					 .target = way->targets->pdata[k],
					 .command = way_command(wording, way, eligibilities,
								is_demo) };
			g_ptr_array_add(rows, row);
		}
	}
	for (guint i = 0; i < why->denied_rows->len; i++) {
		WhyRow *row = g_new0(WhyRow, 1);
		row->denied = why->denied_rows->pdata[i];
		g_ptr_array_add(rows, row);
	}
	for (guint i = 0; i < why->unknown->len; i++) {
		WhyRow *row = g_new0(WhyRow, 1);
		row->unknown = why->unknown->pdata[i];
		g_ptr_array_add(rows, row);
	}
	return rows;
}
