/*
 * Several GETs in one call (Graph's JSON batching: at most 20 items, answers in any order with a status each, the
 * outer call is 200 whatever they say).
 */
#include "src/pim/graph.h"

#include "src/base/limits.h"
#include "src/pim/error.h"

#define ITEMS_AT_ONCE 20
#define ITEM_TRIES    3

typedef struct Item {
	char *url;
	unsigned tries;
	FetchValueDone done;
	gpointer data;
} Item;

struct GraphQueue {
	const PimContext *context;
	GQueue items; /* Item*: not sent yet */
	guint flush;
	GHashTable *delays; /* set of sources: items that wait to be asked again */
};

/* Items that travel together. */
typedef struct Batch {
	GraphQueue *queue;
	GPtrArray *items; /* Item*, NULL once answered */
} Batch;

/* An item that waits for its Retry-After. */
typedef struct Delay {
	GraphQueue *queue;
	Item *item;
	guint source;
} Delay;

static void item_end(Item *item, const JsonValue *value, const GError *error)
{
	item->done(value, error, item->data);
	g_free(item->url);
	g_free(item);
}

static gboolean flush(gpointer data);

static void push(GraphQueue *queue, Item *item)
{
	g_queue_push_tail(&queue->items, item);
	if (queue->flush == 0)
		queue->flush = g_idle_add(flush, queue);
}

static gboolean on_delay_over(gpointer data)
{
	Delay *delay = data;
	GraphQueue *queue = delay->queue;
	push(queue, g_steal_pointer(&delay->item));
	g_hash_table_remove(queue->delays, delay);
	return G_SOURCE_REMOVE;
}

static void delay_item(GraphQueue *queue, Item *item, int64_t seconds)
{
	Delay *delay = g_new0(Delay, 1);
	delay->queue = queue;
	delay->item = item;
	delay->source = g_timeout_add_seconds((guint)CLAMP(seconds, 1, LIMIT_RETRY_AFTER),
					      on_delay_over, delay);
	g_hash_table_add(queue->delays, delay);
}

/* ---- answers ---- */

typedef struct Answer {
	char *id;
	int64_t status;
	char *retry_after;
	char *request_id;
} Answer;

