/*
 * Keys, decoded from terminal bytes. A key is one 32-bit value, so that it can stand in tables.
 */
#ifndef MYROLES_TUI_TERMINAL_KEY_H
#define MYROLES_TUI_TERMINAL_KEY_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A Unicode character, or one of the below; with KEY_CTRL, KEY_ALT or KEY_SHIFT or-ed in. */
typedef uint32_t Key;

#define KEY_CTRL  (1u << 28)
#define KEY_ALT   (1u << 29)
#define KEY_SHIFT (1u << 30) /* of keys that are no characters */

enum {
	KEY_NONE = 0,
	KEY_FIRST_SPECIAL = 0x200000,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACKSPACE,
	KEY_ENTER,
	KEY_TAB,
	KEY_ESCAPE,
	KEY_F1, /* … KEY_F1 + 11 */
	KEY_F12 = KEY_F1 + 11,
};

/* A character that could be text, not a key of its own. */
static inline bool key_is_character(Key key)
{
	return key >= ' ' && key < KEY_FIRST_SPECIAL;
}

/* "a", "ctrl-r", "enter", "page-down", "alt-x", "F5", "space": as in myroles.conf; KEY_NONE when unknown. */
Key key_from_name(const char *name);
char *key_name(Key key);

/* The one form of a key with modifiers: "ctrl-R" is ctrl-r, "ctrl-m" is what every terminal sends for it: enter. */
Key key_normalize(Key base, Key modifiers);

typedef enum {
	KEY_EVENT_KEY,
	KEY_EVENT_PASTE,
	KEY_EVENT_MOUSE,
	KEY_EVENT_FOCUS,      /* no key: the terminal's window got the focus, or lost it */
	KEY_EVENT_BACKGROUND, /* no key: what the terminal answers to OSC 11 */
} KeyEventKind;

typedef struct KeyEvent {
	KeyEventKind kind;
	Key key;
	char *paste; /* KEY_EVENT_PASTE: valid UTF-8, control characters but newline removed; owned */
	int column, row, button; /* KEY_EVENT_MOUSE: press of 1, 2, 3; wheel 4, 5 */
	bool is_drag;            /* … of 1: it is held, and the mouse moved there */
	bool has_focus;          /* KEY_EVENT_FOCUS */
	uint32_t color;          /* KEY_EVENT_BACKGROUND: 0xRRGGBB */
} KeyEvent;

void key_event_clear(KeyEvent *event); /* wipes what was pasted */

/*
 * The decoder: bytes in, keys out. An Esc alone is only known after a pause: key_decoder_is_waiting. The rest of a key that comes
 * after that pause is still a key.
 */
typedef struct KeyDecoder KeyDecoder;
KeyDecoder *key_decoder_new(void);
void key_decoder_free(KeyDecoder *decoder);
void key_decoder_feed(KeyDecoder *decoder, const char *bytes, size_t length);
bool key_decoder_next(KeyDecoder *decoder, KeyEvent *out); /* caller clears `out` */
bool key_decoder_is_waiting(
	const KeyDecoder *decoder); /* an unfinished sequence: start the Esc timer */
bool key_decoder_is_in_sequence(const KeyDecoder *decoder); /* more than an Esc: wait longer */
bool key_decoder_is_in_paste(const KeyDecoder *decoder);    /* wait longer for the rest of it */
void key_decoder_time_out(KeyDecoder *decoder);             /* what waits is final: an Esc */
void key_decoder_reset(KeyDecoder *decoder); /* forgets what waits and what is decoded */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyDecoder, key_decoder_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KeyEvent, key_event_clear)

#endif
