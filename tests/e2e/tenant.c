#include "tests/e2e/tenant.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_MS 20000

struct Tenant {
	GPid pid;
	int alive; /* closed: the tenant ends */
	char *token_file;
	cJSON *ready;
	CURL *curl;
	struct curl_slist *headers;
};

/* Reads until a newline; the tenant says one line when it is ready. */
static char *read_line(int fd)
{
	GString *line = g_string_new(NULL);
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char c;
	while (poll(&wait, 1, DEADLINE_MS) > 0 && read(fd, &c, 1) == 1 && c != '\n')
		g_string_append_c(line, c);
	return g_string_free(line, FALSE);
}

static char **build_arguments(const char *folder, const char *token_file,
			      const char *const *arguments)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	const char *top = g_getenv("top_builddir");
	g_ptr_array_add(list, g_build_filename(top != NULL ? top : ".", "myroles-tenant", NULL));
	g_ptr_array_add(list, g_strdup("--exit-on-eof=3"));
	g_ptr_array_add(list, g_strdup_printf("--ready-file=%s/ready.json", folder));
	g_ptr_array_add(list, g_strdup_printf("--token-file=%s", token_file));
	for (size_t i = 0; arguments != NULL && arguments[i] != NULL; i++)
		g_ptr_array_add(list, g_strdup(arguments[i]));
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_steal(list, NULL);
}

static void read_ready_file(Tenant *tenant, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, "ready.json", NULL);
	g_autofree char *text = NULL;
	g_autofree char *header = NULL;
	g_autoptr(GError) error = NULL;
	g_file_get_contents(path, &text, NULL, &error);
	g_assert_no_error(error);
	tenant->ready = cJSON_Parse(text);
	g_assert_nonnull(tenant->ready);
	header = g_strdup_printf(
		"Authorization: Bearer %s",
		cJSON_GetObjectItemCaseSensitive(tenant->ready, "control_secret")->valuestring);
	tenant->headers = curl_slist_append(NULL, header);
	tenant->headers = curl_slist_append(tenant->headers, "Content-Type: application/json");
}

Tenant *tenant_new(const char *folder, const char *const *arguments)
{
	Tenant *tenant = g_new0(Tenant, 1);
	g_auto(GStrv) argv = NULL;
	g_autofree char *line = NULL;
	g_autoptr(GError) error = NULL;
	int pair[2], output;
	const int target = 3;
	tenant->token_file = g_build_filename(folder, "tokens.json", NULL);
	argv = build_arguments(folder, tenant->token_file, arguments);
	g_assert_true(g_unix_open_pipe(pair, FD_CLOEXEC, NULL));
	g_spawn_async_with_pipes_and_fds(
		NULL, (const char *const *)argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, -1,
		-1, -1, &pair[0], &target, 1, &tenant->pid, NULL, &output, NULL, &error);
	g_assert_no_error(error);
	close(pair[0]);
	tenant->alive = pair[1];
	line = read_line(output);
	close(output);
	g_assert_cmpint(line[0], ==, '{');
	read_ready_file(tenant, folder);
	tenant->curl = curl_easy_init();
	return tenant;
}

void tenant_kill(Tenant *tenant)
{
	if (tenant->pid == 0)
		return;
	kill(tenant->pid, SIGKILL);
	waitpid(tenant->pid, NULL, 0);
	tenant->pid = 0;
}

void tenant_free(Tenant *tenant)
{
	int status = 0;
	if (tenant == NULL)
		return;
	close(tenant->alive);
	if (tenant->pid != 0)
		g_assert_cmpint(waitpid(tenant->pid, &status, 0), ==, tenant->pid);
	g_assert_cmpint(status, ==, 0); /* also no finding of a sanitizer */
	curl_easy_cleanup(tenant->curl);
	curl_slist_free_all(tenant->headers);
	cJSON_Delete(tenant->ready);
	g_free(tenant->token_file);
	g_free(tenant);
}

const char *tenant_url(const Tenant *tenant, const char *host)
{
	return cJSON_GetObjectItemCaseSensitive(tenant->ready, host)->valuestring;
}

const char *tenant_token_file(const Tenant *tenant)
{
	return tenant->token_file;
}

static size_t keep_body(char *bytes, size_t size, size_t count, void *body)
{
	g_string_append_len(body, bytes, (gssize)(size * count));
	return size * count;
}

cJSON *tenant_call(Tenant *tenant, const char *method, const char *path, const char *body)
{
	g_autofree char *url = g_strconcat(tenant_url(tenant, "control"), path, NULL);
	g_autoptr(GString) answer = g_string_new(NULL);
	CURLcode result;
	long status = 0;
	curl_easy_reset(tenant->curl);
	curl_easy_setopt(tenant->curl, CURLOPT_URL, url);
	curl_easy_setopt(tenant->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(tenant->curl, CURLOPT_HTTPHEADER, tenant->headers);
	curl_easy_setopt(tenant->curl, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(tenant->curl, CURLOPT_WRITEFUNCTION, keep_body);
	curl_easy_setopt(tenant->curl, CURLOPT_WRITEDATA, answer);
	curl_easy_setopt(tenant->curl, CURLOPT_TIMEOUT_MS, (long)DEADLINE_MS);
	if (body != NULL)
		curl_easy_setopt(tenant->curl, CURLOPT_POSTFIELDS, body);
	result = curl_easy_perform(tenant->curl);
	if (result != CURLE_OK)
		g_error("%s %s: %s", method, path, curl_easy_strerror(result));
	curl_easy_getinfo(tenant->curl, CURLINFO_RESPONSE_CODE, &status);
	if (status / 100 != 2)
		g_error("%s %s: %ld %s", method, path, status, answer->str);
	return cJSON_Parse(answer->len > 0 ? answer->str : "null");
}

void tenant_tell(Tenant *tenant, const char *path, const char *body)
{
	cJSON_Delete(tenant_call(tenant, "POST", path, body));
}

size_t tenant_count(Tenant *tenant, const char *method, const char *part)
{
	g_autoptr(cJSON) answer = tenant_call(tenant, "GET", "/requests", NULL);
	cJSON *rows = cJSON_IsArray(answer) ? answer
					    : cJSON_GetObjectItemCaseSensitive(answer, "requests");
	size_t count = 0;
	cJSON *row;
	g_assert_nonnull(rows);
	cJSON_ArrayForEach(row, rows)
	{
		const char *its_method =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "method"));
		const char *its_path =
			cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(row, "path"));

		if (g_strcmp0(its_method, method) == 0 && its_path != NULL &&
		    strstr(its_path, part) != NULL)
			count++;
	}
	return count;
}

size_t tenant_count_asked(Tenant *tenant, const char *reason)
{
	g_autoptr(cJSON) pim = tenant_call(tenant, "GET", "/pim", NULL);
	const cJSON *row;
	size_t count = 0;
	cJSON_ArrayForEach(row, cJSON_GetObjectItemCaseSensitive(pim, "requests"))
	{
		const cJSON *given = cJSON_GetObjectItemCaseSensitive(row, "justification");

		count += g_strcmp0(cJSON_GetStringValue(given), reason) == 0;
	}
	return count;
}
