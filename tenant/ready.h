/* What the tenant tells others when it is ready: the line on standard output, the ready-file and
 * the token file. */
#pragma once

#include "tenant/service.h"

/* Writes the line, and the ready-file with the control secret in it. */
bool ready_announce(Service *service, GError **error);
/* Writes fresh tokens of the first account, and plans the next time. */
void ready_renew_tokens(Service *service);
/* A file of mode 0600, put in place whole: a reader never sees half of it, and a symbolic link
 * in its place is replaced, not followed. */
bool ready_write_private(const char *path, const char *text, GError **error);
