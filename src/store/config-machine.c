#include "src/store/config-machine.h"

#include <stdarg.h>
#include <string.h>

#include "src/model/account.h"
#include "src/model/mistake.h"
#include "src/model/settings.h"
#include "src/store/config-keys.h"
#include "src/store/config-lines.h"

#define LOCKED "locked"

G_GNUC_PRINTF(3, 4)
static void add_mistake(GPtrArray *mistakes, size_t line, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_ptr_array_add(mistakes, mistake_new(line, text));
}

static ConfigGroup *find_group(const GPtrArray *groups, const char *name)
{
	for (guint i = 0; i < groups->len; i++) {
		ConfigGroup *group = groups->pdata[i];
		if (strcmp(group->name, name) == 0)
			return group;
	}
	return NULL;
}

static bool is_of(const ConfigGroup *group, const char *kind)
{
	const size_t length = strlen(kind);
	return strncmp(group->name, kind, length) == 0 &&
	       (group->name[length] == ' ' || group->name[length] == '\0');
}

/* ---- what may stand in it ---- */

/* Whatever future versions call it: who writes this file must not make others run anything. */
static bool is_command(const char *key)
{
	return strstr(key, "command") != NULL || strstr(key, "browser") != NULL ||
	       strstr(key, "editor") != NULL || strstr(key, "pager") != NULL;
}

/* The groups whose keys can be locked. */
static const char *const lockable[] = { "account", "myroles", "notify" };

static const ConfigRow *find_lockable(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(lockable); i++) {
		const ConfigRow *row = config_row_find(lockable[i], key);
		if (row != NULL && !row->is_personal)
			return row;
	}
	return NULL;
}

static bool is_good_value(const ConfigRow *row, const char *value)
{
	g_autoptr(AccountSettings) account = g_new0(AccountSettings, 1);
	g_autoptr(Settings) settings = settings_new();
	const bool is_account = strcmp(row->key.group, "account") == 0;
	return row->take(value, (is_account ? (char *)account : (char *)settings) + row->offset);
}

static void check_lock(const ConfigLine *line, GPtrArray *mistakes)
{
	const ConfigRow *row = find_lockable(line->key);
	if (row == NULL)
		add_mistake(mistakes, line->number,
			    "[" LOCKED "] %s: expected a key of [account NAME], [myroles] or "
			    "[notify] that is no file of a person's",
			    line->key);
	else if (!is_good_value(row, line->value))
		add_mistake(mistakes, line->number, "[" LOCKED "] %s=%s: expected %s", line->key,
			    line->value, row->key.expected);
}

static bool is_personal(const ConfigGroup *group, const char *key)
{
	g_autofree char *kind = g_strndup(group->name, strcspn(group->name, " "));
	const ConfigRow *row = config_row_find(kind, key);
	return row != NULL && row->is_personal;
}

static void check_line(const ConfigGroup *group, const ConfigLine *line, GPtrArray *mistakes)
{
	if (is_command(line->key))
		add_mistake(mistakes, line->number,
			    "[%s] %s: no command may stand in the file of a whole machine",
			    group->name, line->key);
	else if (is_personal(group, line->key))
		add_mistake(mistakes, line->number,
			    "[%s] %s: names a file of one person; expected it in their own "
			    "myroles.conf",
			    group->name, line->key);
	else if (strcmp(group->name, LOCKED) == 0)
		check_lock(line, mistakes);
}

void config_machine_check(const GPtrArray *groups, GPtrArray *mistakes)
{
	for (guint i = 0; i < groups->len; i++) {
		const ConfigGroup *group = groups->pdata[i];
		if (is_of(group, "keys") || is_of(group, "theme") || is_of(group, "view"))
			add_mistake(mistakes, group->number,
				    "[%s]: keys, colors and views are each person's own; expected "
				    "it in their own myroles.conf",
				    group->name);
		for (guint k = 0; k < group->lines->len; k++)
			check_line(group, group->lines->pdata[k], mistakes);
	}
}

