#include "cli/set-save.h"

#include "cli/lists.h"
#include "cli/print.h"
#include "cli/requests.h"
#include "frontend/document.h"
#include "frontend/period.h"
#include "frontend/sets.h"

/* Not all of what was activated may be among it: that is told, and the set written all the same. */
static ExitCode save(Session *session, const char *name, const Options *options)
{
	ExitCode code = EXIT_FAILED;
	g_autoptr(GPtrArray) entries = session_read_all(session, NULL, &code);
	if (entries == NULL)
		return code;
	const Instant now = session_now(session);
	g_autoptr(GPtrArray) active =
		set_list_active(entries, period_floor(now, PERIOD_DAY, session->zone), now);
	if (active->len == 0 && session->problems->len > 0)
		return session_report(session, false);
	if (active->len == 0) {
		tell("Nothing is active that you activated today.",
		     "`myroles list active` shows what is active.");
		return EXIT_FAILED;
	}
	g_autoptr(ActivationSet) set = set_of_requests(name, active);
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	if (!backend_save_set(options->config, set, &path, &error))
		return tell_error(error);
	if (options->is_json) {
		const ListSource source = { session->account, now, session->problems };
		g_autoptr(GPtrArray) sets = g_ptr_array_new();
		g_ptr_array_add(sets, set);
		print_document(document_sets(&tell_wording, &source, sets));
	} else {
		say("[set %s] is written into %s: %u role%s.", name, path, set->rows->len,
		    set->rows->len == 1 ? "" : "s");
	}
	return session_report(session, true);
}

ExitCode set_save(const char *name, const Options *options)
{
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, options, &code))
		return code;
	Instant as_of = 0;
	g_autoptr(GPtrArray) told = session_load(&session, LIST_REQUESTS, &as_of);
	return told != NULL ? save(&session, name, options) : EXIT_INTERRUPTED;
}
