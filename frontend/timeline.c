#include "frontend/timeline.h"

#include <string.h>

#include "frontend/alike.h"
#include "src/model/grant.h"

static void row_free(gpointer data)
{
	TimelineRow *row = data;
	g_free(row->id);
	g_free(row->role);
	g_free(row->where);
	g_array_unref(row->spans);
	g_array_unref(row->refusals);
	g_free(row);
}

static char *id_of(const Request *request)
{
	g_autofree char *text =
		g_strdup_printf("%d %d %s %s", (int)request->workload, (int)request->access,
				request->role.id != NULL ? role_guid(request->role.id) : "",
				request->scope.id != NULL ? request->scope.id : "");
	return g_ascii_strdown(text, -1);
}

/* Requests of one row, without a text for each of many. */
static guint hash_row(gconstpointer request)
{
	const Request *one = request;
	guint hash = (guint)one->workload * 4 + (guint)one->access;
	if (one->role.id != NULL)
		hash = hash * 31 + scope_id_hash(role_guid(one->role.id));
	return one->scope.id != NULL ? hash * 31 + scope_id_hash(one->scope.id) : hash;
}

static gboolean is_of_one_row(gconstpointer a, gconstpointer b)
{
	const Request *x = a, *y = b;
	if (x->workload != y->workload || x->access != y->access ||
	    (x->role.id == NULL) != (y->role.id == NULL) ||
	    (x->scope.id == NULL) != (y->scope.id == NULL))
		return FALSE;
	return (x->role.id == NULL ||
		g_ascii_strcasecmp(role_guid(x->role.id), role_guid(y->role.id)) == 0) &&
	       (x->scope.id == NULL || g_ascii_strcasecmp(x->scope.id, y->scope.id) == 0);
}

/* The newest entry names the row. */
static void take_names(TimelineRow *row, const Request *request)
{
	g_free(row->role);
	g_free(row->where);
	row->newest = request;
	row->role = g_strdup(role_label(&request->role));
	row->where = g_strdup(request->access != ACCESS_NONE ? access_word(request->access)
			      : request->scope.id != NULL    ? scope_label(&request->scope)
							     : "");
}

static TimelineRow *row_for(GHashTable *index, GPtrArray *rows, const Request *request)
{
	TimelineRow *row = g_hash_table_lookup(index, request);
	if (row != NULL)
		return row;
	row = g_new0(TimelineRow, 1);
	row->id = id_of(request);
	row->spans = g_array_new(FALSE, FALSE, sizeof(Use));
	row->refusals = g_array_new(FALSE, FALSE, sizeof(Instant));
	g_hash_table_insert(index, (gpointer)request, row);
	g_ptr_array_add(rows, row);
	return row;
}

static bool is_in_vain(const Request *request)
{
	return request->kind == REQUEST_ACTIVATE &&
	       (request->state == REQUEST_STATE_REFUSED || request->state == REQUEST_STATE_FAILED);
}

static void add_entry(GHashTable *index, GPtrArray *rows, const HistoryEntry *entry, Instant now)
{
	Use use;
	const bool is_use = use_of(entry, now, &use);
	if (!is_use && !is_in_vain(entry->request))
		return;
	TimelineRow *row = row_for(index, rows, entry->request);
	const Instant at = is_use ? use.start : history_entry_moment(entry);
	if (row->role == NULL || at >= row->last)
		take_names(row, entry->request);
	row->last = MAX(row->last, at);
	if (!is_use) {
		g_array_append_val(row->refusals, at);
		return;
	}
	g_array_append_val(row->spans, use);
	row->longest = MAX(row->longest, use.end - use.start);
}

/* Two groups of one name, or a role at two places of one name. */
static void tell_apart(GPtrArray *rows)
{
	g_autofree Grant *likes = g_new0(Grant, MAX(rows->len, 1));
	g_autoptr(GPtrArray) grants = g_ptr_array_sized_new(rows->len);
	for (guint i = 0; i < rows->len; i++) {
		TimelineRow *row = rows->pdata[i];
		likes[i] = (Grant){ .id = row->id,
				    .workload = row->newest->workload,
				    .access = row->newest->access,
				    .role = row->newest->role,
				    .scope = row->newest->scope };
		g_ptr_array_add(grants, &likes[i]);
	}
	g_autoptr(GHashTable) tails = alike_tails(grants);
	for (guint i = 0; i < rows->len; i++) {
		TimelineRow *row = rows->pdata[i];
		char *where = g_strconcat(row->where, alike_tail(tails, &likes[i]), NULL);
		g_free(row->where);
		row->where = where;
	}
}

