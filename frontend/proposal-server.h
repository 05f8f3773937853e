/*
 * The dashboard's end of the socket of proposals: a few connections of programs of the same user. Of several dashboards the first one
 * listens; the next takes over when that ends.
 */
#ifndef MYROLES_FRONTEND_PROPOSAL_SERVER_H
#define MYROLES_FRONTEND_PROPOSAL_SERVER_H

#include "frontend/proposal.h"

typedef struct ProposalServer ProposalServer;

typedef struct ProposalListener {
	void (*came)(const Proposal *proposal, gpointer data);
	void (*went)(uint64_t id, gpointer data); /* the program has ended, or gave up */
	gpointer data;
	unsigned
		again_ms; /* while another dashboard listens it is looked so often; 0: the usual. For tests */
	/* Each time that it changes: why nobody is heard here, a sentence; NULL: whoever asks is. May be NULL. */
	void (*heard)(const char *why, gpointer data);
} ProposalListener;

/*
 * `path`: proposal_socket_path; `holders`: backend_holders. NULL with error set: nobody can listen there. Busy is no error: it is
 * tried again.
 */
ProposalServer *proposal_server_new(const char *path, const char *holders,
				    const ProposalListener *listener, GError **error);
void proposal_server_free(
	ProposalServer *server); /* programs are told by the end of their connections */

/* To the program that asked, if it is there; `news->number` is filled in. */
void proposal_server_tell(ProposalServer *server, uint64_t id, const ProposalNews *news);

/* What ends it: a pidfd of the program's end, and the locked byte of its holder; borrowed. False: it has ended. */
bool proposal_server_find_leash(const ProposalServer *server, uint64_t id, int *pidfd, int *lock);
/* Somebody else holds the byte now. */
void proposal_server_let_go(ProposalServer *server, uint64_t id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProposalServer, proposal_server_free)

#endif
