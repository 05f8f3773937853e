#include "cli/owed.h"

#include <string.h>

#include "cli/lists.h"
#include "cli/wait.h"
#include "frontend/owed-words.h"
#include "frontend/subject.h"
#include "src/base/byte-lock.h"
#include "src/model/finding.h"

#define LOOK_SECONDS 1 /* while another process has the lock */

Event *owed_send(Session *session, Intent *intent)
{
	ExitCode code = EXIT_DONE;
	return session_await(session, session_send(session, intent), &code);
}

GPtrArray *owed_read(Session *session)
{
	g_autoptr(Event) event = owed_send(session, intent_new(0, INTENT_READ_OWED));
	return event != NULL ? g_ptr_array_ref(event->rows) : NULL;
}

void owed_learn_clock(Session *session)
{
	Instant as_of = 0;
	GPtrArray *active = session_load(session, LIST_ASSIGNMENTS, &as_of);
	if (active != NULL)
		g_ptr_array_unref(active);
}

static bool is_interrupted(gconstpointer data)
{
	return ((const Session *)data)->is_interrupted;
}

int owed_lock(Session *session)
{
	const char *path = backend_holders(session->backend);
	int fd = -1;
	LockState state;
	while ((state = byte_lock_try(path, OWED_PAYING_BYTE, &fd)) == LOCK_BUSY &&
	       !session->is_interrupted)
		wait_until(is_interrupted, session, LOOK_SECONDS);
	return fd;
}

/* ---- Words ---------------------------------------------------------------------------------------- */

static char *what_of(const Owed *owed)
{
	g_auto(Subject) subject = subject_of_request(owed->request);
	return subject_words(&subject);
}

void owed_tell(const Session *session, const GPtrArray *rows)
{
	const Wording wording = session_wording(session);
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		g_autofree char *what = what_of(rows->pdata[i]);
		g_autofree char *words = owed_words(&wording, rows->pdata[i]);
		tell_format("%s: %s.", what, words);
	}
}

/* That it is owed is as it should be; that nobody tries any more is not. */
static Finding *finding_of(const Wording *wording, const Owed *owed)
{
	g_autofree char *what = what_of(owed);
	g_autofree char *words = owed_words(wording, owed);
	g_autofree char *text =
		g_strdup_printf("It %s%s.", owed_is_given_up(owed) ? "is on: " : "", words);
	Problem *problem = owed_is_given_up(owed)
				   ? problem_new(PROBLEM_FAILED, "owed", text,
						 "Deactivate it, or activate it to keep it.")
				   : NULL;
	return finding_new("owed", what, problem != NULL ? FINDING_WARNING : FINDING_OK, text,
			   problem);
}

void owed_add_findings(const Session *session, const GPtrArray *rows, GPtrArray *findings)
{
	const Wording wording = session_wording(session);
	for (guint i = 0; i < rows->len; i++)
		g_ptr_array_add(findings, finding_of(&wording, rows->pdata[i]));
}
