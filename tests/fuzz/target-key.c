/* The decoder of terminal input. The first byte says how the rest is cut into reads. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tui/terminal/key.h"

static void take_keys(KeyDecoder *decoder)
{
	for (;;) {
		g_auto(KeyEvent) event = { 0 };
		if (!key_decoder_next(decoder, &event))
			return;
		if (event.kind == KEY_EVENT_PASTE) {
			g_assert_true(g_utf8_validate(event.paste, -1, NULL));
			for (const char *at = event.paste; *at != '\0'; at++)
				g_assert_true((unsigned char)*at >= 0x20 || *at == '\n' ||
					      *at == '\t');
		} else if (event.kind == KEY_EVENT_KEY) {
			g_autofree char *name = key_name(event.key);
			g_assert_nonnull(name);
			g_assert_true(g_utf8_validate(name, -1, NULL));
		}
	}
}

void fuzz_key(const uint8_t *data, size_t size)
{
	g_autoptr(KeyDecoder) decoder = key_decoder_new();
	g_autofree char *text = g_strndup((const char *)data, size);
	size_t step = size > 0 ? 1 + data[0] % 16 : 1;
	(void)key_from_name(text);
	for (size_t i = 1; i < size; i += step) {
		key_decoder_feed(decoder, (const char *)data + i, MIN(step, size - i));
		take_keys(decoder);
	}
	if (key_decoder_is_waiting(decoder))
		key_decoder_time_out(decoder);
	take_keys(decoder);
}
