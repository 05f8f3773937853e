#include "tenant/control/call.h"

bool control_refuse_error(Refusal *refusal, const GError *error)
{
	return refuse(refusal, 400, "BadRequest", "%s", error->message);
}

bool control_done(ControlCall *call)
{
	http_answer_json(call->response, 200, cJSON_CreateObject());
	return true;
}
