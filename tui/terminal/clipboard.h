/*
 * Text for the clipboard of whatever shows the terminal.
 */
#ifndef MYROLES_TUI_CLIPBOARD_H
#define MYROLES_TUI_CLIPBOARD_H

/* `text` as it is copied: nothing in it is a keystroke when it is pasted. NULL: longer than LIMIT_CLIPBOARD. The caller frees. */
char *clipboard_clean(const char *text);

/* What stands between us and the terminal. */
typedef enum ClipboardWay {
	CLIPBOARD_DIRECT,
	CLIPBOARD_TMUX,
	CLIPBOARD_SCREEN, /* GNU screen */
} ClipboardWay;

typedef const char *(*ClipboardVariable)(const char *name); /* as g_getenv */

ClipboardWay clipboard_find_way(ClipboardVariable variable);

/* OSC 52 for a clean text: a terminal takes it, or drops it without a word. The caller frees. */
char *clipboard_sequence(ClipboardWay way, const char *clean);

#endif
