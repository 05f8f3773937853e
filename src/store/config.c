#include "src/store/config.h"

#include <string.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/model/mistake.h"
#include "src/store/config-groups.h"
#include "src/store/config-lines.h"
#include "src/store/config-machine.h"
#include "src/store/error.h"

/* Editors of other systems put a byte order mark in front. */
static GPtrArray *read_lines(const char *text, size_t length, GPtrArray *mistakes)
{
	const size_t mark = length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	return config_lines_read(text + mark, length - mark, mistakes);
}

Settings *config_check(const char *path, const char *text, size_t length, GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) groups = read_lines(text, length, mistakes);
	return config_read_groups(path, groups, mistakes);
}

/* The settings when nothing is wrong; else they are freed, and the first mistake is told. */
static Settings *accept(Settings *settings, const char *path, const GPtrArray *mistakes,
			GError **error)
{
	if (mistakes->len == 0)
		return settings;
	settings_free(settings);
	g_autofree char *first = mistake_words(mistakes->pdata[0], path);
	if (mistakes->len == 1)
		g_set_error_literal(error, STORE_ERROR, STORE_ERROR_CONFIG, first);
	else
		g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG, "%s (and %u more)", first,
			    mistakes->len - 1);
	return NULL;
}

Settings *config_parse(const char *path, const char *text, size_t length, GError **error)
{
	g_autoptr(GPtrArray) mistakes = mistakes_new();
	return accept(config_check(path, text, length, mistakes), path, mistakes, error);
}

char *config_standard_path(void)
{
	return files_config_path("myroles.conf");
}

/* *text stays NULL where a file is missing that may be. False: `error` says why it cannot be read. */
static bool take_missing(bool is_read, bool may_be_missing, GError *problem, GError **error)
{
	if (is_read)
		return true;
	if (may_be_missing && g_error_matches(problem, FILES_ERROR, FILES_ERROR_MISSING)) {
		g_error_free(problem);
		return true;
	}
	g_propagate_error(error, problem);
	return false;
}

/* The groups of the person's file, none where it is missing; *name is its path. NULL: `error` says why not. */
static GPtrArray *read_own(const char *path, char **name, bool *is_there, GPtrArray *mistakes,
			   GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	*name = path != NULL ? g_strdup(path) : config_standard_path();
	const bool is_read = files_read(*name, LIMIT_CONFIG_FILE, false, &text, &length, &problem);
	if (!take_missing(is_read, path == NULL, problem, error))
		return NULL;
	*is_there = is_read;
	return read_lines(text != NULL ? text : "", length, mistakes);
}

/* What is wrong in the file of the whole machine is told as of that file. */
static void name_file(const GPtrArray *mistakes, const char *path)
{
	for (guint i = 0; i < mistakes->len; i++) {
		Mistake *mistake = mistakes->pdata[i];
		if (mistake->path == NULL)
			mistake->path = g_strdup(path);
	}
}

/* The groups of the machine's file; NULL without an error: there is none. */
static GPtrArray *read_machine(const ConfigFiles *files, GPtrArray *mistakes, GError **error)
{
	GError *problem = NULL;
	g_autofree char *text = NULL;
	size_t length = 0;
	if (files->machine == NULL)
		return NULL;
	const bool is_read = files_read_owned(files->machine, LIMIT_CONFIG_FILE,
					      files->machine_owner, &text, &length, &problem);
	if (!take_missing(is_read, true, problem, error) || text == NULL)
		return NULL;
	GPtrArray *groups = read_lines(text, length, mistakes);
	config_machine_check(groups, mistakes);
	/* Each of its values is judged as any other: beside nothing of the person's. */
	g_autoptr(GPtrArray) plain = config_machine_plain(groups);
	settings_free(config_read_groups(files->machine, plain, mistakes));
	name_file(mistakes, files->machine);
	return groups;
}

/* `*name`: of the person's file, for messages; the caller frees. */
static Settings *read_all(const ConfigFiles *files, char **name, GPtrArray *mistakes,
			  GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GPtrArray) machine = read_machine(files, mistakes, &problem);
	if (problem != NULL) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return NULL;
	}
	bool is_there = false;
	g_autoptr(GPtrArray) groups = read_own(files->own, name, &is_there, mistakes, error);
	if (groups == NULL)
		return NULL;
	const bool is_sound = mistakes->len == 0;
	if (machine != NULL && is_sound)
		config_machine_merge(machine, files->machine, groups, mistakes);
	Settings *settings = config_read_groups(is_there ? *name : NULL, groups, mistakes);
	if (machine != NULL) {
		settings->machine = g_strdup(files->machine);
		config_machine_note_locks(machine, settings->locks);
	}
	return settings;
}

Settings *config_load(const ConfigFiles *files, GError **error)
{
	g_autofree char *name = NULL;
	g_autoptr(GPtrArray) mistakes = mistakes_new();
	Settings *settings = read_all(files, &name, mistakes, error);
	return settings != NULL ? accept(settings, name, mistakes, error) : NULL;
}

Settings *config_check_files(const ConfigFiles *files, GPtrArray *mistakes, GError **error)
{
	g_autofree char *name = NULL;
	return read_all(files, &name, mistakes, error);
}
