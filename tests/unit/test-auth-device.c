/* Signing in by a code: what is shown, how often the platform is asked, and every way that it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/auth/device-code.h"
#include "src/auth/pkce.h"
#include "tests/replay/server.h"

#define NOW    INT64_C(1767254400)
#define TENANT "11111111-2222-3333-4444-555555555555"
#define METADATA                                                                       \
	"{\"issuer\":\"@URL@/t/v2.0\",\"authorization_endpoint\":\"@URL@/authorize\"," \
	"\"token_endpoint\":\"@URL@/token\"%s}"
#define WITH_DEVICE ",\"device_authorization_endpoint\":\"@URL@/devicecode\""
#define CODE_PAGE(url)                                                                         \
	"{\"device_code\":\"secret-device-code\",\"user_code\":\"ABC-123\",\"expires_in\":900" \
	",\"interval\":0,\"verification_uri\":\"" url "\",\"message\":\"ignored\"}"
#define CODE      CODE_PAGE("@URL@/device")
#define PENDING   "{\"error\":\"authorization_pending\",\"error_codes\":[70016]}"
#define EXCHANGES 8

typedef struct Fixture {
	ReplayExchange exchanges[EXCHANGES];
	size_t count;
	ReplayServer *server;
	char *metadata, *tokens;
	Clock *clock;
	Http *http;
	DeviceCode *device;
	char *user_code, *url;
	Instant expires;
	unsigned shown, interval;
	bool is_shown, is_over;
	char *oid;
	GError *error;
} Fixture;

static int set_up(void **state)
{
	*state = g_new0(Fixture, 1);
	return 0;
}

static int tear_down(void **state)
{
	Fixture *fixture = *state;
	device_code_free(fixture->device);
	http_free(fixture->http);
	clock_free(fixture->clock);
	replay_server_free(fixture->server);
	g_free(fixture->metadata);
	g_free(fixture->tokens);
	g_free(fixture->user_code);
	g_free(fixture->url);
	g_free(fixture->oid);
	g_clear_error(&fixture->error);
	g_free(fixture);
	return 0;
}

static void add(Fixture *fixture, const char *request, unsigned status, const char *body)
{
	ReplayExchange *exchange = &fixture->exchanges[fixture->count++];
	assert_true(fixture->count <= EXCHANGES);
	exchange->request = request;
	exchange->status = status;
	exchange->body = body;
}

static void add_start(Fixture *fixture, const char *endpoint, unsigned status, const char *body)
{
	fixture->metadata = g_strdup_printf(METADATA, endpoint);
	add(fixture, "GET /t/v2.0/.well-known/openid-configuration", 200, fixture->metadata);
	if (body != NULL)
		add(fixture, "POST /devicecode", status, body);
}

static void on_shown(const DeviceCodePage *page, gpointer data)
{
	Fixture *fixture = data;
	fixture->shown++;
	fixture->is_shown = true;
	fixture->user_code = g_strdup(page->user_code);
	fixture->url = g_strdup(page->url);
	fixture->expires = page->expires;
}

static void on_done(const SignInResult *result, const GError *error, gpointer data)
{
	Fixture *fixture = data;
	assert_false(fixture->is_over);
	fixture->is_over = true;
	fixture->interval = device_code_interval(fixture->device);
	if (error != NULL)
		fixture->error = g_error_copy(error);
	else
		fixture->oid = g_strdup(result->claims->oid);
	/* As callers may. */
	g_clear_pointer(&fixture->device, device_code_free);
}

/* The server comes first: its address is in what it answers. */
static void serve(Fixture *fixture)
{
	const HttpHost hosts = { 0 };
	fixture->server = replay_server_new(fixture->exchanges, fixture->count);
	fixture->clock = clock_new_virtual(NOW);
	fixture->http = http_new(&hosts, fixture->clock, NULL, NULL);
}

static void begin(Fixture *fixture)
{
	g_autofree char *authority =
		g_strconcat(replay_server_url(fixture->server), "/t/v2.0", NULL);
	const DeviceCodeRequest request = {
		.authority = authority,
		.client_id = "client",
		.scope = "openid x/.default",
		.claims = "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}",
		.pace_ms = 1,
	};
	fixture->device = device_code_new(fixture->http, fixture->clock, &request, on_shown,
					  on_done, fixture);
}

static void finish(Fixture *fixture)
{
	g_autofree char *why = NULL;
	assert_true(replay_run_until(&fixture->is_over));
	if (!replay_server_is_done(fixture->server, &why))
		fail_msg("%s", why);
}

static void run(Fixture *fixture)
{
	serve(fixture);
	begin(fixture);
	finish(fixture);
}

static void assert_failed(const Fixture *fixture, AuthError code)
{
	assert_non_null(fixture->error);
	if (!g_error_matches(fixture->error, AUTH_ERROR, (int)code))
		fail_msg("%d: %s", fixture->error->code, fixture->error->message);
}

