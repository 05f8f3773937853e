#include "cli/verbs.h"

const Verb *const verb_table[] = {
	&verb_dashboard,  &verb_list,    &verb_scopes, &verb_activate,
	&verb_deactivate, &verb_history, &verb_login,  &verb_logout,
	&verb_accounts,   &verb_doctor,  &verb_demo,   NULL,
};
