#include "tui/widgets/pane-filter.h"

#include <string.h>

#include "tui/widgets/search.h"

/* A row that is looked at, and the text of one of its cells, used again and again. */
typedef struct Look {
	const Pane *pane;
	const Row *row;
	GString *cell;
} Look;

static Fit fit_cell(Look *look, const ListColumn *column, const SearchTerm *term)
{
	g_string_truncate(look->cell, 0);
	column->write(look->pane->state, row_value(look->row), look->cell);
	if (g_str_is_ascii(look->cell->str)) {
		g_string_ascii_down(look->cell);
		return search_fit(term, look->cell->str);
	}
	g_autofree char *folded = search_fold(look->cell->str);
	return search_fit(term, folded);
}

/* An id is looked into for what looks like a part of one: the names of its parts are in all of them. */
static bool is_looked_into(const ListColumn *column, const SearchTerm *term)
{
	return column->write != NULL &&
	       (g_strcmp0(column->name, "id") != 0 || search_term_is_for_id(term));
}

static Fit fit_shown(Look *look, const SearchTerm *term)
{
	const PaneKind *kind = look->pane->kind;
	Fit best = FIT_NONE;
	for (size_t i = 0; i < kind->column_count && best < FIT_WHOLE; i++) {
		if (is_looked_into(&kind->columns[i], term))
			best = MAX(best, fit_cell(look, &kind->columns[i], term));
	}
	return best;
}

static const ListColumn *find_column(const PaneKind *kind, const char *name)
{
	for (size_t i = 0; i < kind->column_count; i++) {
		if (kind->columns[i].write != NULL && g_strcmp0(kind->columns[i].name, name) == 0)
			return &kind->columns[i];
	}
	return NULL;
}

/* What kind a row is of is said in several ways: "mg", "management group", "azure". */
static Fit fit_kind(const Row *row, const SearchTerm *term)
{
	const Grant *grant = row_grant(row);
	const Request *request = row_request(row);
	const Scope *scope = grant != NULL ? &grant->scope : &request->scope;
	const WorkloadId workload = grant != NULL ? grant->workload : request->workload;
	const char *const words[] = { scope_type_short(scope->type), scope_type_title(scope->type),
				      workload_info(workload)->name };
	Fit best = FIT_NONE;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_autofree char *folded = search_fold(words[i]);
		best = MAX(best, search_fit(term, folded));
	}
	/* "rg" is none of "subscription"'s letters: the beginning of a word is the least. */
	return best >= FIT_BEGIN ? best : FIT_NONE;
}

static Fit fit_column(Look *look, const SearchTerm *term)
{
	const Grant *grant = row_grant(look->row);
	if (strcmp(term->column, "kind") == 0)
		return fit_kind(look->row, term);
	if (grant != NULL && (term->is_permanent || term->by != 0))
		return search_fits_end(term, grant->end) ? FIT_WHOLE : FIT_NONE;
	const ListColumn *column = find_column(look->pane->kind, term->column);
	if (column != NULL)
		return fit_cell(look, column, term);
	/* No column of that name is here: it is text that has a colon. */
	g_autofree char *text = g_strdup_printf("%s:%s", term->column, term->text);
	return fit_shown(look, &(SearchTerm){ .text = text });
}

static Fit fit_term(Look *look, const SearchTerm *term)
{
	if (term->column != NULL)
		return fit_column(look, term);
	const Fit fit = search_fit(term, look->row->search);
	return fit != FIT_NONE ? fit : fit_shown(look, term);
}

/* The worst of its terms; FIT_NONE where one of them does not hold. */
static Fit fit_row(Look *look, const Search *search)
{
	Fit worst = FIT_WHOLE;
	for (size_t i = 0; i < search->count && worst > FIT_NONE; i++) {
		const Fit fit = fit_term(look, &search->terms[i]);
		if (!search->terms[i].is_not)
			worst = MIN(worst, fit);
		else if (fit > FIT_NONE)
			worst = FIT_NONE;
	}
	return worst;
}

/* A word is similar to the role's name or to what stands behind it. */
static bool is_term_similar(Look *look, const SearchTerm *term, const char *role,
			    Similarity similarity)
{
	const Row *row = look->row;
	if (term->is_not || term->column != NULL)
		return (fit_term(look, term) > FIT_NONE) != term->is_not;
	return search_fit(term, row->search) > FIT_NONE ||
	       search_is_similar(term, role, similarity) ||
	       search_is_similar(term, row->search + row->scope_at, similarity);
}

static bool is_similar(Look *look, const Search *search, Similarity similarity)
{
	g_autofree char *role = g_strndup(look->row->search, look->row->scope_at);
	for (size_t i = 0; i < search->count; i++) {
		if (!is_term_similar(look, &search->terms[i], role, similarity))
			return false;
	}
	return true;
}

/* Of rows that fit as well those come first whose name begins with all that is typed: "reader" means Reader. */
#define RANKS_OF_FIT 2

static void keep_fitting(Pane *pane, const Search *search, Row *const *rows, guint count)
{
	g_autoptr(GString) cell = g_string_sized_new(64);
	g_autofree char *typed = search_fold(field_text(&pane->filter));
	g_autofree guint8 *ranks = g_new0(guint8, MAX(count, 1));
	g_strchomp(typed);
	for (guint i = 0; i < count; i++) {
		Look look = { pane, rows[i], cell };
		const Fit fit = fit_row(&look, search);
		const bool is_begun = fit != FIT_NONE && g_str_has_prefix(rows[i]->search, typed);
		ranks[i] = (guint8)(fit * RANKS_OF_FIT + is_begun);
	}
	for (int rank = FIT_WHOLE * RANKS_OF_FIT + 1; rank >= RANKS_OF_FIT; rank--) {
		for (guint i = 0; i < count; i++) {
			if (ranks[i] == rank)
				g_ptr_array_add(pane->visible, rows[i]);
		}
	}
}

static void keep_similar(Pane *pane, const Search *search, Row *const *rows, guint count,
			 Similarity similarity)
{
	g_autoptr(GString) cell = g_string_sized_new(64);
	for (guint i = 0; i < count; i++) {
		Look look = { pane, rows[i], cell };
		if (is_similar(&look, search, similarity))
			g_ptr_array_add(pane->visible, rows[i]);
	}
	pane->is_similar = pane->visible->len > 0;
}

void pane_filter_rows(Pane *pane, const GPtrArray *from)
{
	g_autoptr(Search) search = search_new(field_text(&pane->filter),
					      pane->now != NULL ? *pane->now : 0, pane->zone);
	search_take_aliases(search, pane->aliases);
	/* `from` may be what is shown, which is written anew. */
	const guint count = from->len;
	g_autofree Row **rows = g_memdup2(from->pdata, sizeof *rows * count);
	g_ptr_array_set_size(pane->visible, 0);
	pane->is_similar = false;
	if (search == NULL) {
		for (guint i = 0; i < count; i++)
			g_ptr_array_add(pane->visible, rows[i]);
		return;
	}
	keep_fitting(pane, search, rows, count);
	for (Similarity how = 0; pane->visible->len == 0 && how < SIMILARITIES; how++)
		keep_similar(pane, search, rows, count, how);
}
