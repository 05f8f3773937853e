#include "tenant/orders.h"

#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

#include "tenant/extensions.h"
#include "tenant/requests.h"

#define LONGEST_LINE 256

struct Orders {
	Service *service;
	GMainLoop *loop;
	guint source;
	GString *line; /* what came of it so far */
};

static PimRequest *find_request(const World *world, const char *id)
{
	PimRequest *request = g_hash_table_lookup(world->requests_by_id, id);
	return request != NULL && extensions_is_type(request->type) ? request : NULL;
}

static void decide(const Orders *orders, const char *id, bool is_approved)
{
	const GPtrArray *worlds = orders->service->worlds;
	for (guint i = 0; i < worlds->len; i++) {
		World *world = g_ptr_array_index(worlds, i);
		PimRequest *request = find_request(world, id);
		if (request != NULL)
			requests_decide(orders->service, world, request, is_approved);
	}
}

static void obey(const Orders *orders)
{
	g_auto(GStrv) words = g_strsplit(orders->line->str, " ", 2);
	if (g_strv_length(words) != 2)
		return;
	if (strcmp(words[0], "agree") == 0)
		decide(orders, words[1], true);
	else if (strcmp(words[0], "refuse") == 0)
		decide(orders, words[1], false);
}

static gboolean on_bytes(gint fd, GIOCondition condition, gpointer data)
{
	Orders *orders = data;
	char buffer[LONGEST_LINE];
	const ssize_t length = condition & G_IO_IN ? read(fd, buffer, sizeof buffer) : 0;
	if (length <= 0) {
		orders->source = 0;
		g_main_loop_quit(orders->loop);
		return G_SOURCE_REMOVE;
	}
	for (ssize_t i = 0; i < length; i++) {
		if (buffer[i] == '\n') {
			obey(orders);
			g_string_truncate(orders->line, 0);
		} else if (orders->line->len < LONGEST_LINE) {
			g_string_append_c(orders->line, buffer[i]);
		}
	}
	return G_SOURCE_CONTINUE;
}

Orders *orders_new(int fd, Service *service, GMainLoop *loop)
{
	Orders *orders = g_new0(Orders, 1);
	orders->service = service;
	orders->loop = loop;
	orders->line = g_string_new(NULL);
	/* Whoever wrote a line and then asks is told what the line made of it. */
	orders->source = g_unix_fd_add_full(G_PRIORITY_HIGH, fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
					    on_bytes, orders, NULL);
	return orders;
}

void orders_free(Orders *orders)
{
	if (orders == NULL)
		return;
	if (orders->source != 0)
		g_source_remove(orders->source);
	g_string_free(orders->line, TRUE);
	g_free(orders);
}
