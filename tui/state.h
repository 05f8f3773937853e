/*
 * Everything on screen, and all that update() needs to know: plain data, no pointers into the outside, no
 * clock. state_update (tui/update.h) alone changes it; the view reads it, most simply by the queries below.
 */
#ifndef MYROLES_TUI_STATE_H
#define MYROLES_TUI_STATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "frontend/nearness.h"
#include "frontend/outcome.h"
#include "frontend/wording.h"
#include "src/base/clock.h"
#include "src/model/account.h"
#include "src/model/event.h"
#include "src/model/grant.h"
#include "src/model/history.h"
#include "src/model/intent.h"
#include "src/model/policy.h"
#include "src/model/problem.h"
#include "src/model/settings.h"
#include "src/model/workload.h"
#include "tui/overlay.h"
#include "tui/terminal/grid.h"
#include "tui/widgets/rows.h"
#include "tui/widgets/tree.h"

#define STATE_REFRESH_SECONDS  60
#define STATE_NOTICE_SECONDS   8
#define STATE_MESSAGES_LIMIT   200
#define STATE_POLICY_SECONDS   (5 * 60) /* a policy is read again after this */
#define STATE_DEACTIVATE_AFTER (5 * 60) /* the service refuses to deactivate sooner */

typedef enum {
	SCREEN_ROLES,
	SCREEN_REQUESTS,
	SCREEN_APPROVALS,
	SCREEN_HISTORY,
	SCREEN_COUNT,
} ScreenId;

/* What the rows shown are. A refresh under way is `is_loading` beside it. */
typedef enum {
	LOAD_IDLE,    /* never asked for */
	LOAD_LOADING, /* asked for, nothing to show yet */
	LOAD_READY,
	LOAD_STALE,  /* the last known ones, from the snapshot or from before a failure */
	LOAD_FAILED, /* failed, and there is nothing to show */
} LoadStatus;

typedef struct Load {
	LoadStatus status;
	bool is_loading;
	bool is_partial;  /* an early picture; more may come */
	Instant as_of;    /* of what is shown; 0: nothing yet */
	bool has_gaps;    /* the whole list was refused: only subscriptions were asked */
	Problem *problem; /* of the last try; NULL: it went well */
	size_t skipped;   /* elements that could not be read */
} Load;

/* What one eligible row demands at one scope. */
typedef struct PolicyEntry {
	Policy *policy;   /* NULL: being read */
	Problem *problem; /* why it is unknown; or NULL */
	Instant read_at;
} PolicyEntry;

/* A list of everything below a scope; of a hundred thousand some are taken in per message. */
typedef struct DeepList {
	Scope scope;
	bool is_deep;    /* all below it; else the direct children */
	GPtrArray *rows; /* Scope*, shared */
	guint next;      /* the first that is not in the tree yet */
} DeepList;

/* A long list of eligible roles that is made ready piece by piece; until then the rows before are shown. */
typedef struct RowPile {
	Event told;      /* what came, as far as it is about the list; its rows are shared */
	GPtrArray *rows; /* Row* of the first of them */
} RowPile;

/* What is known of what a role permits. */
typedef struct RoleEntry {
	GPtrArray *permissions; /* char*; NULL: being read, or failed */
	Problem *problem;
} RoleEntry;

/* What one confirmation sent: a request or more. */
typedef struct Submission {
	uint64_t id;      /* the intent's */
	GPtrArray *items; /* Outcome* */
	Instant sent;
} Submission;

typedef enum { NOTICE_INFO, NOTICE_OK, NOTICE_WARNING, NOTICE_ERROR } NoticeKind;

typedef struct Notice {
	NoticeKind kind;
	char *text; /* one sentence or two */
	Instant at;
	Instant until; /* it leaves the status line then; 0: when a key dismisses it */
	bool is_dismissed;
} Notice;

struct Keymap;

typedef struct State {
	/* surroundings */
	int columns, rows;
	bool is_ascii;
	bool has_mouse;
	char *banner;    /* may be NULL */
	char *portal;    /* base URL of the cloud's portal; may be NULL */
	char *elsewhere; /* why the person's browser is not on this machine; NULL: it is */
	GTimeZone *zone;
	struct Keymap *keymap;
	Instant now;
	Account *account; /* NULL: not known yet */

	/* what is loaded */
	Load loads[WORKLOAD_COUNT][LIST_COUNT];
	GPtrArray *loaded[WORKLOAD_COUNT][LIST_COUNT]; /* what the rows borrow from; or NULL */
	GPtrArray *eligible[WORKLOAD_COUNT];           /* Row* */
	GPtrArray *active[WORKLOAD_COUNT];             /* Row* */
	Load history_load;
	GPtrArray *loaded_history; /* what its rows borrow from; or NULL */
	GPtrArray *history;        /* Row* */
	ScopeTree tree;
	RowPile *piles[WORKLOAD_COUNT]; /* NULL: none is being made ready */
	GQueue deep_lists;    /* DeepList*: long lists of scopes that are taken in piece by piece */
	GHashTable *policies; /* see state_policy; PolicyEntry* */
	GHashTable *role_texts;    /* role id → RoleEntry* */
	GHashTable *last_scopes;   /* eligibility id → Scope*: used last, at start and since */
	GHashTable *chosen_scopes; /* eligibility id → Scope*: chosen in the scope pane */
	int64_t last_duration;     /* of the last activation confirmed here; 0: none */

	/* what is looked at */
	ScreenId screen;
	PaneId focus;
	char *scope_owner; /* id of the eligible row that the scope pane shows the tree of; or NULL */
	Pane panes[PANE_COUNT];
	GHashTable *marks;   /* set of ids of eligible rows */
	bool is_filtering;   /* the focused pane's filter is being typed */
	GPtrArray *overlays; /* Overlay*, the top one last */

	/* what is under way */
	uint64_t last_intent;
	uint64_t refresh_intent;  /* 0: none */
	GHashTable *policy_reads; /* intent id (guint64*) → key of `policies` being read */
	uint64_t history_intent;
	GHashTable *dropped; /* set of intent ids (guint64*) that are of no more interest */
	Instant next_refresh;
	GPtrArray *submissions; /* Submission*, oldest first */
	GHashTable *told;       /* see grant_tell_nearness */
	GPtrArray *messages;    /* Notice*, oldest first */
	Form *kept_form;        /* left by Esc, for the same rows again; or NULL */
	bool is_quitting;
} State;

