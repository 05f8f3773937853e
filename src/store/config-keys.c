#include "src/store/config-keys.h"

#include <stddef.h>
#include <string.h>

#include "src/base/files.h"
#include "src/base/host.h"
#include "src/base/limits.h"
#include "src/json/value.h"
#include "src/model/duration.h"

static void set_text(void *member, char *value)
{
	char **text = member;
	g_free(*text);
	*text = value;
}

static bool take_name(const char *value, void *member)
{
	if (*value == '\0')
		return false;
	set_text(member, g_strdup(value));
	return true;
}

static bool take_on_off(const char *value, void *member)
{
	bool is_on = strcmp(value, "on") == 0;
	if (!is_on && strcmp(value, "off") != 0)
		return false;
	*(bool *)member = is_on;
	return true;
}

/* Enter alone, or a name to be typed. */
static bool take_confirm(const char *value, void *member)
{
	const bool is_typed = strcmp(value, "typed") == 0;
	if (!is_typed && strcmp(value, "enter") != 0)
		return false;
	*(bool *)member = is_typed;
	return true;
}

static bool take_words(const char *value, void *member)
{
	if (*value == '\0' || strlen(value) > LIMIT_TEXT_CHARS)
		return false;
	set_text(member, g_strdup(value));
	return true;
}

static bool take_yes_no(const char *value, void *member)
{
	bool is_yes = strcmp(value, "yes") == 0;
	if (!is_yes && strcmp(value, "no") != 0)
		return false;
	*(bool *)member = is_yes;
	return true;
}

/* Never relative: what that would be relative to is anybody's guess. */
static bool take_path(const char *value, void *member)
{
	if (g_str_has_prefix(value, "~/"))
		set_text(member, g_build_filename(files_home_folder(), value + 2, NULL));
	else if (g_path_is_absolute(value))
		set_text(member, g_strdup(value));
	else
		return false;
	return true;
}

/* No shell: quotes are taken away, and nothing is expanded but a home at the very beginning. */
static bool take_command(const char *value, void *member)
{
	g_auto(GStrv) words = NULL;
	g_autofree char *whole = g_str_has_prefix(value, "~/")
					 ? g_build_filename(files_home_folder(), value + 2, NULL)
					 : g_strdup(value);
	if (strlen(whole) > LIMIT_COMMAND || !g_shell_parse_argv(whole, NULL, &words, NULL) ||
	    !g_path_is_absolute(words[0]))
		return false;
	set_text(member, g_steal_pointer(&whole));
	return true;
}

/* Entra's are GUIDs, other issuers' are not. It becomes a part of a name in the keyring. */
static bool take_client_id(const char *value, void *member)
{
	size_t length = strlen(value);
	if (length == 0 || length > 128 ||
	    strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") !=
		    length)
		return false;
	set_text(member, g_strdup(value));
	return true;
}

/* It becomes a segment of URLs: nothing in it may mean anything there. */
static bool take_tenant(const char *value, void *member)
{
	bool is_domain =
		strchr(value, '.') != NULL && strspn(value, "abcdefghijklmnopqrstuvwxyz"
							    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
							    "0123456789-.") == strlen(value);
	if (!is_domain && !g_uuid_string_is_valid(value))
		return false;
	set_text(member, g_strdup(value));
	return true;
}

/* A claims request: it goes to the sign-in page as it stands. */
static bool take_claims(const char *value, void *member)
{
	g_autoptr(JsonValue) claims = json_parse(value, strlen(value), NULL);
	if (!json_is_object(claims) || strlen(value) > LIMIT_CHALLENGE)
		return false;
	set_text(member, g_strdup(value));
	return true;
}

/* The place of `value` among `count` words; -1: none of them. */
static int find_word(const char *value, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(value, words[i]) == 0)
			return (int)i;
	}
	return -1;
}

static bool take_token_source(const char *value, void *member)
{
	static const char *const words[] = {
		[TOKEN_SOURCE_SIGN_IN] = "sign-in",
		[TOKEN_SOURCE_AZ] = "az",
		[TOKEN_SOURCE_FILE] = "file",
	};
	int place = find_word(value, words, G_N_ELEMENTS(words));
	if (place >= 0)
		*(TokenSource *)member = (TokenSource)place;
	return place >= 0;
}

