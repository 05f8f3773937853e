/* Everything known of one row, in words. */
#include "tui/dialogs/details.h"

#include <string.h>

#include "frontend/grant-words.h"
#include "frontend/owed-words.h"
#include "frontend/policy-words.h"
#include "frontend/problem-words.h"
#include "frontend/request-words.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lamps.h"
#include "tui/dialogs/permits.h"
#include "tui/dialogs/timeline.h"

/* An active and an eligible row of the same role have the same id: which of them is kept beside it. */
typedef enum { ABOUT_ELIGIBLE, ABOUT_ACTIVE, ABOUT_ENTRY, ABOUT_REQUEST } AboutKind;

typedef struct Details {
	AboutKind kind;
	char *row_id;
} Details;

typedef struct Memory {
	Permits permits;   /* of all roles that were looked at */
	Timeline timeline; /* of the request that was looked at last */
	Lamps lamps;       /* of active rows that were looked at */
} Memory;

static Permits *permits_of(const State *state)
{
	return &((Memory *)dialog_memory(state, &details_dialog))->permits;
}

static Timeline *timeline_of(const State *state)
{
	return &((Memory *)dialog_memory(state, &details_dialog))->timeline;
}

static Lamps *lamps_of(const State *state)
{
	return &((Memory *)dialog_memory(state, &details_dialog))->lamps;
}

static void forget(void *self)
{
	Memory *memory = self;
	lamps_clear(&memory->lamps);
	permits_clear(&memory->permits);
	timeline_clear(&memory->timeline);
}

static void details_clear(void *self)
{
	g_free(((Details *)self)->row_id);
}

/* ---- What it shows ------------------------------------------------------------------------------ */

typedef struct Sheet {
	const State *state;
	Page *page;
} Sheet;

static void add(const Sheet *sheet, const char *label, const char *text)
{
	if (text != NULL && *text)
		page_printf(sheet->page, 12, STYLE_TEXT, "%-12s%s", label, text);
}

static void add_dim(const Sheet *sheet, const char *text)
{
	if (text != NULL && *text)
		page_printf(sheet->page, 12, STYLE_DIM, "%-12s%s", "", text);
}

static void add_blank(const Sheet *sheet)
{
	page_add_blank(sheet->page);
}

static void add_instant(const Sheet *sheet, const char *label, Instant instant)
{
	if (!instant)
		return;
	g_autofree char *local = state_local(sheet->state, instant);
	g_autofree char *exact = instant_format(instant);
	g_autofree char *text = g_strdup_printf("%s (%s)", local, exact);
	add(sheet, label, text);
}

static void add_held_through(const Sheet *sheet, const Grant *grant)
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
		text = g_strdup_printf("through the group %s", grant->holder.name != NULL
								       ? grant->holder.name
								       : grant->holder.id);
		break;
	default:
		break;
	}
	add(sheet, "from", text);
}

static void add_grant(const Sheet *sheet, const Grant *grant)
{
	const WorkloadInfo *info = workload_info(grant->workload);
	page_add(sheet->page, 0, STYLE_TITLE, role_label(&grant->role));
	add(sheet, "kind", info->title);
	if (info->has_access)
		add(sheet, "as", access_word(grant->access));
	g_autofree char *scope = scope_words(&grant->scope);
	add(sheet, "at", scope);
	add_dim(sheet, grant->scope.id);
	add_held_through(sheet, grant);
	add_instant(sheet, "since", grant->start);
	if (grant->end)
		add_instant(sheet, "until", grant->end);
	else
		add(sheet, "until", "permanent");
	add(sheet, "condition", grant->condition);
}

static void add_ids(const Sheet *sheet, const Grant *grant)
{
	add_blank(sheet);
	add(sheet, "role id", grant->role.id);
	add(sheet, "schedule", grant->schedule_id);
	add(sheet, "holder", grant->holder.id);
}

/* What is known to be held through a group: the rows whose holder it is. */
static void add_granted(const Sheet *sheet, const Grant *group)
{
	const State *state = sheet->state;
	const char *label = "grants";
	if (!workload_info(group->workload)->has_access || group->access != ACCESS_MEMBER)
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		const GPtrArray *lists[] = { state->lists.eligible[workload],
					     state->lists.active[workload] };
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
			add(sheet, label, text);
			label = "";
		}
	}
}

