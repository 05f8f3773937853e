#include "src/base/lock-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"

char *lock_file_path(const char *name)
{
	const char *runtime = files_xdg_folder("XDG_RUNTIME_DIR");
	if (runtime != NULL)
		return g_build_filename(runtime, "myroles", name, NULL);
	return files_state_path(name);
}

static bool is_ours(int fd)
{
	struct stat info;
	return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid();
}

LockState lock_file_try(const char *path, int *fd)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int file;
	if (!files_ensure_private_folder(folder, NULL))
		return LOCK_FAILED;
	file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (file < 0)
		return LOCK_FAILED;
	if (!is_ours(file)) {
		close(file);
		return LOCK_FAILED;
	}
	if (flock(file, LOCK_EX | LOCK_NB) == 0) {
		*fd = file;
		return LOCK_TAKEN;
	}
	LockState state = errno == EWOULDBLOCK ? LOCK_BUSY : LOCK_FAILED;
	close(file);
	return state;
}

void lock_file_release(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
