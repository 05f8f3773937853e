/* A terminal that a frontend draws on, and gives up for a while to a program that may have to ask the person something. */
#ifndef MYROLES_BASE_TERMINAL_USE_H
#define MYROLES_BASE_TERMINAL_USE_H

#include <glib.h>

/* Zeroed: nobody draws on it. Never lent twice. */
typedef struct TerminalUse {
	void (*lend)(gpointer data);
	void (*take_back)(gpointer data);
	gpointer data;
} TerminalUse;

#endif
