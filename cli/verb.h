/*
 * main() and the verbs: the frontend for shells and scripts. Top down:
 *
 *   main.c           argv in, exit code out
 *   command.h        one command line, from words to exit code
 *   command-line.h   argv as a verb and its options; --help
 *   verbs.h          the table of verbs
 *   verb.h           what a verb is. Each is one file, its row beside its function:
 *                    accounts.c activate.c agent.c brief.c cancel.c changes.c completion.c config.c dashboard.c deactivate.c decide.c demo.c doctor.c evidence.c exec.c extend.c has.c help.c history.c
 *                    list.c login.c logout.c open.c pay.c policy.c scopes.c set.c status.c wait-request.c watch.c why.c; details.c is `show`
 *   complete.h       what could stand at a shell's cursor; complete-kept.h  … of what the last run knew; candidates.h  those words
 *   template.h       lines by a person's pattern
 *   wish.h order.h deactivate.h    activations and deactivations, from words to what became of them
 *   exec-roles.h foreground.h leash.h    roles for a command; the command; what a role can be tied to instead
 *   owed.h payer.h   ends that are owed, and the process that pays them
 *   set-words.h rehearse.h ask.h   what a set is started with; what stands in its way; a line from the person; set-save.h  a new one
 *   signature.h      signatures by a person's SSH key
 *   show.h           the dashboard, opened by verbs; tenant.h  what the demo runs on
 *   watch-line.h     one line of `watch`
 *   why-input.h      where what `why` is asked about comes from; why-ask.h  what has to be known to answer
 *   history-print.h  what the history puts out; findings.h  what was looked at
 *   store-choice.h   where a sign-in is kept, asked of the person
 *   outcome.h step-up.h sign-in.h target.h resolve.h trees.h lists.h     what verbs do: follow, sign in, find rows, load
 *   place.h          the scope that words name; holdings.h  who is active there
 *   row.h facts.h    the row that words mean, and what is known of it; policy.h  what it asks for; show-request.h  a request
 *   refusal.h        words that choose no row, told
 *   approvals.h      what waits for one's decision; briefs.h  what to know of it
 *   requests.h       one's own requests, and which one is meant
 *   lamps.h          waiting until a role is listed, or effective; truth.h  … of all active roles
 *   session.h        settings, the backend, Ctrl-C, and the next event; paste.h  a line of the terminal
 *   print.h table.h  rows and documents on standard output; shape.h  which columns of a verb's table, and how sorted
 *   tell.h           sentences on standard error, and exit codes
 *   exit-codes.h     what each verb can end with; examples.h  how it is used
 *   options.h        options as rows and as values
 *   wait.h           the one wait, and timers
 */
#ifndef MYROLES_CLI_VERB_H
#define MYROLES_CLI_VERB_H

#include <stddef.h>

#include "cli/options.h"
#include "cli/session.h"
#include "cli/tell.h"
#include "frontend/columns.h"
#include "frontend/document.h"

/* A table that the verb prints: its columns are those of --columns, --sort, completion and manual. */
typedef struct VerbSheet {
	const char *word; /* its first argument then, or its option ("--totals"); NULL: else */
	const Sheet *sheet;
	bool (*is_meant)(const Options *options); /* of an option: is it there? */
	const char *
		order; /* one that --sort takes beside the columns; NULL: none. The verb sorts by it */
} VerbSheet;

typedef struct Verb {
	const char *name;      /* "" is what runs without a verb */
	const char *arguments; /* "eligible|active", or NULL */
	const char *summary;
	const OptionRow *options;
	size_t size; /* of its struct of options, which begins with Options; 0: that alone */
	const void *defaults; /* such a struct; NULL: zeroed */
	size_t arguments_min, arguments_max;
	bool is_hidden;       /* for programs: help, manual and completion leave it out */
	bool is_about_active; /* its ROLE and SCOPE are of what is active, not of what is eligible */
	bool has_command; /* its words are a command line of their own: their options are not its */
	bool runs_programs;    /* … one of another program */
	DocumentKind document; /* what it prints with --json */
	DocumentKind (*document_of)(
		const Options *options); /* … where options choose; NULL: that */
	const VerbSheet *
		sheets; /* ended by one without a sheet; NULL: it prints no table that can be shaped */
	bool has_columns_in_json; /* --columns goes with --json, too */
	bool is_hasty; /* where no service can be reached, what the last run knew will do */
	/* The lists of the last run that it looks at, bits 1u << ListId or LISTS_NONE; 0 or NULL: all. */
	unsigned (*kept)(const Options *options);
	/* Do the words make sense, as far as they tell by themselves? EXIT_DONE, or why not was told. NULL: always. */
	ExitCode (*check)(const Options *options);
	/* One of the two. With a session, opened for it: */
	ExitCode (*run)(Session *session, const Options *options);
	/* By itself, since it opens something else, or later: */
	ExitCode (*run_alone)(const Options *options);
} Verb;

#endif
