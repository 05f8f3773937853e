#include "cli/list-words.h"

#include <string.h>

#include "cli/requests.h"

const ListWord list_words[] = {
	{ "eligible", LIST_ELIGIBILITIES, document_eligible, "You are eligible for no role.",
	  .has_grants = true },
	{ "active", LIST_ASSIGNMENTS, document_active, "No role is active.", .has_grants = true },
	{ "requests", LIST_REQUESTS, document_open_request,
	  "No request of yours is under way, and none failed since yesterday.",
	  .complete = session_open_requests },
	{ "approvals", LIST_APPROVALS, document_approval, "Nothing waits for your decision." },
	{ "dormant", LIST_DORMANT, document_eligible,
	  "No eligibility of yours begins later, and none ended in the last 30 days.",
	  .has_grants = true },
	{ NULL },
};

const ListWord *list_word_find(const char *word)
{
	for (const ListWord *row = list_words; row->word != NULL; row++) {
		if (strcmp(row->word, word) == 0)
			return row;
	}
	return NULL;
}

bool list_word_complete(const ListWord *word, Session *session, Listing *listing, ExitCode *code)
{
	if (word->complete == NULL)
		return true;
	GPtrArray *rows = word->complete(session, listing->rows, code);
	if (rows == NULL)
		return false;
	g_ptr_array_unref(listing->rows);
	listing->rows = rows;
	listing->has_fresh |= rows->len > 0;
	return true;
}

cJSON *list_word_document(const ListWord *word, const Session *session, const Wording *wording,
			  const Listing *listing)
{
	const ListSource source = { session->account, listing->as_of, session->problems };
	cJSON *document =
		document_list(wording, &source, document_items(listing->rows, word->item));
	document_tell_stale(document, listing->is_stale, listing->rows, listing->stale);
	return document;
}
