/* The verb for programs that speak the Model Context Protocol: standard output is theirs alone. */
#include "cli/agent.h"

#include <unistd.h>

#include "cli/stream.h"
#include "cli/verbs.h"

/* Each in a file of its name. */
static const AgentTool *const tools[] = { &agent_list_tool, &agent_why_tool, &agent_propose_tool,
					  &agent_wait_tool, NULL };

/* ---- Lines ------------------------------------------------------------------------------------ */

static void on_line(const char *line, size_t length, gpointer data)
{
	agent_take_line(data, line, length);
}

static void on_bytes(const char *bytes, size_t length, gpointer data)
{
	rpc_lines_feed(((Agent *)data)->lines, bytes, length);
}

static void on_end(int problem, gpointer data)
{
	Agent *agent = data;
	(void)problem;
	agent->is_over = agent->is_woken = true;
}

/* ---- The loop --------------------------------------------------------------------------------- */

/* Each call is about now: what went wrong before is not told again. */
static void run_call(Agent *agent, AgentCall *call)
{
	g_ptr_array_set_size(agent->session->problems, 0);
	agent->current = call;
	call->tool->run(agent, call);
	agent->current = NULL;
}

/* What was asked before the end is answered. */
static void serve(Agent *agent)
{
	while (!agent->session->is_interrupted) {
		AgentCall *call = g_queue_pop_head(&agent->calls);
		if (call != NULL) {
			run_call(agent, call);
			continue;
		}
		if (agent->is_over)
			return;
		agent->is_woken = false;
		session_wait(agent->session, &agent->is_woken);
	}
}

static void free_call(gpointer call)
{
	agent_call_free(call);
}

static ExitCode run(Session *session, const Options *options)
{
	Agent agent = { .session = session, .tools = tools };
	(void)options;
	if (isatty(STDIN_FILENO)) {
		tell("`myroles agent` is started by a program that speaks the Model Context "
		     "Protocol.",
		     "See myroles-agent(1).");
		return EXIT_USAGE;
	}
	g_queue_init(&agent.calls);
	agent.lines = rpc_lines_new(on_line, &agent);
	Stream *stream = stream_new(STDIN_FILENO, on_bytes, on_end, &agent);
	serve(&agent);
	stream_free(stream);
	rpc_lines_free(agent.lines);
	g_queue_clear_full(&agent.calls, free_call);
	agent_proposals_free(agent.proposals);
	g_free(agent.name);
	return session->is_interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}

static const OptionRow own_options[] = { { 0 } };

const Verb verb_agent = {
	.name = "agent",
	.summary = "Let a program look at your roles and ask you for one, by the Model Context "
		   "Protocol",
	.options = own_options,
	.is_hasty = true,
	.run = run,
};
