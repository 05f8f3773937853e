#include "frontend/offer.h"

#include <string.h>

#include "frontend/brief.h"
#include "frontend/command.h"
#include "frontend/grant-words.h"
#include "src/model/duration.h"

void offer_clear(Offer *offer)
{
	role_clear(&offer->role);
	scope_clear(&offer->scope);
	*offer = (Offer){ 0 };
}

bool offer_is_set(const Offer *offer)
{
	return offer->role.id != NULL || offer->scope.id != NULL || offer->access != ACCESS_NONE ||
	       offer->duration != 0;
}

/* ---- what is offered ---- */

static void set_role(Offer *offer, const Role *role)
{
	role_clear(&offer->role);
	offer->role.id = g_strdup(role->id);
	offer->role.name = g_strdup(role->name);
}

static void set_scope(Offer *offer, const Scope *scope)
{
	scope_clear(&offer->scope);
	scope_copy(&offer->scope, scope);
}

bool offer_suggest(const Request *request, const Brief *brief, Offer *offer)
{
	const Scope *scope = brief_named_scope(request, brief);
	const RoleDefinition *definition = brief_named_role(request, brief);
	if (scope != NULL)
		set_scope(offer, scope);
	if (definition != NULL)
		set_role(offer, &definition->role);
	return offer_is_set(offer);
}

/* By its id, or by its name where one scope alone is called so. */
static const Scope *find_scope(const Brief *brief, const char *text, unsigned *count)
{
	const Scope *found = NULL;
	*count = 0;
	for (guint i = 0; brief != NULL && brief->children != NULL && i < brief->children->len;
	     i++) {
		const Scope *scope = g_ptr_array_index(brief->children, i);
		if (scope_id_equal(scope->id, text)) {
			*count = 1;
			return scope;
		}
		if (g_ascii_strcasecmp(scope_label(scope), text) == 0) {
			found = scope;
			(*count)++;
		}
	}
	return found;
}

/* What a management group holds is in no id: where nothing of it could be read, who types one is believed. */
static bool may_lie_below(const Request *request, const Brief *brief, const char *id)
{
	const ScopeType type = scope_type_from_arm_id(id);
	const bool is_told = brief != NULL && brief->children != NULL && brief->children->len > 0;
	if (scope_id_covers(request->scope.id, id))
		return true;
	return request->scope.type == SCOPE_MANAGEMENT_GROUP && !is_told &&
	       (type == SCOPE_SUBSCRIPTION || type == SCOPE_RESOURCE_GROUP ||
		type == SCOPE_RESOURCE);
}

/* An id that no list told. NULL: it is taken; else why not. */
static char *take_id(Offer *offer, const Request *request, const Brief *brief, const char *text)
{
	const char *above = scope_label(&request->scope);
	g_autofree char *id = scope_parse_pasted(text);
	if (id == NULL)
		return g_strdup_printf("No scope below %s is known as %s: give its id.", above,
				       text);
	if (!may_lie_below(request, brief, id))
		return g_strdup_printf("That does not lie below %s.", above);
	scope_clear(&offer->scope);
	scope_init(&offer->scope, scope_type_from_arm_id(id), id, NULL);
	return NULL;
}

char *offer_take_scope(Offer *offer, const Request *request, const Brief *brief, const char *text)
{
	if (text == NULL || *text == '\0')
		return NULL;
	if (!workload_info(request->workload)->can_narrow_scope)
		return g_strdup("There is no narrower scope for this kind of role.");
	unsigned count = 0;
	const Scope *scope = find_scope(brief, text, &count);
	if (count > 1)
		return g_strdup_printf("%u scopes below are called %s: give the id.", count, text);
	if (scope != NULL) {
		set_scope(offer, scope);
		return NULL;
	}
	if (scope_id_equal(request->scope.id, text) ||
	    g_ascii_strcasecmp(scope_label(&request->scope), text) == 0) {
		set_scope(offer, &request->scope);
		return NULL;
	}
	return take_id(offer, request, brief, text);
}

static char *take_access(Offer *offer, const Request *request, const char *text)
{
	const Access access = access_from_word(text);
	if (access == ACCESS_NONE || access > request->access)
		return g_strdup("Of a group, member is what can be offered for owner.");
	offer->access = access;
	return NULL;
}

char *offer_take_role(Offer *offer, const Request *request, const Brief *brief, const char *text)
{
	if (text == NULL || *text == '\0')
		return NULL;
	if (request->access != ACCESS_NONE)
		return take_access(offer, request, text);
	if (g_ascii_strcasecmp(role_label(&request->role), text) == 0) {
		set_role(offer, &request->role);
		return NULL;
	}
	for (guint i = 0;
	     brief != NULL && brief->definitions != NULL && i < brief->definitions->len; i++) {
		const RoleDefinition *definition = g_ptr_array_index(brief->definitions, i);
		const Role *role = &definition->role;
		if (g_ascii_strcasecmp(role->name, text) != 0 &&
		    g_ascii_strcasecmp(role_guid(role->id), role_guid(text)) != 0)
			continue;
		set_role(offer, role);
		return NULL;
	}
	return g_strdup_printf("No role that can be read here is called %s.", text);
}

char *offer_take_duration(Offer *offer, const Request *request, const char *text)
{
	g_autoptr(GError) error = NULL;
	int64_t seconds = 0;
	if (text == NULL || *text == '\0')
		return NULL;
	/* A length alone: when it will begin is not known, so no "until". */
	if (g_ascii_strncasecmp(text, "until", 5) == 0)
		return g_strdup("A length is needed, such as 1h or 90m.");
	if (!duration_parse(text, 0, NULL, &seconds, &error))
		return g_strdup(error->message);
	if (seconds < DURATION_MINIMUM)
		return g_strdup("Five minutes at least.");
	if (request->duration > 0 && seconds > request->duration)
		return g_strdup("That is longer than what was asked for.");
	offer->duration = seconds;
	return NULL;
}

/* ---- the text ---- */

static const char *sentence_end(const char *text)
{
	const char last = text[strlen(text) - 1];
	return last == '.' || last == '!' || last == '?' ? "" : ".";
}

char *offer_write(const Offer *offer, const Request *request, const char *why)
{
	g_autoptr(Request) less = request_copy(request);
	if (offer->role.id != NULL) {
		role_clear(&less->role);
		less->role.id = g_strdup(offer->role.id);
		less->role.name = g_strdup(offer->role.name);
	}
	if (offer->scope.id != NULL) {
		scope_clear(&less->scope);
		scope_copy(&less->scope, &offer->scope);
	}
	if (offer->access != ACCESS_NONE)
		less->access = offer->access;
	if (offer->duration != 0)
		less->duration = offer->duration;
	g_autofree char *what = role_words(&less->role, less->access, &less->scope);
	g_autofree char *length = less->duration > 0 ? duration_format(less->duration) : NULL;
	g_autofree char *command = command_ask(less);
	const bool has_why = why != NULL && *why != '\0';
	return g_strdup_printf("%s%s%sAsk for %s%s%s instead: %s", has_why ? why : "",
			       has_why ? sentence_end(why) : "", has_why ? " " : "", what,
			       length != NULL ? " for " : "", length != NULL ? length : "",
			       command);
}
