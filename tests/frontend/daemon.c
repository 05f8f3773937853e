#include "tests/frontend/daemon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char interface_xml[] =
	"<node><interface name='" DAEMON_NAME "'><method name='Notify'>"
	"<arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>"
	"<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' "
	"direction='in'/>"
	"<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
	"<arg type='u' direction='out'/></method></interface></node>";

/* NOLINTNEXTLINE(readability-function-size): GDBus' shape */
static void on_call(GDBusConnection *bus, const char *sender, const char *path,
		    const char *interface, const char *method, GVariant *parameters,
		    GDBusMethodInvocation *invocation, gpointer data)
{
	Daemon *daemon = data;
	(void)bus;
	(void)sender;
	(void)path;
	(void)interface;
	(void)method;
	if (daemon->is_deaf) {
		daemon->held = invocation;
		return;
	}
	g_autoptr(GVariant) actions = g_variant_get_child_value(parameters, 5);
	g_free(daemon->body);
	g_variant_get_child(parameters, 4, "s", &daemon->body);
	daemon->actions = (guint)g_variant_n_children(actions) / 2;
	g_dbus_method_invocation_return_value(invocation, g_variant_new("(u)", ++daemon->last_id));
}

static void on_owner(GDBusConnection *bus, const char *name, gpointer data)
{
	(void)bus;
	(void)name;
	((Daemon *)data)->is_owner = true;
}

GDBusConnection *daemon_connect(const char *address)
{
	g_autoptr(GError) error = NULL;
	GDBusConnection *bus = g_dbus_connection_new_for_address_sync(
		address,
		G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
			G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
		NULL, NULL, &error);
	assert_null(error);
	g_dbus_connection_set_exit_on_close(bus, FALSE);
	return bus;
}

void daemon_start(Daemon *daemon, const char *address)
{
	static const GDBusInterfaceVTable table = { .method_call = on_call };
	g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
	daemon->bus = daemon_connect(address);
	daemon->object = g_dbus_connection_register_object(
		daemon->bus, DAEMON_PATH, node->interfaces[0], &table, daemon, NULL, NULL);
	daemon->name =
		g_bus_own_name_on_connection(daemon->bus, DAEMON_NAME, G_BUS_NAME_OWNER_FLAGS_NONE,
					     on_owner, NULL, daemon, NULL);
	while (!daemon->is_owner)
		g_main_context_iteration(NULL, TRUE);
}

void daemon_stop(Daemon *daemon)
{
	if (daemon->bus == NULL)
		return;
	g_clear_object(&daemon->held);
	g_bus_unown_name(daemon->name);
	g_dbus_connection_unregister_object(daemon->bus, daemon->object);
	g_dbus_connection_close_sync(daemon->bus, NULL, NULL);
	g_clear_object(&daemon->bus);
	g_free(daemon->body);
}
