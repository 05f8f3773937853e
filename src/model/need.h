/*
 * One operation at one place that a person may not do, and where a role that permits it would have to be.
 */
#ifndef MYROLES_MODEL_NEED_H
#define MYROLES_MODEL_NEED_H

#include <glib.h>
#include <stdbool.h>

#include "src/model/operation.h"

typedef struct Need {
	char *action; /* an operation, see operation.h */
	Plane plane;
	bool is_plane_known; /* it was said of this one, or the operation is of the directory */
	char *scope; /* what it was to be done to: an id in canonical form; NULL: not told */
	char *place; /* what people call the scope; NULL: not known */
	char *below; /* without a scope: what is to be added to it, "/namespaces/payments"; or NULL */
	char *host;   /* without a scope: what the text calls the resource, "stpay01"; or NULL */
	char *whom;   /* which part of a plan needs it; or NULL */
	bool is_made; /* what the scope names is surely not there yet */
	bool is_conditional; /* a role permits it already, but its condition is not met */
} Need;

/* All text is copied, sanitized. */
Need *need_new(const char *action, Plane plane, const char *scope);
void need_free(Need *need);
bool need_is_same(const Need *a, const Need *b); /* letter case aside */

/* Gives it the scope, if it has none: what `below` says is added where it is missing. */
void need_set_scope(Need *need, const char *scope);

/*
 * The narrowest place at which an activation is of use: of a child the resource that it belongs to; of what is not there yet, or may not
 * be, what it is made in; of a role assignment, a lock and the like what it is about. NULL: the need has no scope. The caller frees.
 */
char *need_anchor(const Need *need);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Need, need_free)

#endif
