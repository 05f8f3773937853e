/*
 * Which columns of a sheet are shown, in which order, and rows sorted by one of them. The sheet's table of columns (columns.h)
 * gives the names.
 */
#ifndef MYROLES_FRONTEND_SHEET_H
#define MYROLES_FRONTEND_SHEET_H

#include "frontend/columns.h"

/* For whom columns are chosen. */
typedef enum {
	SHEET_TABLE, /* people */
	SHEET_WIDE,  /* … who want all there is */
	SHEET_EXACT, /* programs */
} SheetUse;

/* The chosen columns: places in the sheet's table. */
typedef struct SheetChoice {
	size_t *places;
	size_t count;
	bool is_named; /* a person chose them: they stay where they are empty */
} SheetChoice;

void sheet_choice_clear(SheetChoice *choice);

/* What is shown unless it is said otherwise. */
void sheet_choose_usual(const Sheet *sheet, SheetUse use, SheetChoice *out);

/*
 * "role,scope,end": in any letter case; where people and programs get one thing in two ways, that of `use`. False where one is
 * not known or named twice, or none is named: *wrong (free it) is that one.
 */
bool sheet_choose_named(const Sheet *sheet, const char *names, SheetUse use, SheetChoice *out,
			char **wrong);

/* "scope_id", as --columns and --sort take it. The caller frees. */
char *column_name(const Column *column);

/* All names, each once, in their order: char*. The caller frees. */
GPtrArray *sheet_names(const Sheet *sheet);

/*
 * Sorts the rows by what programs are told in that column: numbers as numbers, texts without letter case, empty ones last.
 * "-end" begins with the greatest. False, and nothing is done: there is no such column.
 */
bool sheet_sort(const Sheet *sheet, const Wording *wording, GPtrArray *rows, const char *name);
bool sheet_can_sort(const Sheet *sheet, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SheetChoice, sheet_choice_clear)

#endif
