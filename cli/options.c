#include "cli/options.h"

#include "cli/verb.h"
#include "src/base/files.h"

const OptionRow common_options[] = {
	{ "config", 0, G_OPTION_ARG_FILENAME, offsetof(Options, config),
	  "Read this configuration instead of myroles.conf", "FILE" },
	{ "account", 0, G_OPTION_ARG_STRING, offsetof(Options, account), "Use this [account NAME]",
	  "NAME" },
	{ "tenant", 0, G_OPTION_ARG_STRING, offsetof(Options, tenant),
	  "Use the sign-in to this tenant instead of the last one", "ID|NAME" },
	{ "user", 0, G_OPTION_ARG_STRING, offsetof(Options, person),
	  "Use the sign-in of this person, where several have signed in", "NAME|ID" },
	{ "ascii", 0, G_OPTION_ARG_NONE, offsetof(Options, is_ascii),
	  "Draw with ASCII characters only", NULL },
	{ "no-color", 0, G_OPTION_ARG_NONE, offsetof(Options, is_colorless), "Use no colors",
	  NULL },
	{ "mouse", 0, G_OPTION_ARG_NONE, offsetof(Options, has_mouse),
	  "Let the dashboard take mouse clicks", NULL },
	{ "log", 0, G_OPTION_ARG_FILENAME, offsetof(Options, log),
	  "Append a log without secrets to this file", "FILE" },
	{ "help", 'h', G_OPTION_ARG_NONE, offsetof(Options, wants_help), "Show this help", NULL },
	{ "version", 0, G_OPTION_ARG_NONE, offsetof(Options, wants_version), "Show the version",
	  NULL },
	{ 0 },
};

const OptionRow no_options[] = { { 0 } };

static void free_texts(const OptionRow *rows, Options *options)
{
	for (const OptionRow *row = rows; row->name != NULL; row++) {
		if (row->kind == G_OPTION_ARG_STRING || row->kind == G_OPTION_ARG_FILENAME)
			g_free(*(char **)option_member(options, row));
		else if (row->kind == G_OPTION_ARG_STRING_ARRAY)
			g_strfreev(*(char ***)option_member(options, row));
		if (row->more != 0)
			g_free(*(char **)(void *)((char *)options + row->more));
	}
}

void options_free(Options *options)
{
	if (options == NULL)
		return;
	free_texts(common_options, options);
	free_texts(options->verb->options, options);
	g_free(options->program);
	g_free(options->state_dir);
	g_free(options->cache_dir);
	g_strfreev(options->arguments);
	g_free(options);
}

DocumentKind options_document(const Options *options)
{
	const Verb *verb = options->verb;
	return verb->document_of != NULL ? verb->document_of(options) : verb->document;
}

void *option_member(Options *options, const OptionRow *row)
{
	return (char *)options + row->offset;
}

SettingsPlace options_settings(const Options *options)
{
	return (SettingsPlace){ .path = options->config, .is_apart = options->is_apart };
}

BackendOptions options_backend(const Options *options)
{
	return (BackendOptions){
		.account = options->account,
		.tenant = options->tenant,
		.person = options->person,
		.state_dir = options->state_dir,
		.cache_dir = options->cache_dir,
		/* The demo, which has folders of its own, gives nobody a role. */
		.home_dir = options->state_dir == NULL ? files_home_folder() : NULL,
		.is_hasty = options->verb->is_hasty,
	};
}
