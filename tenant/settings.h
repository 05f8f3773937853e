/* How the tenant behaves, apart from its data. Set by options, by a scenario ("settings") and by
 * the control endpoint; one table names every member. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define SETTING_TEXT 256

typedef struct Settings {
	int64_t latency_ms;          /* added to every answer but the control endpoint's */
	int64_t lag_ms;              /* from a request to its effect */
	int64_t page_size;           /* rows of a list per answer */
	int64_t root_active_ms;      /* added to the active list at the tenant root */
	int64_t children_ms;         /* added to eligibleChildResources */
	int64_t graph_latency_ms;    /* added to Graph's answers */
	int64_t token_seconds;       /* life of an access token */
	int64_t token_dies_after_s;  /* earlier than the token says; 0: when it says */
	int64_t device_dies_after_s; /* so for device codes */
	int64_t policy_padding;      /* further roles in an unfiltered policy list */
	int64_t reads_burst;         /* throttling: bucket size for reads; 0: never */
	int64_t reads_per_second;
	int64_t writes_burst;
	int64_t writes_per_second;
	int64_t approval_days; /* a request waiting longer times out */
	int64_t admin_decides_after_s;
	bool takes_successors;     /* an activation that starts when the running one ends */
	int64_t refresh_seconds;   /* life of an unused refresh token */
	int64_t device_seconds;    /* life of a device code */
	int64_t device_interval_s; /* between two polls */
	bool login_auto;          /* the sign-in page picks the hinted or first account by itself */
	bool login_consent;       /* a page asks for consent first */
	bool login_admin_consent; /* only an administrator may consent */
	bool login_without_refresh; /* no refresh token, whatever was asked for */
	bool login_strict;       /* PKCE is a must, refresh tokens rotate, one resource per grant */
	bool device_blocked;     /* Conditional Access blocks the device code flow */
	bool message_text;       /* rule failures as text instead of an array */
	bool policies_forbidden; /* policy reads answer 403 */
	bool policy_filter_ignored; /* the undocumented filter by role has no effect */
	bool relative_next_link;
	bool root_list_forbidden; /* asTarget() at the tenant root answers 403 */
	bool writes_need_mfa;     /* ARM's mandatory MFA: 401 with a claims challenge */
	bool no_license;          /* AadPremiumLicenseRequired */
	bool group_expand_empty;  /* $expand=group gives null */
	bool claims_escaped;      /* the challenge in a message is escaped JSON, not URL-encoded */
	bool claims_in_403;       /* it comes with status 403 instead of 400 */
	bool claims_several_headers;
	bool claims_base64url;
	/* Moods: what each does is told in the table of settings.c. */
	int64_t list_lag_s;
	int64_t effective_lag_s;
	char check_access[SETTING_TEXT];
	char permissions[SETTING_TEXT];
	int64_t root_list_drops;
	int64_t slow_scope_ms;
	int64_t exists_after_end_s;
	int64_t unknown_to_end_s;
	int64_t purge_days;
	char list_hides[SETTING_TEXT];
	char slow_scope[SETTING_TEXT];
	char refuse_requests[SETTING_TEXT];
	char refuse_writes[SETTING_TEXT];
	char refuse_reads[SETTING_TEXT];
	char refuse_scope[SETTING_TEXT];
	char delegated_scope[SETTING_TEXT];
	char decide_by[SETTING_TEXT];
	bool root_approvals_partial;
	bool approver_requests_empty;
	bool decided_is_204;
	bool twice_is_409;
	bool past_start_refused;
	bool rows_without_names;
	bool linked_ids_full;
	bool odd_members;
	bool hostile_errors; /* messages and request ids carry escapes and worse */
} Settings;

void settings_init(Settings *settings);
/* Takes every known member of `json`. False and an error for an unknown one or a wrong type. */
bool settings_apply(Settings *settings, const cJSON *json, GError **error);
cJSON *settings_to_json(const Settings *settings);
/* Every member: name, what it does (null where CONTROL.md alone tells it), and its default. */
cJSON *settings_describe(void);
