/* The part of OData's $filter that PIM's clients use: `asTarget()`, `assignedTo('…')`,
 * `member eq 'value'`, `member in ('a','b')`, joined by and/or. Clauses about the same member are
 * alternatives, those about different members must all hold; that covers what is documented. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "tenant/refusal.h"

typedef struct Filter {
	GPtrArray *clauses;
} Filter;

/* text NULL: no filter. known: the names that may occur, NULL-terminated. */
bool filter_parse(const char *text, const char *const *known, Filter *out, Refusal *refusal);
void filter_clear(Filter *filter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Filter, filter_clear)

/* The value of the first clause of that name ("" for a call without argument); NULL: none. */
const char *filter_value(const Filter *filter, const char *name);
/* True when no clause names the member, or one of them has this value (letter case ignored). */
bool filter_allows(const Filter *filter, const char *name, const char *value);
