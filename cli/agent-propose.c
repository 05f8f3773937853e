/* The tools by which a program asks the person for a role, and hears what became of that. */
#include "cli/agent.h"
#include "cli/order.h"
#include "cli/wait.h"
#include "cli/wish.h"
#include "frontend/document-proposal.h"
#include "frontend/proposal-pipe.h"
#include "frontend/proposal-socket.h"
#include "src/base/limits.h"

#define ANSWER_SECONDS  10 /* for a dashboard to take it */
#define WAIT_SECONDS    50 /* unless said otherwise: clients give up after a minute */
#define WAIT_LONGEST    900
#define REMEMBERED_MOST 100 /* proposals of one program */

/* One that was made. */
typedef struct Asked {
	Target target;
	ProposalNews *news; /* the last; NULL: the dashboard has not answered */
} Asked;

/* A call that waits for news. */
typedef struct Wait {
	Agent *agent;
	AgentCall *call;
	guint number;
	bool is_first; /* any news will do */
	Timer *timer;
} Wait;

struct AgentProposals {
	ProposalPipe *pipe; /* NULL: not connected */
	GPtrArray *asked;   /* Asked*: the number is the place, from 1 */
	GPtrArray *waits;   /* Wait* */
};

static void asked_free(gpointer data)
{
	Asked *asked = data;
	target_clear(&asked->target);
	proposal_news_free(asked->news);
	g_free(asked);
}

static void wait_free(gpointer data)
{
	Wait *wait = data;
	timer_free(wait->timer);
	agent_call_free(wait->call);
	g_free(wait);
}

static AgentProposals *proposals_of(Agent *agent)
{
	if (agent->proposals == NULL) {
		agent->proposals = g_new0(AgentProposals, 1);
		agent->proposals->asked = g_ptr_array_new_with_free_func(asked_free);
		agent->proposals->waits = g_ptr_array_new_with_free_func(wait_free);
	}
	return agent->proposals;
}

void agent_proposals_free(AgentProposals *proposals)
{
	if (proposals == NULL)
		return;
	proposal_pipe_free(proposals->pipe);
	g_ptr_array_unref(proposals->waits);
	g_ptr_array_unref(proposals->asked);
	g_free(proposals);
}

void agent_proposals_cancel(Agent *agent, const char *id)
{
	GPtrArray *waits = agent->proposals != NULL ? agent->proposals->waits : NULL;
	for (guint i = 0; waits != NULL && i < waits->len; i++) {
		const Wait *wait = waits->pdata[i];
		if (g_strcmp0(wait->call->message->id, id) != 0)
			continue;
		/* What came with it waits for it no longer. */
		g_ptr_array_remove_index_fast(waits, i);
		return;
	}
}

/* ---- Answers ---------------------------------------------------------------------------------- */

static Asked *find_asked(const AgentProposals *proposals, guint number)
{
	return number >= 1 && number <= proposals->asked->len ? proposals->asked->pdata[number - 1]
							      : NULL;
}

/* Takes the wait off the list. */
static void answer(Wait *wait)
{
	AgentProposals *proposals = wait->agent->proposals;
	const Asked *asked = find_asked(proposals, wait->number);
	AgentCall *call = g_steal_pointer(&wait->call);
	if (asked->news == NULL)
		agent_fail(wait->agent, call, "The dashboard does not answer.");
	else
		agent_answer(wait->agent, call, document_proposal(&asked->target, asked->news),
			     asked->news->text);
	g_ptr_array_remove_fast(proposals->waits, wait);
}

static void on_late(gpointer data)
{
	answer(data);
}

static bool is_over(const Wait *wait, const Asked *asked)
{
	return asked->news != NULL &&
	       (wait->is_first || proposal_state_is_last(asked->news->state));
}

static void answer_waits(AgentProposals *proposals)
{
	for (guint i = proposals->waits->len; i > 0; i--) {
		Wait *wait = proposals->waits->pdata[i - 1];
		if (is_over(wait, find_asked(proposals, wait->number)))
			answer(wait);
	}
}

