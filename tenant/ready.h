/* What the tenant tells others when it is ready: the line on standard output, the ready-file and
 * the token file. */
#pragma once

#include "tenant/service.h"

/* Writes the line, and the ready-file with the control secret in it. */
bool ready_announce(Service *service, GError **error);
/* Writes fresh tokens: the first account's into the file, each one's into the folder. Plans the next time. */
void ready_renew_tokens(Service *service);
