#include "tests/cli/moods-table.h"

#include <stddef.h>

/* One role at one scope, so that what is told can be held against what is so. */
#define ACTIVATE "activate -r Reader -s sub-dev -d 1h -m INC-7 --wait"
/* What is active already lasts as long, however slowly the rows before were told. */
#define AGAIN    "activate -r Reader -s sub-dev -d 30m -m INC-7 --wait"
#define END      "deactivate -r Reader -s sub-dev -w"
#define ACTIVE   "list active"
#define ELIGIBLE "list eligible"
#define HISTORY  "history"
#define STATUS   "status"
#define TRUTH    "status --truth"
#define WATCH    "watch --once"
#define LATER    "activate -r Reader -s sub-dev -d 1h -m INC-7 --start 'in 2h'"
#define CANCEL   "cancel " NEWEST
#define WAIT     "wait " NEWEST
#define SCOPES   "scopes Reader"
#define HAS      "has Reader@" SUB_DEV /* prints nothing: its word is the exit code */
#define EXEC \
	"exec -r Reader -s sub-dev -m INC-7 --wait=granted -- true" /* what is on is left alone */
#define EXEC_EFFECTIVE "exec -r Reader -s sub-dev -m INC-7 --timeout PT1S -- true"
#define SET            "set day -w" /* … and here */
#define APPROVE        "approve " WAITING " -m planned"
#define DENY           "deny " WAITING " -m 'ask for less'"
/* Of one that no list shows. */
#define DENY_UNSEEN "deny 66666666-6666-4666-8666-666666666666 -m 'ask for less'"
#define EXTEND      "extend -r Owner -s rg-edge -m INC-7"
#define RENEW       "renew -r Owner -s sub-hub-network-westeurope-shared-services-001 -m INC-7"
#define EXTEND_BY_ID                                                        \
	"extend -r 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 -s /subscriptions/" \
	"22222222-2222-4222-8222-222222222222/resourceGroups/rg-edge -m INC-7"
#define RENEW_BY_ID                                         \
	"renew -r 8e3af657-a8ff-443c-a75c-2fe8c4bcb635 -s " \
	"/subscriptions/44444444-4444-4444-8444-444444444444 -m INC-7"
#define SUB_DEV  "/subscriptions/33333333-3333-4333-8333-333333333333"
#define SUB_EDGE "/subscriptions/22222222-2222-4222-8222-222222222222"
#define SUB_HUB  "/subscriptions/44444444-4444-4444-8444-444444444444"

/* The whole of ARM is refused to who reads. */
#define NO_TENANT_OF_ONES_OWN "\"refuse_reads\":\"wrong_tenant\",\"refuse_scope\":\"/\""

#define READER "acdd72a7-3385-48ef-bd42-f606fba81ae7"

#define LAMPS(listed, effective) \
	"rows=1, granted=yes, listed=" listed ", effective=" effective ", errors=0"

#define IS_ON  "status=active, errors=0"
#define IS_OFF "status=ended, errors=0"

#define REFUSES(reason, code_, words_, word, state)                                                   \
	{                                                                                             \
		"refuse_writes: " reason,                                                             \
		{                                                                                     \
			{ ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" }, { "+PT6M" },    \
				{ "\"refuse_writes\":\"" reason "\"" }, { END,                        \
									  code_,                      \
									  words_,                     \
									  "errors=1, code=" word,     \
									  "deactivate " state,        \
									  "1 asked, on" },            \
				{ ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },           \
				{ "+PT1H" }, { ACTIVATE,                                              \
					       code_,                                                 \
					       words_,                                                \
					       "errors=1, code=" word,                                \
					       "activate " state,                                     \
					       "1 asked, off" },                                      \
				{ EXEC, code_, words_, NULL, "activate " state, "1 asked, off" },     \
				{ SET, code_, words_, "errors=1, code=" word, NULL, "1 asked, off" }, \
				{ ACTIVE, 0, "", "rows=0, errors=0", NULL, "1 asked, off" },          \
				{ HISTORY, 0, "", "errors=0", "activate " state, "1 asked, off" },    \
		}                                                                                     \
	}

