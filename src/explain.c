/*
 * Every error of every room as a person is told it: one table from (domain, code) to what it is and what to do next.
 * Errors of the service (PIM_ERROR) have a table of their own in src/pim, since they carry more than a code.
 */
#include "src/backend.h"

#include <gio/gio.h>
#include <string.h>

#include "src/auth/provider.h"
#include "src/base/files.h"
#include "src/base/log.h"
#include "src/base/text.h"
#include "src/json/value.h"
#include "src/model/duration.h"
#include "src/net/http.h"
#include "src/pim/error.h"
#include "src/store/error.h"

typedef struct ExplainRow {
	GQuark (*domain)(void);
	int code;
	ProblemKind kind;
	const char *word;
	const char *sentence; /* NULL: the error's own message */
	const char *hint;
} ExplainRow;

#define TRY_AGAIN  "Try again in a minute."
#define SIGN_IN    "Sign in{sign-in}."
#define TRY_REPORT "Try again; if it keeps failing, report it."

static const ExplainRow rows[] = {
	{ http_error_quark, HTTP_ERROR_UNREACHABLE, PROBLEM_UNREACHABLE, "unreachable", NULL,
	  "Check the network, the proxy and the name of the service." },
	{ http_error_quark, HTTP_ERROR_NOT_SENT, PROBLEM_UNREACHABLE, "unreachable", NULL,
	  "Nothing was sent. Check the network, the proxy and the name of the service." },
	{ http_error_quark, HTTP_ERROR_PROXY, PROBLEM_UNREACHABLE, "proxy", NULL,
	  "Nothing was sent. Check the address that the variable holds, with the name and password "
	  "for it: in these @ is written %40, / %2F, # %23 and ? %3F." },
	{ http_error_quark, HTTP_ERROR_PROXY_TICKET, PROBLEM_UNREACHABLE, "proxy", NULL,
	  "Nothing was sent. Get a Kerberos ticket (kinit), and leave name and password out of the "
	  "variable." },
	{ http_error_quark, HTTP_ERROR_PROXY_REFUSES, PROBLEM_UNREACHABLE, "proxy", NULL,
	  "Nothing was sent. Ask whoever runs the proxy to let this host through." },
	{ http_error_quark, HTTP_ERROR_CA_FILE, PROBLEM_UNREACHABLE, "ca-file", NULL,
	  "Nothing was sent. Let the cloud's ca_file name a file of certificates in PEM, or take "
	  "it "
	  "out of the configuration." },
	{ http_error_quark, HTTP_ERROR_TLS, PROBLEM_UNREACHABLE, "tls",
	  "Nobody whom this machine trusts issued the service's certificate.",
	  "If a proxy opens TLS, put its certificate into the cloud's ca_file." },
	{ http_error_quark, HTTP_ERROR_CERTIFICATE, PROBLEM_UNREACHABLE, "certificate", NULL,
	  "Nothing was sent. Check the clock of this machine, and whether something else answers "
	  "in place of the service." },
	{ http_error_quark, HTTP_ERROR_HANDSHAKE, PROBLEM_UNREACHABLE, "handshake", NULL,
	  "Nothing was sent. Check the URLs of the cloud, and whether a proxy or something else "
	  "answers in place of the service." },
	{ http_error_quark, HTTP_ERROR_TIMED_OUT, PROBLEM_UNREACHABLE, "timed-out",
	  "The service did not answer in time.", TRY_AGAIN },
	{ http_error_quark, HTTP_ERROR_THROTTLED, PROBLEM_UNREACHABLE, "throttled",
	  "The service is busy and asked to wait.", TRY_AGAIN },
	{ http_error_quark, HTTP_ERROR_WAIT, PROBLEM_UNREACHABLE, "throttled", NULL,
	  "Try again then." },
	{ http_error_quark, HTTP_ERROR_REDIRECT, PROBLEM_FAILED, "redirect",
	  "The service redirected the program, and redirects are not followed.",
	  "Check the URLs of the cloud, and whether the network itself wants a sign-in." },
	{ http_error_quark, HTTP_ERROR_TOO_LARGE, PROBLEM_FAILED, "too-large", NULL, TRY_REPORT },
	{ http_error_quark, HTTP_ERROR_FOREIGN_HOST, PROBLEM_FAILED, "foreign-host",
	  "The service pointed to another host, which does not get the token.", TRY_REPORT },
	{ http_error_quark, HTTP_ERROR_BAD_URL, PROBLEM_USAGE, "bad-url", NULL,
	  "Check the URLs of the cloud in the configuration." },
	{ http_error_quark, HTTP_ERROR_LOOP, PROBLEM_FAILED, "loop",
	  "The service's list links back to itself.", TRY_REPORT },
	{ http_error_quark, HTTP_ERROR_INTERRUPTED, PROBLEM_UNREACHABLE, "interrupted",
	  "The service's answer ended too early.", TRY_AGAIN },
	{ http_error_quark, HTTP_ERROR_CANCELED, PROBLEM_CANCELED, "cancelled", "Canceled.", NULL },
	{ http_error_quark, HTTP_ERROR_NOT_JSON, PROBLEM_UNREACHABLE, "not-json",
	  "The service answered with a page instead of data.",
	  "A proxy or the network's sign-in page may be in the way." },
	{ http_error_quark, HTTP_ERROR_NOT_HTTP, PROBLEM_UNREACHABLE, "not-http",
	  "What answered does not speak HTTP.",
	  "A proxy or another program may be in the way; check the URLs of the cloud." },

	{ auth_error_quark, AUTH_ERROR_NOT_SIGNED_IN, PROBLEM_SIGN_IN, "not-signed-in", NULL,
	  SIGN_IN },
	{ auth_error_quark, AUTH_ERROR_INTERACTION, PROBLEM_SIGN_IN, "sign-in-again", NULL,
	  SIGN_IN },
	{ auth_error_quark, AUTH_ERROR_CODE_EXPIRED, PROBLEM_SIGN_IN, "code-expired", NULL,
	  "Get a new code. If the page said that access is blocked (AADSTS53003), sign in by "
	  "browser instead." },
	{ auth_error_quark, AUTH_ERROR_DECLINED, PROBLEM_SIGN_IN, "declined", NULL,
	  "Sign in again and accept, or ask an administrator for access to the application." },
	{ auth_error_quark, AUTH_ERROR_CONSENT, PROBLEM_NOT_ALLOWED, "no-consent", NULL,
	  "Ask an administrator to consent to the permissions of the application." },
	{ auth_error_quark, AUTH_ERROR_BLOCKED, PROBLEM_SIGN_IN, "blocked", NULL,
	  "Sign in with the browser of a device that your organization manages." },
	{ auth_error_quark, AUTH_ERROR_CONFIGURATION, PROBLEM_USAGE, "client", NULL,
	  "Check client_id, tenant and cloud in the configuration, and how the application is "
	  "registered." },
	{ auth_error_quark, AUTH_ERROR_BAD_ANSWER, PROBLEM_FAILED, "bad-answer", NULL, TRY_REPORT },
	{ auth_error_quark, AUTH_ERROR_WRONG_ADDRESS, PROBLEM_USAGE, "wrong-address", NULL,
	  "Copy the whole address from the browser's address bar." },
	{ auth_error_quark, AUTH_ERROR_STRANGE_ANSWER, PROBLEM_FAILED, "strange-answer",
	  "The browser brought an answer to another sign-in: it was refused.",
	  "This one goes on waiting: sign in on the page that was opened last." },
	{ auth_error_quark, AUTH_ERROR_REFUSED, PROBLEM_SIGN_IN, "sign-in-refused", NULL,
	  "Sign in again; if it keeps failing, ask an administrator." },
	{ auth_error_quark, AUTH_ERROR_AGAIN_LATER, PROBLEM_UNREACHABLE, "busy", NULL, TRY_AGAIN },
	{ auth_error_quark, AUTH_ERROR_NO_KEYRING, PROBLEM_FAILED, "no-keyring", NULL,
	  "Start one (gnome-keyring or KeePassXC on a session bus), or set token_store=kernel or "
	  "token_store=command (myroles.conf(5) tells who can read them there), or "
	  "token_store=memory to sign in anew each time." },
	{ auth_error_quark, AUTH_ERROR_NO_COLLECTION, PROBLEM_FAILED, "no-collection", NULL,
	  "Set up a default keyring, for instance with Seahorse, or set token_store=memory to sign "
	  "in anew each time." },
	{ auth_error_quark, AUTH_ERROR_KEYRING_LOCKED, PROBLEM_FAILED, "keyring-locked", NULL,
	  "Unlock it{unlock} and try again: you are still signed in." },
	{ auth_error_quark, AUTH_ERROR_KEYRING_HUNG, PROBLEM_FAILED, "keyring-hung", NULL,
	  "Restart the keyring's daemon and try again: you are still signed in." },
	{ auth_error_quark, AUTH_ERROR_PROMPT_DISMISSED, PROBLEM_FAILED, "not-unlocked", NULL,
	  "Try again and unlock it{unlock}, or set token_store=memory to sign in anew each time." },
	{ auth_error_quark, AUTH_ERROR_NO_KERNEL_KEYRING, PROBLEM_FAILED, "no-kernel-keyring", NULL,
	  "Set token_store to another store: myroles.conf(5) tells what each needs." },
	{ auth_error_quark, AUTH_ERROR_KERNEL_KEYRING_FULL, PROBLEM_FAILED, "kernel-keyring-full",
	  NULL, "Remove what is not needed, by `keyctl invalidate ID`, and sign in again." },
	{ auth_error_quark, AUTH_ERROR_STORE_COMMAND, PROBLEM_FAILED, "token-store-command", NULL,
	  "Try it by hand with `get`, `store` or `erase` and `myroles/test`: myroles.conf(5) tells "
	  "what is expected of it." },
	{ auth_error_quark, AUTH_ERROR_AZ_SIGNED_OUT, PROBLEM_SIGN_IN, "not-signed-in", NULL,
	  "Sign in with: az login" },
	{ auth_error_quark, AUTH_ERROR_EXPIRED, PROBLEM_SIGN_IN, "expired", NULL,
	  "Write a new token into it." },
	{ auth_error_quark, AUTH_ERROR_WRONG_ACCOUNT, PROBLEM_SIGN_IN, "wrong-account", NULL,
	  "Sign in as the account that was chosen, or choose the other one." },
	{ auth_error_quark, AUTH_ERROR_WRONG_AUDIENCE, PROBLEM_SIGN_IN, "wrong-audience", NULL,
	  "The token is for another service or cloud: check cloud and token_source." },
	{ auth_error_quark, AUTH_ERROR_BAD_TOKEN, PROBLEM_SIGN_IN, "bad-token", NULL,
	  "Get a new token." },
	{ auth_error_quark, AUTH_ERROR_OTHER_SIGN_IN, PROBLEM_SIGN_IN, "other-sign-in", NULL,
	  "Sign in again{sign-in}; if it comes back, tell an administrator." },
	{ auth_error_quark, AUTH_ERROR_FILE_MISSING, PROBLEM_SIGN_IN, "no-token-file", NULL,
	  "Check token_file in the configuration." },
	{ auth_error_quark, AUTH_ERROR_FILE_UNSAFE, PROBLEM_SIGN_IN, "unsafe-token-file", NULL,
	  "The file must belong to you and have mode 0600." },
	{ auth_error_quark, AUTH_ERROR_FILE_BAD, PROBLEM_SIGN_IN, "bad-token-file", NULL,
	  "It holds {\"arm\":\"…\",\"graph\":\"…\"}." },
	{ auth_error_quark, AUTH_ERROR_AZ_MISSING, PROBLEM_SIGN_IN, "no-az",
	  "The Azure CLI (az) is not installed.",
	  "Install it, or set token_source=file in the configuration." },
	{ auth_error_quark, AUTH_ERROR_AZ_LOCKED, PROBLEM_SIGN_IN, "no-az", NULL,
	  "Make it executable (chmod +x), or install the Azure CLI anew." },
	{ auth_error_quark, AUTH_ERROR_AZ_FAILED, PROBLEM_SIGN_IN, "az-failed", NULL,
	  "Try: az account get-access-token" },
	{ auth_error_quark, AUTH_ERROR_TIMED_OUT, PROBLEM_SIGN_IN, "no-token-in-time", NULL,
	  TRY_AGAIN },
	{ auth_error_quark, AUTH_ERROR_CANNOT_STEP_UP, PROBLEM_STEP_UP, "cannot-step-up", NULL,
	  "Sign in to the token's source with the method that the role asks for." },
	{ auth_error_quark, AUTH_ERROR_UNSUPPORTED, PROBLEM_USAGE, PROBLEM_CODE_UNSUPPORTED, NULL,
	  "Change the account in the configuration." },
	{ auth_error_quark, AUTH_ERROR_READ_ONLY, PROBLEM_NOT_ALLOWED, "read-only", NULL,
	  "Nothing was sent. Use another account{accounts}, or change read_only in the "
	  "configuration." },
	{ auth_error_quark, AUTH_ERROR_AMBIGUOUS, PROBLEM_USAGE, "ambiguous", NULL,
	  "Say who{accounts}." },

	{ json_error_quark, JSON_ERROR_SYNTAX, PROBLEM_FAILED, "bad-json",
	  "The service's answer cannot be read.", TRY_REPORT },
	{ json_error_quark, JSON_ERROR_LIMIT, PROBLEM_FAILED, "too-large",
	  "The service's answer is too large or too deep.", TRY_REPORT },
	{ json_error_quark, JSON_ERROR_TYPE, PROBLEM_FAILED, "bad-json", NULL, TRY_REPORT },
	{ json_error_quark, JSON_ERROR_MISSING, PROBLEM_FAILED, "bad-json", NULL, TRY_REPORT },
	{ json_error_quark, JSON_ERROR_RANGE, PROBLEM_FAILED, "bad-json", NULL, TRY_REPORT },

	{ store_error_quark, STORE_ERROR_CONFIG, PROBLEM_USAGE, "configuration", NULL,
	  "Correct the configuration; myroles.conf(5) lists its keys." },
	{ store_error_quark, STORE_ERROR_DAMAGED, PROBLEM_FAILED, "damaged", NULL,
	  "Move the file away; a new one is made at the next start." },
	{ store_error_quark, STORE_ERROR_VERSION, PROBLEM_FAILED, "newer-version", NULL,
	  "Use the newer version of this program." },
	{ store_error_quark, STORE_ERROR_BUSY, PROBLEM_FAILED, "busy", NULL,
	  "End what holds it (fuser -v tells): a shell of sqlite3, a backup, a copy that was "
	  "stopped." },
	{ store_error_quark, STORE_ERROR_RENEWED, PROBLEM_FAILED, "snapshot-damaged", NULL,
	  "Everything is loaded from the services again." },
	{ store_error_quark, STORE_ERROR_IO, PROBLEM_FAILED, "disk", NULL,
	  "Lists are shown all the same. Check the disk and the rights of the folder; where the "
	  "home "
	  "is on a network, let XDG_STATE_HOME and XDG_CACHE_HOME name folders of this machine." },
	{ store_error_quark, STORE_ERROR_FULL, PROBLEM_FAILED, "disk-full", NULL,
	  "Lists are shown all the same. Free some space there, or let XDG_STATE_HOME and "
	  "XDG_CACHE_HOME name folders on another disk." },

	{ files_error_quark, FILES_ERROR_MISSING, PROBLEM_USAGE, "missing-file", NULL,
	  "Check the paths in the configuration." },
	{ files_error_quark, FILES_ERROR_UNSAFE, PROBLEM_USAGE, "unsafe-file", NULL,
	  "The file must belong to you, and others must not write (or read) it." },
	{ files_error_quark, FILES_ERROR_NOT_OWNED, PROBLEM_USAGE, "unsafe-file", NULL,
	  "An administrator of this machine has to mend that: root owns it, and nobody else "
	  "writes to it." },
	{ files_error_quark, FILES_ERROR_DANGLING, PROBLEM_USAGE, "missing-file", NULL,
	  "Mend the link, or take it away." },
	{ files_error_quark, FILES_ERROR_TOO_LARGE, PROBLEM_USAGE, "too-large", NULL, NULL },
	{ files_error_quark, FILES_ERROR_IO, PROBLEM_FAILED, "disk", NULL,
	  "Check the disk and the rights of the folder." },
	{ files_error_quark, FILES_ERROR_FULL, PROBLEM_FAILED, "disk-full", NULL,
	  "Free some space there." },
	{ files_error_quark, FILES_ERROR_EXISTS, PROBLEM_FAILED, "exists", NULL,
	  "It was left as it is: move it away first." },

	{ duration_error_quark, DURATION_ERROR_SYNTAX, PROBLEM_USAGE, "bad-time", NULL, NULL },
	{ duration_error_quark, DURATION_ERROR_RANGE, PROBLEM_USAGE, "bad-time", NULL, NULL },

	{ g_io_error_quark, G_IO_ERROR_CANCELLED, PROBLEM_CANCELED, "cancelled", "Canceled.",
	  NULL },
	{ g_io_error_quark, G_IO_ERROR_TIMED_OUT, PROBLEM_UNREACHABLE, "timed-out", NULL,
	  TRY_AGAIN },
	{ g_io_error_quark, G_IO_ERROR_PERMISSION_DENIED, PROBLEM_FAILED, "permission", NULL,
	  NULL },
	{ g_io_error_quark, G_IO_ERROR_NO_SPACE, PROBLEM_FAILED, "disk", NULL,
	  "Free some disk space." },
};

