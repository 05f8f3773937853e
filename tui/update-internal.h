/*
 * What the files of update() share. Nobody else includes it.
 */
#ifndef MYROLES_TUI_UPDATE_INTERNAL_H
#define MYROLES_TUI_UPDATE_INTERNAL_H

#include <glib.h>
#include <stdbool.h>

#include "tui/action.h"
#include "tui/message.h"
#include "tui/state.h"

struct Update {
	State *state;
	GPtrArray *effects; /* Effect* */
};

/* ---- update.c: effects ------------------------------------------------------------------------ */

Intent *update_intent(Update *update, IntentKind kind); /* a new one with an id of its own */
uint64_t update_send(Update *update, Intent *intent);   /* takes the intent; its id */
void update_drop(Update *update, uint64_t *intent_id);  /* no more interest; sets it to 0 */
void update_effect(Update *update, EffectKind kind, const char *text);
void update_notice(Update *update, NoticeKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
void update_notice_problem(Update *update, NoticeKind kind, const char *what,
			   const Problem *problem);
/* The one that is shown, and with one that waits for a key all before it. NULL: all. */
void update_dismiss_notices(Update *update, const Notice *shown);

/* ---- update-input.c ----------------------------------------------------------------------------- */

void input_take(Update *update, const KeyEvent *input);
void move_selection(Update *update, PaneId id, long by);

/* ---- panes.c: what is shown in which order, selection, scrolling --------------------------------- */

void panes_rebuild(State *state, PaneId id); /* after a change of rows, filter or order */
/* After a change of the filter alone; one that only got longer needs to look at what is shown only. */
void panes_filter_changed(State *state, PaneId id, bool is_longer);
void panes_select(State *state, PaneId id, size_t place);
bool panes_select_id(State *state, PaneId id, const char *row_id);
void panes_scroll(State *state); /* keeps each selection on screen */
/* A key was pressed: what is selected now stays selected, wherever its row moves. */
void panes_hold(State *state);
void panes_focus(Update *update, PaneId id);
int panes_page(const State *state); /* rows that page-up and page-down move by */

/* ---- update-scope.c, update-paste.c ------------------------------------------------------------- */

/* After the selected eligible row, or what is known of it, changed. */
void scope_show_selected(Update *update);
void scope_selection_changed(Update *update); /* in the scope pane, by the operator */
void scope_focused(Update *update);           /* the pane got the focus: its first branch opens */
void scope_choose(State *state, const char *eligibility_id, const Scope *scope);
void scope_read_policy(Update *update, const Eligibility *eligibility, const Scope *scope);
void scope_want_policy(Update *update); /* of what has the focus now */
void scope_load_tree(Update *update, ScopeNode *node, WorkloadId workload, bool is_deep);
void scope_filter_changed(Update *update);
bool scope_take_pasted(Update *update, const char *text); /* false: it holds no resource id */
bool scope_is_pasted_filter(
	const State *state); /* the eligible pane shows what covers a pasted scope */

/* What may hold one scope, as far as ids and the tree tell. */
typedef struct Cover Cover;
Cover *cover_new(const State *state, const char *scope_id);
void cover_free(Cover *cover);
bool cover_may(const Cover *cover, const Grant *grant);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cover, cover_free)

void scope_on_children(Update *update, const Event *event);
void scope_continue(Update *update); /* long lists: the next piece */
void scope_on_policy(Update *update, const Event *event);
void scope_on_role(Update *update, const Event *event);
void scope_on_last_scopes(Update *update, const Event *event);
void scope_on_done(Update *update, uint64_t intent_id);

/* ---- update-roles.c, update-history.c -------------------------------------------------------------- */

void roles_on_list(Update *update, const Event *event);
void roles_on_loading(Update *update, const Event *event);
void roles_continue(Update *update); /* long lists: the next piece */
void roles_on_failed(Update *update, const Event *event);
void roles_refresh(Update *update, bool is_by_key);
void roles_tick(Update *update); /* ends and thresholds of active rows, the next refresh */
Instant roles_next_wake(const State *state);

void update_read_history(Update *update);
const Eligibility *history_find_eligible(const State *state, const Request *request);
void history_on_rows(Update *update, const Event *event);

/* ---- overlays ------------------------------------------------------------------------------------- */

Overlay *overlay_push(Update *update, OverlayKind kind); /* borrowed */
void overlay_pop(Update *update);
Overlay *overlay_top(State *state);
void overlay_clamp(State *state); /* keeps scrolling within the lines */
void palette_input_changed(State *state);

/* ---- update-form.c, update-outcome.c ----------------------------------------------------------------- */

