#include <string.h>

#include "cli/outcome.h"
#include "cli/requests.h"
#include "cli/verbs.h"
#include "cli/wait.h"
#include "src/model/duration.h"

typedef struct WaitOptions {
	Options common;
	gboolean is_waiting; /* which is all that the verb does */
	char *wait_for, *timeout;
} WaitOptions;

/* ---- How it stands ------------------------------------------------------------------------------ */

/* Holds what was asked for? */
static bool holds(const Request *request, Instant now)
{
	if (request->kind != REQUEST_ACTIVATE)
		return request->state == REQUEST_STATE_ENDED ||
		       request->state == REQUEST_STATE_GRANTED ||
		       request->state == REQUEST_STATE_ACTIVE;
	return request->state == REQUEST_STATE_ACTIVE && (request->end == 0 || request->end > now);
}

/* Can anything still become of it? */
static bool is_open(const Request *request)
{
	switch (request->state) {
	case REQUEST_STATE_UNKNOWN:
	case REQUEST_STATE_PREPARED:
	case REQUEST_STATE_RUNNING:
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
		return true;
	default:
		return false;
	}
}

/* ---- Waiting ------------------------------------------------------------------------------------ */

typedef struct Patience {
	Session *session;
	bool is_over;
} Patience;

/* The wait ends as by Ctrl-C; what it is told as is another matter. */
static void end_patience(gpointer data)
{
	Patience *patience = data;
	patience->is_over = true;
	patience->session->is_interrupted = true;
}

static void take(Outcome *outcome, const Event *event, uint64_t intent)
{
	if (event->kind != EVENT_PROGRESS && event->kind != EVENT_FINISHED &&
	    (event->kind != EVENT_REFUSED || event->intent_id != intent))
		return;
	outcome_take(outcome, event);
	/* Decided, but not on yet: it goes on. Where the service does not answer for long, it does not. */
	outcome->is_finished = event->kind != EVENT_PROGRESS &&
			       (event->problem != NULL ||
				(outcome->request != NULL && !is_open(outcome->request)));
}

/* The backend looks at growing intervals, also beyond the first end, and tells. False: the time is over. */
static bool follow(Session *session, const Request *request, int64_t seconds, Outcome *outcome)
{
	Patience patience = { session, false };
	g_autoptr(Timer) timer = NULL;
	if (outcome->is_finished)
		return true;
	if (seconds > 0)
		timer = timer_after((unsigned)seconds * 1000, end_patience, &patience);
	Intent *intent = intent_new(0, INTENT_FOLLOW);
	intent->workload = request->workload;
	intent->request = request_copy(request);
	const uint64_t id = session_send(session, intent);
	while (!outcome->is_finished) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			break;
		if (event->intent_id == id || is_about_request(event, request))
			take(outcome, event, id);
	}
	if (patience.is_over)
		session->is_interrupted = false;
	return !patience.is_over;
}

/* ---- The verb ----------------------------------------------------------------------------------- */

/* Why it ends although nothing went wrong; NULL: what was waited for is so. The caller frees. */
static Problem *reason(const Session *session, const Outcome *outcome, bool is_in_time)
{
	const Request *request = outcome->request;
	if (request == NULL)
		return NULL;
	if (!is_in_time)
		return problem_new(PROBLEM_FAILED, "time-over",
				   "The time is over, and nothing tells that it was decided or has "
				   "begun.",
				   "The request goes on.");
	return is_open(request) || holds(request, session_now(session))
		       ? NULL
		       : problem_new(PROBLEM_FAILED, "not-active", "The role is not on.", NULL);
}

static ExitCode tell_end(Session *session, Outcome *outcome, bool is_in_time, const LampWish *lamps,
			 const Options *options)
{
	if (!is_in_time)
		outcome->is_finished = true;
	g_autoptr(Problem) why = reason(session, outcome, is_in_time);
	if (is_in_time && why == NULL && lamps->is_set)
		return outcome_tell_lamps(session, outcome, lamps, options);
	const OutcomeWish wish = { .besides = why };
	const ExitCode code = outcome_tell_by(session, outcome, &wish, options);
	const Request *request = outcome->request;
	if (is_in_time || code == EXIT_INTERRUPTED || request == NULL)
		return code;
	return request->state == REQUEST_STATE_UNKNOWN ? EXIT_FAILED : EXIT_WAITING;
}

static bool read_timeout(const WaitOptions *options, int64_t *seconds)
{
	g_autoptr(GError) error = NULL;
	*seconds = 0;
	if (options->timeout == NULL)
		return true;
	if (!duration_parse(options->timeout, 0, NULL, seconds, &error)) {
		tell_format("--timeout: %s", error->message);
		return false;
	}
	*seconds = MIN(*seconds, G_MAXINT32 / 1000);
	return true;
}

static ExitCode check(const Options *common)
{
	const WaitOptions *options = (const WaitOptions *)common;
	int64_t seconds = 0;
	if (options->timeout != NULL &&
	    g_ascii_strncasecmp(options->timeout, "until", strlen("until")) == 0) {
		tell("--timeout is a length, such as 30m.", NULL);
		return EXIT_USAGE;
	}
	LampWish lamps;
	return read_timeout(options, &seconds) &&
			       lamps_read(options->wait_for, options->timeout, &lamps)
		       ? EXIT_DONE
		       : EXIT_USAGE;
}

static ExitCode run(Session *session, const Options *common)
{
	const WaitOptions *options = (const WaitOptions *)common;
	ExitCode code = EXIT_DONE;
	int64_t seconds = 0;
	g_autoptr(Request) request = session_find_request(session, common->arguments[0], &code);
	if (request == NULL || !read_timeout(options, &seconds))
		return code;
	g_auto(Outcome) outcome = { .subject = subject_of_request(request),
				    .request = request_copy(request) };
	/* What is over is over; what is on may have been ended elsewhere. */
	outcome.is_finished = !is_open(request) && request->state != REQUEST_STATE_ACTIVE;
	const Ticks begun = clock_ticks(backend_clock(session->backend));
	const bool is_in_time = follow(session, request, seconds, &outcome);
	LampWish lamps;
	if (!lamps_read(options->wait_for, options->timeout, &lamps))
		return EXIT_USAGE;
	const Ticks passed = clock_ticks(backend_clock(session->backend)) - begun;
	if (lamps.seconds > 0)
		lamps.seconds = MAX(lamps.seconds - passed / G_USEC_PER_SEC, 1);
	return tell_end(session, &outcome, is_in_time, &lamps, common);
}

static const OptionRow own_options[] = {
	{ "wait", 'w', G_OPTION_ARG_NONE, offsetof(WaitOptions, is_waiting),
	  "--wait=listed, --wait=effective: until the role is that, too", NULL,
	  offsetof(WaitOptions, wait_for) },
	{ "timeout", 0, G_OPTION_ARG_STRING, offsetof(WaitOptions, timeout),
	  "Give up waiting after that long: 30m, 2h; the request goes on", "TIME" },
	OPTION_JSON,
	{ 0 },
};

const Verb verb_wait = {
	.name = "wait",
	.arguments = "REQUEST",
	.document = DOCUMENT_REQUEST,
	.summary = "Wait until a request is decided and the role is on",
	.options = own_options,
	.size = sizeof(WaitOptions),
	.arguments_min = 1,
	.arguments_max = 1,
	.check = check,
	.run = run,
};
