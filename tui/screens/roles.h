/*
 * The Roles screen from inside.
 *
 *   roles-data.c      what it knows, its panes and what is selected in them
 *   roles-columns.c   how its rows look
 *   roles-now.c       what is there already of an eligible row; why an active one was asked for
 *   roles-whom.c      whom is waited for: who may approve what was asked for
 *   roles-order.c     what is used often stands first, and when that order may change
 *   roles-words.c     what it says of the row with the focus, and where it has no rows
 *   roles-layout.c    how its panes share the room
 *   roles-about.c     what is told of the row with the focus on a wide screen
 *   roles-active.c    what is active: ends, countdowns
 *   roles-elsewhere.c rows of other accounts in the active pane
 *   roles-dormant.c   what begins later and what has ended, below the eligible ones; more is asked for
 *   roles-scope.c     the scope pane: which tree it shows, and where the selected role would be activated
 *   roles-named.c     a scope's name in the eligible pane's filter finds the roles that cover it
 *   roles-paste.c     a pasted resource id finds the roles that cover it
 *   roles-why.c       a denial or a plan finds the roles that permit what was denied, or is needed
 *   roles-take.c      what is taken: marks, activate, deactivate
 *   roles.c           the rows of the screen and its panes, and what can be done there
 */
#ifndef MYROLES_TUI_SCREENS_ROLES_H
#define MYROLES_TUI_SCREENS_ROLES_H

#include "tui/core/effects.h"

typedef enum { ROLES_ACTIVE, ROLES_ELIGIBLE, ROLES_SCOPE, ROLES_DORMANT } RolesPane;

typedef struct Roles {
	/* id of an eligible row → Scope* in a GPtrArray: where a denial or a plan wants it; NULL: where it is chosen */
	GHashTable *marks;
	GHashTable *told; /* what was told of the ends of active rows; see grant_tell_nearness */
	GHashTable *active_tails,
		*eligible_tails; /* what tells rows apart that read alike; alike.h */
	GHashTable *now; /* id of an eligible row → Now*; of those of which something is there */
	GHashTable *
		reasons; /* id of an active row → the reason it was activated with, as far as known */
	GHashTable *uses; /* id of an eligible row → how often it was used lately, in words */
	char *why_row; /* the eligible row that was selected when a denial or a plan came; or NULL */
	bool is_ordered;       /* by use: all that was asked for is in it */
	uint64_t about_intent; /* what a role permits is being read; 0: no */
	char *scope_owner; /* id of the eligible row that the scope pane shows the tree of; or NULL */
} Roles;

/* ---- roles-data.c ---- */

extern const Context roles_context;

void roles_init(void *self);
void roles_clear(void *self);
Roles *roles_data(const State *state);
Pane *roles_pane(const State *state, RolesPane pane);
bool roles_have_focus(const State *state, RolesPane pane); /* on the open screen */
bool roles_are_open(const State *state);

/* Borrowed; NULL when there is none, and where the active row is another account's. */
const Eligibility *roles_selected(const State *state);
/* Why a key that acts on it, or on the scope chosen for it, has nothing to act on; NULL: it has. */
const char *roles_needs_meant(const State *state);
const Row *roles_meant_row(const State *state); /* its row, where a key acts on it; or NULL */
const Row *roles_own_active_row(const State *state);
const Assignment *roles_selected_active(const State *state);
ScopeNode *roles_selected_scope(const State *state);
bool roles_is_marked(const State *state, const char *id);
void roles_mark(const State *state, const char *id);
void roles_mark_at(const State *state, const char *id,
		   const Scope *scope); /* and at those of before */
/* const Scope*, borrowed: where it would be activated. Several, as they are wanted, until a person chooses another. The caller unrefs. */
GPtrArray *roles_wanted(const State *state, const Eligibility *eligibility);

/* Marks belong to rows: one whose row is gone for sure goes with it. */
void roles_prune_marks(State *state);

/* ---- roles-who.c: others where the focus is ---- */

