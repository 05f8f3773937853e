#include "tenant/settings.h"

#include <stddef.h>
#include <string.h>

#include "tenant/json.h"
#include "tenant/tenant-error.h"

typedef enum { SETTING_NUMBER, SETTING_FLAG, SETTING_WORDS } SettingKind;

#include "tenant/tenant-error.h"

typedef struct SettingRow {
	const char *name;
	size_t offset;
	SettingKind kind;
	const char *what; /* of a mood */
} SettingRow;

#define ROW(member, kind_, what_)                                 \
	{                                                         \
#member, offsetof(Settings, member), kind_, what_ \
	}
#define NUMBER(member)             ROW(member, SETTING_NUMBER, NULL)
#define FLAG(member)               ROW(member, SETTING_FLAG, NULL)
#define MOOD_NUMBER(member, what_) ROW(member, SETTING_NUMBER, what_)
#define MOOD_FLAG(member, what_)   ROW(member, SETTING_FLAG, what_)
#define MOOD_TEXT(member, what_)   ROW(member, SETTING_WORDS, what_)

static const SettingRow rows[] = {
	NUMBER(latency_ms),
	NUMBER(lag_ms),
	NUMBER(page_size),
	NUMBER(root_active_ms),
	NUMBER(children_ms),
	NUMBER(graph_latency_ms),
	NUMBER(token_seconds),
	NUMBER(token_dies_after_s),
	NUMBER(device_dies_after_s),
	NUMBER(policy_padding),
	NUMBER(reads_burst),
	NUMBER(reads_per_second),
	NUMBER(writes_burst),
	NUMBER(writes_per_second),
	NUMBER(approval_days),
	NUMBER(admin_decides_after_s),
	FLAG(takes_successors),
	NUMBER(refresh_seconds),
	NUMBER(device_seconds),
	NUMBER(device_interval_s),
	FLAG(login_auto),
	FLAG(login_consent),
	FLAG(login_admin_consent),
	FLAG(login_strict),
	FLAG(login_without_refresh),
	FLAG(device_blocked),
	FLAG(message_text),
	FLAG(policies_forbidden),
	FLAG(policy_filter_ignored),
	FLAG(relative_next_link),
	FLAG(root_list_forbidden),
	FLAG(writes_need_mfa),
	FLAG(no_license),
	FLAG(group_expand_empty),
	FLAG(claims_escaped),
	FLAG(claims_in_403),
	FLAG(claims_several_headers),
	FLAG(claims_base64url),
	FLAG(hostile_errors),
	/* Moods of the real service. CONTROL.md has these words, and a test holds the two together. */
	MOOD_NUMBER(list_lag_s,
		    "the active lists show a request's effect, and that of a deactivation, so many "
		    "seconds late; the request itself is right at once"),
	MOOD_NUMBER(effective_lag_s,
		    "checkAccess and permissions count what a request activated so many seconds "
		    "later than the lists show it"),
	MOOD_TEXT(check_access, "how checkAccess answers: one of the words below; empty: well"),
	MOOD_TEXT(permissions, "how permissions answers: one of the words below; empty: well"),
	MOOD_NUMBER(root_list_drops,
		    "the active list of ARM at the tenant root leaves out every so many-th row, "
		    "another one at each reading"),
	MOOD_TEXT(
		list_hides,
		"the active lists leave out rows of the role of this name, although it is active"),
	MOOD_TEXT(slow_scope, "the scope (and all below it) that answers ARM's reads slowly"),
	MOOD_NUMBER(slow_scope_ms, "by how much `slow_scope` is slower"),
	MOOD_FLAG(
		twice_is_409,
		"the same PUT again answers 409 RoleAssignmentRequestExists with the request's id, "
		"not 400"),
	MOOD_NUMBER(exists_after_end_s,
		    "an activation answers RoleAssignmentExists for so many seconds after a "
		    "deactivation"),
	MOOD_NUMBER(
		unknown_to_end_s,
		"a deactivation answers RoleAssignmentDoesNotExist for so many seconds after the "
		"activation, and the role stays on"),
	MOOD_FLAG(past_start_refused, "a start before the service's now is refused"),
	MOOD_NUMBER(purge_days, "requests older than so many days are gone; 0: never"),
	MOOD_FLAG(rows_without_names, "rows carry ids alone: no expandedProperties, no $expand"),
	MOOD_FLAG(linked_ids_full,
		  "linkedRoleEligibilityScheduleId is a whole id in answers, not its last part"),
	MOOD_FLAG(odd_members,
		  "own requests for groups write createdDateTIme and SelfActivate, as a documented "
		  "sample does"),
	MOOD_TEXT(refuse_requests,
		  "PIM refuses new requests and their cancellation, of every workload, by one of "
		  "its reasons below"),
	MOOD_TEXT(refuse_writes, "ARM's writes are refused by one of the reasons below"),
	MOOD_TEXT(refuse_reads, "ARM's reads at `refuse_scope` are refused so"),
	MOOD_TEXT(
		refuse_scope,
		"the scope (and all below it) that `refuse_writes` and `refuse_reads` mean; empty: "
		"writes everywhere, reads nowhere"),
	MOOD_TEXT(delegated_scope,
		  "the subscription that another tenant owns and has delegated (Azure Lighthouse)"),
	MOOD_TEXT(decide_by,
		  "the only way by which ARM takes a decision: patch, put or batch; empty: any"),
	MOOD_FLAG(decided_is_204, "ARM answers a decision with 204 and nothing, not 200"),
	MOOD_FLAG(root_approvals_partial,
		  "asApprover() at the tenant root leaves out requests at management groups"),
	MOOD_FLAG(approver_requests_empty,
		  "Graph's lists of requests by on='approver' are empty; the approvals are told"),
};

