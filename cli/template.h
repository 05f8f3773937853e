/*
 * A line made by a person's pattern: "{role}@{scope} {left}".
 */
#ifndef MYROLES_CLI_TEMPLATE_H
#define MYROLES_CLI_TEMPLATE_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/wording.h"
#include "src/model/account.h"
#include "src/model/grant.h"

/* What a line is about. Borrowed. */
typedef struct TemplateRow {
	const Wording *wording;
	const Account *account; /* NULL: not known */
	const Assignment *assignment;
	const GPtrArray *owed; /* Owed*; NULL: nothing is */
} TemplateRow;

/* Does it name fields that there are? "{{" and "}}" are braces. An error names the field, and one that it may have meant. */
bool template_check(const char *pattern, GError **error);

/* The pattern has been checked. Sanitized; the caller frees. */
char *template_fill(const char *pattern, const TemplateRow *row);

/* "role, scope, …": the fields, for help and manual. The caller frees. */
char *template_field_names(void);

#endif
