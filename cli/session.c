#include "cli/session.h"

#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ask.h"
#include "cli/output.h"
#include "cli/payer.h"
#include "cli/verb.h"
#include "cli/wait.h"
#include "frontend/list-problems.h"
#include "src/base/log.h"

/* The keyring has three seconds for each call; a login host that hangs is not waited for. */
#define SAVING_SECONDS 5

static gboolean on_interrupt(gpointer data)
{
	Session *session = data;
	session->is_interrupted = true;
	return G_SOURCE_CONTINUE;
}

bool session_try_open(Session *session, const Options *options, KeptChoice kept, GError **error)
{
	*session = (Session){ .options = options };
	session->problems = list_problems_new();
	session->zone = g_time_zone_new_local();
	const SettingsPlace place = options_settings(options);
	session->settings = backend_load_settings(&place, error);
	if (session->settings != NULL && options->taste != NULL)
		settings_add_aliases(session->settings, options->taste);
	const char *log = options->log;
	if (log == NULL && session->settings != NULL)
		log = session->settings->log_file;
	if (session->settings == NULL || (log != NULL && !log_open(log, error)))
		return false;
	BackendOptions backend = options_backend(options);
	backend.kept = kept;
	session->backend = backend_new(session->settings, &backend, error);
	if (session->backend == NULL)
		return false;
	session->signal_sources[0] = g_unix_signal_add(SIGINT, on_interrupt, session);
	session->signal_sources[1] = g_unix_signal_add(SIGTERM, on_interrupt, session);
	return true;
}

bool session_open(Session *session, const Options *options, ExitCode *code)
{
	g_autoptr(GError) error = NULL;
	const Verb *verb = options->verb;
	const KeptChoice kept = { .lists = verb->kept != NULL ? verb->kept(options) : 0 };
	if (session_try_open(session, options, kept, &error))
		return true;
	*code = tell_error(error);
	return false;
}

static bool is_saved(gconstpointer backend)
{
	return !backend_is_saving(backend);
}

void session_finish_saving(Backend *backend)
{
	wait_until(is_saved, backend, SAVING_SECONDS);
}

void session_clear(Session *session)
{
	if (session->backend != NULL) {
		payer_start_if_due(session->backend, session->options);
		session_finish_saving(session->backend);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(session->signal_sources); i++) {
		if (session->signal_sources[i] != 0)
			g_source_remove(session->signal_sources[i]);
	}
	g_clear_pointer(&session->backend, backend_free);
	g_clear_pointer(&session->settings, settings_free);
	g_clear_pointer(&session->account, account_free);
	g_clear_pointer(&session->problems, g_ptr_array_unref);
	g_clear_pointer(&session->zone, g_time_zone_unref);
	log_close();
}

Instant session_now(const Session *session)
{
	return clock_now(backend_clock(session->backend));
}

Wording session_wording(const Session *session)
{
	Wording wording = tell_wording;
	wording.now = session_now(session);
	wording.zone = session->zone;
	wording.is_ascii = output_is_terminal() && !g_get_charset(NULL);
	return wording;
}

char *session_account_words(const Session *session)
{
	const Account *account = session->account;
	if (account == NULL)
		return g_strdup("");
	return g_strdup_printf(" as %s in %s", account->upn != NULL ? account->upn : account->oid,
			       account->tenant_name != NULL ? account->tenant_name : account->tid);
}

static gboolean on_line(gint fd, GIOCondition condition, gpointer data)
{
	(void)fd;
	(void)condition;
	*(bool *)data = true;
	return G_SOURCE_REMOVE;
}

/* A terminal gives whole lines: what can be read is one. */
char *session_ask(const Session *session, const char *what)
{
	bool is_typed = false;
	fprintf(stderr, "%s: ", what);
	fflush(stderr);
	const guint source =
		g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_line, &is_typed);
	while (!is_typed && !session->is_interrupted)
		wait_once();
	if (is_typed)
		return ask_read(NULL);
	g_source_remove(source);
	return NULL;
}

uint64_t session_send(Session *session, Intent *intent)
{
	intent->id = ++session->last_intent;
	backend_send(session->backend, intent);
	return session->last_intent;
}

/* True when the event was for the session itself. */
static bool take(Session *session, const Event *event)
{
	if (event->kind == EVENT_ACCOUNT) {
		account_free(session->account);
		session->account = event->account != NULL ? account_copy(event->account) : NULL;
		tell_note_account(session->account);
		return true;
	}
	if (event->kind == EVENT_NOTICE) {
		if (event->problem != NULL)
			tell_with_step(event->problem->message, event->problem);
		return true;
	}
	return false;
}

Event *session_next(Session *session)
{
	while (!session->is_interrupted) {
		g_autoptr(Event) event = backend_take_event(session->backend);
		if (event == NULL)
			wait_once();
		else if (!take(session, event))
			return g_steal_pointer(&event);
	}
	return NULL;
}

Event *session_next_ready(Session *session)
{
	while (!session->is_interrupted) {
		g_autoptr(Event) event = backend_take_event(session->backend);
		if (event == NULL && !g_main_context_iteration(NULL, FALSE))
			return NULL;
		if (event != NULL && !take(session, event))
			return g_steal_pointer(&event);
	}
	return NULL;
}

void session_wait(Session *session, const bool *is_over)
{
	while (!*is_over && !session->is_interrupted) {
		g_autoptr(Event) event = backend_take_event(session->backend);
		if (event == NULL)
			wait_once();
		else
			take(session, event);
	}
}

Event *session_await(Session *session, uint64_t intent, ExitCode *code)
{
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL) {
			*code = EXIT_INTERRUPTED;
			return NULL;
		}
		if (event->intent_id != intent)
			continue;
		if (event->problem == NULL)
			return g_steal_pointer(&event);
		*code = tell_problem(event->problem);
		return NULL;
	}
}
