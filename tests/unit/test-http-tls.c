/* Certificates that are not what they should be, and TLS that is too old: what is told. Needs openssl(1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "src/backend.h"
#include "tests/unit/net.h"
#include "tests/unit/scratch.h"

static const char configuration[] =
	"[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\n"
	"default_md=sha256\npolicy=any\ncopy_extensions=copy\n"
	"unique_subject=no\nrand_serial=yes\n[any]\ncommonName=supplied\n";

/* False when the command cannot be run, or fails. */
static bool run(const char *folder, const char *line)
{
	g_auto(GStrv) argv = NULL;
	int status = -1;
	assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
	return g_spawn_sync(folder, argv, NULL,
			    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
				    G_SPAWN_STDERR_TO_DEV_NULL,
			    NULL, NULL, NULL, NULL, &status, NULL) &&
	       status == 0;
}

/* Writes NAME.pem and NAME.key, signed by itself. */
static bool make_certificate(const char *folder, const char *name, const char *alternative,
			     const char *from, const char *to)
{
	g_autofree char *request = g_strdup_printf(
		"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "
		"/CN=x -addext subjectAltName=%s -keyout %s.key -out %s.csr",
		alternative, name, name);
	g_autofree char *sign = g_strdup_printf("openssl ca -batch -config ca.cnf -selfsign "
						"-keyfile %s.key -in %s.csr -startdate %s "
						"-enddate %s -notext -out %s.pem",
						name, name, from, to, name);
	return run(folder, request) && run(folder, sign);
}

/* openssl's server on a port of its own. The caller frees *port and stops it. */
static GSubprocess *start_server(const char *folder, const char *name, const char *options,
				 char **port)
{
	g_autofree char *line =
		g_strdup_printf("openssl s_server -accept 127.0.0.1:0 -www -cert %s/%s.pem "
				"-key %s/%s.key %s",
				folder, name, folder, name, options);
	g_auto(GStrv) argv = NULL;
	assert_true(g_shell_parse_argv(line, NULL, &argv, NULL));
	GSubprocess *server = g_subprocess_newv(
		(const char *const *)argv,
		G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
	assert_non_null(server);
	g_autoptr(GDataInputStream) output =
		g_data_input_stream_new(g_subprocess_get_stdout_pipe(server));
	g_autofree char *ready = NULL;
	do {
		g_free(ready);
		ready = g_data_input_stream_read_line(output, NULL, NULL, NULL);
		assert_non_null(ready);
	} while (!g_str_has_prefix(ready, "ACCEPT "));
	*port = g_strdup(strrchr(ready, ':') + 1);
	return server;
}

static void stop_server(GSubprocess *server)
{
	g_subprocess_force_exit(server);
	g_subprocess_wait(server, NULL, NULL);
	g_object_unref(server);
}

static Answer get_from(Http *http, const char *port, bool is_single_try)
{
	g_autofree char *url = g_strdup_printf("https://127.0.0.1:%s/", port);
	HttpRequest request = { HTTP_GET, AUDIENCE_NONE, url, .is_single_try = is_single_try };
	Answer answer = { 0 };
	http_send(http, &request, answer_take, &answer);
	assert_true(replay_run_until(&answer.is_there));
	return answer;
}

/* `ca_file`: NULL for the system's. */
static Answer get(const char *folder, const char *name, const char *options, const char *ca_file)
{
	g_autofree char *port = NULL;
	GSubprocess *server = start_server(folder, name, options, &port);
	HttpHost hosts = { .ca_file = ca_file };
	g_autoptr(Clock) clock = clock_new_virtual(NOW);
	g_autoptr(Http) http = http_new(&hosts, clock, NULL, NULL);
	Answer answer = get_from(http, port, true);
	stop_server(server);
	return answer;
}

#define LONG_AGO "20200101000000Z"
#define AGO      "20200201000000Z"
#define LATER    "20990101000000Z"
#define LATEST   "20990201000000Z"
#define HERE     "IP:127.0.0.1"

static void tls__is_refused__for_the_right_reason(void **state)
{
	const char *folder = *state;
	static const struct {
		const char *alternative, *from, *to, *options;
		bool is_trusted;
		HttpError code; /* 0: it is taken */
		const char *expected;
	} cases[] = {
		{ HERE, LONG_AGO, LATEST, "", true, 0, NULL },
		{ HERE, LONG_AGO, LATEST, "-tls1_2", true, 0, NULL },
		{ HERE, LONG_AGO, AGO, "", true, HTTP_ERROR_CERTIFICATE, "has expired" },
		{ HERE, LATER, LATEST, "", true, HTTP_ERROR_CERTIFICATE, "is not valid yet" },
		{ "DNS:other.test", LONG_AGO, LATEST, "", true, HTTP_ERROR_CERTIFICATE,
		  "for another name" },
		{ HERE, LONG_AGO, LATEST, "", false, HTTP_ERROR_TLS, "is not trusted" },
		{ HERE, LONG_AGO, LATEST, "-tls1_1 -cipher ALL:@SECLEVEL=0", true,
		  HTTP_ERROR_HANDSHAKE, "offers no TLS 1.2" },
		{ HERE, LONG_AGO, LATEST, "-tls1 -cipher ALL:@SECLEVEL=0", true,
		  HTTP_ERROR_HANDSHAKE, "offers no TLS 1.2" },
		{ HERE, LONG_AGO, LATEST, "-tls1_3 -ciphersuites TLS_AES_128_CCM_8_SHA256", true,
		  HTTP_ERROR_HANDSHAKE, "no cipher is in common" },
		{ HERE, LONG_AGO, LATEST, "-tls1_2 -Verify 1", true, HTTP_ERROR_HANDSHAKE,
		  "wants a certificate of yours" },
		{ HERE, LONG_AGO, LATEST, "-alpn other", true, HTTP_ERROR_NOT_SENT,
		  "it takes no HTTP by TLS" },
	};
	g_free(scratch_write(folder, "ca.cnf", 0600, configuration));
	g_free(scratch_write(folder, "index", 0600, ""));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *name = g_strdup_printf("case-%zu", i);
		if (!make_certificate(folder, name, cases[i].alternative, cases[i].from,
				      cases[i].to))
			skip();
		g_autofree char *trusted = g_strdup_printf("%s/%s.pem", folder, name);
		g_auto(Answer) answer =
			get(folder, name, cases[i].options, cases[i].is_trusted ? trusted : NULL);
		if (cases[i].code == 0) {
			/* Its page is no JSON, but it came. */
			assert_true(g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_NOT_JSON));
			continue;
		}
		assert_non_null(answer.error);
		if (!g_error_matches(answer.error, HTTP_ERROR, (int)cases[i].code) ||
		    strstr(answer.error->message, cases[i].expected) == NULL)
			fail_msg("%zu: %s", i, answer.error->message);
		assert_false(http_error_was_sent(answer.error));
		assert_null(strstr(answer.error->message, "routines"));
		/* Only an unknown issuer is a matter of ca_file. */
		g_autoptr(Problem) problem = backend_explain(answer.error);
		assert_int_equal(strstr(problem->hint, "ca_file") != NULL,
				 cases[i].code == HTTP_ERROR_TLS);
	}
}

