#include "tenant/options.h"

#include "tenant/tenant-error.h"
#include "tenant/times.h"

static bool check(Options *options, char **rest, GError **error)
{
	const char *problem = NULL;
	if (options->port < 0 || options->port > 65532)
		problem = "--port must be 0 to 65532";
	else if (options->cert != NULL && (rest == NULL || rest[0] == NULL || rest[1] != NULL))
		problem = "--tls takes two files: CERT KEY";
	else if (options->cert == NULL && rest != NULL && rest[0] != NULL)
		problem = "unexpected argument";
	else if (options->eligible < 0 || options->subscriptions < 0 ||
		 options->resource_groups < 0)
		problem = "a number of rows cannot be negative";
	else if (options->clock != NULL && !times_parse(options->clock, &options->still))
		problem = "--clock takes a time: 2026-03-05T13:07:00Z";
	if (problem != NULL)
		g_set_error_literal(error, TENANT_ERROR, TENANT_ERROR_OPTION, problem);
	return problem == NULL;
}

static GOptionContext *make_context(Options *options, char ***rest)
{
	const GOptionEntry entries[] = {
		{ "port", 0, 0, G_OPTION_ARG_INT, &options->port,
		  "Port of ARM; Graph, login and control take the next three (0: any)", "PORT" },
		{ "scenario", 0, 0, G_OPTION_ARG_STRING, &options->scenario,
		  "A built-in scenario (contoso, demo, hostile) or a file", "NAME|FILE" },
		{ "log", 0, 0, G_OPTION_ARG_FILENAME, &options->log,
		  "Write each request received as one JSON line", "FILE" },
		{ "ready-file", 0, 0, G_OPTION_ARG_FILENAME, &options->ready_file,
		  "Write the ready line, with the control secret, to a file (0600)", "FILE" },
		{ "token-file", 0, 0, G_OPTION_ARG_FILENAME, &options->token_file,
		  "Keep fresh tokens of the first account in a file (0600)", "FILE" },
		{ "token-folder", 0, 0, G_OPTION_ARG_FILENAME, &options->token_folder,
		  "Keep fresh tokens of every account in files of this folder, named as it (0600)",
		  "FOLDER" },
		{ "exit-on-eof", 0, 0, G_OPTION_ARG_INT, &options->eof_fd,
		  "End when this descriptor is closed at its other end; lines that come through it "
		  "decide extensions and renewals: agree REQUEST, refuse REQUEST",
		  "FD" },
		{ "latency", 0, 0, G_OPTION_ARG_INT, &options->latency_ms, "Delay every answer",
		  "MS" },
		{ "lag", 0, 0, G_OPTION_ARG_INT, &options->lag_ms,
		  "Time from a request to its effect", "MS" },
		{ "clock", 0, 0, G_OPTION_ARG_STRING, &options->clock,
		  "Let the clock stand at this time, until the control moves it", "TIME" },
		{ "page-size", 0, 0, G_OPTION_ARG_INT, &options->page_size, "Rows per page", "N" },
		{ "tls", 0, 0, G_OPTION_ARG_FILENAME, &options->cert,
		  "Serve ARM, Graph and login over TLS", "CERT KEY" },
		{ "faults", 0, 0, G_OPTION_ARG_FILENAME, &options->faults,
		  "What to do wrong (see CONTROL.md)", "FILE" },
		{ "eligible", 0, 0, G_OPTION_ARG_INT, &options->eligible,
		  "Add generated Azure eligibilities", "N" },
		{ "subscriptions", 0, 0, G_OPTION_ARG_INT, &options->subscriptions,
		  "Add generated subscriptions", "N" },
		{ "resource-groups", 0, 0, G_OPTION_ARG_INT, &options->resource_groups,
		  "Add generated resource groups", "N" },
		{ "seed", 0, 0, G_OPTION_ARG_INT64, &options->seed, "Seed of what is generated",
		  "N" },
		{ "version", 0, 0, G_OPTION_ARG_NONE, &options->wants_version,
		  "Print the version and end", NULL },
		{ G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL },
		{ 0 },
	};
	GOptionContext *context = g_option_context_new(NULL);
	g_option_context_set_summary(context, "A small Entra PIM service on loopback, for "
					      "demonstrations, tests and benchmarks.");
	g_option_context_add_main_entries(context, entries, NULL);
	return context;
}

bool options_parse(Options *options, int argc, char **argv, GError **error)
{
	g_auto(GStrv) rest = NULL;
	*options = (Options){ .eof_fd = -1, .latency_ms = -1, .lag_ms = -1, .page_size = -1 };
	g_autoptr(GOptionContext) context = make_context(options, &rest);
	if (!g_option_context_parse(context, &argc, &argv, error) || !check(options, rest, error))
		return false;
	if (options->cert != NULL)
		options->key = g_strdup(rest[0]);
	if (options->scenario == NULL)
		options->scenario = g_strdup("contoso");
	return true;
}

void options_clear(Options *options)
{
	g_free(options->scenario);
	g_free(options->log);
	g_free(options->ready_file);
	g_free(options->token_file);
	g_free(options->token_folder);
	g_free(options->faults);
	g_free(options->clock);
	g_free(options->cert);
	g_free(options->key);
	*options = (Options){ .eof_fd = -1 };
}
