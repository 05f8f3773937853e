#include "tests/cli/moods-reach.h"

#include <stddef.h>

#define READER  "acdd72a7-3385-48ef-bd42-f606fba81ae7"
#define SUB_DEV "/subscriptions/33333333-3333-4333-8333-333333333333"
#define AT      READER " " SUB_DEV

#define TO_ASK (REACH_ELIGIBLE | REACH_ACTIVE | REACH_OWN | REACH_SCOPE | REACH_ASK | REACH_EFFECT)

const VerbReach verbs_reach[] = {
	{ "list eligible", REACH_ELIGIBLE, "list eligible --json", NULL },
	{ "list dormant", REACH_ELIGIBLE | REACH_OWN, "list dormant --json", NULL },
	{ "list active", REACH_ACTIVE | REACH_OWN, "list active --json", NULL },
	{ "list requests", REACH_OWN, "list requests --json", NULL },
	{ "list approvals", REACH_PENDING, "list approvals --json", NULL },
	{ "status", 0, NULL,
	  "it tells what `list active` has kept, and asks nobody; --truth is played in "
	  "moods-table.c" },
	{ "has", REACH_ACTIVE | REACH_OWN, "has " READER "@" SUB_DEV, NULL },
	{ "scopes", REACH_ELIGIBLE | REACH_SCOPE, "scopes " AT " --json", NULL },
	{ "show", REACH_ELIGIBLE | REACH_SCOPE, "show " AT " --json", NULL },
	{ "policy", REACH_ELIGIBLE | REACH_SCOPE, "policy " AT " --json", NULL },
	{ "why", REACH_ELIGIBLE | REACH_ACTIVE, "why Microsoft.Web/sites/read " SUB_DEV " --json",
	  NULL },
	{ "open", REACH_ELIGIBLE, "open " AT " --print", NULL },
	{ "activate", TO_ASK, NULL, NULL },
	{ "deactivate", REACH_ACTIVE | REACH_OWN | REACH_END, NULL, NULL },
	{ "exec", TO_ASK, NULL, NULL },
	{ "set", TO_ASK, NULL, NULL },
	{ "cancel", REACH_OWN | REACH_CANCEL, NULL, NULL },
	{ "wait", REACH_ACTIVE | REACH_OWN | REACH_EFFECT, NULL, NULL },
	{ "brief", REACH_PENDING | REACH_SCOPE, "brief WAITING --json", NULL },
	{ "approve", REACH_PENDING | REACH_DECIDE, NULL, NULL },
	{ "deny", REACH_PENDING | REACH_DECIDE, NULL, NULL },
	{ "extend", REACH_ELIGIBLE | REACH_MORE, NULL, NULL },
	{ "renew", REACH_ELIGIBLE | REACH_MORE, NULL, NULL },
	{ "history", REACH_OWN, "history --json", NULL },
	{ "evidence", REACH_OWN, "evidence FILE --json", NULL },
	{ "changes", REACH_ELIGIBLE | REACH_SCOPE, "changes --json", NULL },
	{ "watch", 0, NULL, "it tells news of the lists that `list` and `changes` read" },
	{ "agent", 0, NULL,
	  "it tells programs what these verbs tell, and asks as `activate` does" },
	{ "doctor", 0, NULL,
	  "it looks whether each service answers, and at what its token allows: test-moods.c plays "
	  "it in each mood" },
	{ "accounts", 0, NULL, "it asks which tenants there are, no grant and no request" },
	{ "login", 0, NULL, "it signs in" },
	{ "logout", 0, NULL, "it wipes what is kept here" },
	{ "config", 0, NULL, "it reads and writes a file" },
	{ "demo", 0, NULL, "it has a tenant of its own" },
	{ "completion", 0, NULL, "it prints a script" },
	{ "help", 0, NULL, "it prints itself" },
	{ .name = NULL },
};

#define AT_SUB_DEV(setting) setting ",\"refuse_scope\":\"" SUB_DEV "\""

const MoodReach moods_reach[] = {
	{ "list_lag_s", REACH_ACTIVE, "\"list_lag_s\":120", " confirmed_by " },
	{ "effective_lag_s", REACH_EFFECT, NULL },
	{ "check_access", REACH_EFFECT, NULL },
	{ "permissions", REACH_EFFECT, NULL },
	{ "root_list_drops", REACH_ACTIVE, "\"root_list_drops\":2", " confirmed_by " },
	{ "list_hides", REACH_ACTIVE, "\"list_hides\":\"Reader\"", " confirmed_by " },
	{ "slow_scope", REACH_ACTIVE | REACH_SCOPE,
	  "\"slow_scope\":\"" SUB_DEV "\",\"slow_scope_ms\":100" },
	{ "slow_scope_ms", REACH_ACTIVE | REACH_SCOPE, NULL },
	{ "twice_is_409", REACH_ASK | REACH_END, NULL },
	{ "exists_after_end_s", REACH_ASK, NULL },
	{ "unknown_to_end_s", REACH_END, NULL },
	{ "past_start_refused", REACH_ASK, NULL },
	{ "purge_days", REACH_OWN, "\"purge_days\":45" },
	{ "rows_without_names", REACH_ACTIVE | REACH_ELIGIBLE | REACH_OWN | REACH_PENDING,
	  "\"rows_without_names\":true", " name role scope who " },
	{ "linked_ids_full", REACH_ACTIVE | REACH_OWN, "\"linked_ids_full\":true",
	  " eligibility_id " },
	{ "odd_members", REACH_OWN, "\"odd_members\":true" },
	{ "refuse_requests", REACH_ASK | REACH_END | REACH_CANCEL | REACH_MORE, NULL },
	{ "refuse_writes", REACH_ASK | REACH_END | REACH_CANCEL | REACH_DECIDE | REACH_MORE, NULL },
	{ "refuse_reads", REACH_ACTIVE | REACH_SCOPE, AT_SUB_DEV("\"refuse_reads\":\"disabled\"") },
	{ "refuse_scope", REACH_ACTIVE | REACH_SCOPE, NULL },
	{ "delegated_scope", REACH_ACTIVE | REACH_ELIGIBLE | REACH_SCOPE,
	  "\"delegated_scope\":\"" SUB_DEV "\"" },
	{ "decide_by", REACH_DECIDE, NULL },
	{ "decided_is_204", REACH_DECIDE, NULL },
	{ "root_approvals_partial", REACH_PENDING, "\"root_approvals_partial\":true" },
	{ "approver_requests_empty", REACH_PENDING, "\"approver_requests_empty\":true" },
	{ .name = NULL },
};

const ReadChange read_changes[] = {
	{ "refuse_reads", "scopes", 6,
	  "What lies below sub-dev is not known: The subscription is" },
	{ "refuse_reads", "show", 6, "could not be read: The subscription is disabled" },
	{ "refuse_reads", "policy", 6, "could not be read: The subscription is disabled" },
	/* Who holds nothing yet may seldom read them: that alone does not make an answer half of one. */
	{ "refuse_reads", "why", 0, "Deny assignments at" },
	{ .mood = NULL },
};

const PlayedElsewhere played_elsewhere[] = {
	{ "refuse_requests", "deactivate", "cli/test-refusals",
	  "verbs__tell_what_is_so__of_each_refusal" },
	{ "refuse_requests", "extend", "cli/test-refusals",
	  "verbs__tell_what_is_so__of_each_refusal" },
	{ .mood = NULL },
};