static const ExplainRow *find_row(const GError *error)
{
	static const ExplainRow other = { NULL, 0, PROBLEM_FAILED, "failed", NULL, NULL };
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (rows[i].domain() == error->domain && rows[i].code == error->code)
			return &rows[i];
	return &other;
}

/* "the sign-in was revoked", but not "myroles.conf: …" */
static bool begins_with_a_word(const char *text)
{
	const size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz");
	return length > 0 && (text[length] == ' ' || text[length] == ',');
}

/* A library's words are no sentence yet: the next step shall not run into them. */
static char *make_sentence(const char *message)
{
	/* Other programs (az) tell the proxy's address with its password. */
	g_autofree char *redacted = log_redact_logins(message);
	g_autofree char *clean = text_sanitize(redacted, -1);
	const size_t length = strlen(clean);
	if (begins_with_a_word(clean))
		clean[0] = g_ascii_toupper(clean[0]);
	const bool is_ended = length == 0 || strchr(".!?", clean[length - 1]) != NULL ||
			      g_str_has_suffix(clean, "…");
	return is_ended ? g_steal_pointer(&clean) : g_strconcat(clean, ".", NULL);
}

/* The Azure CLI is a program of its own, and looks at another tenant unless it is told. */
static char *add_tenant(const char *hint, const GError *error)
{
	const char *tenant = auth_error_details(error).tenant;
	return hint != NULL && tenant != NULL ? g_strconcat(hint, " --tenant ", tenant, NULL)
					      : g_strdup(hint);
}

Problem *backend_explain(const GError *error)
{
	Problem *problem = pim_error_explain(error);
	if (problem != NULL)
		return problem;
	const ExplainRow *row = find_row(error);
	g_autofree char *own = make_sentence(error->message);
	g_autofree char *hint = add_tenant(row->hint, error);
	problem = problem_new(row->kind, row->word, row->sentence != NULL ? row->sentence : own,
			      hint);
	problem->claims = g_strdup(auth_error_details(error).claims);
	const char *correlation_id = auth_error_details(error).correlation_id;
	if (correlation_id != NULL)
		problem->request_id = text_sanitize(correlation_id, -1);
	return problem;
}
