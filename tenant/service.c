#include "tenant/service.h"

#include "tenant/arm.h"
#include "tenant/control.h"
#include "tenant/graph.h"
#include "tenant/hostile.h"
#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/login.h"
#include "tenant/options.h"
#include "tenant/ready.h"
#include "tenant/scale.h"
#include "tenant/scenario.h"
#include "tenant/tenant-error.h"
#include "tenant/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

int64_t service_now(const Service *service)
{
	return clock_now(&service->clock);
}

void service_note_secret(Service *service, const char *kind, const char *value)
{
	/* Enough for any test; a long demonstration must not grow without end. */
	if (!value || service->secrets->len > 20000)
		return;
	g_ptr_array_add(service->secrets, g_strdup(kind));
	g_ptr_array_add(service->secrets, g_strdup(value));
}

void service_move_clock(Service *service, int64_t by)
{
	service->clock.offset += by;
	ready_renew_tokens(service);
}

World *service_find_world(const Service *service, const char *id)
{
	for (guint i = 0; i < service->worlds->len; i++) {
		World *world = g_ptr_array_index(service->worlds, i);
		if (ids_equal(world->id, id) || ids_equal(world->domain, id))
			return world;
	}
	return NULL;
}

const Object *service_find_account(const Service *service, const char *name, World **world)
{
	for (guint i = 0; i < service->worlds->len; i++) {
		*world = g_ptr_array_index(service->worlds, i);
		const Object *user = world_find_user(*world, name);
		if (!user)
			user = world_find_object(*world, name);
		if (user)
			return user;
	}
	*world = NULL;
	return NULL;
}

/* ---- serving --------------------------------------------------------------------------------- */

static void route(Service *service, const HttpRequest *request, HttpResponse *response)
{
	if (request->host == HOST_ARM)
		arm_handle(service, request, response);
	else if (request->host == HOST_GRAPH)
		graph_handle(service, request, response);
	else
		login_handle(service, request, response);
}

/* Whose token it is, for the record. */
static const char *account_of(const Service *service, const HttpRequest *request)
{
	const char *header = http_header(request, "Authorization");
	const cJSON *claims = header && strlen(header) > 7
				      ? g_hash_table_lookup(service->tokens, header + 7)
				      : NULL;
	return json_text(claims, "upn");
}

static void handle(void *data, const HttpRequest *request, HttpResponse *response)
{
	Service *service = data;
	if (request->host == HOST_CONTROL) {
		control_handle(service, request, response);
		return;
	}
	int64_t received = service_now(service);
	const Fault *fault = faults_match(service->faults, request);
	if (fault)
		record_count(service->record, COUNT_FAULTS);
	if (!fault || !fault_is_early(fault))
		route(service, request, response);
	if (fault)
		fault_apply(fault, request, response);
	hostile_finish(response->body);
	response->delay_ms += service->settings.latency_ms;
	if (request->host == HOST_GRAPH)
		response->delay_ms += service->settings.graph_latency_ms;
	record_request(service->record, request, response->status, received,
		       account_of(service, request), fault ? fault_kind(fault) : NULL);
}

/* ---- setting up ------------------------------------------------------------------------------ */

static void free_world(gpointer world)
{
	world_free(world);
}

static void free_json(gpointer json)
{
	cJSON_Delete(json);
}

static bool load(Service *service, GError **error)
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
	if (options->latency_ms >= 0)
		settings.latency_ms = options->latency_ms;
	if (options->lag_ms >= 0)
		settings.lag_ms = options->lag_ms;
	if (options->page_size > 0)
		settings.page_size = options->page_size;
	service->settings = settings;
	login_clear(service->login);
	g_clear_pointer(&service->worlds, g_ptr_array_unref);
	service->worlds = g_steal_pointer(&worlds);
	return true;
}

static bool load_faults(Service *service, GError **error)
{
	g_autofree char *text = NULL;
	gsize length = 0;
	faults_clear(service->faults);
	if (!service->options->faults)
		return true;
	if (!g_file_get_contents(service->options->faults, &text, &length, error))
		return false;
	g_autoptr(cJSON) json = json_parse(text, length);
	return faults_add(service->faults, json, error);
}

bool service_reset(Service *service, GError **error)
{
	service->clock.offset = 0;
	if (!load(service, error) || !load_faults(service, error))
		return false;
	g_hash_table_remove_all(service->revoked);
	g_hash_table_remove_all(service->buckets);
	record_clear(service->record);
	ready_renew_tokens(service);
	return true;
}

static char *read_file(const char *path, GError **error)
{
	char *text = NULL;
	if (path)
		g_file_get_contents(path, &text, NULL, error);
	return text;
}

static bool start(Service *service, GError **error)
{
	const Options *options = service->options;
	g_autofree char *cert = read_file(options->cert, error);
	g_autofree char *key = cert ? read_file(options->key, error) : NULL;
	if (options->cert && !key)
		return false;
	const HttpOptions http = { .port = (uint16_t)options->port,
				   .cert = cert,
				   .key = key,
				   .clock = &service->clock,
				   .handle = handle,
				   .data = service };
	service->server = http_server_new(&http, error);
	return service->server != NULL;
}

static int open_log(const char *path, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SYSTEM, "cannot write %s: %s", path,
			    g_strerror(errno));
	return fd;
}

Service *service_new(const Options *options, GError **error)
{
	g_autoptr(Service) service = g_new0(Service, 1);
	int log = options->log ? open_log(options->log, error) : -1;
	if (options->log && log < 0)
		return NULL;
	service->options = options;
	service->record = record_new(log);
	service->faults = faults_new();
	service->login = login_new();
	service->secrets = g_ptr_array_new_with_free_func(g_free);
	service->tokens = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_json);
	service->revoked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	service->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	service->control_secret = ids_fresh();
	service->key = jwt_key_new(error);
	if (!service->key || !load(service, error) || !load_faults(service, error) ||
	    !start(service, error))
		return NULL;
	return g_steal_pointer(&service);
}

void service_free(Service *service)
{
	if (!service)
		return;
	http_server_free(service->server);
	if (service->token_file_timer) {
		g_source_destroy(service->token_file_timer);
		g_source_unref(service->token_file_timer);
	}
	login_free(service->login);
	g_clear_pointer(&service->secrets, g_ptr_array_unref);
	g_clear_pointer(&service->worlds, g_ptr_array_unref);
	jwt_key_free(service->key);
	faults_free(service->faults);
	record_free(service->record);
	g_clear_pointer(&service->tokens, g_hash_table_unref);
	g_clear_pointer(&service->revoked, g_hash_table_unref);
	g_clear_pointer(&service->buckets, g_hash_table_unref);
	g_free(service->control_secret);
	g_free(service);
}
