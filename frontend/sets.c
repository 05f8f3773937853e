#include "frontend/sets.h"

#include <string.h>

#include "frontend/target.h"
#include "frontend/use.h"
#include "src/model/duration.h"

/* ---- As rows -------------------------------------------------------------------------------------- */

#define ROLES_NAMED 2

char *set_roles_words(const ActivationSet *set)
{
	GString *words = g_string_new(NULL);
	for (guint i = 0; i < set->rows->len; i++) {
		const SetRow *row = set->rows->pdata[i];
		if (i >= ROLES_NAMED) {
			g_string_append_printf(words, " and %u more", set->rows->len - i);
			break;
		}
		g_string_append_printf(words, "%s%s", i > 0 ? ", " : "", row->role);
	}
	return g_string_free(words, FALSE);
}

static const Column set_columns[] = {
	{ "SET", .is_whole = true }, { "ABOUT" }, { "ROLES" }, { "FOR" }, { "REASON" },
};

static void write_set(const Wording *wording, gconstpointer row, const char **cells,
		      GPtrArray *texts)
{
	const ActivationSet *set = row;
	(void)wording;
	char *roles = set_roles_words(set);
	g_ptr_array_add(texts, roles);
	cells[0] = set->name;
	cells[1] = set->about;
	cells[2] = roles;
	cells[3] = set->duration;
	cells[4] = set->reason;
}

const Sheet set_sheet = {
	.columns = set_columns,
	.count = G_N_ELEMENTS(set_columns),
	.write = write_set,
};

/* ---- What of it is held --------------------------------------------------------------------------- */

static bool is_same_place(const Request *a, const Request *b)
{
	return a->workload == b->workload && a->access == b->access && a->role.id != NULL &&
	       b->role.id != NULL && scope_id_equal(a->scope.id, b->scope.id) &&
	       g_ascii_strcasecmp(role_guid(a->role.id), role_guid(b->role.id)) == 0;
}

static bool is_held(const Request *request, Instant now)
{
	switch (request_state_now(request, now)) {
	case REQUEST_STATE_RUNNING:
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_SCHEDULED:
	case REQUEST_STATE_ACTIVE:
	case REQUEST_STATE_UNKNOWN:
		return true;
	default:
		return false;
	}
}

/* Has a later activation of the same place been looked at? */
static bool is_replaced(const GPtrArray *later, const Request *request)
{
	for (guint i = 0; i < later->len; i++) {
		if (is_same_place(later->pdata[i], request))
			return true;
	}
	return false;
}

GPtrArray *set_list_held(const GPtrArray *entries, const char *name, Instant now)
{
	GPtrArray *held = g_ptr_array_new();
	g_autoptr(GPtrArray) seen = g_ptr_array_new();
	for (guint i = 0; i < entries->len; i++) {
		Request *request = ((const HistoryEntry *)entries->pdata[i])->request;
		if (request->kind != REQUEST_ACTIVATE || !is_held(request, now) ||
		    is_replaced(seen, request))
			continue;
		g_ptr_array_add(seen, request);
		if (g_strcmp0(request->set_name, name) == 0)
			g_ptr_array_add(held, request);
	}
	return held;
}

const HistoryEntry *set_find_last(const GPtrArray *entries, const Grant *grant, const Scope *scope)
{
	for (guint i = 0; i < entries->len; i++) {
		const HistoryEntry *entry = entries->pdata[i];
		const Request *request = entry->request;
		if (request->kind == REQUEST_ACTIVATE && request->settings != NULL &&
		    request->role.id != NULL && scope_id_equal(request->scope.id, scope->id) &&
		    grant_is_of_role(grant, request->workload, request->access, request->role.id))
			return entry;
	}
	return NULL;
}

/* ---- Made of what was activated ------------------------------------------------------------------- */

GPtrArray *set_list_active(const GPtrArray *entries, Instant since, Instant now)
{
	GPtrArray *active = g_ptr_array_new();
	for (guint i = 0; i < entries->len; i++) {
		const HistoryEntry *entry = entries->pdata[i];
		Request *request = entry->request;
		if (request->kind == REQUEST_ACTIVATE && history_entry_moment(entry) >= since &&
		    request_state_now(request, now) == REQUEST_STATE_ACTIVE &&
		    !is_replaced(active, request))
			g_ptr_array_add(active, request);
	}
	return active;
}

