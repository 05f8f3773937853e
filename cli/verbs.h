/*
 * The table of verbs: main() hands it down, and help, completion and manual are made of it.
 */
#ifndef MYROLES_CLI_VERBS_H
#define MYROLES_CLI_VERBS_H

#include "cli/verb.h"

/* Every verb, ended by NULL; the first is the dashboard, which runs without a name. */
extern const Verb *const verb_table[];

/* Each in a file of its name; approve and deny in decide.c. */
extern const Verb verb_accounts;
extern const Verb verb_activate;
extern const Verb verb_agent;
extern const Verb verb_brief;
extern const Verb verb_cancel;
extern const Verb verb_changes;
extern const Verb verb_complete;
extern const Verb verb_completion;
extern const Verb verb_config;
extern const Verb verb_dashboard;
extern const Verb verb_deactivate;
extern const Verb verb_approve;
extern const Verb verb_deny;
extern const Verb verb_demo;
extern const Verb verb_doctor;
extern const Verb verb_exec;
extern const Verb verb_extend;
extern const Verb verb_renew; /* in extend.c */
extern const Verb verb_evidence;
extern const Verb verb_has;
extern const Verb verb_help;
extern const Verb verb_history;
extern const Verb verb_list;
extern const Verb verb_login;
extern const Verb verb_logout;
extern const Verb verb_open;
extern const Verb verb_pay;
extern const Verb verb_policy;
extern const Verb verb_scopes;
extern const Verb verb_set;
extern const Verb verb_show;
extern const Verb verb_status;
extern const Verb verb_wait; /* in wait-request.c */
extern const Verb verb_watch;
extern const Verb verb_why;

#endif
