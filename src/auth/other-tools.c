#include "src/auth/other-tools.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/base/limits.h"
#include "src/model/older-tokens.h"

/* An access token lives for an hour or so, and for up to 28 hours where the service may revoke it at once. */
#define LONGEST_LIFE_SECONDS (28 * 60 * 60)

typedef struct Tool {
	const char *program, *command;
	const char *variable; /* of the environment: its folder, when set; NULL: none */
	const char *folder;   /* else this one, below the home */
	const char *pattern;  /* begin of the names of its files; "": all of them */
	/* A file for each token: each is as old as its file. Else one file has all of them, as old as the newest. */
	bool is_each_apart;
	bool has_contexts; /* see OlderTokens */
} Tool;

/*
 * `az login` alone gets a new token for one service and keeps the others (Azure/azure-cli#25442, #29185); kubelogin removes
 * its own and gets new ones at the next call.
 */
static const Tool tools[] = {
	{ "az", "az account clear && az login", "AZURE_CONFIG_DIR", ".azure", "msal_token_cache.",
	  false, false },
	{ "kubelogin", "kubelogin remove-tokens", NULL, ".kube/cache/kubelogin", "", true, true },
};

typedef struct Times {
	Instant newest;       /* of all; 0: there is none */
	Instant oldest;       /* of those that may still be in use */
	Instant newest_older; /* of those before the role */
} Times;

static bool is_own_file(const struct stat *info)
{
	return S_ISREG(info->st_mode) && info->st_uid == geteuid();
}

static void take_file(Times *times, int folder, const char *name, Instant since, Instant now)
{
	struct stat info;
	if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !is_own_file(&info))
		return;
	const Instant written = info.st_mtim.tv_sec;
	times->newest = MAX(times->newest, written);
	if (written > now - LONGEST_LIFE_SECONDS && (times->oldest == 0 || written < times->oldest))
		times->oldest = written;
	if (written < since && written > now - LONGEST_LIFE_SECONDS)
		times->newest_older = MAX(times->newest_older, written);
}

/* NULL: there is none, or it is somebody else's, wherever a link has led. */
static DIR *open_folder(const Tool *tool, const char *home)
{
	const char *set = tool->variable != NULL ? g_getenv(tool->variable) : NULL;
	g_autofree char *path = set != NULL && g_path_is_absolute(set)
					? g_strdup(set)
					: g_build_filename(home, tool->folder, NULL);
	struct stat info;
	const int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
	if (folder < 0)
		return NULL;
	DIR *entries =
		fstat(folder, &info) == 0 && info.st_uid == geteuid() ? fdopendir(folder) : NULL;
	if (entries == NULL)
		close(folder);
	return entries;
}

static void look(const Tool *tool, const char *home, Instant since, Instant now, Times *times)
{
	DIR *entries = open_folder(tool, home);
	if (entries == NULL)
		return;
	int left = LIMIT_TOOL_FILES + 2; /* itself and its parent */
	for (const struct dirent *entry; (entry = readdir(entries)) != NULL && left >= 0; left--)
		if (g_str_has_prefix(entry->d_name, tool->pattern) &&
		    !g_str_has_suffix(entry->d_name, ".lockfile"))
			take_file(times, dirfd(entries), entry->d_name, since, now);
	if (left < 0)
		*times = (Times){ 0 };
	closedir(entries);
}

GPtrArray *other_tools_find_older(const char *home, Instant since, Instant now)
{
	GPtrArray *rows = older_tokens_new();
	for (size_t i = 0; i < G_N_ELEMENTS(tools); i++) {
		Times times = { 0 };
		look(&tools[i], home, since, now, &times);
		const bool is_renewed = !tools[i].is_each_apart && times.newest >= since;
		const OlderTokens row = { tools[i].program, tools[i].command, times.newest_older,
					  tools[i].has_contexts };
		if (row.written != 0 && !is_renewed)
			older_tokens_add(rows, &row);
	}
	return rows;
}

GPtrArray *other_tools_list(const char *home, Instant now)
{
	GPtrArray *rows = older_tokens_new();
	for (size_t i = 0; i < G_N_ELEMENTS(tools); i++) {
		Times times = { 0 };
		look(&tools[i], home, now, now, &times);
		const Instant written = tools[i].is_each_apart ? times.oldest : times.newest;
		const OlderTokens row = { tools[i].program, tools[i].command, written,
					  tools[i].has_contexts };
		if (times.oldest != 0)
			older_tokens_add(rows, &row);
	}
	return rows;
}