/* It is not the service's certificate that is wrong then. Nobody waits for what a pipe may bring. */
static void ca_file__that_is_none__is_told_as_that(void **state)
{
	const char *folder = *state;
	static const char *const names[] = { "none",     "empty",  "words", "cut",
					     "only.key", "folder", "pipe",  "loop" };
	g_free(scratch_write(folder, "ca.cnf", 0600, configuration));
	g_free(scratch_write(folder, "index", 0600, ""));
	if (!make_certificate(folder, "only", HERE, LONG_AGO, LATEST))
		skip();
	g_free(scratch_write(folder, "empty", 0600, ""));
	g_free(scratch_write(folder, "words", 0600, "no certificate\n"));
	g_free(scratch_write(folder, "cut", 0600, "-----BEGIN CERTIFICATE-----\nAAAA\n"));
	g_autofree char *made = g_build_filename(folder, "folder", NULL);
	g_autofree char *pipe = g_build_filename(folder, "pipe", NULL);
	g_autofree char *loop = g_build_filename(folder, "loop", NULL);
	assert_int_equal(mkdir(made, 0700), 0);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_int_equal(symlink("loop", loop), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *ca_file = g_build_filename(folder, names[i], NULL);
		g_auto(Answer) answer = get(folder, "only", "", ca_file);
		if (!g_error_matches(answer.error, HTTP_ERROR, HTTP_ERROR_CA_FILE) ||
		    strstr(answer.error->message, ca_file) == NULL)
			fail_msg("%s: %s", names[i],
				 answer.error != NULL ? answer.error->message : "taken");
		assert_false(http_error_was_sent(answer.error));
	}
}

