#include "cli/tell.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "frontend/problem-words.h"
#include "frontend/reason.h"
#include "src/backend.h"
#include "src/base/log.h"
#include "src/base/text.h"

/* Of the whole process: GLib has one writer for it, whose messages go to the log alone while the dashboard is open. */
static struct {
	bool is_dashboard_open;
	bool has_document;
	GPtrArray *problems; /* Problem*; NULL: nothing was told */
	Account *account;
} told;

/* Actions of the dashboard that a next step may name: how they are done from a shell. */
static const char *name_verb(const char *action, gpointer data)
{
	static const char *const names[][2] = {
		{ "accounts", "--user" },
		{ "look-again", "`myroles history`" },
		{ "requests", "`myroles list requests`" },
		{ "sign-in", "`myroles login`" },
	};
	(void)data;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (strcmp(names[i][0], action) == 0)
			return names[i][1];
	}
	return NULL;
}

const Wording tell_wording = { .name_action = name_verb };

static GLogWriterOutput write_message(GLogLevelFlags level, const GLogField *fields, gsize count,
				      gpointer data)
{
	if (log_is_open() && (level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) == 0) {
		g_autofree char *text = g_log_writer_format_fields(level, fields, count, FALSE);
		log_write("library", "%s", text);
	}
	return told.is_dashboard_open ? G_LOG_WRITER_HANDLED
				      : g_log_writer_default(level, fields, count, data);
}

void tell_take_library_messages(void)
{
	g_log_set_writer_func(write_message, NULL, NULL);
}

void tell_set_dashboard(bool has_terminal)
{
	told.is_dashboard_open = has_terminal;
}

static void write_line(const char *message, const char *hint)
{
	g_autofree char *clean_message = text_sanitize(message, -1);
	g_autofree char *clean_hint = text_sanitize(hint, -1);
	fprintf(stderr, "myroles: %s%s%s\n", clean_message, *clean_hint != '\0' ? " " : "",
		clean_hint);
}

/* Takes the problem. */
static void remember(Problem *problem)
{
	if (told.problems == NULL)
		told.problems = g_ptr_array_new_with_free_func((GDestroyNotify)problem_free);
	g_ptr_array_add(told.problems, problem);
}

void tell(const char *message, const char *hint)
{
	remember(problem_new(PROBLEM_FAILED, NULL, message, hint));
	write_line(message, hint);
}

void tell_note(const char *message)
{
	write_line(message, NULL);
}

/* Advice, and no problem: a document does not name it. */
void tell_generic_reason(const char *reason)
{
	const char *advice = reason_advise(reason);
	if (advice != NULL)
		tell_note(advice);
}

void tell_note_account(const Account *account)
{
	account_free(told.account);
	told.account = account != NULL ? account_copy(account) : NULL;
}

const Account *tell_account(void)
{
	return told.account;
}

void tell_note_document(void)
{
	told.has_document = true;
}

bool tell_has_document(void)
{
	return told.has_document;
}

const GPtrArray *tell_problems(void)
{
	return told.problems;
}

void tell_format(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	tell(message, NULL);
}

void say(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *clean = text_sanitize(message, -1);
	print_text(clean);
	print_text("\n");
}

bool tell_is_to_terminal(void)
{
	return isatty(STDERR_FILENO);
}

void tell_progress(const char *format, ...)
{
	if (!tell_is_to_terminal())
		return;
	va_list arguments;
	va_start(arguments, format);
	g_autofree char *message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_autofree char *clean = text_sanitize(message, -1);
	fprintf(stderr, "%s\n", clean);
}

ExitCode problem_exit_code(const Problem *problem)
{
	switch (problem->kind) {
	case PROBLEM_USAGE:
		return EXIT_USAGE;
	case PROBLEM_SIGN_IN:
	case PROBLEM_STEP_UP:
		return EXIT_SIGN_IN;
	case PROBLEM_REFUSED:
		return EXIT_REFUSED;
	case PROBLEM_UNREACHABLE:
		return EXIT_UNREACHABLE;
	case PROBLEM_CANCELED:
		return EXIT_INTERRUPTED;
	case PROBLEM_ALREADY:
		return EXIT_DONE;
	case PROBLEM_FAILED:
	case PROBLEM_NOT_ALLOWED:
	case PROBLEM_CHANGED:
	case PROBLEM_UNKNOWN_OUTCOME:
		break;
	}
	return EXIT_FAILED;
}

void tell_with_step(const char *message, const Problem *problem)
{
	g_autofree char *step = problem_next_step(&tell_wording, problem);
	g_autoptr(Problem) copy = problem_copy(problem);
	g_free(copy->message);
	copy->message = g_strdup(message);
	/* News is no reason of an end. */
	if (problem->kind != PROBLEM_ALREADY)
		remember(g_steal_pointer(&copy));
	write_line(message, step);
}

bool tell_was_told(const Problem *problem)
{
	for (guint i = 0; told.problems != NULL && i < told.problems->len; i++) {
		const Problem *known = told.problems->pdata[i];
		if (known->code != NULL && g_strcmp0(known->code, problem->code) == 0 &&
		    g_strcmp0(known->message, problem->message) == 0 &&
		    g_strcmp0(known->request_id, problem->request_id) == 0)
			return true;
	}
	return false;
}

ExitCode tell_problem(const Problem *problem)
{
	if (tell_was_told(problem))
		return problem_exit_code(problem);
	g_autofree char *step = problem_next_step(&tell_wording, problem);
	g_autofree char *clue =
		problem->request_id != NULL
			? g_strdup_printf("%s%s(Request id: %s)", step != NULL ? step : "",
					  step != NULL ? " " : "", problem->request_id)
			: g_steal_pointer(&step);
	remember(problem_copy(problem));
	write_line(problem->message, clue);
	return problem_exit_code(problem);
}

ExitCode tell_error(const GError *error)
{
	g_autoptr(Problem) problem = backend_explain(error);
	return tell_problem(problem);
}
