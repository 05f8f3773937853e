#include "src/backend/kept-lists.h"

#define FIRST_ROWS  200                  /* more than any screen shows */
#define PIECE_ROWS  400                  /* two milliseconds of reading */
#define WRITE_ROWS  150                  /* … of writing */
#define CLOCK_SLACK (2 * G_USEC_PER_SEC) /* by so much two readings of one clock may differ */

struct KeptLists {
	const Identity *identity;
	Kept *files;
	Snapshot *snapshot;
	Lists *lists;
	GPtrArray *paintings; /* Painting*: lists of the last run that are still being read */
	GQueue writings;      /* Writing*: long lists that are still being written down */
	guint writings_source;
	KeptChoice choice;
	void (*changed)(gpointer data);
	gpointer changed_data;
	ClockAnchor clock; /* as the file has it */
};

/* ---- the service's clock ---- */

/* Where the local clock is wrong, what was kept is not told as over before its time. */
static void take_clock(KeptLists *kept)
{
	g_autoptr(GError) error = NULL;
	if (kept->snapshot == NULL)
		return;
	if (snapshot_get_clock(kept->snapshot, &kept->clock, &error))
		(void)clock_take_anchor(kept->identity->network->clock, &kept->clock);
	else if (error != NULL)
		kept_tell(kept->files, error);
}

static bool is_clock_kept(const KeptLists *kept, const ClockAnchor *now)
{
	const int64_t difference =
		(now->wall - now->ticks) - (kept->clock.wall - kept->clock.ticks);
	return ABS(difference) <= CLOCK_SLACK && g_str_equal(kept->clock.boot, now->boot);
}

static void keep_clock(KeptLists *kept)
{
	g_autoptr(GError) error = NULL;
	ClockAnchor now;
	if (!clock_get_anchor(kept->identity->network->clock, &now) || is_clock_kept(kept, &now))
		return;
	kept->clock = now;
	if (!snapshot_set_clock(kept->snapshot, &now, &error))
		kept_tell(kept->files, error);
}

/* ---- painting ---- */

/* A long list is painted from its first page; the rest is read in pieces between other work. */
typedef struct Painting {
	KeptLists *kept;
	SnapshotList list;
	GPtrArray *rows;
	SnapshotPage page; /* the next one */
	Instant as_of;
	guint source;
} Painting;

static void painting_free(gpointer data)
{
	Painting *painting = data;
	if (painting->source != 0)
		g_source_remove(painting->source);
	g_ptr_array_unref(painting->rows);
	g_free(painting);
}

static GPtrArray *read_page(KeptLists *kept, SnapshotList list, SnapshotPage *page, Instant *as_of)
{
	g_autoptr(GError) error = NULL;
	GPtrArray *rows = snapshot_read(kept->snapshot, list, page, as_of, &error);
	if (rows == NULL)
		kept_tell(kept->files, error);
	return rows;
}

static gboolean paint_more(gpointer data)
{
	Painting *painting = data;
	KeptLists *kept = painting->kept;
	const SnapshotList list = painting->list;
	Instant as_of = 0;
	g_autoptr(GPtrArray) page = NULL;
	/* The service was quicker, or another process wrote a newer list. */
	if (lists_state(kept->lists, list.workload, list.list)->loaded == 0)
		page = read_page(kept, list, &painting->page, &as_of);
	if (page != NULL && as_of == painting->as_of && page->len > 0) {
		gsize count = 0;
		g_autofree gpointer *taken = g_ptr_array_steal(page, &count);
		for (gsize i = 0; i < count; i++)
			g_ptr_array_add(painting->rows, taken[i]);
		if (count == PIECE_ROWS)
			return G_SOURCE_CONTINUE;
	}
	if (page != NULL && as_of == painting->as_of)
		lists_paint(kept->lists, list.workload, list.list, painting->rows, as_of);
	painting->source = 0;
	g_ptr_array_remove_fast(kept->paintings, painting);
	return G_SOURCE_REMOVE;
}

static void paint_list(KeptLists *kept, SnapshotList list)
{
	SnapshotPage page = { .limit = FIRST_ROWS, .has_names_only = kept->choice.has_names_only };
	Instant as_of = 0;
	g_autoptr(GPtrArray) rows = read_page(kept, list, &page, &as_of);
	if (rows == NULL || as_of == 0)
		return;
	lists_paint(kept->lists, list.workload, list.list, rows, as_of);
	if (rows->len < FIRST_ROWS)
		return;
	Painting *painting = g_new0(Painting, 1);
	painting->kept = kept;
	painting->list = list;
	painting->page = page;
	painting->page.limit = PIECE_ROWS;
	painting->as_of = as_of;
	/* Rows that were told are not changed any more: the longer list is another one. */
	painting->rows = list_copy_rows(list.list, rows);
	painting->source = g_idle_add(paint_more, painting);
	g_ptr_array_add(kept->paintings, painting);
}

