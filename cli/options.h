/*
 * The command line as values, and options as rows.
 */
#ifndef MYROLES_CLI_OPTIONS_H
#define MYROLES_CLI_OPTIONS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "frontend/document.h"
#include "src/backend.h"

struct Verb;

/*
 * What every verb takes. A verb that takes more has a struct of its own that begins with this one (`Options common`), its
 * size in its row, and casts.
 */
typedef struct Options {
	const struct Verb *verb;
	const struct Verb *const *verbs; /* all of them, ended by NULL */
	char *program;                   /* argv[0] */
	char *config;
	bool is_apart; /* `config` is a demo's */
	char *account, *tenant, *person;
	char *log;
	gboolean is_ascii, is_colorless, has_mouse;
	gboolean wants_help, wants_version;
	gboolean is_json;
	char *columns, *sort; /* of a table; NULL: as it comes */
	gboolean is_wide;
	char **arguments;            /* what is no option, without the verb */
	char *state_dir, *cache_dir; /* in place of the person's own; NULL: those */
	const Settings
		*taste; /* whose [theme] and [alias] are taken, too; NULL: nobody's. Borrowed */
} Options;

/* Whatever the verb: frees what its rows name, and the struct. */
void options_free(Options *options);

/* What the verb prints with --json, by these options. */
DocumentKind options_document(const Options *options);

/* Which sign-in they ask for. Borrows from them. */
/* Which lists of the last run the verb looks at is its own to say. */
BackendOptions options_backend(const Options *options);

/* Where they say the configuration is. Borrows from them. */
SettingsPlace options_settings(const Options *options);

/* An option as a row; `offset` is its place in the verb's struct. Texts are owned by the struct. */
typedef struct OptionRow {
	const char *name; /* without the dashes; NULL ends a table */
	char letter;      /* 0: none */
	GOptionArg kind;
	size_t offset;
	const char *help;
	const char *value; /* "NAME" in --role NAME; NULL: takes none */
	/* Of one without a value, which may have one behind "=" all the same: the place of that text. 0: it may not. */
	size_t more;
} OptionRow;

/* Options that several verbs take. `type` is the verb's struct. */
#define OPTION_JSON                                                       \
	{                                                                 \
		"json", 0, G_OPTION_ARG_NONE, offsetof(Options, is_json), \
			"Print JSON (schema 1) instead of a table", NULL  \
	}
/* For verbs that print a table, whose row names its `sheets`. */
#define OPTIONS_TABLE                                                           \
	{ "columns",                                                            \
	  0,                                                                    \
	  G_OPTION_ARG_STRING,                                                  \
	  offsetof(Options, columns),                                           \
	  "Print these columns, in this order",                                 \
	  "NAME,…" },                                                           \
		{ "sort",                                                       \
		  0,                                                            \
		  G_OPTION_ARG_STRING,                                          \
		  offsetof(Options, sort),                                      \
		  "Sort by this column; with - before it, from the greatest",   \
		  "[-]NAME" },                                                  \
	{                                                                       \
		"wide", 0, G_OPTION_ARG_NONE, offsetof(Options, is_wide),       \
			"Print all columns, in lines as long as they are", NULL \
	}
#define OPTION_CACHED(type)                                                 \
	{                                                                   \
		"cached", 0, G_OPTION_ARG_NONE, offsetof(type, is_cached),  \
			"Ask no service: tell what the last run knew", NULL \
	}
#define OPTION_WAIT(type)                                                   \
	{                                                                   \
		"wait", 'w', G_OPTION_ARG_NONE, offsetof(type, is_waiting), \
			"Wait until the outcome is known", NULL             \
	}

/* … and with a word behind it, a lamp of the role: cli/lamps.h reads it. */
#define OPTIONS_WAIT_FOR(type)                                                                   \
	{ "wait",                                                                                \
	  'w',                                                                                   \
	  G_OPTION_ARG_NONE,                                                                     \
	  offsetof(type, is_waiting),                                                            \
	  "Wait until the outcome is known; --wait=listed, --wait=effective: until the role is " \
	  "that, too",                                                                           \
	  NULL,                                                                                  \
	  offsetof(type, wait_for) },                                                            \
	{                                                                                        \
		"timeout", 0, G_OPTION_ARG_STRING, offsetof(type, timeout),                      \
			"Give up waiting for listed or effective after that long; 20m unless "   \
			"given",                                                                 \
			"TIME"                                                                   \
	}

/* The option's place in the verb's struct. */
void *option_member(Options *options, const OptionRow *row);

/* Options of every verb. */
extern const OptionRow common_options[];

/* For a verb that takes no others. */
extern const OptionRow no_options[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Options, options_free)

#endif
