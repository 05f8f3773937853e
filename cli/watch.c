/*
 * `watch`: what the dashboard tells beside its screen, without one. It looks, and never signs in, unlocks or opens anything by
 * itself: what that would take is told once.
 */
#include "cli/lists.h"
#include "cli/payer.h"
#include "cli/print.h"
#include "cli/verbs.h"
#include "cli/wait.h"
#include "cli/watch-line.h"
#include "frontend/change-words.h"
#include "frontend/desktop.h"
#include "frontend/document.h"
#include "frontend/list-problems.h"
#include "frontend/notifier.h"
#include "frontend/portal.h"
#include "src/base/browser.h"
#include "src/model/duration.h"
#include "src/model/list.h"

#define EVERY_DEFAULT   (5 * 60)
#define EVERY_LEAST     30
#define SHOWING_SECONDS 10

#define EVERY_MOST (24 * 60 * 60)

typedef struct WatchOptions {
	Options common;
	char *every;
	gboolean is_once;
} WatchOptions;

typedef struct Watching {
	Session *session;
	Notifier *notifier;
	Desktop *desktop;   /* NULL: it is not told there */
	GHashTable *claims; /* guint64* of the intent → Notification* */
	GHashTable *told;   /* set of char*: troubles that last */
	int64_t every;
	int64_t last_change; /* the number of the last one that was printed; -1: none was told yet */
	bool is_json;
	bool is_once; /* ends when it has looked */
	bool has_rows;
	bool is_desktop_dead, has_told_desktop;
	bool is_unread; /* nobody takes what is printed */
	Timer *refresh, *tick;
} Watching;

static bool parse_every(const WatchOptions *options, int64_t *out)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	*out = EVERY_DEFAULT;
	if (options->every == NULL)
		return true;
	return !g_str_has_prefix(options->every, "until") &&
	       duration_parse(options->every, 0, zone, out, NULL) && *out >= EVERY_LEAST &&
	       *out <= EVERY_MOST;
}

static ExitCode check(const Options *options)
{
	int64_t every = 0;
	if (parse_every((const WatchOptions *)options, &every))
		return EXIT_DONE;
	tell("--every takes a time between 30s and 1d, such as 5m.", NULL);
	return EXIT_USAGE;
}

/* ---- Printing ----------------------------------------------------------------------------------- */

static void print_line(Watching *watching, const WatchLine *line)
{
	const Wording wording = session_wording(watching->session);
	if (!watch_line_print(line, &wording, watching->is_json))
		watching->is_unread = true;
}

static void print_notification(Watching *watching, const Notification *notification)
{
	print_line(watching, &(WatchLine){
				     .event = notify_kind_word(notification->kind),
				     .text = notification->text,
				     .grant = &notification->grant,
				     .request_id = notification->request_id,
				     .account = watching->session->account,
				     .at = notification->at,
			     });
}

/* What was there before it began to watch is for `changes`. */
static void print_changes(Watching *watching, const GPtrArray *rows)
{
	const Wording wording = session_wording(watching->session);
	for (guint i = 0; i < rows->len; i++) {
		const Change *change = rows->pdata[i];
		if (watching->last_change < 0 || change->number <= watching->last_change)
			continue;
		g_autofree char *text = change_words(&wording, change);
		print_line(watching, &(WatchLine){
					     .event = "change",
					     .change = change_kind_word(change->kind),
					     .text = text,
					     .grant = &change->grant,
					     .account = watching->session->account,
					     .at = change->at,
				     });
	}
	watching->last_change = MAX(watching->last_change, 0);
	for (guint i = 0; i < rows->len; i++)
		watching->last_change =
			MAX(watching->last_change, ((const Change *)rows->pdata[i])->number);
}

/* ---- Telling ------------------------------------------------------------------------------------ */

