/* Lists over several pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <malloc.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/net/list.h"
#include "tests/unit/net.h"

typedef struct Listing {
	HttpList *list;
	GString *ids;
	size_t cancel_at; /* cancels when so many were seen; 0: never */
	bool is_late;     /* … not at once, but before anything else happens on the main loop */
	bool is_over;
	HttpListResult result;
	char *first_skipped;
	long refusal;
	GError *error;
} Listing;

static void listing_clear(Listing *listing)
{
	if (listing->ids != NULL)
		g_string_free(listing->ids, TRUE);
	g_free(listing->first_skipped);
	g_clear_error(&listing->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

static gboolean on_cancel(gpointer list)
{
	http_list_cancel(list);
	return G_SOURCE_REMOVE;
}

static bool on_element(const JsonValue *element, gpointer data, GError **error)
{
	Listing *listing = data;
	const char *id = json_text(json_get(element, "id"));
	if (id == NULL || strcmp(id, "refused") == 0) {
		g_set_error_literal(error, JSON_ERROR, JSON_ERROR_MISSING, "id is missing");
		return false;
	}
	g_string_append(listing->ids, id);
	if (listing->cancel_at == 0 || listing->ids->len < listing->cancel_at)
		return true;
	if (listing->is_late)
		g_idle_add_full(G_PRIORITY_HIGH, on_cancel, listing->list, NULL);
	else
		http_list_cancel(listing->list);
	return true;
}

static void on_end(const HttpListResult *result, const HttpResponse *refusal, const GError *error,
		   gpointer data)
{
	Listing *listing = data;
	assert_false(listing->is_over);
	assert_true(refusal == NULL || error == NULL);
	listing->is_over = true;
	listing->result = *result;
	if (result->first_skipped != NULL)
		listing->first_skipped = g_strdup(result->first_skipped->message);
	if (refusal != NULL)
		listing->refusal = http_response_status(refusal);
	if (error != NULL)
		listing->error = g_error_copy(error);
}

static void run(Net *net, const char *url, Listing *listing)
{
	listing->ids = g_string_new(NULL);
	listing->list = http_list(net->http, AUDIENCE_ARM, url, on_element, on_end, listing);
	assert_false(listing->is_over);
	assert_true(replay_run_until(&listing->is_over));
}

/* Runs the list "/l" against `exchanges`. */
static Listing run_against(const ReplayExchange *exchanges, size_t count)
{
	Listing listing = { 0 };
	Net net;
	net_init(&net, exchanges, count);
	run(&net, "/l", &listing);
	net_clear(&net);
	return listing;
}

static void http_list__reads__all_pages(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, "Date: Thu, 01 Jan 2026 08:00:00 GMT\r\n",
		  "{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"nextLink\":\"@URL@/l?p=2\"}",
		  .manner = REPLAY_CHUNKED },
		{ "GET /l?p=2", 200, "Date: Thu, 01 Jan 2026 09:00:00 GMT\r\n",
		  "{\"@odata.nextLink\":\"?p=3\",\"value\":[{\"id\":\"c\"}]}" },
		{ "GET /l?p=3", 200, NULL, "{\"value\":[],\"nextLink\":\"/m\"}" },
		{ "GET /m", 200, NULL, "{\"value\":[{\"id\":\"d\"}],\"nextLink\":\"\"}",
		  .manner = REPLAY_DRIP },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_null(listing.error);
	assert_string_equal(listing.ids->str, "abcd");
	assert_int_equal(listing.result.elements, 4);
	assert_int_equal(listing.result.skipped, 0);
	assert_int_equal(listing.result.as_of, NOW);
}

static void http_list__reports_and_skips__a_bad_row(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL,
		  "{\"value\":[{\"id\":\"a\"},{\"n\":1},{\"id\":\"\\u0000\"},{\"id\":\"b\"}]}" },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_null(listing.error);
	assert_string_equal(listing.ids->str, "ab");
	assert_int_equal(listing.result.skipped, 2);
	assert_string_equal(listing.first_skipped, "id is missing");
}

static void http_list__never_follows__a_link_to_another_host(void **unused)
{
	ReplayServer *foreign = replay_server_new(NULL, 0);
	g_autofree char *absolute = g_strdup_printf(
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"%s/x\"}", replay_server_url(foreign));
	const char *const bodies[] = {
		absolute,
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"//127.0.0.1:1/x\"}",
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"https://127.0.0.1/x\"}",
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"https://management.azure.com/x\"}",
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"http://example.com/x\"}",
		"{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"@URL@:80@example.com/x\"}",
	};
	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
		const ReplayExchange exchange = { "GET /l", 200, NULL, bodies[i] };
		g_auto(Listing) listing = run_against(&exchange, 1);
		assert_string_equal(listing.ids->str, "a");
		assert_int_equal(listing.error->domain, HTTP_ERROR);
		if (listing.error->code != HTTP_ERROR_FOREIGN_HOST &&
		    listing.error->code != HTTP_ERROR_BAD_URL)
			fail_msg("%s: %s", bodies[i], listing.error->message);
	}
	assert_int_equal(replay_server_connections(foreign), 0);
	replay_server_free(foreign);
}

