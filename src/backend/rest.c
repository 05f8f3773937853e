#include "src/backend/rest.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif

struct Rest {
	Kept *kept;
	guint timer;
};

Rest *rest_new(Kept *kept)
{
	Rest *rest = g_new0(Rest, 1);
	rest->kept = kept;
	return rest;
}

void rest_free(Rest *rest)
{
	if (rest == NULL)
		return;
	g_clear_handle_id(&rest->timer, g_source_remove);
	g_free(rest);
}

static gboolean on_time(gpointer data)
{
	Rest *rest = data;
	rest->timer = 0;
	kept_rest(rest->kept);
#ifdef HAVE_MALLOC_TRIM
	malloc_trim(0);
#endif
	return G_SOURCE_REMOVE;
}

/* Below the priority of what paints and writes long lists in pieces: that is done first. */
void rest_on_ended(const ListNews *news, gpointer data)
{
	Rest *rest = data;
	(void)news;
	g_clear_handle_id(&rest->timer, g_source_remove);
	rest->timer = g_timeout_add_full(G_PRIORITY_LOW, REST_AFTER_MS, on_time, rest, NULL);
}
