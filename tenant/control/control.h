/* The control endpoint: for tests and demonstrations only, on its own port, opened by a secret
 * that stands in the ready-file alone. What it understands is written in tenant/CONTROL.md. */
#pragma once

#include "tenant/http.h"
#include "tenant/service.h"

void control_handle(Service *service, const HttpRequest *request, HttpResponse *response);
