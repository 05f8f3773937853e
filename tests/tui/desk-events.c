#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "src/model/deny-assignment.h"
#include "src/model/role-definition.h"
#include "tests/tui/desk.h"

Event *account_event(Account *account)
{
	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account;
	return event;
}

/* ---- KnownLists ------------------------------------------------------------------------------------ */

Event *list_event(EventKind kind, WorkloadId workload, GPtrArray *rows)
{
	Event *event = event_new(kind, 0);
	event->workload = workload;
	event->list = kind == EVENT_ELIGIBILITIES ? LIST_ELIGIBILITIES : LIST_ASSIGNMENTS;
	event->rows = rows;
	event->as_of = DESK_NOW;
	event->is_complete = true;
	return event;
}

Event *eligible_event(WorkloadId workload, Eligibility *first, ...)
{
	Event *event = list_event(EVENT_ELIGIBILITIES, workload, make_eligible_rows());
	va_list arguments;
	va_start(arguments, first);
	for (Eligibility *row = first; row != NULL; row = va_arg(arguments, Eligibility *))
		g_ptr_array_add(event->rows, row);
	va_end(arguments);
	return event;
}

Event *active_event(WorkloadId workload, Assignment *first, ...)
{
	Event *event = list_event(EVENT_ASSIGNMENTS, workload, make_active_rows());
	va_list arguments;
	va_start(arguments, first);
	for (Assignment *row = first; row != NULL; row = va_arg(arguments, Assignment *))
		g_ptr_array_add(event->rows, row);
	va_end(arguments);
	return event;
}

Event *loading_event(WorkloadId workload, ListId list)
{
	Event *event = event_new(EVENT_LOADING, 0);
	event->workload = workload;
	event->list = list;
	return event;
}

Event *failed_event(WorkloadId workload, ListId list, Problem *problem)
{
	Event *event = event_new(EVENT_LIST_FAILED, 0);
	event->workload = workload;
	event->list = list;
	event->problem = problem;
	return event;
}

Event *children_event(const char *scope_id, bool is_deep, const char *first_id, ...)
{
	Event *event = event_new(EVENT_CHILDREN, 0);
	va_list arguments;
	event->is_deep = is_deep;
	scope_init(&event->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	va_start(arguments, first_id);
	for (const char *id = first_id; id != NULL; id = va_arg(arguments, const char *)) {
		Scope *scope = g_new0(Scope, 1);
		scope_init(scope, scope_type_from_arm_id(id), id, strrchr(id, '/') + 1);
		g_ptr_array_add(event->rows, scope);
	}
	va_end(arguments);
	return event;
}

Event *last_scope_event(const Eligibility *eligibility, const char *scope_id, const char *name)
{
	Event *event = event_new(EVENT_LAST_SCOPES, 0);
	LastScope *last = g_new0(LastScope, 1);
	last->eligibility_id = g_strdup(eligibility->grant.id);
	scope_init(&last->scope, scope_type_from_arm_id(scope_id), scope_id, name);
	event->last_scopes = g_ptr_array_new_with_free_func((GDestroyNotify)last_scope_free);
	g_ptr_array_add(event->last_scopes, last);
	return event;
}

static void add_definitions(GPtrArray *rows, const Intent *intent, const char *role,
			    const char *lines)
{
	for (guint i = 0; i < intent->eligibilities->len; i++) {
		const Grant *grant = &((const Eligibility *)intent->eligibilities->pdata[i])->grant;
		if (strcmp(grant->role.name, role) != 0)
			continue;
		RoleDefinition *definition = role_definition_from_lines(lines);
		definition->workload = grant->workload;
		definition->role.id = g_strdup(grant->role.id);
		g_ptr_array_add(rows, definition);
	}
}

Event *definitions_event(const Desk *desk, const char *first_role, ...)
{
	const Intent *intent = desk_intent(desk, INTENT_READ_DEFINITIONS);
	Event *event = event_new(EVENT_DEFINITIONS, intent->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)role_definition_free);
	va_list arguments;
	va_start(arguments, first_role);
	for (const char *role = first_role; role != NULL; role = va_arg(arguments, const char *)) {
		add_definitions(event->rows, intent, role, va_arg(arguments, const char *));
	}
	va_end(arguments);
	return event;
}

