#include "tests/tenant/tenant-client.h"

/* cmocka.h needs these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <curl/curl.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Client client;
const char *const *client_options;

bool client_wants_fresh;

static CURL *curl;
static GPid child;
static int child_output = -1;

void reply_free(Reply *reply)
{
	if (reply == NULL)
		return;
	g_free(reply->text);
	cJSON_Delete(reply->json);
	g_hash_table_unref(reply->headers);
	g_free(reply);
}

static size_t take_body(char *data, size_t size, size_t count, void *into)
{
	g_string_append_len(into, data, (gssize)(size * count));
	return size * count;
}

static size_t take_header(char *data, size_t size, size_t count, void *into)
{
	g_autofree char *line = g_strndup(data, size * count);
	char *colon = strchr(line, ':');
	if (colon != NULL) {
		*colon = '\0';
		char *name = g_ascii_strdown(line, -1);
		/* Lines of one name are joined, as RFC 9110 section 5.3 allows. */
		const char *before = g_hash_table_lookup(into, name);
		char *value = g_strstrip(g_strdup(colon + 1));
		if (before != NULL) {
			char *joined = g_strconcat(before, ", ", value, NULL);
			g_free(value);
			value = joined;
		}
		g_hash_table_replace(into, name, value);
	}
	return size * count;
}

Reply *call_url(const char *method, const char *url, const char *token, const char *body)
{
	Reply *reply = g_new0(Reply, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	struct curl_slist *headers = NULL;
	reply->headers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, text);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, reply->headers);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 20L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	/* On a connection used before, libcurl sends a request again by itself when its answer is lost. */
	curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, client_wants_fresh ? 1L : 0L);
	if (token != NULL) {
		g_autofree char *header = g_strconcat("Authorization: Bearer ", token, NULL);
		headers = curl_slist_append(headers, header);
	}
	headers = curl_slist_append(headers,
				    strchr(body != NULL ? body : "{", '{') != NULL
					    ? "Content-Type: application/json"
					    : "Content-Type: application/x-www-form-urlencoded");
	headers = curl_slist_append(headers, "Expect:");
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	if (body != NULL)
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
	reply->curl = (int)curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
	curl_slist_free_all(headers);
	reply->length = text->len;
	reply->text = g_string_free(g_steal_pointer(&text), FALSE);
	reply->json = cJSON_ParseWithOpts(reply->text, NULL, true);
	return reply;
}

Reply *call(int host, const char *method, const char *path, const char *token, const char *body)
{
	g_auto(GStrv) parts = g_strsplit(path, " ", -1);
	g_autofree char *encoded = g_strjoinv("%20", parts);
	g_autofree char *url = g_strconcat(client.urls[host], encoded, NULL);
	return call_url(method, url, token, body);
}

Reply *control(const char *method, const char *path, const char *body)
{
	Reply *reply = call(CONTROL, method, path, client.secret, body);
	if (reply->status != 200)
		fail_msg("control %s %s %s: %ld %s", method, path, body ? body : "", reply->status,
			 reply->text);
	return reply;
}

int counter(const char *name)
{
	g_autoptr(Reply) reply = control("GET", "/state", NULL);
	const cJSON *value = at(reply->json, "counters", name, NULL);
	assert_non_null(value);
	return value->valueint;
}

char *make_token(const char *body)
{
	g_autoptr(Reply) reply = control("POST", "/token", body);
	return g_strdup(text_at(reply->json, "token"));
}

/* ---- looking into answers -------------------------------------------------------------------- */

static const cJSON *step(const cJSON *json, const char *name)
{
	if (cJSON_IsArray(json))
		return cJSON_GetArrayItem(json, (int)g_ascii_strtoll(name, NULL, 10));
	return cJSON_GetObjectItemCaseSensitive(json, name);
}

const cJSON *at(const cJSON *json, ...)
{
	va_list names;
	va_start(names, json);
	const char *name;
	while (json != NULL && (name = va_arg(names, const char *)) != NULL)
		json = step(json, name);
	va_end(names);
	return json;
}

static const cJSON *walk(const cJSON *json, const char *path)
{
	g_auto(GStrv) names = g_strsplit(path, ".", -1);
	for (char **name = names; json != NULL && *name != NULL; name++)
		json = step(json, *name);
	return json;
}

