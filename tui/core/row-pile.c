#include "tui/core/row-pile.h"

#include "tui/widgets/rows.h"

#define PILE_STEP 1000 /* rows made ready at once */

struct RowPile {
	Event told;
	GPtrArray *rows;   /* Row* of the first that came */
	GPtrArray *ranked; /* the same, in their order; borrowed from `rows` */
	RowsAlike *alike;  /* of the same */
};

RowPile *row_pile_new(const Event *event)
{
	RowPile *pile = g_new0(RowPile, 1);
	pile->told = (Event){
		.kind = event->kind,
		.workload = event->workload,
		.rows = g_ptr_array_ref(event->rows),
		.as_of = event->as_of,
		.skipped = event->skipped,
		.is_stale = event->is_stale,
		.has_gaps = event->has_gaps,
	};
	pile->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
	pile->ranked = g_ptr_array_new();
	pile->alike = rows_alike_new();
	return pile;
}

void row_pile_free(RowPile *pile)
{
	if (pile == NULL)
		return;
	rows_alike_free(pile->alike);
	g_ptr_array_unref(pile->ranked);
	g_ptr_array_unref(pile->rows);
	g_ptr_array_unref(pile->told.rows);
	g_free(pile);
}

/* Both are in order; so is the result. */
static GPtrArray *merge(const GPtrArray *a, const GPtrArray *b)
{
	SortId sort = SORT_ROLE;
	GPtrArray *merged = g_ptr_array_sized_new(a->len + b->len);
	guint i = 0, j = 0;
	while (i < a->len || j < b->len) {
		const bool is_from_b =
			i == a->len ||
			(j < b->len && row_compare(&b->pdata[j], &a->pdata[i], &sort) < 0);
		g_ptr_array_add(merged, is_from_b ? b->pdata[j++] : a->pdata[i++]);
	}
	return merged;
}

static void rank(RowPile *pile, GPtrArray *piece)
{
	SortId sort = SORT_ROLE;
	g_ptr_array_sort_with_data(piece, row_compare, &sort);
	GPtrArray *merged = merge(pile->ranked, piece);
	g_ptr_array_unref(pile->ranked);
	pile->ranked = merged;
	for (guint i = 0; row_pile_is_ready(pile) && i < merged->len; i++)
		((Row *)merged->pdata[i])->rank = i + 1;
}

bool row_pile_step(RowPile *pile)
{
	const GPtrArray *all = pile->told.rows;
	const guint end = MIN(pile->rows->len + PILE_STEP, all->len);
	g_autoptr(GPtrArray) piece = g_ptr_array_new();
	for (guint i = pile->rows->len; i < end; i++) {
		Row *row = row_new_eligibility(g_ptr_array_index(all, i));
		g_ptr_array_add(pile->rows, row);
		g_ptr_array_add(piece, row);
		rows_alike_add(pile->alike, row);
	}
	rank(pile, piece);
	return row_pile_is_ready(pile);
}

bool row_pile_is_ready(const RowPile *pile)
{
	return pile->rows->len == pile->told.rows->len;
}

const Event *row_pile_event(const RowPile *pile)
{
	return &pile->told;
}

GPtrArray *row_pile_rows(const RowPile *pile)
{
	return pile->rows;
}

GPtrArray *row_pile_alike(const RowPile *pile)
{
	return rows_alike_found(pile->alike);
}
