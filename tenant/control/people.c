/* The control endpoint's view of people: their tokens, what they prove, and how they sign in. */
#include "tenant/control/call.h"

#include <string.h>

#include "tenant/json.h"
#include "tenant/login/login.h"
#include "tenant/login/state.h"
#include "tenant/ready.h"
#include "tenant/tokens.h"

static const Object *find_account(ControlCall *call, Refusal *refusal)
{
	const char *name = json_text(call->body, "account");
	World *world = call->world;
	const Object *user = name != NULL ? world_find_user(world, name) : NULL;
	if (user == NULL && name != NULL)
		user = world_find_object(world, name);
	if (name == NULL)
		user = world_first_account(world);
	if (user == NULL)
		refuse(refusal, 404, "NotFound", "no such account");
	return user;
}

static bool post_token(ControlCall *call, Refusal *refusal)
{
	const Object *user = find_account(call, refusal);
	if (user == NULL)
		return false;
	g_auto(GStrv) amr = json_strings(call->body, "amr");
	g_auto(GStrv) acrs = json_strings(call->body, "acrs");
	const char *host = json_text_or(call->body, "host", "arm");
	const TokenSpec spec = {
		.world = call->world,
		.user = user,
		.host = strcmp(host, "graph") == 0 ? HOST_GRAPH : HOST_ARM,
		.audience = json_text(call->body, "audience"),
		.amr = (const char *const *)amr,
		.acrs = (const char *const *)acrs,
		.has_cp1 = json_flag(call->body, "cp1"),
		.scopes = json_text(call->body, "scopes"),
		.lifetime = json_number(call->body, "expires_in", 0),
	};
	g_autofree char *token = tokens_issue(call->service, &spec);
	cJSON *json = cJSON_CreateObject();
	json_add(json, "token", token);
	http_answer_json(call->response, 200, json);
	return true;
}

static bool post_revoke_tokens(ControlCall *call, Refusal *refusal)
{
	const char *name = json_text(call->body, "account");
	const Object *user = name != NULL ? find_account(call, refusal) : NULL;
	if (name != NULL && user == NULL)
		return false;
	tokens_revoke(call->service, user != NULL ? user->id : NULL);
	login_revoke(call->service->login, user);
	ready_renew_tokens(call->service);
	return control_done(call);
}

/* What a sign-in of this account proves from now on, and as whom its id tokens know it. */
static bool post_account(ControlCall *call, Refusal *refusal)
{
	Object *user = (Object *)(uintptr_t)find_account(call, refusal);
	if (user == NULL)
		return false;
	char **amr = json_strings(call->body, "amr");
	if (amr != NULL) {
		g_strfreev(user->amr);
		user->amr = amr;
	}
	const char *subject = json_text(call->body, "subject");
	if (subject != NULL) {
		g_free(user->subject);
		user->subject = g_strdup(subject);
	}
	return control_done(call);
}

/* ---- sign-in --------------------------------------------------------------------------------- */

static bool post_login_error(ControlCall *call, Refusal *refusal)
{
	if (!login_plan_error(call->service->login, call->body))
		return refuse(refusal, 400, "BadRequest", "error is needed");
	return control_done(call);
}

/* {"user_code","account","decline"}; without user_code the newest one that waits. */
static bool post_device(ControlCall *call, Refusal *refusal)
{
	const Object *user = find_account(call, refusal);
	const char *code = json_text(call->body, "user_code");
	if (user == NULL)
		return false;
	if (code == NULL)
		code = login_waiting_device(call->service);
	if (!login_decide_device(call->service, code, user, call->world,
				 !json_flag(call->body, "decline")))
		return refuse(refusal, 404, "NotFound", "no such device code");
	return control_done(call);
}

/* ---- routes ---------------------------------------------------------------------------------- */

const ControlRoute control_people_routes[] = {
	{ "POST", "/token", post_token },
	{ "POST", "/account", post_account },
	{ "POST", "/revoke/tokens", post_revoke_tokens },
	{ "POST", "/login/error", post_login_error },
	{ "POST", "/login/device", post_device },
	{ 0 },
};
