/*
 * A page of lines to read, wrapped to its width: what most dialogs show.
 */
#ifndef MYROLES_TUI_WIDGETS_PAGE_H
#define MYROLES_TUI_WIDGETS_PAGE_H

#include <glib.h>
#include <stdbool.h>

#include "tui/terminal/grid.h"

typedef struct Line {
	StyleId style;
	char *text;
	bool is_bare; /* drawn from edge to edge of the screen, over any frame */
} Line;

typedef struct Page {
	int columns;
	GPtrArray *lines; /* Line* */
} Page;

/* At least four columns wide. */
Page *page_new(int columns);
void page_free(Page *page);

const Line *page_line(const Page *page, size_t i); /* borrowed */
size_t page_count(const Page *page);

/* Appends text, sanitized and wrapped at blanks; following lines are indented by `indent`. */
void page_add(Page *page, int indent, StyleId style, const char *text);
void page_printf(Page *page, int indent, StyleId style, const char *format, ...)
	G_GNUC_PRINTF(4, 5);

/*
 * Appends an address (printable ASCII), whole: in one line where it fits, else in bare ones of `screen_columns`, so that nothing but
 * the address is selected with it.
 */
void page_add_address(Page *page, StyleId style, const char *address, int screen_columns);

/* Appends one line as it is, for pictures; takes the text. */
void page_take(Page *page, StyleId style, char *text);

void page_add_blank(Page *page);

/* A heading, after a blank line where something stands above it. */
void page_add_heading(Page *page, const char *text);

/* Draws the lines from `first` on; a selected line is filled to the edge. */
void page_draw(const Page *page, size_t first, Grid *grid, Area area);

/* Draws its lines; where there are more of them than rows, the last one shown ends in an ellipsis. */
void page_draw_part(const Page *page, Grid *grid, Area area);

/* Draws sentences into `area` from its row `row` on; the row below the last one is returned. What has no room is cut with an ellipsis. */
int page_draw_paragraph(Grid *grid, Area area, int row, StyleId style, const char *text);

/* Where one is, on the lower edge of a frame: "11-20/34". Nothing when all is shown. */
void page_draw_place(Grid *grid, Area box, size_t first, size_t shown, size_t total);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Page, page_free)

#endif
