/* The command line of myroles-tenant. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Options {
	int port;
	char *scenario; /* a built-in name or a file */
	char *log;
	char *ready_file;
	char *token_file;
	char *token_folder;
	char *faults;
	int eof_fd;     /* -1: none */
	int latency_ms; /* -1: as the scenario says; so are the next two */
	int lag_ms;
	int page_size;
	char *clock;   /* NULL: it runs */
	int64_t still; /* where the clock stands; 0: it runs */
	char *cert;
	char *key;
	int eligible; /* 0: only those of the scenario; so are the next two */
	int subscriptions;
	int resource_groups;
	int64_t seed;
	bool wants_version;
} Options;

bool options_parse(Options *options, int argc, char **argv, GError **error);
void options_clear(Options *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Options, options_clear)
