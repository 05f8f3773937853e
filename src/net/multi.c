#include "src/net/multi.h"

#include "src/base/limits.h"
#include "src/base/watch.h"

/* Idle connections that are kept: two hosts at their full number, and some for signing in. */
#define CONNECTIONS_KEPT (3 * LIMIT_CONNECTIONS_HOST)

struct Multi {
	CURLM *handle;
	MultiDone done;
	MultiBusy is_busy;
	gpointer data;
	guint timer;
};

static void take_finished(Multi *multi)
{
	CURLMsg *message;
	int left;
	while ((message = curl_multi_info_read(multi->handle, &left)) != NULL) {
		CURL *easy = message->easy_handle;
		CURLcode code = message->data.result;
		if (message->msg != CURLMSG_DONE)
			continue;
		/* `message` is gone after this. */
		curl_multi_remove_handle(multi->handle, easy);
		multi->done(easy, code, multi->data);
	}
}

static void act(Multi *multi, curl_socket_t fd, int events)
{
	int running;
	curl_multi_socket_action(multi->handle, fd, events, &running);
	take_finished(multi);
}

static gboolean on_socket(int fd, GIOCondition condition, gpointer data)
{
	const Multi *multi = data;
	int events = 0;
	if ((condition & (G_IO_IN | G_IO_HUP)) != 0 && !multi->is_busy(multi->data))
		events |= CURL_CSELECT_IN;
	if ((condition & G_IO_OUT) != 0)
		events |= CURL_CSELECT_OUT;
	if ((condition & G_IO_ERR) != 0)
		events |= CURL_CSELECT_ERR;
	/* What is left unread wakes the loop again. */
	if (events != 0)
		act(data, fd, events);
	return G_SOURCE_CONTINUE;
}

static int on_socket_change(CURL *easy, curl_socket_t fd, int what, void *data, void *socket_data)
{
	Multi *multi = data;
	GIOCondition condition = 0;
	GSource *source = NULL;
	(void)easy;
	if (socket_data != NULL)
		g_source_destroy(socket_data);
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		condition |= G_IO_IN;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		condition |= G_IO_OUT;
	if (what != CURL_POLL_REMOVE)
		source = watch_fd(fd, condition, on_socket, multi);
	curl_multi_assign(multi->handle, fd, source);
	/* The loop keeps it until it is destroyed. */
	if (source != NULL)
		g_source_unref(source);
	return 0;
}

static gboolean on_timer(gpointer data)
{
	Multi *multi = data;
	/* libcurl asks for no wait at all when a socket has more than it took at once. */
	multi->timer = multi->is_busy(multi->data) ? g_timeout_add(1, on_timer, multi) : 0;
	if (multi->timer == 0)
		act(multi, CURL_SOCKET_TIMEOUT, 0);
	return G_SOURCE_REMOVE;
}

static int on_timer_change(CURLM *handle, long timeout_ms, void *data)
{
	Multi *multi = data;
	(void)handle;
	g_clear_handle_id(&multi->timer, g_source_remove);
	if (timeout_ms >= 0)
		multi->timer = g_timeout_add((guint)MIN(timeout_ms, G_MAXINT), on_timer, multi);
	return 0;
}

Multi *multi_new(MultiDone done, MultiBusy is_busy, gpointer data)
{
	Multi *multi = g_new0(Multi, 1);
	multi->done = done;
	multi->is_busy = is_busy;
	multi->data = data;
	multi->handle = curl_multi_init();
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETFUNCTION, on_socket_change);
	curl_multi_setopt(multi->handle, CURLMOPT_SOCKETDATA, multi);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERFUNCTION, on_timer_change);
	curl_multi_setopt(multi->handle, CURLMOPT_TIMERDATA, multi);
	curl_multi_setopt(multi->handle, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
	curl_multi_setopt(multi->handle, CURLMOPT_MAX_HOST_CONNECTIONS,
			  (long)LIMIT_CONNECTIONS_HOST);
	curl_multi_setopt(multi->handle, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
	return multi;
}

void multi_free(Multi *multi)
{
	if (multi == NULL)
		return;
	curl_multi_cleanup(multi->handle);
	g_clear_handle_id(&multi->timer, g_source_remove);
	g_free(multi);
}

void multi_add(Multi *multi, CURL *easy)
{
	curl_multi_add_handle(multi->handle, easy);
}

void multi_remove(Multi *multi, CURL *easy)
{
	curl_multi_remove_handle(multi->handle, easy);
}
