#include "tui/dialogs/permits.h"

#include "frontend/permission-words.h"
#include "tui/core/state.h"

/* Of one role. */
typedef struct Entry {
	GPtrArray *lines; /* char*; NULL: being read, or failed */
	Problem *problem;
} Entry;

static void entry_free(Entry *entry)
{
	g_clear_pointer(&entry->lines, g_ptr_array_unref);
	problem_free(entry->problem);
	g_free(entry);
}

void permits_clear(Permits *permits)
{
	g_clear_pointer(&permits->roles, g_hash_table_unref);
}

static const Entry *find(const Permits *permits, const char *role_id)
{
	return permits->roles != NULL ? g_hash_table_lookup(permits->roles, role_id) : NULL;
}

static void put(Permits *permits, const char *role_id, Entry *entry)
{
	if (permits->roles == NULL)
		permits->roles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						       (GDestroyNotify)entry_free);
	g_hash_table_replace(permits->roles, g_strdup(role_id), entry);
}

uint64_t permits_read(Permits *permits, Update *update, const Row *row)
{
	const Grant *grant = row_grant(row);
	if (grant == NULL || !workload_info(grant->workload)->can_read_role)
		return 0;
	const Entry *known = find(permits, grant->role.id);
	if (known != NULL && known->problem == NULL)
		return 0;
	put(permits, grant->role.id, g_new0(Entry, 1));
	Intent *intent = update_intent(update, INTENT_READ_ROLE);
	intent->workload = grant->workload;
	intent->eligibility = eligibility_copy(row->eligibility);
	intent->assignment = assignment_copy(row->assignment);
	return update_send(update, intent);
}

void permits_take(Permits *permits, const Event *event)
{
	if (event->role_id == NULL)
		return;
	Entry *entry = g_new0(Entry, 1);
	if (event->permissions != NULL) {
		entry->lines = g_ptr_array_new_with_free_func(g_free);
		for (guint i = 0; i < event->permissions->len; i++)
			g_ptr_array_add(entry->lines,
					g_strdup(g_ptr_array_index(event->permissions, i)));
	}
	entry->problem = problem_copy(event->problem);
	put(permits, event->role_id, entry);
}

const GPtrArray *permits_find(const Permits *permits, const Grant *grant, const char **problem)
{
	const Entry *entry = find(permits, grant->role.id);
	*problem = entry != NULL && entry->problem != NULL ? entry->problem->message : NULL;
	return entry != NULL ? entry->lines : NULL;
}

static void add(Page *page, const char *label, const char *text)
{
	if (text != NULL && *text != '\0')
		page_printf(page, 12, STYLE_TEXT, "%-12s%s", label, text);
}

void permits_write(const Permits *permits, const Grant *grant, Page *page)
{
	if (!workload_info(grant->workload)->can_read_role)
		return;
	const Entry *entry = find(permits, grant->role.id);
	page_add_blank(page);
	if (entry == NULL)
		return;
	if (entry->problem != NULL || entry->lines == NULL) {
		add(page, "permits",
		    entry->problem != NULL ? entry->problem->message : "being read");
		return;
	}
	if (entry->lines->len == 0)
		add(page, "permits", PERMITS_NOTHING);
	for (guint i = 0; i < entry->lines->len; i++)
		add(page, i == 0 ? "permits" : "", g_ptr_array_index(entry->lines, i));
}