/* Takes the call. */
static void add_wait(Agent *agent, AgentCall *call, guint number, int64_t seconds, bool is_first)
{
	AgentProposals *proposals = agent->proposals;
	Wait *wait = g_new0(Wait, 1);
	*wait = (Wait){ agent, call, number, is_first, NULL };
	wait->timer = timer_after((unsigned)seconds * 1000, on_late, wait);
	g_ptr_array_add(proposals->waits, wait);
	answer_waits(proposals);
}

/* ---- The dashboard ---------------------------------------------------------------------------- */

/* What a person can no longer see nobody decides. */
static void on_gone(AgentProposals *proposals)
{
	g_clear_pointer(&proposals->pipe, proposal_pipe_free);
	for (guint i = 0; i < proposals->asked->len; i++) {
		Asked *asked = proposals->asked->pdata[i];
		if (asked->news != NULL && proposal_state_is_last(asked->news->state))
			continue;
		const bool is_sent = asked->news != NULL && asked->news->state != PROPOSAL_OPEN;
		proposal_news_free(asked->news);
		asked->news = proposal_news_new(i + 1, PROPOSAL_NOT_TAKEN,
						is_sent ? "The dashboard was closed after it was "
							  "sent: list what is active."
							: "The dashboard was closed.");
	}
	answer_waits(proposals);
}

static void on_message(GVariant *message, gpointer data)
{
	AgentProposals *proposals = data;
	g_autoptr(ProposalNews) news = message != NULL ? proposal_news_from_message(message) : NULL;
	Asked *asked = news != NULL ? find_asked(proposals, news->number) : NULL;
	if (message == NULL) {
		on_gone(proposals);
		return;
	}
	if (asked == NULL)
		return;
	proposal_news_free(asked->news);
	asked->news = g_steal_pointer(&news);
	answer_waits(proposals);
}

static bool is_in_demo(const Agent *agent)
{
	return agent->session->options->state_dir != NULL;
}

/* False: no dashboard is open. */
static bool connect_to_dashboard(const Agent *agent)
{
	AgentProposals *proposals = agent->proposals;
	if (proposals->pipe != NULL)
		return true;
	g_autoptr(GError) error = NULL;
	g_autofree char *path = proposal_socket_path(is_in_demo(agent));
	const int fd = proposal_socket_connect(path, &error);
	if (fd >= 0)
		proposals->pipe = proposal_pipe_new(fd, on_message, proposals);
	return fd >= 0;
}

/* ---- propose ---------------------------------------------------------------------------------- */

static char *lacking_argument(const AgentCall *call)
{
	static const char *const needed[] = { "role", "scope", "reason" };
	for (size_t i = 0; i < G_N_ELEMENTS(needed); i++) {
		const char *text = agent_argument(call, needed[i]);
		if (text == NULL || *text == '\0')
			return g_strdup_printf("\"%s\" is missing.", needed[i]);
		if (g_utf8_strlen(text, -1) > LIMIT_TEXT_CHARS)
			return g_strdup_printf("\"%s\" is longer than %d characters.", needed[i],
					       LIMIT_TEXT_CHARS);
	}
	return NULL;
}

static void send_proposal(Agent *agent, AgentCall *call, const Wish *wish)
{
	AgentProposals *proposals = agent->proposals;
	const Account *account = agent->session->account;
	Asked *asked = g_new0(Asked, 1);
	asked->target.eligibility = eligibility_copy(wish->target.eligibility);
	scope_copy(&asked->target.scope, &wish->target.scope);
	g_ptr_array_add(proposals->asked, asked);
	const Proposal proposal = {
		.number = proposals->asked->len,
		.tid = account->tid,
		.oid = account->oid,
		.workload = asked->target.eligibility->grant.workload,
		.eligibility_id = asked->target.eligibility->grant.id,
		.scope_id = asked->target.scope.id,
		.duration = wish->duration,
		.reason = (char *)agent_argument(call, "reason"),
		.claim = agent->name,
	};
	(void)proposal_pipe_send(proposals->pipe, proposal_to_message(&proposal));
	add_wait(agent, call, proposal.number, ANSWER_SECONDS, true);
}

/* Which row the words mean. False: told. */
static bool choose(Agent *agent, GPtrArray *wishes)
{
	g_auto(Refusal) refusal = { 0 };
	if (wishes == NULL || wishes_choose(agent->session, wishes, &refusal) != EXIT_DONE)
		return false;
	if (agent->session->account != NULL && agent->session->account->oid != NULL)
		return true;
	tell("Nobody is signed in.", NULL);
	return false;
}

