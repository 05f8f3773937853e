/*
 * Entries of a history, as short as tests want them.
 */
#ifndef MYROLES_TESTS_FRONTEND_HISTORY_FIXTURE_H
#define MYROLES_TESTS_FRONTEND_HISTORY_FIXTURE_H

#include "src/model/history.h"

typedef struct EntryParts {
	const char *role, *scope; /* names; ids are made of them */
	RequestKind kind;         /* 0: REQUEST_ACTIVATE */
	RequestState state;
	Instant created, start, end;
	int64_t duration;
	const char *reason;
	WorkloadId workload;
	Access access;
	const char *group; /* the id of a group: then `role` is its name alone */
} EntryParts;

static inline HistoryEntry *fixture_entry(const EntryParts *parts)
{
	HistoryEntry *entry = history_entry_new();
	Request *request = entry->request = request_new();
	static int last = 0; /* ids differ */
	request->id = g_strdup_printf("request-%d", ++last);
	request->kind = parts->kind != REQUEST_OTHER ? parts->kind : REQUEST_ACTIVATE;
	request->state = parts->state;
	request->workload = parts->workload;
	request->access = parts->access;
	request->created = parts->created;
	request->start = parts->start;
	request->end = parts->end;
	request->duration = parts->duration;
	request->role.name = g_strdup(parts->role);
	if (parts->group != NULL) {
		request->role.id = g_strdup(parts->group);
		scope_init(&request->scope, SCOPE_GROUP, parts->group, parts->role);
	} else {
		request->role.id = g_strdup_printf("/roles/%s", parts->role);
		g_autofree char *id =
			g_strdup_printf("/subscriptions/s/resourceGroups/%s", parts->scope);
		scope_init(&request->scope, SCOPE_RESOURCE_GROUP, id, parts->scope);
	}
	request->justification = g_strdup(parts->reason);
	return entry;
}

static inline GPtrArray *fixture_entries(const EntryParts *parts, size_t count)
{
	GPtrArray *entries = g_ptr_array_new_with_free_func((GDestroyNotify)history_entry_free);
	for (size_t i = 0; i < count; i++)
		g_ptr_array_add(entries, fixture_entry(&parts[i]));
	return entries;
}

#endif
