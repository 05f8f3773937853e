#include "tenant/settings.h"

#include <stddef.h>

#include "tenant/tenant-error.h"

typedef struct SettingRow {
	const char *name;
	size_t offset;
	bool is_flag;
} SettingRow;

#define NUMBER(member)                                     \
	{                                                  \
#member, offsetof(Settings, member), false \
	}
#define FLAG(member)                                      \
	{                                                 \
#member, offsetof(Settings, member), true \
	}

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
	NUMBER(refresh_seconds),
	NUMBER(device_seconds),
	NUMBER(device_interval_s),
	FLAG(login_auto),
	FLAG(login_consent),
	FLAG(login_admin_consent),
	FLAG(login_strict),
	FLAG(device_blocked),
	FLAG(message_text),
	FLAG(policies_forbidden),
	FLAG(policy_filter_ignored),
	FLAG(relative_next_link),
	FLAG(root_list_forbidden),
	FLAG(writes_need_mfa),
	FLAG(no_licence),
	FLAG(group_expand_empty),
	FLAG(claims_escaped),
	FLAG(claims_in_403),
	FLAG(claims_several_headers),
	FLAG(claims_base64url),
	FLAG(hostile_errors),
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

bool settings_apply(Settings *settings, const cJSON *json, GError **error)
{
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
		if (row->is_flag ? !cJSON_IsBool(member) : !cJSON_IsNumber(member)) {
			g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO,
				    "settings: %s must be a %s", row->name,
				    row->is_flag ? "boolean" : "number");
			return false;
		}
		char *at = (char *)&next + row->offset;
		if (row->is_flag)
			*(bool *)at = cJSON_IsTrue(member);
		else
			*(int64_t *)(void *)at = (int64_t)member->valuedouble;
	}
	*settings = next;
	return true;
}

cJSON *settings_to_json(const Settings *settings)
{
	cJSON *json = cJSON_CreateObject();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const char *at = (const char *)settings + rows[i].offset;
		if (rows[i].is_flag)
			cJSON_AddBoolToObject(json, rows[i].name, *(const bool *)at);
		else
			cJSON_AddNumberToObject(json, rows[i].name,
						(double)*(const int64_t *)(const void *)at);
	}
	return json;
}
