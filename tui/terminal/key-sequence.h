/*
 * One key at the start of some bytes: plain characters, and the control sequences of xterm and its kin
 * (ECMA-48 CSI and SS3; xterm ctlseqs "PC-Style Function Keys", modifyOtherKeys and SGR mouse; the kitty
 * keyboard protocol; the Linux console's and rxvt's ways of their own).
 */
#ifndef MYROLES_TUI_TERMINAL_KEY_SEQUENCE_H
#define MYROLES_TUI_TERMINAL_KEY_SEQUENCE_H

#include "tui/terminal/key.h"

typedef enum {
	KEY_SEQUENCE_UNFINISHED, /* more bytes are needed */
	KEY_SEQUENCE_KEY,        /* event.key */
	KEY_SEQUENCE_MOUSE,      /* event */
	KEY_SEQUENCE_FOCUS,      /* event */
	KEY_SEQUENCE_IGNORED,    /* not known, or nothing to tell */
	KEY_SEQUENCE_PASTE,      /* a bracketed paste begins */
	KEY_SEQUENCE_STRING,     /* an OSC, DCS, APC, PM or SOS string begins */
	KEY_SEQUENCE_OVERLONG, /* a control sequence beyond LIMIT_ESCAPE_SEQUENCE: skip to its end */
} KeySequenceKind;

typedef struct KeySequence {
	KeySequenceKind kind;
	KeyEvent event;
} KeySequence;

/* `length` is at least 1. Returns the bytes taken: 0 when unfinished. */
size_t key_sequence_parse(const uint8_t *bytes, size_t length, KeySequence *out);

#endif
