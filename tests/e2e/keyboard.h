/*
 * Keys by name, typed on a terminal emulator, which knows what bytes they are in the mode it is in.
 */
#ifndef MYROLES_TESTS_KEYBOARD_H
#define MYROLES_TESTS_KEYBOARD_H

#include <vterm.h>

/* "down down enter", "ctrl-z", "a", "space", "page-down", "alt-x", "shift-tab", "F5". */
void keyboard_press(VTerm *term, const char *names);

#endif
