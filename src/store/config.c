#include "src/store/config.h"

#include <string.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "src/store/config-keys.h"
#include "src/store/error.h"

/* What is being read, for messages. */
typedef struct Reader {
	const char *path;
	GKeyFile *file;
	Settings *settings;
} Reader;

G_GNUC_PRINTF(3, 4)
static bool fail(const Reader *reader, GError **error, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(error, STORE_ERROR, STORE_ERROR_CONFIG, "%s: %s", reader->path, what);
	return false;
}

/* ---- the first pass: what GKeyFile would not tell ---- */

static bool has_control(const char *line)
{
	for (; *line != '\0'; line++) {
		if ((g_ascii_iscntrl(*line) && *line != '\t') || *line == '\x7f')
			return true;
	}
	return false;
}

/* Remembers `name`; false when it was there before. Takes `name`. */
static bool is_first_time(GHashTable *seen, char *name)
{
	return g_hash_table_add(seen, name);
}

/*
 * GKeyFile merges groups of the same name and keeps the last of equal keys: one line would silently undo another. It
 * knows no line numbers either, and takes any bytes for a value.
 */
static bool check_lines(const Reader *reader, const char *text, size_t length, GError **error)
{
	if (memchr(text, '\0', length) != NULL || !g_utf8_validate(text, (gssize)length, NULL))
		return fail(reader, error, "is not UTF-8 text");

	g_autofree char *copy = g_strndup(text, length);
	g_auto(GStrv) lines = g_strsplit(copy, "\n", -1);
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *group = g_strdup("");
	for (size_t i = 0; lines[i] != NULL; i++) {
		char *line = g_strstrip(lines[i]);
		if (has_control(line))
			return fail(reader, error, "line %zu: expected no control characters",
				    i + 1);
		char *end = *line == '[' ? strchr(line, ']') : strchr(line, '=');
		if (*line == '#' || end == NULL)
			continue;
		*end = '\0';
		if (*line == '[') {
			g_free(group);
			group = g_strdup(line + 1);
			if (!is_first_time(seen, g_strdup(group)))
				return fail(reader, error,
					    "line %zu: [%s] is there twice; expected it once",
					    i + 1, group);
		} else if (!is_first_time(seen,
					  g_strdup_printf("%s]%s", group, g_strchomp(line)))) {
			return fail(reader, error,
				    "line %zu: [%s] %s is there twice; expected it once", i + 1,
				    group, line);
		}
	}
	return true;
}

/* ---- groups ---- */

static char *read_value(const Reader *reader, const char *group, const char *key)
{
	/* As it stands: paths and key names hold backslashes that mean themselves. */
	char *value = g_key_file_get_value(reader->file, group, key, NULL);
	return value != NULL ? g_strstrip(value) : g_strdup("");
}

/* Reads every key of `group` into `target` by the rows of `kind`. */
static bool read_known(const Reader *reader, const char *group, const char *kind, void *target,
		       GError **error)
{
	g_auto(GStrv) keys = g_key_file_get_keys(reader->file, group, NULL, NULL);
	for (char **key = keys; key != NULL && *key != NULL; key++) {
		const ConfigRow *row = config_row_find(kind, *key);
		if (row == NULL) {
			g_autofree char *names = config_row_names(kind);
			return fail(reader, error, "[%s] %s: unknown key; expected one of %s",
				    group, *key, names);
		}
		g_autofree char *value = read_value(reader, group, *key);
		if (strstr(value, " #") != NULL)
			return fail(reader, error,
				    "[%s] %s=%s: expected comments on lines of their own", group,
				    *key, value);
		if (!row->take(value, (char *)target + row->offset))
			return fail(reader, error, "[%s] %s=%s: expected %s", group, *key, value,
				    row->key.expected);
	}
	return true;
}

/* [keys] and [theme]: the dashboard's own tables know what may stand there. */
static void read_free(const Reader *reader, const char *group, GHashTable *table)
{
	g_auto(GStrv) keys = g_key_file_get_keys(reader->file, group, NULL, NULL);
	for (char **key = keys; key != NULL && *key != NULL; key++)
		g_hash_table_insert(table, g_strdup(*key), read_value(reader, group, *key));
}

static bool read_account(const Reader *reader, const char *group, const char *name, GError **error)
{
	g_autoptr(AccountSettings) account = g_new0(AccountSettings, 1);
	account->name = g_strdup(name);
	if (!read_known(reader, group, "account", account, error))
		return false;

	bool is_file = account->token_source == TOKEN_SOURCE_FILE;
	if (is_file && account->token_file == NULL)
		return fail(reader, error, "[%s] token_source=file: expected token_file= beside it",
			    group);
	if (!is_file && account->token_file != NULL)
		return fail(reader, error, "[%s] token_file: expected token_source=file beside it",
			    group);
	if (account->token_source != TOKEN_SOURCE_SIGN_IN && account->authority != NULL)
		return fail(reader, error,
			    "[%s] authority: expected token_source=sign-in beside it", group);
	if (account->client_id != NULL &&
	    (account->arm_client_id != NULL || account->graph_client_id != NULL))
		return fail(
			reader, error,
			"[%s] client_id: expected no arm_client_id or graph_client_id beside it",
			group);
	g_ptr_array_add(reader->settings->accounts, g_steal_pointer(&account));
	return true;
}

