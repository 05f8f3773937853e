#include "tui/dialogs/again.h"

#include "frontend/nearness.h"
#include "frontend/target.h"
#include "tui/core/state.h"
#include "tui/dialogs/activate.h"

static char *scope_name(const State *state, const Scope *scope)
{
	const ScopeNode *node =
		scope->name == NULL ? tree_find(&state->scopes.tree, scope->id) : NULL;
	return g_strdup(node != NULL ? node->scope.name : scope->name);
}

/* Opens the form for that row, filled in like the request (NULL: empty). `start` 0: now. */
static void open_form(Update *update, const Eligibility *eligibility, const Scope *scope,
		      const Request *like, Instant start)
{
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	Activation *activation = activation_new(eligibility, scope);
	g_free(activation->scope.name);
	activation->scope.name = scope_name(update->state, scope);
	activation->start = start;
	if (like != NULL) {
		activation->duration = like->duration;
		activation->justification = g_strdup(like->justification);
		activation->ticket_number = g_strdup(like->ticket_number);
		activation->ticket_system = g_strdup(like->ticket_system);
	}
	g_ptr_array_add(activations, activation);
	activate_open_again(update, activations);
}

/* ---- What was asked for ------------------------------------------------------------------------- */

const char *again_needs_repeatable(const State *state, const Request *request)
{
	if (request == NULL)
		return "There is no row here.";
	if (request->kind != REQUEST_ACTIVATE)
		return "Only an activation can be repeated.";
	return known_requests_find_eligible(state, request) != NULL
		       ? NULL
		       : "You are no longer eligible for this role at this scope.";
}

void again_repeat(Update *update, const Request *request)
{
	const State *state = update->state;
	const bool is_to_come = request->start > state->now;
	open_form(update, known_requests_find_eligible(state, request), &request->scope, request,
		  is_to_come ? request->start : 0);
}

/* ---- What is on --------------------------------------------------------------------------------- */

/* What is held, as a request that borrows from it. */
static Request request_like(const Assignment *assignment)
{
	const Grant *grant = &assignment->grant;
	return (Request){ .workload = grant->workload,
			  .role = grant->role,
			  .scope = grant->scope,
			  .access = grant->access,
			  .eligibility_schedule_id = assignment->eligibility_schedule_id };
}

const char *again_needs_continuable(const State *state, const Assignment *assignment)
{
	if (assignment == NULL)
		return "There is no row here.";
	if (assignment->assignment_type == ASSIGNMENT_ASSIGNED)
		return "This is a standing assignment: only an administrator can change its end.";
	if (assignment->grant.end == 0)
		return "This has no end: there is no more time to ask for.";
	const Request like = request_like(assignment);
	return known_requests_find_eligible(state, &like) != NULL
		       ? NULL
		       : "You are no longer eligible for this role at this scope.";
}

/* The activation that holds it, as the history knows it; NULL: it does not. */
static const Request *find_asked(const State *state, const Assignment *assignment)
{
	const Grant *grant = &assignment->grant;
	for (guint i = 0; i < state->journal.rows->len; i++) {
		const Row *row = g_ptr_array_index(state->journal.rows, i);
		const Request *request = row->entry->request;
		if (request->kind == REQUEST_ACTIVATE && request->state == REQUEST_STATE_ACTIVE &&
		    grant_is_of_role(grant, request->workload, request->access, request->role.id) &&
		    scope_id_equal(request->scope.id, grant->scope.id))
			return request;
	}
	return NULL;
}

void again_continue(Update *update, const Assignment *assignment)
{
	const State *state = update->state;
	const Request like = request_like(assignment);
	open_form(update, known_requests_find_eligible(state, &like), &assignment->grant.scope,
		  find_asked(state, assignment), grant_next_start(&assignment->grant));
}
