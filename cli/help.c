/* `help VERB` is `VERB --help`. */
#include "cli/command-line.h"
#include "cli/output.h"
#include "cli/verbs.h"

static ExitCode run(const Options *options)
{
	const char *name = options->arguments[0];
	const Verb *verb = name != NULL ? verb_find(options->verbs, name) : NULL;
	if (name != NULL && verb == NULL) {
		g_autofree char *message = verb_unknown_words(options->verbs, name);
		tell_format("%s.", message);
		return EXIT_USAGE;
	}
	g_autofree char *help = options_help(options->verbs, verb);
	print_text(help);
	return EXIT_DONE;
}

const Verb verb_help = {
	.name = "help",
	.arguments = "[VERB]",
	.summary = "Tell what there is, or all about one verb",
	.options = no_options,
	.arguments_max = 1,
	.run_alone = run,
};
