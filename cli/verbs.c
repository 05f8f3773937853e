#include "cli/verb.h"

#define OPTION(member) offsetof(Options, member)

static const OptionRow COMMON[] = {
	{ "config", 0, G_OPTION_ARG_FILENAME, OPTION(config),
	  "Read this configuration instead of myroles.conf", "FILE" },
	{ "account", 0, G_OPTION_ARG_STRING, OPTION(account), "Use this [account NAME]", "NAME" },
	{ "tenant", 0, G_OPTION_ARG_STRING, OPTION(tenant),
	  "Use the sign-in to this tenant instead of the last one", "ID|NAME" },
	{ "user", 0, G_OPTION_ARG_STRING, OPTION(person),
	  "Use the sign-in of this person, where several have signed in", "NAME|ID" },
	{ "ascii", 0, G_OPTION_ARG_NONE, OPTION(is_ascii), "Draw with ASCII characters only",
	  NULL },
	{ "no-color", 0, G_OPTION_ARG_NONE, OPTION(is_colorless), "Use no colours", NULL },
	{ "mouse", 0, G_OPTION_ARG_NONE, OPTION(has_mouse), "Let the dashboard take mouse clicks",
	  NULL },
	{ "log", 0, G_OPTION_ARG_FILENAME, OPTION(log), "Append a log without secrets to this file",
	  "FILE" },
	{ "help", 'h', G_OPTION_ARG_NONE, OPTION(wants_help), "Show this help", NULL },
	{ "version", 0, G_OPTION_ARG_NONE, OPTION(wants_version), "Show the version", NULL },
	{ 0 },
};

#define JSON_ROW                                                         \
	{                                                                \
		"json", 0, G_OPTION_ARG_NONE, OPTION(is_json),           \
			"Print JSON (schema 1) instead of a table", NULL \
	}
#define SELECTION_ROWS                                                                       \
	{ "role", 'r', G_OPTION_ARG_STRING, OPTION(role), "Role by name or id", "NAME|ID" }, \
		{ "scope",                                                                   \
		  's',                                                                       \
		  G_OPTION_ARG_STRING,                                                       \
		  OPTION(scope),                                                             \
		  "Where: a name, a resource id or a portal URL",                            \
		  "NAME|ID|URL" },                                                           \
	{                                                                                    \
		"access", 0, G_OPTION_ARG_STRING, OPTION(access),                            \
			"Of a group: as member or as owner", "member|owner"                  \
	}
#define WAIT_ROW                                                    \
	{                                                           \
		"wait", 'w', G_OPTION_ARG_NONE, OPTION(is_waiting), \
			"Wait until the outcome is known", NULL     \
	}

static const OptionRow NO_OPTIONS[] = { { 0 } };

static const OptionRow LIST_OPTIONS[] = { JSON_ROW, { 0 } };

static const OptionRow ACTIVATE_OPTIONS[] = {
	SELECTION_ROWS,
	{ "duration", 'd', G_OPTION_ARG_STRING, OPTION(duration),
	  "How long: 90m, 1h30m, PT2H, 'until 17:00'; 1h unless the policy allows less", "TIME" },
	{ "reason", 'm', G_OPTION_ARG_STRING, OPTION(reason), "Why", "TEXT" },
	{ "ticket", 't', G_OPTION_ARG_STRING, OPTION(ticket), "Ticket number", "NUMBER" },
	{ "ticket-system", 0, G_OPTION_ARG_STRING, OPTION(ticket_system),
	  "Where the ticket is kept", "NAME" },
	{ "start", 0, G_OPTION_ARG_STRING, OPTION(start),
	  "When: 17:00, 'tomorrow 9:00', 'in 20m'; now if not given", "TIME" },
	{ "step-up", 0, G_OPTION_ARG_NONE, OPTION(is_stepping_up),
	  "Sign in when the role asks for a stronger sign-in, and send again, also without a "
	  "terminal",
	  NULL },
	{ "device", 0, G_OPTION_ARG_NONE, OPTION(is_device),
	  "The same, with a code to type into a browser on any device", NULL },
	WAIT_ROW,
	JSON_ROW,
	{ 0 },
};

