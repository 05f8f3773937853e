#include "src/pim/graph.h"

#include "src/base/text.h"
#include "src/pim/answer.h"
#include "src/pim/dormant.h"

int graph_member_type(const char *word)
{
	return (int)member_type_from_word(word);
}

int graph_assignment_type(const char *word)
{
	return (int)assignment_type_from_word(word);
}

int graph_access(const char *word)
{
	return (int)access_from_word(word);
}

int graph_request_kind(const char *word)
{
	return (int)request_kind_from_word(word);
}

void graph_clear_if_blank(char **text)
{
	if (*text != NULL && text_is_blank(*text))
		g_clear_pointer(text, g_free);
}

void graph_settle_request(const PimContext *context, const JsonValue *element, Request *request)
{
	const char *maker = json_text(json_get(element, "createdBy.user.id"));
	const char *principal = json_text(json_get(element, "principalId"));
	request->service_id = g_strdup(request->id);
	graph_clear_if_blank(&request->role.name);
	graph_clear_if_blank(&request->scope.name);
	answer_settle(context, request, maker != NULL ? maker : principal);
}

Eligibility *graph_given_by(const PimContext *context, const JsonValue *element,
			    const Request *request)
{
	const DormantGift gift = {
		.request = request,
		.principal_id = json_text(json_get(element, "principalId")),
		.schedule_id = json_text(json_get(element, "targetScheduleId")),
	};
	return dormant_from_request(context, &gift);
}