static void add_approvers(const Sheet *sheet, const Policy *policy)
{
	const GPtrArray *approvers = policy->approvers;
	for (guint i = 0; approvers != NULL && i < approvers->len; i++)
		add(sheet, i ? "" : "approvers", g_ptr_array_index(approvers, i));
}

static void add_demands(const Sheet *sheet, const Eligibility *eligibility)
{
	const Scope *scope = known_scopes_target(&sheet->state->scopes, eligibility);
	const PolicyEntry *entry =
		known_policies_find(&sheet->state->policies, eligibility->grant.id, scope->id);
	if (!scope_id_equal(scope->id, eligibility->grant.scope.id)) {
		add_blank(sheet);
		add(sheet, "target", scope_label(scope));
		add_dim(sheet, scope->id);
	}
	if (entry == NULL || entry->policy == NULL) {
		add(sheet, "needs", entry != NULL ? "being read" : NULL);
		return;
	}
	g_autofree char *words = policy_describe(entry->policy);
	add(sheet, "needs", words);
	add_approvers(sheet, entry->policy);
	if (entry->problem != NULL) {
		const Wording wording = state_wording(sheet->state);
		g_autofree char *step = problem_next_step(&wording, entry->problem);
		add_dim(sheet, entry->problem->message);
		add_dim(sheet, step);
	}
}

/* `policy` may be NULL. */
static void add_request(const Sheet *sheet, const Request *request, Instant asked,
			const Policy *policy)
{
	const Wording wording = state_wording(sheet->state);
	g_autofree char *words = request_words(&wording, request, policy);
	page_add(sheet->page, 0, STYLE_TITLE,
		 request->role.name != NULL ? request->role.name : "(role without a name)");
	add(sheet, "who",
	    request->requester_name != NULL ? request->requester_name : request->requester_id);
	add(sheet, "kind", request_kind_word(request->kind));
	add(sheet, "outcome", words);
	add(sheet, "at", scope_label(&request->scope));
	add_dim(sheet, request->scope.id);
	add_instant(sheet, "asked", asked);
	add_instant(sheet, "start", request->start);
	add_instant(sheet, "end", request->end);
	if (request->duration > 0) {
		g_autofree char *length = duration_format(request->duration);
		add(sheet, "for", length);
	}
	add(sheet, "reason", request->justification);
	add(sheet, "ticket", request->ticket_number);
	add(sheet, "in", request->ticket_system);
	if (policy != NULL)
		add_approvers(sheet, policy);
	add_instant(sheet, "lapses", request_lapses(request));
	timeline_write(timeline_of(sheet->state), sheet->state, request->id, sheet->page);
	add_blank(sheet);
	add(sheet, "status", request->status);
	add(sheet, "code", request->code);
	add(sheet, "request", request->id);
	add(sheet, "service id", request->service_id);
	add(sheet, "approval", request->approval_id);
	add(sheet, "eligibility", request->eligibility_schedule_id);
	add(sheet, "role id", request->role.id);
}

static void add_entry(const Sheet *sheet, const HistoryEntry *entry)
{
	const Request *request = entry->request;
	add_request(sheet, request, request->created ? request->created : entry->first_learnt,
		    NULL);
	add(sheet, "known from",
	    entry->source == HISTORY_SOURCE_LOCAL ? "made here" : "found at the service");
}

static void add_eligible(const Sheet *sheet, const Eligibility *eligibility)
{
	add_grant(sheet, &eligibility->grant);
	add_demands(sheet, eligibility);
	permits_write(permits_of(sheet->state), &eligibility->grant, sheet->page);
	add_granted(sheet, &eligibility->grant);
	add_ids(sheet, &eligibility->grant);
}

/* It ends sooner than it says. */
static void add_owed(const Sheet *sheet, const Grant *grant)
{
	const Owed *owed = known_owed_find(&sheet->state->owed, grant);
	const Wording wording = state_wording(sheet->state);
	g_autofree char *words = owed != NULL ? owed_words(&wording, owed) : NULL;
	if (words != NULL)
		add(sheet, "but", words);
}

static void add_active(const Sheet *sheet, const Assignment *assignment)
{
	add_grant(sheet, &assignment->grant);
	add_owed(sheet, &assignment->grant);
	add(sheet, "held", assignment_type_word(assignment->assignment_type));
	lamps_write(lamps_of(sheet->state), assignment->grant.id, 12, sheet->page);
	permits_write(permits_of(sheet->state), &assignment->grant, sheet->page);
	add_granted(sheet, &assignment->grant);
	add_ids(sheet, &assignment->grant);
}

