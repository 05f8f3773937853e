#include "cli/show.h"
#include "cli/tenant.h"
#include "cli/verbs.h"

typedef struct DemoOptions {
	Options common;
	char *screenshot, *size, *keys;
} DemoOptions;

static ExitCode run(const Options *options)
{
	const DemoOptions *own = (const DemoOptions *)options;
	if (own->screenshot == NULL && !show_has_terminal())
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
	const Picture picture = { own->screenshot, own->size, own->keys };
	if (own->screenshot != NULL)
		return show_picture(settings, &backend, options, &picture, "demo");
	return show_dashboard(settings, &backend, options, "demo");
}

static const OptionRow own_options[] = {
	{ "screenshot", 0, G_OPTION_ARG_FILENAME, offsetof(DemoOptions, screenshot),
	  "Write a screen as an SVG picture and exit", "FILE" },
	{ "size", 0, G_OPTION_ARG_STRING, offsetof(DemoOptions, size),
	  "Size of the picture in characters: 80x24", "COLUMNSxROWS" },
	{ "keys", 0, G_OPTION_ARG_STRING, offsetof(DemoOptions, keys),
	  "Press these keys before the picture is taken: 'down tab right'", "KEY ..." },
	{ 0 },
};

const Verb verb_demo = {
	.name = "demo",
	.summary = "Open the dashboard on a built-in tenant: no account, no network",
	.options = own_options,
	.size = sizeof(DemoOptions),
	.run_alone = run,
};
