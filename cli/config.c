/* The configuration: a first one, and what is wrong with one. */
#include <string.h>

#include "cli/print.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "tui/dashboard.h"

static bool is_init(const Options *options)
{
	return strcmp(options->arguments[0], "init") == 0;
}

static ExitCode check(const Options *options)
{
	if (is_init(options) || strcmp(options->arguments[0], "check") == 0)
		return EXIT_DONE;
	tell("Expected init or check.", "See `myroles config --help`.");
	return EXIT_USAGE;
}

static ExitCode create(const Options *options)
{
	g_autoptr(GPtrArray) none = mistakes_new();
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	if (!backend_create_settings(options->config, &path, &error))
		return tell_error(error);
	if (options->is_json)
		print_document(document_mistakes(path, none));
	else
		say("%s is written: all of it is comments yet.", path);
	return EXIT_DONE;
}

static void say_order(const Settings *settings)
{
	if (settings->machine != NULL)
		say("%s is in order; it holds for everybody on this machine.", settings->machine);
	if (settings->path != NULL)
		say("%s is in order.", settings->path);
	else if (settings->machine == NULL)
		say("There is no configuration: everything is at its default.");
}

static void say_mistakes(const Settings *settings, const GPtrArray *mistakes)
{
	for (guint i = 0; i < mistakes->len; i++) {
		g_autofree char *words = mistake_words(mistakes->pdata[i], settings->path);
		say("%s", words);
	}
	if (mistakes->len == 0)
		say_order(settings);
}

static ExitCode examine(const Options *options)
{
	g_autoptr(GPtrArray) mistakes = mistakes_new();
	g_autoptr(GError) error = NULL;
	const SettingsPlace place = options_settings(options);
	g_autoptr(Settings) settings = backend_check_settings(&place, mistakes, &error);
	if (settings == NULL)
		return tell_error(error);
	dashboard_check_settings(settings, mistakes);
	if (options->is_json)
		print_document(document_mistakes(settings->path, mistakes));
	else
		say_mistakes(settings, mistakes);
	return mistakes->len == 0 ? EXIT_DONE : EXIT_USAGE;
}

static ExitCode run(const Options *options)
{
	return is_init(options) ? create(options) : examine(options);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_config = {
	.name = "config",
	.document = DOCUMENT_CONFIGURATION,
	.arguments = "init|check",
	.summary = "Write a first configuration, or tell each mistake of it by its line",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.check = check,
	.run_alone = run,
};
