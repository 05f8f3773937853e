#include "src/model/settings.h"

#include <string.h>

AccountSettings *account_settings_copy(const AccountSettings *account)
{
	AccountSettings *copy = g_new0(AccountSettings, 1);
	*copy = *account;
	copy->name = g_strdup(account->name);
	copy->tenant = g_strdup(account->tenant);
	copy->cloud = g_strdup(account->cloud);
	copy->client_id = g_strdup(account->client_id);
	copy->arm_client_id = g_strdup(account->arm_client_id);
	copy->graph_client_id = g_strdup(account->graph_client_id);
	copy->mfa_claims = g_strdup(account->mfa_claims);
	copy->authority = g_strdup(account->authority);
	copy->token_file = g_strdup(account->token_file);
	copy->token_store_command = g_strdup(account->token_store_command);
	return copy;
}

void account_settings_free(AccountSettings *account)
{
	if (account == NULL)
		return;
	g_free(account->name);
	g_free(account->tenant);
	g_free(account->cloud);
	g_free(account->client_id);
	g_free(account->arm_client_id);
	g_free(account->graph_client_id);
	g_free(account->mfa_claims);
	g_free(account->authority);
	g_free(account->token_file);
	g_free(account->token_store_command);
	g_free(account);
}

bool settings_is_name(const char *name)
{
	const size_t length = strlen(name);
	const size_t good =
		strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");
	return length > 0 && good == length && length <= 64;
}

ViewSettings *view_settings_copy(const ViewSettings *view)
{
	ViewSettings *copy = g_new0(ViewSettings, 1);
	copy->name = g_strdup(view->name);
	copy->list = g_strdup(view->list);
	copy->filter = g_strdup(view->filter);
	copy->sort = g_strdup(view->sort);
	copy->columns = g_strdup(view->columns);
	return copy;
}

void view_settings_free(ViewSettings *view)
{
	if (view == NULL)
		return;
	g_free(view->name);
	g_free(view->list);
	g_free(view->filter);
	g_free(view->sort);
	g_free(view->columns);
	g_free(view);
}

Settings *settings_new(void)
{
	Settings *settings = g_new0(Settings, 1);
	settings->accounts = g_ptr_array_new_with_free_func((GDestroyNotify)account_settings_free);
	settings->clouds = g_ptr_array_new_with_free_func((GDestroyNotify)cloud_free);
	settings->sets = g_ptr_array_new_with_free_func((GDestroyNotify)activation_set_free);
	settings->aliases = g_ptr_array_new_with_free_func((GDestroyNotify)alias_free);
	settings->views = g_ptr_array_new_with_free_func((GDestroyNotify)view_settings_free);
	settings->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	settings->theme = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	settings->locks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	settings->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	settings->has_snapshot = true;
	settings->notify = (NotifySettings){
		.is_on_desktop = true,
		.has_bell = true,
		.has_names = true,
		.before = { NOTIFY_BEFORE_NEAR, 5 * 60 },
	};
	return settings;
}

static void free_lists(Settings *settings)
{
	g_clear_pointer(&settings->accounts, g_ptr_array_unref);
	g_clear_pointer(&settings->clouds, g_ptr_array_unref);
	g_clear_pointer(&settings->sets, g_ptr_array_unref);
	g_clear_pointer(&settings->aliases, g_ptr_array_unref);
	g_clear_pointer(&settings->views, g_ptr_array_unref);
}

static void free_tables(Settings *settings)
{
	g_clear_pointer(&settings->keys, g_hash_table_unref);
	g_clear_pointer(&settings->theme, g_hash_table_unref);
	g_clear_pointer(&settings->locks, g_hash_table_unref);
	g_clear_pointer(&settings->lines, g_hash_table_unref);
}

void settings_free(Settings *settings)
{
	if (settings == NULL)
		return;
	free_lists(settings);
	free_tables(settings);
	g_free(settings->path);
	g_free(settings->machine);
	g_free(settings->account);
	g_free(settings->log_file);
	g_free(settings);
}

void settings_add_aliases(Settings *settings, const Settings *from)
{
	for (guint i = 0; i < from->aliases->len; i++)
		g_ptr_array_add(settings->aliases, alias_copy(from->aliases->pdata[i]));
}

bool settings_may_choose(const Settings *settings, const char *key, const char *value)
{
	const char *lock = g_hash_table_lookup(settings->locks, key);
	return lock == NULL || value == NULL || g_ascii_strcasecmp(lock, value) == 0;
}

/* No group's name holds a bracket. */
static char *place_of(const char *group, const char *key)
{
	return g_strconcat(group, "]", key, NULL);
}

size_t settings_line(const Settings *settings, const char *group, const char *key)
{
	g_autofree char *place = place_of(group, key);
	return GPOINTER_TO_SIZE(g_hash_table_lookup(settings->lines, place));
}

void settings_note_line(Settings *settings, const char *group, const char *key, size_t line)
{
	g_hash_table_insert(settings->lines, place_of(group, key), GSIZE_TO_POINTER(line));
}

const char *token_store_word(TokenStoreKind kind)
{
	static const char *const words[] = {
		[TOKEN_STORE_SECRET_SERVICE] = "secret-service",
		[TOKEN_STORE_KERNEL] = "kernel",
		[TOKEN_STORE_COMMAND] = "command",
		[TOKEN_STORE_MEMORY] = "memory",
	};
	g_assert((size_t)kind < G_N_ELEMENTS(words));
	return words[kind];
}

const AccountSettings *settings_find_account(const Settings *settings, const char *name)
{
	if (name == NULL)
		name = settings->account;
	if (name == NULL)
		return settings->accounts->len == 1 ? settings->accounts->pdata[0] : NULL;
	for (guint i = 0; i < settings->accounts->len; i++) {
		const AccountSettings *account = settings->accounts->pdata[i];
		if (g_strcmp0(account->name, name) == 0)
			return account;
	}
	return NULL;
}

Cloud *settings_find_cloud(const Settings *settings, const char *name)
{
	for (guint i = 0; i < settings->clouds->len; i++) {
		const Cloud *cloud = settings->clouds->pdata[i];
		if (g_strcmp0(cloud->name, name) == 0)
			return cloud_copy(cloud);
	}
	return cloud_new_builtin(name);
}
