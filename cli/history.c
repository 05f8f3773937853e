#include <limits.h>

#include "cli/findings.h"
#include "cli/history-print.h"
#include "cli/lists.h"
#include "cli/requests.h"
#include "cli/verbs.h"

#define UNUSED_DAYS 90 /* without a period: not used for so long */

typedef struct HistoryOptions {
	Options common;
	char *search, *period, *role, *scope, *workload, *outcome;
	char *totals;
	char *svg_file, *html_file;
	gboolean is_csv, wants_unused, wants_check;
	int limit;
} HistoryOptions;

static const HistoryOptions defaults = { .limit = INT_MAX };

/* ---- What was asked for ----------------------------------------------------------------------- */

static ExitCode refuse(const char *word, const char *why, const char *expected)
{
	tell_format("\"%s\" %s %s.", word, why, expected);
	return EXIT_USAGE;
}

/* `out` borrows from the options. */
static ExitCode read_filter(const HistoryOptions *options, const Wording *wording,
			    HistoryFilter *out)
{
	HistoryFilter filter = { .role = options->role, .scope = options->scope };
	if (options->period != NULL && !period_parse(wording, options->period, &filter.period))
		return refuse(options->period, "is no period. Say for instance", PERIOD_EXAMPLES);
	filter.has_workload = options->workload != NULL;
	if (filter.has_workload && !workload_from_name(options->workload, &filter.workload))
		return refuse(options->workload, "is no workload. There are",
			      "azure, entra and group");
	filter.has_outcome = options->outcome != NULL;
	if (filter.has_outcome && !history_outcome_from_word(options->outcome, &filter.outcome))
		return refuse(options->outcome, "is no outcome. There are",
			      "prepared, running, waiting, scheduled, active, ended, canceled, "
			      "refused, failed and unknown");
	*out = filter;
	return EXIT_DONE;
}

static bool has_filter(const HistoryOptions *options)
{
	const char *const filters[] = { options->search, options->period,   options->role,
					options->scope,  options->workload, options->outcome };
	for (size_t i = 0; i < G_N_ELEMENTS(filters); i++) {
		if (filters[i] != NULL)
			return true;
	}
	return options->limit != INT_MAX;
}

/* One kind of output at a time. */
static ExitCode check_output(const HistoryOptions *options)
{
	const bool has_file = options->svg_file != NULL || options->html_file != NULL;
	const int kinds = (options->is_csv ? 1 : 0) + (options->common.is_json ? 1 : 0) + has_file;
	const bool is_summary = options->totals != NULL || options->wants_unused;
	if (kinds > 1) {
		tell("--csv, --json and --svg or --html exclude each other.", NULL);
		return EXIT_USAGE;
	}
	if (is_summary &&
	    (options->is_csv || has_file || (options->totals != NULL && options->wants_unused))) {
		tell("--totals and --unused print a table or, with --json, a document.", NULL);
		return EXIT_USAGE;
	}
	if (options->wants_check && (kinds > (options->common.is_json ? 1 : 0) || is_summary ||
				     options->common.columns != NULL || has_filter(options))) {
		tell("--check looks at the whole journal; only --json goes with it.", NULL);
		return EXIT_USAGE;
	}
	if (options->common.columns != NULL &&
	    (has_file || (is_summary && options->common.is_json))) {
		tell("--columns goes with a table or --csv, or with --json of requests.", NULL);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static ExitCode check(const Options *common)
{
	const HistoryOptions *options = (const HistoryOptions *)common;
	g_autoptr(GTimeZone) zone = g_time_zone_new_local();
	const Wording wording = { .now = g_get_real_time() / G_USEC_PER_SEC, .zone = zone };
	HistoryFilter filter = { 0 };
	TotalsBy by = TOTALS_ROLE;
	if (options->limit <= 0) {
		tell("--limit is a number above 0.", NULL);
		return EXIT_USAGE;
	}
	if (options->totals != NULL && !totals_from_word(options->totals, &by))
		return refuse(options->totals, "is nothing to sum up by. There are",
			      "role, scope, month and workload");
	const ExitCode code = read_filter(options, &wording, &filter);
	return code == EXIT_DONE ? check_output(options) : code;
}

/* ---- The journal ------------------------------------------------------------------------------ */

/* The newest of those that were asked for; all of what is borrowed belongs to `read`. */
static GPtrArray *choose(const HistoryOptions *options, const HistoryFilter *filter,
			 const GPtrArray *read, Instant now)
{
	GPtrArray *entries = history_filter_list(filter, read, now, false);
	if (entries->len > (guint)options->limit)
		g_ptr_array_set_size(entries, options->limit);
	return entries;
}

static ExitCode show_unused(const HistoryOutput *output)
{
	Instant as_of = 0;
	const Instant now = session_now(output->session);
	const Instant since = output->filter->period.since;
	g_autoptr(GPtrArray) rows = session_load(output->session, LIST_ELIGIBILITIES, &as_of);
	if (rows == NULL)
		return EXIT_INTERRUPTED;
	history_print_unused(output, rows, since != 0 ? since : now - UNUSED_DAYS * 86400);
	return session_report(output->session, rows->len > 0);
}

static ExitCode show(Session *session, const HistoryOptions *options, const GPtrArray *read)
{
	const Wording wording = session_wording(session);
	g_auto(SheetChoice) columns = { 0 };
	g_autofree char *wrong = NULL;
	HistoryFilter filter = { 0 };
	HistoryOutput output = {
		.session = session,
		.filter = &filter,
		.columns = &columns,
		.read = read,
		.options = &options->common,
		.is_csv = options->is_csv,
		.svg_file = options->svg_file,
		.html_file = options->html_file,
		.has_totals = options->totals != NULL,
	};
	if (output.has_totals)
		totals_from_word(options->totals, &output.by);
	ExitCode code = read_filter(options, &wording, &filter);
	if (code != EXIT_DONE)
		return code;
	filter.role = alias_words(session->settings->aliases, ALIAS_ROLE, filter.role);
	filter.scope = alias_words(session->settings->aliases, ALIAS_SCOPE, filter.scope);
	history_columns_parse(options->common.columns, &columns, &wrong); /* it was checked */
	if (options->wants_unused)
		return show_unused(&output);
	g_autoptr(GPtrArray) entries = choose(options, &filter, read, wording.now);
	output.entries = entries;
	code = history_print(&output);
	/* Without a workload's list the journal may lack what was asked for elsewhere. */
	const ExitCode reported = session_report(session, entries->len > 0);
	return code != EXIT_DONE ? code : reported;
}

static ExitCode show_journal(Session *session, const HistoryOptions *options)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GPtrArray) entries = session_read_all(session, options->search, &code);
	return entries != NULL ? show(session, options, entries) : code;
}

