#include "cli/examples.h"

#include <glib.h>
#include <string.h>

const Example examples[] = {
	{ "list", "myroles list eligible --columns role,scope,until --sort until",
	  "What may be activated, first what ends first" },
	{ "list", "myroles list active | cut -f3", "The names of the roles that are active" },
	{ "list", "myroles list active --all-accounts",
	  "What is active in every tenant, as far as is known" },
	{ "list", "myroles list active --at rg-payments",
	  "Who else is at it: everybody's roles there, and why" },
	{ "list", "myroles list approvals --brief --columns who,role,lately,narrower",
	  "Who asks how often, and would less do?" },
	{ "status", "myroles status --format '{role}@{scope} {left}'",
	  "What is active, without asking anybody" },
	{ "has", "myroles has Reader@rg-payments && echo yes",
	  "Do something only while a role is active" },
	{ "scopes", "myroles scopes Contributor sub-prod",
	  "Where below a subscription a role can be activated" },
	{ "show", "myroles show Reader sub-dev", "All that is known of one role" },
	{ "show", "myroles show \"$(myroles list approvals | head -n1 | cut -f1)\"",
	  "All of what waits for you first" },
	{ "policy", "myroles policy Contributor rg-payments", "What an activation asks for" },
	{ "why", "myroles why Microsoft.KeyVault/vaults/secrets/getSecret/action rg-payments",
	  "Which eligible role permits that, the least first" },
	{ "why",
	  "echo 'not allowed to perform action \"Microsoft.Web/sites/write\" over scope "
	  "\"/subscriptions/22222222-2222-4222-8222-222222222222\"' | myroles why -",
	  "The same from what a command said" },
	{ "open", "myroles open Reader sub-dev --print", "The address of the portal's page" },
	{ "activate", "myroles activate -r Reader -s sub-dev -d 30m --wait",
	  "Activate a role for half an hour, and return when it is on" },
	{ "activate",
	  "myroles activate -r Contributor -s rg-payments -m 'deploy hotfix 4711' -t INC1 "
	  "--dry-run",
	  "Ask whether the service would take it; nothing is sent" },
	{ "activate",
	  "echo '{\"role\":\"Reader\",\"scope\":\"sub-dev\"}' | myroles activate - -d 30m",
	  "Activate what a program says, a line of JSON each" },
	{ "deactivate", "myroles deactivate -r Reader -s rg-payments --wait",
	  "End a role before its time" },
	{ "exec", "myroles exec -r Reader -s rg-payments -- env",
	  "Run a command while a role is on; it is ended afterwards unless it was on before" },
	{ "set", "myroles set", "The sets that the configuration names" },
	{ "set", "myroles set morning --ticket INC4711 --rehearse",
	  "Look whether each role of a set would be given" },
	{ "cancel", "myroles cancel \"$(myroles list requests | head -n1 | cut -f1)\"",
	  "Take back the newest request that waits" },
	{ "wait",
	  "myroles wait --timeout 2m \"$(myroles activate -r Reader -s sub-dev -d 30m | cut -f1)\"",
	  "Activate now, and wait later" },
	{ "brief", "myroles brief \"$(myroles list approvals | head -n1 | cut -f1)\"",
	  "What to know before you decide on it" },
	{ "approve",
	  "myroles approve \"$(myroles list approvals | head -n1 | cut -f1)\" -m 'as agreed'",
	  "Approve the first request that waits for you" },
	{ "deny", "myroles deny \"$(myroles list approvals | head -n1 | cut -f1)\" -m 'not today'",
	  "Deny it" },
	{ "extend", "myroles extend -r Owner -s rg-edge -d 90d -m 'on call until February'",
	  "Ask for 90 more days of an eligibility that ends soon" },
	{ "renew",
	  "myroles renew -r \"$(myroles list dormant --sort end | head -n1 | cut -f1)\" -m 'on "
	  "call again'",
	  "Ask again for the one that ended last" },
	{ "history", "myroles history --totals role --sort -times",
	  "How often each role was used, the most used first" },
	{ "history", "myroles history --csv --columns created,role,scope,reason",
	  "What was activated, for a spreadsheet" },
	{ "evidence",
	  "f=$(mktemp) && myroles evidence --from today \"$f\" && myroles evidence verify \"$f\" "
	  "&& "
	  "rm \"$f\"",
	  "Pack what was done today, and look whether the file is whole" },
	{ "changes", "myroles changes --seen",
	  "What changed since you looked last; next time only what is new" },
	{ "watch", "myroles watch --once | cut -f3", "What there is to know now, for a bar" },
	{ "agent", "echo '{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}' | myroles agent",
	  "What a program would see, answered" },
	{ "login", "myroles login --device", "Sign in by a code, where there is no browser" },
	{ "logout", "myroles logout", "Wipe the tokens of the account in use" },
	{ "accounts", "myroles accounts --columns account,tenant", "Who has signed in, and where" },
	{ "config", "myroles config check", "Each mistake of the configuration, by its line" },
	{ "doctor", "myroles doctor --json", "Whether all is well, for a program" },
	{ "demo", "myroles demo list active", "Try a verb without an account" },
	{ "completion", "eval \"$(myroles completion bash)\"", "Completion in this shell" },
	{ "help", "myroles help activate", "All about one verb" },
	{ 0 },
};

char *examples_text(const char *verb)
{
	GString *text = NULL;
	for (const Example *example = examples; example->verb != NULL; example++) {
		if (strcmp(example->verb, verb) != 0)
			continue;
		if (text == NULL)
			text = g_string_new("Examples:");
		g_string_append_printf(text, "\n  %s\n      %s.", example->line, example->words);
	}
	return text != NULL ? g_string_free(text, FALSE) : NULL;
}
