#include "frontend/proposal-socket.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/base/lock-file.h"
#include "src/base/text.h"

char *proposal_socket_path(bool is_demo)
{
	return lock_file_path(is_demo ? "proposals-demo" : "proposals");
}

static int fail(int fd, GError **error, const char *path)
{
	const int problem = errno;
	if (fd >= 0)
		close(fd);
	g_set_error(error, G_IO_ERROR, (gint)g_io_error_from_errno(problem), "%s: %s", path,
		    g_strerror(problem));
	return -1;
}

static bool make_address(const char *path, struct sockaddr_un *address, GError **error)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) < sizeof address->sun_path) {
		memcpy(address->sun_path, path, strlen(path) + 1);
		return true;
	}
	g_set_error(error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG,
		    "%s: the path is too long for a socket", path);
	return false;
}

/* In a folder of ours: whoever could put something else there could ask, or listen, in our name. */
static bool prepare(const char *path, struct sockaddr_un *address, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	return make_address(path, address, error) && files_ensure_private_folder(folder, error);
}

int proposal_socket_listen(const char *path, GError **error)
{
	struct sockaddr_un address;
	if (!prepare(path, &address, error))
		return -1;
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	unlink(path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(fd, LIMIT_PROPOSERS) != 0)
		return fail(fd, error, path);
	return fd;
}

int proposal_socket_connect(const char *path, GError **error)
{
	struct sockaddr_un address;
	int pid = 0;
	if (!prepare(path, &address, error))
		return -1;
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) != 0)
		return fail(fd, error, path);
	if (proposal_socket_peer(fd, &pid))
		return fd;
	errno = EPERM;
	return fail(fd, error, path);
}

/* ---- How it stands ---------------------------------------------------------------------------- */

/* A dashboard holds it as long as it is open, and the next one waits for it. */
static bool is_lock_held(const char *path)
{
	g_autofree char *lock_path = g_strconcat(path, ".lock", NULL);
	int lock = -1;
	if (!g_file_test(lock_path, G_FILE_TEST_IS_REGULAR))
		return false;
	const bool is_held = lock_file_try(lock_path, &lock) == LOCK_BUSY;
	lock_file_release(&lock);
	return is_held;
}

ProposalSocketState proposal_socket_look(const char *path, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct sockaddr_un address;
	struct stat about;
	if (!make_address(path, &address, error))
		return PROPOSAL_SOCKET_UNUSABLE;
	if (lstat(folder, &about) != 0 && errno == ENOENT)
		return PROPOSAL_SOCKET_NOBODY;
	if (!files_ensure_private_folder(folder, error))
		return PROPOSAL_SOCKET_UNUSABLE;
	if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return PROPOSAL_SOCKET_SHARED;
	g_autoptr(GError) problem = NULL;
	const int fd = proposal_socket_connect(path, &problem);
	if (fd >= 0) {
		close(fd);
		return PROPOSAL_SOCKET_HEARD;
	}
	if (g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
		return PROPOSAL_SOCKET_FOREIGN;
	return is_lock_held(path) ? PROPOSAL_SOCKET_DEAF : PROPOSAL_SOCKET_NOBODY;
}

/* ---- Who is there ----------------------------------------------------------------------------- */

bool proposal_socket_peer(int fd, int *pid)
{
	struct ucred credentials = { 0 };
	socklen_t length = sizeof credentials;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0 ||
	    credentials.uid != getuid())
		return false;
	*pid = (int)credentials.pid;
	return true;
}

/* The name of a program may hold blanks and brackets: what counts stands behind the last one (proc_pid_stat(5)). */
static int read_parent(int pid)
{
	g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
	g_autofree char *text = NULL;
	if (!g_file_get_contents(path, &text, NULL, NULL))
		return 0;
	const char *name_end = strrchr(text, ')');
	/* ") S 123 …" */
	const bool is_whole = name_end != NULL && strlen(name_end) > 4;
	return is_whole ? (int)g_ascii_strtoll(name_end + 4, NULL, 10) : 0;
}

int proposal_socket_parent(int pid, char **program)
{
	const int parent = read_parent(pid);
	g_autofree char *path = g_strdup_printf("/proc/%d/exe", parent);
	g_autofree char *file = parent > 0 ? g_file_read_link(path, NULL) : NULL;
	*program = file != NULL ? text_sanitize(file, -1) : NULL;
	return MAX(parent, 0);
}

int proposal_socket_hold(int pid)
{
	return (int)syscall(SYS_pidfd_open, (pid_t)pid, 0);
}
