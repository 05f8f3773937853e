#include <stdint.h>
#include <string.h>

#include "cli/command.h"
#include "cli/show.h"
#include "cli/tenant.h"
#include "cli/verbs.h"

/* A picture is the same whenever it is drawn: 2026-03-05T13:07:00Z. */
#define PICTURE_TIME INT64_C(1772716020)

typedef struct DemoOptions {
	Options common;
	char *screenshot, *size, *keys;
	char *person;
} DemoOptions;

/* Who decides what the service has no call for: in the dashboard alone, over what the operator asked for. */
static bool is_administrator(const DemoOptions *own)
{
	return g_strcmp0(own->person, "administrator") == 0;
}

static ExitCode check(const Options *options)
{
	const DemoOptions *own = (const DemoOptions *)options;
	const char *verb = options->arguments[0];
	if (own->person != NULL && !is_administrator(own) &&
	    !g_strv_contains(demo_people, own->person)) {
		tell_format("--as is operator, approver or administrator, not %s.", own->person);
		return EXIT_USAGE;
	}
	if (verb == NULL)
		return own->screenshot != NULL || show_has_terminal() ? EXIT_DONE : EXIT_USAGE;
	if (strcmp(verb, options->verb->name) == 0)
		tell("There is no demo in a demo.", "See `myroles demo --help`.");
	else if (is_administrator(own))
		tell("The administrator decides in the dashboard: --as=administrator takes no "
		     "verb.",
		     NULL);
	else if (own->screenshot != NULL || own->size != NULL || own->keys != NULL)
		tell("--screenshot, --size and --keys are for the dashboard: without a verb.",
		     NULL);
	else
		return EXIT_DONE;
	return EXIT_USAGE;
}

/* ---- One's own configuration ---------------------------------------------------------------------- */

static bool has_accounts(const Settings *own)
{
	const AccountSettings *first = own->accounts->pdata[0];
	return own->accounts->len > 1 || own->account != NULL ||
	       strcmp(first->name, "default") != 0;
}

static char *words_of_ignored(const Settings *own)
{
	const char *const words[] = {
		has_accounts(own) ? "its accounts" : NULL,
		own->clouds->len > 0 ? "its clouds" : NULL,
		own->sets->len > 0 ? "its sets" : NULL,
		!own->has_snapshot ? "snapshot=" : NULL,
		own->log_file != NULL ? "log=" : NULL,
	};
	GString *text = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		if (words[i] != NULL)
			g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", words[i]);
	}
	return g_string_free(text, FALSE);
}

static void swap(GHashTable **a, GHashTable **b)
{
	GHashTable *kept = *a;
	*a = *b;
	*b = kept;
}

static void take_views(Settings *settings, const Settings *own)
{
	for (guint i = 0; i < own->views->len; i++)
		g_ptr_array_add(settings->views, view_settings_copy(own->views->pdata[i]));
}

/* Keys, colors, views and words are the person's; where tokens come from and what is kept is the demo's own. */
static void take_taste(Settings *settings, const char *config)
{
	g_autoptr(GError) error = NULL;
	/* An administrator's accounts are no taste. */
	const SettingsPlace place = { .path = config, .is_apart = true };
	g_autoptr(Settings) own = backend_load_settings(&place, &error);
	if (own == NULL) {
		tell(error->message, "The demo goes on without it.");
		return;
	}
	g_autofree char *ignored = words_of_ignored(own);
	if (*ignored != '\0')
		tell_format(
			"The demo takes [keys], [theme], [alias] and views of %s and ignores %s.",
			own->path, ignored);
	swap(&settings->keys, &own->keys);
	swap(&settings->theme, &own->theme);
	take_views(settings, own);
	settings_add_aliases(settings, own);
	settings->has_mouse = own->has_mouse;
	/* Where they stand, for who finds them wrong. */
	swap(&settings->lines, &own->lines);
	g_free(settings->path);
	settings->path = g_steal_pointer(&own->path);
}

