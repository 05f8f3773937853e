/*
 * A dashboard without terminal and backend. Keys, texts, events and time go in; effects, facts and screens come out.
 * Tests ask the desk and name no member of the state behind it.
 *
 *   desk.c          starts it, feeds it and counts its effects
 *   desk-facts.c    what it shows: rows, words, notices
 *   desk-dialog.c   what lies over the panes: texts, fields of a form
 *   desk-rules.c    what must always hold
 *   desk-rows.c     makes rows
 *   desk-events.c   makes events
 *   desk-usual.c    the few rows that most scripts begin with
 *   pictures.h      the tenant of the manual's pictures
 */
#ifndef MYROLES_TESTS_TUI_DESK_H
#define MYROLES_TESTS_TUI_DESK_H

#include <glib.h>

#include "src/model/account.h"
#include "src/model/event.h"
#include "src/model/grant.h"
#include "src/model/intent.h"
#include "src/model/policy.h"
#include "src/model/settings.h"
#include "tui/core/message.h"
#include "tui/terminal/grid.h"

#define DESK_NOW 1767279600 /* 2026-01-01 15:00:00 UTC: where its clock stands until it is moved */
#define HOUR     INT64_C(3600)

#define DESK_NOTICE_SECONDS 8 /* a notice leaves after these, unless it waits for a key */

#define SUB_PROD "/subscriptions/22222222-2222-2222-2222-222222222222"
#define SUB_DEV  "/subscriptions/33333333-3333-3333-3333-333333333333"
#define MG       "/providers/Microsoft.Management/managementGroups/platform"
#define PAYMENTS SUB_PROD "/resourceGroups/rg-payments"
#define EDGE     SUB_PROD "/resourceGroups/rg-edge"

typedef struct Desk Desk;

typedef struct DeskStart {
	int columns, rows;
	Instant now;              /* 0: DESK_NOW */
	const char *zone;         /* "+01:00"; NULL: UTC */
	const Settings *settings; /* keys and views; NULL: none; borrowed for the call */
	const char *banner;
	const char *elsewhere; /* why the person's browser is not on this machine; NULL: it is */
	bool is_ascii;
	bool has_demo;
	bool keeps_place; /* the next start opens where one left */
} DeskStart;

/* ---- Start and input -------------------------------------------------------------------------- */

/* Started, nothing loaded, nobody known. */
Desk *desk_start(const DeskStart *start);
/* … with you@contoso.com, at the usual time. */
Desk *desk_new(int columns, int rows);
void desk_free(Desk *desk);

void desk_keys(Desk *desk, const char *names); /* "a enter page-down": blank-separated, checked */
void desk_key(Desk *desk, Key key);
void desk_type(Desk *desk, const char *text); /* each character a key */
void desk_paste(Desk *desk, const char *text);
void desk_input(Desk *desk, const KeyEvent *input); /* as it was decoded */
void desk_mouse(Desk *desk, int column, int row, int button);
void desk_drag(Desk *desk, int column, int row); /* the left button is held since the last press */
void desk_event(Desk *desk, Event *event);       /* takes it */
/* What became of a file that was to be written; `why` NULL: it is there now. */
/* The set of EFFECT_SAVE_SET was written into the configuration; `why` not, or NULL. */
void desk_set_written(Desk *desk, const char *why);
void desk_written(Desk *desk, const char *path, const char *why, bool is_there);
/* Where one left last time, as the loop answers EFFECT_READ_PLACE. */
void desk_place_was(Desk *desk, const KeptPlace *place);
/* Where one is, as the loop keeps it at its end. The caller frees. */
KeptPlace *desk_leave(const Desk *desk);
void desk_wait(Desk *desk, int64_t seconds);
/* From now on nobody else tells what is told beside the screen; until then another dashboard has. */
void desk_tell_first(Desk *desk);
/* A program asks, in the usual words, for this row at that scope; it gets this id. Then it goes. */
void desk_propose(Desk *desk, uint64_t id, const char *eligibility_id, const char *scope_id);
void desk_withdraw(Desk *desk, uint64_t id);
/* What programs were told last; NULL: nothing. */
const ProposalNews *desk_told(const Desk *desk);
/* A person chooses on the desktop what was told there, or its page. */
void desk_choose(Desk *desk, const Notification *notification, bool is_portal);
void desk_resize(Desk *desk, int columns, int rows);

/*
 * Long work is done in pieces. Normally the desk goes on until all are done; held, it sends each message alone, and
 * desk_wait(desk, 0) is the next piece.
 */
void desk_hold(Desk *desk);
bool desk_wants_more(const Desk *desk); /* the last message left pieces to do */

Instant desk_now(const Desk *desk);       /* the time that messages carry */
Instant desk_clock(const Desk *desk);     /* what the dashboard takes for now */
Instant desk_next_wake(const Desk *desk); /* when it changes by itself; 0: never */
void desk_stop_refresh(Desk *desk); /* forgets when the next one is due: wakes are the rows' */