static const OptionRow DEACTIVATE_OPTIONS[] = { SELECTION_ROWS, WAIT_ROW, JSON_ROW, { 0 } };

static const OptionRow HISTORY_OPTIONS[] = {
	{ "search", 0, G_OPTION_ARG_STRING, OPTION(search),
	  "Only requests with these words in role, scope, reason or ticket", "TEXT" },
	{ "limit", 'n', G_OPTION_ARG_INT, OPTION(limit), "At most so many, the newest first", "N" },
	JSON_ROW,
	{ 0 },
};

static const OptionRow LOGIN_OPTIONS[] = {
	{ "device", 0, G_OPTION_ARG_NONE, OPTION(is_device),
	  "Show a code to type into a browser on any device", NULL },
	{ "add", 0, G_OPTION_ARG_NONE, OPTION(is_new),
	  "Sign in as another account, beside those that are there", NULL },
	{ 0 },
};

static const OptionRow ACCOUNTS_OPTIONS[] = {
	{ "tenants", 0, G_OPTION_ARG_NONE, OPTION(has_tenants),
	  "Ask which other tenants the one in use is a guest of, too", NULL },
	JSON_ROW,
	{ 0 },
};

static const OptionRow DEMO_OPTIONS[] = {
	{ "screenshot", 0, G_OPTION_ARG_FILENAME, OPTION(screenshot),
	  "Write a screen as an SVG picture and end", "FILE" },
	{ "size", 0, G_OPTION_ARG_STRING, OPTION(size), "Size of the picture in characters: 80x24",
	  "COLUMNSxROWS" },
	{ "keys", 0, G_OPTION_ARG_STRING, OPTION(keys),
	  "Press these keys before the picture is taken: 'down tab right'", "KEY ..." },
	{ 0 },
};

static const Verb VERBS[] = {
	{ .name = "",
	  .summary = "Open the dashboard",
	  .options = NO_OPTIONS,
	  .run = verb_dashboard },
	{ .name = "list",
	  .arguments = "eligible|active",
	  .summary = "List the roles that may be activated, or that are active now",
	  .options = LIST_OPTIONS,
	  .arguments_min = 1,
	  .arguments_max = 1,
	  .run = verb_list },
	{ .name = "scopes",
	  .arguments = "ROLE [SCOPE]",
	  .summary = "List where a role can be activated",
	  .options = LIST_OPTIONS,
	  .arguments_min = 1,
	  .arguments_max = 2,
	  .run = verb_scopes },
	{ .name = "activate",
	  .summary = "Activate a role",
	  .options = ACTIVATE_OPTIONS,
	  .run = verb_activate },
	{ .name = "deactivate",
	  .summary = "End an activation before its time",
	  .options = DEACTIVATE_OPTIONS,
	  .run = verb_deactivate },
	{ .name = "history",
	  .summary = "List your own requests from the journal",
	  .options = HISTORY_OPTIONS,
	  .run = verb_history },
	{ .name = "login", .summary = "Sign in", .options = LOGIN_OPTIONS, .run = verb_login },
	{ .name = "logout",
	  .summary = "Sign out and wipe the tokens",
	  .options = NO_OPTIONS,
	  .run = verb_logout },
	{ .name = "accounts",
	  .summary = "List the accounts that can be used here",
	  .options = ACCOUNTS_OPTIONS,
	  .run = verb_accounts },
	{ .name = "doctor",
	  .summary = "Look at what everything needs: services, clock, sign-in, permissions",
	  .options = LIST_OPTIONS,
	  .run = verb_doctor },
	{ .name = "demo",
	  .summary = "Open the dashboard on a built-in tenant: no account, no network",
	  .options = DEMO_OPTIONS,
	  .run = verb_demo },
};

const Verb *verb_table(size_t *count)
{
	*count = G_N_ELEMENTS(VERBS);
	return VERBS;
}

const Verb *verb_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(VERBS); i++) {
		if (g_strcmp0(VERBS[i].name, name) == 0)
			return &VERBS[i];
	}
	return NULL;
}

const OptionRow *verb_common_options(void)
{
	return COMMON;
}
