/* myroles-tenant: a small Entra PIM service on loopback. */
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "tenant/options.h"
#include "tenant/orders.h"
#include "tenant/ready.h"
#include "tenant/router.h"
#include "tenant/setup.h"

static gboolean on_signal(gpointer loop)
{
	g_main_loop_quit(loop);
	return G_SOURCE_CONTINUE;
}

static bool run(const Options *options, GError **error)
{
	g_autoptr(Service) service = service_new(options, error);
	if (service == NULL || !setup_load(service, error) || !router_listen(service, error))
		return false;
	ready_renew_tokens(service);
	g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
	guint sources[] = {
		g_unix_signal_add(SIGTERM, on_signal, loop),
		g_unix_signal_add(SIGINT, on_signal, loop),
		g_unix_signal_add(SIGHUP, on_signal, loop),
	};
	g_autoptr(Orders) orders =
		options->eof_fd >= 0 ? orders_new(options->eof_fd, service, loop) : NULL;
	/* Whoever reads the line may end us at once: the signals are ours by then. */
	bool is_ready = ready_announce(service, error);
	if (is_ready)
		g_main_loop_run(loop);
	g_clear_pointer(&orders, orders_free);
	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++)
		g_source_remove(sources[i]);
	return is_ready;
}

int main(int argc, char **argv)
{
	g_auto(Options) options = { .eof_fd = -1 };
	g_autoptr(GError) error = NULL;
	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN);
	if (!options_parse(&options, argc, argv, &error)) {
		g_printerr("myroles-tenant: %s\n", error->message);
		return 2;
	}
	if (options.wants_version) {
		printf("myroles-tenant %s\n", PACKAGE_VERSION);
		return 0;
	}
	if (!run(&options, &error)) {
		g_printerr("myroles-tenant: %s\n", error->message);
		return 1;
	}
	return 0;
}
