#include "src/model/event.h"

void last_scope_free(LastScope *last)
{
	if (last == NULL)
		return;
	g_free(last->eligibility_id);
	scope_clear(&last->scope);
	g_free(last);
}

Event *event_new(EventKind kind, uint64_t intent_id)
{
	Event *event = g_new0(Event, 1);
	event->kind = kind;
	event->intent_id = intent_id;
	return event;
}

void event_free(Event *event)
{
	if (event == NULL)
		return;
	g_clear_pointer(&event->rows, g_ptr_array_unref);
	g_clear_pointer(&event->failed, g_ptr_array_unref);
	g_free(event->eligibility_id);
	g_free(event->role_id);
	scope_clear(&event->scope);
	policy_free(event->policy);
	brief_free(event->brief);
	holdings_free(event->holdings);
	truth_free(event->truth);
	request_free(event->request);
	g_clear_pointer(&event->permissions, g_ptr_array_unref);
	g_clear_pointer(&event->last_scopes, g_ptr_array_unref);
	account_free(event->account);
	sign_in_progress_free(event->sign_in);
	g_free(event->portal);
	g_clear_pointer(&event->older_tokens, g_ptr_array_unref);
	problem_free(event->problem);
	g_free(event);
}
