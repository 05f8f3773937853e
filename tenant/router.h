/* Who answers what: a request goes to its host's handler, and what all hosts share (faults,
 * latency, the record) is done around it. */
#pragma once

#include "tenant/service.h"

/* Begins to listen for every host. */
bool router_listen(Service *service, GError **error);