static void propose(Agent *agent, AgentCall *call)
{
	AgentProposals *proposals = proposals_of(agent);
	Order order = { .role = (char *)agent_argument(call, "role"),
			.scope = (char *)agent_argument(call, "scope"),
			.duration = (char *)agent_argument(call, "duration") };
	g_autoptr(GPtrArray) orders = g_ptr_array_new();
	g_autofree char *lacking = lacking_argument(call);
	if (lacking != NULL) {
		agent_fail(agent, call, lacking);
		return;
	}
	if (proposals->asked->len >= REMEMBERED_MOST) {
		agent_fail(agent, call, "You have proposed too much: that is enough for one run.");
		return;
	}
	if (!connect_to_dashboard(agent)) {
		agent_fail(agent, call,
			   is_in_demo(agent) ? "No dashboard is open where a person would see it: "
					       "ask them to open `myroles demo` in a terminal."
					     : "No dashboard is open where a person would see it: "
					       "ask them to open `myroles` in a terminal.");
		return;
	}
	const guint told = agent_told_count();
	g_ptr_array_add(orders, &order);
	g_autoptr(GPtrArray) wishes = wishes_read(agent->session, orders);
	if (choose(agent, wishes) && proposals->pipe != NULL) {
		send_proposal(agent, call, wishes->pdata[0]);
		return;
	}
	g_autofree char *why = agent_told_since(told);
	agent_fail(agent, call, why != NULL ? why : "It was interrupted.");
}

const AgentTool agent_propose_tool = {
	.name = "propose",
	.title = "Ask the person for a role",
	.description =
		"Shows the person, in their dashboard, which role you would like to have active, "
		"where, for how long and why. Only they can activate it, and they may refuse it, "
		"narrow or shorten it. Ask for the least: the narrowest scope and the shortest "
		"time. Then call wait. It is withdrawn when you end, and ends with you.",
	.schema = "{\"type\":\"object\",\"properties\":{\"role\":{\"type\":\"string\","
		  "\"description\":\"Name or id of an eligible role\"},\"scope\":{\"type\":"
		  "\"string\",\"description\":\"Where: a name or a resource id\"},\"duration\":{"
		  "\"type\":\"string\",\"description\":\"How long, such as 30m or 1h30m\"},"
		  "\"reason\":{\"type\":\"string\",\"maxLength\":1024,\"description\":\"What you "
		  "need it for, in a sentence that the person and an auditor understand\"}},"
		  "\"required\":[\"role\",\"scope\",\"reason\"]}",
	.run = propose,
};

/* ---- wait ------------------------------------------------------------------------------------- */

static void wait_for(Agent *agent, AgentCall *call)
{
	const AgentProposals *proposals = proposals_of(agent);
	double number = 0;
	double seconds = WAIT_SECONDS;
	if (call->arguments != NULL) {
		(void)json_number(json_get(call->arguments, "number"), &number);
		(void)json_number(json_get(call->arguments, "seconds"), &seconds);
	}
	const bool is_known = number >= 1 && number <= proposals->asked->len;
	if (!is_known || seconds < 0 || seconds > WAIT_LONGEST)
		agent_fail(agent, call,
			   is_known ? "\"seconds\" is between 0 and 900."
				    : "\"number\" is that of a proposal of yours.");
	else if (proposals->waits->len >= LIMIT_RPC_CALLS)
		agent_fail(agent, call, "Too many calls wait already.");
	else
		add_wait(agent, call, (guint)number, (int64_t)seconds, false);
}

const AgentTool agent_wait_tool = {
	.name = "wait",
	.title = "Wait for the person's answer",
	.description =
		"Waits until a proposal is decided: active, refused (maybe with a reason), lapsed, "
		"failed or not taken. After the given seconds it tells how it stands by then: call "
		"it again while that is open, sent or waiting (for an approver).",
	.schema = "{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"integer\","
		  "\"description\":\"As propose told it\"},\"seconds\":{\"type\":\"integer\","
		  "\"minimum\":0,\"maximum\":900,\"description\":\"At most so long; 50 unless "
		  "given\"}},\"required\":[\"number\"]}",
	.run = wait_for,
};