const char *roles_needs_scope(const State *state);
void roles_run_who(Update *update);

/* ---- roles-take.c ---- */

const char *take_needs_eligible(const State *state);
void take_run_activate(Update *update);
const char *take_needs_activated(const State *state);
void take_run_deactivate(Update *update);
const char *take_needs_row(const State *state);
const char *take_needs_eligible_pane(const State *state);
const char *take_needs_marks(const State *state);
void take_run_mark(Update *update);
void take_run_mark_all(Update *update);
void take_run_unmark(Update *update);
guint take_count_marks(const State *state);

/* ---- roles-words.c: owned by the caller ---- */

char *roles_words(const State *state); /* "" when no row has the focus */
char *roles_active_empty(const State *state);
char *roles_eligible_empty(const State *state);
char *roles_scope_title(const State *state);

/* ---- roles-layout.c ---- */

void roles_share(const LayoutInput *input, Area body, Layout *out);
void roles_draw_beside(const State *state, Grid *grid, const Layout *layout);

/* ---- roles-columns.c ---- */

enum { ACTIVE_COLUMNS = 12, ELIGIBLE_COLUMNS = 8, DORMANT_COLUMNS = 3 };
extern const ListColumn active_columns[ACTIVE_COLUMNS], eligible_columns[ELIGIBLE_COLUMNS],
	dormant_columns[DORMANT_COLUMNS];
const char *active_sign(const State *state, gconstpointer row, StyleId *style);
const char *eligible_sign(const State *state, gconstpointer row, StyleId *style);
void scope_draw_row(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
		    StyleId style);

/* ---- roles-order.c ---- */

/* May what the eligible rows are ordered by become another one? Not under the hand of a person who has not asked for it. */
bool order_may_change(const State *state);
/* Other rows than before: their order is made anew. */
void order_make(State *state);
/* After now_look(): puts the rows in their order again. True: they were not, and another one may have come first. */
bool order_follow(State *state);
void order_on_loading(Update *update, const Event *event);
/* EVENT_INTENT_DONE: what was asked for may all be there. */
void order_on_done(Update *update);

/* ---- roles-now.c ---- */

typedef enum { NOW_ACTIVE, NOW_WAITING, NOW_SCHEDULED, NOW_UNKNOWN, NOW_REFUSED } NowKind;

/* What is there already of an eligible row. */
typedef struct Now {
	NowKind kind;
	char *words;   /* "active rg-edge", "waiting: SecOps"; NULL: `start` */
	Instant start; /* NOW_SCHEDULED */
} Now;

/* After rows, requests or the journal changed; before the panes are drawn. The first leaves measuring to who rebuilds them. */
void now_look(State *state);
void now_update(State *state);
const Now *now_find(const State *state, const char *eligibility_id); /* NULL: nothing */
char *now_words(const State *state, const Now *now);                 /* the caller frees */
StyleId now_style(const Now *now);
/* "3 times in 30 days, last on rg-payments for 2h"; NULL: not in 30 days. Borrowed. */
const char *now_uses(const State *state, const char *eligibility_id);
/* Borrowed; NULL: not known. */
const char *now_reason(const State *state, const char *assignment_id);

/* ---- roles-whom.c ---- */

/* Reads who may approve what waits, where it is not known: few at a time. */
void whom_want(Update *update);
/* Says it on the row, when it is the policy of something that waits. */
void whom_hear_policy(State *state, const PolicyNews *news);

/* ---- roles-about.c ---- */

/* What is known of the row with the focus, where there is room for it beside the panes. */
void about_draw(const State *state, Grid *grid, Area area);
/* What the role permits is read for those who see it: one at a time. */
void about_want_role(Update *update);

/* ---- roles-active.c ---- */

/* Tells ends that are near, and takes away what has ended. */
void active_tick(Update *update);
/* When a countdown or a nearness changes next; 0: never. */
Instant active_next_wake(const State *state);

/* ---- roles-elsewhere.c ---- */

