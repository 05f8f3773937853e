#include "cli/show.h"
#include "cli/tell.h"

ExitCode verb_dashboard(const Options *options)
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
