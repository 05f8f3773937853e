/* What a program is answered: lines on standard output. */
#include <stdio.h>

#include "cli/agent.h"
#include "src/base/text.h"

static void write_line(Agent *agent, const char *line)
{
	/* A program that does not take what it asked for is gone. */
	if (fputs(line, stdout) == EOF || fputc('\n', stdout) == EOF || fflush(stdout) == EOF)
		agent->is_over = agent->is_woken = true;
}

/* ---- Several at once -------------------------------------------------------------------------- */

struct AgentBatch {
	Agent *agent;
	GString *answers; /* with commas between them */
	guint holds;
};

AgentBatch *agent_batch_new(Agent *agent)
{
	AgentBatch *batch = g_new0(AgentBatch, 1);
	batch->agent = agent;
	batch->answers = g_string_new(NULL);
	batch->holds = 1;
	return batch;
}

AgentBatch *agent_batch_hold(AgentBatch *batch)
{
	if (batch != NULL)
		batch->holds++;
	return batch;
}

void agent_batch_release(AgentBatch *batch)
{
	if (batch == NULL || --batch->holds > 0)
		return;
	g_autofree char *line = g_strconcat("[", batch->answers->str, "]", NULL);
	/* Notices and canceled calls alone are answered by nothing. */
	if (batch->answers->len > 0 && !batch->agent->session->is_interrupted)
		write_line(batch->agent, line);
	g_string_free(batch->answers, TRUE);
	g_free(batch);
}

static void write_answer(Agent *agent, AgentBatch *batch, const char *line)
{
	if (batch == NULL)
		write_line(agent, line);
	else
		g_string_append_printf(batch->answers, "%s%s", batch->answers->len > 0 ? "," : "",
				       line);
}

void agent_call_free(AgentCall *call)
{
	if (call == NULL)
		return;
	agent_batch_release(call->batch);
	rpc_message_free(call->message);
	g_free(call);
}

/* ---- Answers ---------------------------------------------------------------------------------- */

/* Takes the result. */
static void reply(Agent *agent, AgentBatch *batch, const char *id, cJSON *result)
{
	char *text = cJSON_PrintUnformatted(result);
	g_autofree char *line = rpc_write_result(id, text);
	write_answer(agent, batch, line);
	cJSON_free(text);
	cJSON_Delete(result);
}

void agent_reply(Agent *agent, const char *id, cJSON *result)
{
	reply(agent, agent->batch, id, result);
}

void agent_refuse(Agent *agent, const char *id, int code, const char *why)
{
	g_autofree char *line = rpc_write_error(id, code, why);
	write_answer(agent, agent->batch, line);
}

static void add_text(cJSON *content, const char *text)
{
	cJSON *part = cJSON_CreateObject();
	cJSON_AddStringToObject(part, "type", "text");
	cJSON_AddStringToObject(part, "text", text);
	cJSON_AddItemToArray(content, part);
}

/* Takes all but `agent`; either text may be NULL. */
static void finish(Agent *agent, AgentCall *call, cJSON *document, const char *sentence,
		   bool is_error)
{
	cJSON *result = cJSON_CreateObject();
	cJSON *content = cJSON_AddArrayToObject(result, "content");
	if (sentence != NULL) {
		g_autofree char *clean = text_sanitize(sentence, -1);
		add_text(content, clean);
	}
	if (document != NULL) {
		char *text = cJSON_PrintUnformatted(document);
		add_text(content, text);
		cJSON_free(text);
	}
	if (document != NULL && agent->is_structured)
		cJSON_AddItemToObject(result, "structuredContent", document);
	else
		cJSON_Delete(document);
	cJSON_AddBoolToObject(result, "isError", is_error);
	if (call->is_canceled)
		cJSON_Delete(result);
	else
		reply(agent, call->batch, call->message->id, result);
	agent_call_free(call);
}

void agent_answer(Agent *agent, AgentCall *call, cJSON *document, const char *sentence)
{
	finish(agent, call, document, sentence, false);
}

void agent_fail(Agent *agent, AgentCall *call, const char *sentence)
{
	finish(agent, call, NULL, sentence, true);
}

const char *agent_argument(const AgentCall *call, const char *name)
{
	return call->arguments != NULL ? json_text(json_get(call->arguments, name)) : NULL;
}

guint agent_told_count(void)
{
	const GPtrArray *told = tell_problems();
	return told != NULL ? told->len : 0;
}

char *agent_told_since(guint count)
{
	const GPtrArray *told = tell_problems();
	g_autoptr(GStrvBuilder) words = g_strv_builder_new();
	for (guint i = count; told != NULL && i < told->len; i++)
		g_strv_builder_add(words, ((const Problem *)told->pdata[i])->message);
	g_auto(GStrv) all = g_strv_builder_end(words);
	return all[0] != NULL ? g_strjoinv(" ", all) : NULL;
}