static bool is_chosen(const KeptLists *kept, ListId list)
{
	return kept->choice.lists == 0 || (kept->choice.lists & (1u << list)) != 0;
}

void kept_lists_on_remembered(gpointer data)
{
	KeptLists *kept = data;
	if (kept->snapshot == NULL)
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		for (int list = 0; list < LIST_COUNT; list++)
			if (is_chosen(kept, (ListId)list))
				paint_list(kept,
					   (SnapshotList){ kept->identity->remembered,
							   (WorkloadId)workload, (ListId)list });
}

void kept_lists_on_forgotten(gpointer data)
{
	KeptLists *kept = data;
	g_ptr_array_set_size(kept->paintings, 0);
}

/* ---- writing ---- */

/* A long list is written between other work. */
typedef struct Writing {
	WorkloadId workload;
	ListId list;
	SnapshotWrite *write;
} Writing;

static void writing_free(Writing *writing)
{
	snapshot_write_free(writing->write);
	g_free(writing);
}

/* Some of the oldest. */
static void write_rows(KeptLists *kept, guint limit)
{
	g_autoptr(GError) error = NULL;
	const Writing *writing = g_queue_peek_head(&kept->writings);
	bool is_over = false;
	if (!snapshot_write_step(writing->write, limit, &is_over, &error))
		kept_tell(kept->files, error);
	if (!is_over)
		return;
	const guint changes = snapshot_write_changes(writing->write);
	writing_free(g_queue_pop_head(&kept->writings));
	if (changes > 0)
		kept->changed(kept->changed_data);
}

static gboolean on_write(gpointer data)
{
	KeptLists *kept = data;
	write_rows(kept, WRITE_ROWS);
	if (!g_queue_is_empty(&kept->writings))
		return G_SOURCE_CONTINUE;
	kept->writings_source = 0;
	return G_SOURCE_REMOVE;
}

/* A newer list is there. */
static void drop_writing(KeptLists *kept, WorkloadId workload, ListId list)
{
	for (GList *link = kept->writings.head; link != NULL; link = link->next) {
		Writing *writing = link->data;
		if (writing->workload != workload || writing->list != list)
			continue;
		writing_free(writing);
		g_queue_delete_link(&kept->writings, link);
		return;
	}
}

void kept_lists_on_told(const ListNews *news, gpointer data)
{
	KeptLists *kept = data;
	const SnapshotList which = { kept->identity->account, news->workload, news->list };
	if (!news->is_whole || kept->snapshot == NULL || kept->identity->account == NULL)
		return;
	keep_clock(kept);
	drop_writing(kept, news->workload, news->list);
	g_autoptr(GPtrArray) rows = list_kind(news->list)->is_kept_as_told
					    ? lists_picture(kept->lists, news->workload, news->list)
					    : g_ptr_array_ref(news->rows);
	Writing *writing = g_new0(Writing, 1);
	writing->workload = news->workload;
	writing->list = news->list;
	writing->write = snapshot_write_new(kept->snapshot, which, rows, news->state->as_of);
	if (news->state->skipped > 0 || news->state->failed != NULL)
		snapshot_write_doubt(writing->write);
	if (rows->len <= WRITE_ROWS) {
		g_queue_push_head(&kept->writings, writing);
		write_rows(kept, WRITE_ROWS);
		return;
	}
	g_queue_push_tail(&kept->writings, writing);
	if (kept->writings_source == 0)
		kept->writings_source = g_idle_add(on_write, kept);
}

/* ---- the whole ---- */

KeptLists *kept_lists_new(const Identity *identity, Kept *files, Lists *lists)
{
	KeptLists *kept = g_new0(KeptLists, 1);
	kept->identity = identity;
	kept->files = files;
	kept->snapshot = files->snapshot;
	kept->lists = lists;
	kept->paintings = g_ptr_array_new_with_free_func(painting_free);
	g_queue_init(&kept->writings);
	take_clock(kept);
	return kept;
}

void kept_lists_choose(KeptLists *kept, KeptChoice choice)
{
	kept->choice = choice;
}

void kept_lists_set_listener(KeptLists *kept, void (*changed)(gpointer data), gpointer data)
{
	kept->changed = changed;
	kept->changed_data = data;
}

void kept_lists_free(KeptLists *kept)
{
	if (kept == NULL)
		return;
	g_clear_handle_id(&kept->writings_source, g_source_remove);
	while (!g_queue_is_empty(&kept->writings))
		write_rows(kept, G_MAXUINT);
	g_ptr_array_unref(kept->paintings);
	g_free(kept);
}
