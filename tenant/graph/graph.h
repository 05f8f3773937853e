/* Microsoft Graph as far as PIM's clients use it: directory roles and groups, their policies, the
 * directory's names, and $batch. */
#pragma once

#include "tenant/service.h"

void graph_handle(Service *service, const HttpRequest *request, HttpResponse *response);
