#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/findings.h"
#include "cli/owed.h"
#include "cli/verbs.h"
#include "frontend/proposal-socket.h"
#include "src/base/browser.h"
#include "src/model/finding.h"
#include "tui/dashboard.h"

/* ---- what needs no service ---- */

static void add(GPtrArray *findings, const char *area, const char *what, const char *text)
{
	g_ptr_array_add(findings, finding_new(area, what, FINDING_OK, text, NULL));
}

/* What an administrator of this machine says, and what of it cannot be said otherwise. */
static void add_machine(GPtrArray *findings, const Settings *settings)
{
	if (settings->machine == NULL)
		return;
	g_autoptr(GList) keys = g_hash_table_get_keys(settings->locks);
	keys = g_list_sort(keys, (GCompareFunc)strcmp);
	GString *text = g_string_new("It holds for everybody on this machine");
	for (const GList *key = keys; key != NULL; key = key->next)
		g_string_append_printf(text, "%s%s", key == keys ? "; it locks " : ", ",
				       (const char *)key->data);
	g_string_append_c(text, '.');
	add(findings, "configuration", settings->machine, text->str);
	g_string_free(text, TRUE);
}

static void add_configuration(GPtrArray *findings, const Session *session, const Options *options)
{
	static const char *const sources[] = {
		[TOKEN_SOURCE_SIGN_IN] = "its own sign-in",
		[TOKEN_SOURCE_AZ] = "the Azure CLI",
		[TOKEN_SOURCE_FILE] = "a file",
	};
	const Settings *settings = session->settings;
	const AccountSettings *account = settings_find_account(settings, options->account);
	const bool is_kept = account->token_source == TOKEN_SOURCE_SIGN_IN;
	static const char *const places[] = {
		[TOKEN_STORE_SECRET_SERVICE] = ", kept in the keyring",
		[TOKEN_STORE_COMMAND] = ", kept by a command",
		[TOKEN_STORE_KERNEL] = ", kept in the kernel's keyring",
		[TOKEN_STORE_MEMORY] = ", kept in memory",
	};
	g_autofree char *text = g_strdup_printf(
		"Cloud %s; tokens from %s%s.", backend_cloud(session->backend)->name,
		sources[account->token_source], is_kept ? places[account->token_store] : "");
	add(findings, "configuration", settings->path != NULL ? settings->path : "none",
	    settings->path != NULL ? "It is in order." : "Everything is at its default.");
	add_machine(findings, settings);
	add(findings, "account", account->name, text);
}

static void warn(GPtrArray *findings, const char *area, const char *what, const char *text,
		 const char *hint)
{
	g_ptr_array_add(findings, finding_new(area, what, FINDING_WARNING, text,
					      problem_new(PROBLEM_USAGE, area, text, hint)));
}

/* A terminal, or not: verbs serve in a pipe as well. */
static void add_terminal(GPtrArray *findings)
{
	const char *type = g_getenv("TERM");
	const char *name = type != NULL && *type != '\0' ? type : "none";
	struct winsize size = { 0 };
	int colors = 0;
	g_autoptr(GError) error = NULL;
	if (!dashboard_check_terminal(&colors, &error)) {
		warn(findings, "terminal", name, "It cannot show the dashboard.",
		     "Set TERM to what your terminal is, such as xterm-256color.");
	} else {
		const bool has_size =
			ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
		g_autofree char *area =
			has_size ? g_strdup_printf("%dx%d, ", size.ws_col, size.ws_row)
				 : g_strdup("");
		g_autofree char *text = colors > 0 ? g_strdup_printf("%s%d colors.", area, colors)
						   : g_strdup_printf("%sno colors.", area);
		add(findings, "terminal", name, text);
	}
	const char *charset = NULL;
	if (g_get_charset(&charset))
		add(findings, "characters", charset, "Text and lines are drawn as they are.");
	else
		warn(findings, "characters", charset, "Lines are drawn with ASCII characters.",
		     "Use a UTF-8 locale, such as LC_ALL=C.UTF-8.");
	const char *why = NULL;
	g_autofree char *where = browser_is_elsewhere(&why)
					 ? g_strdup_printf("Pages are shown: %s.", why)
					 : g_strdup("Pages are opened here.");
	add(findings, "browser", "this machine", where);
}

