/* One's own requests of a time as one file that is signed, and looking whether such a file is whole. */
#include <string.h>

#include "cli/lists.h"
#include "cli/print.h"
#include "cli/requests.h"
#include "cli/signature.h"
#include "cli/verbs.h"
#include "frontend/document.h"
#include "frontend/history-export.h"
#include "frontend/history-filter.h"
#include "frontend/manifest.h"
#include "src/base/files.h"
#include "src/base/limits.h"

typedef struct EvidenceOptions {
	Options common;
	char *from, *to, *key, *signers;
} EvidenceOptions;

static bool is_verifying(const Options *options)
{
	return strcmp(options->arguments[0], "verify") == 0;
}

/* ---- The time ------------------------------------------------------------------------------------- */

/* A day, a month or a year, as the history takes them: from its first moment, to its last one. */
static bool read_side(const Wording *wording, const char *text, const char *option, bool is_end,
		      Instant *out)
{
	Period period = { 0 };
	if (text == NULL)
		return true;
	if (!period_parse(wording, text, &period) || period_is_open(&period)) {
		tell_format("%s %s is no day or month: say 2026-11-30, 2026-11 or yesterday.",
			    option, text);
		return false;
	}
	*out = is_end ? period.until : period.since;
	return true;
}

static bool read_period(const EvidenceOptions *options, const Wording *wording, Period *out)
{
	Period period = { 0 };
	if (!read_side(wording, options->from, "--from", false, &period.since) ||
	    !read_side(wording, options->to, "--to", true, &period.until))
		return false;
	if (period.since != 0 && period.until != 0 && period.since >= period.until) {
		tell("--to is before --from.", NULL);
		return false;
	}
	*out = period;
	return true;
}

/* ---- What is told ---------------------------------------------------------------------------------- */

static void print_file(const EvidenceFile *file)
{
	g_autoptr(GPtrArray) none = g_ptr_array_new();
	const GPtrArray *told = tell_problems();
	print_document(document_evidence_file(&tell_wording, file, told != NULL ? told : none));
}

/* ---- Packing -------------------------------------------------------------------------------------- */

static void add_string(GPtrArray *files, const char *name, const char *text)
{
	archive_add(files, name, text, strlen(text));
}

static void add_export(GPtrArray *files, const char *name, HistoryExport *export, ExportKind kind)
{
	export->kind = kind;
	g_auto(ExportText) text = { 0 };
	export_text_init(&text, export);
	while (export_text_step(&text))
		continue;
	archive_add(files, name, text.text->str, text.text->len);
}

static GPtrArray *make_files(const Session *session, GPtrArray *entries, const Period *period)
{
	const Wording wording = session_wording(session);
	const ListSource source = { session->account, wording.now, NULL };
	GPtrArray *files = archive_new();
	cJSON *document =
		document_evidence(&wording, &source, entries, period->since, period->until);
	char *json = cJSON_Print(document);
	add_string(files, "entries.json", json);
	cJSON_free(json);
	cJSON_Delete(document);
	g_autoptr(GPtrArray) owners = g_ptr_array_new();
	g_autoptr(HistoryExport) export =
		history_export_new(&wording, session->account, entries, owners);
	export->period = *period;
	add_export(files, "history.csv", export, EXPORT_CSV);
	add_export(files, "timeline.svg", export, EXPORT_SVG);
	return files;
}

/* False: it was told. */
static bool seal(GPtrArray *files, const char *key, GError **error)
{
	g_autofree char *manifest = manifest_make(files);
	add_string(files, MANIFEST_NAME, manifest);
	if (key == NULL)
		return true;
	g_autoptr(GBytes) signature =
		signature_make(key, archive_find(files, MANIFEST_NAME), error);
	if (signature == NULL)
		return false;
	gsize length = 0;
	const void *data = g_bytes_get_data(signature, &length);
	archive_add(files, SIGNATURE_NAME, data, length);
	return true;
}

static ExitCode write_file(const Session *session, GPtrArray *files, guint count,
			   const EvidenceOptions *options)
{
	const char *path = options->common.arguments[0];
	g_autoptr(GError) error = NULL;
	if (!seal(files, options->key, &error)) {
		tell_format("%s. Nothing was written.", error->message);
		return g_error_matches(error, SIGNATURE_ERROR, SIGNATURE_ERROR_INTERRUPTED)
			       ? EXIT_INTERRUPTED
			       : EXIT_FAILED;
	}
	g_autoptr(GBytes) bytes = archive_write(files, session_now(session));
	gsize length = 0;
	const char *data = g_bytes_get_data(bytes, &length);
	if (!files_replace(path, data, length, &error))
		return tell_error(error);
	if (!options->common.is_json)
		say("%s: %u requests, %s.", path, count,
		    options->key != NULL ? "signed"
					 : "not signed. Without --key it proves nothing: whoever "
					   "has the file can change it");
	return EXIT_DONE;
}

static ExitCode pack(Session *session, const EvidenceOptions *options)
{
	Instant as_of = 0;
	ExitCode code = EXIT_FAILED;
	HistoryFilter filter = { 0 };
	/* What the service tells goes into the journal first. */
	g_autoptr(GPtrArray) told = session_load(session, LIST_REQUESTS, &as_of);
	const Wording wording = session_wording(session);
	if (told == NULL)
		return EXIT_INTERRUPTED;
	if (!read_period(options, &wording, &filter.period))
		return EXIT_USAGE;
	g_autoptr(GPtrArray) read = session_read_journal(session, NULL, 0, &code);
	if (read == NULL)
		return code;
	/* It would say that this was all. */
	if (session->has_gaps) {
		tell("The journal cannot be read, so something would be missing. Nothing was "
		     "written.",
		     NULL);
		return EXIT_FAILED;
	}
	g_autoptr(GPtrArray) entries = history_filter_list(&filter, read, wording.now, true);
	g_autoptr(GPtrArray) files = make_files(session, entries, &filter.period);
	code = write_file(session, files, entries->len, options);
	const ExitCode reported = session_report(session, true);
	if (code != EXIT_DONE)
		return code;
	if (options->common.is_json)
		print_file(&(EvidenceFile){ .path = options->common.arguments[0],
					    .requests = entries->len,
					    .is_signed = options->key != NULL });
	return reported;
}

