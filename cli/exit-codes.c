#include "cli/exit-codes.h"

#include <string.h>

#define USAGE                                                              \
	{                                                                  \
		EXIT_USAGE, "the words or the configuration make no sense" \
	}
#define OUTPUT                                                                           \
	{                                                                                \
		EXIT_FAILED, "the output could not be written, or something else failed" \
	}
#define NOT_ALLOWED                                                                   \
	{                                                                             \
		EXIT_FAILED, "a service does not permit it, or something else failed" \
	}
#define SIGN_IN                                     \
	{                                           \
		EXIT_SIGN_IN, "a sign-in is needed" \
	}
#define AWAY                                                      \
	{                                                         \
		EXIT_UNREACHABLE, "the service cannot be reached" \
	}
#define INTERRUPTED                             \
	{                                       \
		EXIT_INTERRUPTED, "interrupted" \
	}
#define UNCLEAR                                                                 \
	{                                                                       \
		EXIT_USAGE, "the words make no sense, or fit no row or several" \
	}

#define EXTENSION_ROWS(now_)                                                                       \
	{                                                                                          \
		{ EXIT_DONE, "an administrator agreed, or the request was taken" },                \
			{ EXIT_FAILED,                                                             \
			  "it failed, is not permitted, or its outcome is not known" },            \
			{ EXIT_USAGE,                                                              \
			  "the words make no sense, or fit no row or several: nothing was sent" }, \
			SIGN_IN, { EXIT_REFUSED, now_ },                                           \
			{ EXIT_WAITING, "it waits for an administrator" }, AWAY, INTERRUPTED       \
	}

typedef struct VerbRows {
	const char *verb;
	ExitRow rows[12];
} VerbRows;

