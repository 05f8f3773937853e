/* A file with a denial or a plan, read in pieces while all else goes on. It may hold secrets: nothing of it is told but what the reader keeps. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/secret.h"
#include "src/base/watch.h"
#include "tui/loop.h"

#define READ_BYTES ((size_t)16384)

struct Asking {
	Loop *loop;
	WhyReader *reader;
	char *path;
	GSource *source;
	int fd;
};

void loop_stop_asked(Loop *loop)
{
	struct Asking *asking = g_steal_pointer(&loop->asking);
	if (asking == NULL)
		return;
	g_source_destroy(asking->source);
	g_source_unref(asking->source);
	close(asking->fd);
	why_reader_free(asking->reader);
	g_free(asking->path);
	g_free(asking);
}

/* Takes the sentence; NULL: it was read. */
static Asked *push(Loop *loop, char *why)
{
	Item *item = loop_push(loop, MESSAGE_ASKED);
	item->asked = g_new0(Asked, 1);
	item->asked->why = why;
	item->message.asked = item->asked;
	return item->asked;
}

static char *cannot_be_read(const char *path, const char *why)
{
	return g_strdup_printf("%s cannot be read: %s.", path, why);
}

static gboolean on_readable(gint fd, GIOCondition condition, gpointer data)
{
	struct Asking *asking = data;
	Loop *loop = asking->loop;
	char bytes[READ_BYTES];
	const ssize_t count = read(fd, bytes, sizeof bytes);
	const int problem = count < 0 ? errno : 0;
	(void)condition;
	if (count > 0) {
		why_reader_feed(asking->reader, bytes, (size_t)count);
		secret_wipe(bytes, (size_t)count);
		return G_SOURCE_CONTINUE;
	}
	if (problem == EINTR || problem == EAGAIN)
		return G_SOURCE_CONTINUE;
	Asked *asked =
		push(loop, problem != 0 ? cannot_be_read(asking->path, g_strerror(problem)) : NULL);
	if (problem == 0)
		asked->why = why_reader_finish(asking->reader, asking->path,
					       loop->state->at.subscription, &asked->input);
	loop_stop_asked(loop);
	return G_SOURCE_REMOVE;
}

/* A pipe may never end, and a device never does. -1, and errno: none of these. */
static int open_file(const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat about;
	if (fd < 0 || (fstat(fd, &about) == 0 && S_ISREG(about.st_mode)))
		return fd;
	errno = S_ISDIR(about.st_mode) ? EISDIR : EINVAL;
	close(fd);
	return -1;
}

void loop_read_asked(Loop *loop, const char *name)
{
	g_autofree char *path = loop_find_path(name);
	loop_stop_asked(loop);
	const int fd = open_file(path);
	if (fd < 0) {
		push(loop,
		     cannot_be_read(path, errno == EINVAL ? "it is no file" : g_strerror(errno)));
		return;
	}
	loop->asking = g_new0(struct Asking, 1);
	*loop->asking = (struct Asking){
		.loop = loop,
		.reader = why_reader_new(),
		.path = g_steal_pointer(&path),
		.fd = fd,
	};
	loop->asking->source = watch_fd(fd, G_IO_IN, on_readable, loop->asking);
}
