#include "tui/core/kept-place.h"

#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"

#define PLACE_GROUP "place"
#define PANE_GROUP  "pane " /* … and its title */
#define PANES_MOST  8

static void pane_free(gpointer data)
{
	KeptPane *pane = data;
	g_free(pane->title);
	g_free(pane->filter);
	g_free(pane->selected);
	g_free(pane);
}

KeptPlace *kept_place_new(const char *screen, const char *pane)
{
	KeptPlace *place = g_new0(KeptPlace, 1);
	place->screen = g_strdup(screen);
	place->pane = g_strdup(pane);
	place->panes = g_ptr_array_new_with_free_func(pane_free);
	return place;
}

void kept_place_free(KeptPlace *place)
{
	if (place == NULL)
		return;
	g_free(place->screen);
	g_free(place->pane);
	g_ptr_array_unref(place->panes);
	g_free(place);
}

void kept_place_add(KeptPlace *place, const char *title, const char *filter, const char *selected)
{
	KeptPane *pane = g_new0(KeptPane, 1);
	pane->title = g_strdup(title);
	pane->filter = g_strdup(filter != NULL ? filter : "");
	pane->selected = g_strdup(selected);
	g_ptr_array_add(place->panes, pane);
}

KeptPlace *kept_place_copy(const KeptPlace *place)
{
	KeptPlace *copy = kept_place_new(place->screen, place->pane);
	for (guint i = 0; i < place->panes->len; i++) {
		const KeptPane *pane = place->panes->pdata[i];
		kept_place_add(copy, pane->title, pane->filter, pane->selected);
	}
	return copy;
}

/* ---- As text ---------------------------------------------------------------------------------- */

char *kept_place_write(const KeptPlace *place)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_key_file_set_string(file, PLACE_GROUP, "screen", place->screen);
	g_key_file_set_string(file, PLACE_GROUP, "pane", place->pane);
	for (guint i = 0; i < place->panes->len; i++) {
		const KeptPane *pane = place->panes->pdata[i];
		g_autofree char *group = g_strconcat(PANE_GROUP, pane->title, NULL);
		g_key_file_set_string(file, group, "filter", pane->filter);
		if (pane->selected != NULL)
			g_key_file_set_string(file, group, "selected", pane->selected);
	}
	return g_key_file_to_data(file, NULL, NULL);
}

/* One line that a screen can show; NULL: there is none, or it is no such line. */
static char *read_line(GKeyFile *file, const char *group, const char *key)
{
	char *text = g_key_file_get_string(file, group, key, NULL);
	if (text != NULL && text_is_clean(text))
		return text;
	g_free(text);
	return NULL;
}

static void read_panes(KeptPlace *place, GKeyFile *file)
{
	g_auto(GStrv) groups = g_key_file_get_groups(file, NULL);
	for (char **group = groups; *group != NULL && place->panes->len < PANES_MOST; group++) {
		const char *title =
			g_str_has_prefix(*group, PANE_GROUP) ? *group + strlen(PANE_GROUP) : NULL;
		if (title == NULL || !text_is_clean(title))
			continue;
		g_autofree char *filter = read_line(file, *group, "filter");
		g_autofree char *selected = read_line(file, *group, "selected");
		kept_place_add(place, title, filter, selected);
	}
}

KeptPlace *kept_place_read(const char *text, gsize length)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	if (length == 0 || length > LIMIT_PLACE ||
	    !g_key_file_load_from_data(file, text, length, G_KEY_FILE_NONE, NULL))
		return NULL;
	g_autofree char *screen = read_line(file, PLACE_GROUP, "screen");
	g_autofree char *pane = read_line(file, PLACE_GROUP, "pane");
	if (screen == NULL || pane == NULL)
		return NULL;
	KeptPlace *place = kept_place_new(screen, pane);
	read_panes(place, file);
	return place;
}

char *kept_place_name(const Account *account)
{
	const char *const parts[] = { account->cloud, account->tid, account->oid };
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *part = g_ascii_strdown(parts[i] != NULL ? parts[i] : "", -1);
		g_checksum_update(sum, (const guchar *)part, (gssize)strlen(part) + 1);
	}
	return g_strdup_printf("place-%.32s", g_checksum_get_string(sum));
}