const char *text_at(const cJSON *json, const char *path)
{
	return cJSON_GetStringValue(walk(json, path));
}

int count_at(const cJSON *json, const char *path)
{
	return cJSON_GetArraySize(walk(json, path));
}

const char *error_code(const Reply *reply)
{
	const char *code = text_at(reply->json, "error.code");
	return code != NULL ? code : "";
}

const char *error_message(const Reply *reply)
{
	const char *message = text_at(reply->json, "error.message");
	return message != NULL ? message : "";
}

/* ---- the child ------------------------------------------------------------------------------- */

static char *read_line(int fd)
{
	GString *line = g_string_new(NULL);
	char byte;
	while (read(fd, &byte, 1) == 1 && byte != '\n')
		g_string_append_c(line, byte);
	return g_string_free(line, FALSE);
}

static void spawn_tenant(void)
{
	const char *build = g_getenv("top_builddir");
	g_autofree char *program =
		g_build_filename(build != NULL ? build : ".", "myroles-tenant", NULL);
	g_autofree char *ready = g_build_filename(client.folder, "ready", NULL);
	client.token_file = g_build_filename(client.folder, "tokens", NULL);
	g_autoptr(GPtrArray) arguments = g_ptr_array_new();
	const char *const fixed[] = { program,        "--ready-file",    ready,
				      "--token-file", client.token_file, NULL };
	for (const char *const *word = fixed; *word != NULL; word++)
		g_ptr_array_add(arguments, (gpointer)*word);
	for (const char *const *word = client_options; word != NULL && *word != NULL; word++)
		g_ptr_array_add(arguments, (gpointer)*word);
	g_ptr_array_add(arguments, NULL);
	g_autoptr(GError) error = NULL;
	g_spawn_async_with_pipes(NULL, (char **)arguments->pdata, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
				 NULL, NULL, &child, NULL, &child_output, NULL, &error);
	assert_null(error);
	client.line = read_line(child_output);
	assert_true(g_file_get_contents(ready, &client.ready_text, NULL, NULL));
}

int client_setup(void **state)
{
	(void)state;
	static const char *const names[] = { "arm", "graph", "login", "control" };
	curl_global_init(CURL_GLOBAL_DEFAULT);
	curl = curl_easy_init();
	client.folder = g_dir_make_tmp("myroles-tenant-XXXXXX", NULL);
	spawn_tenant();
	cJSON *json = cJSON_Parse(client.ready_text);
	for (int i = 0; i < 4; i++)
		client.urls[i] = g_strdup(text_at(json, names[i]));
	client.secret = g_strdup(text_at(json, "control_secret"));
	client.tenant = g_strdup(text_at(json, "tenant"));
	client.upn = g_strdup(text_at(json, "accounts.0.upn"));
	client.oid = g_strdup(text_at(json, "accounts.0.oid"));
	client.arm_token = g_strdup(text_at(json, "accounts.0.arm_token"));
	client.graph_token = g_strdup(text_at(json, "accounts.0.graph_token"));
	cJSON_Delete(json);
	return client.secret != NULL ? 0 : -1;
}

static void remove_folder(void)
{
	GDir *folder = g_dir_open(client.folder, 0, NULL);
	const char *name;
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(client.folder, name, NULL);
		g_unlink(path);
	}
	g_dir_close(folder);
	g_rmdir(client.folder);
}

int client_teardown(void **state)
{
	(void)state;
	int status = 0;
	kill(child, SIGTERM);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	close(child_output);
	remove_folder();
	curl_easy_cleanup(curl);
	curl_global_cleanup();
	for (int i = 0; i < 4; i++)
		g_free(client.urls[i]);
	g_free(client.secret);
	g_free(client.tenant);
	g_free(client.upn);
	g_free(client.oid);
	g_free(client.arm_token);
	g_free(client.graph_token);
	g_free(client.line);
	g_free(client.ready_text);
	g_free(client.folder);
	g_free(client.token_file);
	client = (Client){ 0 };
	/* A leak or a crash of the child is a failure of the test. */
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int client_reset(void **state)
{
	(void)state;
	reply_free(control("POST", "/reset", NULL));
	return 0;
}

int client_process(void)
{
	return (int)child;
}
