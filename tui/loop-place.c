/* Where one left each account, in a small file of its own. */
#include <string.h>

#include "src/base/files.h"
#include "src/base/limits.h"
#include "tui/core/places.h"
#include "tui/loop.h"

static char *path_of(const Loop *loop, const char *name)
{
	return g_build_filename(loop->places_folder, name, NULL);
}

/* NULL: there is none, or none that can be used: then one begins anew, as the first time. */
static KeptPlace *read_file(const Loop *loop, const char *name)
{
	g_autofree char *path = path_of(loop, name);
	g_autofree char *text = NULL;
	size_t length = 0;
	return files_read(path, LIMIT_PLACE, true, &text, &length, NULL)
		       ? kept_place_read(text, length)
		       : NULL;
}

void loop_read_place(Loop *loop, const char *name)
{
	const KeptPlace *known = g_hash_table_lookup(loop->places, name);
	if (loop->places_folder == NULL)
		return;
	KeptPlace *place = known != NULL ? kept_place_copy(known) : read_file(loop, name);
	if (place == NULL)
		return;
	Item *item = loop_push(loop, MESSAGE_PLACE);
	item->place = place;
	item->message.place = place;
}

void loop_keep_place(Loop *loop, const char *name, KeptPlace *place)
{
	g_hash_table_replace(loop->places, g_strdup(name), place);
}

void loop_write_places(Loop *loop)
{
	GHashTableIter iterator;
	gpointer name = NULL, place = NULL;
	KeptPlace *here = places_keep(loop->state);
	if (here != NULL)
		g_hash_table_replace(loop->places, kept_place_name(loop->state->account), here);
	if (loop->places_folder == NULL || !files_ensure_private_folder(loop->places_folder, NULL))
		return;
	g_hash_table_iter_init(&iterator, loop->places);
	while (g_hash_table_iter_next(&iterator, &name, &place)) {
		g_autofree char *path = path_of(loop, name);
		g_autofree char *text = kept_place_write(place);
		files_replace(path, text, strlen(text), NULL);
	}
}