/* Whose it is, of another account's row; NULL: it is one's own. Borrowed. */
const Elsewhere *roles_elsewhere(const State *state, gconstpointer assignment);
const Elsewhere *roles_selected_elsewhere(const State *state);
/* Why nothing can be done with the row that has the focus, and what to do; NULL: it is not another account's. Borrowed. */
const char *roles_refuse_elsewhere(const State *state);
void elsewhere_open(Update *update); /* details of one's own, else the refusal */
void elsewhere_run(Update *update);  /* shows them, or no more */
/* Owned by the caller: "as of 13:02"; "omar@fabrikam.com in Fabrikam"; the line under the panes. */
char *elsewhere_as_of(const State *state, const Elsewhere *elsewhere);
char *elsewhere_who(const Elsewhere *elsewhere);
char *elsewhere_words(const State *state, const Elsewhere *elsewhere, const char *what,
		      const char *until);

/* ---- roles-dormant.c ---- */

extern const PaneKind dormant_pane;
/* Has the focus when its last row goes: the eligible pane takes it. */
void dormant_changed(Update *update);
char *dormant_words(const State *state); /* of the selected row; owned by the caller */
const char *dormant_needs_extendable(const State *state);
void dormant_run_extend(Update *update);
/* "ends in 44m, more with E; " of what is eligible, where its end is near; "" else. Owned by the caller. */
char *dormant_near_words(const State *state, const Grant *grant);

/* ---- roles-scope.c ---- */

/* After the selected eligible row, or what is known of it, changed. */
void scope_show_selected(Update *update);
/* After now_update: the scope used last may be another one. It is shown, but nothing moves while somebody moves there. */
void scope_keep_target(Update *update);
void scope_selected(Update *update); /* in the scope pane, by the operator */
void scope_focused(Update *update);  /* its first branch opens */
void scope_filtered(Update *update);
void scope_filter_begun(Update *update);
void scope_filter_cleared(State *state);
void scope_rebuild(State *state, Pane *pane);
void scope_filter(State *state, Pane *pane, const GPtrArray *from);
void scope_scrolled(State *state, Pane *pane, int height);
const char *scope_id_of(gconstpointer row);
gconstpointer scope_find(const State *state, const char *id);
void scope_expand(Update *update, ScopeNode *node, bool is_expanded);

/* Reads the policy of what has the focus now. */
void roles_want_policy(Update *update);

/* ---- roles-welcome.c ---- */

/* The lines of the first run; see ScreenKind. */
bool roles_cover(const State *state, Page *page);
const char *roles_needs_demo(const State *state);
void roles_run_demo(Update *update);

/* ---- roles-named.c ---- */

/* Behind the rows of the eligible pane that fit its filter, those that cover a scope which it names. */
void named_add_covering(const State *state, Pane *pane);
/* Where the filter may name a scope that is not known yet, what the wide rows hold is read. */
void named_look_further(Update *update);

/* ---- roles-why.c ---- */

bool roles_ask_why(Update *update,
		   const char *text); /* false: it tells of nothing that was denied */
void roles_ask_file(Update *update);
void roles_hear_why(Update *update, gconstpointer about);

/* ---- roles-paste.c ---- */

/* Scopes of the known tree, for the palette: what is chosen is opened like a pasted id. */
void roles_find_scopes(const State *state, const Search *search, guint most, GPtrArray *found);
bool roles_take_pasted(Update *update, const char *text); /* false: it holds no resource id */
/* The eligible pane shows what covers a pasted scope. */
/* What is marked, or was activated today, as a set (roles-save.c). */
const char *roles_needs_savable(const State *state);
void roles_run_save(Update *update);

/* The resource id that the filter of the eligible pane is, or stands for; NULL: none. The caller frees. */
char *roles_pasted_filter(const State *state);
bool roles_has_pasted_filter(const State *state);
void roles_filter_eligible(State *state, Pane *pane, const GPtrArray *from);

#endif
