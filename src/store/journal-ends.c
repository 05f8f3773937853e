/*
 * What a deactivation ends: the services go on calling the activation granted, and tell its first end. Whichever of the two is
 * learnt first, and whoever gave the role back, the entry of the activation says when it was over.
 */
#include "src/store/journal-internal.h"

static HistoryEntry *first_alike(const GPtrArray *entries, const Request *request)
{
	for (guint i = 0; entries != NULL && i < entries->len; i++) {
		HistoryEntry *entry = g_ptr_array_index(entries, i);
		if (request_is_of_role(entry->request, request))
			return entry;
	}
	return NULL;
}

/* The activation that held it then. */
#define HELD_THEN                                                                              \
	"kind = 'activate' AND state = 'active' AND max(start, moment) < ?3 AND \"end\" > ?3 " \
	"ORDER BY moment DESC"

/* The first deactivation after its start and before its end. */
#define GIVEN_BACK                                                                  \
	"kind = 'deactivate' AND state IN ('active', 'ended') AND moment > ?3 AND " \
	"moment < ?4 ORDER BY moment"

bool journal_find_end(Journal *journal, int64_t account, const Request *request, Request **ended,
		      GError **error)
{
	*ended = NULL;
	if (request->scope.id == NULL || request->created == 0 || !request_has_come_true(request))
		return true;
	const bool is_end = request->kind == REQUEST_DEACTIVATE;
	if (!is_end && (request->kind != REQUEST_ACTIVATE || request->end == 0 ||
			request->state != REQUEST_STATE_ACTIVE))
		return true;
	const JournalPlace place = {
		.scope_id = request->scope.id,
		.condition = is_end ? HELD_THEN : GIVEN_BACK,
		.from = is_end ? request->created : MAX(request->start, request->created),
		.to = request->end,
	};
	g_autoptr(GPtrArray) entries = journal_list_at(journal, account, &place, error);
	if (entries == NULL)
		return false;
	const HistoryEntry *other = first_alike(entries, request);
	if (other == NULL)
		return true;
	*ended = request_copy(is_end ? other->request : request);
	(*ended)->state = REQUEST_STATE_ENDED;
	(*ended)->end = is_end ? request->created : other->request->created;
	return true;
}
