#include "tenant/schema.h"

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/times.h"

typedef struct Check {
	const char *type; /* Graph's begin with "microsoft.graph." and have words of their own */
	const char *code;
	Refusal *refusal;
} Check;

static bool check_object(const Check *check, const cJSON *json, const SchemaMember *members,
			 const char *path);

static const SchemaMember *find(const SchemaMember *members, const char *name)
{
	for (; members->name != NULL; members++) {
		if (g_strcmp0(members->name, name) == 0)
			return members;
	}
	return NULL;
}

static bool check_word(const Check *check, const SchemaMember *row, const char *word,
		       const char *path)
{
	for (const char *const *known = row->words; *known != NULL; known++) {
		if (ids_equal(*known, word))
			return true;
	}
	return refuse(check->refusal, 400, check->code,
		      "The request content was invalid and could not be deserialized: 'Error "
		      "converting value \"%s\" to type '%s'. Path '%s'.'.",
		      word, row->name, path);
}

static bool has_type(const SchemaMember *row, const cJSON *value)
{
	int64_t time;
	switch (row->kind) {
	case SCHEMA_FLAG:
		return cJSON_IsBool(value);
	case SCHEMA_OBJECT:
		return cJSON_IsObject(value);
	case SCHEMA_TIME:
		return cJSON_IsString(value) && times_parse(value->valuestring, &time);
	case SCHEMA_TEXT:
	case SCHEMA_WORD:
		break;
	}
	return cJSON_IsString(value);
}

static bool check_value(const Check *check, const SchemaMember *row, const cJSON *value,
			const char *path)
{
	if (cJSON_IsNull(value))
		return true;
	if (!has_type(row, value))
		return refuse(check->refusal, 400, check->code,
			      "The request content was invalid and could not be deserialized: "
			      "'Unexpected value for member '%s'. Path '%s'.'.",
			      row->name, path);
	if (row->kind == SCHEMA_WORD)
		return check_word(check, row, value->valuestring, path);
	return row->kind != SCHEMA_OBJECT || row->members == NULL ||
	       check_object(check, value, row->members, path);
}

static bool check_object(const Check *check, const cJSON *json, const SchemaMember *members,
			 const char *path)
{
	const cJSON *member;
	cJSON_ArrayForEach(member, json)
	{
		g_autofree char *inner = *path ? g_strconcat(path, ".", member->string, NULL)
					       : g_strdup(member->string);
		const SchemaMember *row = find(members, member->string);
		if (row == NULL && g_str_has_prefix(check->type, "microsoft.graph."))
			return refuse(check->refusal, 400, check->code,
				      "The property '%s' does not exist on type '%s'. Make sure to "
				      "only use property names that are defined by the type.",
				      member->string, check->type);
		if (row == NULL)
			return refuse(check->refusal, 400, check->code,
				      "The request content was invalid and could not be "
				      "deserialized: 'Could not find member '%s' on object of type "
				      "'%s'. Path '%s'.'.",
				      member->string, check->type, inner);
		if (!check_value(check, row, member, inner))
			return false;
	}
	for (; members->name != NULL; members++) {
		if (members->is_required && json_get(json, members->name) == NULL)
			return refuse(
				check->refusal, 400, check->code,
				"The request content was invalid and could not be "
				"deserialized: 'Required property '%s' not found in JSON. Path "
				"'%s'.'.",
				members->name, path);
	}
	return true;
}

bool schema_check(const cJSON *json, const SchemaMember *members, const char *type,
		  const char *code, Refusal *refusal)
{
	const Check check = { type, code, refusal };
	if (!cJSON_IsObject(json))
		return refuse(refusal, 400, code,
			      "The request content was invalid and could not be deserialized: "
			      "'Unexpected character encountered while parsing value.'.");
	return check_object(&check, json, members, "");
}

/* The object's member of any letter case; the exact one is not looked for. */
static cJSON *find_other_case(const cJSON *json, const char *name)
{
	cJSON *member;
	cJSON_ArrayForEach(member, json)
	{
		if (ids_equal(member->string, name) && g_strcmp0(member->string, name) != 0)
			return member;
	}
	return NULL;
}

void schema_fold(cJSON *json, const SchemaMember *members)
{
	for (; members->name != NULL; members++) {
		cJSON *other = find_other_case(json, members->name);
		if (other != NULL && cJSON_GetObjectItemCaseSensitive(json, members->name) == NULL)
			cJSON_AddItemToObject(json, members->name,
					      cJSON_DetachItemViaPointer(json, other));
		if (members->members != NULL)
			schema_fold(cJSON_GetObjectItemCaseSensitive(json, members->name),
				    members->members);
	}
}