/* What the service tells of one's own requests goes into the journal first. */
static ExitCode run(Session *session, const Options *options)
{
	Instant as_of = 0;
	if (((const HistoryOptions *)options)->wants_check)
		return findings_examine(session, INTENT_CHECK_JOURNAL, options);
	g_autoptr(GPtrArray) told = session_load(session, LIST_REQUESTS, &as_of);
	return told == NULL ? EXIT_INTERRUPTED
			    : show_journal(session, (const HistoryOptions *)options);
}

static const OptionRow own_options[] = {
	{ "search", 0, G_OPTION_ARG_STRING, offsetof(HistoryOptions, search),
	  "Only requests with these words in role, scope, reason or ticket", "TEXT" },
	{ "limit", 'n', G_OPTION_ARG_INT, offsetof(HistoryOptions, limit),
	  "At most this many, newest first", "N" },
	{ "period", 'p', G_OPTION_ARG_STRING, offsetof(HistoryOptions, period),
	  "Only of this time: last month, 2026-11, since mon, 7d", "PERIOD" },
	{ "role", 'r', G_OPTION_ARG_STRING, offsetof(HistoryOptions, role),
	  "Only of roles with these words in their name, or of this id", "TEXT|ID" },
	{ "scope", 's', G_OPTION_ARG_STRING, offsetof(HistoryOptions, scope),
	  "Only at scopes with these words in their name, or at and below this id", "TEXT|ID" },
	{ "workload", 0, G_OPTION_ARG_STRING, offsetof(HistoryOptions, workload),
	  "Only of this workload", "azure|entra|group" },
	{ "outcome", 0, G_OPTION_ARG_STRING, offsetof(HistoryOptions, outcome),
	  "Only what came to this: active, ended, refused, …", "STATUS" },
	{ "totals", 0, G_OPTION_ARG_STRING, offsetof(HistoryOptions, totals),
	  "Print how often and how long instead", "role|scope|month|workload" },
	{ "unused", 0, G_OPTION_ARG_NONE, offsetof(HistoryOptions, wants_unused),
	  "Print the eligibilities that were not used since --period begins, or for 90 days",
	  NULL },
	{ "check", 0, G_OPTION_ARG_NONE, offsetof(HistoryOptions, wants_check),
	  "Tell whether the journal is whole instead: 0 means yes, 1 says what is damaged", NULL },
	{ "csv", 0, G_OPTION_ARG_NONE, offsetof(HistoryOptions, is_csv),
	  "Print CSV (RFC 4180) instead of a table", NULL },
	OPTION_JSON,
	OPTIONS_TABLE,
	{ "svg", 0, G_OPTION_ARG_FILENAME, offsetof(HistoryOptions, svg_file),
	  "Draw the timeline into this file", "FILE" },
	{ "html", 0, G_OPTION_ARG_FILENAME, offsetof(HistoryOptions, html_file),
	  "Write totals, timeline and all requests as a page into this file", "FILE" },
	{ 0 },
};

static bool wants_totals(const Options *options)
{
	return ((const HistoryOptions *)options)->totals != NULL;
}

static bool wants_unused(const Options *options)
{
	return ((const HistoryOptions *)options)->wants_unused;
}

static bool wants_check(const Options *options)
{
	return ((const HistoryOptions *)options)->wants_check;
}

static DocumentKind document_of(const Options *options)
{
	return wants_check(options) ? DOCUMENT_FINDINGS : DOCUMENT_LIST;
}

static const VerbSheet sheets[] = {
	{ "--totals", &total_sheet, wants_totals },
	{ "--unused", &unused_sheet, wants_unused },
	{ "--check", &finding_sheet, wants_check },
	{ NULL, &history_sheet },
	{ 0 },
};

const Verb verb_history = {
	.name = "history",
	.summary = "List your own requests from the journal",
	.options = own_options,
	.sheets = sheets,
	.has_columns_in_json = true,
	.size = sizeof(HistoryOptions),
	.defaults = &defaults,
	.document_of = document_of,
	.check = check,
	.run = run,
};
