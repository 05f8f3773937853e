#include "cli/history-print.h"

#include <string.h>

#include "cli/output.h"
#include "cli/print.h"
#include "cli/shape.h"
#include "frontend/document.h"
#include "frontend/history-report.h"
#include "src/base/files.h"

static void print_items(const HistoryOutput *output, cJSON *items)
{
	const Wording wording = session_wording(output->session);
	const ListSource source = { output->session->account, wording.now,
				    output->session->problems };
	print_document(document_list(&wording, &source, items));
}

static void empty_member(cJSON *object, const cJSON *member)
{
	cJSON_ReplaceItemInObjectCaseSensitive(object, member->string, cJSON_CreateNull());
}

/* An item has the same members whatever was chosen: of the others nothing is told. */
static void keep_members(cJSON *item, const SheetChoice *columns)
{
	cJSON *next;
	for (cJSON *member = item->child; member != NULL; member = next) {
		next = member->next;
		if (history_columns_has_member(columns, member->string))
			continue;
		if (!cJSON_IsObject(member)) {
			empty_member(item, member);
			continue;
		}
		cJSON *after;
		for (cJSON *inner = member->child; inner != NULL; inner = after) {
			after = inner->next;
			empty_member(member, inner);
		}
	}
}

static void print_entries(const HistoryOutput *output)
{
	const Instant now = session_now(output->session);
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; i < output->entries->len; i++) {
		cJSON *item = document_history(output->entries->pdata[i], now);
		if (output->options->columns != NULL)
			keep_members(item, output->columns);
		cJSON_AddItemToArray(items, item);
	}
	print_items(output, items);
}

static void print_totals(const HistoryOutput *output)
{
	const Wording wording = session_wording(output->session);
	g_autoptr(GPtrArray) totals = totals_make(&wording, output->entries, output->by);
	shape_sort(output->options, &total_sheet, &wording, totals);
	if (output->options->is_json)
		print_items(output, document_items(totals, document_total));
	else if (totals->len > 0)
		print_rows(output->options, output->session->settings, &total_sheet, &wording,
			   totals);
	else
		tell_progress("No request matches.");
}

void history_print_unused(const HistoryOutput *output, const GPtrArray *eligibilities,
			  Instant since)
{
	const Wording wording = session_wording(output->session);
	g_autoptr(GPtrArray) unused =
		totals_find_unused(eligibilities, output->read, since, wording.now);
	shape_sort(output->options, &unused_sheet, &wording, unused);
	if (output->options->is_json)
		print_items(output, document_items(unused, document_unused));
	else if (unused->len > 0)
		print_rows(output->options, output->session->settings, &unused_sheet, &wording,
			   unused);
	else
		tell_progress("Every eligibility was used.");
}

static ExitCode write_file(const char *path, const char *text)
{
	g_autoptr(GError) error = NULL;
	if (!files_replace(path, text, strlen(text), &error)) {
		tell(error->message, NULL);
		return EXIT_FAILED;
	}
	tell_progress("Written to %s.", path);
	return EXIT_DONE;
}

static ExitCode write_reports(const HistoryOutput *output)
{
	const Wording wording = session_wording(output->session);
	g_autoptr(GPtrArray) held =
		history_filter_list(output->filter, output->read, wording.now, true);
	const HistoryReport report = { &wording, output->session->account, output->entries, held,
				       output->filter->period };
	ExitCode code = EXIT_DONE;
	if (output->svg_file != NULL) {
		g_autofree char *svg = history_svg(&report);
		code = write_file(output->svg_file, svg);
	}
	if (output->html_file != NULL && code == EXIT_DONE) {
		g_autofree char *html = history_html(&report);
		code = write_file(output->html_file, html);
	}
	return code;
}

ExitCode history_print(const HistoryOutput *output)
{
	const Wording wording = session_wording(output->session);
	if (output->svg_file != NULL || output->html_file != NULL)
		return write_reports(output);
	if (output->has_totals) {
		print_totals(output);
		return EXIT_DONE;
	}
	shape_sort(output->options, &history_sheet, &wording, output->entries);
	if (output->is_csv) {
		g_autofree char *csv = history_csv(&wording, output->entries, output->columns);
		print_text(csv);
	} else if (output->options->is_json) {
		print_entries(output);
	} else if (output->entries->len > 0) {
		print_rows(output->options, output->session->settings, &history_sheet, &wording,
			   output->entries);
	} else if (output->session->problems->len == 0) {
		tell_progress("No request matches.");
	}
	return EXIT_DONE;
}
