/*
 * Where a role applies. ARM scopes are paths; ids are compared without regard to letter case, since the
 * service is careless about it.
 */
#ifndef MYROLES_MODEL_SCOPE_H
#define MYROLES_MODEL_SCOPE_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
	SCOPE_UNKNOWN,
	SCOPE_ROOT,                /* ARM "/" */
	SCOPE_MANAGEMENT_GROUP,    /* /providers/Microsoft.Management/managementGroups/{id} */
	SCOPE_SUBSCRIPTION,        /* /subscriptions/{id} */
	SCOPE_RESOURCE_GROUP,      /* /subscriptions/{id}/resourceGroups/{name} */
	SCOPE_RESOURCE,            /* anything below a resource group */
	SCOPE_DIRECTORY,           /* Entra "/" */
	SCOPE_ADMINISTRATIVE_UNIT, /* /administrativeUnits/{id} */
	SCOPE_OBJECT,              /* /{objectId} */
	SCOPE_GROUP,               /* a group's id */
} ScopeType;

typedef struct Scope {
	ScopeType type;
	char *id;   /* as the service wrote it; what is sent */
	char *name; /* display name; may be NULL: then show scope_label */
} Scope;

void scope_init(Scope *scope, ScopeType type, const char *id, const char *name);
void scope_clear(Scope *scope);
void scope_copy(Scope *to, const Scope *from); /* `to` is uninitialized or cleared */
Scope *scope_new_copy(const Scope *from);      /* on the heap, for arrays of Scope* */
void scope_free(Scope *scope);                 /* of the heap; NULL is fine */

/* Name, else the last segment of the id, else the id. Borrowed, never NULL. */
const char *scope_label(const Scope *scope);

/* "management group", "subscription", … and the short "mg", "sub", "rg", "res", "dir", "au", "obj", "group". */
const char *scope_type_title(ScopeType type);
const char *scope_type_short(ScopeType type);
/* The word in JSON: "managementgroup", "subscription", "resourcegroup", "resource", "directory", …; and back
 * (also ARM's own type words; an unknown resource type is SCOPE_RESOURCE). */
const char *scope_type_word(ScopeType type);
ScopeType scope_type_from_word(const char *word);

/* The type of an ARM scope, from its id alone. Accepts `providers/Microsoft.Subscription/subscriptions/{id}`. */
ScopeType scope_type_from_arm_id(const char *id);

/* The canonical form of an ARM scope id: leading slash, no trailing one, odd subscription form mended. */
char *scope_normalize_arm_id(const char *id);

bool scope_id_equal(const char *a, const char *b);
guint scope_id_hash(gconstpointer id); /* for GHashTable, with scope_id_equal_hash */
gboolean scope_id_equal_hash(gconstpointer a, gconstpointer b);

/* The scope right above, as far as the id tells (a subscription's parent is not in its id): NULL then. */
char *scope_parent_arm_id(const char *id);

/* True when `inner` is `outer` or lies below it as far as ids tell. */
bool scope_id_covers(const char *outer, const char *inner);

/*
 * Understands what people paste: a resource id, or an Azure portal or ARM URL that holds one. Returns the ARM id
 * in canonical form, or NULL when there is none in it.
 */
char *scope_parse_pasted(const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scope, scope_clear)

#endif