/* ---- Effects ---------------------------------------------------------------------------------- */

/* Of all since the start, or since they were forgotten. */
size_t desk_count(const Desk *desk, EffectKind kind);
const Effect *desk_effect(const Desk *desk, EffectKind kind); /* the last one; NULL: none */
size_t desk_count_intents(const Desk *desk, IntentKind kind);
const Intent *desk_intent(const Desk *desk, IntentKind kind); /* the last one; NULL: none */
/* The oldest that this function did not give yet; NULL: all were given. */
const Intent *desk_next_intent(Desk *desk);
/* The row of the last confirmed activation; the test fails when there is none. */
const Activation *desk_activation(const Desk *desk, guint i);

size_t desk_count_all(const Desk *desk); /* effects of any kind */
const Effect *desk_effect_at(const Desk *desk, size_t i);
void desk_forget(Desk *desk);
void desk_forget_oldest(Desk *desk, size_t count);

/* ---- Screens ---------------------------------------------------------------------------------- */

const Grid *desk_draw(Desk *desk);         /* borrowed */
char *desk_screen_text(Desk *desk);        /* the drawn lines; the caller frees */
const char *desk_screen(const Desk *desk); /* "Roles", "History" */

/*
 * Panes go by their words: "active", "eligible", "scope", "requests", "approvals", "history". What is borrowed is good
 * until the next message.
 */
const char *desk_focus(const Desk *desk);
void desk_focus_on(Desk *desk, const char *pane); /* by keys */
size_t desk_rows(const Desk *desk, const char *pane);
size_t desk_cursor(const Desk *desk, const char *pane);
size_t desk_top(const Desk *desk, const char *pane); /* the first row on screen */
/* "1-6/14", with so many on screen. */
char *desk_place(const Desk *desk, const char *pane, int rows);
char *desk_empty_words(const Desk *desk, const char *pane); /* why it has no rows */

const Grant *desk_grant(const Desk *desk, const char *pane, size_t i); /* "active", "eligible" */
const Request *desk_request(const Desk *desk, size_t i);               /* of the history */
const Eligibility *desk_selected(const Desk *desk); /* the eligible row; NULL: none */
const char *desk_selected_role(const Desk *desk);   /* its role; "(none)" */
const char *desk_selected_scope(const Desk *desk);  /* in the scope pane; "(none)" */
/* The id of the scope that it would be activated at. */
const char *desk_target(const Desk *desk);
/* Moves the selection of the eligible pane to the role by keys. */
void desk_select(Desk *desk, const char *role);

bool desk_is_filtering(const Desk *desk);
size_t desk_count_marks(const Desk *desk);
bool desk_is_marked(const Desk *desk, const char *id);
bool desk_is_match(const Desk *desk, size_t i); /* the scope pane's row fits the filter by itself */
size_t desk_count_scopes(const Desk *desk);     /* known below the root of the scope pane */
bool desk_knows_all_scopes(const Desk *desk);   /* … and these are all */

bool desk_is_stale(const Desk *desk, WorkloadId workload, ListId list);
bool desk_is_ready(const Desk *desk, WorkloadId workload, ListId list);
char *desk_freshness(const Desk *desk, WorkloadId workload);
StyleId desk_freshness_style(const Desk *desk, WorkloadId workload);
char *desk_policy_line(const Desk *desk);
const Account *desk_account(const Desk *desk); /* NULL: nobody */
const char *desk_portal(const Desk *desk);

const char *desk_notice(const Desk *desk); /* in the status line; NULL: nothing */
size_t desk_count_messages(const Desk *desk);
const char *desk_message(const Desk *desk, size_t i); /* oldest first */
char *desk_footer(const Desk *desk);                  /* names of the actions, blank-separated */
/* Why the action cannot be done; NULL: it can. */
const char *desk_reason(const Desk *desk, const char *action);

/* ---- Dialogs ---------------------------------------------------------------------------------- */

const char *desk_dialog(const Desk *desk); /* title of the top one: "Activate?"; NULL: none */
char *desk_dialog_text(const Desk *desk);  /* its lines, joined by newlines; "" */
size_t desk_dialog_scroll(const Desk *desk);
size_t desk_count_choices(const Desk *desk); /* of the palette */

/*
 * The fields of the activate form go by their labels: "for", "start", "reason", "ticket", "in". The test fails where no
 * form is on top.
 */
const char *desk_field_focus(const Desk *desk);
void desk_focus_on_field(Desk *desk, const char *label); /* by keys */
bool desk_has_field(const Desk *desk, const char *label);
bool desk_field_is_required(const Desk *desk, const char *label);
const char *desk_field(const Desk *desk, const char *label);
const char *desk_field_note(const Desk *desk, const char *label);  /* or NULL */
const char *desk_field_error(const Desk *desk, const char *label); /* or NULL */
const char *desk_form_error(const Desk *desk);                     /* or NULL */
const char *desk_form_then(const Desk *desk);                      /* or NULL */
const char *desk_form_check(const Desk *desk);                     /* or NULL */
size_t desk_form_rows(const Desk *desk);
const char *desk_form_role(const Desk *desk, size_t i);
const char *desk_form_scope(const Desk *desk, size_t i); /* its id */

