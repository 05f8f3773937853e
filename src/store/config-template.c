#include <string.h>

#include "src/store/config.h"

/* How the groups begin, in the order of the rows. */
static const struct {
	const char *kind;
	const char *heading;
	const char *about;
} groups[] = {
	{ "myroles", "[myroles]", NULL },
	{ "notify", "[notify]", "What is told beside the screen." },
	{ "account", "[account work]",
	  "One for each account. Without any you sign in with your browser, to the public cloud." },
	{ "cloud", "[cloud lab]", "A cloud that is not built in." },
	{ "set", "[set morning]", "Roles that are activated together, by their name." },
	{ "alias", "[alias]", "Short words for roles and scopes." },
	{ "view", "[view soon]", "A way to look at a list of the dashboard. V chooses one." },
};

static void append_rows(GString *out, const char *kind)
{
	ConfigKey key;
	for (size_t i = 0; config_key_at(i, &key); i++) {
		if (strcmp(key.group, kind) == 0)
			g_string_append_printf(out, "#\n# %s.\n# Takes %s.\n#%s=\n", key.about,
					       key.expected, key.name);
	}
}

char *config_template(void)
{
	GString *out =
		g_string_new("# The configuration of myroles. Everything has a default: take "
			     "the # away from what shall\n# be another. myroles.conf(5) "
			     "tells all.\n");
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
		g_string_append(out, "\n");
		if (groups[i].about != NULL)
			g_string_append_printf(out, "# %s\n", groups[i].about);
		g_string_append_printf(out, "#%s\n", groups[i].heading);
		append_rows(out, groups[i].kind);
	}
	g_string_append(out,
			"\n# Keys of the dashboard: its help (?) tells the names of actions.\n"
			"#[keys]\n#refresh=ctrl-r\n"
			"\n# Colors: base is default, light, dark, high-contrast or monochrome.\n"
			"#[theme]\n#base=high-contrast\n#urgent=bold white on red\n");
	return g_string_free(out, FALSE);
}
