#include "cli/command.h"

#include "cli/command-line.h"
#include "cli/output.h"
#include "cli/print.h"
#include "cli/shape.h"
#include "frontend/document.h"

/* A word for what was told in a sentence alone. */
static const char *code_word(ExitCode code)
{
	switch (code) {
	case EXIT_USAGE:
		return "usage";
	case EXIT_INTERRUPTED:
		return "interrupted";
	default:
		return "failed";
	}
}

/* With --json every end has a document: prints that of a failure, with all that was told, unless there was one. */
static void finish_document(DocumentKind kind, ExitCode code)
{
	if (tell_has_document())
		return;
	g_autoptr(GPtrArray) problems =
		g_ptr_array_new_with_free_func((GDestroyNotify)problem_free);
	const GPtrArray *told = tell_problems();
	for (guint i = 0; told != NULL && i < told->len; i++) {
		Problem *problem = problem_copy(told->pdata[i]);
		if (problem->code == NULL)
			problem->code = g_strdup(code_word(code));
		g_ptr_array_add(problems, problem);
	}
	if (problems->len == 0 && code != EXIT_DONE)
		g_ptr_array_add(problems, problem_new(PROBLEM_FAILED, code_word(code),
						      code == EXIT_INTERRUPTED ? "Interrupted."
									       : "It failed.",
						      NULL));
	print_document(document_failure(&tell_wording, kind, problems));
}

static ExitCode run(const Options *options)
{
	const Verb *verb = options->verb;
	ExitCode code = verb->check != NULL ? verb->check(options) : EXIT_DONE;
	if (code == EXIT_DONE)
		code = shape_check(options);
	if (code != EXIT_DONE)
		return code;
	if (verb->run_alone != NULL)
		return verb->run_alone(options);
	g_auto(Session) session = { 0 };
	return session_open(&session, options, &code) ? verb->run(&session, options) : code;
}

static bool asks_for_json(char **argv)
{
	for (size_t i = 0; argv[i] != NULL; i++) {
		if (g_str_equal(argv[i], "--json") || g_str_has_prefix(argv[i], "--json="))
			return true;
	}
	return false;
}

/* Words that were not understood may ask for JSON all the same. */
static ExitCode refuse(const Verb *verb, char **argv, const GError *error)
{
	g_autofree char *hint = g_strdup_printf("See `myroles%s%s --help`.",
						*verb->name != '\0' ? " " : "", verb->name);
	g_autofree char *message = g_strconcat(error->message, ".", NULL);
	tell(message, hint);
	if (asks_for_json(argv))
		finish_document(verb->document, EXIT_USAGE);
	return EXIT_USAGE;
}

static void move_to(Options *options, const CommandPlace *place)
{
	g_free(options->config);
	options->config = g_strdup(place->config);
	options->is_apart = true;
	options->state_dir = g_strdup(place->state_dir);
	options->cache_dir = g_strdup(place->cache_dir);
	options->taste = place->taste;
}

ExitCode command_run(const Verb *const *verbs, const CommandPlace *place, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	const Verb *verb = NULL;
	g_autoptr(Options) options = options_parse(verbs, &verb, argc, argv, &error);
	if (options == NULL)
		return refuse(verb, argv, error);
	if (options->wants_help) {
		g_autofree char *help = options_help(verbs, verb);
		print_text(help);
		return EXIT_DONE;
	}
	if (options->wants_version) {
		print_text(PACKAGE_STRING "\n");
		return EXIT_DONE;
	}
	if (place != NULL)
		move_to(options, place);
	const ExitCode code = run(options);
	if (options->is_json)
		finish_document(options_document(options), code);
	return code;
}
