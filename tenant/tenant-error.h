/* The errors of this room: of setting up, not of serving (those are answers, see refusal.h). */
#pragma once

#include <glib.h>

typedef enum {
	TENANT_ERROR_OPTION,   /* the command line */
	TENANT_ERROR_SCENARIO, /* a scenario, settings or faults that make no sense */
	TENANT_ERROR_SYSTEM,   /* sockets, files, keys */
} TenantError;

#define TENANT_ERROR (tenant_error_quark())
GQuark tenant_error_quark(void);