/* Opens the form for rows that shall be activated at scopes: Activation*, of which duration and below may be unset. */
void form_open(Update *update, GPtrArray *activations);
void form_update(Update *update,
		 Form *form); /* policies, rows or time changed: fields, notes, caps */
void form_on_policy(Update *update, const char *eligibility_id, const Scope *scope,
		    const Policy *policy);
void form_on_rows(Update *update); /* eligible rows were loaded anew */
void form_on_checked(Update *update, const Event *event);

/* ---- form-read.c ---------------------------------------------------------------------------------- */

bool form_read_start(const State *state, const Form *form, Instant *start, GError **error);
bool form_read_duration(const State *state, const Form *form, Instant start, int64_t *duration,
			GError **error);
int64_t form_row_maximum(const FormRow *row); /* 0: not known */
int64_t form_longest(const Form *form); /* that any of the rows may take; 0: not known of one */

/* What was typed, as activations (Activation*, appended); false: the fields say what is wrong. */
bool form_read(const State *state, Form *form, GPtrArray *activations);

void outcome_submit(Update *update, GPtrArray *activations); /* Activation*; copied */
void outcome_deactivate(Update *update, const Assignment *assignment);
/* After a stronger sign-in: what it was for goes out once more, as it was confirmed. */
void outcome_send_again(Update *update, const Overlay *sign_in);
void outcome_on_event(Update *update, const Event *event);
bool outcome_is_running(const State *state); /* a request is still on its way */

/* ---- update-sign-in.c -------------------------------------------------------------------------------- */

void sign_in_take_address(Update *update, const char *text); /* pasted */
void sign_in_step_up(Update *update, uint64_t submission_id, WorkloadId workload,
		     const char *claims);
void sign_in_on_progress(Update *update, const Event *event);
void sign_in_on_failed(Update *update, const Event *event);
void sign_in_on_signed_out(Update *update, const Event *event);

/* In another tenant, as a guest; NULL: as anybody, anew. */
void sign_in_at(Update *update, const Account *account);

/* ---- update-accounts.c ----------------------------------------------------------------------------- */

void accounts_on_list(Update *update, const Event *event);
void accounts_on_used(Update *update, const Event *event);

/* ---- what actions run ---------------------------------------------------------------------------------- */

void run_up(Update *update);
void run_down(Update *update);
void run_page_up(Update *update);
void run_page_down(Update *update);
void run_top(Update *update);
void run_bottom(Update *update);
void run_left(Update *update);
void run_right(Update *update);
void run_next_pane(Update *update);
void run_previous_pane(Update *update);
void run_screen_roles(Update *update);
void run_screen_requests(Update *update);
void run_screen_approvals(Update *update);
void run_screen_history(Update *update);
void run_filter(Update *update);
void run_filter_keep(Update *update);
void run_filter_clear(Update *update);
void run_sort(Update *update);
void run_mark(Update *update);
void run_mark_all(Update *update);
void run_unmark(Update *update);
void run_open(Update *update);
void run_details(Update *update);
void run_activate(Update *update);
void run_deactivate(Update *update);
void run_repeat(Update *update);
void run_refresh(Update *update);
void run_copy_id(Update *update);
void run_portal(Update *update);
void run_help(Update *update);
void run_palette(Update *update);
void run_messages(Update *update);
void run_outcomes(Update *update);
void run_back(Update *update);
void run_close(Update *update);
void run_quit(Update *update);
void run_quit_now(Update *update);
void run_redraw(Update *update);
void run_suspend(Update *update);
void run_palette_accept(Update *update);
void run_form_next(Update *update);
void run_form_previous(Update *update);
void run_form_accept(Update *update);
void run_form_check(Update *update);
void run_form_close(Update *update);
void run_confirm(Update *update);
void run_confirm_deactivate(Update *update);
void run_look_again(Update *update);
void run_retry(Update *update);
void run_widen(Update *update);
void run_step_up(Update *update);
void run_sign_in(Update *update);
void run_sign_in_again(Update *update);
void run_sign_in_qr(Update *update);
void run_sign_in_code(Update *update);
void run_sign_in_page(Update *update);
void run_sign_in_browser(Update *update);
void run_sign_in_paste(Update *update);
void run_sign_in_cancel(Update *update);
void run_sign_in_address(Update *update);
void run_sign_out(Update *update);
void run_confirm_sign_out(Update *update);
void run_unlock(Update *update);
void run_accounts(Update *update);
void run_use_account(Update *update);
void run_add_account(Update *update);
void run_sign_out_account(Update *update);

#endif
