#include "cli/findings.h"

#include "cli/print.h"
#include "cli/shape.h"
#include "frontend/document.h"
#include "src/model/finding.h"

bool findings_ask(Session *session, IntentKind kind, GPtrArray *findings)
{
	const uint64_t id = session_send(session, intent_new(0, kind));
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return false;
		if (event->intent_id != id || event->kind != EVENT_EXAMINED)
			continue;
		g_ptr_array_extend_and_steal(findings, g_steal_pointer(&event->rows));
		return true;
	}
}

/* The next step for each lack, where a table has no room for it. */
static ExitCode report(const GPtrArray *findings, bool is_json)
{
	ExitCode code = EXIT_DONE;
	for (guint i = 0; i < findings->len; i++) {
		const Finding *finding = findings->pdata[i];
		if (finding->problem == NULL)
			continue;
		if (!is_json && finding->problem->hint != NULL &&
		    !tell_was_told(finding->problem)) {
			g_autofree char *where = g_strdup_printf("%s %s: %s", finding->area,
								 finding->what, finding->text);
			tell_with_step(where, finding->problem);
		}
		if (finding->state != FINDING_FAILED)
			continue;
		const ExitCode own = problem_exit_code(finding->problem);
		/* Without a network nothing else can be known; without a sign-in, no permission. */
		if (own == EXIT_UNREACHABLE || code == EXIT_DONE ||
		    (own == EXIT_SIGN_IN && code != EXIT_UNREACHABLE))
			code = own;
	}
	return code;
}

ExitCode findings_print(const Options *options, const Settings *settings, GPtrArray *findings)
{
	shape_sort(options, &finding_sheet, &tell_wording, findings);
	if (options->is_json)
		print_document(document_findings(&tell_wording, findings));
	else
		print_rows(options, settings, &finding_sheet, &tell_wording, findings);
	return report(findings, options->is_json);
}

ExitCode findings_examine(Session *session, IntentKind kind, const Options *options)
{
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	return findings_ask(session, kind, findings)
		       ? findings_print(options, session->settings, findings)
		       : EXIT_INTERRUPTED;
}
