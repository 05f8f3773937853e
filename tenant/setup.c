#include "tenant/setup.h"

#include "tenant/json.h"
#include "tenant/login/state.h"
#include "tenant/options.h"
#include "tenant/ready.h"
#include "tenant/scale.h"
#include "tenant/scenario.h"

static void free_world(gpointer world)
{
	world_free(world);
}

/* What the command line says goes before what the scenario says. */
static void apply_options(Settings *settings, const Options *options)
{
	if (options->latency_ms >= 0)
		settings->latency_ms = options->latency_ms;
	if (options->lag_ms >= 0)
		settings->lag_ms = options->lag_ms;
	if (options->page_size > 0)
		settings->page_size = options->page_size;
}

static bool load_worlds(Service *service, GError **error)
{
	const Options *options = service->options;
	g_autoptr(GPtrArray) worlds = g_ptr_array_new_with_free_func(free_world);
	Settings settings;
	settings_init(&settings);
	if (!scenario_load(options->scenario, service_now(service), &settings, worlds, error))
		return false;
	const ScaleSpec scale = { .eligible = (guint)options->eligible,
				  .subscriptions = (guint)options->subscriptions,
				  .resource_groups = (guint)options->resource_groups,
				  .seed = options->seed };
	scale_add(g_ptr_array_index(worlds, 0), &scale, service_now(service));
	apply_options(&settings, options);
	service->settings = settings;
	service->active_readings = 0;
	login_clear(service->login);
	g_ptr_array_unref(service->worlds);
	service->worlds = g_steal_pointer(&worlds);
	return true;
}

static bool load_faults(Service *service, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	faults_clear(service->faults);
	if (service->options->faults == NULL)
		return true;
	if (!g_file_get_contents(service->options->faults, &text, &length, error))
		return false;
	g_autoptr(cJSON) json = json_parse(text, length);
	return faults_add(service->faults, json, error);
}

bool setup_load(Service *service, GError **error)
{
	service->clock.still = service->options->still;
	return load_worlds(service, error) && load_faults(service, error);
}

bool setup_reset(Service *service, GError **error)
{
	service->clock.offset = 0;
	if (!setup_load(service, error))
		return false;
	g_hash_table_remove_all(service->revoked);
	g_hash_table_remove_all(service->buckets);
	record_clear(service->record);
	ready_renew_tokens(service);
	return true;
}
