#include "cli/approvals.h"

#include <string.h>

#include "cli/lists.h"

#define PREFIX_LEAST 4 /* characters of an id that name it, where no other begins so */

GPtrArray *approvals_load(Session *session, ExitCode *code)
{
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = session_load(session, LIST_APPROVALS, &as_of);
	*code = EXIT_INTERRUPTED;
	if (rows == NULL)
		return NULL;
	*code = rows->len == 0 && session->problems->len > 0 ? session_report(session, false)
							     : EXIT_DONE;
	return *code == EXIT_DONE ? g_steal_pointer(&rows) : NULL;
}

GPtrArray *approvals_find(const GPtrArray *rows, const char *word)
{
	GPtrArray *found = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		Request *row = rows->pdata[i];
		if (g_ascii_strcasecmp(row->id, word) == 0) {
			g_ptr_array_set_size(found, 0);
			g_ptr_array_add(found, row);
			return found;
		}
		if (strlen(word) >= PREFIX_LEAST &&
		    g_ascii_strncasecmp(row->id, word, strlen(word)) == 0)
			g_ptr_array_add(found, row);
	}
	return found;
}

GPtrArray *approvals_choose(const GPtrArray *rows, char **words, Refusal *refusal)
{
	g_autoptr(GPtrArray) chosen = g_ptr_array_new();
	for (char **word = words; *word != NULL; word++) {
		g_autoptr(GPtrArray) found = approvals_find(rows, *word);
		g_autofree char *message =
			found->len == 0
				? g_strdup_printf("No request %s waits for your decision. `myroles "
						  "list approvals` shows what does.",
						  *word)
				: g_strdup_printf("%u requests begin with %s. Nothing was sent.",
						  found->len, *word);
		if (found->len != 1) {
			refusal_tell(refusal,
				     found->len == 0 ? "unknown-request" : REFUSAL_AMBIGUOUS,
				     message);
			return NULL;
		}
		if (!g_ptr_array_find(chosen, found->pdata[0], NULL))
			g_ptr_array_add(chosen, found->pdata[0]);
	}
	return g_steal_pointer(&chosen);
}

Brief *approvals_read_brief(Session *session, const Request *request, bool is_deep, ExitCode *code)
{
	Intent *intent = intent_new(0, INTENT_READ_BRIEF);
	intent->workload = request->workload;
	intent->request = request_copy(request);
	intent->is_deep = is_deep;
	const uint64_t id = session_send(session, intent);
	*code = EXIT_DONE;
	for (;;) {
		g_autoptr(Event) event = session_await(session, id, code);
		if (event == NULL)
			return NULL;
		if (event->brief != NULL)
			return g_steal_pointer(&event->brief);
		if (event->kind == EVENT_INTENT_DONE)
			return brief_new();
	}
}
