/*
 * The socket of proposals, $XDG_RUNTIME_DIR/myroles/proposals: who may connect to it, and who may be at its end. The demo has one of its
 * own beside it.
 */
#ifndef MYROLES_FRONTEND_PROPOSAL_SOCKET_H
#define MYROLES_FRONTEND_PROPOSAL_SOCKET_H

#include <glib.h>
#include <stdbool.h>

/* Where there is no such folder: in the state folder. The caller frees. */
char *proposal_socket_path(bool is_demo);

/*
 * One of ours, in a folder that nobody else may enter; what is left there by a dashboard that died goes. The caller holds the lock
 * beside it. -1 with error set: the path is too long for a socket, the folder is not ours alone, …
 */
int proposal_socket_listen(const char *path, GError **error);

/* Connected, to a process of the same user, or -1 with error set: nobody listens, … */
int proposal_socket_connect(const char *path, GError **error);

typedef enum {
	PROPOSAL_SOCKET_HEARD,   /* a dashboard listens */
	PROPOSAL_SOCKET_NOBODY,  /* none does: none is open */
	PROPOSAL_SOCKET_DEAF,    /* one is open, and does not */
	PROPOSAL_SOCKET_FOREIGN, /* a program of somebody else does */
	PROPOSAL_SOCKET_SHARED,  /* others may enter its folder */
	PROPOSAL_SOCKET_UNUSABLE, /* with error set: the path is too long, the folder is not ours alone, … */
} ProposalSocketState;

/* How it stands there; makes nothing, and asks for nothing. */
ProposalSocketState proposal_socket_look(const char *path, GError **error);

/* The process at the other end, of the same user as this one. False: of another, or not to be known. */
bool proposal_socket_peer(int fd, int *pid);

/* The process that has started this one, and its file (NULL: not known; the caller frees). 0: not known. */
int proposal_socket_parent(int pid, char **program);

/* A pidfd of the process; -1: it has ended, or there are none. */
int proposal_socket_hold(int pid);

#endif