static void answer_clear(Answer *answer)
{
	g_free(answer->id);
	g_free(answer->retry_after);
	g_free(answer->request_id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Answer, answer_clear)

static const JsonField answer_fields[] = {
	GRAPH_NEEDED("id", Answer, id),
	{ "status", JSON_FIELD_INT, offsetof(Answer, status), true, NULL },
	GRAPH_TEXT("headers.Retry-After", Answer, retry_after),
	GRAPH_TEXT("headers.request-id", Answer, request_id),
};

static void take_answer(Batch *batch, const JsonValue *value)
{
	g_auto(Answer) answer = { 0 };
	if (!json_decode(value, answer_fields, G_N_ELEMENTS(answer_fields), &answer, NULL))
		return;
	const guint64 index = g_ascii_strtoull(answer.id, NULL, 10);
	if (index >= batch->items->len || batch->items->pdata[index] == NULL)
		return;
	Item *item = g_steal_pointer(&batch->items->pdata[index]);
	const JsonValue *body = json_get(value, "body");
	if (answer.status >= 200 && answer.status < 300) {
		item_end(item, body, NULL);
		return;
	}
	if (answer.status == 429 && ++item->tries < ITEM_TRIES) {
		const char *after = answer.retry_after == NULL ? "1" : answer.retry_after;
		delay_item(batch->queue, item, g_ascii_strtoll(after, NULL, 10));
		return;
	}
	g_autofree char *text = body == NULL ? NULL : json_print(body);
	const PimAnswer refusal = { .status = (long)answer.status,
				    .body = text,
				    .request_id = answer.request_id };
	g_autoptr(GError) error = pim_error_from_answer(&refusal);
	item_end(item, NULL, error);
}

/* The whole call failed in a way that may pass: its items change nothing, so they may be asked again. */
static bool may_pass(const GError *error)
{
	return g_error_matches(error, PIM_ERROR, PIM_ERROR_THROTTLED) ||
	       g_error_matches(error, PIM_ERROR, PIM_ERROR_SERVER) ||
	       g_error_matches(error, HTTP_ERROR, HTTP_ERROR_UNREACHABLE) ||
	       g_error_matches(error, HTTP_ERROR, HTTP_ERROR_INTERRUPTED);
}

static void item_fail(Batch *batch, Item *item, const GError *error)
{
	if (may_pass(error) && ++item->tries < ITEM_TRIES)
		delay_item(batch->queue, item, item->tries);
	else
		item_end(item, NULL, error);
}

static void on_batch_done(const JsonValue *value, const GError *error, gpointer data)
{
	Batch *batch = data;
	g_autoptr(GError) missing = pim_error_new(PIM_ERROR_SERVER, "no answer in the batch");
	const JsonValue *answers = value == NULL ? NULL : json_get(value, "responses");
	for (size_t i = 0; i < json_array_length(answers); i++)
		take_answer(batch, json_array_at(answers, i));
	for (guint i = 0; i < batch->items->len; i++)
		if (batch->items->pdata[i] != NULL)
			item_fail(batch, batch->items->pdata[i], error != NULL ? error : missing);
	g_ptr_array_unref(batch->items);
	g_free(batch);
}

/* ---- sending ---- */

static void on_single_done(const JsonValue *value, const GError *error, gpointer data)
{
	item_end(data, value, error);
}

static void send_single(GraphQueue *queue, Item *item)
{
	g_autofree char *url = g_strconcat("/v1.0", item->url, NULL);
	const FetchCall call = { .method = HTTP_GET, .audience = AUDIENCE_GRAPH, .url = url };
	fetch_value(queue->context, &call, NULL, on_single_done, item);
}

static void send_batch(GraphQueue *queue, GPtrArray *items)
{
	g_autoptr(JsonBuilder) body = json_builder_new();
	Batch *batch = g_new0(Batch, 1);
	batch->queue = queue;
	batch->items = items;
	json_builder_begin_list(body, "requests");
	for (guint i = 0; i < items->len; i++) {
		const Item *item = items->pdata[i];
		g_autofree char *id = g_strdup_printf("%u", i);
		json_builder_begin(body, NULL);
		json_builder_text(body, "id", id);
		json_builder_text(body, "method", "GET");
		json_builder_text(body, "url", item->url);
		json_builder_end(body);
	}
	json_builder_end(body);
	g_autofree char *text = json_builder_finish(body);
	const FetchCall call = {
		.method = HTTP_POST, .audience = AUDIENCE_GRAPH, .url = "/v1.0/$batch", .body = text
	};
	fetch_value(queue->context, &call, NULL, on_batch_done, batch);
}

static gboolean flush(gpointer data)
{
	GraphQueue *queue = data;
	queue->flush = 0;
	while (queue->items.length > 0) {
		if (queue->items.length == 1) {
			send_single(queue, g_queue_pop_head(&queue->items));
			break;
		}
		GPtrArray *items = g_ptr_array_new();
		while (items->len < ITEMS_AT_ONCE && queue->items.length > 0)
			g_ptr_array_add(items, g_queue_pop_head(&queue->items));
		send_batch(queue, items);
	}
	return G_SOURCE_REMOVE;
}

void graph_get(const PimContext *context, const char *url, FetchValueDone done, gpointer data)
{
	Item *item = g_new0(Item, 1);
	item->url = g_strdup(url);
	item->done = done;
	item->data = data;
	push(context->graph, item);
}

/* ---- the queue ---- */

static void delay_free(gpointer data)
{
	Delay *delay = data;
	if (delay->item != NULL) {
		g_source_remove(delay->source);
		g_autoptr(GError) error =
			g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
		item_end(delay->item, NULL, error);
	}
	g_free(delay);
}

GraphQueue *graph_queue_new(const PimContext *context)
{
	GraphQueue *queue = g_new0(GraphQueue, 1);
	queue->context = context;
	g_queue_init(&queue->items);
	queue->delays = g_hash_table_new_full(g_direct_hash, g_direct_equal, delay_free, NULL);
	return queue;
}

void graph_queue_free(GraphQueue *queue)
{
	if (queue == NULL)
		return;
	g_autoptr(GError) error = g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	if (queue->flush != 0)
		g_source_remove(queue->flush);
	for (Item *item; (item = g_queue_pop_head(&queue->items)) != NULL;)
		item_end(item, NULL, error);
	g_hash_table_unref(queue->delays);
	g_free(queue);
}
