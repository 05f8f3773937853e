#include "src/model/scope.h"

#include <stdint.h>
#include <string.h>

void scope_init(Scope *scope, ScopeType type, const char *id, const char *name)
{
	*scope = (Scope){ .type = type, .id = g_strdup(id), .name = g_strdup(name) };
}

void scope_clear(Scope *scope)
{
	g_clear_pointer(&scope->id, g_free);
	g_clear_pointer(&scope->name, g_free);
	scope->type = SCOPE_UNKNOWN;
}

void scope_copy(Scope *to, const Scope *from)
{
	scope_init(to, from->type, from->id, from->name);
}

Scope *scope_new_copy(const Scope *from)
{
	Scope *scope = g_new0(Scope, 1);
	scope_copy(scope, from);
	return scope;
}

void scope_free(Scope *scope)
{
	if (scope == NULL)
		return;
	scope_clear(scope);
	g_free(scope);
}

const char *scope_label(const Scope *scope)
{
	if (scope->name != NULL && *scope->name != '\0')
		return scope->name;
	if (scope->id == NULL)
		return "";
	const char *slash = strrchr(scope->id, '/');
	return slash != NULL && slash[1] != '\0' ? slash + 1 : scope->id;
}

static const struct {
	const char *word, *title, *abbreviation;
} types[] = {
	[SCOPE_UNKNOWN] = { "unknown", "scope", "" },
	[SCOPE_ROOT] = { "root", "root", "root" },
	[SCOPE_MANAGEMENT_GROUP] = { "managementgroup", "management group", "mg" },
	[SCOPE_SUBSCRIPTION] = { "subscription", "subscription", "sub" },
	[SCOPE_RESOURCE_GROUP] = { "resourcegroup", "resource group", "rg" },
	[SCOPE_RESOURCE] = { "resource", "resource", "res" },
	[SCOPE_DIRECTORY] = { "directory", "directory", "dir" },
	[SCOPE_ADMINISTRATIVE_UNIT] = { "administrativeunit", "administrative unit", "au" },
	[SCOPE_OBJECT] = { "object", "object", "obj" },
	[SCOPE_GROUP] = { "group", "group", "group" },
};

static size_t type_index(ScopeType type)
{
	return (size_t)type < G_N_ELEMENTS(types) ? (size_t)type : SCOPE_UNKNOWN;
}

const char *scope_type_title(ScopeType type)
{
	return types[type_index(type)].title;
}

const char *scope_type_short(ScopeType type)
{
	return types[type_index(type)].abbreviation;
}

const char *scope_type_word(ScopeType type)
{
	return types[type_index(type)].word;
}

ScopeType scope_type_from_word(const char *word)
{
	if (word == NULL || *word == '\0')
		return SCOPE_UNKNOWN;
	/* Microsoft.Resources/subscriptions/resourceGroups and the like come down to their last part. */
	static const struct {
		const char *word;
		ScopeType type;
	} others[] = {
		{ "tenant", SCOPE_ROOT },
		{ "Microsoft.Management/managementGroups", SCOPE_MANAGEMENT_GROUP },
		{ "Microsoft.Resources/subscriptions", SCOPE_SUBSCRIPTION },
		{ "Microsoft.Subscription/subscriptions", SCOPE_SUBSCRIPTION },
		{ "Microsoft.Resources/subscriptions/resourceGroups", SCOPE_RESOURCE_GROUP },
		{ "Microsoft.Resources/resourceGroups", SCOPE_RESOURCE_GROUP },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		if (g_ascii_strcasecmp(types[i].word, word) == 0)
			return (ScopeType)i;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
		if (g_ascii_strcasecmp(others[i].word, word) == 0)
			return others[i].type;
	}
	return SCOPE_RESOURCE;
}

/* ---- ids ----
 * An id is compared as its core: without slashes at either end and without the odd prefix that some of
 * ARM's own samples give to subscriptions. The core of the root is empty. */

typedef struct Core {
	const char *text;
	size_t length;
} Core;

static bool has_prefix(const char *text, size_t length, const char *prefix)
{
	size_t wanted = strlen(prefix);
	return length >= wanted && g_ascii_strncasecmp(text, prefix, wanted) == 0;
}

#define ODD_PREFIX "providers/Microsoft.Subscription/"
#define MG_PREFIX  "providers/Microsoft.Management/managementGroups/"

