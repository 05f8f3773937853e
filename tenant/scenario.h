/* Reads a scenario: tenants with their people, roles, scopes, policies, eligibilities, active
 * assignments and past requests, as JSON (see tenant/CONTROL.md). Times are relative to the start. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "tenant/settings.h"
#include "tenant/world.h"

/* name: a built-in scenario, or a path. Fills settings and appends a World per tenant. */
bool scenario_load(const char *name, int64_t now, Settings *settings, GPtrArray *worlds,
		   GError **error);
