/* Programs that ask for a role: what they send, and what they are told. */
#include "frontend/proposal-server.h"
#include "tui/loop.h"

static void on_came(const Proposal *proposal, gpointer data)
{
	const Loop *loop = data;
	Item *item = loop_push(data, MESSAGE_PROPOSED);
	item->proposal = proposal_copy(proposal);
	/* Where nobody pays, nothing is owed. */
	if (loop->gate->tie == NULL)
		item->proposal->holder = 0;
	item->message.proposal = item->proposal;
}

static void on_went(uint64_t id, gpointer data)
{
	loop_push(data, MESSAGE_WITHDRAWN)->message.proposal_id = id;
}

static void on_heard(const char *why, gpointer data)
{
	Item *item = loop_push(data, MESSAGE_HEARD);
	item->text = g_strdup(why);
	item->message.text = item->text;
}

/* Where nobody can ask, a dashboard is no worse: who looks for what programs ask is told why. */
void loop_take_proposals(Loop *loop, const ProposalGate *gate)
{
	const ProposalListener listener = {
		.came = on_came, .went = on_went, .data = loop, .heard = on_heard
	};
	loop->gate = gate;
	if (gate != NULL)
		loop->proposals = proposal_server_new(gate->path, backend_holders(loop->backend),
						      &listener, NULL);
}

void loop_stop_proposals(Loop *loop)
{
	g_clear_pointer(&loop->proposals, proposal_server_free);
}

void loop_tell_proposer(Loop *loop, uint64_t id, const ProposalNews *news)
{
	if (loop->proposals != NULL)
		proposal_server_tell(loop->proposals, id, news);
}

/* The end comes also when this dashboard is gone by then. */
void loop_leash(Loop *loop, uint64_t id)
{
	int pidfd = -1;
	int lock = -1;
	if (loop->proposals == NULL || loop->gate->tie == NULL ||
	    !proposal_server_find_leash(loop->proposals, id, &pidfd, &lock))
		return;
	if (loop->gate->tie(loop->gate->data, pidfd, lock))
		proposal_server_let_go(loop->proposals, id);
	else
		loop_push_notice(loop, PROBLEM_FAILED, "no-leash",
				 "The process that ends the role with the program that asked for "
				 "it could not be started: it ends with this dashboard.",
				 NULL);
}
