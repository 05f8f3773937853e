#include "cli/show.h"

#include <unistd.h>

#include "cli/leash.h"
#include "cli/payer.h"
#include "cli/session.h"
#include "frontend/proposal-socket.h"
#include "src/base/files.h"
#include "src/base/log.h"

bool show_has_terminal(void)
{
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return true;
	tell("The dashboard needs a terminal.",
	     "Run it in one, or use a verb: `myroles --help` lists them.");
	return false;
}

bool show_parse_size(const char *text, int *columns, int *rows)
{
	g_auto(GStrv) parts = g_strsplit(text, "x", 3);
	guint64 wide = 0;
	guint64 high = 0;
	if (g_strv_length(parts) != 2 ||
	    !g_ascii_string_to_unsigned(parts[0], 10, 20, 400, &wide, NULL) ||
	    !g_ascii_string_to_unsigned(parts[1], 10, 6, 200, &high, NULL))
		return false;
	*columns = (int)wide;
	*rows = (int)high;
	return true;
}

static DashboardOptions dashboard_options(const Settings *settings, const Options *options,
					  const ShowDemo *demo)
{
	return (DashboardOptions){
		.settings = settings,
		.is_ascii = options->is_ascii,
		.is_colorless = options->is_colorless,
		.has_mouse = options->has_mouse || settings->has_mouse,
		.banner = demo != NULL ? demo->banner : NULL,
		.administrator = demo != NULL ? &demo->administrator : NULL,
		.is_administrator_first = demo != NULL && demo->is_administrator_first,
	};
}

/* What both need: a log where one is wanted, sound settings, a backend. NULL: it was told. */
static Backend *open_backend(const Settings *settings, const BackendOptions *backend,
			     const Options *options, ExitCode *code)
{
	g_autoptr(GError) error = NULL;
	const char *log = options->log != NULL ? options->log : settings->log_file;
	Backend *opened = NULL;
	/* Keys and colors are a part of the configuration that only the dashboard can judge. */
	g_autoptr(GPtrArray) mistakes = mistakes_new();
	dashboard_check_settings(settings, mistakes);
	if (mistakes->len > 0) {
		g_autofree char *words = mistake_words(mistakes->pdata[0], settings->path);
		tell(words, "`myroles config check` tells all that is wrong.");
		*code = EXIT_USAGE;
		return NULL;
	}
	if (log == NULL || log_open(log, &error))
		opened = backend_new(settings, backend, &error);
	if (opened == NULL)
		*code = tell_error(error);
	return opened;
}

/* Who pays for what a program asked for, when that has ended. */
static bool tie(gpointer data, int pidfd, int lock)
{
	const PayerLeash leash = { leash_word(LEASH_PROCESS), pidfd, lock };
	return payer_start(data, &leash);
}

ExitCode show_dashboard(const Settings *settings, const BackendOptions *backend,
			const Options *options, const ShowDemo *demo, bool *wants_demo)
{
	ExitCode code = EXIT_DONE;
	g_autoptr(GError) error = NULL;
	g_autoptr(Backend) opened = open_backend(settings, backend, options, &code);
	if (opened == NULL)
		return code;
	payer_start_if_due(opened, options);
	DashboardOptions dashboard = dashboard_options(settings, options, demo);
	dashboard.wants_demo = wants_demo;
	/* A demo is a new one each time, and who wants no snapshot wants nothing kept. */
	g_autofree char *places =
		demo == NULL && settings->has_snapshot ? files_state_path("places") : NULL;
	dashboard.places = places;
	g_autofree char *socket = proposal_socket_path(demo != NULL);
	/* A demo's tenant goes with it, and all that is active there. */
	const ProposalGate gate = { .path = socket,
				    .tie = demo == NULL ? tie : NULL,
				    .data = (gpointer)options };
	dashboard.proposals = &gate;
	tell_set_dashboard(true);
	bool is_ok = dashboard_run(opened, &dashboard, &error);
	tell_set_dashboard(false);
	session_finish_saving(opened);
	g_clear_pointer(&opened, backend_free);
	log_close();
	if (is_ok)
		return EXIT_DONE;
	tell(error->message, NULL);
	return EXIT_FAILED;
}

ExitCode show_picture(const Settings *settings, const BackendOptions *backend,
		      const Options *options, const Picture *picture, const ShowDemo *demo)
{
	ExitCode code = EXIT_DONE;
	DashboardPicture drawn = { .columns = 80,
				   .rows = 24,
				   .keys = picture->keys,
				   .is_text = g_str_has_suffix(picture->path, ".txt") };
	g_autoptr(GError) error = NULL;
	if (picture->size != NULL && !show_parse_size(picture->size, &drawn.columns, &drawn.rows)) {
		tell("--size is like 80x24: from 20x6 to 400x200.", NULL);
		return EXIT_USAGE;
	}
	g_autoptr(Backend) opened = open_backend(settings, backend, options, &code);
	if (opened == NULL)
		return code;
	DashboardOptions dashboard = dashboard_options(settings, options, demo);
	g_autofree char *text = dashboard_picture(opened, &dashboard, &drawn, &error);
	if (text != NULL && g_file_set_contents(picture->path, text, -1, &error))
		return EXIT_DONE;
	tell(error->message, NULL);
	return EXIT_FAILED;
}
