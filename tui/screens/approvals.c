/* The Approvals screen: what waits for one's decision. */
#include "frontend/grant-words.h"
#include "frontend/problem-words.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/screens.h"
#include "tui/core/words.h"
#include "tui/dialogs/decide.h"
#include "tui/dialogs/details.h"
#include "tui/screens/request-columns.h"
#include "tui/screens/screens.h"

/* Who opened the screen, refreshed or decided a moment ago may wait for a request: it comes within seconds. */
#define LOOK_SECONDS  15
#define WATCH_SECONDS (10 * 60)

typedef struct Approvals {
	GHashTable *marks; /* set of char*, ids of requests */
	Instant next_look; /* while the screen is open */
	Instant watched;   /* until then it is looked at again and again; then with the lists */
} Approvals;

static const Context context = {
	.name = "Approvals",
	.traits = SCREEN_TRAITS | TRAIT_ROWS,
};

static void approvals_init(void *self)
{
	((Approvals *)self)->marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void approvals_clear(void *self)
{
	g_hash_table_unref(((Approvals *)self)->marks);
}

static Approvals *self_of(const State *state)
{
	return screen_data(state, &context);
}

static GHashTable *marks_of(const State *state)
{
	return self_of(state)->marks;
}

static Pane *pane_of(const State *state)
{
	return &screen_find(state, &context)->panes[0];
}

static const Request *selected_request(const State *state)
{
	const Row *row = pane_selected(pane_of(state));
	return row != NULL ? row->request : NULL;
}

/* ---- What can be done ----------------------------------------------------------------------------- */

static const char *needs_row(const State *state)
{
	return selected_request(state) != NULL ? NULL : "Nothing waits for your decision here.";
}

static const char *needs_marks(const State *state)
{
	return g_hash_table_size(marks_of(state)) > 0 ? NULL : "No row is marked.";
}

/* The marked ones in their order, else the selected one. */
static void ask(Update *update, bool is_denial)
{
	const State *state = update->state;
	GHashTable *marks = marks_of(state);
	const GPtrArray *rows = state->approvals.rows;
	g_autoptr(GPtrArray) requests = g_ptr_array_new();
	for (guint i = 0; i < rows->len; i++) {
		const Row *row = g_ptr_array_index(rows, i);
		if (g_hash_table_contains(marks, row->id))
			g_ptr_array_add(requests, (gpointer)row->request);
	}
	if (requests->len == 0)
		g_ptr_array_add(requests, (gpointer)selected_request(state));
	decide_ask(update, requests, is_denial);
}

static void run_approve(Update *update)
{
	ask(update, false);
}

static void run_deny(Update *update)
{
	ask(update, true);
}

static const char *needs_one(const State *state)
{
	if (selected_request(state) == NULL)
		return "Nothing waits for your decision here.";
	return g_hash_table_size(marks_of(state)) == 0
		       ? NULL
		       : "An offer is made for the selected request alone: clear the marks first.";
}

static void run_offer(Update *update)
{
	decide_offer(update, selected_request(update->state));
}

static void run_mark(Update *update)
{
	Pane *pane = pane_of(update->state);
	GHashTable *marks = marks_of(update->state);
	if (!g_hash_table_remove(marks, pane->selected))
		g_hash_table_add(marks, g_strdup(pane->selected));
	pane_select(pane, pane->cursor + 1);
}

static void run_unmark(Update *update)
{
	g_hash_table_remove_all(marks_of(update->state));
}

static void run_show(Update *update)
{
	screen_open(update, &context);
}

/* ---- Looking again -------------------------------------------------------------------------------- */

static bool is_watched(const State *state)
{
	return state->screen->kind == &approvals_screen && self_of(state)->watched > state->now;
}

static void watch(State *state)
{
	Approvals *self = self_of(state);
	self->next_look = state->now + LOOK_SECONDS;
	self->watched = state->now + WATCH_SECONDS;
}

static void look(Update *update)
{
	watch(update->state);
	known_approvals_ask(update);
}

static void on_time(Update *update, gconstpointer about)
{
	Approvals *self = self_of(update->state);
	(void)about;
	if (!is_watched(update->state) || update->state->now < self->next_look)
		return;
	self->next_look = update->state->now + LOOK_SECONDS;
	known_approvals_ask(update);
}

static Instant next_wake(const State *state)
{
	return is_watched(state) ? self_of(state)->next_look : 0;
}

/* ---- Words ---------------------------------------------------------------------------------------- */

static const char *name_of(const Request *request)
{
	return request->requester_name != NULL ? request->requester_name : request->requester_id;
}

/* Why what is shown may not be all; NULL: it is. */
static char *find_trouble(const State *state)
{
	const Wording wording = state_wording(state);
	g_autoptr(GString) text = g_string_new(NULL);
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Load *load = &state->lists.loads[i][LIST_APPROVALS];
		if (load->problem == NULL)
			continue;
		g_autofree char *why = problem_words(&wording, load->problem);
		g_string_append_printf(text, "%s%s: %s", text->len > 0 ? " " : "",
				       workload_info((WorkloadId)i)->line, why);
	}
	return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static bool is_loading(const State *state)
{
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const LoadStatus status = state->lists.loads[i][LIST_APPROVALS].status;
		if (status == LOAD_IDLE || status == LOAD_LOADING)
			return true;
	}
	return false;
}

