/* What a prompt shows: at once, from what the last run knew. */
#include "cli/lists.h"
#include "cli/output.h"
#include "cli/owed.h"
#include "cli/print.h"
#include "cli/template.h"
#include "cli/truth.h"
#include "cli/verbs.h"
#include "frontend/document.h"

#define FORMAT_DEFAULT "{role}@{scope} {left}"

typedef struct StatusOptions {
	Options common;
	char *format, *separator;
	gboolean has_standing, is_true;
} StatusOptions;

static ExitCode check(const Options *options)
{
	const char *format = ((const StatusOptions *)options)->format;
	g_autoptr(GError) error = NULL;
	if (format != NULL && ((const StatusOptions *)options)->is_true) {
		tell("--truth prints a table: --format does not go with it.", NULL);
		return EXIT_USAGE;
	}
	if (format == NULL || template_check(format, &error))
		return EXIT_DONE;
	tell_format("--format: %s.", error->message);
	return EXIT_USAGE;
}

/* What ends first stands first. */
static int compare_ends(gconstpointer a, gconstpointer b)
{
	const Instant one = (*(const Assignment *const *)a)->grant.end;
	const Instant other = (*(const Assignment *const *)b)->grant.end;
	if (one == other)
		return 0;
	return other == 0 || (one != 0 && one < other) ? -1 : 1;
}

/* What was activated, and with `has_standing` what is held for good, too: Assignment*, borrowed. */
static GPtrArray *choose_rows(const GPtrArray *all, bool has_standing)
{
	GPtrArray *rows = g_ptr_array_new();
	for (guint i = 0; i < all->len; i++) {
		const Assignment *row = all->pdata[i];
		if (has_standing || row->assignment_type != ASSIGNMENT_ASSIGNED)
			g_ptr_array_add(rows, (gpointer)row);
	}
	g_ptr_array_sort(rows, compare_ends);
	return rows;
}

static void print_lines(const Session *session, const GPtrArray *rows, const GPtrArray *owed,
			const StatusOptions *options)
{
	const Wording wording = session_wording(session);
	const char *format = options->format != NULL ? options->format : FORMAT_DEFAULT;
	g_autoptr(GString) text = g_string_new(NULL);
	for (guint i = 0; i < rows->len; i++) {
		const TemplateRow row = { &wording, session->account, rows->pdata[i], owed };
		g_autofree char *line = template_fill(format, &row);
		if (i > 0)
			g_string_append(text,
					options->separator != NULL ? options->separator : "\n");
		g_string_append(text, line);
	}
	if (rows->len > 0)
		g_string_append_c(text, '\n');
	print_text(text->str);
}

/* From the services, and each row looked at by itself. */
static ExitCode run_truth(Session *session, const Options *options)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) all = session_load(session, LIST_ASSIGNMENTS, &as_of);
	if (all == NULL)
		return EXIT_INTERRUPTED;
	g_autoptr(GPtrArray) rows =
		choose_rows(all, ((const StatusOptions *)options)->has_standing);
	const ExitCode code = truth_print(session, rows, as_of, options);
	return code == EXIT_DONE ? session_report(session, all->len > 0) : code;
}

/* What was active before is where the services are asked first. */
static unsigned kept_lists(const Options *options)
{
	return ((const StatusOptions *)options)->is_true ? 0 : 1u << LIST_ASSIGNMENTS;
}

static ExitCode run(Session *session, const Options *options)
{
	if (((const StatusOptions *)options)->is_true)
		return run_truth(session, options);
	const StatusOptions *own = (const StatusOptions *)options;
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, LIST_ASSIGNMENTS, LISTS_KEPT, &listing))
		return EXIT_INTERRUPTED;
	if (listing.known == 0)
		return tell_nothing_kept();
	session_add_unknown(session, &listing);
	g_autoptr(GPtrArray) rows = choose_rows(listing.rows, own->has_standing);
	g_autoptr(GPtrArray) owed = owed_read(session);
	if (!options->is_json) {
		print_lines(session, rows, owed, own);
		/* Where it stands for itself: a prompt has its own field of it. */
		if (output_is_terminal() && own->format == NULL)
			owed_tell(session, owed);
		return session_report(session, true);
	}
	const ListSource source = { session->account, listing.as_of, session->problems };
	cJSON *document =
		document_list(&tell_wording, &source, document_items(rows, document_active));
	document_tell_stale(document, listing.is_stale, rows, listing.stale);
	document_tell_owed(document, owed);
	print_document(document);
	return session_report(session, true);
}

static const OptionRow own_options[] = {
	{ "format", 'f', G_OPTION_ARG_STRING, offsetof(StatusOptions, format),
	  "How a role is told: '{role}@{scope} {left}' unless given", "PATTERN" },
	{ "separator", 0, G_OPTION_ARG_STRING, offsetof(StatusOptions, separator),
	  "What stands between two roles; a new line unless given", "TEXT" },
	{ "all", 'a', G_OPTION_ARG_NONE, offsetof(StatusOptions, has_standing),
	  "Also the roles that are held without an activation", NULL },
	{ "truth", 0, G_OPTION_ARG_NONE, offsetof(StatusOptions, is_true),
	  "Ask the services of each role: is it granted, listed, effective?", NULL },
	OPTION_JSON,
	{ 0 },
};

const Verb verb_status = {
	.name = "status",
	.summary = "Tell at once what is active, as the last run knew it: for prompts and bars",
	.options = own_options,
	.size = sizeof(StatusOptions),
	.kept = kept_lists,
	.check = check,
	.run = run,
};
