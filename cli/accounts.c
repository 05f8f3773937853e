#include "cli/document.h"
#include "cli/session.h"
#include "cli/table.h"
#include "cli/tell.h"

/* In a pipe: name, account, tenant, cloud, "current", "guest" or nothing, object id, tenant id. */
static const Column COLUMNS[] = {
	{ "NAME", .is_whole = true },
	{ "ACCOUNT" },
	{ "TENANT" },
	{ "CLOUD", .is_whole = true },
	{ "IN USE", .is_whole = true },
	{ "OBJECT ID", .is_plain_only = true },
	{ "TENANT ID", .is_plain_only = true },
};

static void add_row(Table *table, const KnownAccount *known)
{
	static const Account nobody = { .upn = (char *)"not signed in" };
	const Account *account = known->account != NULL ? known->account : &nobody;
	const char *use = known->is_current             ? "current"
			  : known_account_is_new(known) ? "guest"
							: "";
	char *cells[] = {
		known->name,
		account->upn != NULL ? account->upn : account->oid,
		account->tenant_name != NULL ? account->tenant_name : account->tid,
		account->cloud,
		(char *)use,
		account->oid,
		account->tid,
	};
	G_STATIC_ASSERT(G_N_ELEMENTS(cells) == G_N_ELEMENTS(COLUMNS));
	table_add(table, cells);
}

static void print(const GPtrArray *rows, bool is_json)
{
	if (is_json) {
		document_print(document_accounts(rows));
		return;
	}
	g_autoptr(Table) table = table_new(COLUMNS, G_N_ELEMENTS(COLUMNS));
	for (guint i = 0; i < rows->len; i++)
		add_row(table, rows->pdata[i]);
	table_print(table);
}

ExitCode verb_accounts(const Options *options)
{
	ExitCode code = EXIT_DONE;
	g_auto(Session) session = { 0 };
	if (!session_open(&session, options, &code))
		return code;
	Intent *intent = intent_new(0, INTENT_LIST_ACCOUNTS);
	intent->is_deep = options->has_tenants;
	const uint64_t id = session_send(&session, intent);
	for (;;) {
		g_autoptr(Event) event = session_next(&session);
		if (event == NULL)
			return EXIT_INTERRUPTED;
		if (event->intent_id != id || event->kind != EVENT_ACCOUNTS || !event->is_complete)
			continue;
		if (event->problem != NULL && event->rows->len == 0)
			return tell_problem(event->problem);
		print(event->rows, options->is_json);
		if (event->problem == NULL)
			return EXIT_DONE;
		tell_problem(event->problem);
		return EXIT_PARTLY;
	}
}
