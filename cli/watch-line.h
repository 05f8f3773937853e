/*
 * One line of `watch`: for a person, for a program, or as fields for the journal of systemd.
 */
#ifndef MYROLES_CLI_WATCH_LINE_H
#define MYROLES_CLI_WATCH_LINE_H

#include <stdbool.h>

#include "frontend/wording.h"
#include "src/model/account.h"
#include "src/model/grant.h"

typedef struct WatchLine {
	const char *event;  /* "near", "change", … */
	const char *change; /* of "change": which, "gone"; else NULL */
	const char *text;
	const Grant *grant;
	const char *request_id; /* NULL: it is about none */
	const Account *account; /* NULL: not known */
	Instant at;
} WatchLine;

/* A field of an entry in the journal of systemd: the manual lists them. */
typedef struct WatchField {
	const char *name, *help;
	const char *(*of)(const WatchLine *line); /* NULL or empty: the entry lacks it */
} WatchField;

extern const WatchField watch_fields[]; /* ended by one without a name */

/* A clean text for each of `watch_fields`, or NULL. The caller unrefs. */
GPtrArray *watch_line_values(const WatchLine *line);

/* False: nobody reads standard output any more. */
bool watch_line_print(const WatchLine *line, const Wording *wording, bool is_json);

#endif
