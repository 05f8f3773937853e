/*
 * How a terminal is asked to tell something: one of three escape sequences, where it is known to take one.
 */
#ifndef MYROLES_TUI_TERMINAL_NOTIFY_H
#define MYROLES_TUI_TERMINAL_NOTIFY_H

#include <stdbool.h>

#include "src/model/settings.h"

/* A variable of the environment; NULL: it is not set. */
typedef const char *(*NotifyVariable)(const char *name);

/* What the terminal takes; NOTIFY_TERMINAL_OFF: nothing that is known. Never NOTIFY_TERMINAL_AUTO. */
NotifyTerminal notify_find_way(NotifyVariable variable);

/* `text` is sanitized; `is_in_tmux`: handed through to the terminal outside. The caller frees; NULL: `way` has none. */
char *notify_sequence(NotifyTerminal way, const char *text, bool is_in_tmux);

#endif
