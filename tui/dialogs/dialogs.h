/*
 * The dialogs, one file each. tui/tables.c lists them; whoever opens one includes its own header.
 *
 *   activate.h    the form of an activation     confirm.h     the last look before it is sent
 *   wide.h        the question before all of a wide scope is taken
 *   decide.h      the last look before somebody else's request is approved or denied
 *   extend.h      more of an eligibility, or one again that has ended
 *   outcome.c     what became of it             deactivate.h  the question before a deactivation
 *   cancel-request.h  the question before a request is taken back
 *   holders.h     who else is active at a scope
 *   details.h     everything known of a row     messages.c    the notices so far
 *   sign-in.h     signing in, with address.h (the address is pasted) and qr.h (the page as a picture)
 *   store-choice.h    where a sign-in is kept, where no keyring is
 *   accounts.c    which accounts there are      sign-out.h    the question before signing out
 *   administrator.h  who decides extensions in the demo
 *   export.h      which file what is shown is written into
 *   changes.c     what is not as it was
 *   views.c       which way to look at a list
 *   typed.h       a word that has to be typed before it is sent
 *   sets.c        the sets of the configuration, and starting one; set-places.h  what their rows mean
 *   rehearse.h    would each role of a set be given?
 *   why-file.h    which file holds a plan or a denial
 *   save-set.h    the name of a new one          end-set.h     the question before one is ended
 *   proposals.c   what programs ask for, with refuse-proposal.h (why not)
 *   copy.c        what to copy                   quit.c        leaving
 */
#ifndef MYROLES_TUI_DIALOGS_DIALOGS_H
#define MYROLES_TUI_DIALOGS_DIALOGS_H

#include "tui/core/kinds.h"

extern const DialogKind accounts_dialog, activate_dialog, address_dialog, administrator_dialog,
	approve_dialog, cancel_request_dialog, changes_dialog, confirm_dialog, copy_dialog,
	deactivate_dialog, deny_dialog, details_dialog, end_set_dialog, export_dialog,
	extend_dialog, holders_dialog, messages_dialog, outcome_dialog, proposals_dialog, qr_dialog,
	quit_dialog, refuse_proposal_dialog, rehearse_dialog, renew_dialog, replace_dialog,
	save_set_dialog, sets_dialog, sign_in_dialog, sign_out_dialog, store_choice_dialog,
	typed_dialog, views_dialog, why_file_dialog, wide_dialog;

#endif