/* ---- Looking at one ------------------------------------------------------------------------------- */

/* `who`: a name among the signers, or the key where there are none. */
static void say_signed(const EvidenceOptions *options, const char *who)
{
	const char *path = options->common.arguments[1];
	const bool is_checked = options->signers != NULL;
	if (options->common.is_json)
		print_file(&(EvidenceFile){ .path = path,
					    .requests = -1,
					    .is_signed = who != NULL,
					    .signer = is_checked ? who : NULL,
					    .key = is_checked ? NULL : who });
	else if (who == NULL)
		say("%s: whole, not signed: it proves nothing.", path);
	else if (is_checked)
		say("%s: whole, signed by %s.", path, who);
	else
		say("%s: whole, signer not checked; signed with the key %s.", path, who);
}

static ExitCode tell_whole(const EvidenceOptions *options, const GPtrArray *files)
{
	const char *path = options->common.arguments[1], *signers = options->signers;
	GBytes *signature = archive_find(files, SIGNATURE_NAME);
	g_autoptr(GError) error = NULL;
	g_autofree char *who = NULL;
	if (signature == NULL && signers != NULL) {
		tell_format("%s: whole, but nobody signed it.", path);
		return EXIT_FAILED;
	}
	if (signature != NULL && !signature_check(signature, archive_find(files, MANIFEST_NAME),
						  signers, &who, &error)) {
		tell_format("%s: %s.", path, error->message);
		return EXIT_FAILED;
	}
	say_signed(options, who);
	return EXIT_DONE;
}

static ExitCode verify(const EvidenceOptions *options)
{
	const char *path = options->common.arguments[1];
	g_autoptr(GError) error = NULL;
	g_autofree char *data = NULL;
	size_t length = 0;
	if (!files_read(path, LIMIT_ARCHIVE, false, &data, &length, &error)) {
		tell_format("%s.", error->message);
		return error->code == FILES_ERROR_MISSING ? EXIT_USAGE : EXIT_FAILED;
	}
	g_autoptr(GPtrArray) files = archive_read(data, length, &error);
	if (files == NULL) {
		tell_format("%s: %s.", path, error->message);
		return EXIT_FAILED;
	}
	g_autofree char *fault = manifest_find_fault(files);
	if (fault == NULL)
		return tell_whole(options, files);
	tell_format("%s: %s.", path, fault);
	return EXIT_FAILED;
}

/* ---- The verb ------------------------------------------------------------------------------------- */

static ExitCode check(const Options *common)
{
	const EvidenceOptions *options = (const EvidenceOptions *)common;
	const bool is_looking = is_verifying(common);
	if (is_looking != (common->arguments[1] != NULL)) {
		tell("Expected FILE, or verify FILE.", "See `myroles evidence --help`.");
		return EXIT_USAGE;
	}
	if (is_looking && (options->from != NULL || options->to != NULL || options->key != NULL)) {
		tell("--from, --to and --key are for packing.", NULL);
		return EXIT_USAGE;
	}
	if (!is_looking && options->signers != NULL) {
		tell("--signers goes with verify.", NULL);
		return EXIT_USAGE;
	}
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	const Wording wording = { .now = g_get_real_time() / G_USEC_PER_SEC, .zone = zone };
	Period period = { 0 };
	return read_period(options, &wording, &period) ? EXIT_DONE : EXIT_USAGE;
}

/* Looking at a file needs no account and no network. */
static ExitCode run(const Options *common)
{
	const EvidenceOptions *options = (const EvidenceOptions *)common;
	ExitCode code = EXIT_USAGE;
	g_auto(Session) session = { 0 };
	if (is_verifying(common))
		return verify(options);
	return session_open(&session, common, &code) ? pack(&session, options) : code;
}

static const OptionRow own_options[] = {
	{ "from", 0, G_OPTION_ARG_STRING, offsetof(EvidenceOptions, from),
	  "From the first moment of this day or month on: 2026-11-01, 2026-11, yesterday", "DAY" },
	{ "to", 0, G_OPTION_ARG_STRING, offsetof(EvidenceOptions, to),
	  "To the last moment of this one", "DAY" },
	{ "key", 0, G_OPTION_ARG_FILENAME, offsetof(EvidenceOptions, key),
	  "Sign with this SSH key, by ssh-keygen", "FILE" },
	{ "signers", 0, G_OPTION_ARG_FILENAME, offsetof(EvidenceOptions, signers),
	  "With verify: who may sign, as ssh-keygen(1) has it under ALLOWED SIGNERS", "FILE" },
	OPTION_JSON,
	{ 0 },
};

const Verb verb_evidence = {
	.name = "evidence",
	.document = DOCUMENT_EVIDENCE,
	.arguments = "[verify] FILE",
	.summary =
		"Pack your requests of a time into one signed file, or look whether one is whole",
	.options = own_options,
	.size = sizeof(EvidenceOptions),
	.arguments_min = 1,
	.arguments_max = 2,
	.check = check,
	.run_alone = run,
};
