#include "tui/core/copies.h"

#include "frontend/command.h"
#include "frontend/open-requests.h"
#include "frontend/portal.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"

static void choice_free(gpointer data)
{
	CopyChoice *choice = data;
	g_free(choice->label);
	g_free(choice->text);
	g_free(choice);
}

GPtrArray *copies_new(void)
{
	return g_ptr_array_new_with_free_func(choice_free);
}

void copies_add(GPtrArray *copies, const char *label, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	CopyChoice *choice = g_new0(CopyChoice, 1);
	choice->label = g_strdup(label);
	choice->text = g_strdup(text);
	g_ptr_array_add(copies, choice);
}

char *state_portal_url(const State *state, WorkloadId workload, const Scope *scope)
{
	if (state->at.portal == NULL)
		return NULL;
	return portal_page(state->at.portal, state->account, workload, scope);
}

/* The demo's tenant is no one's default. */
bool state_is_demo(const State *state)
{
	return state->at.banner != NULL;
}

char *state_command_activate(const State *state, const Activation *activation)
{
	const Wording wording = state_wording(state);
	return command_activate(&wording, activation, state_is_demo(state));
}

char *state_command_deactivate(const State *state, const Assignment *assignment)
{
	return command_deactivate(assignment, state_is_demo(state));
}

/* ---- Rows ------------------------------------------------------------------------------------- */

static void add_place(GPtrArray *copies, WorkloadId workload, const Scope *scope, Access access)
{
	const bool has_id = access == ACCESS_NONE && scope->type != SCOPE_DIRECTORY;
	copies_add(copies, "scope id", has_id ? scope->id : NULL);
	copies_add(copies, "scope",
		   has_id || workload_info(workload)->can_narrow_scope ? scope_label(scope) : NULL);
}

static void add_role(GPtrArray *copies, const Role *role, Access access)
{
	copies_add(copies, access == ACCESS_NONE ? "role id" : "group id", role->id);
	copies_add(copies, access == ACCESS_NONE ? "role" : "group", role->name);
}

static void add_portal(GPtrArray *copies, const State *state, WorkloadId workload,
		       const Scope *scope)
{
	const bool has_page = workload_info(workload)->can_narrow_scope;
	g_autofree char *url = state_portal_url(state, workload, has_page ? scope : NULL);
	copies_add(copies, "portal", url);
}

static void add_grant(GPtrArray *copies, const State *state, const Grant *grant, const Scope *scope)
{
	add_place(copies, grant->workload, scope, grant->access);
	add_role(copies, &grant->role, grant->access);
	add_portal(copies, state, grant->workload, scope);
	copies_add(copies, "schedule id", grant->schedule_id);
}

static void add_eligible(GPtrArray *copies, const State *state, const Eligibility *eligibility)
{
	const Scope *target = known_scopes_target(&state->scopes, eligibility);
	g_autoptr(Activation) activation = activation_new(eligibility, target);
	g_autofree char *command = state_command_activate(state, activation);
	copies_add(copies, COPY_COMMAND, command);
	add_grant(copies, state, &eligibility->grant, target);
}

static void add_active(GPtrArray *copies, const State *state, const Assignment *assignment)
{
	/* What stands there for good is not ours to end. */
	const bool is_ours = assignment->assignment_type == ASSIGNMENT_ACTIVATED;
	g_autofree char *command = is_ours ? state_command_deactivate(state, assignment) : NULL;
	copies_add(copies, COPY_COMMAND, command);
	add_grant(copies, state, &assignment->grant, &assignment->grant.scope);
}

void copies_add_open(GPtrArray *copies, const State *state, const Request *request)
{
	g_autofree char *cancel = command_cancel(request, state_is_demo(state));
	g_autofree char *wait = command_wait(request, state_is_demo(state));
	copies_add(copies, "to cancel it", cancel);
	copies_add(copies, "to wait for it", wait);
}

static void add_request(GPtrArray *copies, const State *state, const Request *request)
{
	g_autofree char *command = command_repeat(request, state_is_demo(state));
	copies_add(copies, "request id", request->id);
	copies_add(copies, COPY_COMMAND, command);
	if (request_is_open(request))
		copies_add_open(copies, state, request);
	add_place(copies, request->workload, &request->scope, request->access);
	add_role(copies, &request->role, request->access);
	add_portal(copies, state, request->workload, &request->scope);
}

/* Rows that are no Row have the id that they are known by. */
static void add_focused(GPtrArray *copies, const State *state)
{
	const Pane *pane = state->focus;
	const Row *row = NULL;
	if (pane->kind->subject != NULL)
		row = pane->kind->subject(state);
	else if (pane->kind->id_of == NULL)
		row = pane_selected(pane);
	else
		copies_add(copies, "id", pane->selected);
	if (row == NULL)
		return;
	if (row->eligibility != NULL)
		add_eligible(copies, state, row->eligibility);
	else if (row->assignment != NULL)
		add_active(copies, state, row->assignment);
	else
		add_request(copies, state, row_request(row));
}

GPtrArray *copies_of(const State *state)
{
	GPtrArray *copies = copies_new();
	for (guint i = state->dialogs->len; i > 0; i--) {
		const Dialog *dialog = g_ptr_array_index(state->dialogs, i - 1);
		if (dialog->kind->copies == NULL)
			continue;
		dialog->kind->copies(state, dialog, copies);
		return copies;
	}
	add_focused(copies, state);
	return copies;
}
