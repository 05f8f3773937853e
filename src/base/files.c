#include "src/base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/secret.h"

GQuark files_error_quark(void)
{
	return g_quark_from_static_string("myroles-files-error");
}

#define FOLDER "myroles"

/* A relative folder counts as none: it would be another one in each working directory (XDG Base Directory). */
const char *files_xdg_folder(const char *variable)
{
	const char *folder = g_getenv(variable);
	return folder != NULL && g_path_is_absolute(folder) ? folder : NULL;
}

const char *files_home_folder(void)
{
	const char *home = g_getenv("HOME");
	if (home != NULL && g_path_is_absolute(home))
		return home;
	const struct passwd *entry = getpwuid(geteuid());
	const bool has_home =
		entry != NULL && entry->pw_dir != NULL && g_path_is_absolute(entry->pw_dir);
	return has_home ? entry->pw_dir : "/";
}

static char *build_path(const char *variable, const char *usual, const char *name)
{
	const char *folder = files_xdg_folder(variable);
	return folder != NULL ? g_build_filename(folder, FOLDER, name, NULL)
			      : g_build_filename(files_home_folder(), usual, FOLDER, name, NULL);
}

char *files_config_path(const char *name)
{
	return build_path("XDG_CONFIG_HOME", ".config", name);
}

char *files_state_path(const char *name)
{
	return build_path("XDG_STATE_HOME", ".local/state", name);
}

char *files_cache_path(const char *name)
{
	return build_path("XDG_CACHE_HOME", ".cache", name);
}

static bool fail(GError **error, FilesError code, const char *path, const char *what)
{
	g_set_error(error, FILES_ERROR, code, "%s: %s", path, what);
	return false;
}

bool files_is_full(int number)
{
	return number == ENOSPC || number == EDQUOT;
}

const char *files_full_words(int number)
{
	return number == EDQUOT ? "the disk quota is used up" : "the disk is full";
}

/* From errno. O_NOFOLLOW answers ELOOP for a symbolic link (ENOTDIR for one to a folder). */
static bool fail_errno(GError **error, const char *path, int number)
{
	if (number == ENOENT)
		return fail(error, FILES_ERROR_MISSING, path, "there is no such file");
	if (number == ELOOP)
		return fail(error, FILES_ERROR_UNSAFE, path, "is a symbolic link");
	if (files_is_full(number))
		return fail(error, FILES_ERROR_FULL, path, files_full_words(number));
	return fail(error, FILES_ERROR_IO, path, g_strerror(number));
}

bool files_ensure_private_folder(const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, S_IRWXU) != 0)
		return fail_errno(error, folder, errno);

	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fail_errno(error, folder, errno == ENOTDIR ? ELOOP : errno);
	struct stat info;
	int result = fstat(fd, &info);
	int number = errno;
	close(fd);
	if (result != 0)
		return fail_errno(error, folder, number);
	if (info.st_uid != geteuid())
		return fail(error, FILES_ERROR_UNSAFE, folder, "belongs to another user");
	if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return fail(error, FILES_ERROR_UNSAFE, folder, "others may write to it");
	return true;
}

