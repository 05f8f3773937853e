#include <string.h>

#include "src/store/config-edit.h"
#include "src/store/config.h"

typedef struct Keeping {
	const char *account;
	TokenStoreKind kind;
} Keeping;

/* "[account NAME]", alone on its line. */
static bool is_heading(const char *line, const char *account)
{
	g_autofree char *heading = g_strdup_printf("[account %s]", account);
	g_autofree char *bare = g_strstrip(g_strdup(line));
	return strcmp(bare, heading) == 0;
}

static bool is_key(const char *line)
{
	static const char key[] = "token_store";
	const char *at = line + strspn(line, " \t");
	if (!g_str_has_prefix(at, key))
		return false;
	at += strlen(key);
	return at[strspn(at, " \t")] == '=';
}

/* Where the line is that says it (then *has_line), or where one can: behind the heading. -1: there is no such group. */
static int find_place(char **lines, const char *account, bool *has_line)
{
	int heading = -1;
	*has_line = false;
	for (int i = 0; lines[i] != NULL; i++) {
		const bool is_group = *(lines[i] + strspn(lines[i], " \t")) == '[';
		if (heading >= 0 && is_group)
			break;
		if (heading < 0 && is_heading(lines[i], account))
			heading = i;
		*has_line = heading >= 0 && is_key(lines[i]);
		if (*has_line)
			return i;
	}
	return heading >= 0 ? heading + 1 : -1;
}

/* All else stays as it was written. */
static bool change(GString *text, gconstpointer what, GError **error)
{
	const Keeping *keeping = what;
	const char *word = token_store_word(keeping->kind);
	if (text->len > 0 && !g_str_has_suffix(text->str, "\n"))
		g_string_append_c(text, '\n');
	g_auto(GStrv) lines = g_strsplit(text->str, "\n", -1);
	g_autofree char *own = g_strdup_printf("token_store=%s\n", word);
	bool has_line = false;
	const int place = find_place(lines, keeping->account, &has_line);
	(void)error;
	if (place < 0) {
		g_string_append_printf(text, "%s[account %s]\n%s", text->len > 0 ? "\n" : "",
				       keeping->account, own);
		return true;
	}
	g_string_truncate(text, 0);
	for (int i = 0; lines[i] != NULL; i++) {
		if (i == place)
			g_string_append(text, own);
		if (i == place && has_line)
			continue;
		g_string_append(text, lines[i]);
		if (lines[i + 1] != NULL)
			g_string_append_c(text, '\n');
	}
	return true;
}

static bool holds(const Settings *settings, gconstpointer what)
{
	const Keeping *keeping = what;
	const AccountSettings *account = settings_find_account(settings, keeping->account);
	return account != NULL && account->token_store == keeping->kind;
}

bool config_set_token_store(const char *path, const char *account, TokenStoreKind kind,
			    char **written, GError **error)
{
	const Keeping keeping = { account, kind };
	return config_edit(path, change, holds, &keeping, written, error);
}
