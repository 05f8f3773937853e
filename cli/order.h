/*
 * What activations and deactivations are asked for with, in the person's words: options, pairs of them, or lines of JSON.
 */
#ifndef MYROLES_CLI_ORDER_H
#define MYROLES_CLI_ORDER_H

#include <glib.h>
#include <stdbool.h>

#include "cli/options.h"
#include "cli/tell.h"

#define ORDERS_UNASKED 10 /* more are not sent unless the person says that it is meant */

/* One. NULL: not said. */
typedef struct Order {
	char *role, *scope, *access;
	char *duration, *reason, *ticket, *ticket_system, *start;
	char *set_name; /* of the set that it belongs to; no line says it */
} Order;

/* Of Order*, which it owns. Caller unrefs. */
GPtrArray *orders_new(void);

/* Options of a verb that takes several: a member `orders` of its struct. */
typedef struct OrderOptions {
	char **roles, **scopes;
	char *access;
	gboolean is_dry_run, is_forced;
} OrderOptions;

#define OPTIONS_OF_ORDERS(type)                                                                  \
	{ "role",                                                                                \
	  'r',                                                                                   \
	  G_OPTION_ARG_STRING_ARRAY,                                                             \
	  offsetof(type, orders.roles),                                                          \
	  "Role by name or id; may be given several times",                                      \
	  "NAME|ID" },                                                                           \
		{ "scope",                                                                       \
		  's',                                                                           \
		  G_OPTION_ARG_STRING_ARRAY,                                                     \
		  offsetof(type, orders.scopes),                                                 \
		  "Where: a name, a resource id or a portal URL; one for all roles, or one for " \
		  "each",                                                                        \
		  "NAME|ID|URL" },                                                               \
		{ "access",                                                                      \
		  0,                                                                             \
		  G_OPTION_ARG_STRING,                                                           \
		  offsetof(type, orders.access),                                                 \
		  "Of a group: as member or as owner",                                           \
		  "member|owner" },                                                              \
		{ "dry-run",                                                                     \
		  'n',                                                                           \
		  G_OPTION_ARG_NONE,                                                             \
		  offsetof(type, orders.is_dry_run),                                             \
		  "Check everything and send nothing",                                           \
		  NULL },                                                                        \
	{                                                                                        \
		"force", 0, G_OPTION_ARG_NONE, offsetof(type, orders.is_forced),                 \
			"Send for more than ten roles at once", NULL                             \
	}

/* Does the word ask for lines of JSON from standard input? */
#define ORDERS_FROM_INPUT "-"

/*
 * Order*: of the options, or, where the command line's one word is "-", of each line that is read. What a line does not say,
 * `common` does. NULL: no sense, or too many; it was told. Caller unrefs.
 */
GPtrArray *orders_read(const Options *options, const OrderOptions *words, const Order *common);

/* The same of the options alone, for a verb whose words are something else. */
GPtrArray *orders_read_pairs(const Options *options, const OrderOptions *words,
			     const Order *common);

/* More than a person means by a slip, unless they say so? Then it was told. */
bool orders_are_too_many(guint count, bool is_forced);

/* The exit code of several: the one that all have, else that of partly done. */
ExitCode orders_join_codes(const GArray *codes);

#endif
