/* The login host: what of the Microsoft identity platform (v2.0, public clients) a client needs:
 * metadata, keys, authorization code with PKCE, refresh, device code, consent, and the errors.
 *
 * The pages are plain links, so that a test can follow them without a browser. */
#pragma once

#include "tenant/http.h"
#include "tenant/service.h"

typedef struct Login Login;

Login *login_new(void);
/* Forgets every request, code, grant and planned error; to be called before the worlds go. */
void login_clear(Login *login);
void login_free(Login *login);
void login_handle(Service *service, const HttpRequest *request, HttpResponse *response);

/* For the control endpoint: plans an error (see CONTROL.md); false: not understood. */
bool login_plan_error(Login *login, const cJSON *json);
/* Ends every refresh token of this person; NULL: of everybody. */
void login_revoke(Login *login, const Object *user);
/* Approves or declines a device code by its user code; false: no such code. */
bool login_decide_device(Service *service, const char *user_code, const Object *user, World *world,
			 bool is_approved);
/* The newest user code still waiting; NULL: none. */
const char *login_waiting_device(const Service *service);
