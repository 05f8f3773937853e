/*
 * Files and folders of ours: 0600 in 0700, checked on the open descriptor; what is private never through a symlink.
 */
#ifndef MYROLES_BASE_FILES_H
#define MYROLES_BASE_FILES_H

#include <glib.h>
#include <stdbool.h>

#define FILES_ERROR (files_error_quark())
GQuark files_error_quark(void);

typedef enum {
	FILES_ERROR_MISSING = 1,
	FILES_ERROR_UNSAFE, /* owner or mode allow others to write (or, for private files, to read) */
	FILES_ERROR_TOO_LARGE,
	FILES_ERROR_IO,
	FILES_ERROR_EXISTS,
	FILES_ERROR_NOT_OWNED, /* files_read_owned: somebody else could have written it */
	FILES_ERROR_FULL,      /* the disk, or what one may have of it */
	FILES_ERROR_DANGLING,  /* a symbolic link to nothing: somebody wanted a file to be there */
} FilesError;

/* Is that number (errno) one of a disk that takes no more? And what a person is told of it: "the disk is full". */
bool files_is_full(int number);
const char *files_full_words(int number);

/* $XDG_CONFIG_HOME/myroles, $XDG_STATE_HOME/myroles, $XDG_CACHE_HOME/myroles: `name` inside it. No I/O. */
char *files_config_path(const char *name);
char *files_state_path(const char *name);
char *files_cache_path(const char *name);

/* The value of XDG_CONFIG_HOME and the like; NULL when it is not set, or no absolute path. Borrowed. */
const char *files_xdg_folder(const char *variable);

/* The home: HOME, or where that is none or relative, what the machine knows of the user. Borrowed, until the next call. */
const char *files_home_folder(void);

/* Makes `folder` and its missing parents 0700 and refuses one that is not ours or that others may write. */
bool files_ensure_private_folder(const char *folder, GError **error);

/*
 * Can `folder` (made as above) take files of ours? Writes one, syncs it, locks it as SQLite does, and removes it. The error says
 * what fails: the folder, the disk, or locks, which some network file systems lack.
 */
bool files_try_folder(const char *folder, GError **error);

/*
 * Reads a whole file of at most `limit` bytes, regular, owned by the user (or root when not `is_private`)
 * and not writable by others; `is_private` also refuses one that others can read, and a symbolic link. Other links are
 * followed when they are the user's (or root's): managers of dotfiles put them there. *text is NUL-terminated
 * and of `*length` bytes; the caller frees it, with secret_wipe_string if it holds a secret.
 */
bool files_read(const char *path, size_t limit, bool is_private, char **text, size_t *length,
		GError **error);

/*
 * Reads a file that only `owner` (a user's number) can have written: it, each link to it and its folder are theirs, and nobody else may
 * write to them. Errors say which of them is not so. The rest as above.
 */
bool files_read_owned(const char *path, size_t limit, unsigned owner, char **text, size_t *length,
		      GError **error);

/* Writes a new version beside `path` (0600), syncs it and renames it over. */
bool files_replace(const char *path, const char *text, size_t length, GError **error);

/*
 * Writes `path` (0600), which must not be there yet, not even as a symbolic link: FILES_ERROR_EXISTS. Missing folders are made
 * (0700). All of it is written and synced, or nothing is there.
 */
bool files_create(const char *path, const char *text, size_t length, GError **error);

#endif
