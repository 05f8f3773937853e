#include "tests/unit/net.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static double no_jitter(void)
{
	return 0;
}

void net_init(Net *net, const ReplayExchange *exchanges, size_t count)
{
	static const char *const tokens[] = { "token-1", "token-2", NULL };
	g_autoptr(GError) error = NULL;
	HttpHost hosts = { 0 };
	net->server = replay_server_new(exchanges, count);
	net->tokens = replay_tokens_new(tokens);
	net->clock = clock_new_virtual(NOW);
	hosts.arm = hosts.graph = replay_server_url(net->server);
	net->http = http_new(&hosts, net->clock, &net->tokens->base, &error);
	assert_null(error);
	http_set_backoff(net->http, 1, no_jitter);
}

void net_clear(Net *net)
{
	g_autofree char *why = NULL;
	bool is_done = replay_server_is_done(net->server, &why);
	http_free(net->http);
	token_provider_free(&net->tokens->base);
	replay_server_free(net->server);
	clock_free(net->clock);
	if (!is_done)
		fail_msg("%s", why);
}

void answer_take(const HttpResponse *response, const GError *error, gpointer data)
{
	Answer *answer = data;
	assert_true((response == NULL) != (error == NULL));
	answer->is_there = true;
	answer->times++;
	if (response == NULL) {
		answer->error = g_error_copy(error);
		return;
	}
	answer->status = http_response_status(response);
	answer->body = g_strdup(http_response_body(response, NULL));
	answer->date = g_strdup(http_response_header(response, "date"));
	answer->request_id = g_strdup(http_response_request_id(response));
}

void answer_clear(Answer *answer)
{
	g_clear_pointer(&answer->body, g_free);
	g_clear_pointer(&answer->date, g_free);
	g_clear_pointer(&answer->request_id, g_free);
	g_clear_error(&answer->error);
}

Answer net_send(Net *net, const HttpRequest *request)
{
	Answer answer = { 0 };
	uint64_t id = http_send(net->http, request, answer_take, &answer);
	assert_true(id != 0);
	assert_false(answer.is_there);
	assert_true(replay_run_until(&answer.is_there));
	assert_int_equal(answer.times, 1);
	return answer;
}

Answer net_get(Net *net, const char *url)
{
	HttpRequest request = { .method = HTTP_GET, .audience = AUDIENCE_ARM, .url = url };
	return net_send(net, &request);
}
