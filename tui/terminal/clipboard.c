#include "tui/terminal/clipboard.h"

#include <glib.h>
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"

/* GNU screen keeps 768 bytes of a sequence, the last of which ends it (MAXSTR of its screen.h). */
#define SCREEN_BYTES 760

/* An address may be longer than a name, which is cut; it has no other characters. */
static bool is_address(const char *text)
{
	while (g_ascii_isgraph(*text))
		text++;
	return *text == '\0';
}

char *clipboard_clean(const char *text)
{
	/* What is pasted into a shell later must not hold a newline or an escape. */
	const bool is_whole = is_address(text);
	/* Half of a command is another command. */
	if (!is_whole && g_utf8_strlen(text, -1) > LIMIT_TEXT_CHARS)
		return NULL;
	g_autofree char *clean = is_whole ? g_strdup(text) : text_sanitize(text, -1);
	return strlen(clean) <= LIMIT_CLIPBOARD ? g_steal_pointer(&clean) : NULL;
}

static bool is_set(ClipboardVariable variable, const char *name)
{
	const char *value = variable(name);
	return value != NULL && *value != '\0';
}

ClipboardWay clipboard_find_way(ClipboardVariable variable)
{
	return is_set(variable, "TMUX")  ? CLIPBOARD_TMUX
	       : is_set(variable, "STY") ? CLIPBOARD_SCREEN
					 : CLIPBOARD_DIRECT;
}

/* screen drops OSC 52 as such, and hands on what stands in a DCS as it is: piece by piece. */
static char *cut_for_screen(const char *sequence)
{
	GString *out = g_string_new(NULL);
	for (size_t left = strlen(sequence); left > 0;) {
		const size_t size = MIN(left, SCREEN_BYTES);
		g_string_append_printf(out, "\033P%.*s\033\\", (int)size, sequence);
		sequence += size;
		left -= size;
	}
	return g_string_free(out, FALSE);
}

char *clipboard_sequence(ClipboardWay way, const char *clean)
{
	g_autofree char *encoded = g_base64_encode((const guchar *)clean, strlen(clean));
	g_autofree char *sequence = g_strconcat("\033]52;c;", encoded, "\a", NULL);
	if (way == CLIPBOARD_SCREEN)
		return cut_for_screen(sequence);
	/* tmux takes what a program copies only where it is told to; what it passes through is another setting of it. */
	if (way == CLIPBOARD_TMUX)
		return g_strconcat(sequence, "\033Ptmux;\033", sequence, "\033\\", NULL);
	return g_steal_pointer(&sequence);
}
