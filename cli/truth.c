#include "cli/truth.h"

#include "cli/lamps.h"
#include "cli/owed.h"
#include "cli/print.h"
#include "frontend/afterwards.h"
#include "frontend/document.h"
#include "frontend/lamp-words.h"

static void print_json(const Session *session, const GPtrArray *rows, const GPtrArray *truths,
		       const GPtrArray *tokens, const GPtrArray *owed, Instant as_of)
{
	const ListSource source = { session->account, as_of, session->problems };
	cJSON *items = document_items(rows, document_active);
	for (guint i = 0; i < truths->len; i++)
		document_tell_truth(cJSON_GetArrayItem(items, (int)i), truths->pdata[i]);
	cJSON *document = document_list(&tell_wording, &source, items);
	g_autoptr(GHashTable) stale = g_hash_table_new(NULL, NULL);
	document_tell_stale(document, false, rows, stale);
	document_tell_tokens(document, tokens);
	document_tell_owed(document, owed);
	print_document(document);
}

static void print_table(const Session *session, const GPtrArray *rows, const GPtrArray *truths,
			const Options *options)
{
	const Wording wording = session_wording(session);
	g_autofree TruthRow *all = g_new0(TruthRow, rows->len + 1);
	g_autoptr(GPtrArray) shown = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		all[i] = (TruthRow){ rows->pdata[i], truths->pdata[i] };
		g_ptr_array_add(shown, &all[i]);
	}
	print_rows(options, session->settings, &truth_sheet, &wording, shown);
}

static void tell_tokens(const Session *session, const GPtrArray *rows, const GPtrArray *tokens)
{
	const Wording wording = session_wording(session);
	g_auto(GStrv) sentences = token_words(&wording, tokens, rows);
	for (char **sentence = sentences; *sentence != NULL; sentence++)
		tell(*sentence, NULL);
}

ExitCode truth_print(Session *session, const GPtrArray *rows, Instant as_of, const Options *options)
{
	g_autoptr(GPtrArray) truths = g_ptr_array_new_with_free_func((GDestroyNotify)truth_free);
	for (guint i = 0; i < rows->len; i++) {
		Truth *truth = lamps_look(session, rows->pdata[i]);
		if (truth == NULL)
			return EXIT_INTERRUPTED;
		g_ptr_array_add(truths, truth);
	}
	g_autoptr(GPtrArray) tokens = backend_find_tokens(session->backend);
	g_autoptr(GPtrArray) owed = owed_read(session);
	if (options->is_json) {
		print_json(session, rows, truths, tokens, owed, as_of);
		return EXIT_DONE;
	}
	print_table(session, rows, truths, options);
	owed_tell(session, owed);
	tell_tokens(session, rows, tokens);
	return EXIT_DONE;
}
