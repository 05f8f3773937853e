#include "cli/command.h"
#include "cli/show.h"
#include "cli/verbs.h"

static ExitCode run(const Options *options)
{
	if (!show_has_terminal())
		return EXIT_USAGE;
	g_autoptr(GError) error = NULL;
	const SettingsPlace place = options_settings(options);
	g_autoptr(Settings) settings = backend_load_settings(&place, &error);
	if (settings == NULL)
		return tell_error(error);
	const BackendOptions backend = options_backend(options);
	bool wants_demo = false;
	const ExitCode code = show_dashboard(settings, &backend, options, NULL, &wants_demo);
	if (code != EXIT_DONE || !wants_demo)
		return code;
	char *words[] = { options->program, (char *)"demo", NULL };
	return command_run(options->verbs, NULL, 2, words);
}

const Verb verb_dashboard = {
	.name = "",
	.summary = "Open the dashboard",
	.options = no_options,
	.run_alone = run,
};
