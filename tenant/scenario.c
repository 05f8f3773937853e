#include "tenant/scenario.h"

#include <gio/gio.h>
#include <string.h>

#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/scenario-rows.h"
#include "tenant/scenarios.h"
#include "tenant/tenant-error.h"

static bool fail(GError **error, const char *where, const char *what)
{
	g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO, "scenario: %s: %s", where, what);
	return false;
}

static bool read_all(const char *name, char **text, gsize *length, GError **error)
{
	if (strchr(name, '/') != NULL || strchr(name, '.') != NULL)
		return g_file_get_contents(name, text, length, error);
	g_autofree char *path = g_strdup_printf("/org/myroles/tenant/%s.json", name);
	g_autoptr(GBytes) bytes = g_resource_lookup_data(scenarios_get_resource(), path,
							 G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
	if (bytes == NULL)
		return fail(error, name, "no such scenario");
	*text = g_strndup(g_bytes_get_data(bytes, length), g_bytes_get_size(bytes));
	*length = g_bytes_get_size(bytes);
	return true;
}

typedef bool (*RowReader)(ScenarioReader *reader, const cJSON *row, GError **error);

static bool read_rows(ScenarioReader *reader, const cJSON *tenant, const char *name, RowReader read,
		      GError **error)
{
	const cJSON *row;
	int number = 0;
	cJSON_ArrayForEach(row, json_get(tenant, name))
	{
		number++;
		if (!read(reader, row, error)) {
			g_prefix_error(error, "%s %d: ", name, number);
			return false;
		}
	}
	return true;
}

static bool read_parts(ScenarioReader *reader, const cJSON *json, GError **error)
{
	static const struct {
		const char *name;
		RowReader read;
	} parts[] = {
		{ "users", scenario_read_user },
		{ "groups", scenario_read_group },
		{ "units", scenario_read_unit },
		{ "roles", scenario_read_role },
		{ "scopes", scenario_read_scope },
		{ "policies", scenario_read_policy },
		{ "eligibilities", scenario_read_eligibility },
		{ "assignments", scenario_read_assignment },
		{ "deny_assignments", scenario_read_deny },
		{ "requests", scenario_read_request },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (!read_rows(reader, json, parts[i].name, parts[i].read, error))
			return false;
	}
	return true;
}

static bool read_tenant(const cJSON *json, bool is_demo, int64_t now, GPtrArray *worlds,
			GError **error)
{
	const char *name = json_text(json, "name");
	const char *domain = json_text(json, "domain");
	if (name == NULL || domain == NULL)
		return fail(error, "tenant", "name and domain are needed");
	g_autofree char *id = g_strdup(json_text(json, "id"));
	if (id == NULL)
		id = ids_derive(domain, "tenant", name);
	g_autoptr(World) world = world_new(id, name, domain);
	g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
	ScenarioReader reader = { .world = world, .keys = keys, .now = now };
	scenario_add_basics(&reader);
	if (!read_parts(&reader, json, error))
		return false;
	if (is_demo && !read_parts(&reader, json_get(json, "demo"), error))
		return false;
	g_ptr_array_add(worlds, g_steal_pointer(&world));
	return true;
}

bool scenario_load(const char *name, int64_t now, Settings *settings, GPtrArray *worlds,
		   GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	const bool is_demo = strcmp(name, "demo") == 0;
	if (!read_all(is_demo ? "contoso" : name, &text, &length, error))
		return false;
	GString *plain = hostile_expand(text, length);
	g_autoptr(cJSON) json = json_parse(plain->str, plain->len);
	g_string_free(plain, TRUE);
	if (json == NULL)
		return fail(error, name, "not JSON");
	if (!settings_apply(settings, json_get(json, "settings"), error))
		return false;
	const cJSON *tenant;
	cJSON_ArrayForEach(tenant, json_get(json, "tenants"))
	{
		if (!read_tenant(tenant, is_demo, now, worlds, error))
			return false;
	}
	return worlds->len > 0 || fail(error, name, "no tenants");
}
