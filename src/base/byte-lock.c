#include "src/base/byte-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/files.h"

static struct flock lock_of(int64_t byte)
{
	return (struct flock){
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
	};
}

static bool is_ours(int fd)
{
	struct stat info;
	return fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid();
}

static int open_ours(const char *path, int flags)
{
	int fd = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, S_IRUSR | S_IWUSR);
	if (fd >= 0 && !is_ours(fd))
		lock_file_release(&fd);
	return fd;
}

LockState byte_lock_try(const char *path, int64_t byte, int *fd)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct flock lock = lock_of(byte);
	if (!files_ensure_private_folder(folder, NULL))
		return LOCK_FAILED;
	int file = open_ours(path, O_CREAT);
	if (file < 0)
		return LOCK_FAILED;
	if (fcntl(file, F_OFD_SETLK, &lock) == 0) {
		*fd = file;
		return LOCK_TAKEN;
	}
	const LockState state = errno == EAGAIN || errno == EACCES ? LOCK_BUSY : LOCK_FAILED;
	lock_file_release(&file);
	return state;
}

void byte_lock_let_go(int *fd)
{
	struct flock all = { .l_type = F_UNLCK, .l_whence = SEEK_SET };
	(void)fcntl(*fd, F_OFD_SETLK, &all);
	lock_file_release(fd);
}

bool byte_lock_is_held(const char *path, int64_t byte)
{
	struct flock lock = lock_of(byte);
	int file = open_ours(path, 0);
	if (file < 0)
		return false;
	const bool is_held = fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
	lock_file_release(&file);
	return is_held;
}
