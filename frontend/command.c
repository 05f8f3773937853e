#include "frontend/command.h"

#include <string.h>

#include "src/model/duration.h"

/* Plain where a shell takes it as it stands. A line break would end the line: it becomes a blank. */
static char *quote(const char *value)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "-_./:@%+,";
	g_autofree char *line = g_strdelimit(g_strdup(value), "\r\n\t", ' ');
	return strspn(line, plain) == strlen(line) && *line != '\0' ? g_steal_pointer(&line)
								    : g_shell_quote(line);
}

static void append_option(GString *command, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	g_autofree char *quoted = quote(value);
	g_string_append_printf(command, " --%s=%s", name, quoted);
}

static GString *command_new(const char *verb, bool is_demo)
{
	GString *command = g_string_new("myroles");
	g_string_append_printf(command, "%s %s", is_demo ? " demo" : "", verb);
	return command;
}

/* The whole directory and a group are told by the role alone. */
static void append_target(GString *command, WorkloadId workload, const Role *role,
			  const Scope *scope, Access access)
{
	append_option(command, "role", role->name != NULL && *role->name ? role->name : role->id);
	if (workload_info(workload)->can_narrow_scope ||
	    (access == ACCESS_NONE && scope->type != SCOPE_DIRECTORY))
		append_option(command, "scope", scope->id);
	if (access != ACCESS_NONE)
		append_option(command, "access", access_word(access));
}

static void append_wish(GString *command, int64_t duration, const char *reason, const char *ticket,
			const char *system)
{
	g_autofree char *length = duration > 0 ? duration_format(duration) : NULL;
	append_option(command, "duration", length);
	append_option(command, "reason", reason);
	append_option(command, "ticket", ticket);
	append_option(command, "ticket-system", ticket != NULL && *ticket ? system : NULL);
}

char *command_activate(const Wording *wording, const Activation *activation, bool is_demo)
{
	const Grant *grant = &activation->eligibility->grant;
	GString *command = command_new("activate", is_demo);
	append_target(command, grant->workload, &grant->role, &activation->scope, grant->access);
	append_wish(command, activation->duration, activation->justification,
		    activation->ticket_number, activation->ticket_system);
	if (activation->start != 0) {
		g_autofree char *start =
			instant_format_typed(activation->start, wording->now, wording->zone);
		append_option(command, "start", start);
	}
	return g_string_free(command, FALSE);
}

char *commands_join(const GPtrArray *commands)
{
	static const char opening[] = " --role=";
	GString *all = g_string_new(NULL);
	bool are_pairs = true;
	for (guint i = 0; i < commands->len; i++)
		are_pairs = are_pairs && strstr(commands->pdata[i], " --scope=") != NULL;
	for (guint i = 0; i < commands->len; i++) {
		const char *command = commands->pdata[i];
		const char *options = strstr(command, opening);
		if (i > 0 && are_pairs && options != NULL)
			g_string_append(all, options);
		else
			g_string_append_printf(all, "%s%s", i > 0 ? " && " : "", command);
	}
	return g_string_free(all, FALSE);
}

char *command_deactivate(const Assignment *assignment, bool is_demo)
{
	const Grant *grant = &assignment->grant;
	GString *command = command_new("deactivate", is_demo);
	append_target(command, grant->workload, &grant->role, &grant->scope, grant->access);
	return g_string_free(command, FALSE);
}

char *command_extend(const Extension *extension, bool is_demo)
{
	const Grant *grant = &extension->eligibility->grant;
	GString *command = command_new(extension->is_renewal ? "renew" : "extend", is_demo);
	append_target(command, grant->workload, &grant->role, &grant->scope, grant->access);
	append_wish(command, extension->duration, extension->reason, NULL, NULL);
	return g_string_free(command, FALSE);
}

char *command_repeat(const Request *request, bool is_demo)
{
	if (request->kind != REQUEST_ACTIVATE)
		return NULL;
	GString *command = command_new("activate", is_demo);
	append_target(command, request->workload, &request->role, &request->scope, request->access);
	append_wish(command, request->duration, request->justification, request->ticket_number,
		    request->ticket_system);
	return g_string_free(command, FALSE);
}

/* ---- Requests by their id ----------------------------------------------------------------------- */

static void append_id(GString *command, const char *id)
{
	g_autofree char *quoted = quote(id != NULL ? id : "");
	g_string_append_printf(command, " %s", quoted);
}

static char *command_of_decision(const Subject *subject, const char *reason, bool is_demo)
{
	const bool is_denial = subject->kind == REQUEST_DENY;
	if (subject->row_id == NULL || (is_denial && reason == NULL))
		return NULL;
	GString *command = command_new(is_denial ? "deny" : "approve", is_demo);
	append_id(command, subject->row_id);
	append_option(command, "reason", reason);
	return g_string_free(command, FALSE);
}

char *command_of_subject(const Subject *subject, const char *reason, bool is_demo)
{
	if (request_is_decision(subject->kind))
		return command_of_decision(subject, reason, is_demo);
	if (subject->kind != REQUEST_DEACTIVATE)
		return NULL;
	GString *command = command_new("deactivate", is_demo);
	append_target(command, subject->workload, &subject->role, &subject->scope, subject->access);
	return g_string_free(command, FALSE);
}

static char *command_about(const char *verb, const Request *request, bool is_demo)
{
	GString *command = command_new(verb, is_demo);
	append_id(command, request->id);
	return g_string_free(command, FALSE);
}

char *command_rehearse(const char *set, bool is_demo)
{
	GString *command = command_new("set", is_demo);
	g_autofree char *name = quote(set);
	g_string_append_printf(command, " %s --rehearse", name);
	return g_string_free(command, FALSE);
}

char *command_cancel(const Request *request, bool is_demo)
{
	return command_about("cancel", request, is_demo);
}

char *command_wait(const Request *request, bool is_demo)
{
	return command_about("wait", request, is_demo);
}

char *command_decide(const GPtrArray *requests, bool is_denial, const char *reason, bool is_demo)
{
	GString *command = command_new(is_denial ? "deny" : "approve", is_demo);
	for (guint i = 0; i < requests->len; i++)
		append_id(command, ((const Request *)g_ptr_array_index(requests, i))->id);
	append_option(command, "reason", reason);
	return g_string_free(command, FALSE);
}

char *command_ask(const Request *request)
{
	const Role role = { .id = (char *)role_guid(request->role.id) };
	GString *command = command_new("activate", false);
	append_target(command, request->workload, &role, &request->scope, request->access);
	append_wish(command, request->duration, NULL, NULL, NULL);
	return g_string_free(command, FALSE);
}