static void claim_found(Watching *watching)
{
	for (Notification *next = NULL; (next = notifier_next(watching->notifier)) != NULL;) {
		print_notification(watching, next);
		if (watching->desktop == NULL || watching->is_desktop_dead) {
			notification_free(next);
			continue;
		}
		Intent *intent = intent_new(0, INTENT_CLAIM);
		intent->text = g_strdup(next->key);
		const guint64 id = session_send(watching->session, intent);
		g_hash_table_replace(watching->claims, g_memdup2(&id, sizeof id), next);
	}
}

static void on_claimed(Watching *watching, const Event *event)
{
	const guint64 id = event->intent_id;
	const Notification *notification = g_hash_table_lookup(watching->claims, &id);
	const Cloud *cloud = backend_cloud(watching->session->backend);
	if (notification != NULL && event->is_complete)
		desktop_show(watching->desktop, notification,
			     cloud != NULL && cloud->portal != NULL);
	g_hash_table_remove(watching->claims, &id);
}

/* A person did: then alone a page opens. */
static void on_chosen(const Notification *notification, const char *action, gpointer data)
{
	const Watching *watching = data;
	const Cloud *cloud = backend_cloud(watching->session->backend);
	const Grant *grant = &notification->grant;
	if (!g_str_equal(action, "portal") || cloud == NULL || cloud->portal == NULL)
		return;
	g_autoptr(GError) error = NULL;
	g_autofree char *url = portal_page(cloud->portal, watching->session->account,
					   grant->workload, &grant->scope);
	if (!browser_open(url, &error))
		tell(error->message, NULL);
}

static void tell_once(Watching *watching, const char *key, const char *message,
		      const Problem *problem)
{
	if (g_hash_table_add(watching->told, g_strdup(key)))
		tell_with_step(message, problem);
}

/* The line was printed all the same. Until the next look nothing is claimed that could not be shown. */
static void on_failed(const Notification *notification, gpointer data)
{
	Watching *watching = data;
	(void)notification;
	if (!watching->has_told_desktop)
		tell_progress("The desktop shows no notifications here.");
	watching->has_told_desktop = watching->is_desktop_dead = true;
}

/* ---- Looking ------------------------------------------------------------------------------------ */

static void on_tick(gpointer data);
static void on_refresh(gpointer data);

static void set_tick(Watching *watching)
{
	const Instant now = session_now(watching->session);
	const Instant at = notifier_next_wake(watching->notifier, now);
	g_clear_pointer(&watching->tick, timer_free);
	if (at != 0)
		watching->tick =
			timer_at(backend_clock(watching->session->backend), at, on_tick, watching);
}

static void on_tick(gpointer data)
{
	Watching *watching = data;
	const Wording wording = session_wording(watching->session);
	notifier_tick(watching->notifier, &wording);
	claim_found(watching);
	set_tick(watching);
}

static uint64_t refresh(Watching *watching)
{
	watching->is_desktop_dead = false;
	payer_start_if_due(watching->session->backend, watching->session->options);
	Intent *intent = intent_new(0, INTENT_REFRESH);
	for (int list = 0; list < LIST_COUNT; list++)
		intent->lists |= 1u << list;
	const uint64_t id = session_send(watching->session, intent);
	g_clear_pointer(&watching->refresh, timer_free);
	watching->refresh =
		timer_at(backend_clock(watching->session->backend),
			 session_now(watching->session) + watching->every, on_refresh, watching);
	return id;
}

static void on_refresh(gpointer data)
{
	refresh(data);
}

static void on_list_failed(Watching *watching, const Event *event)
{
	const WorkloadId workload = event->workload;
	if (event->problem == NULL)
		return;
	if (watching->is_once)
		list_problems_add(watching->session->problems, &workload, event->problem);
	else
		tell_once(watching, event->problem->code, event->problem->message, event->problem);
}