typedef struct StateOptions {
	const Settings *settings; /* [keys], checked before; NULL: the default keys */
	GTimeZone *zone;          /* NULL: local */
	const char *banner;
	const char *portal;
	const char *elsewhere; /* see State */
	bool is_ascii;
	bool has_mouse;
	int columns, rows;
	Instant now;
} StateOptions;

State *state_new(const StateOptions *options);
void state_free(State *state);

/*
 * Everything that belongs to an account goes: rows, scopes, policies, marks, and the dialogs about them. A sign-in under
 * way stays: it is what brings another account.
 */
void state_forget_rows(State *state);

void load_clear(Load *load);
void policy_entry_free(PolicyEntry *entry);
void deep_list_free(gpointer list);
void row_pile_free(RowPile *pile);
void submission_free(Submission *submission);
void notice_free(Notice *notice);

/* ---- Rows. Borrowed; NULL when there is none. ------------------------------------------------- */

const Pane *state_pane(const State *state, PaneId pane);
const Assignment *state_active_at(const State *state, size_t i);
const Eligibility *state_eligible_at(const State *state, size_t i);
const ScopeNode *state_scope_at(const State *state, size_t i);
const HistoryEntry *state_history_at(const State *state, size_t i);
const Assignment *state_selected_active(const State *state);
const Eligibility *state_selected_eligible(const State *state);
const ScopeNode *state_selected_scope(const State *state);
const HistoryEntry *state_selected_history(const State *state);
/* What "copy" takes here: the page's address, the id of a failure, a request or the selected row. NULL: nothing. */
const char *state_copyable(const State *state);
bool state_is_marked(const State *state, const char *id);
const Eligibility *state_find_eligible(const State *state, const char *id);
const Assignment *state_find_active(const State *state, const char *id);

/* The panes of a screen; the number of them is returned. */
size_t screen_panes(ScreenId screen, PaneId panes[PANE_COUNT]);
const char *screen_title(ScreenId screen);
const char *sort_title(PaneId pane, SortId sort); /* "end", "role", …; history: "time" */

/* Where the row would be activated: chosen in the scope pane, else used last, else its own scope. */
const Scope *state_target_scope(const State *state, const Eligibility *eligibility);
/* The scope used last with this row, or NULL. */
const Scope *state_last_scope(const State *state, const Eligibility *eligibility);
/* What is known of the policy of the row at the scope; NULL: nothing, and nothing is being read. */
const PolicyEntry *state_policy(const State *state, const char *eligibility_id,
				const char *scope_id);

char *state_policy_key(const char *eligibility_id, const char *scope_id);

/* An assignment of the same role that covers the scope now; NULL: none. */
const Assignment *state_active_for(const State *state, const Eligibility *eligibility,
				   const Scope *scope);

/* ---- Times ------------------------------------------------------------------------------------ */

/* What is left of the grant's time in eighths of `cells` cells; 0 for permanent ones. */
int state_eighths_left(const State *state, const Grant *grant, int cells);

/* ---- Words. Owned by the caller. ------------------------------------------------------------- */

/* "Contributor on rg-payments: up to 8h, reason + ticket, approval by SecOps"; "" when no row has the focus. */
char *state_policy_line(const State *state);
/* "azure 4s", "groups loading…", "entra failed: …" of one workload: all its lists together. "" when never asked. */
char *state_freshness(const State *state, WorkloadId workload);
StyleId state_freshness_style(const State *state, WorkloadId workload);
Wording state_wording(const State *state); /* how words are made now; borrows from the state */
char *state_until(const State *state, const Grant *grant); /* see grant_until */
char *state_local(const State *state, Instant instant);    /* see wording_time */
/* The pane's place: "1-6/14, 1 marked"; for `rows` rows on screen. */
char *state_pane_place(const State *state, PaneId pane, int rows);
/* Why the pane has no rows: "loading…", "nothing fits the filter", …; "" when it has some. */
char *state_pane_empty(const State *state, PaneId pane);

/* ---- Overlays and notices --------------------------------------------------------------------- */

const Overlay *state_overlay(const State *state); /* the top one; NULL: none */
/* The lines of an overlay that shows lines, wrapped to `columns`: Line*. Caller unrefs. */
GPtrArray *overlay_lines(const State *state, const Overlay *overlay, int columns);
const Submission *state_submission(const State *state, uint64_t id);
/* What stands in the status line: the last one, and after its time the last of those that wait for a key. NULL: nothing. */
const Notice *state_notice(const State *state);

/* Nobody is signed in, and the service was not asked for that reason. */
bool state_is_signed_out(const State *state);

/* True where keys are text: a filter, a form field, the palette's input. */
bool state_is_typing(const State *state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

#endif
