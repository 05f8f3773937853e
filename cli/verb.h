/*
 * The verbs of myroles(1): one row each, which main(), --help and the manual's test read.
 */
#ifndef MYROLES_CLI_VERB_H
#define MYROLES_CLI_VERB_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/backend.h"

/* What a run came to; part of the interface, see myroles(1). */
typedef enum {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,
	EXIT_USAGE = 2, /* or ambiguous */
	EXIT_SIGN_IN = 3,
	EXIT_REFUSED = 4, /* by policy */
	EXIT_WAITING = 5, /* for approval */
	EXIT_PARTLY = 6,
	EXIT_UNREACHABLE = 7,
	EXIT_INTERRUPTED = 130,
} ExitCode;

/* The command line of any verb, read by GOption; members that the verb does not take stay zero. */
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

typedef struct Verb {
	const char *name;      /* "" is what runs without a verb */
	const char *arguments; /* "eligible|active", or NULL */
	const char *summary;
	const OptionRow *options;
	size_t arguments_min, arguments_max;
	ExitCode (*run)(const Options *options);
} Verb;

/* The table; `count` gets its length. Verb 0 is the dashboard, which runs without a name. */
const Verb *verb_table(size_t *count);
const Verb *verb_find(const char *name); /* NULL: no such verb */

/* Options of every verb. */
const OptionRow *verb_common_options(void);

/* Takes argv apart. False when the words make no sense: the error says why. `*verb` is set when it is known. */
bool options_parse(Options *options, const Verb **verb, int argc, char **argv, GError **error);

/* What --help prints. The caller frees. */
char *options_help(const Verb *verb);

/* One file each. */
ExitCode verb_dashboard(const Options *options);
ExitCode verb_demo(const Options *options);
ExitCode verb_list(const Options *options);
ExitCode verb_scopes(const Options *options);
ExitCode verb_activate(const Options *options);
ExitCode verb_deactivate(const Options *options);
ExitCode verb_history(const Options *options);
ExitCode verb_login(const Options *options);
ExitCode verb_logout(const Options *options);
ExitCode verb_accounts(const Options *options);
ExitCode verb_doctor(const Options *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)

#endif
