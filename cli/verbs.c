#include "cli/verbs.h"

#include <string.h>

#include "cli/print.h"
#include "frontend/document.h"

const Verb *const verb_table[] = {
	&verb_dashboard,  &verb_list,    &verb_scopes, &verb_activate,
	&verb_deactivate, &verb_history, &verb_login,  &verb_logout,
	&verb_accounts,   &verb_doctor,  &verb_demo,   NULL,
};

const Verb *verb_find(const char *name)
{
	for (size_t i = 0; verb_table[i] != NULL; i++) {
		if (strcmp(verb_table[i]->name, name) == 0)
			return verb_table[i];
	}
	return NULL;
}

static ExitCode run(const Options *options)
{
	const Verb *verb = options->verb;
	ExitCode code = verb->check != NULL ? verb->check(options) : EXIT_DONE;
	if (code != EXIT_DONE)
		return code;
	if (verb->run_alone != NULL)
		return verb->run_alone(options);
	g_auto(Session) session = { 0 };
	return session_open(&session, options, &code) ? verb->run(&session, options) : code;
}

ExitCode verb_run(const Options *options)
{
	const ExitCode code = run(options);
	if (options->is_json)
		verb_finish_document(options->verb, code);
	return code;
}

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

void verb_finish_document(const Verb *verb, ExitCode code)
{
	static const char *const members[] = {
		[VERB_ROWS] = NULL,
		[VERB_REQUEST] = "request",
		[VERB_FINDINGS] = "findings",
	};
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
	print_document(document_failure(&tell_wording, members[verb->document], problems));
}
