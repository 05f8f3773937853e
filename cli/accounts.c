#include "cli/print.h"
#include "cli/shape.h"
#include "cli/verbs.h"
#include "frontend/document.h"

typedef struct AccountsOptions {
	Options common;
	gboolean has_tenants;
} AccountsOptions;

static void print(const Session *session, GPtrArray *rows, const Options *options)
{
	const Wording wording = session_wording(session);
	shape_sort(options, &account_sheet, &wording, rows);
	if (options->is_json)
		print_document(document_accounts(rows));
	else
		print_rows(options, session->settings, &account_sheet, &wording, rows);
}

static ExitCode run(Session *session, const Options *options)
{
	Intent *intent = intent_new(0, INTENT_LIST_ACCOUNTS);
	intent->is_deep = ((const AccountsOptions *)options)->has_tenants;
	const uint64_t id = session_send(session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		if (event->intent_id != id || event->kind != EVENT_ACCOUNTS || !event->is_complete)
			continue;
		if (event->problem != NULL && event->rows->len == 0)
			return tell_problem(event->problem);
		print(session, event->rows, options);
		if (event->problem == NULL)
			return EXIT_DONE;
		tell_problem(event->problem);
		return EXIT_PARTLY;
	}
}

static const OptionRow own_options[] = {
	{ "tenants", 0, G_OPTION_ARG_NONE, offsetof(AccountsOptions, has_tenants),
	  "Also ask which other tenants have the account in use as a guest", NULL },
	OPTIONS_TABLE,
	OPTION_JSON,
	{ 0 },
};

static const VerbSheet sheets[] = { { NULL, &account_sheet }, { 0 } };

const Verb verb_accounts = {
	.name = "accounts",
	.document = DOCUMENT_ACCOUNTS,
	.summary = "List the accounts that can be used here",
	.options = own_options,
	.sheets = sheets,
	.size = sizeof(AccountsOptions),
	.run = run,
};
