#include "tui/terminal/key.h"

#include <string.h>

#include "src/base/secret.h"

typedef struct KeyWord {
	const char *name;
	Key key;
} KeyWord;

/* The first name of a key is the one that is shown. */
static const KeyWord key_words[] = {
	{ "up", KEY_UP },           { "down", KEY_DOWN },           { "left", KEY_LEFT },
	{ "right", KEY_RIGHT },     { "home", KEY_HOME },           { "end", KEY_END },
	{ "page-up", KEY_PAGE_UP }, { "page-down", KEY_PAGE_DOWN }, { "insert", KEY_INSERT },
	{ "delete", KEY_DELETE },   { "backspace", KEY_BACKSPACE }, { "enter", KEY_ENTER },
	{ "tab", KEY_TAB },         { "esc", KEY_ESCAPE },          { "space", ' ' },
	{ "pgup", KEY_PAGE_UP },    { "pgdn", KEY_PAGE_DOWN },      { "ins", KEY_INSERT },
	{ "del", KEY_DELETE },      { "return", KEY_ENTER },        { "escape", KEY_ESCAPE },
};

static const KeyWord key_modifiers[] = {
	{ "ctrl-", KEY_CTRL },
	{ "alt-", KEY_ALT },
	{ "shift-", KEY_SHIFT },
};

static bool is_special(Key key)
{
	return key > KEY_FIRST_SPECIAL && key <= KEY_F12;
}

static Key key_from_word(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(key_words); i++) {
		if (g_ascii_strcasecmp(word, key_words[i].name) == 0)
			return key_words[i].key;
	}
	if ((word[0] == 'F' || word[0] == 'f') && g_ascii_isdigit(word[1])) {
		guint64 number = 0;
		if (g_ascii_string_to_unsigned(word + 1, 10, 1, 12, &number, NULL))
			return KEY_F1 + (Key)number - 1;
		return KEY_NONE;
	}
	gunichar c = g_utf8_get_char_validated(word, -1);
	if (c == (gunichar)-1 || c == (gunichar)-2 || !g_unichar_isgraph(c))
		return KEY_NONE;
	return *g_utf8_next_char(word) == '\0' ? c : KEY_NONE;
}

Key key_normalize(Key base, Key modifiers)
{
	if (is_special(base))
		return base | modifiers;
	/* Shift is already in the character; with Ctrl letters have no case. */
	if ((modifiers & KEY_SHIFT) != 0 && (modifiers & KEY_CTRL) == 0)
		base = g_unichar_toupper(base);
	modifiers &= ~KEY_SHIFT;
	if ((modifiers & KEY_CTRL) == 0)
		return base | modifiers;
	base = g_unichar_tolower(base);
	switch (base) { /* the same byte in every terminal */
	case 'h':
		return KEY_BACKSPACE | (modifiers & KEY_ALT);
	case 'i':
		return KEY_TAB | (modifiers & KEY_ALT);
	case 'm':
		return KEY_ENTER | (modifiers & KEY_ALT);
	case '[':
		return KEY_ESCAPE | (modifiers & KEY_ALT);
	case '@':
		return ' ' | modifiers;
	default:
		return base | modifiers;
	}
}

Key key_from_name(const char *name)
{
	if (name == NULL)
		return KEY_NONE;
	Key modifiers = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(key_modifiers); i++) {
		size_t length = strlen(key_modifiers[i].name);
		if (g_ascii_strncasecmp(name, key_modifiers[i].name, length) == 0 &&
		    name[length] != '\0' && (modifiers & key_modifiers[i].key) == 0) {
			modifiers |= key_modifiers[i].key;
			name += length;
			i = (size_t)-1; /* in any order */
		}
	}
	Key base = key_from_word(name);
	return base == KEY_NONE ? KEY_NONE : key_normalize(base, modifiers);
}

char *key_name(Key key)
{
	GString *name = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(key_modifiers); i++) {
		if ((key & key_modifiers[i].key) != 0)
			g_string_append(name, key_modifiers[i].name);
	}
	Key base = key & ~(KEY_CTRL | KEY_ALT | KEY_SHIFT);
	if (base >= KEY_F1 && base <= KEY_F12) {
		g_string_append_printf(name, "F%u", base - KEY_F1 + 1);
		return g_string_free(name, FALSE);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(key_words); i++) {
		if (key_words[i].key == base) {
			g_string_append(name, key_words[i].name);
			return g_string_free(name, FALSE);
		}
	}
	if (base != KEY_NONE && g_unichar_validate(base))
		g_string_append_unichar(name, base);
	return g_string_free(name, FALSE);
}

void key_event_clear(KeyEvent *event)
{
	g_clear_pointer(&event->paste, secret_wipe_string);
	*event = (KeyEvent){ 0 };
}
