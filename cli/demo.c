#include "cli/show.h"
#include "cli/tell.h"
#include "cli/tenant.h"

ExitCode verb_demo(const Options *options)
{
	if (options->screenshot == NULL && !show_has_terminal())
		return EXIT_USAGE;
	g_autoptr(GError) error = NULL;
	g_autoptr(DemoTenant) tenant = demo_tenant_new(&error);
	g_autoptr(Settings) settings =
		tenant != NULL ? backend_load_settings(demo_tenant_config(tenant), &error) : NULL;
	if (settings == NULL) {
		tell(error->message, NULL);
		return EXIT_FAILED;
	}
	/* Its own folders: a demo never touches what is kept of real work. */
	g_autofree char *state = demo_tenant_folder(tenant, "state");
	g_autofree char *cache = demo_tenant_folder(tenant, "cache");
	BackendOptions backend = { .state_dir = state, .cache_dir = cache };
	if (options->screenshot != NULL)
		return show_picture(settings, &backend, options, "demo");
	return show_dashboard(settings, &backend, options, "demo");
}
