/* Secrets in memory that is given back: every block that is freed or moved is looked at first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dlfcn.h>
#include <malloc.h>
#include <string.h>

#include "src/auth/loopback.h"
#include "src/auth/post-form.h"
#include "src/base/secret-buffer.h"
#include "src/json/plan-reader.h"
#include "src/net/response.h"
#include "tests/unit/net.h"

#define MARK "s3cr3t-that-has-to-go"

/* The sanitizer has a free of its own, which nobody takes the place of. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_WATCHED false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_WATCHED false
#endif
#endif
#ifndef IS_WATCHED
#define IS_WATCHED true
#endif

/* Blocks with the mark in them that were given back. One process, one free. */
static unsigned leaks;
static bool is_watching;

#if IS_WATCHED

static void look_at(const void *block)
{
	if (!is_watching || block == NULL)
		return;
	const size_t size = malloc_usable_size((void *)block);
	if (memmem(block, size, MARK, strlen(MARK)) != NULL)
		leaks++;
}

void free(void *block)
{
	static void (*real)(void *);
	static bool is_looking;
	look_at(block);
	/* What the search for it frees stays. */
	if (real == NULL && !is_looking) {
		is_looking = true;
		*(void **)&real = dlsym(RTLD_NEXT, "free");
	}
	if (real != NULL)
		real(block);
}

void *realloc(void *block, size_t size)
{
	static void *(*real)(void *, size_t);
	if (real == NULL)
		*(void **)&real = dlsym(RTLD_NEXT, "realloc");
	look_at(block);
	return real(block, size);
}

#endif

/* First in each test: what is skipped has taken nothing yet. */
static void need_watch(void)
{
	if (!IS_WATCHED)
		skip();
}

static void watch(void)
{
	leaks = 0;
	is_watching = true;
}

static void assert_wiped(void)
{
	is_watching = false;
	assert_int_equal(leaks, 0);
}

/* A block of its own, which whoever gets it has to wipe. */
static char *marked(void)
{
	return g_strdup(MARK);
}

static void watch__sees__what_is_not_wiped(void **state)
{
	(void)state;
	need_watch();
	char *text = marked();
	char *moved = marked();
	watch();
	g_free(text);
	moved = g_realloc(moved, 4096);
	is_watching = false;
	secret_wipe_string(moved);
	assert_int_equal(leaks, 2);
}

static void secret__is_wiped__when_it_is_freed(void **state)
{
	(void)state;
	need_watch();
	watch();
	Secret *secret = secret_new_take(marked());
	Secret *copy = secret_copy(secret);
	secret_free(secret);
	secret_free(copy);
	secret_wipe_string(marked());
	assert_wiped();
}

static void secret_blocks__are_wiped__when_they_move_or_go(void **state)
{
	(void)state;
	need_watch();
	watch();
	char *block = secret_strdup(MARK);
	block = secret_realloc(block, 4096);
	secret_free_block(block);
	assert_wiped();
}

static void secret_buffer__is_wiped__when_it_grows_or_goes(void **state)
{
	(void)state;
	need_watch();
	char padding[4096];
	memset(padding, 'x', sizeof padding);
	watch();
	SecretBuffer buffer = { 0 };
	secret_buffer_append(&buffer, MARK, strlen(MARK));
	secret_buffer_append(&buffer, padding, sizeof padding);
	secret_buffer_clear(&buffer);
	secret_buffer_append(&buffer, MARK, strlen(MARK));
	secret_wipe_string(secret_buffer_steal(&buffer));
	assert_wiped();
}

/* What is behind the end was typed once. */
static void secret_buffer__keeps_nothing__of_what_was_taken_out(void **state)
{
	(void)state;
	g_auto(SecretBuffer) buffer = { 0 };
	secret_buffer_append(&buffer, MARK, strlen(MARK));
	secret_buffer_remove(&buffer, 1, strlen(MARK) - 1);
	for (size_t i = 1; i < buffer.room; i++)
		assert_int_equal(buffer.bytes[i], 0);
}

static void post_form__is_wiped__when_it_grows_or_goes(void **state)
{
	(void)state;
	need_watch();
	char padding[4096];
	memset(padding, 'x', sizeof padding - 1);
	padding[sizeof padding - 1] = '\0';
	g_autoptr(Secret) secret = secret_new(MARK, -1);
	watch();
	PostForm *form = post_form_new();
	post_form_add_secret(form, "refresh_token", secret);
	post_form_add(form, "padding", padding);
	post_form_free(form);
	assert_wiped();
}

static void response__is_wiped__when_it_grows_or_goes(void **state)
{
	(void)state;
	need_watch();
	char padding[8192];
	memset(padding, 'x', sizeof padding);
	watch();
	HttpResponse *response = response_new_empty();
	response_add_body(response, MARK, strlen(MARK));
	response_add_body(response, padding, sizeof padding);
	http_response_free(response);
	assert_wiped();
}

