#include "cli/verbs.h"

#include <string.h>

const Verb *const verb_table[] = {
	&verb_dashboard,  &verb_list,    &verb_scopes, &verb_activate,
	&verb_deactivate, &verb_history, &verb_login,  &verb_logout,
	&verb_accounts,   &verb_doctor,  &verb_demo,   NULL,
};

const Verb *verb_find(const char *name)
{
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		if (strcmp(verb_table[i]->name, name) == 0)
			return verb_table[i];
	}
	return NULL;
}

ExitCode verb_run(const Verb *verb, const Options *options)
{
	ExitCode code = verb->check != NULL ? verb->check(options) : EXIT_DONE;
	if (code != EXIT_DONE)
		return code;
	if (verb->run_alone != NULL)
		return verb->run_alone(options);
	g_auto(Session) session = { 0 };
	return session_open(&session, options, &code) ? verb->run(&session, options) : code;
}
