#include "cli/lists.h"

#include "frontend/list-problems.h"
#include "src/model/grant.h"
#include "src/model/list.h"

/* Of one workload. */
typedef struct Part {
	GPtrArray *rows; /* as the service told them */
	Instant as_of;
	GPtrArray *kept; /* as the last run knew them; NULL: it did not */
	Instant kept_as_of;
	bool is_expected, is_done;
} Part;

typedef struct Gathering {
	ListId list;
	Part parts[WORKLOAD_COUNT];
} Gathering;

static void part_clear(Part *part)
{
	g_clear_pointer(&part->rows, g_ptr_array_unref);
	g_clear_pointer(&part->kept, g_ptr_array_unref);
}

static void take_rows(GPtrArray **rows, Instant *as_of, const Event *event)
{
	g_clear_pointer(rows, g_ptr_array_unref);
	*rows = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	*as_of = event->as_of;
}

static void gather(Session *session, Gathering *gathering, const Event *event)
{
	WorkloadId workload = event->workload;
	Part *part = &gathering->parts[workload];
	if (event->kind == EVENT_LOADING && event->list == gathering->list)
		part->is_expected = true;
	if (event->kind == EVENT_LIST_FAILED && event->list == gathering->list) {
		part->is_done = true;
		if (event->problem != NULL)
			list_problems_add(session->problems, &workload, event->problem);
	}
	if (event->kind != list_kind(gathering->list)->event)
		return;
	if (event->is_stale) {
		take_rows(&part->kept, &part->kept_as_of, event);
		return;
	}
	if (event->is_complete)
		list_problems_add_holes(session->problems, event);
	take_rows(&part->rows, &part->as_of, event);
	if (event->is_complete) /* before that, names may be missing */
		part->is_done = true;
}

static bool is_gathered(const Gathering *gathering)
{
	bool is_any = false;
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Part *part = &gathering->parts[i];
		if (part->is_expected && !part->is_done)
			return false;
		is_any = is_any || part->is_done;
	}
	return is_any;
}

/* What the last run knew is read before anything is asked, long lists in pieces. False: interrupted. */
static bool gather_kept(Session *session, Gathering *gathering)
{
	for (;;) {
		g_autoptr(Event) event = session_next_ready(session);
		if (event == NULL)
			return !session->is_interrupted;
		gather(session, gathering, event);
	}
}

/* False: interrupted. */
static bool gather_asked(Session *session, Gathering *gathering)
{
	Intent *intent = intent_new(0, INTENT_REFRESH);
	intent->lists = 1u << gathering->list;
	const uint64_t id = session_send(session, intent);
	bool is_over = false;
	while (!is_over && !is_gathered(gathering)) {
		g_autoptr(Event) event = session_next(session);
		if (event == NULL)
			return false;
		is_over = event->kind == EVENT_INTENT_DONE && event->intent_id == id;
		gather(session, gathering, event);
	}
	return true;
}

static bool has_ended(const ListKind *kind, gconstpointer row, Instant now)
{
	const Grant *grant = row;
	return kind->has_grants && kind->event != EVENT_DORMANT && grant_has_ended(grant, now);
}

/* Ten thousand rows are not copied to be printed. */
static void add_part(Listing *listing, const ListKind *kind, GPtrArray *rows,
		     const Instant *stale_since, Instant now)
{
	g_ptr_array_add(listing->sources, g_ptr_array_ref(rows));
	for (guint i = 0; i < rows->len; i++) {
		if (stale_since != NULL && has_ended(kind, rows->pdata[i], now))
			continue;
		gpointer row = rows->pdata[i];
		g_ptr_array_add(listing->rows, row);
		if (stale_since != NULL)
			g_hash_table_insert(listing->stale, row,
					    g_memdup2(stale_since, sizeof *stale_since));
		else
			listing->has_fresh = true;
	}
}

static void make_listing(Listing *listing, const Gathering *gathering, ListsFrom from, Instant now)
{
	const ListKind *kind = list_kind(gathering->list);
	listing->rows = g_ptr_array_new();
	listing->sources = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	listing->stale = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	for (int i = 0; i < WORKLOAD_COUNT; i++) {
		const Part *part = &gathering->parts[i];
		const bool is_kept = part->rows == NULL;
		GPtrArray *rows = part->rows;
		if (is_kept)
			rows = from != LISTS_ASKED ? part->kept : NULL;
		if (rows == NULL)
			continue;
		const Instant as_of = is_kept ? part->kept_as_of : part->as_of;
		add_part(listing, kind, rows, is_kept ? &as_of : NULL, now);
		listing->known |= 1u << i;
		listing->is_stale = listing->is_stale || is_kept;
		if (listing->as_of == 0 || as_of < listing->as_of)
			listing->as_of = as_of;
	}
}

bool session_list(Session *session, ListId list, ListsFrom from, Listing *listing)
{
	Gathering gathering = { .list = list };
	if (session->options->is_apart)
		from = LISTS_ASKED;
	const bool is_whole = (from == LISTS_ASKED || gather_kept(session, &gathering)) &&
			      (from == LISTS_KEPT || gather_asked(session, &gathering));
	if (is_whole)
		make_listing(listing, &gathering, from, session_now(session));
	for (int i = 0; i < WORKLOAD_COUNT; i++)
		part_clear(&gathering.parts[i]);
	return is_whole;
}

void listing_clear(Listing *listing)
{
	g_clear_pointer(&listing->stale, g_hash_table_unref);
	g_clear_pointer(&listing->rows, g_ptr_array_unref);
	g_clear_pointer(&listing->sources, g_ptr_array_unref);
}

GPtrArray *session_load(Session *session, ListId list, Instant *as_of)
{
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, list, LISTS_ASKED, &listing))
		return NULL;
	*as_of = listing.as_of;
	return list_copy_rows(list, listing.rows);
}

ExitCode session_report(const Session *session, bool has_rows)
{
	ExitCode code = EXIT_DONE;
	for (guint i = 0; i < session->problems->len; i++) {
		const ListProblem *item = g_ptr_array_index(session->problems, i);
		g_autofree char *where =
			item->has_workload
				? g_strdup_printf("%s: %s", workload_info(item->workload)->name,
						  item->problem->message)
				: g_strdup(item->problem->message);
		tell_with_step(where, item->problem);
		ExitCode own = problem_exit_code(item->problem);
		if (code == EXIT_DONE || code == EXIT_FAILED)
			code = own == EXIT_DONE ? code : own;
	}
	return has_rows && code != EXIT_DONE ? EXIT_PARTLY : code;
}

static Problem *nothing_kept(const char *message)
{
	return problem_new(PROBLEM_UNREACHABLE, "nothing-kept", message,
			   "`myroles list active` asks the services.");
}

void session_add_unknown(Session *session, const Listing *listing)
{
	g_autoptr(Problem) problem = nothing_kept("Nothing is known of it yet.");
	for (WorkloadId i = 0; i < WORKLOAD_COUNT; i++) {
		if ((listing->known & (1u << i)) == 0)
			list_problems_add(session->problems, &i, problem);
	}
}

ExitCode tell_nothing_kept(void)
{
	g_autoptr(Problem) problem = nothing_kept("Nothing is known yet.");
	return tell_problem(problem);
}