static void http_list__stops__at_a_loop(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"/l?p=2\"}" },
		{ "GET /l?p=2", 200, NULL,
		  "{\"value\":[{\"id\":\"b\"}],\"nextLink\":\"@URL@/l\"}" },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_true(g_error_matches(listing.error, HTTP_ERROR, HTTP_ERROR_LOOP));
	assert_string_equal(listing.ids->str, "ab");
}

static void http_list__fails__on_what_is_no_list(void **unused)
{
	static const struct {
		ReplayExchange exchange;
		const char *domain;
		int code;
	} cases[] = {
		{ { "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"}" },
		  "json",
		  JSON_ERROR_SYNTAX },
		{ { "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"}}" },
		  "json",
		  JSON_ERROR_SYNTAX },
		{ { "GET /l", 200, NULL, "{\"error\":{\"code\":\"x\"}}" },
		  "json",
		  JSON_ERROR_MISSING },
		{ { "GET /l", 200, NULL, "{\"value\":5}" }, "json", JSON_ERROR_TYPE },
		{ { "GET /l", 200, NULL, NULL }, "json", JSON_ERROR_SYNTAX },
		{ { "GET /l", 200, "Content-Type: text/html\r\n", "<html>" },
		  "http",
		  HTTP_ERROR_NOT_JSON },
		{ { "GET /l", 200, NULL, "17", .manner = REPLAY_CHUNKED },
		  "json",
		  JSON_ERROR_SYNTAX },
		{ { "GET /l", 200, NULL, "{\"x\":[", "0,000000000000,", LIMIT_BODY / 15 + 1,
		    "0],\"value\":[]}", REPLAY_CHUNKED, true },
		  "http",
		  HTTP_ERROR_TOO_LARGE },
	};

	(void)unused;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_auto(Listing) listing = run_against(&cases[i].exchange, 1);
		GQuark domain = strcmp(cases[i].domain, "json") == 0 ? JSON_ERROR : HTTP_ERROR;
		if (!g_error_matches(listing.error, domain, cases[i].code))
			fail_msg("%zu: %s", i,
				 listing.error != NULL ? listing.error->message : "taken");
	}
}

static void http_list__hands_on__a_refusal(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"?p=2\"}" },
		{ "GET /l?p=2", 403, NULL, "{\"error\":{\"code\":\"AuthorizationFailed\"}}" },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_null(listing.error);
	assert_int_equal(listing.refusal, 403);
}

static void http_list__hands_over_each_row_once__when_a_page_breaks_off(void **unused)
{
	static const char body[] =
		"{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"n\":0},{\"id\":\"c\"},{\"id\":\"d\"},"
		"{\"id\":\"e\"},{\"id\":\"f\"}]}";
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, body, .manner = REPLAY_CUT },
		{ "GET /l", 503 },
		{ "GET /l", 200, NULL, body, .manner = REPLAY_CUT },
		{ "GET /l", 200, NULL, body },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_null(listing.error);
	assert_string_equal(listing.ids->str, "abcdef");
	assert_int_equal(listing.result.skipped, 1);
}

/* What was refused is not handed over again, and still counts. */
static void http_list__counts_refusals_once__when_a_page_breaks_off(void **unused)
{
	static const char body[] = "{\"value\":[{\"id\":\"refused\"},{\"id\":\"a\"},{\"n\":0},"
				   "{\"id\":\"b\"},{\"id\":\"c\"},{\"id\":\"d\"}]}";
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, body, .manner = REPLAY_CUT },
		{ "GET /l", 200, NULL, body },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_null(listing.error);
	assert_string_equal(listing.ids->str, "abcd");
	assert_int_equal(listing.result.skipped, 2);
}

static void http_list__keeps_doubled_rows__of_a_whole_page(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"},{\"id\":\"a\"}]}" },
	};
	g_auto(Listing) listing = run_against(exchanges, G_N_ELEMENTS(exchanges));
	(void)unused;
	assert_string_equal(listing.ids->str, "aa");
}

static void http_list_cancel__ends_it__from_inside_an_element(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL,
		  "{\"value\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"c\"}]}" },
	};
	g_auto(Listing) listing = { .cancel_at = 2 };
	Net net;
	(void)unused;
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	run(&net, "/l", &listing);
	assert_true(g_error_matches(listing.error, HTTP_ERROR, HTTP_ERROR_CANCELED));
	assert_string_equal(listing.ids->str, "ab");
	net_clear(&net);
}