static char *empty(const State *state)
{
	const Wording wording = state_wording(state);
	g_autofree char *trouble = find_trouble(state);
	if (trouble != NULL)
		return g_strdup_printf("%s There may be requests that are not shown.", trouble);
	if (is_loading(state))
		return g_strdup_printf("Loading%s", wording_ellipsis(&wording));
	return g_strdup("Nothing waits for your decision.");
}

static char *make_title(const State *state)
{
	g_autofree char *trouble = find_trouble(state);
	return g_strdup(trouble != NULL ? "Approvals (may not be all)" : "Approvals");
}

/* The whole of what the columns may have cut. */
static char *words(const State *state)
{
	const Request *request = selected_request(state);
	g_autofree char *trouble = find_trouble(state);
	if (request == NULL)
		return NULL;
	if (trouble != NULL)
		return g_strdup_printf("What is shown may not be all. %s", trouble);
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("?");
	g_autoptr(GString) reason = g_string_new(NULL);
	request_write_reason(state, request, reason);
	return g_strdup_printf("%s asks for %s for %s%s%s", name_of(request), what, length,
			       reason->len > 0 ? ": " : "", reason->str);
}

static size_t count_waiting(const State *state)
{
	return state->approvals.rows->len;
}

/* ---- The rows ------------------------------------------------------------------------------------- */

static void collect(const State *state, GPtrArray *all)
{
	g_ptr_array_extend(all, state->approvals.rows, NULL, NULL);
}

static gboolean is_gone(gpointer id, gpointer value, gpointer data)
{
	const State *state = data;
	(void)value;
	return known_approvals_find(&state->approvals, id) == NULL;
}

static void on_rows(Update *update, gconstpointer about)
{
	(void)about;
	g_hash_table_foreach_remove(marks_of(update->state), is_gone, update->state);
	pane_rebuild(update->state, pane_of(update->state));
}

static void on_outcome(Update *update, gconstpointer about)
{
	watch(update->state);
	on_rows(update, about);
}

static const char *sign(const State *state, gconstpointer row, StyleId *style)
{
	const Request *request = row;
	*style = STYLE_MARKED;
	return g_hash_table_contains(marks_of(state), request->id) ? "*" : "";
}

static guint count_marks(const State *state)
{
	return g_hash_table_size(marks_of(state));
}

static void write_who(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, name_of(row));
}

static const ListColumn columns[] = {
	{ .name = "asked", .least = 5, .most = 14, .is_right = true, .write = request_write_when },
	{ .name = "who",
	  .least = 8,
	  .most = 20,
	  .share = 1,
	  .gap = 2,
	  .is_steady = true,
	  .write = write_who },
	{ COLUMN_ROLE, .least = 13, .most = 26, .share = 2, .is_steady = true },
	{ COLUMN_AT, .most = 16, .is_steady = true },
	{ COLUMN_KIND, .rank = 4, .from = 100 },
	{ COLUMN_FOR, .from = 38, .write = request_write_length },
	{ COLUMN_WHY, .least = 9, .most = 30, .share = 3, .from = 60, .is_steady = true },
};

static const PaneKind pane = {
	.title = "Approvals",
	.make_title = make_title,
	.columns = columns,
	.column_count = G_N_ELEMENTS(columns),
	.sign = sign,
	.sign_columns = LIST_SIGNED_COLUMNS,
	.count_marks = count_marks,
	.empty = empty,
	.sort = SORT_END,
	.sort_titles = { "time", "role", "scope", "workload" },
	.is_chosen_always = true,
	.collect = collect,
	.opened = details_open,
};

static const Action actions[] = {
	{ "approve", "a", "approve", "Approve the marked requests, or the selected one.",
	  .place = 25, .footer = 1, .guard = needs_row, .run = run_approve },
	{ "deny", "d", "deny", "Deny the marked requests, or the selected one, and say why.",
	  .place = 26, .footer = 2, .guard = needs_row, .run = run_deny },
	{ "mark-request", "space", "mark", "Mark the request for a decision, or clear the mark.",
	  .place = 27, .footer = 3, .guard = needs_row, .run = run_mark },
	{ "offer", "O", "offer less",
	  "Deny the selected request, and offer a narrower scope, a smaller role or a shorter "
	  "time.",
	  .place = 28, .guard = needs_one, .run = run_offer },
	{ "unmark-requests", "u", "unmark all", "Clear all marks.", .place = 113,
	  .guard = needs_marks, .run = run_unmark },
	{ "approvals", "3", "Approvals", "Show what waits for your decision.", .place = 320,
	  .traits = TRAIT_SCREEN, .run = run_show },
};

/* What is being typed or read stays in front. */
static void on_chosen(Update *update, gconstpointer about)
{
	const Notification *notification = about;
	if (notification->kind != NOTIFY_TO_APPROVE || dialog_top(update->state) != NULL)
		return;
	screen_open(update, &context);
	pane_select_id(update->state, pane_of(update->state), notification->request_id);
}

const ScreenKind approvals_screen = {
	.title = "Approvals",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.panes = { &pane },
	.size = sizeof(Approvals),
	.init = approvals_init,
	.clear = approvals_clear,
	.opened = look,
	.refreshed = look,
	.escaped = run_unmark,
	.badge = count_waiting,
	.words = words,
	.next_wake = next_wake,
	.listeners.hear = {
		[NEWS_ACCOUNT] = on_rows,
		[NEWS_APPROVALS] = on_rows,
		[NEWS_OUTCOME] = on_outcome,
		[NEWS_TIME] = on_time,
		[NEWS_CHOSEN] = on_chosen,
	},
};
