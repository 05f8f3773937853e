/*
 * A program in a session of its own on a new pseudo terminal, with a keeper process that does what a shell
 * does: it leads the session, gives the program the foreground, and says when it stops or ends.
 */
#ifndef MYROLES_TESTS_SESSION_H
#define MYROLES_TESTS_SESSION_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

typedef struct SessionOptions {
	const char *const *argv;        /* NULL-terminated; argv[0] is the path */
	const char *const *environment; /* all of it: "NAME=value", NULL-terminated */
	const char *directory;          /* where it starts; NULL: here */
	int rows, columns;
} SessionOptions;

typedef struct Session {
	int terminal; /* our end of the pseudo terminal; non-blocking; -1 once hung up */
	int control;  /* to the keeper */
	pid_t keeper;
	pid_t program; /* also its process group */
	struct termios before;
} Session;

typedef enum {
	SESSION_STOPPED = 'S', /* value: the signal */
	SESSION_ENDED = 'X',   /* value: as from waitpid */
} SessionNewsKind;

typedef struct SessionNews {
	int kind;
	int value;
} SessionNews;

/* Aborts when the machine has no pseudo terminal: nothing can be tested then. */
void session_open(Session *session, const SessionOptions *options);

/* Kills what is left and waits for it. */
void session_close(Session *session);

/* One piece of news from the keeper; blocks until there is some: poll `control` first. False: the keeper is gone. */
bool session_read_news(Session *session, SessionNews *news);

/* As `fg` does: the foreground and SIGCONT. */
void session_continue(Session *session);

/* As when the window is closed. */
void session_hang_up(Session *session);

/* True when the terminal's modes are what they were when the program began. */
bool session_has_modes_restored(const Session *session);

#endif