#define READS_REFUSED(reason)                                                                           \
	{                                                                                               \
		"refuse_reads, refuse_scope: " reason,                                                  \
		{                                                                                       \
			{ "\"refuse_reads\":\"" reason "\",\"refuse_scope\":\"" SUB_DEV "\"" },         \
				{ ELIGIBLE, 0, "", "rows=1, errors=0", NULL, "0 asked, off" },          \
				{ ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },           \
				{ ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },             \
				{ HAS, 0, "", NULL, NULL, "1 asked, on" },                              \
				{ EXEC, 0, "", NULL, NULL, "1 asked, on" },                             \
				{ SET, 0, "Left alone", NULL, NULL, "1 asked, on" },                    \
				{ WAIT, 0, "", IS_ON, NULL, "1 asked, on" },                            \
				{ TRUTH, 0, "", "rows=1, granted=yes, errors=0", NULL, "1 asked, on" }, \
				{ WATCH, 0, "", ANY, NULL, "1 asked, on" }, { "+PT6M" },                \
				{ END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },             \
				{ ACTIVE, 0, "", "rows=0, errors=0", NULL, "2 asked, off" },            \
				{ HAS, 1, "", NULL, NULL, "2 asked, off" },                             \
		}                                                                                       \
	}

/* Activated, looked at, ended, looked at. */
#define ALL_IS_WELL(settings)                                                                    \
	{                                                                                        \
		{ settings }, { ELIGIBLE, 0, "", "rows=1, errors=0", NULL, "0 asked, off" },     \
			{ ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },            \
			{ ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },              \
			{ HAS, 0, "", NULL, NULL, "1 asked, on" },                               \
			{ EXEC, 0, "", NULL, NULL, "1 asked, on" },                              \
			{ SET, 0, "Left alone", NULL, NULL, "1 asked, on" },                     \
			{ WAIT, 0, "", IS_ON, NULL, "1 asked, on" },                             \
			{ HISTORY, 0, "", "errors=0", "activate active", "1 asked, on" },        \
			{ "+PT6M" }, { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" }, \
			{ ACTIVE, 0, "", "rows=0, errors=0", NULL, "2 asked, off" },             \
			{ HAS, 1, "", NULL, NULL, "2 asked, off" },                              \
			{ HISTORY, 0, "", "errors=0", "deactivate ended", "2 asked, off" },      \
			{ SCOPES, 0, "", "errors=0", NULL, "2 asked, off" },                     \
	}

#define DECIDES(settings)                                                                        \
	{                                                                                        \
		settings,                                                                        \
		{                                                                                \
			{ settings },                                                            \
				{ APPROVE, 0, "", "errors=0", NULL, "0 asked, off, 1 decided" }, \
				{ DENY, 0, "", "errors=0", NULL, "0 asked, off, 2 decided" },    \
		}                                                                                \
	}

const Mood moods_table[] = {
	{ "list_lag_s: 120", ALL_IS_WELL("\"list_lag_s\":120") },
	{ "root_list_drops: 2", ALL_IS_WELL("\"root_list_drops\":2") },
	{ "list_hides", ALL_IS_WELL("\"list_hides\":\"Reader\"") },
	{ "slow_scope, slow_scope_ms",
	  ALL_IS_WELL("\"slow_scope\":\"" SUB_DEV "\",\"slow_scope_ms\":200") },
	{ "linked_ids_full", ALL_IS_WELL("\"linked_ids_full\":true") },
	{ "odd_members", ALL_IS_WELL("\"odd_members\":true") },
	DECIDES("\"decide_by\":\"patch\",\"decided_is_204\":true"),
	DECIDES("\"decide_by\":\"put\",\"root_approvals_partial\":true"),
	DECIDES("\"decide_by\":\"batch\",\"approver_requests_empty\":true"),
	DECIDES("\"rows_without_names\":true"),
	{ "refuse_writes: locked, of what others asked for, and of more time",
	  {
		  { "\"refuse_writes\":\"locked\"" },
		  { APPROVE, 4, "The scope is locked", "errors=0", NULL,
		    "0 asked, off, 0 decided" },
		  { DENY, 4, "The scope is locked", "errors=0", NULL, "0 asked, off, 0 decided" },
		  { EXTEND, 4, "The scope is locked", "errors=1, code=ScopeLocked", NULL,
		    "0 asked, off" },
		  { RENEW, 4, "The scope is locked", "errors=1, code=ScopeLocked", NULL,
		    "0 asked, off" },
		  { "\"refuse_writes\":\"\"" },
		  { APPROVE, 0, "", "errors=0", NULL, "0 asked, off, 1 decided" },
	  } },
	{ "delegated_scope, rows_without_names: more time",
	  {
		  { "\"delegated_scope\":\"" SUB_DEV "\",\"rows_without_names\":true" },
		  { EXTEND_BY_ID, 5, "", "errors=0", NULL, "0 asked, off" },
		  { RENEW_BY_ID, 5, "", "errors=0", NULL, "0 asked, off" },
	  } },
	{ "refuse_requests: pending, of a set, a command, and an eligibility that ended",
	  {
		  { "\"refuse_requests\":\"in_flight\"" },
		  { EXEC, 4, "still pending", NULL, "activate refused", "0 asked, off" },
		  { SET, 4, "still pending", "status=refused, errors=1", NULL, "0 asked, off" },
		  { RENEW, 4, "still pending", "status=refused, errors=1", NULL, "0 asked, off" },
	  } },
	{ "effective_lag_s: waited for",
	  {
		  { "\"effective_lag_s\":600" },
		  { ACTIVATE "=effective --timeout PT1S", 5,
		    "It is listed, but not known to be effective: What counts",
		    "status=active, granted=yes, listed=yes, effective=unknown, errors=1, "
		    "code=not-effective",
		    "activate active", "1 asked, on" },
		  { WAIT " --wait=listed", 0, "", "listed=yes, errors=0", NULL, "1 asked, on" },
		  { "+PT11M" },
		  { WAIT " --wait=effective", 0, "", "effective=yes, errors=0", NULL,
		    "1 asked, on" },
		  { EXEC_EFFECTIVE, 0, "", NULL, NULL, "1 asked, on" },
		  { "set day --wait=effective", 0, "Left alone", NULL, NULL, "1 asked, on" },
		  { AGAIN "=effective", 0, "", "already=yes, effective=yes, errors=0", NULL,
		    "1 asked, on" },
	  } },
	{ "list_lag_s: waited for",
	  {
		  { "\"list_lag_s\":600" },
		  { ACTIVATE "=granted", 0, "", "granted=yes, listed=unknown, effective=unknown",
		    "activate active", "1 asked, on" },
		  { WAIT " --wait=listed --timeout PT1S", 5,
		    "It is granted, but not listed: No list",
		    "granted=yes, listed=no, errors=1, code=not-listed", NULL, "1 asked, on" },
		  { WAIT " --wait=soon", 2, "it is granted, listed or effective", "errors=1", NULL,
		    "1 asked, on" },
	  } },
	{ "check_access, permissions: waited for",
	  {
		  { "\"check_access\":\"half\",\"permissions\":\"other_role\"" },
		  { ACTIVATE "=effective --timeout PT1S", 5, "does not have the role yet",
		    "granted=yes, listed=yes, effective=unknown, errors=1", "activate active",
		    "1 asked, on" },
		  { EXEC_EFFECTIVE, 5, "not effective in time, so the command is not run", NULL,
		    NULL, "1 asked, on" },
		  { "\"check_access\":\"forbidden\",\"permissions\":\"\"" },
		  { EXEC_EFFECTIVE, 0, "", NULL, NULL, "1 asked, on" },
		  { "set day --wait=effective", 0, "Left alone", NULL, NULL, "1 asked, on" },
		  { WAIT " --wait=effective", 0, "", "effective=yes, errors=0", NULL,
		    "1 asked, on" },
	  } },
	{ "effective_lag_s, check_access, permissions, list_lag_s: looked at",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { TRUTH, 0, "", LAMPS("yes", "yes"), NULL, "1 asked, on" },
		  { "\"effective_lag_s\":600" },
		  { TRUTH, 0, "", LAMPS("yes", "unknown"), NULL, "1 asked, on" },
		  { "\"check_access\":\"forbidden\",\"permissions\":\"forbidden\"" },
		  { TRUTH, 0, "", LAMPS("yes", "unknown"), NULL, "1 asked, on" },
		  { WATCH, 0, "", ANY, NULL, "1 asked, on" },
		  { "\"check_access\":\"deny_assignment\",\"permissions\":\"\"" },
		  { TRUTH, 0, "", LAMPS("yes", "unknown"), NULL, "1 asked, on" },
		  { AGAIN "=effective", 6, "A deny assignment forbids",
		    "status=active, effective=unknown, errors=1, code=not-askable", NULL,
		    "1 asked, on" },
		  { EXEC_EFFECTIVE, 5, "no wait would make it known to be effective", NULL, NULL,
		    "1 asked, on" },
	  } },
	{ "list_lag_s, list_hides: looked at",
	  {
		  { "\"list_lag_s\":600,\"list_hides\":\"Reader\"" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { TRUTH, 0, "", "rows=1, granted=yes, listed=no, errors=0", NULL, "1 asked, on" },
		  { WATCH, 0, "", ANY, NULL, "1 asked, on" },
		  { "\"list_lag_s\":0,\"list_hides\":\"\"" },
		  { TRUTH, 0, "", LAMPS("yes", "yes"), NULL, "1 asked, on" },
	  } },
	/* About what counts, which none of these verbs asks for. */
	{ "effective_lag_s, check_access, permissions",
	  ALL_IS_WELL("\"effective_lag_s\":600,\"check_access\":\"forbidden\","
		      "\"permissions\":\"half\"") },
	{ "past_start_refused", ALL_IS_WELL("\"past_start_refused\":true") },
	{ "rows_without_names",
	  {
		  { "\"rows_without_names\":true" },
		  { ELIGIBLE, 0, "", "rows=1, errors=0", NULL, "0 asked, off" },
		  { "activate -r " READER " -s " SUB_DEV " -d 1h -m INC-7 -w", 0, "", IS_ON,
		    "activate active", "1 asked, on" },
		  { ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },
		  { "+PT6M" },
		  { "deactivate -r " READER " -s " SUB_DEV " -w", 0, "", IS_OFF, "deactivate ended",
		    "2 asked, off" },
		  { ACTIVE, 0, "", "rows=0, errors=0", NULL, "2 asked, off" },
	  } },
	{ "delegated_scope", ALL_IS_WELL("\"delegated_scope\":\"" SUB_DEV "\"") },
	{ "twice_is_409",
	  {
		  { "\"twice_is_409\":true" },
		  { "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"drop\"}" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { ACTIVATE, 0, "", "status=active, already=yes, errors=0", NULL, "1 asked, on" },
		  { "+PT6M" },
		  { "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"garbage\"}" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
	  } },
	{ "twice_is_409, past_start_refused, exists_after_end_s: a set",
	  {
		  { "\"twice_is_409\":true,\"past_start_refused\":true" },
		  { "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"drop\"}" },
		  { SET, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { EXEC, 0, "", NULL, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
		  { "\"exists_after_end_s\":5" },
		  { SET, 0, "", IS_ON, "activate active", "3 asked, on" },
		  { EXEC, 0, "", NULL, "activate active", "3 asked, on" },
	  } },
	{ "exists_after_end_s: until the second try",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
		  { "\"exists_after_end_s\":5" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "3 asked, on" },
		  { ACTIVE, 0, "", "rows=1, errors=0", NULL, "3 asked, on" },
	  } },
	{ "unknown_to_end_s: until the second try",
	  {
		  { "\"unknown_to_end_s\":365" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
		  { ACTIVE, 0, "", "rows=0, errors=0", NULL, "2 asked, off" },
	  } },
	{ "refuse_writes: locked, of what is to begin later",
	  {
		  { LATER, 0, "", "status=scheduled, errors=0", "activate scheduled",
		    "1 asked, off" },
		  { "\"refuse_writes\":\"locked\"" },
		  { CANCEL, 4, "The scope is locked", "errors=1, code=ScopeLocked",
		    "activate scheduled", "1 asked, off" },
		  { "\"refuse_writes\":\"\"" },
		  { CANCEL, 0, "", "status=canceled, errors=0", "activate canceled",
		    "1 asked, off" },
		  { WAIT, 1, "Canceled.", "status=canceled, errors=1, code=canceled",
		    "activate canceled", "1 asked, off" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "2 asked, on" },
		  { WAIT, 0, "", IS_ON, "activate active", "2 asked, on" },
		  { CANCEL, 4, "decided or over already", "status=active, errors=1, code=over",
		    "activate active", "2 asked, on" },
	  } },
	/* The second answer comes at once: the journal knows. */
	{ "no mood: ended twice, asked with and without a network",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },
		  { STATUS, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
		  { END, 4, "ended a few minutes ago", "errors=1, code=RoleAssignmentDoesNotExist",
		    "deactivate refused", "2 asked, off" },
		  { STATUS, 0, "", "rows=0, errors=0", NULL, "2 asked, off" },
	  } },
	{ "no mood: ended elsewhere",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { "@" END, 0, "", IS_OFF, NULL, "2 asked, off" },
		  { ACTIVE, 0, "was ended elsewhere", "rows=0, errors=0", NULL, "2 asked, off" },
		  { HAS, 1, "", NULL, NULL, "2 asked, off" },
		  { HISTORY, 0, "", "held=0, errors=0", "deactivate ended", "2 asked, off" },
	  } },
	{ "unknown_to_end_s: ended here and activated elsewhere since",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "2 asked, off" },
		  { "@" ACTIVATE, 0, "", IS_ON, NULL, "3 asked, on" },
		  { "\"unknown_to_end_s\":5" },
		  { END, 4, "at least five minutes", "errors=1, code=ActiveDurationTooShort", NULL,
		    "3 asked, on" },
	  } },
	{ "purge_days: 45",
	  {
		  { "\"purge_days\":45" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+P50D" },
		  { ACTIVE, 0, "", "rows=0, errors=0", NULL, "1 asked, off" },
		  { HISTORY, 0, "", "errors=0", "activate ended", "1 asked, off" },
		  { WAIT, 1, "The role is not on.", "status=ended, errors=1", "activate ended",
		    "1 asked, off" },
		  { CANCEL, 4, "decided or over already", "status=ended, errors=1",
		    "activate ended", "1 asked, off" },
		  { SET, 0, "", IS_ON, "activate active", "2 asked, on" },
		  { EXEC, 0, "", NULL, "activate active", "2 asked, on" },
		  { "+PT6M" },
		  { END, 0, "", IS_OFF, "deactivate ended", "3 asked, off" },
	  } },
	{ "linked_ids_full, odd_members, rows_without_names: a request that begins later",
	  {
		  { LATER, 0, "", "status=scheduled, errors=0", "activate scheduled",
		    "1 asked, off" },
		  { "\"linked_ids_full\":true,\"odd_members\":true,\"rows_without_names\":true" },
		  { CANCEL, 0, "", "status=canceled, errors=0", "activate canceled",
		    "1 asked, off" },
		  { "set day -w", 0, "", IS_ON, "activate active", "2 asked, on" },
		  { "exec -r " READER " -s " SUB_DEV " -m INC-7 --wait=granted -- true", 0, "",
		    NULL, NULL, "2 asked, on" },
		  { WAIT, 0, "", IS_ON, NULL, "2 asked, on" },
	  } },
	{ "refuse_requests: of a request that begins later",
	  {
		  { LATER, 0, "", "status=scheduled, errors=0", "activate scheduled",
		    "1 asked, off" },
		  { "\"refuse_requests\":\"resource_locked\"" },
		  { CANCEL, 4, "The scope is locked", "errors=1", "activate scheduled",
		    "1 asked, off" },
	  } },
	REFUSES("disabled", 4, "subscription is disabled", "ReadOnlyDisabledSubscription",
		"refused"),
	REFUSES("disabled_403", 4, "subscription is disabled", "DisabledSubscription", "refused"),
	REFUSES("subscription_not_found", 4, "does not find the subscription",
		"SubscriptionNotFound", "refused"),
	REFUSES("wrong_tenant", 3, "of another tenant", "InvalidAuthenticationTokenTenant",
		"failed"),
	REFUSES("policy", 4, "An Azure policy", "RequestDisallowedByPolicy", "refused"),
	REFUSES("locked", 4, "The scope is locked", "ScopeLocked", "refused"),
	REFUSES("not_onboarded", 4, "does not look after it yet", "ResourceNotOnboarded",
		"refused"),
	{ "refuse_writes: policy_mfa",
	  {
		  { "!{\"account\":\"you@contoso.com\",\"amr\":[\"pwd\"]}" },
		  { "+PT1S" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "+PT6M" },
		  { "\"refuse_writes\":\"policy_mfa\"" },
		  { END, 3, "stronger sign-in", "errors=1, code=RequestDisallowedByPolicy",
		    "deactivate refused", "1 asked, on" },
		  { ACTIVE, 0, "", "rows=1, errors=0", NULL, "1 asked, on" },
	  } },
	/* Each of its reasons, workload by workload: refusals-table.c. */
	{ "refuse_requests: until it is over",
	  {
		  { "\"refuse_requests\":\"pending\"" },
		  { ACTIVATE, 4, "still pending", "errors=1, code=PendingRoleAssignmentRequest",
		    "activate refused", "0 asked, off" },
		  { "\"refuse_requests\":\"\"" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
	  } },
	{ "refuse_reads, refuse_scope: disabled, of what was asked for before",
	  {
		  { ACTIVATE, 0, "", IS_ON, "activate active", "1 asked, on" },
		  { "\"refuse_reads\":\"disabled\",\"refuse_scope\":\"" SUB_DEV "\"" },
		  { WAIT, 0, "", IS_ON, "activate active", "1 asked, on" },
	  } },
	{ "refuse_reads, refuse_scope: wrong_tenant, everywhere",
	  {
		  { LATER, 0, "", "status=scheduled, errors=0", "activate scheduled",
		    "1 asked, off" },
		  { NO_TENANT_OF_ONES_OWN },
		  { WAIT, 3,
		    "Not confirmed: The sign-in is of another tenant than this scope. Choose",
		    "status=scheduled, errors=1, code=not-confirmed", "activate scheduled",
		    "1 asked, off" },
		  { CANCEL, 0, "", "status=canceled, errors=0", "activate canceled",
		    "1 asked, off" },
		  { "\"refuse_reads\":\"\"" },
		  { ACTIVATE, 0, "", IS_ON, "activate active", "2 asked, on" },
		  { NO_TENANT_OF_ONES_OWN },
		  { WAIT, 3,
		    "Not confirmed: The sign-in is of another tenant than this scope. Choose",
		    "status=active, errors=1, code=not-confirmed", "activate active",
		    "2 asked, on" },
		  { EXEC, 3, "of another tenant", NULL, NULL, "2 asked, on" },
		  { "+PT6M" },
		  { END, 3, "of another tenant", "errors=1", "activate active", "2 asked, on" },
	  } },
	{ "refuse_reads, refuse_scope: wrong_tenant, and the answer is lost",
	  {
		  { "\"refuse_reads\":\"wrong_tenant\",\"refuse_scope\":\"" SUB_DEV "\"" },
		  { "{\"host\":\"arm\",\"method\":\"PUT\",\"path\":\"*\",\"kind\":\"drop\"}" },
		  { "{\"host\":\"arm\",\"method\":\"GET\",\"path\":\"/providers/*Requests*\","
		    "\"kind\":\"status\",\"status\":401,\"count\":-1,"
		    "\"code\":\"InvalidAuthenticationTokenTenant\"}" },
		  { ACTIVATE, 1, "it cannot be looked up. The sign-in is of another tenant",
		    "status=unknown, errors=1, code=unknown-outcome", "activate unknown",
		    "1 asked, on" },
	  } },
	{ "refuse_reads, refuse_scope: wrong_tenant, of more time",
	  {
		  { "\"refuse_reads\":\"wrong_tenant\",\"refuse_scope\":\"" SUB_EDGE "\"" },
		  { EXTEND, 5, "", "errors=0", NULL, "0 asked, off" },
		  { "\"refuse_scope\":\"" SUB_HUB "\"" },
		  { RENEW, 5, "", "errors=0", NULL, "0 asked, off" },
	  } },
	{ "refuse_reads, refuse_scope: wrong_tenant, of what others asked for",
	  {
		  { NO_TENANT_OF_ONES_OWN },
		  { APPROVE, 0, "", "errors=0", NULL, "0 asked, off, 1 decided" },
		  { DENY_UNSEEN, 3, "of another tenant", "errors=1", NULL,
		    "0 asked, off, 1 decided" },
	  } },
	READS_REFUSED("disabled"),
	READS_REFUSED("disabled_403"),
	READS_REFUSED("subscription_not_found"),
	READS_REFUSED("wrong_tenant"),
	READS_REFUSED("policy_mfa"),
	READS_REFUSED("not_onboarded"),
	{ .name = NULL },
};
