/* What one should know before deciding what somebody else asked for. */
#include "cli/approvals.h"
#include "cli/briefs.h"
#include "cli/verbs.h"

static ExitCode run(Session *session, const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) waiting = approvals_load(session, &code);
	if (waiting == NULL)
		return code;
	g_auto(Refusal) refusal = { 0 };
	g_autoptr(GPtrArray) chosen = approvals_choose(waiting, options->arguments, &refusal);
	return chosen != NULL ? session_print_brief(session, chosen->pdata[0], waiting, options)
			      : refusal_end(&refusal, options);
}

static const OptionRow own_options[] = { OPTION_JSON, { 0 } };

const Verb verb_brief = {
	.name = "brief",
	.arguments = "REQUEST",
	.summary = "Tell what to know before deciding: how wide, what for, how often, whether less "
		   "would do",
	.options = own_options,
	.arguments_min = 1,
	.arguments_max = 1,
	.document = DOCUMENT_ITEM,
	.run = run,
};
