/* Everything known of one row, in words. */
#include "tui/overlay-text.h"

#include <string.h>

#include "frontend/policy-words.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "src/model/duration.h"

typedef struct Page {
	const State *state;
	GPtrArray *lines;
	int columns;
} Page;

static void add(const Page *page, const char *label, const char *text)
{
	if (text && *text)
		lines_printf(page->lines, page->columns, 12, STYLE_TEXT, "%-12s%s", label, text);
}

static void add_dim(const Page *page, const char *text)
{
	if (text && *text)
		lines_printf(page->lines, page->columns, 12, STYLE_DIM, "%-12s%s", "", text);
}

static void add_blank(const Page *page)
{
	lines_add(page->lines, page->columns, 0, STYLE_TEXT, "");
}

static void add_instant(const Page *page, const char *label, Instant instant)
{
	if (!instant)
		return;
	g_autofree char *local = state_local(page->state, instant);
	g_autofree char *exact = instant_format(instant);
	g_autofree char *text = g_strdup_printf("%s (%s)", local, exact);
	add(page, label, text);
}

static void add_held_through(const Page *page, const Grant *grant)
{
	g_autofree char *text = NULL;
	switch (grant->member_type) {
	case MEMBER_DIRECT:
		text = g_strdup("given to you directly");
		break;
	case MEMBER_INHERITED:
		text = g_strdup("inherited from a wider scope");
		break;
	case MEMBER_GROUP:
		text = g_strdup_printf("through the group %s",
				       grant->holder.name ? grant->holder.name : grant->holder.id);
		break;
	default:
		break;
	}
	add(page, "from", text);
}

static void add_grant(const Page *page, const Grant *grant)
{
	const WorkloadInfo *info = workload_info(grant->workload);
	lines_add(page->lines, page->columns, 0, STYLE_TITLE, role_label(&grant->role));
	add(page, "kind", info->title);
	if (info->has_access)
		add(page, "as", access_word(grant->access));
	g_autofree char *scope = g_strdup_printf("%s (%s)", scope_label(&grant->scope),
						 scope_type_title(grant->scope.type));
	add(page, "at", scope);
	add_dim(page, grant->scope.id);
	add_held_through(page, grant);
	add_instant(page, "since", grant->start);
	if (grant->end)
		add_instant(page, "until", grant->end);
	else
		add(page, "until", "permanent");
	add(page, "condition", grant->condition);
}

static void add_ids(const Page *page, const Grant *grant)
{
	add_blank(page);
	add(page, "role id", grant->role.id);
	add(page, "schedule", grant->schedule_id);
	add(page, "holder", grant->holder.id);
}

static void add_permissions(const Page *page, const Grant *grant)
{
	if (!workload_info(grant->workload)->can_read_role)
		return;
	const RoleEntry *entry = g_hash_table_lookup(page->state->role_texts, grant->role.id);
	add_blank(page);
	if (!entry || (!entry->permissions && !entry->problem)) {
		add(page, "permits", entry ? "being read" : NULL);
	} else if (entry->problem) {
		add(page, "permits", entry->problem->message);
	} else {
		for (guint i = 0; i < entry->permissions->len; i++)
			add(page, i ? "" : "permits", g_ptr_array_index(entry->permissions, i));
	}
}

/* What is known to be held through a group: the rows whose holder it is. */
static void add_granted(const Page *page, const Grant *group)
{
	const State *state = page->state;
	const char *label = "grants";
	if (!workload_info(group->workload)->has_access || group->access != ACCESS_MEMBER)
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *lists[] = { state->eligible[workload], state->active[workload] };
		for (guint i = 0; i < lists[0]->len + lists[1]->len; i++) {
			bool is_eligible = i < lists[0]->len;
			const Row *row = is_eligible
						 ? g_ptr_array_index(lists[0], i)
						 : g_ptr_array_index(lists[1], i - lists[0]->len);
			const Grant *grant = row_grant(row);
			if (grant->member_type != MEMBER_GROUP ||
			    g_strcmp0(grant->holder.id, group->role.id) != 0)
				continue;
			g_autofree char *text = g_strdup_printf(
				"%s on %s%s", role_label(&grant->role), scope_label(&grant->scope),
				is_eligible ? " (eligible)" : "");
			add(page, label, text);
			label = "";
		}
	}
}

