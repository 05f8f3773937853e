#include "tenant/ready.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "tenant/json.h"
#include "tenant/options.h"
#include "tenant/tenant-error.h"
#include "tenant/tokens.h"

static bool write_all(int fd, const char *text)
{
	size_t length = strlen(text);
	while (length > 0) {
		ssize_t count = write(fd, text, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return false;
		text += count;
		length -= (size_t)count;
	}
	return true;
}

/* A file of mode 0600, put in place whole: a reader never sees half of it, and a symbolic link
 * in its place is replaced, not followed. */
static bool write_private(const char *path, const char *text, GError **error)
{
	g_autofree char *name = g_uuid_string_random();
	g_autofree char *temporary = g_strconcat(path, ".", name, NULL);
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool is_written = fd >= 0 && write_all(fd, text);
	if (fd >= 0)
		close(fd);
	if (is_written && rename(temporary, path) == 0)
		return true;
	g_set_error(error, TENANT_ERROR, TENANT_ERROR_SYSTEM, "cannot write %s: %s", path,
		    g_strerror(errno));
	g_unlink(temporary);
	return false;
}

static char *issue(Service *service, const World *world, const Object *user, Host host)
{
	const TokenSpec spec = { .world = world, .user = user, .host = host };
	return tokens_issue(service, &spec);
}

static void add_accounts(Service *service, cJSON *accounts)
{
	for (guint w = 0; w < service->worlds->len; w++) {
		const World *world = g_ptr_array_index(service->worlds, w);
		for (guint i = 0; i < world->objects->len; i++) {
			const Object *user = g_ptr_array_index(world->objects, i);
			if (!user->is_account)
				continue;
			cJSON *json = cJSON_CreateObject();
			g_autofree char *arm = issue(service, world, user, HOST_ARM);
			g_autofree char *graph = issue(service, world, user, HOST_GRAPH);
			json_add(json, "upn", user->upn);
			json_add(json, "oid", user->id);
			json_add(json, "tenant", world->id);
			json_add(json, "arm_token", arm);
			json_add(json, "graph_token", graph);
			cJSON_AddItemToArray(accounts, json);
		}
	}
}

bool ready_announce(Service *service, GError **error)
{
	g_autoptr(cJSON) json = cJSON_CreateObject();
	const World *home = g_ptr_array_index(service->worlds, 0);
	for (int host = 0; host < HOST_COUNT; host++)
		json_add(json, host_name((Host)host), http_server_url(service->server, (Host)host));
	json_add(json, "tenant", home->id);
	add_accounts(service, json_add_array(json, "accounts"));
	char *text = json_print(json);
	g_autofree char *line = g_strconcat(text, "\n", NULL);
	cJSON_free(text);
	/* Others may read our standard output; the secret is for the file alone. */
	if (service->options->ready_file != NULL) {
		json_add(json, "control_secret", service->control_secret);
		text = json_print(json);
		g_autofree char *whole = g_strconcat(text, "\n", NULL);
		cJSON_free(text);
		if (!write_private(service->options->ready_file, whole, error))
			return false;
	}
	if (!write_all(STDOUT_FILENO, line)) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SYSTEM,
			    "cannot write to standard output: %s", g_strerror(errno));
		return false;
	}
	return true;
}

static gboolean on_renew(gpointer data)
{
	ready_renew_tokens(data);
	return G_SOURCE_REMOVE;
}

static void write_tokens(Service *service, const World *world, const Object *user, const char *path)
{
	g_autofree char *arm = issue(service, world, user, HOST_ARM);
	g_autofree char *graph = issue(service, world, user, HOST_GRAPH);
	g_autofree char *text = g_strdup_printf("{\"arm\":\"%s\",\"graph\":\"%s\"}\n", arm, graph);
	g_autoptr(GError) error = NULL;
	if (!write_private(path, text, &error))
		g_printerr("myroles-tenant: %s\n", error->message);
}

static void fill_folder(Service *service, const World *world)
{
	for (guint i = 0; i < world->objects->len; i++) {
		const Object *user = g_ptr_array_index(world->objects, i);
		if (!user->is_account)
			continue;
		g_autofree char *path =
			g_build_filename(service->options->token_folder, user->upn, NULL);
		write_tokens(service, world, user, path);
	}
}

static void plan_renewal(Service *service)
{
	if (service->token_file_timer != NULL) {
		g_source_destroy(service->token_file_timer);
		g_source_unref(service->token_file_timer);
	}
	int64_t half = MAX(service->settings.token_seconds / 2, 1);
	service->token_file_timer = g_timeout_source_new_seconds((guint)half);
	g_source_set_callback(service->token_file_timer, on_renew, service, NULL);
	g_source_attach(service->token_file_timer, g_main_context_get_thread_default());
}

void ready_renew_tokens(Service *service)
{
	const Options *options = service->options;
	const World *home = g_ptr_array_index(service->worlds, 0);
	const Object *first = world_first_account(home);
	if (first == NULL || (options->token_file == NULL && options->token_folder == NULL))
		return;
	if (options->token_file != NULL)
		write_tokens(service, home, first, options->token_file);
	if (options->token_folder != NULL)
		fill_folder(service, home);
	plan_renewal(service);
}