static gint compare_uses(gconstpointer a, gconstpointer b)
{
	const Use *x = a, *y = b;
	return (x->start > y->start) - (x->start < y->start);
}

static gint compare_instants(gconstpointer a, gconstpointer b)
{
	const Instant x = *(const Instant *)a, y = *(const Instant *)b;
	return (x > y) - (x < y);
}

static gint compare_rows(gconstpointer a, gconstpointer b)
{
	const TimelineRow *x = *(TimelineRow *const *)a, *y = *(TimelineRow *const *)b;
	if (x->last != y->last)
		return x->last > y->last ? -1 : 1;
	return strcmp(x->id, y->id);
}

GPtrArray *timeline_rows(const GPtrArray *entries, Instant now)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func(row_free);
	g_autoptr(GHashTable) index = g_hash_table_new(hash_row, is_of_one_row);
	for (guint i = 0; i < entries->len; i++)
		add_entry(index, rows, g_ptr_array_index(entries, i), now);
	for (guint i = 0; i < rows->len; i++) {
		TimelineRow *row = g_ptr_array_index(rows, i);
		g_array_sort(row->spans, compare_uses);
		g_array_sort(row->refusals, compare_instants);
	}
	tell_apart(rows);
	g_ptr_array_sort(rows, compare_rows);
	return rows;
}

/* ---- Cells ------------------------------------------------------------------------------------ */

static Instant cell_start(const Period *window, int cell, int count)
{
	/* Split, so that no product of centuries and cells overflows. */
	const int64_t length = window->until - window->since;
	return window->since + length / count * cell + length % count * cell / count;
}

int timeline_place(const Period *window, Instant instant, int count)
{
	if (count <= 0 || instant < window->since || instant >= window->until)
		return -1;
	const double share =
		(double)(instant - window->since) / (double)(window->until - window->since);
	int cell = CLAMP((int)(share * count), 0, count - 1);
	while (cell > 0 && cell_start(window, cell, count) > instant)
		cell--;
	while (cell + 1 < count && cell_start(window, cell + 1, count) <= instant)
		cell++;
	return cell;
}