/* Nobody listens, so that there is no other copy than the queue's. */
static void http_send__wipes_the_body__when_the_request_is_over(void **state)
{
	static const HttpRequest request = { HTTP_PUT, AUDIENCE_ARM, "/a", MARK };
	Net net;
	(void)state;
	need_watch();
	net_init(&net, NULL, 0);
	g_clear_pointer(&net.server, replay_server_free);
	watch();
	{
		g_auto(Answer) answer = net_send(&net, &request);
		assert_false(http_error_was_sent(answer.error));
	}
	assert_wiped();
	net.server = replay_server_new(NULL, 0);
	net_clear(&net);
}

static void on_code(const Secret *code, const GError *error, gpointer data)
{
	assert_null(error);
	assert_string_equal(secret_peek(code), MARK);
	*(bool *)data = true;
}

static void loopback__wipes_the_code__that_the_browser_brings(void **state)
{
	(void)state;
	need_watch();
	bool is_over = false;
	g_autoptr(Secret) secret = secret_new("st", -1);
	const RedirectExpected expected = { .state = secret };
	Loopback *loopback = loopback_new(0, &expected, on_code, &is_over, NULL);
	assert_non_null(loopback);
	const char *port = strrchr(loopback_url(loopback), ':') + 1;
	char request[256];
	g_snprintf(request, sizeof request,
		   "GET /?code=" MARK "&state=st HTTP/1.1\r\nHost: localhost:%s\r\n\r\n", port);
	g_autoptr(GSocketClient) client = g_socket_client_new();
	g_socket_client_set_enable_proxy(client, FALSE);
	g_autoptr(GSocketConnection) browser = g_socket_client_connect_to_host(
		client, "127.0.0.1", (guint16)g_ascii_strtoull(port, NULL, 10), NULL, NULL);
	assert_non_null(browser);
	watch();
	g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(browser)), request,
				  strlen(request), NULL, NULL, NULL);
	assert_true(replay_run_until(&is_over));
	loopback_free(loopback);
	replay_settle();
	assert_wiped();
}

/* In pieces of each size, so that the mark is cut in all ways. */
static void plan_reader__keeps_nothing__of_the_secrets_of_a_plan(void **state)
{
	(void)state;
	static const char text[] =
		"{\"format_version\":\"1.2\",\"variables\":{\"pw\":{\"value\":\"" MARK "\"}},"
		"\"planned_values\":{\"a\":[\"" MARK
		"\"]},\"resource_changes\":[{\"address\":\"a\","
		"\"type\":\"azurerm_key_vault_secret\",\"change\":{\"actions\":[\"update\"],"
		"\"before\":{\"value\":\"" MARK "\",\"client_id\":\"" MARK "\"},"
		"\"after\":{\"value\":\"" MARK "\",\"tags\":{\"" MARK "\":\"x\"},"
		"\"deep\":[{\"name\":\"" MARK "\",\"some_id\":\"" MARK "\"}]},"
		"\"before_sensitive\":{\"" MARK "\":true}}}],"
		"\"prior_state\":{\"values\":{\"x\":\"" MARK "\"}},\"configuration\":{"
		"\"provider_config\":{\"azurerm\":{\"expressions\":{\"client_secret\":{"
		"\"constant_value\":\"" MARK "\"},\"subscription_id\":{\"constant_value\":\"" MARK
		"\"}}}}}}";
	need_watch();
	g_autoptr(Terraform) terraform = terraform_new();
	for (size_t piece = 1; piece < sizeof text; piece += 13) {
		g_autoptr(GError) error = NULL;
		watch();
		PlanReader *reader = plan_reader_new(terraform);
		for (size_t at = 0; at < strlen(text); at += piece)
			plan_reader_feed(reader, text + at, MIN(piece, strlen(text) - at));
		Plan *plan = plan_reader_finish(reader, &error);
		assert_non_null(plan);
		PlanNeeds *needs = plan_find_needs(plan, terraform, NULL);
		assert_true(needs->needs->len > 0);
		plan_needs_free(needs);
		plan_free(plan);
		plan_reader_free(reader);
		assert_wiped();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(watch__sees__what_is_not_wiped),
		cmocka_unit_test(secret__is_wiped__when_it_is_freed),
		cmocka_unit_test(secret_blocks__are_wiped__when_they_move_or_go),
		cmocka_unit_test(secret_buffer__is_wiped__when_it_grows_or_goes),
		cmocka_unit_test(secret_buffer__keeps_nothing__of_what_was_taken_out),
		cmocka_unit_test(post_form__is_wiped__when_it_grows_or_goes),
		cmocka_unit_test(response__is_wiped__when_it_grows_or_goes),
		cmocka_unit_test(http_send__wipes_the_body__when_the_request_is_over),
		cmocka_unit_test(loopback__wipes_the_code__that_the_browser_brings),
		cmocka_unit_test(plan_reader__keeps_nothing__of_the_secrets_of_a_plan),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
