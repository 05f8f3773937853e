/*
 * The name of what is activated, typed by a person: where the account asks for that (confirm=typed).
 */
#ifndef MYROLES_CLI_CONFIRM_H
#define MYROLES_CLI_CONFIRM_H

#include "cli/session.h"

#define OPTION_CONFIRM(type)                                                           \
	{                                                                              \
		"confirm", 0, G_OPTION_ARG_STRING_ARRAY, offsetof(type, confirmed),    \
			"The role's name once more, where the account wants it typed " \
			"(confirm=typed)",                                             \
			"NAME"                                                         \
	}

/*
 * `subjects` (Subject*): what is to be activated. `typed`: names given on the command line, NULL-terminated; may be NULL. What they leave
 * out is asked for where somebody is there to ask. False: told; nothing may be sent, which is an interruption when the session says so.
 */
bool confirm_by_name(Session *session, const char *account, const GPtrArray *subjects,
		     char *const *typed);

#endif
