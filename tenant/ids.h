/* Identifiers: GUIDs made from names (so that a scenario is the same every time), ARM scope ids,
 * and comparison the way the service compares them, without regard to letter case. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* A GUID that depends only on the three names. */
char *ids_derive(const char *space, const char *kind, const char *name);
/* A GUID never seen before. */
char *ids_fresh(void);
bool ids_is_guid(const char *text);

/* For GHashTable: without regard to ASCII letter case. */
guint ids_hash(gconstpointer text);
gboolean ids_equal(gconstpointer left, gconstpointer right);

/* The part after the last slash. */
const char *ids_tail(const char *id);

/* The scope of a URL: leading slash, no trailing one, and without the odd
 * "/providers/Microsoft.Subscription" in front, which ARM's own samples use. "/" is the root. */
char *ids_normalize_scope(const char *scope);
/* Is `scope` the same as `ancestor`, or below it by its path? */
bool ids_is_path_within(const char *scope, const char *ancestor);

/* "{scope}/providers/Microsoft.Authorization/{collection}/{name}". */
char *ids_authorization(const char *scope, const char *collection, const char *name);
