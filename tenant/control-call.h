/* One call of the control endpoint, and the handlers that its files share. */
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

/* Both for the end of a handler: an empty answer; a refusal with an error's message. */
bool control_done(ControlCall *call);
bool control_refuse_error(Refusal *refusal, const GError *error);

/* control-pim.c */
bool control_get_pim(ControlCall *call, Refusal *refusal);
bool control_post_approve(ControlCall *call, Refusal *refusal);
bool control_post_deny(ControlCall *call, Refusal *refusal);
bool control_post_policy(ControlCall *call, Refusal *refusal);
bool control_post_eligibility(ControlCall *call, Refusal *refusal);
bool control_post_assignment(ControlCall *call, Refusal *refusal);
bool control_post_revoke_eligibility(ControlCall *call, Refusal *refusal);
bool control_post_revoke_assignment(ControlCall *call, Refusal *refusal);