static void add_demands(const Page *page, const Eligibility *eligibility)
{
	const Scope *scope = state_target_scope(page->state, eligibility);
	const PolicyEntry *entry = state_policy(page->state, eligibility->grant.id, scope->id);
	if (!scope_id_equal(scope->id, eligibility->grant.scope.id)) {
		add_blank(page);
		add(page, "target", scope_label(scope));
		add_dim(page, scope->id);
	}
	if (!entry || !entry->policy) {
		add(page, "needs", entry ? "being read" : NULL);
		return;
	}
	g_autofree char *words = policy_describe(entry->policy);
	add(page, "needs", words);
	const GPtrArray *approvers = entry->policy->approvers;
	for (guint i = 0; approvers && i < approvers->len; i++)
		add(page, i ? "" : "approvers", g_ptr_array_index(approvers, i));
	if (entry->problem) {
		const Wording wording = state_wording(page->state);
		g_autofree char *step = problem_next_step(&wording, entry->problem);
		add_dim(page, entry->problem->message);
		add_dim(page, step);
	}
}

static void entry_details(const Page *page, const HistoryEntry *entry)
{
	const Request *request = entry->request;
	const Wording wording = state_wording(page->state);
	g_autofree char *words = request_words(&wording, request, NULL);
	lines_add(page->lines, page->columns, 0, STYLE_TITLE,
		  request->role.name ? request->role.name : "(role without a name)");
	add(page, "kind", request_kind_word(request->kind));
	add(page, "outcome", words);
	add(page, "at", scope_label(&request->scope));
	add_dim(page, request->scope.id);
	add_instant(page, "asked", request->created ? request->created : entry->first_learnt);
	add_instant(page, "start", request->start);
	add_instant(page, "end", request->end);
	if (request->duration > 0) {
		g_autofree char *length = duration_format(request->duration);
		add(page, "for", length);
	}
	add(page, "reason", request->justification);
	add(page, "ticket", request->ticket_number);
	add(page, "in", request->ticket_system);
	add_blank(page);
	add(page, "status", request->status);
	add(page, "code", request->code);
	add(page, "request", request->id);
	add(page, "role id", request->role.id);
	add(page, "known from",
	    entry->source == HISTORY_SOURCE_LOCAL ? "made here" : "found at the service");
}

static const HistoryEntry *find_entry(const State *state, const char *id)
{
	for (guint i = 0; i < state->history->len; i++) {
		const Row *row = g_ptr_array_index(state->history, i);
		if (strcmp(row->id, id) == 0)
			return row->entry;
	}
	return NULL;
}

/* An active and an eligible row of the same role have the same id: the pane that was looked at decides. */
void details_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	Page page = { state, lines, columns };
	const Assignment *assignment = NULL;
	const Eligibility *eligibility = NULL;
	const HistoryEntry *entry = NULL;
	if (overlay->pane == PANE_ACTIVE)
		assignment = state_find_active(state, overlay->row_id);
	else if (overlay->pane == PANE_HISTORY)
		entry = find_entry(state, overlay->row_id);
	else
		eligibility = state_find_eligible(state, overlay->row_id);

	if (assignment) {
		add_grant(&page, &assignment->grant);
		add(&page, "held", assignment_type_word(assignment->assignment_type));
		add_permissions(&page, &assignment->grant);
		add_granted(&page, &assignment->grant);
		add_ids(&page, &assignment->grant);
	} else if (eligibility) {
		add_grant(&page, &eligibility->grant);
		add_demands(&page, eligibility);
		add_permissions(&page, &eligibility->grant);
		add_granted(&page, &eligibility->grant);
		add_ids(&page, &eligibility->grant);
	} else if (entry) {
		entry_details(&page, entry);
	} else {
		lines_add(lines, columns, 0, STYLE_WARNING, "This row is not there any more.");
	}
}
