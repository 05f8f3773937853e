#include "cli/verbs.h"

/* One a line: more of them come. */
/* clang-format off */
const Verb *const verb_table[] = {
	&verb_dashboard,
	&verb_list,
	&verb_status,
	&verb_has,
	&verb_scopes,
	&verb_show,
	&verb_policy,
	&verb_open,
	&verb_activate,
	&verb_deactivate,
	&verb_set,
	&verb_cancel,
	&verb_wait,
	&verb_brief,
	&verb_approve,
	&verb_deny,
	&verb_extend,
	&verb_renew,
	&verb_history,
	&verb_evidence,
	&verb_changes,
	&verb_watch,
	&verb_login,
	&verb_logout,
	&verb_accounts,
	&verb_config,
	&verb_doctor,
	&verb_demo,
	&verb_completion,
	&verb_complete,
	&verb_help,
	NULL,
};
/* clang-format on */
