/*
 * The form of an activation from inside: activate-form.c (its fields, and what is read from them), activate-set.c (what a set
 * adds), activate-check.c (the dry run), activate-draw.c (how it looks), activate.c (the dialog).
 */
#ifndef MYROLES_TUI_DIALOGS_ACTIVATE_FORM_H
#define MYROLES_TUI_DIALOGS_ACTIVATE_FORM_H

#include "tui/core/state.h"
#include "tui/widgets/form.h"

enum { ACTIVATE_DURATION, ACTIVATE_START, ACTIVATE_REASON, ACTIVATE_TICKET, ACTIVATE_SYSTEM };

#define ACTIVATE_ROWS_SHOWN 5 /* of several rows; the others are counted */

/* One row that the form is about: copies, as they were when it opened. */
typedef struct ActivateRow {
	Eligibility *eligibility;
	Scope scope;
	Policy *policy;      /* NULL: not known yet */
	int64_t duration;    /* what it would get: the form's, capped */
	int64_t wanted;      /* the length of a set's own; 0: the form's */
	bool is_policy_read; /* false: still loading */
} ActivateRow;

typedef struct Activate {
	Form form;
	GPtrArray *rows; /* ActivateRow* */
	Policy *policy;  /* the union; unknown where one could not be read */
	char *error;     /* of the whole form: "The policy changed …"; NULL: none */
	char *then; /* what happens after: "approval by SecOps; sign-in with context c1"; or NULL */
	char *check;           /* outcome of the dry run in words; NULL: none asked */
	uint64_t check_intent; /* 0: none running */
	GPtrArray *tried; /* Activation*: confirmed as soon as the dry run takes them; or NULL */
	bool is_checked, is_refused; /* the dry run answered; it refused a row */
	bool is_news;                /* … which is to be seen, until one goes on in the form */
	int64_t wanted_duration;     /* what the form starts with before it is capped; 0: none */
	Instant start;     /* what the field means: by the time at which it was typed; 0: now */
	char *bad_start;   /* why what was typed is no start; NULL: it is one */
	char *set_name;    /* that it begins; NULL: no set's */
	uint64_t proposal; /* of a program that asks for it; 0: none does */
	int64_t holder;    /* … and who ends it then */
	bool is_touched;   /* something was typed: Esc keeps it for the same rows */
	bool is_duration_typed;
} Activate;

/* `wanted_duration`: what it starts with where the activations say none. A start that they have stays. */
void activate_init(Activate *activate, const State *state, const GPtrArray *activations,
		   int64_t wanted_duration);
void activate_clear(void *self);

/* Reads the start that was typed, once: "in 20m" and "tomorrow" mean the same moment from then on. */
void activate_take_start(Activate *activate, const State *state);

/* After policies, rows or time changed: brings fields, notes and caps up to date. */
void activate_update(Activate *activate, const State *state);
/* What was typed, as activations (Activation*, appended); false: the fields say what is wrong. */
bool activate_read(Activate *activate, const State *state, GPtrArray *activations);

/* Of a set: does its reason want the ticket's number; what else is to be put in (owned by the caller; NULL: nothing); the reason. */
bool activate_asks_ticket(const Activate *activate);
char *activate_check_words(const Activate *activate);
char *activate_reason(const Activate *activate);
/* … and how long a row is asked for, where the form says `duration`. */
int64_t activate_length_of(const Activate *activate, const ActivateRow *row, int64_t duration);

/* The dry run: which rows have one, why there is none (static text; NULL: there is), its sending, and each answer. */
bool activate_can_check(const Activation *activation);
const char *activate_needs_checkable(const Activate *activate);
void activate_check(Activate *activate, Update *update, const GPtrArray *activations);
void activate_take_checked(Activate *activate, const State *state, const Event *event);

/* Lines it takes inside its frame: the rows (three lines for one), its fields, what happens then, an error, the keys. */
int activate_height(const State *state, const Dialog *dialog);
void activate_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body);

#endif
