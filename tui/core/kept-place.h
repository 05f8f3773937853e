/*
 * Where one left, as a small text that outlives the program: the screen, its pane with the keys, and of each of its panes the filter
 * and the row. Names and ids stand in it, no numbers of tables: another version of the program may read it.
 */
#ifndef MYROLES_TUI_CORE_KEPT_PLACE_H
#define MYROLES_TUI_CORE_KEPT_PLACE_H

#include <glib.h>

#include "src/model/account.h"

typedef struct KeptPane {
	char *title;
	char *filter;   /* "": none */
	char *selected; /* id of its row; NULL: none */
} KeptPane;

typedef struct KeptPlace {
	char *screen;     /* its title */
	char *pane;       /* title of that with the keys */
	GPtrArray *panes; /* KeptPane* */
} KeptPlace;

KeptPlace *kept_place_new(const char *screen, const char *pane);
void kept_place_free(KeptPlace *place);

/* `filter` and `selected` may be NULL. */
void kept_place_add(KeptPlace *place, const char *title, const char *filter, const char *selected);

KeptPlace *kept_place_copy(const KeptPlace *place);

/* A few lines of UTF-8; the caller frees. */
char *kept_place_write(const KeptPlace *place);

/* NULL: it is none, or longer than LIMIT_PLACE. What is read of it is clean, and fits where it is to stand. */
KeptPlace *kept_place_read(const char *text, gsize length);

/* What its file is called, by cloud, tenant and person, of which it tells nothing; the caller frees. */
char *kept_place_name(const Account *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeptPlace, kept_place_free)

#endif