/* The whole directory and a group are told by the role alone. */
static void add_row(ActivationSet *set, const Request *request)
{
	SetRow *row = g_new0(SetRow, 1);
	row->role = g_strdup(role_label(&request->role));
	if (workload_info(request->workload)->can_narrow_scope ||
	    (request->access == ACCESS_NONE && request->scope.type != SCOPE_DIRECTORY))
		row->scope = g_strdup(request->scope.id);
	if (request->access != ACCESS_NONE)
		row->access = g_strdup(access_word(request->access));
	row->duration = request->duration > 0 ? duration_format(request->duration) : NULL;
	g_ptr_array_add(set->rows, row);
}

void set_add_row(ActivationSet *set, const Grant *grant, const Scope *scope)
{
	const Request like = { .workload = grant->workload,
			       .role = grant->role,
			       .scope = *scope,
			       .access = grant->access };
	add_row(set, &like);
}

/* The number of a ticket is of one day; braces would be asked for. */
static char *make_template(const Request *request)
{
	const char *reason = request->justification, *ticket = request->ticket_number;
	if (reason == NULL || *reason == '\0' || strpbrk(reason, "{}\r\n") != NULL)
		return NULL;
	if (ticket == NULL || *ticket == '\0')
		return g_strdup(reason);
	g_auto(GStrv) parts = g_strsplit(reason, ticket, -1);
	return g_strjoinv("{" SET_TICKET "}", parts);
}

ActivationSet *set_of_requests(const char *name, const GPtrArray *requests)
{
	ActivationSet *set = activation_set_new(name);
	bool is_one_reason = requests->len > 0;
	for (guint i = 0; i < requests->len; i++) {
		const Request *request = requests->pdata[i], *first = requests->pdata[0];
		add_row(set, request);
		is_one_reason = is_one_reason &&
				g_strcmp0(request->justification, first->justification) == 0;
		if (set->ticket_system == NULL)
			set->ticket_system = g_strdup(request->ticket_system);
	}
	if (is_one_reason)
		set->reason = make_template(requests->pdata[0]);
	return set;
}

/* ---- Settings ------------------------------------------------------------------------------------- */

static void add(GString *text, char *part)
{
	g_string_append_printf(text, "%s%s", text->len > 0 ? "; " : "", part);
	g_free(part);
}

static void compare_demand(GString *text, bool before, bool now, const char *what)
{
	if (before != now)
		add(text,
		    g_strdup_printf(now ? "%s is asked for now" : "%s is not asked for now", what));
}

static char *approvers_words(const Policy *policy)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; policy->approvers != NULL && i < policy->approvers->len; i++)
		g_ptr_array_add(names, policy->approvers->pdata[i]);
	g_ptr_array_add(names, NULL);
	return names->len > 1 ? g_strjoinv(", ", (char **)names->pdata) : g_strdup("nobody");
}

char *policy_changes(const Policy *before, const Policy *now)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (before->maximum != now->maximum && before->maximum > 0 && now->maximum > 0) {
		g_autofree char *old = duration_format(before->maximum);
		g_autofree char *new = duration_format(now->maximum);
		add(text, g_strdup_printf("at most %s before, now %s", old, new));
	}
	compare_demand(text, before->needs_justification, now->needs_justification, "a reason");
	compare_demand(text, before->needs_ticket, now->needs_ticket, "a ticket");
	compare_demand(text, before->needs_mfa, now->needs_mfa, "a multifactor sign-in");
	compare_demand(text, before->needs_approval, now->needs_approval, "an approval");
	if (g_strcmp0(before->context, now->context) != 0)
		add(text, g_strdup_printf("sign-in context %s before, now %s",
					  before->context != NULL ? before->context : "none",
					  now->context != NULL ? now->context : "none"));
	g_autofree char *old = approvers_words(before);
	g_autofree char *new = approvers_words(now);
	if (before->needs_approval && now->needs_approval && strcmp(old, new) != 0)
		add(text, g_strdup_printf("approval by %s before, now by %s", old, new));
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}
