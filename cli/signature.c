#include "cli/signature.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "src/base/files.h"
#include "src/base/text.h"

G_DEFINE_QUARK(myroles_signature_error, signature_error)

#define PROGRAM "ssh-keygen"

/* False: it could not be run. *is_well: it ended with 0. *output: what it said. */
static bool run(const char *const *arguments, GBytes *input, bool *is_well, GBytes **output,
		GError **error)
{
	g_autoptr(GError) problem = NULL;
	const GSubprocessFlags flags =
		G_SUBPROCESS_FLAGS_STDOUT_PIPE |
		(input != NULL ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE);
	g_autoptr(GSubprocess) process = g_subprocess_newv(arguments, flags, &problem);
	/* Who ends before it has read all is asked why: a broken pipe is no reason. */
	if (process != NULL &&
	    !g_subprocess_communicate(process, input, NULL, output, NULL, &problem) &&
	    g_error_matches(problem, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) &&
	    g_subprocess_wait(process, NULL, NULL))
		g_clear_error(&problem);
	if (problem != NULL) {
		g_set_error(error, SIGNATURE_ERROR, SIGNATURE_ERROR_PROGRAM,
			    "ssh-keygen could not be run: %s", problem->message);
		return false;
	}
	*is_well = g_subprocess_get_successful(process);
	if (!g_subprocess_get_if_signaled(process) || g_subprocess_get_term_sig(process) != SIGINT)
		return true;
	g_set_error_literal(error, SIGNATURE_ERROR, SIGNATURE_ERROR_INTERRUPTED, "Interrupted");
	return false;
}

GBytes *signature_make(const char *key, GBytes *text, GError **error)
{
	const char *const arguments[] = { PROGRAM, "-Y", "sign", "-n", SIGNATURE_NAMESPACE,
					  "-f",    key,  NULL };
	g_autoptr(GBytes) output = NULL;
	bool is_well = false;
	if (!run(arguments, text, &is_well, &output, error))
		return NULL;
	if (is_well && output != NULL && g_bytes_get_size(output) > 0)
		return g_steal_pointer(&output);
	g_set_error(error, SIGNATURE_ERROR, SIGNATURE_ERROR_PROGRAM,
		    "ssh-keygen did not sign with %s", key);
	return NULL;
}

/* The first line of what was said. The caller frees. */
static char *first_line(GBytes *output)
{
	gsize length = 0;
	const char *text = output != NULL ? g_bytes_get_data(output, &length) : NULL;
	g_autofree char *copy = g_strndup(text != NULL ? text : "", length);
	copy[strcspn(copy, "\r\n")] = '\0';
	return text_sanitize(copy, -1);
}

/* "Good "…" signature with ED25519 key SHA256:…": the fingerprint. */
static char *find_fingerprint(const char *line)
{
	const char *at = strstr(line, "SHA256:");
	return at != NULL ? g_strndup(at, strcspn(at, " ")) : g_strdup("");
}

static bool refuse(GError **error, const char *why)
{
	g_set_error_literal(error, SIGNATURE_ERROR, SIGNATURE_ERROR_BAD, why);
	return false;
}

/* `file` holds the signature, for the program reads it from nowhere else. */
static bool check_file(const char *file, GBytes *text, const char *signers, char **who,
		       GError **error)
{
	const char *const find[] = { PROGRAM, "-Y", "find-principals", "-s",
				     file,    "-f", signers,           NULL };
	const char *const novalidate[] = {
		PROGRAM, "-Y", "check-novalidate", "-n", SIGNATURE_NAMESPACE, "-s", file, NULL
	};
	g_autoptr(GBytes) output = NULL;
	bool is_well = false;
	if (!run(signers != NULL ? find : novalidate, signers != NULL ? NULL : text, &is_well,
		 &output, error))
		return false;
	g_autofree char *line = first_line(output);
	if (!is_well)
		return refuse(error, signers != NULL
					     ? "the key that signed is not among the signers"
					     : "the signature does not fit the manifest");
	if (signers == NULL) {
		*who = find_fingerprint(line);
		return true;
	}
	line[strcspn(line, ",")] = '\0'; /* of several names of one key the first will do */
	const char *const verify[] = { PROGRAM, "-Y", "verify", "-n",    SIGNATURE_NAMESPACE,
				       "-s",    file, "-f",     signers, "-I",
				       line,    NULL };
	g_autoptr(GBytes) verdict = NULL;
	if (!run(verify, text, &is_well, &verdict, error))
		return false;
	if (!is_well)
		return refuse(error, "the signature does not fit the manifest, or its key may not "
				     "sign such");
	*who = g_steal_pointer(&line);
	return true;
}

bool signature_check(GBytes *signature, GBytes *text, const char *signers, char **who,
		     GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("myroles-XXXXXX", error);
	if (folder == NULL)
		return false;
	g_autofree char *file = g_build_filename(folder, "signature", NULL);
	gsize length = 0;
	const char *data = g_bytes_get_data(signature, &length);
	const bool is_fine = files_create(file, data, length, error) &&
			     check_file(file, text, signers, who, error);
	g_unlink(file);
	g_rmdir(folder);
	return is_fine;
}
