/*
 * What lies over the panes: help, palette, details, and the steps of an activation. A stack; keys go to
 * the top one.
 */
#ifndef MYROLES_TUI_OVERLAY_H
#define MYROLES_TUI_OVERLAY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "src/model/intent.h"
#include "src/model/problem.h"
#include "src/model/sign-in.h"
#include "tui/terminal/grid.h"
#include "tui/widgets/field.h"
#include "tui/widgets/rows.h"

typedef enum {
	OVERLAY_HELP,       /* lines */
	OVERLAY_PALETTE,    /* `input`, `choices` */
	OVERLAY_DETAILS,    /* lines about `row_id` */
	OVERLAY_MESSAGES,   /* lines: the notices so far */
	OVERLAY_FORM,       /* `form` */
	OVERLAY_CONFIRM,    /* lines, from `activations` */
	OVERLAY_OUTCOME,    /* lines, from the submission `submission_id` */
	OVERLAY_DEACTIVATE, /* lines, from `assignment` */
	OVERLAY_QUIT,       /* lines: requests are still running */
	OVERLAY_SIGN_IN,    /* lines, from `progress` and `problem` */
	OVERLAY_QR,         /* lines: the page of the sign-in below it */
	OVERLAY_ADDRESS,    /* `input`: the address that the sign-in's browser ended at; lines */
	OVERLAY_SIGN_OUT,   /* lines: the question */
	OVERLAY_ACCOUNTS,   /* lines, from `accounts` and `problem`; `cursor` */
} OverlayKind;

/* One line of an overlay, already wrapped to its width. */
typedef struct Line {
	StyleId style;
	char *text;
} Line;

void line_free(Line *line);
GPtrArray *lines_new(void);
/* Appends text, wrapped at blanks to `columns`; following lines are indented by `indent`. */
void lines_add(GPtrArray *lines, int columns, int indent, StyleId style, const char *text);
void lines_printf(GPtrArray *lines, int columns, int indent, StyleId style, const char *format, ...)
	G_GNUC_PRINTF(5, 6);

typedef enum {
	FORM_DURATION,
	FORM_START,
	FORM_REASON,
	FORM_TICKET,
	FORM_TICKET_SYSTEM,
	FORM_FIELD_COUNT,
} FormFieldId;

typedef struct FormField {
	Field field;
	bool is_shown;
	bool is_required;
	bool is_fresh; /* holds what it began with: the first text typed replaces it */
	char *note;    /* beside the field: "up to 8h; until 16:07"; may be NULL */
	char *error;   /* what is wrong with it, in a sentence; NULL: nothing */
} FormField;

/* "for", "start", "reason", "ticket", "in" */
const char *form_field_label(FormFieldId id);

/* One row that the form is about: copies, as they were when it opened. */
typedef struct FormRow {
	Eligibility *eligibility;
	Scope scope;
	Policy *policy;      /* NULL: not known yet */
	int64_t duration;    /* what it would get: the form's, capped */
	bool is_policy_read; /* false: still loading */
} FormRow;

void form_row_free(FormRow *row);

typedef struct Form {
	GPtrArray *rows; /* FormRow* */
	Policy *policy;  /* the union; unknown where one could not be read */
	FormField fields[FORM_FIELD_COUNT];
	FormFieldId focus;
	char *error; /* of the whole form: "The policy changed …"; NULL: none */
	char *then; /* what happens after: "approval by SecOps; sign-in with context c1"; or NULL */
	char *check;                 /* outcome of the dry run in words; NULL: none asked */
	uint64_t check_intent;       /* 0: none running */
	bool is_checked, is_refused; /* the dry run answered; it refused a row */
	int64_t wanted_duration;     /* what the form starts with before it is capped; 0: none */
	bool is_touched;             /* something was typed: Esc keeps it for the same rows */
	bool is_duration_typed;
} Form;

void form_free(Form *form);

/* Lines it takes inside its frame: the rows (three lines for one), its fields, what happens then, an error, the keys. */
int form_height(const Form *form);
#define FORM_ROWS_SHOWN 5 /* of several rows; the others are counted */

typedef struct Overlay {
	OverlayKind kind;
	size_t scroll; /* first line shown */
	Field input;
	GPtrArray *choices; /* const Action* of the palette, best first; borrowed */
	size_t cursor;      /* in `choices` or `accounts` */
	PaneId pane;        /* details: of which pane the row is */
	char *row_id;       /* details: row; deactivate: assignment */
	uint64_t submission_id;
	Form *form;
	GPtrArray *activations; /* Activation*: captured when the confirm pane opened */
	Assignment *assignment; /* captured when the question was asked */
	uint64_t intent_id;     /* of the sign-in, or of the list of accounts; 0: it is over */
	SignInMethod method;    /* of the sign-in */
	bool is_step_up;        /* it is for what `submission_id` was refused for, with `claims` */
	WorkloadId workload;    /* of that */
	char *claims;           /* NULL: a second factor is wanted */
	SignInProgress *progress; /* NULL: not begun, or failed */
	Account *account; /* sign in: in that tenant; sign out: whose; NULL: where and who one is */
	bool is_new;      /* sign in: anybody */
	GPtrArray *accounts; /* KnownAccount*, shared; NULL: not told yet */
	bool is_loading;     /* more of them may come */
	Problem *problem;    /* why that failed; NULL: it did not */
	char *changed;       /* why a confirm pane must be looked at again; NULL: nothing changed */
} Overlay;

Overlay *overlay_new(OverlayKind kind);
void overlay_free(Overlay *overlay);

/* "Help", "Activate", … for the frame. */
const char *overlay_title(const Overlay *overlay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Overlay, overlay_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Form, form_free)

#endif
