#include "src/base/watch.h"

GSource *watch_fd(int fd, GIOCondition condition, GUnixFDSourceFunc ready, gpointer data)
{
	GSource *source = g_unix_fd_source_new(fd, condition);
	g_source_set_callback(source, G_SOURCE_FUNC(ready), data, NULL);
	/*
	 * No callback iterates the loop. GLib sees to that by itself for other sources: it takes the descriptor out of the
	 * poll around each call, and either change wakes the loop up once more.
	 */
	g_source_set_can_recurse(source, TRUE);
	g_source_attach(source, NULL);
	return source;
}
