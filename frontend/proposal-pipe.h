/*
 * Messages over a stream socket: four bytes of length in the machine's own order, then a GVariant dictionary. Nothing here waits; who sends
 * what is none, or does not take what it is sent, is cut off.
 */
#ifndef MYROLES_FRONTEND_PROPOSAL_PIPE_H
#define MYROLES_FRONTEND_PROPOSAL_PIPE_H

#include <glib.h>
#include <stdbool.h>

typedef struct ProposalPipe ProposalPipe;

/* NULL: the other end is gone, or was cut off, and nothing more comes. The callee may free the pipe only then. */
typedef void (*PipeMessage)(GVariant *message, gpointer data);

/* Takes the descriptor, and makes it one that does not block. */
ProposalPipe *proposal_pipe_new(int fd, PipeMessage take, gpointer data);
void proposal_pipe_free(ProposalPipe *pipe); /* nothing is told afterwards */

/* Takes a floating message. False: it is not taken at once, so that the other end is cut off: PipeMessage tells. */
bool proposal_pipe_send(ProposalPipe *pipe, GVariant *message);

/* It is told as gone by the next turn of the loop. */
void proposal_pipe_cut_off(ProposalPipe *pipe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProposalPipe, proposal_pipe_free)

#endif
