/*
 * Update scripts that begin at the activate form or after it.
 */
#ifndef MYROLES_TESTS_TUI_SCRIPT_FORM_H
#define MYROLES_TESTS_TUI_SCRIPT_FORM_H

#include "tests/tui/script.h"

#define HOUR 3600

Policy *script_policy_of(int64_t maximum, bool needs_reason, bool needs_ticket);

/* Answers each policy that was asked for, and forgets the effects. */
void script_answer_policies(Script *script, int64_t maximum, bool needs_reason, bool needs_ticket);

/* A form for Contributor at Platform whose policy is known, with the reason "fix q4711" typed. */
Script *script_at_form(int64_t maximum, bool needs_ticket);
Script *script_at_outcome(void); /* … confirmed and sent, for one hour */

/* What is on top; the test fails when nothing, or no form, is there. */
OverlayKind script_top(const Script *script);
Form *script_form(const Script *script);
const OutcomeItem *script_item(const Script *script, guint i); /* of the last submission */

#endif