/* ---- to the end ---- */

/* The exchanges are borrowed by the server, so that an answer with its address can still be put in. */
static void prepare_tokens(Fixture *fixture, ReplayExchange *exchange, const char *audience)
{
	g_autofree char *claims =
		g_strdup_printf("{\"iss\":\"%s/t/v2.0\",\"aud\":\"%s\",\"exp\":%" G_GINT64_FORMAT
				",\"oid\":\"my-oid\",\"tid\":\"" TENANT "\"}",
				replay_server_url(fixture->server), audience, (gint64)NOW + 3600);
	g_autofree char *payload = base64url_encode((const guchar *)claims, strlen(claims));
	fixture->tokens = g_strdup_printf(
		"{\"token_type\":\"Bearer\",\"access_token\":\"at\",\"refresh_token\":\"rt\","
		"\"expires_in\":3599,\"id_token\":\"eyJhbGciOiJSUzI1NiJ9.%s.c2ln\"}",
		payload);
	exchange->body = fixture->tokens;
}

static void device_code__waits__until_the_person_has_signed_in(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	add(fixture, "POST /token", 400, PENDING);
	add(fixture, "POST /token", 400, "{\"error\":\"slow_down\"}");
	add(fixture, "POST /token", 503, "busy");
	/* An error that says that all is well. */
	add(fixture, "POST /token", 200, PENDING);
	add(fixture, "POST /token", 200, NULL);
	serve(fixture);
	prepare_tokens(fixture, &fixture->exchanges[fixture->count - 1], "client");
	begin(fixture);
	finish(fixture);
	assert_null(fixture->error);
	assert_string_equal(fixture->oid, "my-oid");
	assert_int_equal(fixture->shown, 1);
	assert_string_equal(fixture->user_code, "ABC-123");
	assert_true(g_str_has_suffix(fixture->url, "/device"));
	assert_int_equal(fixture->expires, NOW + 900);
	assert_int_equal(fixture->interval, 1 + 5); /* slower for good; the network is forgiven */
	const char *sent = replay_server_received(fixture->server);
	/* A challenge goes with the first request: with the poll alone it would come too late. */
	const char *first = strstr(sent, "POST /devicecode");
	assert_non_null(strstr(first, "claims=%7B%22access_token%22"));
	assert_non_null(
		strstr(sent, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"));
	assert_non_null(strstr(sent, "device_code=secret-device-code"));
}

static void device_code__waits_longer__while_the_network_fails(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	for (int i = 0; i < 3; i++) {
		add(fixture, "POST /token", 200, NULL);
		fixture->exchanges[fixture->count - 1].manner = REPLAY_CLOSE;
	}
	add(fixture, "POST /token", 200, NULL);
	serve(fixture);
	prepare_tokens(fixture, &fixture->exchanges[fixture->count - 1], "client");
	begin(fixture);
	finish(fixture);
	assert_null(fixture->error);
	assert_int_equal(fixture->interval, 1 + 4);
}

/* A redirect, like a certificate that is not trusted, will not be better in five seconds. */
static void device_code__ends__when_waiting_will_not_help(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	add(fixture, "POST /token", 302, NULL);
	run(fixture);
	assert_true(g_error_matches(fixture->error, HTTP_ERROR, HTTP_ERROR_REDIRECT));
}

static void device_code__shows__only_what_can_be_typed(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200,
		  "{\"device_code\":\"d\",\"user_code\":\"A\\u001b[m\",\"interval\":99999999999,"
		  "\"expires_in\":9007199254740991,\"verification_uri\":"
		  "\"https://microsoft.com/deviceloginus\"}");
	serve(fixture);
	begin(fixture);
	assert_true(replay_run_until(&fixture->is_shown));
	assert_string_equal(fixture->user_code, "A\xef\xbf\xbd[m");
	assert_string_equal(fixture->url, "https://microsoft.com/deviceloginus");
	assert_int_equal(fixture->expires, NOW + 86400);
	assert_int_equal(device_code_interval(fixture->device), 60);
}

static void device_code__refuses__a_token_for_another_client(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	add(fixture, "POST /token", 200, NULL);
	serve(fixture);
	prepare_tokens(fixture, &fixture->exchanges[fixture->count - 1], "other");
	begin(fixture);
	finish(fixture);
	assert_failed(fixture, AUTH_ERROR_BAD_TOKEN);
}

/* ---- and not ---- */

static void device_code__ends__as_the_platform_says(void **state)
{
	static const struct {
		const char *body;
		AuthError code;
	} cases[] = {
		{ "{\"error\":\"authorization_declined\"}", AUTH_ERROR_DECLINED },
		{ "{\"error\":\"access_denied\"}", AUTH_ERROR_DECLINED },
		{ "{\"error\":\"expired_token\",\"error_codes\":[70020]}",
		  AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"invalid_grant\",\"error_codes\":[70019]}",
		  AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"bad_verification_code\",\"error_codes\":[70018]}",
		  AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"bad_verification_code\"}", AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"interaction_required\",\"error_codes\":[50199]}",
		  AUTH_ERROR_BLOCKED },
		{ "{\"error\":\"invalid_grant\",\"error_codes\":[53003]}", AUTH_ERROR_BLOCKED },
		{ "{\"error\":\"invalid_grant\",\"error_codes\":[50134]}", AUTH_ERROR_REFUSED },
		{ "{\"error\":\"invalid_request\",\"error_codes\":[90119]}",
		  AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"invalid_request\",\"error_codes\":[90120]}",
		  AUTH_ERROR_CODE_EXPIRED },
		{ "{\"error\":\"invalid_client\",\"error_codes\":[7000218]}",
		  AUTH_ERROR_CONFIGURATION },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		void *own = NULL;
		set_up(&own);
		add_start(own, WITH_DEVICE, 200, CODE);
		add(own, "POST /token", 400, cases[i].body);
		run(own);
		assert_failed(own, cases[i].code);
		tear_down(&own);
	}
}

static void device_code__ends__when_the_code_cannot_be_had(void **state)
{
	static const struct {
		unsigned status;
		const char *body;
		AuthError code;
	} cases[] = {
		{ 400, "{\"error\":\"invalid_client\",\"error_codes\":[7000218]}",
		  AUTH_ERROR_CONFIGURATION },
		/* An error that says that all is well. */
		{ 200, "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90002: x\"}",
		  AUTH_ERROR_CONFIGURATION },
		{ 200, "{}", AUTH_ERROR_BAD_ANSWER },
		{ 200, "[1]", AUTH_ERROR_BAD_ANSWER },
		/* Pages that this program does not send anybody to. */
		{ 200, CODE_PAGE("https://evil.example/device"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://microsoft.com.evil.example/devicelogin"),
		  AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("http://microsoft.com/devicelogin"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://x@microsoft.com/devicelogin"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://microsoft.com/elsewhere"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://microsoft.com:8443/devicelogin"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://aka.ms/elsewhere"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("http://127.0.0.1:1/device"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("file:///etc/passwd"), AUTH_ERROR_BAD_ANSWER },
		{ 200, CODE_PAGE("https://microsoft.com/\\u001b]0;x"), AUTH_ERROR_BAD_ANSWER },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		void *own = NULL;
		set_up(&own);
		add_start(own, WITH_DEVICE, cases[i].status, cases[i].body);
		run(own);
		assert_failed(own, cases[i].code);
		assert_int_equal(((Fixture *)own)->shown, 0);
		tear_down(&own);
	}
}

static void device_code__ends__where_there_is_no_such_flow(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, "", 0, NULL);
	run(fixture);
	assert_failed(fixture, AUTH_ERROR_UNSUPPORTED);
}

static void on_shown_too_late(const DeviceCodePage *page, gpointer data)
{
	Fixture *fixture = data;
	on_shown(page, data);
	clock_advance(fixture->clock, 901);
}

/* Without being told so: the platform may keep a blocked sign-in pending. */
static void device_code__ends__with_its_time(void **state)
{
	Fixture *fixture = *state;
	const char *base;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	serve(fixture);
	base = replay_server_url(fixture->server);
	g_autofree char *authority = g_strconcat(base, "/t/v2.0", NULL);
	const DeviceCodeRequest request = {
		.authority = authority, .client_id = "client", .scope = "x", .pace_ms = 1
	};
	fixture->device = device_code_new(fixture->http, fixture->clock, &request,
					  on_shown_too_late, on_done, fixture);
	finish(fixture);
	assert_failed(fixture, AUTH_ERROR_CODE_EXPIRED);
}

static void device_code__says_nothing_more__when_it_was_freed(void **state)
{
	Fixture *fixture = *state;
	add_start(fixture, WITH_DEVICE, 200, CODE);
	serve(fixture);
	begin(fixture);
	g_clear_pointer(&fixture->device, device_code_free);
	replay_settle();
	assert_int_equal(fixture->shown, 0);
	assert_false(fixture->is_over);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(device_code__waits__until_the_person_has_signed_in),
		TEST(device_code__waits_longer__while_the_network_fails),
		TEST(device_code__ends__when_waiting_will_not_help),
		TEST(device_code__shows__only_what_can_be_typed),
		TEST(device_code__refuses__a_token_for_another_client),
		TEST(device_code__ends__as_the_platform_says),
		TEST(device_code__ends__when_the_code_cannot_be_had),
		TEST(device_code__ends__where_there_is_no_such_flow),
		TEST(device_code__ends__with_its_time),
		TEST(device_code__says_nothing_more__when_it_was_freed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
