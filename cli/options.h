/*
 * The command line of any verb as values, and options as rows.
 */
#ifndef MYROLES_CLI_OPTIONS_H
#define MYROLES_CLI_OPTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/backend.h"

/* Read by GOption; members that the verb does not take stay zero. */
typedef struct Options {
	char *program; /* argv[0] */
	char *config;
	char *account, *tenant, *person;
	char *log;
	gboolean is_ascii, is_colorless, has_mouse;
	gboolean wants_help, wants_version;
	gboolean is_json, is_waiting, is_device, is_new, has_tenants;
	gboolean is_stepping_up;
	char *role, *scope, *access;
	char *duration, *reason, *ticket, *ticket_system, *start;
	char *search;
	int limit;
	char *screenshot, *size, *keys;
	char **arguments; /* what is no option, without the verb */
} Options;

void options_clear(Options *options);

/* Which sign-in they ask for. Borrows from them. */
BackendOptions options_backend(const Options *options);

/* An option as a row; `offset` is its place in Options. */
typedef struct OptionRow {
	const char *name; /* without the dashes; NULL ends a table */
	char letter;      /* 0: none */
	GOptionArg kind;
	size_t offset;
	const char *help;
	const char *value; /* "NAME" in --role NAME; NULL: takes none */
} OptionRow;

#define OPTION(member) offsetof(Options, member)

/* Options that several verbs take. */
#define OPTION_JSON                                                      \
	{                                                                \
		"json", 0, G_OPTION_ARG_NONE, OPTION(is_json),           \
			"Print JSON (schema 1) instead of a table", NULL \
	}
#define OPTION_WAIT                                                 \
	{                                                           \
		"wait", 'w', G_OPTION_ARG_NONE, OPTION(is_waiting), \
			"Wait until the outcome is known", NULL     \
	}
#define OPTIONS_OF_SELECTION                                                                 \
	{ "role", 'r', G_OPTION_ARG_STRING, OPTION(role), "Role by name or id", "NAME|ID" }, \
		{ "scope",                                                                   \
		  's',                                                                       \
		  G_OPTION_ARG_STRING,                                                       \
		  OPTION(scope),                                                             \
		  "Where: a name, a resource id or a portal URL",                            \
		  "NAME|ID|URL" },                                                           \
	{                                                                                    \
		"access", 0, G_OPTION_ARG_STRING, OPTION(access),                            \
			"Of a group: as member or as owner", "member|owner"                  \
	}

/* Options of every verb. */
extern const OptionRow common_options[];

/* For a verb that takes no others. */
extern const OptionRow no_options[];

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

#endif