static const char *first_set(const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *value = g_getenv(names[i]);
		if (value != NULL && *value != '\0')
			return names[i];
	}
	return NULL;
}

/* Its address may hold a password: only that there is one is told. */
static void add_proxy(GPtrArray *findings)
{
	static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy",
					     "ALL_PROXY" };
	static const char *const exceptions[] = { "no_proxy", "NO_PROXY" };
	const char *name = first_set(names, G_N_ELEMENTS(names));
	const char *except = first_set(exceptions, G_N_ELEMENTS(exceptions));
	if (name == NULL)
		return;
	g_autofree char *text =
		except == NULL ? g_strdup("Requests go through it.")
			       : g_strdup_printf("Requests go through it, except to what %s names.",
						 except);
	add(findings, "proxy", name, text);
}

/* By how it stands at the socket of proposals; without a hint all is well. */
static const struct {
	const char *text, *hint;
} proposal_looks[] = {
	[PROPOSAL_SOCKET_HEARD] = { "A dashboard takes what programs ask for.", NULL },
	[PROPOSAL_SOCKET_NOBODY] = { "No dashboard is open that takes what programs ask for.",
				     NULL },
	[PROPOSAL_SOCKET_DEAF] = { "A dashboard is open, but no program can ask it.",
				   "Close it and open it again." },
	[PROPOSAL_SOCKET_FOREIGN] = { "A program of another user listens there.",
				      "Remove that file, and open the dashboard again." },
	[PROPOSAL_SOCKET_SHARED] = { "Others may enter its folder.",
				     "Run chmod 700 on the folder." },
	[PROPOSAL_SOCKET_UNUSABLE] = { NULL, "Set XDG_RUNTIME_DIR to a folder of yours alone, with "
					     "a short name." },
};

/* For `myroles agent`: whether a person would see what it proposes. */
static void add_proposals(GPtrArray *findings, const Options *options)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *path = proposal_socket_path(options->state_dir != NULL);
	const ProposalSocketState state = proposal_socket_look(path, &error);
	const char *hint = proposal_looks[state].hint;
	g_autofree char *text = error != NULL
					? g_strdup_printf("No program can ask: %s.", error->message)
					: g_strdup(proposal_looks[state].text);
	if (hint == NULL)
		add(findings, "proposals", path, text);
	else
		warn(findings, "proposals", path, text, hint);
}

/* ---- telling ---- */

/* The configuration, or what it leads to: who is meant, the journal, the log. */
static void add_failed_start(GPtrArray *findings, const Session *session, const Options *options,
			     const GError *error)
{
	Problem *problem = backend_explain(error);
	const char *path = options->config != NULL ? options->config : "myroles.conf";
	const bool is_read = session->settings != NULL;
	if (is_read)
		add(findings, "configuration",
		    session->settings->path != NULL ? session->settings->path : "none",
		    "It can be read.");
	g_ptr_array_add(findings,
			finding_new(is_read ? "start" : "configuration", is_read ? "myroles" : path,
				    FINDING_FAILED, problem->message, problem));
}

/* Without a configuration that can be used, what needs none is still looked at. */
static ExitCode run(const Options *options)
{
	g_auto(Session) session = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) findings =
		g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
	const bool is_open = session_try_open(&session, options, (KeptChoice){ 0 }, &error);
	if (is_open)
		add_configuration(findings, &session, options);
	else
		add_failed_start(findings, &session, options, error);
	add_terminal(findings);
	add_proxy(findings);
	add_proposals(findings, options);
	if (is_open && !findings_ask(&session, INTENT_EXAMINE, findings))
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) owed = is_open ? owed_read(&session) : NULL;
	if (owed != NULL)
		owed_add_findings(&session, owed, findings);
	return findings_print(options, session.settings, findings);
}

static const OptionRow own_options[] = { OPTIONS_TABLE, OPTION_JSON, { 0 } };

static const VerbSheet sheets[] = { { NULL, &finding_sheet }, { 0 } };

const Verb verb_doctor = {
	.name = "doctor",
	.document = DOCUMENT_FINDINGS,
	.summary = "Check what everything needs: services, clock, sign-in, permissions",
	.options = own_options,
	.sheets = sheets,
	.run_alone = run,
};
