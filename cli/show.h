/*
 * Opens the dashboard, for the verbs that do.
 */
#ifndef MYROLES_CLI_SHOW_H
#define MYROLES_CLI_SHOW_H

#include "cli/options.h"
#include "cli/tell.h"
#include "src/backend.h"
#include "tui/dashboard.h"

/* True when there is a terminal to show it on; else that was told. */
bool show_has_terminal(void);

/* How it is told apart from the dashboard of real work. */
typedef struct ShowDemo {
	const char *banner;
	Administrator administrator;
	bool is_administrator_first;
} ShowDemo;

/* `demo` NULL: of real work. `wants_demo` is set where the person asks for the demo next; NULL: it is not offered. */
ExitCode show_dashboard(const Settings *settings, const BackendOptions *backend,
			const Options *options, const ShowDemo *demo, bool *wants_demo);

/* A screen as a picture in a file. Borrows. */
typedef struct Picture {
	const char *path;
	const char *size; /* "80x24"; NULL: that */
	const char *keys; /* pressed before; NULL: none */
} Picture;

ExitCode show_picture(const Settings *settings, const BackendOptions *backend,
		      const Options *options, const Picture *picture, const ShowDemo *demo);

/* "80x24"; false when it is no size from 20x6 to 400x200. */
bool show_parse_size(const char *text, int *columns, int *rows);

#endif
