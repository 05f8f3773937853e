/*
 * Rows as text: a table fitted to a terminal, laid out by libsmartcols, or plain columns separated by tabs.
 */
#ifndef MYROLES_CLI_TABLE_H
#define MYROLES_CLI_TABLE_H

#include "frontend/sheet.h"

typedef struct Table Table;

/* Escape sequences; NULL or "": none. */
typedef struct TableColors {
	const char *tones[TONE_COUNT];
	const char *heading;
} TableColors;

/* How a terminal takes it. */
typedef struct TableLook {
	int width;                 /* columns of the terminal; 0: lines as long as they are */
	const TableColors *colors; /* NULL: none */
	const char *
		charset; /* NULL: UTF-8. Else what that one lacks is a question mark, which has its own width */
} TableLook;

/* Both are borrowed. */
Table *table_new(const Sheet *sheet, const SheetChoice *choice);
void table_free(Table *table);

/* Takes a text for each column of the sheet, sanitized here; NULL is empty. */
void table_add(Table *table, const char *const *cells, Tone tone);

/*
 * With a title line. Where it is wider than the terminal, texts are broken at blanks and signs into several lines, never cut,
 * names before times and short words; where that is not enough, each row is a block with a line for each column. A column
 * without any text is left out, unless it was chosen. UTF-8 in any locale. The caller frees.
 */
char *table_to_text(const Table *table, const TableLook *look);
/* One line per row, columns separated by a tab; no title. The caller frees. */
char *table_to_plain(const Table *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

#endif