/* ---- a way that breaks HTTP/2 ---- */

/* Lets through who does not offer HTTP/2 in its first message, and ends all others. */
typedef struct Way {
	guint16 to;
	unsigned broken, passed;
} Way;

typedef struct Passing {
	Way *way;
	GSocketConnection *from;
	char first[4096];
} Passing;

static void passing_free(Passing *passing)
{
	g_object_unref(passing->from);
	g_free(passing);
}

static void on_first(GObject *source, GAsyncResult *result, gpointer data)
{
	Passing *passing = data;
	gssize length = g_input_stream_read_finish(G_INPUT_STREAM(source), result, NULL);
	if (length <= 0 || memmem(passing->first, (size_t)length, "\x02h2", 3) != NULL) {
		passing->way->broken += length > 0;
		g_io_stream_close(G_IO_STREAM(passing->from), NULL, NULL);
		passing_free(passing);
		return;
	}
	passing->way->passed++;
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_autoptr(GSocketConnection) to =
		g_socket_client_connect_to_host(client, "127.0.0.1", passing->way->to, NULL, NULL);
	assert_non_null(to);
	assert_true(g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(to)),
					      passing->first, (size_t)length, NULL, NULL, NULL));
	g_io_stream_splice_async(G_IO_STREAM(passing->from), G_IO_STREAM(to),
				 G_IO_STREAM_SPLICE_CLOSE_STREAM1 |
					 G_IO_STREAM_SPLICE_CLOSE_STREAM2,
				 G_PRIORITY_DEFAULT, NULL, NULL, NULL);
	passing_free(passing);
}

static gboolean on_incoming(GSocketService *service, GSocketConnection *from, GObject *source,
			    gpointer way)
{
	Passing *passing = g_new0(Passing, 1);
	(void)service;
	(void)source;
	passing->way = way;
	passing->from = g_object_ref(from);
	g_input_stream_read_async(g_io_stream_get_input_stream(G_IO_STREAM(from)), passing->first,
				  sizeof passing->first, G_PRIORITY_DEFAULT, NULL, on_first,
				  passing);
	return TRUE;
}

static double no_jitter(void)
{
	return 0;
}

static void http2__that_breaks_on_the_way__gives_way_to_http1(void **state)
{
	const char *folder = *state;
	g_free(scratch_write(folder, "ca.cnf", 0600, configuration));
	g_free(scratch_write(folder, "index", 0600, ""));
	if (!make_certificate(folder, "way", HERE, LONG_AGO, LATEST))
		skip();
	g_autofree char *trusted = g_build_filename(folder, "way.pem", NULL);
	g_autofree char *port = NULL;
	GSubprocess *server = start_server(folder, "way", "-alpn h2,http/1.1", &port);
	Way way = { .to = (guint16)g_ascii_strtoull(port, NULL, 10) };
	GSocketService *service = g_socket_service_new();
	g_autofree char *front = g_strdup_printf(
		"%u", g_socket_listener_add_any_inet_port(G_SOCKET_LISTENER(service), NULL, NULL));
	g_signal_connect(service, "incoming", G_CALLBACK(on_incoming), &way);
	HttpHost hosts = { .ca_file = trusted };
	g_autoptr(Clock) clock = clock_new_virtual(NOW);
	{
		g_autoptr(Http) http = http_new(&hosts, clock, NULL, NULL);
		http_set_backoff(http, 1, no_jitter);
		/* Its page is no JSON, but it came. */
		g_auto(Answer) first = get_from(http, front, false);
		assert_true(g_error_matches(first.error, HTTP_ERROR, HTTP_ERROR_NOT_JSON));
		assert_int_equal(way.broken, 3);
		assert_int_equal(way.passed, 1);
		/* What was learned holds for all that goes there. */
		g_auto(Answer) second = get_from(http, front, true);
		assert_true(g_error_matches(second.error, HTTP_ERROR, HTTP_ERROR_NOT_JSON));
		assert_int_equal(way.broken, 3);
	}
	g_object_unref(service);
	stop_server(server);
}

static int set_up(void **state)
{
	*state = scratch_new();
	return 0;
}

static int tear_down(void **state)
{
	scratch_remove(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tls__is_refused__for_the_right_reason, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(ca_file__that_is_none__is_told_as_that, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(http2__that_breaks_on_the_way__gives_way_to_http1,
						set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