static void take(Watching *watching, const Event *event)
{
	const Wording wording = session_wording(watching->session);
	ListId list;
	switch (event->kind) {
	case EVENT_CLAIMED:
		on_claimed(watching, event);
		return;
	case EVENT_CHANGES:
		print_changes(watching, event->rows);
		return;
	case EVENT_LIST_FAILED:
		on_list_failed(watching, event);
		break;
	default:
		break;
	}
	/* What works again is told again when it fails. */
	if (list_from_event(event->kind, &list) && !event->is_stale && event->is_complete) {
		g_hash_table_remove_all(watching->told);
		watching->has_rows = true;
	}
	notifier_take(watching->notifier, &wording, event);
	claim_found(watching);
	set_tick(watching);
}

static bool has_all_shown(gconstpointer desktop)
{
	return !desktop_is_busy(desktop);
}

/* Until it is interrupted, nobody takes the output, or one look is over with all that came of it. */
static void look(Watching *watching)
{
	const uint64_t first = refresh(watching);
	bool has_looked = false;
	while (!watching->is_unread &&
	       !(watching->is_once && has_looked && g_hash_table_size(watching->claims) == 0)) {
		g_autoptr(Event) event = session_next(watching->session);
		if (event == NULL)
			return;
		has_looked |= event->kind == EVENT_INTENT_DONE && event->intent_id == first;
		take(watching, event);
	}
	if (watching->desktop != NULL)
		wait_until(has_all_shown, watching->desktop, SHOWING_SECONDS);
}

/* What could not be looked at, behind the lines: each end of ours says why in a document. */
static void print_problems(const Watching *watching)
{
	const Session *session = watching->session;
	const Wording wording = session_wording(session);
	if (!watching->is_json || session->problems->len == 0)
		return;
	cJSON *document = document_new(DOCUMENT_TOLD);
	document_tell_errors(document, &wording, session->problems);
	document_name_account(document, session->account);
	print_document(document);
}

static ExitCode end(const Watching *watching)
{
	if (watching->is_unread)
		return EXIT_FAILED;
	if (watching->session->is_interrupted)
		return EXIT_INTERRUPTED;
	print_problems(watching);
	return session_report(watching->session, watching->has_rows);
}

static void ask_changes(Watching *watching)
{
	session_send(watching->session, intent_new(0, INTENT_READ_CHANGES));
}

static ExitCode run(Session *session, const Options *options)
{
	const NotifySettings *settings = &session->settings->notify;
	Watching watching = {
		.session = session,
		.notifier = notifier_new(settings),
		.claims = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
						(GDestroyNotify)notification_free),
		.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
		.last_change = -1,
		.is_json = options->is_json,
		.is_once = ((const WatchOptions *)options)->is_once,
	};
	(void)parse_every((const WatchOptions *)options, &watching.every);
	/* Who cannot tell it does not claim it: a dashboard may. */
	if (settings->is_on_desktop && desktop_has_bus())
		watching.desktop = desktop_new(on_chosen, on_failed, &watching, 0);
	ask_changes(&watching);
	look(&watching);
	timer_free(watching.refresh);
	timer_free(watching.tick);
	desktop_free(watching.desktop);
	notifier_free(watching.notifier);
	g_hash_table_unref(watching.claims);
	g_hash_table_unref(watching.told);
	return end(&watching);
}

static const OptionRow own_options[] = {
	{ "every", 0, G_OPTION_ARG_STRING, offsetof(WatchOptions, every),
	  "How often the services are asked: 5m unless given", "DURATION" },
	{ "once", 0, G_OPTION_ARG_NONE, offsetof(WatchOptions, is_once), "Look once, and end",
	  NULL },
	OPTION_JSON,
	{ 0 },
};

const Verb verb_watch = {
	.name = "watch",
	.summary = "Tell ends, decisions and changes as they come, a line each and on the desktop",
	.options = own_options,
	.size = sizeof(WatchOptions),
	.document = DOCUMENT_TOLD,
	.check = check,
	.run = run,
};