static Core id_core(const char *id)
{
	while (*id == '/')
		id++;
	size_t length = strlen(id);
	while (length > 0 && id[length - 1] == '/')
		length--;
	if (has_prefix(id, length, ODD_PREFIX "subscriptions/")) {
		id += strlen(ODD_PREFIX);
		length -= strlen(ODD_PREFIX);
	}
	return (Core){ id, length };
}

/* The number of segments of a core. */
static size_t count_segments(Core core)
{
	size_t count = core.length > 0;
	for (size_t i = 0; i < core.length; i++)
		count += core.text[i] == '/';
	return count;
}

ScopeType scope_type_from_arm_id(const char *id)
{
	if (id == NULL)
		return SCOPE_UNKNOWN;
	Core core = id_core(id);
	size_t segments = count_segments(core);
	if (segments == 0)
		return SCOPE_ROOT;
	if (has_prefix(core.text, core.length, MG_PREFIX))
		return segments == 4 ? SCOPE_MANAGEMENT_GROUP : SCOPE_RESOURCE;
	if (!has_prefix(core.text, core.length, "subscriptions/"))
		return SCOPE_UNKNOWN;
	if (segments == 2)
		return SCOPE_SUBSCRIPTION;

	const char *third = strchr(core.text + strlen("subscriptions/"), '/') + 1;
	if (segments == 4 && g_ascii_strncasecmp(third, "resourceGroups/", 15) == 0)
		return SCOPE_RESOURCE_GROUP;
	return SCOPE_RESOURCE;
}

char *scope_normalize_arm_id(const char *id)
{
	Core core = id_core(id);
	return g_strdup_printf("/%.*s", (int)core.length, core.text);
}

bool scope_id_equal(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	Core left = id_core(a), right = id_core(b);
	/* Mostly they are written alike, and there can be a hundred thousand of them. */
	return left.length == right.length &&
	       (memcmp(left.text, right.text, left.length) == 0 ||
		g_ascii_strncasecmp(left.text, right.text, left.length) == 0);
}

static uint64_t hash_word(uint64_t hash, uint64_t word)
{
	hash = (hash ^ (word | 0x2020202020202020)) * 0x9e3779b97f4a7c15;
	return hash ^ hash >> 32;
}

/*
 * Eight bytes at a time, since each key that is pressed asks for it. The bit in which a capital differs is set in every
 * byte: what else it makes equal only shares a bucket.
 */
guint scope_id_hash(gconstpointer id)
{
	Core core = id_core(id);
	uint64_t hash = core.length, word;
	for (; core.length >= sizeof word; core.text += sizeof word, core.length -= sizeof word) {
		memcpy(&word, core.text, sizeof word);
		hash = hash_word(hash, word);
	}
	word = 0;
	memcpy(&word, core.text, core.length);
	return (guint)hash_word(hash, word);
}

gboolean scope_id_equal_hash(gconstpointer a, gconstpointer b)
{
	return scope_id_equal(a, b);
}

/* The length without the last two segments and the slash before them. */
static size_t cut_pair(const char *text, size_t length)
{
	for (int i = 0; i < 2; i++) {
		while (length > 0 && text[length - 1] != '/')
			length--;
		length -= length > 0;
	}
	return length;
}

char *scope_parent_arm_id(const char *id)
{
	ScopeType type = scope_type_from_arm_id(id);
	if (type != SCOPE_RESOURCE_GROUP && type != SCOPE_RESOURCE)
		return NULL;

	/* Types and names come in pairs; a provider's first pair goes together with `providers/NAMESPACE`. */
	Core core = id_core(id);
	if (count_segments(core) < 4)
		return NULL;
	size_t length = cut_pair(core.text, core.length);
	size_t before = cut_pair(core.text, length);
	const char *pair = core.text + before + (before > 0);
	if (g_ascii_strncasecmp(pair, "providers/", strlen("providers/")) == 0)
		length = before;
	return length == 0 ? NULL : g_strdup_printf("/%.*s", (int)length, core.text);
}

bool scope_id_covers(const char *outer, const char *inner)
{
	if (outer == NULL || inner == NULL)
		return false;
	Core wide = id_core(outer), narrow = id_core(inner);
	if (wide.length == 0)
		return true;
	if (narrow.length < wide.length ||
	    g_ascii_strncasecmp(wide.text, narrow.text, wide.length) != 0)
		return false;
	return narrow.length == wide.length || narrow.text[wide.length] == '/';
}