/* The page is there, and only waits to be told: the next one is not asked for. */
static void http_list_cancel__ends_it__between_two_pages(void **unused)
{
	static const ReplayExchange exchanges[] = {
		{ "GET /l", 200, NULL, "{\"value\":[{\"id\":\"a\"}],\"nextLink\":\"/l2\"}" },
	};
	g_auto(Listing) listing = { .cancel_at = 1, .is_late = true };
	Net net;
	(void)unused;
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	run(&net, "/l", &listing);
	assert_true(g_error_matches(listing.error, HTTP_ERROR, HTTP_ERROR_CANCELED));
	assert_string_equal(listing.ids->str, "a");
	net_clear(&net);
}

static void http_free__ends__a_list_under_way(void **unused)
{
	static const ReplayExchange exchanges[] = { { "GET /l", .manner = REPLAY_HANG } };
	g_auto(Listing) listing = { 0 };
	Net net;
	(void)unused;
	net_init(&net, exchanges, G_N_ELEMENTS(exchanges));
	listing.ids = g_string_new(NULL);
	http_list(net.http, AUDIENCE_ARM, "/l", on_element, on_end, &listing);
	while (replay_server_requests(net.server) == 0)
		g_main_context_iteration(NULL, TRUE);
	g_clear_pointer(&net.http, http_free);
	assert_true(listing.is_over);
	assert_true(g_error_matches(listing.error, HTTP_ERROR, HTTP_ERROR_CANCELED));
	net_clear(&net);
}

/* ---- a list of 24 MB ---- */

typedef struct Load {
	bool is_over;
	size_t rows;
	size_t rows_in_turn;
	size_t most_rows_in_turn;
	size_t heap_before, most_heap;
	GError *error;
} Load;

static bool on_policy(const JsonValue *element, gpointer data, GError **error)
{
	Load *load = data;
	(void)element;
	(void)error;
	load->rows++;
	load->rows_in_turn++;
	load->most_heap = MAX(load->most_heap, mallinfo2().uordblks);
	return true;
}

static void on_loaded(const HttpListResult *result, const HttpResponse *refusal,
		      const GError *error, gpointer data)
{
	Load *load = data;
	(void)refusal;
	load->is_over = true;
	load->error = error != NULL ? g_error_copy(error) : NULL;
	assert_int_equal(result->elements, load->rows);
}

static void http_list__takes_small_bites__of_a_large_list(void **unused)
{
	g_autoptr(GString) row = g_string_new(",{\"rules\":[0");
	ReplayExchange exchange = { "GET /l", 200,  NULL, "{\"value\":[{}",
				    NULL,     2400, "]}", REPLAY_WHOLE };
	Load load = { 0 };
	Net net;

	(void)unused;
	while (row->len < 10000)
		g_string_append(row, ",{\"id\":\"Expiration_EndUser_Assignment\",\"n\":1}");
	g_string_append(row, "]}");
	exchange.repeat = row->str;
	net_init(&net, &exchange, 1);
	http_list(net.http, AUDIENCE_ARM, "/l", on_policy, on_loaded, &load);
	while (!load.is_over) {
		g_main_context_iteration(NULL, TRUE);
		/* The server's own copy is there when the first row comes. */
		if (load.rows > 0 && load.heap_before == 0)
			load.heap_before = load.most_heap = mallinfo2().uordblks;
		load.most_rows_in_turn = MAX(load.most_rows_in_turn, load.rows_in_turn);
		load.rows_in_turn = 0;
	}
	assert_null(load.error);
	assert_int_equal(load.rows, 2401);
	/* Two milliseconds of reading for each turn of the loop, and little memory at any time. */
	assert_in_range(load.most_rows_in_turn, 1, 100);
	assert_true(load.most_heap - load.heap_before < 1000000);
	net_clear(&net);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(http_list__reads__all_pages),
		cmocka_unit_test(http_list__reports_and_skips__a_bad_row),
		cmocka_unit_test(http_list__never_follows__a_link_to_another_host),
		cmocka_unit_test(http_list__stops__at_a_loop),
		cmocka_unit_test(http_list__fails__on_what_is_no_list),
		cmocka_unit_test(http_list__hands_on__a_refusal),
		cmocka_unit_test(http_list__hands_over_each_row_once__when_a_page_breaks_off),
		cmocka_unit_test(http_list__counts_refusals_once__when_a_page_breaks_off),
		cmocka_unit_test(http_list__keeps_doubled_rows__of_a_whole_page),
		cmocka_unit_test(http_list_cancel__ends_it__from_inside_an_element),
		cmocka_unit_test(http_list_cancel__ends_it__between_two_pages),
		cmocka_unit_test(http_free__ends__a_list_under_way),
		cmocka_unit_test(http_list__takes_small_bites__of_a_large_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
