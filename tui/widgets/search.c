#include "tui/widgets/search.h"

#include <string.h>

#include "src/base/text.h"
#include "src/model/duration.h"

/* Words shorter than this are like too much. */
#define SIMILAR_LEAST 3
/* … and to leave out letters takes more of them. */
#define SIMILAR_LETTERS 4
/* … and of longer ones a second letter may be wrong. */
#define SIMILAR_TWO_WRONG 8
#define SIMILAR_MOST      32

char *search_fold(const char *text)
{
	/* Plain ASCII is the rule, and there is much of it. */
	if (g_str_is_ascii(text))
		return g_ascii_strdown(text, -1);
	g_autofree char *normal = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	/* A name copied from a screen lacks its joiners, one from the portal has them. */
	g_autofree char *seen = normal != NULL ? text_without_joiners(normal) : NULL;
	return g_utf8_casefold(seen != NULL ? seen : text, -1);
}

/* ---- Words ------------------------------------------------------------------------------------ */

/* Midnight at the end of the day that is `days` from now. */
static Instant end_of_day(Instant now, GTimeZone *zone, int days)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
	g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_timezone(utc, zone) : NULL;
	g_autoptr(GDateTime) day = local != NULL ? g_date_time_add_days(local, days + 1) : NULL;
	g_autoptr(GDateTime) midnight =
		day != NULL ? g_date_time_new(zone, g_date_time_get_year(day),
					      g_date_time_get_month(day),
					      g_date_time_get_day_of_month(day), 0, 0, 0)
			    : NULL;
	return midnight != NULL ? g_date_time_to_unix(midnight) : 0;
}

/* 0: it is no time. */
static Instant read_time(const char *text, Instant now, GTimeZone *zone)
{
	int64_t seconds = 0;
	Instant at = 0;
	if (strcmp(text, "today") == 0)
		return end_of_day(now, zone, 0);
	if (strcmp(text, "tomorrow") == 0)
		return end_of_day(now, zone, 1);
	if (duration_parse(text, now, zone, &seconds, NULL))
		return now + seconds;
	return instant_parse_start(text, now, zone, &at, NULL) ? at : 0;
}

/* "kind:mg" names a column, "https://…" and "::1" name none. */
static size_t column_length(const char *word)
{
	const size_t length = strspn(word, "abcdefghijklmnopqrstuvwxyz");
	return length > 0 && word[length] == ':' && word[length + 1] != '\0' &&
			       word[length + 1] != '/'
		       ? length
		       : 0;
}

static SearchTerm read_term(const char *word, Instant now, GTimeZone *zone)
{
	SearchTerm term = { .is_not = word[0] == '!' };
	word += term.is_not;
	const size_t column = column_length(word);
	if (column > 0) {
		term.column = g_strndup(word, column);
		word += column + 1;
	}
	term.text = g_strdup(word);
	if (zone == NULL || g_strcmp0(term.column, "until") != 0)
		return term;
	term.is_permanent = strcmp(word, "permanent") == 0;
	term.by = term.is_permanent ? 0 : read_time(word, now, zone);
	return term;
}

Search *search_new(const char *filter, Instant now, GTimeZone *zone)
{
	if (filter == NULL || *filter == '\0')
		return NULL;
	g_autofree char *folded = search_fold(filter);
	g_auto(GStrv) words = g_strsplit_set(folded, " \t", -1);
	g_autoptr(Search) search = g_new0(Search, 1);
	search->terms = g_new0(SearchTerm, g_strv_length(words));
	for (size_t i = 0; words[i] != NULL; i++) {
		/* What is being typed: "!" alone says nothing yet. */
		if (*words[i] != '\0' && strcmp(words[i], "!") != 0)
			search->terms[search->count++] = read_term(words[i], now, zone);
	}
	return search->count > 0 ? g_steal_pointer(&search) : NULL;
}

void search_free(Search *search)
{
	if (search == NULL)
		return;
	for (size_t i = 0; i < search->count; i++) {
		g_free(search->terms[i].text);
		g_free(search->terms[i].column);
		g_free(search->terms[i].alias);
	}
	g_free(search->terms);
	g_free(search);
}

void search_take_aliases(Search *search, const GPtrArray *aliases)
{
	for (size_t i = 0; search != NULL && aliases != NULL && i < search->count; i++) {
		SearchTerm *term = &search->terms[i];
		for (AliasKind kind = 0; kind < ALIAS_KINDS && term->alias == NULL; kind++) {
			const char *words = alias_words(aliases, kind, term->text);
			if (words != term->text)
				term->alias = search_fold(words);
		}
	}
}

bool search_term_is_for_id(const SearchTerm *term)
{
	if (term->alias != NULL && strchr(term->alias, '/') != NULL)
		return true;
	return strchr(term->text, '/') != NULL || strspn(term->text, "0123456789abcdef-") >= 8;
}

