/* Messages of the Model Context Protocol (modelcontextprotocol.io, "Lifecycle", "Tools", "Cancellation"). */
#include <string.h>

#include "cli/agent.h"
#include "src/base/limits.h"
#include "src/base/text.h"

/* Oldest first. */
static const char *const versions[] = { "2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25" };

#define BATCHES_IN       "2025-03-26" /* "Messages", "Batching": in this one alone */
#define STRUCTURED_SINCE "2025-06-18"

#define INSTRUCTIONS                                                                               \
	"Roles of Microsoft Entra Privileged Identity Management, of the person at this machine. " \
	"You can look at their roles, find the one that permits what was denied, and propose to "  \
	"activate it. Only the person can do that, in their dashboard; wait tells what they did."

/* ---- The begin -------------------------------------------------------------------------------- */

/* The one that is asked for, or the newest of ours that is no newer; of none the oldest. */
static const char *choose_version(const char *asked)
{
	const char *chosen = versions[0];
	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
		if (strcmp(versions[i], asked) <= 0)
			chosen = versions[i];
	}
	return chosen;
}

static void on_initialize(Agent *agent, const RpcMessage *message)
{
	const char *asked = message->params != NULL
				    ? json_text(json_get(message->params, "protocolVersion"))
				    : NULL;
	const char *name = message->params != NULL
				   ? json_text(json_get(message->params, "clientInfo.name"))
				   : NULL;
	if (asked == NULL || agent->batch != NULL) {
		agent_refuse(agent, message->id, RPC_CODE_PARAMS,
			     asked == NULL ? "protocolVersion is missing."
					   : "initialize comes alone.");
		return;
	}
	const char *version = choose_version(asked);
	agent->is_greeted = true;
	agent->is_structured = strcmp(version, STRUCTURED_SINCE) >= 0;
	agent->is_batching = strcmp(version, BATCHES_IN) == 0;
	g_free(agent->name);
	agent->name = name != NULL ? text_sanitize(name, -1) : NULL;
	cJSON *result = cJSON_CreateObject();
	cJSON_AddStringToObject(result, "protocolVersion", version);
	cJSON_AddObjectToObject(cJSON_AddObjectToObject(result, "capabilities"), "tools");
	cJSON *server = cJSON_AddObjectToObject(result, "serverInfo");
	cJSON_AddStringToObject(server, "name", PACKAGE_NAME);
	cJSON_AddStringToObject(server, "version", PACKAGE_VERSION);
	cJSON_AddStringToObject(result, "instructions", INSTRUCTIONS);
	agent_reply(agent, message->id, result);
}

/* ---- Tools ------------------------------------------------------------------------------------ */

static cJSON *tool_item(const AgentTool *tool)
{
	cJSON *item = cJSON_CreateObject();
	cJSON_AddStringToObject(item, "name", tool->name);
	cJSON_AddStringToObject(item, "title", tool->title);
	cJSON_AddStringToObject(item, "description", tool->description);
	cJSON_AddItemToObject(item, "inputSchema", cJSON_Parse(tool->schema));
	cJSON *hints = cJSON_AddObjectToObject(item, "annotations");
	cJSON_AddBoolToObject(hints, "readOnlyHint", true);
	cJSON_AddBoolToObject(hints, "openWorldHint", true);
	return item;
}

static void on_tools(Agent *agent, const RpcMessage *message)
{
	cJSON *result = cJSON_CreateObject();
	cJSON *list = cJSON_AddArrayToObject(result, "tools");
	for (const AgentTool *const *tool = agent->tools; *tool != NULL; tool++)
		cJSON_AddItemToArray(list, tool_item(*tool));
	agent_reply(agent, message->id, result);
}

static const AgentTool *find_tool(const Agent *agent, const char *name)
{
	const AgentTool *const *tool = agent->tools;
	while (*tool != NULL && g_strcmp0((*tool)->name, name) != 0)
		tool++;
	return *tool;
}