void settings_init(Settings *settings)
{
	*settings = (Settings){
		.page_size = 500,
		.token_seconds = 3600,
		.approval_days = 1,
		.refresh_seconds = 90 * 24 * 3600,
		.device_seconds = 900,
		.device_interval_s = 5,
	};
}

static const SettingRow *find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (g_strcmp0(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

static bool has_kind(const SettingRow *row, const cJSON *value)
{
	return row->kind == SETTING_FLAG ? cJSON_IsBool(value)
	       : row->kind == SETTING_WORDS
		       ? cJSON_IsString(value) && strlen(value->valuestring) < SETTING_TEXT
		       : cJSON_IsNumber(value);
}

static void set(Settings *settings, const SettingRow *row, const cJSON *value)
{
	char *at = (char *)settings + row->offset;
	if (row->kind == SETTING_FLAG)
		*(bool *)at = cJSON_IsTrue(value);
	else if (row->kind == SETTING_WORDS)
		g_strlcpy(at, value->valuestring, SETTING_TEXT);
	else
		*(int64_t *)(void *)at = (int64_t)value->valuedouble;
}

bool settings_apply(Settings *settings, const cJSON *json, GError **error)
{
	static const char *const kinds[] = { "number", "boolean", "text" };
	Settings next = *settings;
	const cJSON *member;
	cJSON_ArrayForEach(member, json)
	{
		const SettingRow *row = find(member->string);
		if (row == NULL) {
			g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO,
				    "settings: unknown member \"%s\"", member->string);
			return false;
		}
		if (!has_kind(row, member)) {
			g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO,
				    "settings: %s must be a %s", row->name, kinds[row->kind]);
			return false;
		}
		set(&next, row, member);
	}
	*settings = next;
	return true;
}

static void add_value(cJSON *json, const char *name, const SettingRow *row,
		      const Settings *settings)
{
	const char *at = (const char *)settings + row->offset;
	if (row->kind == SETTING_FLAG)
		cJSON_AddBoolToObject(json, name, *(const bool *)at);
	else if (row->kind == SETTING_WORDS)
		cJSON_AddStringToObject(json, name, at);
	else
		cJSON_AddNumberToObject(json, name, (double)*(const int64_t *)(const void *)at);
}

cJSON *settings_to_json(const Settings *settings)
{
	cJSON *json = cJSON_CreateObject();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		add_value(json, rows[i].name, &rows[i], settings);
	return json;
}

cJSON *settings_describe(void)
{
	Settings settings;
	cJSON *list = cJSON_CreateArray();
	settings_init(&settings);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		cJSON *json = cJSON_CreateObject();
		cJSON_AddStringToObject(json, "name", rows[i].name);
		json_add(json, "what", rows[i].what);
		add_value(json, "default", &rows[i], &settings);
		cJSON_AddItemToArray(list, json);
	}
	return list;
}
