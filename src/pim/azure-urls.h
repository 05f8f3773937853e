/* Where things are in ARM. Private to this room. */
#ifndef MYROLES_PIM_AZURE_URLS_H
#define MYROLES_PIM_AZURE_URLS_H

#include "src/model/request.h"

/*
 * "{scope}/providers/Microsoft.Authorization/{kind}?api-version=2020-10-01" with "&$filter=…" when `filter` is given
 * (plain text, escaped here). `scope_id` "" or "/": the tenant's root. The caller frees.
 */
char *azure_url(const char *scope_id, const char *kind, const char *filter);
char *azure_url_version(const char *scope_id, const char *kind, const char *filter,
			const char *version);

/* Where requests of its kind are. */
const char *azure_request_list(const Request *request);

/* The URL of one request of ours; `action` "validate", "cancel" or NULL. The caller frees. */
char *azure_request_url(const Request *request, const char *action);

/* The full id of an eligibility schedule: `schedule_id` itself, or built from a bare GUID. The caller frees. */
char *azure_full_schedule_id(const char *scope_id, const char *schedule_id);

/* The scope that such a URL asks, as its id. The caller frees. */
char *azure_url_scope(const char *url);

#endif
