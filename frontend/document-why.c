#include "frontend/document-why.h"

#include "frontend/document.h"
#include "frontend/list-problems.h"
#include "frontend/plan-words.h"
#include "frontend/why-words.h"
#include "src/base/text.h"

static cJSON *text_value(const char *text)
{
	g_autofree char *clean = text != NULL && *text != '\0' ? text_sanitize(text, -1) : NULL;
	return clean != NULL ? cJSON_CreateString(clean) : cJSON_CreateNull();
}

static void add_text(cJSON *object, const char *name, const char *text)
{
	cJSON_AddItemToObject(object, name, text_value(text));
}

static void add_grant(cJSON *object, const char *name, const Assignment *row)
{
	cJSON_AddItemToObject(object, name,
			      row != NULL ? document_grant(&row->grant, &row->grant.scope)
					  : cJSON_CreateNull());
}

static void add_deny(cJSON *object, const char *name, const DenyAssignment *deny)
{
	if (deny == NULL) {
		cJSON_AddNullToObject(object, name);
		return;
	}
	cJSON *item = cJSON_AddObjectToObject(object, name);
	add_text(item, "id", deny->id);
	add_text(item, "name", deny->name);
	add_text(item, "scope", deny->scope);
}

static cJSON *need_item(const Need *need, const Why *why, guint i)
{
	cJSON *item = cJSON_CreateObject();
	add_text(item, "action", need->action);
	add_text(item, "plane", plane_word(need->plane));
	add_text(item, "scope", need->scope);
	add_text(item, "for", need->whom);
	add_grant(item, "allowed_by", why != NULL ? why->allowed->pdata[i] : NULL);
	add_grant(item, "allowed_under_condition_by", why != NULL ? why->nearly->pdata[i] : NULL);
	cJSON_AddBoolToObject(item, "can_be_had", why != NULL && bits_has(why->had, i));
	add_deny(item, "denied_by", why != NULL ? why->denies->pdata[i] : NULL);
	add_deny(item, "maybe_denied_by", why != NULL ? why->may_deny->pdata[i] : NULL);
	return item;
}

static cJSON *way_item(const Way *way, const char *command)
{
	cJSON *item = cJSON_CreateObject();
	cJSON_AddBoolToObject(item, "certain", way->is_certain);
	g_autofree char *as_of = way->as_of != 0 ? instant_format(way->as_of) : NULL;
	add_text(item, "as_of", as_of);
	cJSON *activations = cJSON_AddArrayToObject(item, "activations");
	for (guint i = 0; i < way->targets->len; i++) {
		const Target *target = way->targets->pdata[i];
		cJSON_AddItemToArray(activations,
				     document_grant(&target->eligibility->grant, &target->scope));
	}
	cJSON *meets = cJSON_AddArrayToObject(item, "meets");
	for (guint i = 0; i < way->meets->len; i++) {
		cJSON *places = cJSON_CreateArray();
		const Bits *met = way->meets->pdata[i];
		for (int need = bits_next(met, 0); need >= 0;
		     need = bits_next(met, (guint)need + 1))
			cJSON_AddItemToArray(places, cJSON_CreateNumber(need));
		cJSON_AddItemToArray(meets, places);
	}
	/* Made of sanitized text, and as long as it has to be: a part of it would do something else. */
	cJSON_AddStringToObject(item, "command", command);
	return item;
}

static cJSON *denied_item(const WhyDenied *denied)
{
	const Grant *grant = &denied->row->grant;
	cJSON *item = document_grant(grant, &grant->scope);
	add_text(item, "action", denied->need->action);
	add_deny(item, "denied_by", denied->deny);
	return item;
}

static cJSON *place_items(const GPtrArray *places)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; places != NULL && i < places->len; i++)
		cJSON_AddItemToArray(items, cJSON_CreateString(places->pdata[i]));
	return items;
}

static cJSON *unknown_item(const WhyUnknown *unknown)
{
	const Grant *grant = &unknown->row->grant;
	cJSON *item = document_grant(grant, &grant->scope);
	add_text(item, "reason", unknown->reason == UNKNOWN_DEFINITION ? "definition" : "scope");
	return item;
}

static cJSON *skipped_items(const PlanNeeds *plan)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; plan != NULL && i < plan->skipped->len; i++) {
		const PlanSkipped *skipped = plan->skipped->pdata[i];
		cJSON *item = cJSON_CreateObject();
		add_text(item, "address", skipped->address);
		add_text(item, "type", skipped->type);
		add_text(item, "reason", skipped_word(skipped->reason));
		cJSON_AddItemToArray(items, item);
	}
	return items;
}

static const char *obstacle_word(Obstacle obstacle)
{
	static const char *const words[OBSTACLE_COUNT] = {
		[OBSTACLE_POLICY] = "policy",
		[OBSTACLE_LOCK] = "lock",
		[OBSTACLE_DENY_ASSIGNMENT] = "deny-assignment",
		[OBSTACLE_NETWORK] = "network",
		[OBSTACLE_ACCESS_POLICY] = "access-policy",
		[OBSTACLE_CONSENT] = "consent",
		[OBSTACLE_OWN_ROLES] = "own-roles",
		[OBSTACLE_TENANT] = "tenant",
		[OBSTACLE_SHARED_KEY] = "shared-key",
	};
	return words[obstacle];
}

cJSON *document_why(const Denial *denial, const PlanNeeds *plan, const Why *why,
		    const GPtrArray *rows, const GPtrArray *problems)
{
	const Wording wording = { 0 };
	cJSON *document = document_new(DOCUMENT_WHY);
	document_tell_errors(document, &wording, problems);
	cJSON *needs = cJSON_CreateArray();
	cJSON *ways = cJSON_CreateArray();
	cJSON *unknown = cJSON_CreateArray();
	cJSON *denied = cJSON_CreateArray();
	for (guint i = 0; i < denial->needs->len; i++)
		cJSON_AddItemToArray(needs, need_item(denial->needs->pdata[i], why, i));
	guint last = 0;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const WhyRow *row = rows->pdata[i];
		if (row->denied != NULL)
			cJSON_AddItemToArray(denied, denied_item(row->denied));
		else if (row->unknown != NULL)
			cJSON_AddItemToArray(unknown, unknown_item(row->unknown));
		else if (row->number != last)
			cJSON_AddItemToArray(ways, way_item(row->way, row->command));
		last = row->number;
	}
	document_set(document, "needs", needs);
	document_set(document, "obstacle", text_value(obstacle_word(denial->obstacle)));
	document_set(document, "obstacle_name", text_value(denial->name));
	document_set(document, "skipped", skipped_items(plan));
	document_set(document, "ways", ways);
	document_set(document, "exact",
		     why != NULL ? cJSON_CreateBool(!why->is_cut) : cJSON_CreateNull());
	document_set(document, "denied", denied);
	document_set(document, "unknown", unknown);
	document_set(document, "unasked_denies", place_items(why != NULL ? why->unasked : NULL));
	return document;
}
