#include "src/backend/dormant.h"

struct Dormant {
	const Network *network;
	Lists *lists;
	GHashTable *ended[WORKLOAD_COUNT]; /* id → Eligibility*: seen to end */
	GPtrArray *before
		[WORKLOAD_COUNT]; /* what may be activated, while it is asked for anew; or NULL */
};

Dormant *dormant_new(const Network *network, Lists *lists)
{
	Dormant *dormant = g_new0(Dormant, 1);
	dormant->network = network;
	dormant->lists = lists;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++)
		dormant->ended[workload] = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
								 (GDestroyNotify)eligibility_free);
	return dormant;
}

void dormant_free(Dormant *dormant)
{
	if (dormant == NULL)
		return;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		g_hash_table_unref(dormant->ended[workload]);
		g_clear_pointer(&dormant->before[workload], g_ptr_array_unref);
	}
	g_free(dormant);
}

void dormant_on_forgotten(gpointer data)
{
	Dormant *dormant = data;
	for (int workload = 0; workload < WORKLOAD_COUNT; workload++) {
		g_hash_table_remove_all(dormant->ended[workload]);
		g_clear_pointer(&dormant->before[workload], g_ptr_array_unref);
	}
}

/* ---- What was seen to end --------------------------------------------------------------------- */

/* True: it was not known. */
static bool remember(GHashTable *ended, const Eligibility *row)
{
	const Eligibility *known = g_hash_table_lookup(ended, row->grant.id);
	if (known != NULL && known->grant.end >= row->grant.end)
		return false;
	Eligibility *copy = eligibility_copy(row);
	g_hash_table_replace(ended, copy->grant.id, copy);
	return true;
}

static bool remember_ended(const Dormant *dormant, WorkloadId workload, const GPtrArray *rows)
{
	const Instant now = clock_now(dormant->network->clock);
	bool is_news = false;
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Eligibility *row = rows->pdata[i];
		if (grant_has_ended(&row->grant, now) && grant_is_dormant(&row->grant, now))
			is_news |= remember(dormant->ended[workload], row);
	}
	return is_news;
}

void dormant_on_asked(const ListNews *news, gpointer data)
{
	Dormant *dormant = data;
	GPtrArray **before = &dormant->before[news->workload];
	g_clear_pointer(before, g_ptr_array_unref);
	if (news->state->rows != NULL)
		*before = g_ptr_array_ref(news->state->rows);
}

void dormant_on_answered(const ListNews *news, gpointer data)
{
	Dormant *dormant = data;
	g_autoptr(GPtrArray) before = g_steal_pointer(&dormant->before[news->workload]);
	/* By now the service's time is known, too. */
	if (remember_ended(dormant, news->workload, before))
		lists_tell(dormant->lists, news->workload, LIST_DORMANT, 0);
}

/* ---- The picture ------------------------------------------------------------------------------ */

/* What may be activated now is no part of it. The list of that is long, the picture short. */
static void drop_current(const Dormant *dormant, WorkloadId workload, GPtrArray *picture)
{
	const Instant now = clock_now(dormant->network->clock);
	const GPtrArray *rows = lists_state(dormant->lists, workload, LIST_ELIGIBILITIES)->rows;
	if (picture->len == 0 || rows == NULL)
		return;
	g_autoptr(GHashTable) dormant_rows = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < picture->len; i++) {
		Eligibility *row = picture->pdata[i];
		g_hash_table_insert(dormant_rows, row->grant.id, row);
	}
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = &((const Eligibility *)rows->pdata[i])->grant;
		gpointer row = g_hash_table_lookup(dormant_rows, grant->id);
		if (row == NULL || grant_has_ended(grant, now))
			continue;
		g_hash_table_remove(dormant_rows, grant->id);
		g_ptr_array_remove(picture, row);
	}
}

static void drop_others(const Dormant *dormant, GPtrArray *picture)
{
	const Instant now = clock_now(dormant->network->clock);
	for (guint i = picture->len; i > 0; i--)
		if (!grant_is_dormant(&((const Eligibility *)picture->pdata[i - 1])->grant, now))
			g_ptr_array_remove_index(picture, i - 1);
}

GPtrArray *dormant_make_picture(WorkloadId workload, GPtrArray *rows, gpointer data)
{
	Dormant *dormant = data;
	remember_ended(dormant, workload, rows);
	GPtrArray *picture = list_copy_rows(LIST_DORMANT, rows);
	GHashTableIter iterator;
	gpointer value = NULL;
	g_hash_table_iter_init(&iterator, dormant->ended[workload]);
	while (g_hash_table_iter_next(&iterator, NULL, &value))
		g_ptr_array_add(picture, eligibility_copy(value));
	list_kind(LIST_DORMANT)->merge(picture);
	drop_others(dormant, picture);
	drop_current(dormant, workload, picture);
	return picture;
}