/* One's own, or what waits for one's decision. */
static const Request *find_request(const State *state, const char *id)
{
	const Request *own = known_requests_find(&state->requests, id);
	return own != NULL ? own : known_approvals_find(&state->approvals, id);
}

/* A request that is over by now is in the journal. */
static void add_by_id(const Sheet *sheet, const Details *details)
{
	const State *state = sheet->state;
	const Request *request =
		details->kind == ABOUT_REQUEST ? find_request(state, details->row_id) : NULL;
	const HistoryEntry *entry =
		request == NULL ? known_journal_find(&state->journal, details->row_id) : NULL;
	if (request != NULL)
		add_request(sheet, request, request->created,
			    known_requests_policy(state, request));
	else if (entry != NULL)
		add_entry(sheet, entry);
	else
		page_add(sheet->page, 0, STYLE_WARNING, "This row is not there any more.");
}

static void write_details(const State *state, const Dialog *dialog, Page *page)
{
	const Details *details = dialog->self;
	const Sheet sheet = { state, page };
	const bool is_eligible = details->kind == ABOUT_ELIGIBLE;
	const Eligibility *eligibility =
		is_eligible ? known_lists_find_eligible(&state->lists, details->row_id) : NULL;
	const Assignment *assignment =
		details->kind == ABOUT_ACTIVE
			? known_lists_find_active(&state->lists, details->row_id)
			: NULL;
	if (eligibility != NULL)
		add_eligible(&sheet, eligibility);
	else if (assignment != NULL)
		add_active(&sheet, assignment);
	else if (details->kind >= ABOUT_ENTRY)
		add_by_id(&sheet, details);
	else
		page_add(page, 0, STYLE_WARNING, "This row is no longer there.");
}

/* ---- Opening ------------------------------------------------------------------------------------ */

const GPtrArray *details_permissions(const State *state, const Grant *grant, const char **problem)
{
	return permits_find(permits_of(state), grant, problem);
}

uint64_t details_read_role(Update *update, const Row *row)
{
	return permits_read(permits_of(update->state), update, row);
}

/* Of the request that is shown, if it is one. */
static void read_timeline(Update *update)
{
	const Dialog *dialog = dialog_find(update->state, &details_dialog);
	const Details *details = dialog != NULL ? dialog->self : NULL;
	if (details != NULL && details->kind >= ABOUT_ENTRY)
		timeline_read(timeline_of(update->state), update, details->row_id);
}

static void on_history(Update *update, gconstpointer about)
{
	(void)about;
	read_timeline(update);
}

static void on_timeline(Update *update, const Event *event)
{
	timeline_take(timeline_of(update->state), event);
}

static void on_truth(Update *update, const Event *event)
{
	lamps_take(lamps_of(update->state), event);
}

const Truth *details_truth(const State *state, const Grant *grant)
{
	return lamps_find(lamps_of(state), grant->id);
}

void details_open(Update *update)
{
	const State *state = update->state;
	const PaneKind *kind = state->focus->kind;
	const Row *row = kind->subject != NULL ? kind->subject(state) : pane_selected(state->focus);
	if (row == NULL)
		return;
	Details *details = dialog_open(update, &details_dialog)->self;
	details->kind = row->assignment != NULL    ? ABOUT_ACTIVE
			: row->eligibility != NULL ? ABOUT_ELIGIBLE
			: row->entry != NULL       ? ABOUT_ENTRY
						   : ABOUT_REQUEST;
	details->row_id = g_strdup(row->id);
	details_read_role(update, row);
	if (row->assignment != NULL)
		lamps_ask(lamps_of(state), update, row->assignment->grant.id,
			  assignment_copy(row->assignment), 0);
	read_timeline(update);
	if (row->eligibility != NULL)
		known_policies_read(update, row->eligibility,
				    known_scopes_target(&state->scopes, row->eligibility));
}

static void on_role(Update *update, const Event *event)
{
	permits_take(permits_of(update->state), event);
}

const DialogKind details_dialog = {
	.title = "Details",
	.context = &reading_context,
	.size = sizeof(Details),
	.clear = details_clear,
	.memory_size = sizeof(Memory),
	.forget = forget,
	.write = write_details,
	.listeners = {
		.on = { [EVENT_ROLE] = on_role,
			[EVENT_TIMELINE] = on_timeline,
			[EVENT_TRUTH] = on_truth },
		.hear = { [NEWS_HISTORY] = on_history },
	},
};
