/* The login host: what of the Microsoft identity platform (v2.0, public clients) a client needs:
 * metadata, keys, authorization code with PKCE, refresh, device code, consent, and the errors.
 *
 * The pages are plain links, so that a test can follow them without a browser. */
#pragma once

#include "tenant/service.h"

void login_handle(Service *service, const HttpRequest *request, HttpResponse *response);

/* Both for the control endpoint. Approves or declines a device code by its user code; false: no such code. */
bool login_decide_device(Service *service, const char *user_code, const Object *user, World *world,
			 bool is_approved);
/* The newest user code still waiting; NULL: none. */
const char *login_waiting_device(const Service *service);
