/* Where one left the dashboard: what is read of it can be shown, and is written as it was read. */
#include <string.h>

#include "src/base/text.h"
#include "tests/fuzz/fuzz.h"
#include "tui/core/kept-place.h"

void fuzz_place(const uint8_t *data, size_t size)
{
	g_autoptr(KeptPlace) place = kept_place_read((const char *)data, size);
	if (place == NULL)
		return;
	g_assert_true(text_is_clean(place->screen) && text_is_clean(place->pane));
	g_autofree char *text = kept_place_write(place);
	g_autoptr(KeptPlace) again = kept_place_read(text, strlen(text));
	g_assert_nonnull(again);
	g_assert_cmpstr(again->screen, ==, place->screen);
	g_assert_cmpstr(again->pane, ==, place->pane);
	g_assert_cmpuint(again->panes->len, ==, place->panes->len);
	for (guint i = 0; i < place->panes->len; i++) {
		const KeptPane *one = place->panes->pdata[i], *other = again->panes->pdata[i];
		g_assert_true(text_is_clean(one->title) && text_is_clean(one->filter));
		g_assert_cmpstr(other->title, ==, one->title);
		g_assert_cmpstr(other->filter, ==, one->filter);
		g_assert_cmpstr(other->selected, ==, one->selected);
	}
}