/* Takes the message where it returns true. */
static bool queue_call(Agent *agent, RpcMessage *message)
{
	const char *name =
		message->params != NULL ? json_text(json_get(message->params, "name")) : NULL;
	const JsonValue *arguments =
		message->params != NULL ? json_get(message->params, "arguments") : NULL;
	const AgentTool *tool = find_tool(agent, name);
	const char *why = NULL;
	if (tool == NULL)
		why = "There is no such tool.";
	else if (arguments != NULL && !json_is_object(arguments))
		why = "The arguments are no object.";
	else if (g_queue_get_length(&agent->calls) >= LIMIT_RPC_CALLS)
		why = "Too many calls wait already.";
	if (why != NULL) {
		agent_refuse(agent, message->id, RPC_CODE_PARAMS, why);
		return false;
	}
	AgentCall *call = g_new0(AgentCall, 1);
	*call = (AgentCall){ tool, message, arguments, false, agent_batch_hold(agent->batch) };
	g_queue_push_tail(&agent->calls, call);
	agent->is_woken = true;
	return true;
}

/* What is under way is not answered any more; what was not begun never is. */
static void on_canceled(Agent *agent, const RpcMessage *message)
{
	g_autofree char *id = rpc_read_id(message->params, "requestId");
	if (id == NULL)
		return;
	if (agent->current != NULL && strcmp(agent->current->message->id, id) == 0)
		agent->current->is_canceled = true;
	if (agent->proposals != NULL)
		agent_proposals_cancel(agent, id);
	for (GList *link = agent->calls.head; link != NULL; link = link->next) {
		AgentCall *call = link->data;
		if (strcmp(call->message->id, id) != 0)
			continue;
		g_queue_delete_link(&agent->calls, link);
		agent_call_free(call);
		return;
	}
}

/* ---- Messages --------------------------------------------------------------------------------- */

static void take_notice(Agent *agent, const RpcMessage *message)
{
	if (strcmp(message->method, "notifications/cancelled") == 0)
		on_canceled(agent, message);
}

/* Takes the message where it returns true. */
static bool take_request(Agent *agent, RpcMessage *message)
{
	if (strcmp(message->method, "initialize") == 0)
		on_initialize(agent, message);
	else if (strcmp(message->method, "ping") == 0)
		agent_reply(agent, message->id, cJSON_CreateObject());
	else if (!agent->is_greeted)
		agent_refuse(agent, message->id, RPC_CODE_REQUEST, "Say initialize first.");
	else if (strcmp(message->method, "tools/list") == 0)
		on_tools(agent, message);
	else if (strcmp(message->method, "tools/call") == 0)
		return queue_call(agent, message);
	else
		agent_refuse(agent, message->id, RPC_CODE_METHOD, "There is no such method here.");
	return false;
}

/* Takes it. */
static void take_message(Agent *agent, RpcMessage *taken)
{
	g_autoptr(RpcMessage) message = taken;
	switch (message->kind) {
	case RPC_REQUEST:
		if (take_request(agent, message))
			(void)g_steal_pointer(&message);
		break;
	case RPC_NOTICE:
		take_notice(agent, message);
		break;
	case RPC_ANSWER:
		break;
	case RPC_BAD:
		agent_refuse(agent, message->id, message->code, message->why);
		break;
	}
}

static void take_several(Agent *agent, GPtrArray *messages)
{
	agent->batch = agent_batch_new(agent);
	for (guint i = 0; i < messages->len; i++)
		take_message(agent, g_steal_pointer(&messages->pdata[i]));
	agent_batch_release(g_steal_pointer(&agent->batch));
}

void agent_take_line(Agent *agent, const char *line, size_t length)
{
	if (line == NULL) {
		agent_refuse(agent, "null", RPC_CODE_REQUEST, "The message is too long.");
		return;
	}
	g_autoptr(GPtrArray) messages = agent->is_batching ? rpc_read_several(line, length) : NULL;
	if (messages != NULL)
		take_several(agent, messages);
	else
		take_message(agent, rpc_read(line, length));
}
