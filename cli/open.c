/* The portal's page of a role. */
#include "cli/output.h"
#include "cli/row.h"
#include "cli/verbs.h"
#include "frontend/portal.h"
#include "src/base/browser.h"

typedef struct OpenOptions {
	Options common;
	gboolean is_printed;
} OpenOptions;

static ExitCode run(Session *session, const Options *options)
{
	const char *portal = backend_cloud(session->backend)->portal;
	if (portal == NULL) {
		tell("No portal is known for this cloud.",
		     "Name one by portal= in its [cloud NAME].");
		return EXIT_USAGE;
	}
	g_auto(Row) row = { 0 };
	const ExitCode code = row_choose(session, options, &row);
	if (code != EXIT_DONE)
		return code;
	g_autofree char *page =
		portal_page(portal, session->account, row.target.eligibility->grant.workload,
			    &row.target.scope);
	const char *why = NULL;
	g_autoptr(GError) error = NULL;
	const bool is_shown = ((const OpenOptions *)options)->is_printed ||
			      browser_is_elsewhere(&why) || !browser_open(page, &error);
	if (error != NULL)
		tell_progress("%s", error->message);
	if (is_shown)
		say("%s", page);
	return EXIT_DONE;
}

static const OptionRow own_options[] = {
	{ "print", 0, G_OPTION_ARG_NONE, offsetof(OpenOptions, is_printed),
	  "Print the page's address instead", NULL },
	{ 0 },
};

const Verb verb_open = {
	.name = "open",
	.arguments = "ROLE [SCOPE]",
	.summary = "Open the portal's page of an eligible role",
	.options = own_options,
	.size = sizeof(OpenOptions),
	.arguments_min = 1,
	.arguments_max = 2,
	.run = run,
};
