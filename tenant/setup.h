/* How the service stands at its start: the scenario's worlds, the settings and faults of the
 * command line. */
#pragma once

#include "tenant/service.h"

/* Reads the scenario, then the faults. Worlds that cannot be read leave those before in place. */
bool setup_load(Service *service, GError **error);
/* All as at the start: clock, worlds, settings, faults, tokens and record. */
bool setup_reset(Service *service, GError **error);