/* ---- Rules ------------------------------------------------------------------------------------ */

/* Fails the test where something does not hold that always must: selections, areas on screen, words. */
void desk_check(const Desk *desk);

/* ---- Rows ------------------------------------------------------------------------------------- */

/* What a grant is made of. */
typedef struct GrantParts {
	WorkloadId workload;
	const char *role;
	const char *role_id;  /* NULL: made from `role` */
	ScopeType scope_type; /* 0: as the id tells */
	const char *scope_id, *scope_name;
	Access access;
	MemberType member_type;
	const char *holder_id, *holder_name; /* NULL: the person; none */
	const char *schedule_id;             /* NULL: made from `role` */
	Instant start, end;
} GrantParts;

void make_grant(Grant *grant, const GrantParts *parts);
Eligibility *make_eligible(WorkloadId workload, const char *role, const char *scope_id,
			   const char *scope_name);
/* Since twenty minutes; `end` 0: permanently, else activated. */
Assignment *make_active(WorkloadId workload, const char *role, const char *scope_id,
			const char *scope_name, Instant end);
Policy *make_policy(int64_t maximum, bool needs_reason, bool needs_ticket);
Account *make_account(const char *oid, const char *tid, const char *upn, const char *tenant_name);
/* `upn` NULL: nobody is signed in to that name; `oid` NULL: not signed in there yet. */
KnownAccount *make_known_account(const char *name, const char *upn, const char *oid,
				 const char *tid, const char *tenant_name);
/* A configuration with one set: a name, a reason, and rows as the file has them, ended by NULL. The caller frees. */
Settings *make_set_settings(const char *name, const char *reason, const char *first,
			    ...) G_GNUC_NULL_TERMINATED;
GPtrArray *make_eligible_rows(void); /* none yet */
GPtrArray *make_active_rows(void);

/* ---- Events. What is not const is taken; NULL ends rows. -------------------------------------- */

Event *account_event(Account *account);
/* Complete, as of DESK_NOW. */
Event *list_event(EventKind kind, WorkloadId workload, GPtrArray *rows);
Event *eligible_event(WorkloadId workload, Eligibility *first, ...) G_GNUC_NULL_TERMINATED;
Event *active_event(WorkloadId workload, Assignment *first, ...) G_GNUC_NULL_TERMINATED;
Event *loading_event(WorkloadId workload, ListId list);
Event *failed_event(WorkloadId workload, ListId list, Problem *problem);
Event *children_event(const char *scope_id, bool is_deep, const char *first_id,
		      ...) G_GNUC_NULL_TERMINATED;
/* The row was last used at that scope. */
Event *last_scope_event(const Eligibility *eligibility, const char *scope_id, const char *name);
Event *role_event(const char *role_id, const char *first_permission, ...) G_GNUC_NULL_TERMINATED;
/* The answer to the last question what roles permit: names of roles, each with its lines; of the others nothing could be read. */
Event *definitions_event(const Desk *desk, const char *first_role, ...) G_GNUC_NULL_TERMINATED;
/* The answer to the last question which deny assignments there are: none. */
Event *denies_event(const Desk *desk);
Event *policy_event(const Eligibility *eligibility, const char *scope_id, Policy *policy);
/* About that row of an activation; EVENT_REFUSED: without a request. */
Event *request_event(const Desk *desk, EventKind kind, uint64_t intent_id,
		     const Activation *activation, RequestState state, Problem *problem);
Event *notice_event(Problem *problem);
/* Of the last sign-in that was asked for. */
Event *sign_in_event(const Desk *desk, SignInStage stage, const char *url);
Event *sign_in_failed_event(const Desk *desk, Problem *problem);
/* Of the last list of accounts asked for: KnownAccount*. */
Event *accounts_event(const Desk *desk, KnownAccount *first, ...) G_GNUC_NULL_TERMINATED;

/* ---- The usual rows --------------------------------------------------------------------------- */

/*
 * Contributor at the management group Platform, Key Vault Officer at sub-prod, Owner at rg-edge (azure), Global Reader
 * (entra, directory), active: Reader at rg-payments for 40 minutes, DB-Admins permanently.
 */
void desk_load(Desk *desk);

/* Answers each policy that was asked for, and forgets the effects. */
void desk_answer_policies(Desk *desk, int64_t maximum, bool needs_reason, bool needs_ticket);

/* Opens the form of what is selected or marked; all of a wide scope is asked for once more. */
void desk_open_form(Desk *desk);
/* A form for Contributor at Platform whose policy is known, with the reason "fix q4711" typed. */
Desk *desk_at_form(int64_t maximum, bool needs_ticket);
Desk *desk_at_outcome(void); /* … confirmed and sent, for one hour */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)

#endif