static bool take_token_store(const char *value, void *member)
{
	for (int kind = 0; kind <= TOKEN_STORE_MEMORY; kind++) {
		if (strcmp(value, token_store_word((TokenStoreKind)kind)) != 0)
			continue;
		*(TokenStoreKind *)member = (TokenStoreKind)kind;
		return true;
	}
	return false;
}

/* As it stands: a slash at its end belongs to a resource's name. */
static bool take_resource(const char *value, void *member)
{
	g_autoptr(GUri) uri = g_uri_parse(value, G_URI_FLAGS_ENCODED, NULL);
	if (uri == NULL || g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0' ||
	    g_uri_get_userinfo(uri) != NULL || strpbrk(value, "?# ") != NULL)
		return false;
	const char *scheme = g_uri_get_scheme(uri);
	if (strcmp(scheme, "https") != 0 &&
	    !(strcmp(scheme, "http") == 0 && host_is_loopback(g_uri_get_host(uri))))
		return false;

	set_text(member, g_strdup(value));
	return true;
}

/* A base that paths are appended to: without a slash at its end. */
static bool take_url(const char *value, void *member)
{
	if (!take_resource(value, member))
		return false;
	char *base = *(char **)member;
	while (g_str_has_suffix(base, "/"))
		base[strlen(base) - 1] = '\0';
	return true;
}

/* As it stands: "until 17:00" means another length each day. */
static bool take_duration(const char *value, void *member)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	int64_t seconds = 0;
	if (!duration_parse(value, 0, zone, &seconds, NULL))
		return false;
	set_text(member, g_strdup(value));
	return true;
}

static bool take_reason(const char *value, void *member)
{
	return set_reason_is_sound(value) && take_name(value, member);
}

static bool take_set_row(const char *value, void *member)
{
	GPtrArray *set = *(GPtrArray **)member;
	g_autoptr(SetRow) row = set_row_parse(value);
	char *duration = NULL;
	if (row == NULL || set->len >= LIMIT_SET_ROWS ||
	    (row->duration != NULL && !take_duration(row->duration, &duration)))
		return false;
	g_free(duration);
	g_ptr_array_add(set, g_steal_pointer(&row));
	return true;
}

#define DURATION_EXPECTED "a length: 90m, 8h, until 17:00"
static bool take_notify_terminal(const char *value, void *member)
{
	static const char *const words[] = {
		[NOTIFY_TERMINAL_AUTO] = "auto", [NOTIFY_TERMINAL_OFF] = "off",
		[NOTIFY_TERMINAL_9] = "9",       [NOTIFY_TERMINAL_99] = "99",
		[NOTIFY_TERMINAL_777] = "777",
	};
	int place = find_word(value, words, G_N_ELEMENTS(words));
	if (place >= 0)
		*(NotifyTerminal *)member = (NotifyTerminal)place;
	return place >= 0;
}

/* "near, 5m": lengths of a day at most. */
static bool take_notify_before(const char *value, void *member)
{
	int64_t before[NOTIFY_BEFORE_MOST + 1] = { 0 };
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_auto(GStrv) words = g_strsplit(value, ",", -1);
	if (g_strv_length(words) > NOTIFY_BEFORE_MOST)
		return false;
	for (size_t i = 0; words[i] != NULL; i++) {
		const char *word = g_strstrip(words[i]);
		if (strcmp(word, "near") == 0)
			before[i] = NOTIFY_BEFORE_NEAR;
		else if (g_str_has_prefix(word, "until") ||
			 !duration_parse(word, 0, zone, &before[i], NULL) ||
			 before[i] > INT64_C(24) * 60 * 60)
			return false;
	}
	memcpy(member, before, sizeof before);
	return true;
}

#define PATH_EXPECTED   "an absolute path, or one that begins with ~/"
#define CLIENT_EXPECTED "the id of an application: a GUID, or letters, digits, dots, - and _"
#define URL_EXPECTED    "https://HOST, or http:// and a loopback address"

