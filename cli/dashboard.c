#include "cli/show.h"
#include "cli/verbs.h"

static ExitCode run(const Options *options)
{
	if (!show_has_terminal())
		return EXIT_USAGE;
	g_autoptr(GError) error = NULL;
	g_autoptr(Settings) settings = backend_load_settings(options->config, &error);
	if (settings == NULL)
		return tell_error(error);
	const BackendOptions backend = options_backend(options);
	return show_dashboard(settings, &backend, options, NULL);
}

const Verb verb_dashboard = {
	.name = "",
	.summary = "Open the dashboard",
	.options = no_options,
	.run_alone = run,
};
