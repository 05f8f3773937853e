/*
 * JSON output, schema 1: the one shape of what the verbs print with --json (see myroles(1)). All text is sanitized;
 * what is not known is null.
 */
#ifndef MYROLES_CLI_DOCUMENT_H
#define MYROLES_CLI_DOCUMENT_H

#include <cjson/cJSON.h>
#include <glib.h>

#include "cli/session.h"

#define SCHEMA_VERSION 1

/* {"schema","as_of","account","tenant","items","errors"}: `items` is taken. */
cJSON *document_list(const Session *session, Instant as_of, cJSON *items);

/* {"schema","items"}: KnownAccount* as {"name","account","tenant":{"id","name"},"cloud","object_id","is_current"}. */
cJSON *document_accounts(const GPtrArray *rows);

/* {"schema","request"}, and "errors" where there is a problem. Either may be NULL. */
cJSON *document_request(const Request *request, const Problem *problem);

cJSON *document_role(const Role *role);
cJSON *document_scope(const Scope *scope);

/* {"id","workload","role","scope","access"}: the row, at that scope. */
cJSON *document_grant(const Grant *grant, const Scope *at);

/* One item of a list. */
cJSON *document_eligibility(const Eligibility *eligibility);
cJSON *document_assignment(const Assignment *assignment);
cJSON *document_history(const HistoryEntry *entry);

void document_add_text(cJSON *object, const char *name, const char *text);
void document_add_time(cJSON *object, const char *name, Instant instant);

/* Prints and frees. */
void document_print(cJSON *document);

#endif
