/*
 * The verbs: what --help, the manual's test and main() read.
 */
#ifndef MYROLES_CLI_VERBS_H
#define MYROLES_CLI_VERBS_H

#include "cli/verb.h"

/* Every verb, ended by NULL; the first is the dashboard, which runs without a name. */
extern const Verb *const verb_table[];

/* NULL: no such verb. */
const Verb *verb_find(const char *name);

/* Checks the words, opens what their verb needs, and runs it. */
ExitCode verb_run(const Options *options);

/* With --json every end has a document: prints that of a failure, with all that was told, unless there was one. */
void verb_finish_document(const Verb *verb, ExitCode code);

/* Each in a file of its name. */
extern const Verb verb_accounts;
extern const Verb verb_activate;
extern const Verb verb_dashboard;
extern const Verb verb_deactivate;
extern const Verb verb_demo;
extern const Verb verb_doctor;
extern const Verb verb_history;
extern const Verb verb_list;
extern const Verb verb_login;
extern const Verb verb_logout;
extern const Verb verb_scopes;

#endif
