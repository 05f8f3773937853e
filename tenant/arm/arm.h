/* Azure Resource Manager as far as PIM's clients use it. */
#pragma once

#include "tenant/service.h"

void arm_handle(Service *service, const HttpRequest *request, HttpResponse *response);
