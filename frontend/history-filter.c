#include "frontend/history-filter.h"

#include "frontend/use.h"
#include "src/base/text.h"

Instant history_moment(const HistoryEntry *entry, Instant now)
{
	Use use;
	return use_of(entry, now, &use) ? use.start : history_entry_moment(entry);
}

static bool is_role(const char *wanted, const Role *role)
{
	if (role->id != NULL && (g_ascii_strcasecmp(role->id, wanted) == 0 ||
				 g_ascii_strcasecmp(role_guid(role->id), wanted) == 0))
		return true;
	return text_matches(role_label(role), wanted);
}

static bool is_scope(const char *wanted, const Request *request)
{
	const Scope *scope = &request->scope;
	if (scope->id == NULL)
		return false;
	if (*wanted == '/')
		return scope_id_equal(scope->id, wanted) || scope_id_covers(wanted, scope->id);
	return text_matches(scope_label(scope), wanted) || text_matches(scope->id, wanted);
}

static bool takes_but_for_period(const HistoryFilter *filter, const Request *request, Instant now)
{
	if (filter->has_workload && request->workload != filter->workload)
		return false;
	if (filter->has_outcome && request_state_now(request, now) != filter->outcome)
		return false;
	return (filter->role == NULL || is_role(filter->role, &request->role)) &&
	       (filter->scope == NULL || is_scope(filter->scope, request));
}

bool history_filter_takes(const HistoryFilter *filter, const HistoryEntry *entry, Instant now)
{
	return takes_but_for_period(filter, entry->request, now) &&
	       period_has(&filter->period, history_moment(entry, now));
}

bool history_filter_reaches(const HistoryFilter *filter, const HistoryEntry *entry, Instant now)
{
	Use use;
	if (!use_of(entry, now, &use))
		return history_filter_takes(filter, entry, now);
	return takes_but_for_period(filter, entry->request, now) &&
	       use.end > filter->period.since &&
	       (filter->period.until == 0 || use.start < filter->period.until);
}

GPtrArray *history_filter_list(const HistoryFilter *filter, const GPtrArray *entries, Instant now,
			       bool reaches)
{
	GPtrArray *taken = g_ptr_array_new();
	for (guint i = 0; i < entries->len; i++) {
		HistoryEntry *entry = g_ptr_array_index(entries, i);
		if (reaches ? history_filter_reaches(filter, entry, now)
			    : history_filter_takes(filter, entry, now))
			g_ptr_array_add(taken, entry);
	}
	return taken;
}

bool history_outcome_from_word(const char *word, RequestState *out)
{
	for (int state = REQUEST_STATE_UNKNOWN; state <= REQUEST_STATE_FAILED; state++) {
		if (g_ascii_strcasecmp(word, request_state_word((RequestState)state)) == 0) {
			*out = (RequestState)state;
			return true;
		}
	}
	return false;
}