GPtrArray *config_machine_plain(const GPtrArray *groups)
{
	GPtrArray *plain = g_ptr_array_new();
	for (guint i = 0; i < groups->len; i++) {
		const ConfigGroup *group = groups->pdata[i];
		if (strcmp(group->name, LOCKED) != 0)
			g_ptr_array_add(plain, groups->pdata[i]);
	}
	return plain;
}

/* ---- below the person's ---- */

/* Who sets one of these decides for the others as well. */
static const char *const families[][3] = {
	{ "client_id", "arm_client_id", "graph_client_id" },
	{ "tenant", "authority" },
	{ "cloud", "authority" },
};

static bool is_in(const char *const *family, const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families[0]) && family[i] != NULL; i++) {
		if (strcmp(family[i], key) == 0)
			return true;
	}
	return false;
}

static bool are_kin(const char *key, const char *other)
{
	for (size_t i = 0; i < G_N_ELEMENTS(families); i++) {
		if (is_in(families[i], key) && is_in(families[i], other))
			return true;
	}
	return strcmp(key, other) == 0;
}

static bool has_kin(const ConfigGroup *group, const char *key)
{
	for (guint i = 0; i < group->lines->len; i++) {
		if (are_kin(((const ConfigLine *)group->lines->pdata[i])->key, key))
			return true;
	}
	return false;
}

/* By the person's own lines alone: one default does not stand in the way of its kin. */
static void add_lines(ConfigGroup *own, const ConfigGroup *machine)
{
	g_autoptr(GPtrArray) missing = g_ptr_array_new();
	for (guint i = 0; i < machine->lines->len; i++) {
		const ConfigLine *line = machine->lines->pdata[i];
		if (!has_kin(own, line->key))
			g_ptr_array_add(missing, machine->lines->pdata[i]);
	}
	for (guint i = 0; i < missing->len; i++) {
		const ConfigLine *line = missing->pdata[i];
		config_group_add(own, line->key, line->value, 0);
	}
}

static ConfigGroup *add_group(GPtrArray *own, const char *name)
{
	ConfigGroup *group = config_group_new(name, 0);
	g_ptr_array_add(own, group);
	return group;
}

static ConfigGroup *find_or_add(GPtrArray *own, const char *name)
{
	ConfigGroup *group = find_group(own, name);
	return group != NULL ? group : add_group(own, name);
}

/* A cloud's hosts belong together, and so do the roles of a set: the person's own one stands as a whole. */
static void add_defaults(const GPtrArray *plain, GPtrArray *own)
{
	for (guint i = 0; i < plain->len; i++) {
		const ConfigGroup *group = plain->pdata[i];
		ConfigGroup *there = find_group(own, group->name);
		const bool is_whole = is_of(group, "cloud") || is_of(group, "set");
		if (there == NULL)
			add_lines(add_group(own, group->name), group);
		else if (!is_whole)
			add_lines(there, group);
	}
}

/* Who has one account of their own goes on with it, however many there are for everybody. */
static void keep_only_account(GPtrArray *own)
{
	const ConfigGroup *only = NULL;
	for (guint i = 0; i < own->len; i++) {
		const ConfigGroup *group = own->pdata[i];
		if (!is_of(group, "account"))
			continue;
		if (only != NULL)
			return;
		only = group;
	}
	ConfigGroup *general = only != NULL ? find_or_add(own, "myroles") : NULL;
	if (general != NULL && config_group_find(general, "account") == NULL)
		config_group_add(general, "account", only->name + strlen("account "), 0);
}

/* ---- above it ---- */

/* A line of the person's that would go around a lock. */
static void judge_line(const ConfigGroup *group, const ConfigLine *line, const ConfigLine *lock,
		       const char *path, GPtrArray *mistakes)
{
	if (strcmp(line->key, lock->key) != 0)
		add_mistake(mistakes, line->number,
			    "[%s] %s: expected no such line, since %s locks %s", group->name,
			    line->key, path, lock->key);
	else if (strcmp(line->value, lock->value) != 0)
		add_mistake(mistakes, line->number, "[%s] %s=%s: %s locks it to %s", group->name,
			    line->key, line->value, path, lock->value);
}