static const VerbRows table[] = {
	{ "",
	  { { EXIT_DONE, "the dashboard was left" },
	    { EXIT_FAILED, "the terminal was lost, or something else failed" },
	    { EXIT_USAGE,
	      "there is no terminal, or the words or the configuration make no sense" } } },
	{ "list",
	  { { EXIT_DONE,
	      "all of the list was told by the services, or with --cached by the last run" },
	    NOT_ALLOWED,
	    USAGE,
	    SIGN_IN,
	    { EXIT_PARTLY, "a part of it is missing or as the last run knew it" },
	    { EXIT_UNREACHABLE, "no service can be reached: what the last run knew is printed" },
	    INTERRUPTED } },
	{ "status",
	  { { EXIT_DONE, "what the last run knew is printed, if only that nothing is active" },
	    OUTPUT,
	    USAGE,
	    { EXIT_SIGN_IN, "--truth: a sign-in is needed" },
	    { EXIT_PARTLY, "what the last run knew is printed, but it knew nothing of a workload; "
			   "--truth: not all lists came" },
	    { EXIT_UNREACHABLE, "nothing is known yet; --truth: the service cannot be reached" },
	    INTERRUPTED } },
	{ "has",
	  { { EXIT_DONE, "the role is active there" },
	    { EXIT_FAILED, "it is not active there" },
	    USAGE,
	    { EXIT_UNREACHABLE, "it is not known" },
	    INTERRUPTED } },
	{ "scopes",
	  { { EXIT_DONE, "the scopes are printed" },
	    NOT_ALLOWED,
	    UNCLEAR,
	    SIGN_IN,
	    { EXIT_PARTLY, "a part of them is missing" },
	    AWAY,
	    INTERRUPTED } },
	{ "show",
	  { { EXIT_DONE, "all is printed" },
	    NOT_ALLOWED,
	    UNCLEAR,
	    SIGN_IN,
	    { EXIT_PARTLY, "the policy or another part is not known" },
	    AWAY,
	    INTERRUPTED } },
	{ "policy",
	  { { EXIT_DONE, "the policy is printed" },
	    NOT_ALLOWED,
	    UNCLEAR,
	    SIGN_IN,
	    { EXIT_PARTLY, "the policy is not known" },
	    AWAY,
	    INTERRUPTED } },
	{ "why",
	  { { EXIT_DONE,
	      "roles that may be activated permit all of it, or active ones do, or a plan needs "
	      "nothing" },
	    { EXIT_FAILED, "none of them does, or no role would help" },
	    { EXIT_USAGE, "the words or the text name no operation or no scope, or several" },
	    SIGN_IN,
	    { EXIT_PARTLY,
	      "only a part of it is permitted, or only under a condition, or not all is "
	      "known, or something else is in the way, too" },
	    { EXIT_UNREACHABLE, "it is not known what the roles permit" },
	    INTERRUPTED } },
	{ "open",
	  { { EXIT_DONE, "the page was opened, or its address printed" },
	    NOT_ALLOWED,
	    UNCLEAR,
	    SIGN_IN,
	    AWAY,
	    INTERRUPTED } },
	{ "activate",
	  { { EXIT_DONE, "the role is on, or the request was taken and nobody waits for more" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE, "the words make no sense, or fit no row or several: nothing was sent" },
	    SIGN_IN,
	    { EXIT_REFUSED, "refused by policy, or not for as long as asked" },
	    { EXIT_WAITING, "it waits for approval, or is not in time what --wait= says" },
	    { EXIT_PARTLY,
	      "of several, not all ended alike; --wait=effective: it is listed, and no more can "
	      "be asked, or is told" },
	    AWAY,
	    INTERRUPTED } },
	{ "deactivate",
	  { { EXIT_DONE, "the role has ended" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE, "the words make no sense, or fit no row or several: nothing was sent" },
	    SIGN_IN,
	    { EXIT_REFUSED, "refused by policy, such as in its first five minutes" },
	    { EXIT_PARTLY, "of several, not all ended alike" },
	    AWAY,
	    INTERRUPTED } },
	{ "exec",
	  { { EXIT_DONE, "the command returned it; 1 to 255 may be the command's own, too" },
	    { EXIT_FAILED, "a role could not be activated, or what became of it is not known" },
	    { EXIT_USAGE, "the words make no sense, or fit no row or several: nothing was sent" },
	    SIGN_IN,
	    { EXIT_REFUSED, "a role was refused, by policy or a person" },
	    { EXIT_WAITING,
	      "a role waits for approval, and nobody watches or the --timeout is over; or it is on "
	      "and does not count in time, or the service does not tell whether it does" },
	    AWAY,
	    { EXIT_CANNOT_RUN, "the command cannot be run" },
	    { EXIT_NOT_FOUND, "there is no such command: nothing was sent" },
	    INTERRUPTED } },
	{ "set",
	  { { EXIT_DONE, "all of it is on, or as the option says" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE, "there is no such set, or its roles or reason are not clear: nothing was "
			  "sent" },
	    SIGN_IN,
	    { EXIT_REFUSED, "refused by policy; --rehearse: something would be" },
	    { EXIT_WAITING, "it waits for approval, or is not in time what --wait= says" },
	    { EXIT_PARTLY,
	      "of several, not all ended alike; --wait=effective: it is listed, and no more can "
	      "be asked, or is told" },
	    AWAY,
	    INTERRUPTED } },
	{ "cancel",
	  { { EXIT_DONE, "the request is canceled, now or before" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE, "no request, or several, have such an id" },
	    SIGN_IN,
	    { EXIT_REFUSED, "it is decided or over already" },
	    AWAY,
	    INTERRUPTED } },
	{ "wait",
	  { { EXIT_DONE, "the role is on; of a deactivation: it has ended" },
	    { EXIT_FAILED, "the request failed, was canceled, or its time is over" },
	    { EXIT_USAGE, "no request, or several, have such an id" },
	    SIGN_IN,
	    { EXIT_REFUSED, "it was refused" },
	    { EXIT_WAITING,
	      "the --timeout is over, and it is not decided, has not begun, or is not what "
	      "--wait= says" },
	    { EXIT_PARTLY, "--wait=effective: it is listed, and no more can be asked, or is told" },
	    AWAY,
	    INTERRUPTED } },
	{ "brief",
	  { { EXIT_DONE, "all is printed" },
	    NOT_ALLOWED,
	    { EXIT_USAGE, "the words make no sense, or name no request that waits, or several" },
	    SIGN_IN,
	    { EXIT_PARTLY, "a part of it cannot be read, and is named" },
	    AWAY,
	    INTERRUPTED } },
	{ "approve",
	  { { EXIT_DONE, "all of them are approved" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE, "no request that waits for you, or several, have such an id" },
	    SIGN_IN,
	    { EXIT_REFUSED, "a reason is needed, or it does not wait any more" },
	    { EXIT_PARTLY, "not all of them are approved" },
	    AWAY,
	    INTERRUPTED } },
	{ "deny",
	  { { EXIT_DONE, "all of them are denied" },
	    { EXIT_FAILED, "it failed, or what became of it is not known" },
	    { EXIT_USAGE,
	      "there is no reason, or no request that waits for you, or several, have such an id" },
	    SIGN_IN,
	    { EXIT_REFUSED, "it does not wait any more" },
	    { EXIT_PARTLY, "not all of them are denied" },
	    AWAY,
	    INTERRUPTED } },
	{ "extend",
	  EXTENSION_ROWS("refused, or it does not end within 14 days: nothing was sent") },
	{ "renew", EXTENSION_ROWS("refused, or it cannot be renewed: nothing was sent") },
	{ "history",
	  { { EXIT_DONE, "all of it is printed; with --check: the journal is whole" },
	    { EXIT_FAILED,
	      "a file could not be written, or the journal cannot be read or is damaged" },
	    USAGE,
	    SIGN_IN,
	    { EXIT_PARTLY,
	      "what is known is printed, but the journal could not be read, or news of a "
	      "service not be had" },
	    { EXIT_UNREACHABLE, "the journal has nothing, and the service cannot be reached" },
	    INTERRUPTED } },
	{ "changes",
	  { { EXIT_DONE, "all is told, if only that nothing has changed" },
	    NOT_ALLOWED,
	    { EXIT_USAGE, "the words make no sense, or the configuration keeps no snapshot" },
	    SIGN_IN,
	    { EXIT_PARTLY, "what is known is printed, but not all lists came" },
	    { EXIT_UNREACHABLE, "what is known is printed, but no service can be reached" },
	    INTERRUPTED } },
	{ "watch",
	  { { EXIT_DONE, "--once: all was looked at" },
	    { EXIT_FAILED, "nobody takes the output, or --once: a service does not permit it" },
	    { EXIT_USAGE, "the words or the configuration make no sense" },
	    { EXIT_SIGN_IN, "--once: a sign-in is needed" },
	    { EXIT_PARTLY, "--once: not all lists came" },
	    { EXIT_UNREACHABLE, "--once: the service cannot be reached" },
	    { EXIT_INTERRUPTED, "it was ended, as by SIGTERM" } } },
	{ "agent",
	  { { EXIT_DONE, "the program that asked has ended" },
	    { EXIT_USAGE,
	      "no program asks, but a terminal, or the words or the configuration make no sense" },
	    INTERRUPTED } },
	{ "evidence",
	  { { EXIT_DONE,
	      "the file is written; verify: it is whole, and signed by one of --signers" },
	    { EXIT_FAILED,
	      "it could not be written or signed, or the journal cannot be read; verify: it is "
	      "damaged, was changed, or by somebody else" },
	    USAGE,
	    { EXIT_PARTLY, "the file is written, but news of a service could not be had" },
	    INTERRUPTED } },
	{ "login",
	  { { EXIT_DONE, "somebody is signed in" },
	    OUTPUT,
	    USAGE,
	    { EXIT_SIGN_IN, "the sign-in was refused, or nobody came" },
	    { EXIT_PARTLY, "signed in, but the tokens could not be kept" },
	    AWAY,
	    INTERRUPTED } },
	{ "logout",
	  { { EXIT_DONE, "the tokens are wiped" },
	    { EXIT_FAILED, "they could not be wiped" },
	    USAGE,
	    { EXIT_SIGN_IN, "nobody is signed in" },
	    INTERRUPTED } },
	{ "accounts",
	  { { EXIT_DONE, "the accounts are printed" },
	    OUTPUT,
	    USAGE,
	    { EXIT_PARTLY, "the tenants of an account could not be asked for" },
	    INTERRUPTED } },
	{ "config",
	  { { EXIT_DONE, "init: it is written; check: it is in order" },
	    { EXIT_FAILED, "init: there is one already, or it could not be written" },
	    { EXIT_USAGE, "check: there are mistakes, or it cannot be read" } } },
	{ "doctor",
	  { { EXIT_DONE, "all is in order" },
	    { EXIT_FAILED, "something is missing, such as a permission" },
	    { EXIT_USAGE, "the words make no sense, or the configuration cannot be used" },
	    { EXIT_SIGN_IN, "nobody is signed in" },
	    { EXIT_UNREACHABLE, "a service cannot be reached" },
	    INTERRUPTED } },
	{ "demo",
	  { { EXIT_DONE, "the dashboard was left, the picture is written, or as the verb says" },
	    { EXIT_FAILED, "the built-in tenant could not be started, or as the verb says" },
	    { EXIT_USAGE, "there is no terminal, the words make no sense, or as the verb says" },
	    { EXIT_SIGN_IN, "as the verb says" },
	    { EXIT_REFUSED, "as the verb says" },
	    { EXIT_WAITING, "as the verb says" },
	    { EXIT_PARTLY, "as the verb says" },
	    { EXIT_UNREACHABLE, "as the verb says" },
	    INTERRUPTED } },
	{ "completion",
	  { { EXIT_DONE, "it is printed" }, OUTPUT, { EXIT_USAGE, "there is no such shell" } } },
	{ "help",
	  { { EXIT_DONE, "it is printed" }, OUTPUT, { EXIT_USAGE, "there is no such verb" } } },
};

const ExitRow *exit_rows(const Verb *verb)
{
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (strcmp(table[i].verb, verb->name) == 0)
			return table[i].rows;
	}
	return NULL;
}

char *exit_rows_text(const Verb *verb)
{
	const ExitRow *rows = exit_rows(verb);
	if (rows == NULL)
		return NULL;
	GString *text = g_string_new("Exit codes:");
	for (const ExitRow *row = rows; row->meaning != NULL; row++)
		g_string_append_printf(text, "\n  %-5d%s", (int)row->code, row->meaning);
	return g_string_free(text, FALSE);
}