/* ---- Running -------------------------------------------------------------------------------------- */

static ExitCode show(const Options *options, const CommandPlace *place, DemoTenant *tenant)
{
	const DemoOptions *own = (const DemoOptions *)options;
	g_autoptr(GError) error = NULL;
	const SettingsPlace there = { .path = place->config, .is_apart = true };
	g_autoptr(Settings) settings = backend_load_settings(&there, &error);
	if (settings == NULL)
		return tell_error(error);
	take_taste(settings, options->config);
	g_autoptr(Clock) still = clock_new_virtual(PICTURE_TIME);
	const BackendOptions backend = { .state_dir = place->state_dir,
					 .cache_dir = place->cache_dir,
					 .clock = own->screenshot != NULL ? still : NULL };
	const ShowDemo demo = { "demo", { demo_tenant_tell, tenant }, is_administrator(own) };
	const Picture picture = { own->screenshot, own->size, own->keys };
	if (own->screenshot != NULL)
		return show_picture(settings, &backend, options, &picture, &demo);
	return show_dashboard(settings, &backend, options, &demo, NULL);
}

/* Of one's own configuration a verb takes colors and aliases; what is wrong with it is told by the dashboard and `config check`. */
static ExitCode run_verb(const Options *options, CommandPlace *place)
{
	const SettingsPlace there = { .path = options->config, .is_apart = true };
	g_autoptr(Settings) own = backend_load_settings(&there, NULL);
	place->taste = own;
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	g_ptr_array_add(words, options->program);
	for (char **word = options->arguments; *word != NULL; word++)
		g_ptr_array_add(words, *word);
	g_ptr_array_add(words, NULL);
	return command_run(options->verbs, place, (int)words->len - 1, (char **)words->pdata);
}

static ExitCode run(const Options *options)
{
	g_autoptr(GError) error = NULL;
	const DemoOptions *own = (const DemoOptions *)options;
	const char *person =
		own->person != NULL && !is_administrator(own) ? own->person : demo_people[0];
	g_autoptr(DemoTenant) tenant =
		demo_tenant_new(person, own->screenshot != NULL ? PICTURE_TIME : 0, &error);
	if (tenant == NULL) {
		tell(error->message, NULL);
		return EXIT_FAILED;
	}
	/* Its own folders: a demo never touches what is kept of real work. */
	g_autofree char *state = demo_tenant_folder(tenant, "state");
	g_autofree char *cache = demo_tenant_folder(tenant, "cache");
	CommandPlace place = { .config = demo_tenant_config(tenant),
			       .state_dir = state,
			       .cache_dir = cache };
	return options->arguments[0] != NULL ? run_verb(options, &place)
					     : show(options, &place, tenant);
}

static const OptionRow own_options[] = {
	{ "as", 0, G_OPTION_ARG_STRING, offsetof(DemoOptions, person),
	  "Who one is at first: who asks, who decides, or who gives more time",
	  "operator|approver|administrator" },
	{ "screenshot", 0, G_OPTION_ARG_FILENAME, offsetof(DemoOptions, screenshot),
	  "Write a screen as an SVG picture, or as text into a .txt, and exit", "FILE" },
	{ "size", 0, G_OPTION_ARG_STRING, offsetof(DemoOptions, size),
	  "Size of the picture in characters: 80x24", "COLUMNSxROWS" },
	{ "keys", 0, G_OPTION_ARG_STRING, offsetof(DemoOptions, keys),
	  "Press these keys before the picture is taken: 'down tab right'", "KEY ..." },
	{ 0 },
};

const Verb verb_demo = {
	.name = "demo",
	.arguments = "[VERB ...]",
	.summary =
		"Open the dashboard, or run a verb, on a built-in tenant: no account, no network",
	.options = own_options,
	.size = sizeof(DemoOptions),
	.arguments_max = SIZE_MAX,
	.has_command = true,
	.check = check,
	.run_alone = run,
};
