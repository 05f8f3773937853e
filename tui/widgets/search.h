/*
 * The words of a filter. They may stand in any order, and each of them must fit:
 *
 *   reader          anywhere in what is shown of a row; a whole word fits best, then the beginning of one
 *   !reader         nowhere in it
 *   kind:mg         in the column of that name
 *   uaa             an alias of the configuration: what it stands for fits, too
 *   until:today     ends by then: today, tomorrow, a length (2h) or a time (17:00); until:permanent has no end
 *
 * Where nothing fits, what is similar may be shown instead, and must be marked as such: a letter more, less, other or in
 * another place, or the beginnings of words ("kvso"). Where nothing is, letters left out of words come next ("cntrb").
 */
#ifndef MYROLES_TUI_WIDGETS_SEARCH_H
#define MYROLES_TUI_WIDGETS_SEARCH_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/base/clock.h"
#include "src/model/alias.h"

/* The greater, the better. */
typedef enum { FIT_NONE, FIT_INSIDE, FIT_BEGIN, FIT_WHOLE } Fit;

/* How something may be similar, the likelier first. */
typedef enum { SIMILAR_BY_SLIP, SIMILAR_BY_LETTERS, SIMILARITIES } Similarity;

typedef struct SearchTerm {
	char *text;        /* folded */
	char *column;      /* "kind"; NULL: any */
	char *alias;       /* what the word stands for, folded: that fits as well; NULL: nothing */
	bool is_not;       /* must not fit */
	bool is_permanent; /* of "until": what has no end */
	Instant by;        /* of "until": what ends by then; 0: it is text */
} SearchTerm;

typedef struct Search {
	SearchTerm *terms;
	size_t count;
} Search;

/* NULL: there are no words in it. `zone` NULL: words of time are text. */
Search *search_new(const char *filter, Instant now, GTimeZone *zone);
void search_free(Search *search);

/* Words that are aliases (Alias*; NULL: there are none) mean what they stand for, too. NULL: no search. */
void search_take_aliases(Search *search, const GPtrArray *aliases);

/* How well the term's text fits the folded text, whatever `column` and `is_not` say. */
Fit search_fit(const SearchTerm *term, const char *folded);

/* … and whether the end does; 0: there is none. */
bool search_fits_end(const SearchTerm *term, Instant end);

/* How well all terms fit a text without columns: the worst of them, or FIT_NONE. */
Fit search_fit_all(const Search *search, const char *folded);

/* True when the folded name is similar to what the term says. A term that names a column, or must not fit, never is. */
bool search_is_similar(const SearchTerm *term, const char *name, Similarity similarity);

/* True when the term may be meant as a part of an id: it has a slash, or is a piece of a GUID. */
bool search_term_is_for_id(const SearchTerm *term);

/* Text made ready for searching: folded letter case, one form. */
char *search_fold(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Search, search_free)

#endif