/* The first span that can reach into the window: none is longer than the longest. */
static guint first_span(const TimelineRow *row, const Period *window)
{
	guint low = 0, high = row->spans->len;
	while (low < high) {
		const guint middle = low + (high - low) / 2;
		if (g_array_index(row->spans, Use, middle).start + row->longest < window->since)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void stronger_state(UseState *state, UseState other)
{
	static const int rank[] = { [USE_OVER] = 0, [USE_COMING] = 1, [USE_RUNNING] = 2 };
	if (rank[other] > rank[*state])
		*state = other;
}

typedef struct Paint {
	const Period *window;
	TimelineCell *cells;
	int64_t *covered; /* seconds of each cell */
	Instant *reached; /* the end of the last span seen in each cell */
	int count;
} Paint;

static void paint_cell(Paint *paint, int cell, const Use *use)
{
	const Instant since = cell_start(paint->window, cell, paint->count);
	const Instant until = cell_start(paint->window, cell + 1, paint->count);
	const Instant from = MAX(use->start, since), to = MIN(use->end, until);
	TimelineCell *shown = &paint->cells[cell];
	if (shown->count == 0)
		shown->state = use->state;
	stronger_state(&shown->state, use->state);
	/* One after the other in one cell are not at once. */
	if (shown->count == 0)
		shown->count = 1;
	else if (from < paint->reached[cell])
		shown->count++;
	paint->reached[cell] = MAX(paint->reached[cell], to);
	paint->covered[cell] += to - from;
	shown->is_half = paint->covered[cell] * 2 < until - since;
}

static void paint_span(Paint *paint, const Use *use)
{
	const Instant from = MAX(use->start, paint->window->since);
	const Instant last = MIN(use->end, paint->window->until) - 1;
	if (last < from)
		return;
	const int first_cell = timeline_place(paint->window, from, paint->count);
	const int last_cell = timeline_place(paint->window, last, paint->count);
	for (int cell = first_cell; cell >= 0 && cell <= last_cell; cell++)
		paint_cell(paint, cell, use);
}

void timeline_cells(const TimelineRow *row, const Period *window, TimelineCell *cells, int count)
{
	memset(cells, 0, sizeof(*cells) * (size_t)MAX(count, 0));
	if (count <= 0 || window->until - window->since < count)
		return;
	g_autofree int64_t *covered = g_new0(int64_t, (gsize)count);
	g_autofree Instant *reached = g_new0(Instant, (gsize)count);
	Paint paint = { window, cells, covered, reached, count };
	for (guint i = first_span(row, window); i < row->spans->len; i++) {
		const Use *use = &g_array_index(row->spans, Use, i);
		if (use->start >= window->until)
			break;
		paint_span(&paint, use);
	}
	for (guint i = 0; i < row->refusals->len; i++) {
		const int cell =
			timeline_place(window, g_array_index(row->refusals, Instant, i), count);
		if (cell >= 0)
			cells[cell].is_refused = true;
	}
}

/* Who ends makes room before the next one begins. */
static gint compare_moments(gconstpointer a, gconstpointer b)
{
	const TimelineMoment *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->held - y->held;
}

GArray *timeline_moments(const GPtrArray *rows)
{
	GArray *moments = g_array_new(FALSE, FALSE, sizeof(TimelineMoment));
	for (guint i = 0; i < rows->len; i++) {
		const GArray *spans = ((const TimelineRow *)g_ptr_array_index(rows, i))->spans;
		for (guint k = 0; k < spans->len; k++) {
			const Use *use = &g_array_index(spans, Use, k);
			const TimelineMoment begins = { use->start, 1 }, ends = { use->end, -1 };
			g_array_append_val(moments, begins);
			g_array_append_val(moments, ends);
		}
	}
	g_array_sort(moments, compare_moments);
	int held = 0;
	for (guint i = 0; i < moments->len; i++) {
		TimelineMoment *moment = &g_array_index(moments, TimelineMoment, i);
		moment->held = held += moment->held;
	}
	return moments;
}

static guint first_moment(const GArray *moments, Instant since)
{
	guint low = 0, high = moments->len;
	while (low < high) {
		const guint middle = low + (high - low) / 2;
		if (g_array_index(moments, TimelineMoment, middle).at <= since)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* So many are held from the one moment to the other. */
static void note_held(const Period *window, Instant from, Instant to, int held, int *cells,
		      int count)
{
	const Instant since = MAX(from, window->since), last = MIN(to, window->until) - 1;
	if (last < since || held == 0)
		return;
	const int end = timeline_place(window, last, count);
	for (int cell = timeline_place(window, since, count); cell >= 0 && cell <= end; cell++)
		cells[cell] = MAX(cells[cell], held);
}

void timeline_at_once(const GArray *moments, const Period *window, int *cells, int count)
{
	memset(cells, 0, sizeof(*cells) * (size_t)MAX(count, 0));
	if (count <= 0 || window->until - window->since < count)
		return;
	guint i = first_moment(moments, window->since);
	Instant from = window->since;
	int held = i > 0 ? g_array_index(moments, TimelineMoment, i - 1).held : 0;
	for (; i < moments->len && from < window->until; i++) {
		const TimelineMoment *moment = &g_array_index(moments, TimelineMoment, i);
		note_held(window, from, moment->at, held, cells, count);
		from = moment->at;
		held = moment->held;
	}
	note_held(window, from, window->until, held, cells, count);
}

static void widen(Period *extent, Instant since, Instant until)
{
	if (extent->since == 0 || since < extent->since)
		extent->since = since;
	extent->until = MAX(extent->until, until);
}

Period timeline_extent(const GPtrArray *rows, Instant now)
{
	Period extent = { 0 };
	for (guint i = 0; i < rows->len; i++) {
		const TimelineRow *row = g_ptr_array_index(rows, i);
		for (guint k = 0; k < row->spans->len; k++) {
			const Use *use = &g_array_index(row->spans, Use, k);
			widen(&extent, use->start, use->end);
			if (use->state == USE_RUNNING)
				widen(&extent, use->start, now + 1);
		}
		for (guint k = 0; k < row->refusals->len; k++) {
			const Instant at = g_array_index(row->refusals, Instant, k);
			widen(&extent, at, at + 1);
		}
	}
	return extent;
}