static const ConfigRow rows[] = {
	{ { "myroles", "account", "the NAME of an [account NAME] group",
	    "Which account to use; not needed where there is one" },
	  take_name,
	  offsetof(Settings, account) },
	{ { "myroles", "snapshot", "on or off", "Keep the last known lists, for an instant start" },
	  take_on_off,
	  offsetof(Settings, has_snapshot) },
	{ { "myroles", "mouse", "on or off", "Let the dashboard take the mouse" },
	  take_on_off,
	  offsetof(Settings, has_mouse) },
	{ { "myroles", "other_accounts", "on or off",
	    "Show the active roles of other accounts, too, as they were known last" },
	  take_on_off,
	  offsetof(Settings, has_others) },
	{ { "myroles", "log", PATH_EXPECTED,
	    "Write what goes over the wire there, without any secret" },
	  take_path,
	  offsetof(Settings, log_file),
	  .is_personal = true },
	{ { "notify", "before", "near and lengths such as 5m, with commas; at most 4",
	    "When an activation's end is told before it comes; without it near, 5m" },
	  take_notify_before,
	  offsetof(Settings, notify.before) },
	{ { "notify", "desktop", "on or off", "Tell it on the desktop, too" },
	  take_on_off,
	  offsetof(Settings, notify.is_on_desktop) },
	{ { "notify", "terminal", "auto, off, 9, 99 or 777",
	    "By which OSC the terminal is told, where the desktop is not; without it auto" },
	  take_notify_terminal,
	  offsetof(Settings, notify.terminal) },
	{ { "notify", "bell", "on or off", "Ring the terminal's bell" },
	  take_on_off,
	  offsetof(Settings, notify.has_bell) },
	{ { "notify", "notice_names", "yes or no", "Name roles, scopes and people there" },
	  take_yes_no,
	  offsetof(Settings, notify.has_names) },
	{ { "account", "tenant", "a tenant's GUID or one of its domains",
	    "The tenant; without it the one that you sign in to" },
	  take_tenant,
	  offsetof(AccountSettings, tenant) },
	{ { "account", "cloud", "public, usgov, dod, china or the NAME of a [cloud NAME] group",
	    "The cloud; without it public" },
	  take_name,
	  offsetof(AccountSettings, cloud) },
	{ { "account", "client_id", CLIENT_EXPECTED, "Your own application, for Azure and Graph" },
	  take_client_id,
	  offsetof(AccountSettings, client_id) },
	{ { "account", "arm_client_id", CLIENT_EXPECTED, "Your own application for Azure alone" },
	  take_client_id,
	  offsetof(AccountSettings, arm_client_id) },
	{ { "account", "graph_client_id", CLIENT_EXPECTED, "Your own application for Graph alone" },
	  take_client_id,
	  offsetof(AccountSettings, graph_client_id) },
	{ { "account", "mfa_claims", "a claims request: a JSON object",
	    "What a sign-in asks for where a role wants a second factor" },
	  take_claims,
	  offsetof(AccountSettings, mfa_claims) },
	{ { "account", "authority", URL_EXPECTED, "Another issuer to sign in at" },
	  take_url,
	  offsetof(AccountSettings, authority) },
	{ { "account", "token_source", "sign-in, az or file",
	    "Where tokens come from; without it sign-in" },
	  take_token_source,
	  offsetof(AccountSettings, token_source) },
	{ { "account", "token_store", "secret-service, kernel, command or memory",
	    "Where those of a sign-in are kept; without it secret-service" },
	  take_token_store,
	  offsetof(AccountSettings, token_store) },
	{ { "account", "token_store_command",
	    "an absolute path, and words as in a shell (no expansions)",
	    "The program of token_store=command" },
	  take_command,
	  offsetof(AccountSettings, token_store_command),
	  .is_personal = true },
	{ { "account", "token_file", PATH_EXPECTED, "The file of token_source=file" },
	  take_path,
	  offsetof(AccountSettings, token_file),
	  .is_personal = true },
	{ { "account", "read_only", "yes or no",
	    "Only look: refuse whatever would change something" },
	  take_yes_no,
	  offsetof(AccountSettings, guard.is_read_only) },
	{ { "account", "production", "yes or no", "Give the first line another look" },
	  take_yes_no,
	  offsetof(AccountSettings, guard.is_production) },
	{ { "account", "confirm", "enter or typed",
	    "How an activation is confirmed: typed wants the role's name" },
	  take_confirm,
	  offsetof(AccountSettings, guard.is_typed) },
	{ { "cloud", "login", URL_EXPECTED, "Where to sign in" },
	  take_url,
	  offsetof(Cloud, login) },
	{ { "cloud", "arm", URL_EXPECTED, "Azure Resource Manager" },
	  take_url,
	  offsetof(Cloud, arm) },
	{ { "cloud", "graph", URL_EXPECTED, "Microsoft Graph" }, take_url, offsetof(Cloud, graph) },
	{ { "cloud", "portal", URL_EXPECTED, "Where pages are opened; without it none is" },
	  take_url,
	  offsetof(Cloud, portal) },
	{ { "cloud", "arm_audience", URL_EXPECTED,
	    "What tokens for Azure are asked for; without it arm with a slash" },
	  take_resource,
	  offsetof(Cloud, arm_audience) },
	{ { "cloud", "ca_file", PATH_EXPECTED, "Certificates to trust in place of the system's" },
	  take_path,
	  offsetof(Cloud, ca_file) },
	{ { "set", "role.WORD",
	    "ROLE | at SCOPE | for TIME | as member or owner; ROLE alone will do",
	    "One role of the set; each has a WORD of its own" },
	  take_set_row,
	  offsetof(ActivationSet, rows) },
	{ { "set", "about", "a few words", "What the set is for, as the list of sets tells it" },
	  take_name,
	  offsetof(ActivationSet, about) },
	{ { "set", "duration", DURATION_EXPECTED, "How long, where a role of it does not say" },
	  take_duration,
	  offsetof(ActivationSet, duration) },
	{ { "set", "reason",
	    "text; in braces words of letters, digits, - and _, which are asked for",
	    "Why; the word ticket in braces is the ticket number" },
	  take_reason,
	  offsetof(ActivationSet, reason) },
	{ { "set", "reason_unasked", "yes or no", "Send the reason without asking for it again" },
	  take_yes_no,
	  offsetof(ActivationSet, is_reason_unasked) },
	{ { "set", "ticket_system", "a name", "Where the ticket is kept" },
	  take_name,
	  offsetof(ActivationSet, ticket_system) },
	{ { "alias", "role.WORD", "the name or the id of a role",
	    "A word of your own for a role, taken wherever a role is named" },
	  take_words,
	  0 },
	{ { "alias", "scope.WORD", "the name, the id or the portal's address of a scope",
	    "A word of your own for a scope, taken wherever a scope is named" },
	  take_words,
	  0 },
	{ { "view", "list", "the name of a list",
	    "Which list it is of; without it the one that has the view's name" },
	  take_name,
	  offsetof(ViewSettings, list) },
	{ { "view", "filter", "what would be typed into its filter", "Show only what fits" },
	  take_words,
	  offsetof(ViewSettings, filter) },
	{ { "view", "sort", "the name of an order", "The order of its rows" },
	  take_name,
	  offsetof(ViewSettings, sort) },
	{ { "view", "columns", "names of columns with commas between them",
	    "Its columns, in this order" },
	  take_words,
	  offsetof(ViewSettings, columns) },
};

bool config_key_at(size_t index, ConfigKey *out)
{
	if (index >= G_N_ELEMENTS(rows))
		return false;
	*out = rows[index].key;
	return true;
}

/* "role.WORD" is any key that begins so. */
static bool is_named(const char *known, const char *name)
{
	const char *dot = strchr(known, '.');
	const size_t head = dot != NULL ? (size_t)(dot - known) + 1 : 0;
	return head == 0 ? strcmp(known, name) == 0
			 : strncmp(known, name, head) == 0 && name[head] != '\0';
}

const ConfigRow *config_row_find(const char *group, const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].key.group, group) == 0 && is_named(rows[i].key.name, name))
			return &rows[i];
	}
	return NULL;
}

GPtrArray *config_row_names(const char *group)
{
	GPtrArray *names = g_ptr_array_new();
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].key.group, group) == 0)
			g_ptr_array_add(names, (gpointer)rows[i].key.name);
	}
	return names;
}
