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

/* Who was refused before anybody was asked: the last run knew. Nothing is asked, and nothing told. */
static void note_last_account(const Options *options)
{
	g_auto(Session) session = { 0 };
	const KeptChoice kept = { .lists = LISTS_NONE };
	if (!session_try_open(&session, options, kept, NULL))
		return;
	g_autoptr(Event) event = backend_take_event(session.backend);
	while (event != NULL && event->kind != EVENT_ACCOUNT) {
		event_free(event);
		event = backend_take_event(session.backend);
	}
	if (event != NULL)
		tell_note_account(event->account);
}

/* With --json every end has a document: prints that of a failure, with all that was told, unless there was one. */
static void finish_document(const Options *options, ExitCode code)
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
	cJSON *document = document_failure(&tell_wording, options_document(options), problems);
	if (cJSON_HasObjectItem(document, "account")) {
		if (tell_account() == NULL)
			note_last_account(options);
		document_name_account(document, tell_account());
	}
	print_document(document);
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
	for (size_t i = 0; argv[i] != NULL && !g_str_equal(argv[i], "--"); i++) {
		if (g_str_equal(argv[i], "--json") || g_str_has_prefix(argv[i], "--json="))
			return true;
	}
	return false;
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

/* Words that were not understood may ask for JSON all the same. */
static ExitCode refuse(const Verb *verb, const CommandPlace *place, Options *guess,
		       const GError *error)
{
	g_autofree char *hint = g_strdup_printf("See `myroles%s%s --help`.",
						*verb->name != '\0' ? " " : "", verb->name);
	g_autofree char *message = g_strconcat(error->message, ".", NULL);
	tell(message, hint);
	if (!guess->is_json)
		return EXIT_USAGE;
	if (place != NULL)
		move_to(guess, place);
	finish_document(guess, EXIT_USAGE);
	return EXIT_USAGE;
}

ExitCode command_run(const Verb *const *verbs, const CommandPlace *place, int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	const Verb *verb = NULL;
	g_autoptr(Options) options = options_parse(verbs, &verb, argc, argv, &error);
	if (options == NULL) {
		g_autoptr(Options) guess = options_guess(verbs, verb, argv);
		guess->is_json = asks_for_json(argv);
		return refuse(verb, place, guess, error);
	}
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
		finish_document(options, code);
	return code;
}
