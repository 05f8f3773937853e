#include "cli/options.h"

const OptionRow common_options[] = {
	{ "config", 0, G_OPTION_ARG_FILENAME, OPTION(config),
	  "Read this configuration instead of myroles.conf", "FILE" },
	{ "account", 0, G_OPTION_ARG_STRING, OPTION(account), "Use this [account NAME]", "NAME" },
	{ "tenant", 0, G_OPTION_ARG_STRING, OPTION(tenant),
	  "Use the sign-in to this tenant instead of the last one", "ID|NAME" },
	{ "user", 0, G_OPTION_ARG_STRING, OPTION(person),
	  "Use the sign-in of this person, where several have signed in", "NAME|ID" },
	{ "ascii", 0, G_OPTION_ARG_NONE, OPTION(is_ascii), "Draw with ASCII characters only",
	  NULL },
	{ "no-color", 0, G_OPTION_ARG_NONE, OPTION(is_colorless), "Use no colors", NULL },
	{ "mouse", 0, G_OPTION_ARG_NONE, OPTION(has_mouse), "Let the dashboard take mouse clicks",
	  NULL },
	{ "log", 0, G_OPTION_ARG_FILENAME, OPTION(log), "Append a log without secrets to this file",
	  "FILE" },
	{ "help", 'h', G_OPTION_ARG_NONE, OPTION(wants_help), "Show this help", NULL },
	{ "version", 0, G_OPTION_ARG_NONE, OPTION(wants_version), "Show the version", NULL },
	{ 0 },
};

const OptionRow no_options[] = { { 0 } };

void options_clear(Options *options)
{
	char **texts[] = {
		&options->program,       &options->config,   &options->account, &options->tenant,
		&options->person,        &options->log,      &options->role,    &options->scope,
		&options->access,        &options->duration, &options->reason,  &options->ticket,
		&options->ticket_system, &options->start,    &options->search,  &options->size,
		&options->screenshot,    &options->keys,
	};
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_clear_pointer(texts[i], g_free);
	g_clear_pointer(&options->arguments, g_strfreev);
}

BackendOptions options_backend(const Options *options)
{
	return (BackendOptions){
		.account = options->account,
		.tenant = options->tenant,
		.person = options->person,
	};
}