static void judge(const ConfigGroup *group, const ConfigGroup *locked, const ConfigLine *lock,
		  const char *path, GPtrArray *mistakes)
{
	for (guint i = 0; i < group->lines->len; i++) {
		const ConfigLine *line = group->lines->pdata[i];
		const bool is_other = strcmp(line->key, lock->key) != 0;
		if (line->number > 0 && are_kin(line->key, lock->key) &&
		    !(is_other && config_group_find(locked, line->key) != NULL))
			judge_line(group, line, lock, path, mistakes);
	}
}

static void judge_cloud(const GPtrArray *own, const ConfigLine *lock, const char *path,
			GPtrArray *mistakes)
{
	g_autofree char *name = g_strconcat("cloud ", lock->value, NULL);
	const ConfigGroup *group = find_group(own, name);
	if (group != NULL && group->number > 0)
		add_mistake(mistakes, group->number,
			    "[%s]: expected no such group, since %s locks the cloud", name, path);
}

static void set_line(ConfigGroup *group, const ConfigGroup *locked, const ConfigLine *lock)
{
	/* Defaults that are kin to it make way. */
	for (guint i = group->lines->len; i > 0; i--) {
		const ConfigLine *line = group->lines->pdata[i - 1];
		const bool is_locked = config_group_find(locked, line->key) != NULL;
		if (strcmp(line->key, lock->key) == 0 ||
		    (are_kin(line->key, lock->key) && !is_locked))
			g_ptr_array_remove_index(group->lines, i - 1);
	}
	config_group_add(group, lock->key, lock->value, 0);
}

static void lock_group(ConfigGroup *group, const ConfigGroup *locked, const ConfigLine *lock,
		       const char *path, GPtrArray *mistakes)
{
	judge(group, locked, lock, path, mistakes);
	set_line(group, locked, lock);
}

static void lock_line(GPtrArray *own, const ConfigGroup *locked, const ConfigLine *lock,
		      const char *path, GPtrArray *mistakes)
{
	const ConfigRow *row = find_lockable(lock->key);
	if (strcmp(row->key.group, "account") != 0) {
		lock_group(find_or_add(own, row->key.group), locked, lock, path, mistakes);
		return;
	}
	if (strcmp(lock->key, "cloud") == 0)
		judge_cloud(own, lock, path, mistakes);
	for (guint i = 0; i < own->len; i++) {
		if (is_of(own->pdata[i], "account"))
			lock_group(own->pdata[i], locked, lock, path, mistakes);
	}
}

static bool has_account(const GPtrArray *groups)
{
	for (guint i = 0; i < groups->len; i++) {
		if (is_of(groups->pdata[i], "account"))
			return true;
	}
	return false;
}

void config_machine_merge(const GPtrArray *machine, const char *path, GPtrArray *own,
			  GPtrArray *mistakes)
{
	g_autoptr(GPtrArray) plain = config_machine_plain(machine);
	const ConfigGroup *locked = find_group(machine, LOCKED);
	keep_only_account(own);
	add_defaults(plain, own);
	if (locked == NULL)
		return;
	if (!has_account(own))
		add_group(own, "account default");
	for (guint i = 0; i < locked->lines->len; i++)
		lock_line(own, locked, locked->lines->pdata[i], path, mistakes);
}

void config_machine_note_locks(const GPtrArray *machine, GHashTable *locks)
{
	const ConfigGroup *locked = find_group(machine, LOCKED);
	for (guint i = 0; locked != NULL && i < locked->lines->len; i++) {
		const ConfigLine *line = locked->lines->pdata[i];
		g_hash_table_insert(locks, g_strdup(line->key), g_strdup(line->value));
	}
}
