#include "tests/e2e/keyboard.h"

#include <glib.h>

static VTermKey find_key(const char *name)
{
	static const struct {
		const char *name;
		VTermKey key;
	} keys[] = {
		{ "enter", VTERM_KEY_ENTER },
		{ "tab", VTERM_KEY_TAB },
		{ "backspace", VTERM_KEY_BACKSPACE },
		{ "escape", VTERM_KEY_ESCAPE },
		{ "up", VTERM_KEY_UP },
		{ "down", VTERM_KEY_DOWN },
		{ "left", VTERM_KEY_LEFT },
		{ "right", VTERM_KEY_RIGHT },
		{ "insert", VTERM_KEY_INS },
		{ "delete", VTERM_KEY_DEL },
		{ "home", VTERM_KEY_HOME },
		{ "end", VTERM_KEY_END },
		{ "page-up", VTERM_KEY_PAGEUP },
		{ "page-down", VTERM_KEY_PAGEDOWN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (g_str_equal(keys[i].name, name))
			return keys[i].key;
	if (name[0] == 'F' && g_ascii_isdigit(name[1]))
		return (VTermKey)VTERM_KEY_FUNCTION((int)g_ascii_strtoll(name + 1, NULL, 10));
	return VTERM_KEY_NONE;
}

static void press(VTerm *term, const char *name)
{
	VTermModifier modifier = VTERM_MOD_NONE;
	VTermKey key;
	for (bool is_more = true; is_more;) {
		is_more = false;
		if (g_str_has_prefix(name, "ctrl-")) {
			modifier |= VTERM_MOD_CTRL;
			name += 5;
			is_more = true;
		} else if (g_str_has_prefix(name, "alt-")) {
			modifier |= VTERM_MOD_ALT;
			name += 4;
			is_more = true;
		} else if (g_str_has_prefix(name, "shift-")) {
			modifier |= VTERM_MOD_SHIFT;
			name += 6;
			is_more = true;
		}
	}
	key = find_key(name);
	if (key != VTERM_KEY_NONE)
		vterm_keyboard_key(term, key, modifier);
	else if (g_str_equal(name, "space"))
		vterm_keyboard_unichar(term, ' ', modifier);
	else if (g_utf8_strlen(name, -1) == 1)
		vterm_keyboard_unichar(term, g_utf8_get_char(name), modifier);
	else
		g_error("no key is called %s", name);
}

void keyboard_press(VTerm *term, const char *names)
{
	g_auto(GStrv) list = g_strsplit(names, " ", -1);
	for (size_t i = 0; list[i] != NULL; i++)
		if (list[i][0] != '\0')
			press(term, list[i]);
}
