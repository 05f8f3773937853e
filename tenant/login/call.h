/* One call of the login host, and what its files share. login.c finds the handler of a call. */
#pragma once

#include "tenant/login/state.h"
#include "tenant/service.h"

typedef struct LoginCall {
	Service *service;
	Login *login;
	const HttpRequest *request;
	HttpResponse *response;
	GHashTable *form; /* of a POST; the query of a GET */
	World *world;     /* NULL: /organizations and /common */
	char *tenant;     /* as it stands in the path */
} LoginCall;

/* A member of the form; NULL: it is not there. */
const char *login_param(const LoginCall *call, const char *name);
/* The person who signs in under this name here: in the tenant of the path, else at home. */
const Object *login_find_person(const LoginCall *call, World *world, const char *name,
				World **found);

/* ---- answers --------------------------------------------------------------------------------- */

/* An error of the token endpoint, with AADSTS number, trace and correlation ids. */
void login_error(LoginCall *call, unsigned status, const char *error, int number,
		 const char *description);
/* Answers with a planned error, if there is one. */
bool login_answer_planned(LoginCall *call, const char *endpoint);
/* A page with this title and body (HTML). */
void login_page(LoginCall *call, unsigned status, const char *title, const char *body);
/* The successful answer of the token endpoint, or its refusal of what is asked for. */
void login_issue(LoginCall *call, Session *session, const char *scope, const char *claims);

/* ---- handlers -------------------------------------------------------------------------------- */

void login_authorize(LoginCall *call);
void login_sign_in(LoginCall *call);
void login_token(LoginCall *call);
void login_device_start(LoginCall *call);
void login_device_page(LoginCall *call);
/* Answers a token request that polls for a device code. */
void login_device_poll(LoginCall *call);
