#include "tenant/service.h"

#include <errno.h>
#include <fcntl.h>

#include "tenant/ids.h"
#include "tenant/login/state.h"
#include "tenant/options.h"
#include "tenant/tenant-error.h"

int64_t service_now(const Service *service)
{
	return clock_now(&service->clock);
}

void service_note_secret(Service *service, const char *kind, const char *value)
{
	/* Enough for any test; a long demonstration must not grow without end. */
	if (value == NULL || service->secrets->len > 20000)
		return;
	g_ptr_array_add(service->secrets, g_strdup(kind));
	g_ptr_array_add(service->secrets, g_strdup(value));
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
		if (user == NULL)
			user = world_find_object(*world, name);
		if (user != NULL)
			return user;
	}
	*world = NULL;
	return NULL;
}

/* ---- its life -------------------------------------------------------------------------------- */

static void free_json(gpointer json)
{
	cJSON_Delete(json);
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
	int log = options->log != NULL ? open_log(options->log, error) : -1;
	if (options->log != NULL && log < 0)
		return NULL;
	service->options = options;
	service->record = record_new(log);
	service->faults = faults_new();
	service->login = login_new();
	service->worlds = g_ptr_array_new();
	service->secrets = g_ptr_array_new_with_free_func(g_free);
	service->tokens = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_json);
	service->revoked = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	service->buckets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	service->control_secret = ids_fresh();
	service->key = jwt_key_new(error);
	if (service->key == NULL)
		return NULL;
	return g_steal_pointer(&service);
}

void service_free(Service *service)
{
	if (service == NULL)
		return;
	http_server_free(service->server);
	if (service->token_file_timer != NULL) {
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
