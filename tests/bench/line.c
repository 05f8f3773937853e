#include "tests/bench/line.h"

#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/figure.h"

#define DEADLINE_US (30 * G_USEC_PER_SEC)

static const char *const hosts[] = { "arm", "graph" };

bool line_has_proxy(void)
{
	g_autofree char *path = g_find_program_in_path("nghttpx");
	return path != NULL;
}

static uint16_t port_of(const char *url)
{
	return (uint16_t)g_ascii_strtoull(strrchr(url, ':') + 1, NULL, 10);
}

/* One that was free just now. */
static uint16_t find_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	g_assert_cmpint(bind(fd, (struct sockaddr *)&address, size), ==, 0);
	getsockname(fd, (struct sockaddr *)&address, &size);
	close(fd);
	return ntohs(address.sin_port);
}

static bool is_listening(uint16_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(port),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_up = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
	close(fd);
	return is_up;
}

static void die_with_parent(gpointer unused)
{
	(void)unused;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static GPid start_proxy(uint16_t port, uint16_t target, const char *key, const char *certificate)
{
	g_autofree char *front = g_strdup_printf("--frontend=127.0.0.1,%u", port);
	g_autofree char *back = g_strdup_printf("--backend=127.0.0.1,%u", target);
	const char *argv[] = {
		"nghttpx",   "--conf=/dev/null", "--single-process",  front, back,
		"--no-ocsp", "--workers=1",      "--log-level=FATAL", key,   certificate,
		NULL
	};
	gint64 end = g_get_monotonic_time() + DEADLINE_US;
	g_autoptr(GError) error = NULL;
	GPid pid = 0;
	g_spawn_async(NULL, (char **)argv, NULL,
		      G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL,
		      die_with_parent, NULL, &pid, &error);
	g_assert_no_error(error);
	while (!is_listening(port) && g_get_monotonic_time() < end)
		poll(NULL, 0, 10);
	return pid;
}

static void write_config(Line *line, const char *scheme)
{
	g_autofree char *path = stage_path(line->stage, "config/myroles/myroles.conf");
	g_autofree char *text = g_strdup_printf(
		"[myroles]\naccount=test\n\n"
		"[account test]\ncloud=test\ntoken_source=file\ntoken_file=%s/kept.json\n\n"
		"[cloud test]\nlogin=%s\narm=%s://127.0.0.1:%u\ngraph=%s://127.0.0.1:%u\n%s",
		line->stage->folder, tenant_url(line->stage->tenant, "login"), scheme,
		relay_port(line->relays[0]), scheme, relay_port(line->relays[1]), line->config);
	g_assert_true(g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					       NULL));
}

Line *line_new(const char *const *arguments, LineKind kind)
{
	Line *line = g_new0(Line, 1);
	g_autofree char *certificate = NULL, *key = NULL;
	line->stage = stage_new(arguments);
	if (kind == LINE_HTTP2)
		stage_make_certificate(line->stage->folder, &certificate, &key);
	line->config =
		kind == LINE_HTTP2 ? g_strdup_printf("ca_file=%s\n", certificate) : g_strdup("");
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		uint16_t target = port_of(tenant_url(line->stage->tenant, hosts[i]));
		uint16_t front = kind == LINE_HTTP2 ? find_port() : target;
		if (kind == LINE_HTTP2)
			line->proxies[i] = start_proxy(front, target, key, certificate);
		line->relays[i] = relay_new(front);
	}
	write_config(line, kind == LINE_HTTP2 ? "https" : "http");
	line_keep_token(line, NULL);
	return line;
}

void line_free(Line *line)
{
	if (line == NULL)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		relay_free(line->relays[i]);
		if (line->proxies[i] == 0)
			continue;
		kill(line->proxies[i], SIGKILL);
		waitpid(line->proxies[i], NULL, 0);
	}
	stage_free(line->stage);
	g_free(line->config);
	g_free(line);
}

void line_keep_token(Line *line, const char *host)
{
	g_autofree char *path = stage_path(line->stage, "kept.json");
	g_autofree char *text = NULL;
	g_autofree char *kept = NULL;
	g_assert_true(
		g_file_get_contents(tenant_token_file(line->stage->tenant), &text, NULL, NULL));
	g_autoptr(cJSON) tokens = cJSON_Parse(text);
	for (size_t i = 0; host != NULL && i < G_N_ELEMENTS(hosts); i++)
		if (!g_str_equal(hosts[i], host))
			cJSON_DeleteItemFromObjectCaseSensitive(tokens, hosts[i]);
	kept = cJSON_Print(tokens);
	g_assert_true(g_file_set_contents_full(path, kept, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
					       NULL));
}

static double count_received(Line *line)
{
	g_autoptr(cJSON) state = tenant_call(line->stage->tenant, "GET", "/state", NULL);
	const cJSON *counters = cJSON_GetObjectItemCaseSensitive(state, "counters");
	const cJSON *requests = cJSON_GetObjectItemCaseSensitive(counters, "requests");
	return cJSON_IsNumber(requests) ? requests->valuedouble : 0;
}

static gint64 last_byte(Line *line)
{
	return MAX(relay_last_byte(line->relays[0]), relay_last_byte(line->relays[1]));
}

gint64 line_wait_quiet(Line *line, Pty *pty, int quiet_ms)
{
	gint64 begin = g_get_monotonic_time(), changed = begin, now;
	double received = 0;
	do {
		double count;
		figure_rest(pty, 50);
		now = g_get_monotonic_time();
		count = count_received(line);
		if (count != received)
			changed = now;
		received = count;
	} while (now - MAX(changed, last_byte(line)) < quiet_ms * G_TIME_SPAN_MILLISECOND &&
		 now - begin < DEADLINE_US);
	return last_byte(line);
}

void line_run(Line *line, int round_trip_ms, LineRun *run)
{
	gint64 begin;
	stage_reset(line->stage);
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++)
		relay_set_round_trip(line->relays[i], round_trip_ms);
	begin = g_get_monotonic_time();
	g_autoptr(Pty) pty = stage_run(line->stage, NULL);
	run->milliseconds =
		(double)(line_wait_quiet(line, pty, 500 + 3 * round_trip_ms) - begin) / 1000;
	run->requests = count_received(line);
	run->connections = relay_connections(line->relays[0]) + relay_connections(line->relays[1]);
}
