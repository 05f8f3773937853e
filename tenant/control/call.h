/* One call of the control endpoint, and what its files share: each lists its routes beside their
 * handlers, and control.c finds the one that is meant. */
#pragma once

#include "tenant/http.h"
#include "tenant/refusal.h"
#include "tenant/service.h"

typedef struct ControlCall {
	Service *service;
	const HttpRequest *request;
	HttpResponse *response;
	const cJSON *body; /* NULL when there is none */
	World *world;      /* the home tenant, or the one named by "tenant" */
} ControlCall;

/* Handlers are false when refused. */
typedef struct ControlRoute {
	const char *method;
	const char *path;
	bool (*handle)(ControlCall *call, Refusal *refusal);
} ControlRoute;

/* Each ends with a row of zeroes. */
extern const ControlRoute control_service_routes[];
extern const ControlRoute control_people_routes[];
extern const ControlRoute control_pim_routes[];

/* Both for the end of a handler: an empty answer; a refusal with an error's message. */
bool control_done(ControlCall *call);
bool control_refuse_error(Refusal *refusal, const GError *error);