Event *denies_event(const Desk *desk)
{
	Event *event = event_new(EVENT_DENIES, desk_intent(desk, INTENT_READ_DENIES)->id);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)deny_assignment_free);
	event->failed = g_ptr_array_new_with_free_func(g_free);
	return event;
}

Event *role_event(const char *role_id, const char *first_permission, ...)
{
	Event *event = event_new(EVENT_ROLE, 0);
	va_list arguments;
	event->role_id = g_strdup(role_id);
	event->permissions = g_ptr_array_new_with_free_func(g_free);
	va_start(arguments, first_permission);
	for (const char *text = first_permission; text != NULL;
	     text = va_arg(arguments, const char *))
		g_ptr_array_add(event->permissions, g_strdup(text));
	va_end(arguments);
	return event;
}

/* ---- Activations ------------------------------------------------------------------------------ */

Event *policy_event(const Eligibility *eligibility, const char *scope_id, Policy *policy)
{
	Event *event = event_new(EVENT_POLICY, 0);
	event->eligibility_id = g_strdup(eligibility->grant.id);
	event->workload = eligibility->grant.workload;
	event->policy = policy;
	scope_init(&event->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	return event;
}

static Request *request_of(const Activation *activation, RequestState state, Instant now)
{
	const Grant *grant = &activation->eligibility->grant;
	Request *request = request_new();
	request->id = g_strdup_printf("request-%s", grant->id);
	request->workload = grant->workload;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	scope_copy(&request->scope, &activation->scope);
	request->access = grant->access;
	request->justification = g_strdup(activation->justification);
	request->state = state;
	request->created = now;
	request->duration = activation->duration;
	request->end = state == REQUEST_STATE_ACTIVE ? now + activation->duration : 0;
	request->is_own = true;
	return request;
}

Event *request_event(const Desk *desk, EventKind kind, uint64_t intent_id,
		     const Activation *activation, RequestState state, Problem *problem)
{
	Event *event = event_new(kind, intent_id);
	event->workload = activation->eligibility->grant.workload;
	event->eligibility_id = g_strdup(activation->eligibility->grant.id);
	event->problem = problem;
	if (kind != EVENT_REFUSED)
		event->request = request_of(activation, state, desk_now(desk));
	return event;
}

Event *notice_event(Problem *problem)
{
	Event *event = event_new(EVENT_NOTICE, 0);
	event->problem = problem;
	return event;
}

/* ---- Accounts --------------------------------------------------------------------------------- */

/* The answer to the last intent of that kind. */
static Event *answer_to(const Desk *desk, IntentKind intent_kind, EventKind kind)
{
	const Intent *intent = desk_intent(desk, intent_kind);
	assert_non_null(intent);
	return event_new(kind, intent->id);
}

Event *sign_in_event(const Desk *desk, SignInStage stage, const char *url)
{
	Event *event = answer_to(desk, INTENT_SIGN_IN, EVENT_SIGN_IN);
	event->sign_in = g_new0(SignInProgress, 1);
	event->sign_in->stage = stage;
	event->sign_in->step = event->sign_in->steps = 1;
	event->sign_in->url = g_strdup(url);
	return event;
}

Event *sign_in_failed_event(const Desk *desk, Problem *problem)
{
	Event *event = answer_to(desk, INTENT_SIGN_IN, EVENT_SIGN_IN_FAILED);
	event->problem = problem;
	return event;
}

Event *accounts_event(const Desk *desk, KnownAccount *first, ...)
{
	Event *event = answer_to(desk, INTENT_LIST_ACCOUNTS, EVENT_ACCOUNTS);
	va_list arguments;
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)known_account_free);
	va_start(arguments, first);
	for (KnownAccount *row = first; row != NULL; row = va_arg(arguments, KnownAccount *))
		g_ptr_array_add(event->rows, row);
	va_end(arguments);
	event->is_complete = true;
	first->is_current = true;
	return event;
}
