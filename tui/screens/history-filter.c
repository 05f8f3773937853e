/*
 * The filter of the history. A long past is looked through at each key: words look into the folded text of a row, which is
 * made once, and no cell is written for them. The newest stay first.
 */
#include <string.h>

#include "frontend/history-filter.h"
#include "frontend/use.h"
#include "tui/core/words.h"
#include "tui/screens/history.h"
#include "tui/widgets/search.h"

/* The word itself, or what it stands for. */
static bool has_word(const SearchTerm *term, const char *folded, gssize length)
{
	return g_strstr_len(folded, length, term->text) != NULL ||
	       (term->alias != NULL && g_strstr_len(folded, length, term->alias) != NULL);
}

static bool is_inside(const SearchTerm *term, const char *text)
{
	if (text == NULL)
		return false;
	g_autofree char *folded = search_fold(text);
	return has_word(term, folded, -1);
}

static bool is_begin(const SearchTerm *term, const char *word)
{
	return g_ascii_strncasecmp(word, term->text, strlen(term->text)) == 0;
}

static bool fits_role(const State *state, const Row *row, const SearchTerm *term)
{
	(void)state;
	return has_word(term, row->search, (gssize)row->scope_at);
}

/* An alias may be an id. */
static bool fits_scope(const State *state, const Row *row, const SearchTerm *term)
{
	const Scope *scope = &row->entry->request->scope;
	(void)state;
	return is_inside(term, scope_label(scope)) ||
	       (term->alias != NULL && is_inside(term, scope->id));
}

static bool fits_kind(const State *state, const Row *row, const SearchTerm *term)
{
	const Request *request = row->entry->request;
	(void)state;
	return is_begin(term, workload_info(request->workload)->name) ||
	       is_begin(term, scope_type_short(request->scope.type));
}

static bool fits_state(const State *state, const Row *row, const SearchTerm *term)
{
	const RequestState now = request_state_now(row->entry->request, state->now);
	return is_begin(term, request_state_word(now));
}

static bool fits_what(const State *state, const Row *row, const SearchTerm *term)
{
	(void)state;
	return is_begin(term, request_kind_word(row->entry->request->kind));
}

static bool fits_reason(const State *state, const Row *row, const SearchTerm *term)
{
	(void)state;
	return is_inside(term, row->entry->request->justification) ||
	       is_inside(term, row->entry->request->ticket_number);
}

static const struct {
	const char *name;
	bool (*fits)(const State *state, const Row *row, const SearchTerm *term);
} columns[] = {
	{ "role", fits_role },     { "at", fits_scope },    { "scope", fits_scope },
	{ "kind", fits_kind },     { "state", fits_state }, { "outcome", fits_state },
	{ "workload", fits_kind }, { "what", fits_what },   { "why", fits_reason },
};

/* "in:2026-11", "in:last-month", "since:mon", "until:yesterday"; false where it is none, or half typed. */
static bool read_period(const State *state, const SearchTerm *term, Period *out)
{
	const Wording wording = state_wording(state);
	if (term->column == NULL || *term->text == '\0')
		return false;
	const bool is_in = strcmp(term->column, "in") == 0;
	if (!is_in && strcmp(term->column, "since") != 0 && strcmp(term->column, "until") != 0)
		return false;
	g_autofree char *text =
		is_in ? g_strdup(term->text) : g_strdup_printf("%s %s", term->column, term->text);
	if (period_parse(&wording, text, out))
		return true;
	g_autofree char *spaced = g_strdelimit(g_strdup(text), "-_", ' ');
	return period_parse(&wording, spaced, out);
}

static bool is_period(const SearchTerm *term)
{
	return term->column != NULL &&
	       (strcmp(term->column, "in") == 0 || strcmp(term->column, "since") == 0 ||
		strcmp(term->column, "until") == 0);
}

static bool fits_term(const State *state, const Row *row, const SearchTerm *term)
{
	if (term->column == NULL)
		return has_word(term, row->search, -1) ||
		       (term->alias != NULL && fits_scope(state, row, term));
	for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
		if (strcmp(term->column, columns[i].name) == 0)
			return columns[i].fits(state, row, term);
	}
	g_autofree char *text = g_strdup_printf("%s:%s", term->column, term->text);
	return strstr(row->search, text) != NULL;
}

static bool fits(const State *state, const Row *row, const Search *search, const Period *period)
{
	for (size_t i = 0; search != NULL && i < search->count; i++) {
		const SearchTerm *term = &search->terms[i];
		if (!is_period(term) && fits_term(state, row, term) == term->is_not)
			return false;
	}
	return period_is_open(period) || period_has(period, history_moment(row->entry, state->now));
}

/* Several narrow each other. */
static Period read_periods(const State *state, const Search *search)
{
	Period all = { 0 };
	for (size_t i = 0; search != NULL && i < search->count; i++) {
		Period one;
		if (!read_period(state, &search->terms[i], &one))
			continue;
		all.since = MAX(all.since, one.since);
		if (one.until != 0 && (all.until == 0 || one.until < all.until))
			all.until = one.until;
	}
	return all;
}

void history_filter(State *state, Pane *pane, const GPtrArray *from)
{
	g_autoptr(Search) search = search_new(field_text(&pane->filter), state->now, NULL);
	search_take_aliases(search, state->aliases);
	const Period period = read_periods(state, search);
	const guint count = from->len;
	history_data(state)->period = period;
	if (from != pane->visible)
		g_ptr_array_set_size(pane->visible, (gint)count);
	guint kept = 0;
	for (guint i = 0; i < count; i++) {
		Row *row = g_ptr_array_index(from, i);
		if (fits(state, row, search, &period))
			pane->visible->pdata[kept++] = row;
	}
	g_ptr_array_set_size(pane->visible, (gint)kept);
	pane->is_similar = false;
	history_changed(state);
}
