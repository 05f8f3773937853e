/* The built-in scenarios, compiled into the program so that it needs no file beside it. The
 * definition is generated from tenant/scenarios/scenarios.gresource.xml. */
#pragma once

#include <gio/gio.h>

GResource *scenarios_get_resource(void);