/* A built-in cloud keeps its hosts whatever a file says; behind an intercepting proxy it may need another ca_file. */
static bool read_cloud(const Reader *reader, const char *group, const char *name, GError **error)
{
	g_autoptr(Cloud) cloud = g_new0(Cloud, 1);
	cloud->name = g_strdup(name);
	if (!read_known(reader, group, "cloud", cloud, error))
		return false;

	g_autoptr(Cloud) builtin = cloud_new_builtin(name);
	if (builtin != NULL) {
		if (cloud->login != NULL || cloud->arm != NULL || cloud->graph != NULL ||
		    cloud->portal != NULL || cloud->arm_audience != NULL)
			return fail(reader, error,
				    "[%s]: is built in; expected only ca_file, or another name",
				    group);
		builtin->ca_file = g_steal_pointer(&cloud->ca_file);
		g_ptr_array_add(reader->settings->clouds, g_steal_pointer(&builtin));
		return true;
	}
	const char *missing = cloud->login == NULL   ? "login"
			      : cloud->arm == NULL   ? "arm"
			      : cloud->graph == NULL ? "graph"
						     : NULL;
	if (missing != NULL)
		return fail(reader, error, "[%s] %s: expected all of login, arm and graph", group,
			    missing);
	g_ptr_array_add(reader->settings->clouds, g_steal_pointer(&cloud));
	return true;
}

/* The NAME of "[kind NAME]"; NULL when `group` is of another kind. */
static const char *group_name(const char *group, const char *kind)
{
	size_t length = strlen(kind);
	if (strncmp(group, kind, length) != 0 || group[length] != ' ')
		return NULL;
	return group + length + 1; /* further blanks are no part of a good name */
}

static bool is_name(const char *name)
{
	size_t length = strlen(name);
	size_t good =
		strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
	return length > 0 && length == good && length <= 64;
}

static bool read_group(const Reader *reader, const char *group, GError **error)
{
	if (strcmp(group, "myroles") == 0)
		return read_known(reader, group, group, reader->settings, error);
	if (strcmp(group, "keys") == 0) {
		read_free(reader, group, reader->settings->keys);
		return true;
	}
	if (strcmp(group, "theme") == 0) {
		read_free(reader, group, reader->settings->theme);
		return true;
	}

	const char *account = group_name(group, "account"), *cloud = group_name(group, "cloud");
	const char *name = account != NULL ? account : cloud;
	if (name == NULL)
		return fail(
			reader, error,
			"[%s]: unknown group; expected [myroles], [account NAME], [cloud NAME], "
			"[keys] or [theme]",
			group);
	if (!is_name(name))
		return fail(reader, error,
			    "[%s]: expected a name of letters, digits, dots, - and _ (at most 64)",
			    group);
	return account != NULL ? read_account(reader, group, name, error)
			       : read_cloud(reader, group, name, error);
}

/* ---- what groups say of each other ---- */

static bool check_account(const Reader *reader, const AccountSettings *account, GError **error)
{
	if (account->cloud == NULL && account->token_source != TOKEN_SOURCE_AZ)
		return true;
	const char *name = account->cloud != NULL ? account->cloud : "public";
	g_autoptr(Cloud) cloud = settings_find_cloud(reader->settings, name);
	if (cloud == NULL)
		return fail(reader, error, "[account %s] cloud=%s: expected %s", account->name,
			    name, config_row_find("account", "cloud")->key.expected);
	/* The Azure CLI's token is a real one: it goes to the real clouds only. */
	if (account->token_source == TOKEN_SOURCE_AZ && !cloud->is_builtin)
		return fail(
			reader, error,
			"[account %s] cloud=%s: expected a built-in cloud, since its tokens come "
			"from az (token_source=file takes others)",
			account->name, name);
	return true;
}

static bool check_references(const Reader *reader, GError **error)
{
	const Settings *settings = reader->settings;
	for (guint i = 0; i < settings->accounts->len; i++) {
		if (!check_account(reader, settings->accounts->pdata[i], error))
			return false;
	}
	if (settings->account != NULL && settings_find_account(settings, NULL) == NULL)
		return fail(reader, error,
			    "[myroles] account=%s: expected the NAME of an "
			    "[account NAME] group in this file",
			    settings->account);
	return true;
}

static void add_implicit_account(Settings *settings)
{
	if (settings->accounts->len > 0)
		return;
	AccountSettings *account = g_new0(AccountSettings, 1);
	account->name = g_strdup("default");
	g_ptr_array_add(settings->accounts, account);
}

Settings *config_parse(const char *path, const char *text, size_t length, GError **error)
{
	g_autoptr(Settings) settings = settings_new();
	g_autoptr(GKeyFile) file = g_key_file_new();
	settings->path = g_strdup(path);
	Reader reader = { path, file, settings };
	/* Editors of other systems put a byte order mark in front. */
	if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		length -= 3;
	}
	if (!check_lines(&reader, text, length, error))
		return NULL;

	g_autoptr(GError) syntax = NULL;
	/* An empty file has nothing to load: GKeyFile would call that an error. */
	if (length > 0 &&
	    !g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, &syntax)) {
		fail(&reader, error, "%s", syntax->message);
		return NULL;
	}
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group != NULL; group++) {
		if (!read_group(&reader, *group, error))
			return NULL;
	}
	add_implicit_account(settings);
	if (!check_references(&reader, error))
		return NULL;
	return g_steal_pointer(&settings);
}

Settings *config_load(const char *path, GError **error)
{
	g_autofree char *standard = path == NULL ? files_config_path("myroles.conf") : NULL;
	g_autofree char *text = NULL;
	g_autoptr(GError) problem = NULL;
	size_t length = 0;
	const char *name = path != NULL ? path : standard;
	if (files_read(name, LIMIT_CONFIG_FILE, false, &text, &length, &problem))
		return config_parse(name, text, length, error);

	bool may_lack = path == NULL && g_error_matches(problem, FILES_ERROR, FILES_ERROR_MISSING);
	if (!may_lack) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return NULL;
	}
	Settings *settings = settings_new();
	add_implicit_account(settings);
	return settings;
}