static bool check_readable(const struct stat *info, const char *path, size_t limit, bool is_private,
			   GError **error)
{
	if (!S_ISREG(info->st_mode))
		return fail(error, FILES_ERROR_UNSAFE, path, "is not a regular file");
	if (info->st_uid != geteuid() && (is_private || info->st_uid != 0))
		return fail(error, FILES_ERROR_UNSAFE, path, "belongs to another user");
	if ((info->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return fail(error, FILES_ERROR_UNSAFE, path,
			    "others may write to it; run: chmod go-w on it");
	if (is_private && (info->st_mode & (S_IRWXG | S_IRWXO)) != 0)
		return fail(error, FILES_ERROR_UNSAFE, path,
			    "others may read it; run: chmod 600 on it");
	if ((size_t)info->st_size > limit)
		return fail(error, FILES_ERROR_TOO_LARGE, path, "is too large");
	return true;
}

/* Up to `size` bytes; fewer only at the end of the file. -1 with errno set. */
static gssize read_fully(int fd, char *buffer, size_t size)
{
	size_t done = 0;
	while (done < size) {
		gssize got = read(fd, buffer + done, size - done);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		done += (size_t)got;
	}
	return (gssize)done;
}

static bool read_open_file(int fd, const char *path, size_t limit, char **text, size_t *length,
			   GError **error)
{
	/* One byte more than the limit tells that there is more; it may have grown since fstat. */
	struct stat info;
	if (fstat(fd, &info) != 0)
		return fail_errno(error, path, errno);
	size_t size = MIN((size_t)info.st_size, limit) + 1;
	char *buffer = g_malloc(size + 1);
	gssize got = read_fully(fd, buffer, size);
	if (got < 0 || (size_t)got == size) {
		int number = errno;
		secret_wipe(buffer, size);
		g_free(buffer);
		return got < 0 ? fail_errno(error, path, number)
			       : fail(error, FILES_ERROR_TOO_LARGE, path,
				      "is too large or being written");
	}
	buffer[got] = '\0';
	*text = buffer;
	if (length != NULL)
		*length = (size_t)got;
	return true;
}

/* Opens what a link leads to: the link must be ours or root's, what it leads to is checked as any file is. */
static int open_link(const char *path, int flags, GError **error)
{
	struct stat link;
	if (lstat(path, &link) != 0) {
		fail_errno(error, path, errno);
		return -1;
	}
	if (link.st_uid != geteuid() && link.st_uid != 0) {
		fail(error, FILES_ERROR_UNSAFE, path, "is a symbolic link of another user");
		return -1;
	}
	int fd = open(path, flags);
	/* Not MISSING, which is fine for some files. */
	if (fd < 0 && errno == ENOENT)
		fail(error, FILES_ERROR_DANGLING, path,
		     "is a symbolic link to a file that is not there");
	else if (fd < 0 && errno == ELOOP)
		fail(error, FILES_ERROR_DANGLING, path, "is a symbolic link that leads to itself");
	else if (fd < 0)
		fail_errno(error, path, errno);
	return fd;
}

/* O_NONBLOCK: a FIFO in its place must not hang us. */
#define READING (O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

bool files_read(const char *path, size_t limit, bool is_private, char **text, size_t *length,
		GError **error)
{
	int fd = open(path, READING | O_NOFOLLOW);
	if (fd < 0 && (errno != ELOOP || is_private))
		return fail_errno(error, path, errno);
	if (fd < 0)
		fd = open_link(path, READING, error);
	if (fd < 0)
		return false;

	struct stat info;
	bool ok = fstat(fd, &info) == 0 ? check_readable(&info, path, limit, is_private, error)
					: fail_errno(error, path, errno);
	ok = ok && read_open_file(fd, path, limit, text, length, error);
	close(fd);
	return ok;
}

static bool check_owner(const struct stat *info, const char *path, unsigned owner, GError **error)
{
	if (info->st_uid != owner)
		return fail(error, FILES_ERROR_NOT_OWNED, path,
			    owner == 0 ? "does not belong to root" : "belongs to another user");
	if ((info->st_mode & (S_IWGRP | S_IWOTH)) != 0)
		return fail(error, FILES_ERROR_NOT_OWNED, path, "others may write to it");
	return true;
}

/* Whoever may write to a folder puts another file in its place. */
static bool check_folder(const char *path, unsigned owner, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	struct stat info;
	return stat(folder, &info) == 0 ? check_owner(&info, folder, owner, error)
					: fail_errno(error, folder, errno);
}

/* Links are followed by hand: each of them is as trusted as the file itself. */
static int open_owned(char **path, unsigned owner, GError **error)
{
	for (int i = 0; i < 8; i++) {
		if (!check_folder(*path, owner, error))
			return -1;
		int fd = open(*path, READING | O_NOFOLLOW);
		if (fd >= 0)
			return fd;
		g_autofree char *target = errno == ELOOP ? g_file_read_link(*path, NULL) : NULL;
		if (target == NULL && errno == ENOENT) {
			fail(error, FILES_ERROR_DANGLING, *path, "is linked to, but not there");
			return -1;
		}
		if (target == NULL) {
			fail_errno(error, *path, errno);
			return -1;
		}
		g_autofree char *folder = g_path_get_dirname(*path);
		g_free(*path);
		*path = g_path_is_absolute(target) ? g_steal_pointer(&target)
						   : g_build_filename(folder, target, NULL);
	}
	fail(error, FILES_ERROR_NOT_OWNED, *path, "is a link to a link too often");
	return -1;
}

bool files_read_owned(const char *path, size_t limit, unsigned owner, char **text, size_t *length,
		      GError **error)
{
	struct stat info;
	if (lstat(path, &info) != 0)
		return fail_errno(error, path, errno == ENOTDIR ? ENOENT : errno);
	g_autofree char *at = g_strdup(path);
	int fd = open_owned(&at, owner, error);
	if (fd < 0)
		return false;
	bool ok = fstat(fd, &info) == 0 ? check_owner(&info, at, owner, error)
					: fail_errno(error, at, errno);
	if (ok && !S_ISREG(info.st_mode))
		ok = fail(error, FILES_ERROR_NOT_OWNED, at, "is not a regular file");
	if (ok && (size_t)info.st_size > limit)
		ok = fail(error, FILES_ERROR_TOO_LARGE, at, "is too large");
	ok = ok && read_open_file(fd, at, limit, text, length, error);
	close(fd);
	return ok;
}

static bool write_fully(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		gssize put = write(fd, bytes, length);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		bytes += put;
		length -= (size_t)put;
	}
	return true;
}

#define LOCK_TRIES 10 /* a signal may come each time, and says nothing of locks */

static bool try_file(int fd, const char *folder, GError **error)
{
	static const char block[4096];
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
	if (!write_fully(fd, block, sizeof block) || fsync(fd) != 0)
		return fail_errno(error, folder, errno);
	int status = fcntl(fd, F_SETLK, &lock);
	for (int tries = 1; status != 0 && errno == EINTR && tries < LOCK_TRIES; tries++)
		status = fcntl(fd, F_SETLK, &lock);
	if (status == 0)
		return true;
	if (errno == EINTR || errno == EIO || files_is_full(errno))
		return fail_errno(error, folder, errno);
	/* Nobody else knows this file: whatever else the reason is called, locks do not work. */
	g_set_error(error, FILES_ERROR, FILES_ERROR_IO,
		    "%s: files cannot be locked there (%s), as on NFS without its lock service",
		    folder, g_strerror(errno));
	return false;
}

bool files_try_folder(const char *folder, GError **error)
{
	if (!files_ensure_private_folder(folder, error))
		return false;
	g_autofree char *path = g_build_filename(folder, ".try-XXXXXX", NULL);
	int fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return fail_errno(error, folder, errno);
	bool ok = try_file(fd, folder, error);
	close(fd);
	g_unlink(path);
	return ok;
}

/* The rename itself must survive a power cut too. */
static bool sync_folder(const char *path)
{
	g_autofree char *folder = g_path_get_dirname(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	bool ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

bool files_replace(const char *path, const char *text, size_t length, GError **error)
{
	g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
	int fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd < 0)
		return fail_errno(error, path, errno);

	bool ok = write_fully(fd, text, length) && fsync(fd) == 0;
	int number = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		number = errno;
	}
	if (ok && g_rename(temporary, path) != 0) {
		ok = false;
		number = errno;
	}
	if (!ok) {
		g_unlink(temporary);
		return fail_errno(error, path, number);
	}
	if (!sync_folder(path))
		return fail_errno(error, path, errno);
	return true;
}

bool files_create(const char *path, const char *text, size_t length, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path);
	if (g_mkdir_with_parents(folder, S_IRWXU) != 0)
		return fail_errno(error, folder, errno);
	int fd =
		open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd < 0 && errno == EEXIST)
		return fail(error, FILES_ERROR_EXISTS, path, "is there already");
	if (fd < 0)
		return fail_errno(error, path, errno);

	bool ok = write_fully(fd, text, length) && fsync(fd) == 0;
	int number = errno;
	if (close(fd) != 0 && ok) {
		ok = false;
		number = errno;
	}
	if (ok)
		return true;
	g_unlink(path);
	return fail_errno(error, path, number);
}