/* ---- What fits -------------------------------------------------------------------------------- */

/* Letters beyond ASCII are letters. */
static bool is_letter(char byte)
{
	return g_ascii_isalnum(byte) || (guchar)byte >= 0x80;
}

static Fit fit_text(const char *text, const char *folded)
{
	const size_t length = strlen(text);
	Fit best = FIT_NONE;
	for (const char *at = strstr(folded, text); at != NULL && best < FIT_WHOLE;
	     at = strstr(at + 1, text)) {
		const bool begins = at == folded || !is_letter(at[-1]) || !is_letter(at[0]);
		const bool ends = !is_letter(at[length]) || !is_letter(at[length - 1]);
		best = MAX(best, begins && ends ? FIT_WHOLE : begins ? FIT_BEGIN : FIT_INSIDE);
	}
	return best;
}

Fit search_fit(const SearchTerm *term, const char *folded)
{
	const Fit fit = fit_text(term->text, folded);
	return term->alias == NULL ? fit : MAX(fit, fit_text(term->alias, folded));
}

bool search_fits_end(const SearchTerm *term, Instant end)
{
	return term->is_permanent ? end == 0 : end != 0 && end <= term->by;
}

Fit search_fit_all(const Search *search, const char *folded)
{
	Fit worst = FIT_WHOLE;
	for (size_t i = 0; i < search->count && worst > FIT_NONE; i++) {
		const Fit fit = search_fit(&search->terms[i], folded);
		if (!search->terms[i].is_not)
			worst = MIN(worst, fit);
		else if (fit > FIT_NONE)
			worst = FIT_NONE;
	}
	return worst;
}

/* ---- What is similar -------------------------------------------------------------------------- */

/*
 * The fewest letters to change, add, leave out or swap with the next, to make `word` of the beginning of `text` (optimal string
 * alignment); what stands behind it does not count.
 */
static int distance_to_beginning(const char *word, size_t length, const char *text, size_t size)
{
	int rows[3][SIMILAR_MOST + 2];
	int *before = rows[0], *last = rows[1], *now = rows[2];
	size = MIN(size, length + 2);
	int best = (int)length;
	for (size_t i = 0; i <= length; i++)
		last[i] = (int)i;
	for (size_t t = 1; t <= size; t++) {
		now[0] = (int)t;
		for (size_t i = 1; i <= length; i++) {
			const int other = last[i - 1] + (word[i - 1] != text[t - 1]);
			now[i] = MIN(other, MIN(last[i], now[i - 1]) + 1);
			if (i > 1 && t > 1 && word[i - 1] == text[t - 2] &&
			    word[i - 2] == text[t - 1])
				now[i] = MIN(now[i], before[i - 2] + 1);
		}
		best = MIN(best, now[length]);
		int *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return best;
}

/*
 * True when the word is made of beginnings of the name's words, in their order: "kvso", "keyoff"; of their letters, too, where
 * some may be left out behind the first one: "cntrb", "vmcontr".
 */
static bool is_made_of_beginnings(const char *word, const char *name, bool may_leave_out)
{
	const size_t size = strlen(name);
	/* Behind which letters of the name one may be with the letters of the word so far. */
	g_autofree bool *is_here = g_new0(bool, size + 1);
	g_autofree bool *is_next = g_new0(bool, size + 1);
	is_here[0] = true;
	for (size_t first = 0; *word != '\0'; word++) {
		bool is_any = false, goes_on = false;
		for (size_t i = 0; i < size; i++) {
			const bool begins =
				is_letter(name[i]) && (i == 0 || !is_letter(name[i - 1]));
			const bool is_skipped = goes_on && may_leave_out && !begins;
			goes_on = i > 0 && (is_here[i] || is_skipped);
			is_next[i + 1] = name[i] == *word && (goes_on || (begins && i >= first));
			is_any |= is_next[i + 1];
		}
		if (!is_any)
			return false;
		is_next[0] = false;
		memcpy(is_here, is_next, size + 1);
		while (!is_here[first])
			first++;
	}
	return true;
}

bool search_is_similar(const SearchTerm *term, const char *name, Similarity similarity)
{
	const size_t length = strlen(term->text);
	if (term->is_not || term->column != NULL || length < SIMILAR_LEAST || length > SIMILAR_MOST)
		return false;
	if (similarity == SIMILAR_BY_LETTERS)
		return length >= SIMILAR_LETTERS && is_made_of_beginnings(term->text, name, true);
	if (is_made_of_beginnings(term->text, name, false))
		return true;
	const int most = length >= SIMILAR_TWO_WRONG ? 2 : 1;
	for (const char *at = name; length > SIMILAR_LEAST && *at != '\0'; at++) {
		const bool begins = is_letter(*at) && (at == name || !is_letter(at[-1]));
		if (begins && distance_to_beginning(term->text, length, at, strlen(at)) <= most)
			return true;
	}
	return false;
}
